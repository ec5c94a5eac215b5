//! A comma inside braces (dấu phẩy trong ngoặc nhọn): `{ points_max: 1,5 }` reads as two keys, and is answered by the
//! line as it should be.

use thidua_core::Span;

use crate::error::Fault;
use crate::syntax::line_of;
use crate::tree::{Entry, Kind, Node};

/// Keys that are the rest of a value which a comma cut in two.
pub(super) struct Torn {
    /// The ids of those keys.
    pub(super) keys: Vec<u32>,
    pub(super) span: Span,
    pub(super) fault: Fault,
}

/// The value that the unknown key belongs to, when a comma tore it off.
pub(super) fn torn(source: &str, root: &Node, key: u32) -> Option<Torn> {
    let entries = group(root, key)?;
    let at = entries.iter().position(|entry| entry.key.id == key)?;
    let line = line_of(source, entries.get(at)?.key.span.line)?;
    let characters: Vec<char> = line.chars().collect();
    let mut first = at;
    while is_rest(entries, first.checked_sub(1)?, &characters) {
        first -= 1;
    }
    let head = entries.get(first.checked_sub(1)?)?;
    let rest: Vec<&Entry> = (first..entries.len())
        .take_while(|at| is_rest(entries, *at, &characters))
        .filter_map(|at| entries.get(at))
        .collect();
    let Kind::Scalar { plain: true, .. } = head.value.kind else { return None };
    let span = Span { end_column: rest.last()?.key.span.end_column, ..head.value.span };
    let from = usize::try_from(span.column).ok()?.checked_sub(1)?;
    let to = usize::try_from(span.end_column).ok()?.checked_sub(1)?;
    let written: String = characters.get(from..to)?.iter().collect();
    let meant = meant(&written);
    let before: String = characters.get(..from)?.iter().collect();
    let after: String = characters.get(to..)?.iter().collect();
    // The other numbers of the line that are torn alike are told by themselves; the line is shown without any.
    let whole = format!("{}{meant}{}", with_points(before.trim_start()), with_points(&after));
    let short = format!("{}: {meant}", head.key.text().unwrap_or_default());
    let line = if whole.chars().count() <= LINE_MAX { whole.trim_end().to_owned() } else { short };
    let keys = rest.iter().map(|entry| entry.key.id).collect();
    Some(Torn { keys, span, fault: Fault::Torn { written, line } })
}

/// Longer lines are answered by their entry alone.
const LINE_MAX: usize = 160;

/// Whether the entry is a bare word behind a comma: `5` in `{ points_max: 1,5 }`.
fn is_rest(entries: &[Entry], at: usize, line: &[char]) -> bool {
    let Some((before, entry)) = at.checked_sub(1).and_then(|before| entries.get(before)).zip(entries.get(at))
    else {
        return false;
    };
    let end = if before.value.is_nothing() { before.key.span } else { before.value.span };
    let key = entry.key.span;
    if !entry.value.is_nothing() || end.end_line != key.line || key.line != key.end_line {
        return false;
    }
    let column = |column: u32| usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
    let between = line.get(column(end.end_column)..column(key.column)).unwrap_or_default();
    let behind = line.get(column(key.end_column)..).unwrap_or_default();
    let next = behind.iter().find(|character| !character.is_whitespace());
    between.contains(&',')
        && between.iter().all(|character| *character == ',' || character.is_whitespace())
        && matches!(next, Some(',' | '}'))
}

/// The value in one piece: a number with its point, words in quotation marks.
fn meant(written: &str) -> String {
    let number = written.strip_suffix('%').unwrap_or(written);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match number.strip_prefix('-').unwrap_or(number).split_once(',') {
        Some((whole, part)) if digits(whole) && digits(part) => written.replace(',', "."),
        _ => format!("\"{}\"", written.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The part of a line with a point in every number that a comma tears: `from: 9,5,` and `below: 9,5 }`.
fn with_points(part: &str) -> String {
    let mut mended = String::with_capacity(part.len());
    let mut quote = None;
    let mut rest = part;
    while let Some(character) = rest.chars().next() {
        let value = rest.strip_prefix(": ").filter(|_| quote.is_none());
        let number = value.map(|value| value.split_once([' ', '}']).map_or(value, |(number, _)| number));
        let number = number.map(|number| number.trim_end_matches(','));
        if let Some(number) =
            number.filter(|number| !number.is_empty() && meant(number) == number.replace(',', "."))
        {
            mended.extend([": ", &number.replace(',', ".")]);
            rest = rest.get(2 + number.len()..).unwrap_or_default();
            continue;
        }
        quote = match (quote, character) {
            (None, '"' | '\'') => Some(character),
            (Some(open), _) if open == character => None,
            (open, _) => open,
        };
        mended.push(character);
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    mended
}

fn group(at: &Node, key: u32) -> Option<&[Entry]> {
    match &at.kind {
        Kind::Sequence(items) => items.iter().find_map(|item| group(item, key)),
        Kind::Mapping(entries) if entries.iter().any(|entry| entry.key.id == key) => Some(entries),
        Kind::Mapping(entries) => entries.iter().find_map(|entry| group(&entry.value, key)),
        Kind::Scalar { .. } | Kind::Hole(_) => None,
    }
}
