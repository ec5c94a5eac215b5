use std::borrow::Cow;
use std::fmt::Write;

use serde::{Deserialize, Deserializer};

/// Whether a reader sees every letter of a text (không có ký tự ẩn): no controls, line breaks, direction marks or letters
/// without width.
///
/// ```
/// assert!(thidua_rules::is_visible("Phường Tân An"));
/// assert!(!thidua_rules::is_visible("xa-a\u{200b}"));
/// ```
#[must_use]
pub fn is_visible(text: &str) -> bool {
    !suspects(text).any(is_hidden)
}

/// The letters of a text that may be hidden: of whole results almost none is, and only their bytes are looked at.
fn suspects(text: &str) -> impl Iterator<Item = char> {
    let bytes = text.as_bytes();
    let may_begin = move |at: usize, byte: u8| match byte {
        // Controls of ASCII, and of the block behind it together with the soft hyphen.
        ..0x20 | 0x7f | 0xc2 => true,
        0xcd | 0xd8 | 0xef | 0xf3 => true,
        // Vietnamese letters begin with 0xe1 as U+180E does, dashes and quotes with 0xe2 as marks of direction do.
        0xe1 => bytes.get(at + 1) == Some(&0xa0),
        0xe2 => matches!(bytes.get(at + 1), Some(0x80 | 0x81)),
        _ => false,
    };
    let starts = bytes.iter().enumerate().filter(move |(at, byte)| may_begin(*at, **byte));
    starts.filter_map(|(at, _)| text.get(at..)?.chars().next())
}

/// A text on one line, with every hidden letter written out (hiện ký tự ẩn): what was entered can neither forge a line
/// of a page nor turn the letters of another.
///
/// ```
/// assert_eq!(thidua_rules::visible("xã A\nxã B: 100"), "xã A\\nxã B: 100");
/// assert_eq!(thidua_rules::visible("38,5\u{200e}"), "38,5\\u{200e}");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    written_out(text, is_hidden)
}

/// A text of several lines with every hidden letter but its line breaks and tabs written out.
///
/// ```
/// assert_eq!(thidua_rules::visible_lines("một\n\u{202e}hai\n"), "một\n\\u{202e}hai\n");
/// ```
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    written_out(text, |letter| is_hidden(letter) && !matches!(letter, '\n' | '\r' | '\t'))
}

fn written_out(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !suspects(text).any(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' if hidden(letter) => shown.push_str("\\n"),
            '\r' if hidden(letter) => shown.push_str("\\r"),
            '\t' if hidden(letter) => shown.push_str("\\t"),
            _ if hidden(letter) => {
                // A string takes everything.
                let _ = write!(shown, "{}", letter.escape_unicode());
            }
            _ => shown.push(letter),
        }
    }
    Cow::Owned(shown)
}

/// A name or a title on one line: a line break in it is a space, every other hidden letter is written out.
///
/// ```
/// assert_eq!(thidua_rules::one_line("UBND\nphường Tân An\u{200b}"), "UBND phường Tân An\\u{200b}");
/// ```
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if is_visible(text) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(['\n', '\r', '\t']).filter(|words| !words.is_empty()).collect();
    Cow::Owned(visible(&words.join(" ")).into_owned())
}

/// Reads a title (serde, `deserialize_with`): on one line, hidden letters written out.
///
/// # Errors
/// What the deserializer reports.
pub fn title<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|title| one_line(&title).into_owned())
}

/// The same where there may be none.
///
/// # Errors
/// What the deserializer reports.
pub fn title_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::<String>::deserialize(deserializer).map(|title| title.map(|title| one_line(&title).into_owned()))
}

/// Controls, separators of lines, marks and overrides of direction, letters without width, tags.
#[must_use]
pub fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hidden_letter_is_a_suspect() {
        for letter in
            (0..=u32::from(char::MAX)).filter_map(char::from_u32).filter(|letter| is_hidden(*letter))
        {
            let text = format!("ạ{letter}→");
            assert!(!is_visible(&text), "U+{:04X}", u32::from(letter));
        }
    }
}
