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
    !hides(text, false)
}

/// Bytes that are looked at together: of whole results almost none begins a hidden letter.
const TOGETHER: usize = 64;

/// Whether a text has a hidden letter; line breaks and tabs are none where it has lines.
fn hides(text: &str, has_lines: bool) -> bool {
    let bytes = text.as_bytes();
    // Numbers, codes and names: short, and every letter of them plain or Vietnamese.
    let usual = || bytes.iter().fold(true, |all, byte| all & is_usual(*byte));
    let suspects = || bytes.iter().zip(bytes.iter().skip(1)).any(|two| two == (&0xe1, &0xa0));
    if bytes.len() <= TOGETHER && usual() && !suspects() {
        return false;
    }
    let hidden = |at: usize| {
        let letter = text.get(at..).and_then(|from| from.chars().next());
        letter.is_some_and(|letter| is_hidden(letter) && !(has_lines && matches!(letter, '\n' | '\r' | '\t')))
    };
    let beginnings = |from: usize| {
        let part = |by: usize| {
            let behind = bytes.get(from + by..).unwrap_or_default();
            behind.get(..TOGETHER).unwrap_or(behind)
        };
        part(0).iter().zip(part(1)).zip(part(2))
    };
    let among = |from: usize| {
        let suspects =
            beginnings(from).map(|((first, second), third)| may_begin(*first, *second, *third, has_lines));
        // Every byte is looked at, whatever the one before it said: many at once.
        suspects.clone().fold(false, |any, suspect| any | suspect)
            && suspects.enumerate().any(|(at, suspect)| suspect && hidden(from + at))
    };
    // The last two bytes have fewer behind them than are looked at.
    (0..bytes.len()).step_by(TOGETHER).any(among) || (bytes.len().saturating_sub(2)..bytes.len()).any(hidden)
}

/// Bytes of plain letters, and of the blocks that Vietnamese is written with: with them begins no hidden letter but
/// U+180E.
fn is_usual(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | 0x80..=0xbf | 0xc3 | 0xc4 | 0xc6 | 0xe1)
}

/// Whether a hidden letter may begin with this byte, if those two are behind it.
fn may_begin(byte: u8, next: u8, third: u8, has_lines: bool) -> bool {
    let breaks = has_lines & ((byte == b'\n') | (byte == b'\r') | (byte == b'\t'));
    let within = |byte: u8, first: u8, last: u8| byte.wrapping_sub(first) <= last - first;
    // Controls of ASCII, and those of the block behind it together with the soft hyphen.
    ((byte < 0x20) & !breaks)
        | (byte == 0x7f)
        | ((byte == 0xc2) & (next < 0xae))
        | (byte == 0xcd)
        | (byte == 0xd8)
        | (byte == 0xef)
        | (byte == 0xf3)
        // Vietnamese letters begin with 0xe1 as U+180E does; dashes and quotes with 0xe2 0x80 as marks of direction do.
        | ((byte == 0xe1) & (next == 0xa0))
        | ((byte == 0xe2) & (next == 0x80) & (within(third, 0x8b, 0x8f) | within(third, 0xa8, 0xae)))
        | ((byte == 0xe2) & (next == 0x81))
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
    written_out(text, false)
}

/// A text of several lines with every hidden letter but its line breaks and tabs written out.
///
/// ```
/// assert_eq!(thidua_rules::visible_lines("một\n\u{202e}hai\n"), "một\n\\u{202e}hai\n");
/// ```
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    written_out(text, true)
}

fn written_out(text: &str, has_lines: bool) -> Cow<'_, str> {
    if !hides(text, has_lines) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' if has_lines => shown.push(letter),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if is_hidden(letter) => {
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
            for before in [0, 62, 63, 64, 127] {
                let text = format!("{}ạ{letter}→", "a".repeat(before));
                assert!(!is_visible(&text), "U+{:04X} behind {before}", u32::from(letter));
            }
            assert!(!is_visible(&letter.to_string()), "U+{:04X} alone", u32::from(letter));
        }
        for text in ["Xã Ất", "ᠠᠭ", "ǰ", "“Đ”"] {
            assert!(is_visible(text), "{text}");
        }
    }

    #[test]
    fn lines_and_tabs_are_hidden_on_one_line_only() {
        for (text, has_lines) in [("một\n\thai\r\n", true), ("một hai", true), ("một hai", false)] {
            assert!(!hides(text, has_lines), "{text:?}");
        }
        for text in ["một\n", "\thai", "\r"] {
            assert!(hides(text, false), "{text:?}");
        }
        assert!(hides("một\u{200b}\n", true));
    }
}
