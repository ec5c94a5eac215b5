use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in NFC without the spaces around it, no-break and zero-width ones included (làm sạch).
///
/// ```
/// assert_eq!(thidua_table::clean("\u{feff} Tổ\u{a0}1\u{a0}"), "Tổ\u{a0}1");
/// assert_eq!(thidua_table::clean("to\u{302}\u{309}"), "tổ");
/// ```
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    // Numbers and codes: no sign of them is a space.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_matches(is_invisible);
    if is_composed(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    Cow::Owned(trimmed.nfc().collect())
}

/// Whether a text is in NFC as it stands.
fn is_composed(text: &str) -> bool {
    let stands = |letter: char| letter.is_ascii() || usual(letter).is_some_and(|usual| usual.stands);
    text.is_ascii() || text.chars().all(stands) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// What becomes of a letter whatever stands beside it.
#[derive(Clone, Copy)]
struct Usual {
    /// It stands in NFC as it is.
    stands: bool,
    /// Its small letter, where that is one letter that stands so too.
    lower: Option<char>,
    /// What of it is left in a matching key, where that is one letter.
    key: Option<char>,
}

/// The letters that Vietnamese texts are written with, accents on them: names are many, and letters few.
static USUAL: LazyLock<Vec<Usual>> =
    LazyLock::new(|| USUAL_BLOCKS.into_iter().flatten().map(looked_up).collect());

const USUAL_BLOCKS: [std::ops::RangeInclusive<char>; 2] = ['\u{a0}'..='\u{24f}', '\u{1ea0}'..='\u{1eff}'];

fn usual(letter: char) -> Option<&'static Usual> {
    let mut before = 0;
    for block in &USUAL_BLOCKS {
        let (first, last) = (u32::from(*block.start()), u32::from(*block.end()));
        if block.contains(&letter) {
            return USUAL.get(usize::try_from(before + u32::from(letter) - first).ok()?);
        }
        before += last - first + 1;
    }
    None
}

fn looked_up(letter: char) -> Usual {
    let stands = |letter: char| {
        canonical_combining_class(letter) == 0 && is_nfc_quick(std::iter::once(letter)) == IsNormalized::Yes
    };
    let lower = only(letter.to_lowercase()).filter(|lower| stands(*lower));
    Usual { stands: stands(letter), lower, key: only(bare(letter)) }
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    let first = letters.next();
    first.filter(|_| letters.next().is_none())
}

/// The small letters of a letter, without its accents.
fn bare(letter: char) -> impl Iterator<Item = char> {
    let letters = std::iter::once(letter).nfd().filter(|letter| !is_combining_mark(*letter));
    letters.flat_map(char::to_lowercase).filter(|lower| !is_combining_mark(*lower))
}

fn is_invisible(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The matching key of a name (khóa so khớp): lower case, no diacritics, words joined by one `-`.
///
/// Different words may share a key (`cờ`, `cỏ`), so a match by key must be the only one.
///
/// ```
/// assert_eq!(thidua_table::fold("  Điểm  tự_chấm (%)"), "diem-tu-cham");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key_letters(text).for_each(|letter| key.push(letter));
    key
}

/// The letter that the key of a text begins with.
pub(crate) fn first_letter(text: &str) -> Option<char> {
    // Most begin so; accents that follow are taken off anyway.
    let plain = text.bytes().next().filter(u8::is_ascii_alphanumeric);
    plain.map(|first| first.to_ascii_lowercase().into()).or_else(|| key_letters(text).next())
}

/// Whether a text has one of these keys.
pub(crate) fn folds_to_any(text: &str, keys: &[String]) -> bool {
    let first = first_letter(text);
    keys.iter().any(|key| key.chars().next() == first && folds_to(text, key))
}

/// Whether a name has this matching key: told at the first letter that differs.
pub(crate) fn folds_to(name: &str, key: &str) -> bool {
    key_letters(name).eq(key.chars())
}

/// Whether a text begins with the word of this key, and with all of it.
pub(crate) fn begins_with_word(text: &str, word: &str) -> bool {
    let mut letters = key_letters(text);
    word.chars().all(|letter| letters.next() == Some(letter)) && matches!(letters.next(), None | Some('-'))
}

/// The first letters of a matching key; zeros where it is shorter.
pub(crate) type Beginning = [char; 6];

/// How the key of a text begins.
pub(crate) fn beginning(text: &str) -> Beginning {
    first_letters(key_letters(text))
}

/// How a key begins.
pub(crate) fn beginning_of_key(key: &str) -> Beginning {
    first_letters(key.chars())
}

fn first_letters(letters: impl Iterator<Item = char>) -> Beginning {
    let mut beginning = Beginning::default();
    beginning.iter_mut().zip(letters).for_each(|(slot, letter)| *slot = letter);
    beginning
}

/// Accents are taken off each letter by itself: where they stand among others says nothing here.
fn key_letters(text: &str) -> KeyLetters<'_> {
    KeyLetters {
        letters: text.chars(),
        several: Vec::new().into_iter(),
        after_dash: None,
        begun: false,
        between: false,
    }
}

/// The letters of a key in turn: names are many, so the usual letter takes the shortest way.
struct KeyLetters<'t> {
    letters: std::str::Chars<'t>,
    /// What is left of a letter of which several remain.
    several: std::vec::IntoIter<char>,
    /// The letter that follows the dash just told.
    after_dash: Option<char>,
    begun: bool,
    /// Whether something that is no letter was passed since the last one.
    between: bool,
}

impl KeyLetters<'_> {
    fn small(&mut self) -> Option<char> {
        loop {
            if let Some(small) = self.several.next() {
                return Some(small);
            }
            let letter = self.letters.next()?;
            if letter.is_ascii() {
                return Some(letter.to_ascii_lowercase());
            }
            match usual(letter).and_then(|usual| usual.key) {
                Some(key) => return Some(key),
                None => self.several = bare(letter).collect::<Vec<char>>().into_iter(),
            }
        }
    }
}

impl Iterator for KeyLetters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(letter) = self.after_dash.take() {
            return Some(letter);
        }
        loop {
            let small = self.small()?;
            if !small.is_alphanumeric() {
                self.between = true;
                continue;
            }
            // Old converters write the Icelandic `ð` where they mean `đ`.
            let letter = if matches!(small, 'đ' | 'ð') { 'd' } else { small };
            let dashed = self.begun && self.between;
            (self.begun, self.between) = (true, false);
            if !dashed {
                return Some(letter);
            }
            self.after_dash = Some(letter);
            return Some('-');
        }
    }
}

const YES: &[&str] = &["có", "co", "x", "✓", "✔", "☑", "đạt", "dat", "yes", "true", "1"];
const NO: &[&str] =
    &["không", "khong", "no", "false", "0", "chưa", "chua", "không đạt", "khong dat", "chưa đạt", "chua dat"];
const NOT_APPLICABLE: &[&str] = &["n/a", "kad", "không áp dụng", "khong ap dung", "không giao", "khong giao"];
const EXEMPT: &[&str] = &["miễn", "mien", "được miễn", "duoc mien"];

/// Whether the cell says yes or no (có, không); `None` when it says neither.
///
/// Diacritics count when they are written: `cờ` is a flag, not a yes.
///
/// ```
/// use thidua_table::parse_yes_no;
/// assert_eq!(parse_yes_no("Có"), Some(true));
/// assert_eq!(parse_yes_no("chưa đạt"), Some(false));
/// assert_eq!(parse_yes_no("cờ"), None);
/// ```
#[must_use]
pub fn parse_yes_no(text: &str) -> Option<bool> {
    let word = plain(text);
    if YES.contains(&word.as_str()) {
        Some(true)
    } else if NO.contains(&word.as_str()) {
        Some(false)
    } else {
        None
    }
}

/// Whether the cell says that the criterion does not apply to this entrant (không áp dụng, không giao).
///
/// ```
/// assert!(thidua_table::is_not_applicable("KAD"));
/// assert!(!thidua_table::is_not_applicable(""));
/// ```
#[must_use]
pub fn is_not_applicable(text: &str) -> bool {
    may_begin(text, b"nk") && NOT_APPLICABLE.contains(&plain(text).as_str())
}

/// Whether the cell says that the entrant is exempt (miễn).
///
/// ```
/// assert!(thidua_table::is_exempt("Được miễn"));
/// ```
#[must_use]
pub fn is_exempt(text: &str) -> bool {
    may_begin(text, b"md") && EXEMPT.contains(&plain(text).as_str())
}

/// Whether a word that begins with one of these letters may stand here: most cells are told apart by their first sign.
/// Other than plain letters begin what must be looked at whole.
fn may_begin(text: &str, letters: &[u8]) -> bool {
    let first = text.as_bytes().first().copied().unwrap_or_default();
    !first.is_ascii() || first <= b' ' || letters.contains(&first.to_ascii_lowercase())
}

/// NFC, lower case, single spaces: what is the same word to a reader who minds diacritics.
pub(crate) fn plain(text: &str) -> String {
    let text = clean(text);
    let lower = text.chars().map(|letter| match letter.is_ascii() {
        true => Some(letter.to_ascii_lowercase()),
        false => usual(letter).and_then(|usual| usual.lower),
    });
    let lower: Option<String> = lower.collect();
    // A small letter may be made of two signs where the capital is one.
    let lower = lower.unwrap_or_else(|| text.chars().flat_map(char::to_lowercase).nfc().collect());
    let mut after_space = true;
    let mut uneven = |sign: char| std::mem::replace(&mut after_space, sign.is_whitespace()) && sign == ' ';
    match lower.chars().any(|sign| uneven(sign) || (sign != ' ' && sign.is_whitespace())) || after_space {
        true => lower.split_whitespace().collect::<Vec<_>>().join(" "),
        false => lower,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn folds_what_offices_write() {
        for (text, key) in [
            ("Đơn vị", "don-vi"),
            ("ĐƠN VỊ", "don-vi"),
            ("ÐƠN\u{a0}VỊ", "don-vi"),
            ("D\u{323}o\u{31b}n__vi\u{323}", "don-vi"),
            ("Mã\r\nđơn vị:", "ma-don-vi"),
            ("Tỷ lệ (%)", "ty-le"),
            ("1.2 – Hoàn thành", "1-2-hoan-thanh"),
            ("***", ""),
            ("", ""),
        ] {
            assert_eq!(fold(text), key, "{text}");
        }
    }

    #[test]
    fn knows_the_small_words() {
        for text in ["có", "co", " X ", "Đạt", "YES", "true", "1", "co\u{301}"] {
            assert_eq!(parse_yes_no(text), Some(true), "{text}");
        }
        for text in ["không", "Khong", "no", "FALSE", "0", "chưa", "Không  đạt"] {
            assert_eq!(parse_yes_no(text), Some(false), "{text}");
        }
        for text in ["", "cờ", "đất", "2", "có lẽ", "n/a", "-"] {
            assert_eq!(parse_yes_no(text), None, "{text}");
        }
        for text in ["N/A", "n/a", "KAD", "Không áp dụng", "khong ap dung", "không\u{a0}giao"] {
            assert!(is_not_applicable(text), "{text}");
        }
        for text in ["miễn", "Mien", "được miễn"] {
            assert!(is_exempt(text) && !is_not_applicable(text), "{text}");
        }
        assert!(!is_exempt("miền"));
        for text in ["\u{feff}n/a", "\u{b}kad", "\tKHÔNG GIAO", "\u{1c}n/a"] {
            assert_eq!(is_not_applicable(text), NOT_APPLICABLE.contains(&plain(text).as_str()), "{text:?}");
        }
        // Every word passes the look at its first letter.
        assert!(
            NOT_APPLICABLE
                .iter()
                .all(|word| is_not_applicable(word) && is_not_applicable(&word.to_uppercase()))
        );
        assert!(EXEMPT.iter().all(|word| is_exempt(word) && is_exempt(&word.to_uppercase())));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".*") {
            let key = fold(&text);
            let longer = key.clone() + "a";
            prop_assert!(folds_to(&text, &key) && !folds_to(&text, &longer));
            prop_assert_eq!(fold(&key), key);
        }

        #[test]
        fn a_key_is_found_by_its_first_letter_too(text in "[ .a\u{301}ÁĐdlL\u{a0}]{0,4}", key in "[adl]{0,2}") {
            let keys = [fold(&key), "d".to_owned()];
            let keys: Vec<String> = keys.into_iter().filter(|key| !key.is_empty()).collect();
            prop_assert_eq!(folds_to_any(&text, &keys), keys.contains(&fold(&text)));
        }

        #[test]
        fn a_plain_word_is_what_its_steps_say(text in "[ \u{a0}aÁỆ\u{301}İĐ\t.1]{0,9}") {
            let lower: String = clean(&text).chars().flat_map(char::to_lowercase).nfc().collect();
            prop_assert_eq!(plain(&text), lower.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        #[test]
        fn letters_are_looked_up_as_they_are_taken_apart(text in "[ -~\u{a0}-\u{24f}\u{300}-\u{34f}\u{1e00}-\u{1eff}\u{2000}-\u{206f}가힣ß]{0,9}") {
            let letters = text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
            let letters: String = letters.filter(|lower| !is_combining_mark(*lower)).collect();
            prop_assert_eq!(text.chars().flat_map(bare).collect::<String>(), letters.clone());
            prop_assert_eq!(fold(&text), fold(&letters));
            let trimmed = text.trim_matches(is_invisible);
            prop_assert_eq!(clean(&text).into_owned(), trimmed.nfc().collect::<String>());
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in ".*") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once).into_owned(), once);
        }
    }
}
