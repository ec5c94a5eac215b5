//! What to write in place of words that are nearly a number (cách sửa ô ghi gần như số).

use thidua_core::{Text, text};

use crate::word::plain;
use crate::{NumberStyle, parse_number};

/// The remedy for words that are no number, where one can see what was meant; nothing is read so unasked.
pub(super) fn of(words: &str) -> Option<Text> {
    if let Some((number, mark)) = footnote(words) {
        let quoted = crate::quoted(mark);
        return Some(text!(
            "nếu `{mark}` là dấu chú thích và ô có nghĩa là {number}, ghi vào `layout` của tệp: `footnotes: [ {quoted} ]`; nếu không, chỉ ghi số vào ô",
            "if `{mark}` marks a footnote and the cell means {number}, write under `layout` of the file: `footnotes: [ {quoted} ]`; else write the number alone"
        ));
    }
    if SAYS_NOTHING.contains(&plain(words).as_str()) {
        let quoted = crate::quoted(words);
        return Some(text!(
            "ghi `0` nếu không có thật; để trống nếu chưa có số liệu; cả bảng đều ghi vậy khi để trống thì khai `blank_marker: {quoted}` trong `layout`",
            "write `0` if there are none; leave the cell blank if it is not known; declare `blank_marker: {quoted}` under `layout` where the whole table means blank by it"
        ));
    }
    if let Some((got, of)) = words.split_once('/').map(|(got, of)| (got.trim(), of.trim()))
        && is_number(got)
        && is_number(of)
    {
        return Some(text!(
            "ghi một số: `{got}` nếu đó là điểm đạt được trong {of}; tỷ lệ thì ghi bằng `%`",
            "write one number: `{got}` if that many of {of} were given; a share is written with `%`"
        ));
    }
    let (number, rest) = leading(words)?;
    Some(text!(
        "chỉ ghi `{number}` vào ô nếu đúng; `{rest}` để ở tiêu đề cột hoặc cột ghi chú",
        "write `{number}` alone if that is meant; `{rest}` belongs in the header or among the remarks"
    ))
}

/// What people write where there is nothing to write.
const SAYS_NOTHING: &[&str] =
    &["không", "không có", "chưa có", "chưa", "-", "–", "—", "--", "...", "…", "/", "x", "none", "nil"];

fn is_number(words: &str) -> bool {
    parse_number(words, NumberStyle::DecimalComma).is_ok()
}

/// The number before the mark of a footnote, `(*)`, `**`, `(1)`, `²`, and the mark.
fn footnote(words: &str) -> Option<(&str, &str)> {
    let at = match words.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')) {
        Some((rest, inner)) => (1..=3).contains(&inner.chars().count()).then_some(rest.len())?,
        None => words.trim_end_matches(['*', '¹', '²', '³', '†']).len(),
    };
    let (number, mark) = words.split_at_checked(at).filter(|(_, mark)| !mark.is_empty())?;
    is_number(number).then_some((number.trim_end(), mark))
}

/// The number that words begin with, and the words after it, which say nothing that changes it.
fn leading(words: &str) -> Option<(&str, &str)> {
    let end = words.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ','))?;
    let (number, rest) = words.split_at_checked(end)?;
    let (number, rest) = (number.trim_end_matches(['.', ',']), rest.trim());
    let tells = rest.chars().next().is_some_and(|letter| letter.is_alphabetic() || letter == '(');
    (is_number(number) && tells).then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_told() {
        let told = |words: &str| of(words).map(|text| text.en).unwrap_or_default();
        assert!(told("4(*)").contains(r#"`footnotes: [ "(*)" ]`"#));
        assert!(told("2,5 (**)").contains("means 2,5"));
        assert!(told("7,5đ").starts_with("write `7,5` alone"));
        assert!(told("8,5 (đã trừ 0,5)").contains("`(đã trừ 0,5)`"));
        assert!(told("10/10").contains("`10` if that many of 10"));
        assert!(told("Không có").starts_with("write `0`") && told("-").contains(r#"`blank_marker: "-"`"#));
        for nothing_to_see in ["tốt", "9-10", "~100%", "8 - 9", "đ7"] {
            assert_eq!(told(nothing_to_see), "", "{nothing_to_see}");
        }
    }
}
