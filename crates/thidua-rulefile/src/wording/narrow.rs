use thidua_core::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::syntax::line_of;
use crate::tree::{Kind, Node};

/// Splits a mark such as `␞4:2␞` off a sentence, and points at that part of the scalar: two
/// characters from the fifth. Without a mark, or when the scalar is not written on one line just
/// as it reads, the place stays as it is.
pub(super) fn narrowed<'a>(source: &str, node: &Node, span: Span, words: &'a str) -> (Span, &'a str) {
    let marked = words.strip_prefix('\u{1e}').and_then(|words| words.split_once('\u{1e}'));
    let Some((mark, rest)) = marked else { return (span, words) };
    (part(source, node, mark).unwrap_or(span), rest)
}

fn part(source: &str, node: &Node, mark: &str) -> Option<Span> {
    let Kind::Scalar { text, plain } = &node.kind else { return None };
    let (start, length) = mark.split_once(':')?;
    let (start, length): (usize, usize) = (start.parse().ok()?, length.parse().ok()?);
    let Span { line, column, end_line, end_column } = node.span;
    if line != end_line {
        return None;
    }
    let quote = u32::from(!plain);
    let (first, last) = (column + quote, end_column.checked_sub(quote)?);
    let skipped = usize::try_from(first).ok()? - 1;
    let width = usize::try_from(last.checked_sub(first)?).ok()?;
    let written: String = line_of(source, line)?.chars().skip(skipped).take(width).collect();
    if written.nfc().collect::<String>() != *text {
        return None;
    }
    let offset = |composed| u32::try_from(written_offset(&written, text, composed)).ok();
    let column = (first + offset(start)?).min(last);
    let end_column = (first + offset(start.saturating_add(length))?).min(last).max(column + 1);
    Some(Span { line, column, end_line, end_column })
}

/// How many written characters make up the first `composed` ones of the text.
fn written_offset(written: &str, text: &str, composed: usize) -> usize {
    let length = written.chars().count();
    if written == text {
        return composed.min(length);
    }
    let bases =
        written.chars().enumerate().filter(|(_, character)| canonical_combining_class(*character) == 0);
    bases.map(|(index, _)| index).nth(composed).unwrap_or(length)
}
