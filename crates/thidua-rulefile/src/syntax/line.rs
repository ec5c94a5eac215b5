use thidua_core::Span;

/// A line of a text, counted as YAML counts: each of LF, CR LF and CR ends one.
pub(crate) fn line_of(source: &str, line: u32) -> Option<&str> {
    let mut rest = source;
    for _ in 1..line {
        let end = rest.find(['\n', '\r'])?;
        let (_, from) = rest.split_at(end);
        rest = from.strip_prefix("\r\n").or_else(|| from.get(1..))?;
    }
    Some(rest.find(['\n', '\r']).and_then(|end| rest.get(..end)).unwrap_or(rest))
}

/// The character in a column of a line.
pub(super) fn character_at(line: &str, column: u32) -> Option<char> {
    line.chars().nth(usize::try_from(column).ok()?.checked_sub(1)?)
}

/// The place of the first character of a line that is not a space.
pub(super) fn first_character(source: &str, place: Span) -> Span {
    let indent = line_of(source, place.line)
        .map_or(0, |line| line.chars().take_while(|character| *character == ' ').count());
    let column = u32::try_from(indent).unwrap_or(0) + 1;
    Span { column, end_column: column + 1, ..place }
}
