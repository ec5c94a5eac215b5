use std::collections::BTreeSet;
use std::sync::Arc;

use thidua_core::{Diagnostic, Place, text};

use super::Entry;
use super::build::FINDINGS_MAX;
use crate::code;
use crate::wording::quoted;

/// Drops each key that was already there, and names the place of the first (khóa trùng).
pub(super) fn without_repeats(
    name: &Arc<str>,
    entries: Vec<Entry>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut repeats = repeats(&entries);
    repeats.retain(|(index, _)| !entries.get(*index).is_some_and(is_torn));
    for (index, original) in repeats.iter().take(FINDINGS_MAX) {
        if let (Some(second), Some(first)) = (entries.get(*index), entries.get(*original)) {
            diagnostics.push(repeated(name, second, first));
        }
    }
    let dropped: BTreeSet<usize> = repeats.into_iter().map(|(index, _)| index).collect();
    let kept = entries.into_iter().enumerate().filter(|(index, _)| !dropped.contains(index));
    kept.map(|(_, entry)| entry).collect()
}

/// Whether it looks like the rest of a number that a comma cut in two, `5` of `1,5`: the reader says so, each time.
fn is_torn(entry: &Entry) -> bool {
    let key = entry.key.text().unwrap_or("");
    let digits = key.strip_suffix('%').unwrap_or(key);
    entry.value.is_nothing() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The position of each repeated key with that of the first; by sorting, so that a large group stays quick.
fn repeats(entries: &[Entry]) -> Vec<(usize, usize)> {
    let keys = entries.iter().map(|entry| entry.key.text().unwrap_or(""));
    let mut order: Vec<(&str, usize)> = keys.enumerate().map(|(index, key)| (key, index)).collect();
    order.sort_unstable();
    let mut repeats = Vec::new();
    let mut first: Option<(&str, usize)> = None;
    for (key, index) in order {
        match first {
            Some((known, original)) if known == key => repeats.push((index, original)),
            _ => first = Some((key, index)),
        }
    }
    repeats
}

fn repeated(name: &Arc<str>, second: &Entry, first: &Entry) -> Diagnostic {
    let key = quoted(second.key.text().unwrap_or(""));
    let (line, column) = (first.key.span.line, first.key.span.column);
    let message = text!(
        "khóa {key} đã có ở dòng {line}, cột {column}",
        "the key {key} is already on line {line}, column {column}"
    );
    let help = text!(
        "giữ một trong hai, xóa hoặc đổi tên khóa kia",
        "keep one of the two; remove or rename the other"
    );
    Diagnostic::error(code::REPEATED_KEY, Place::text(name.clone(), second.key.span), message).with_help(help)
}
