use thidua_core::{Diagnostic, Place, text};

use crate::word::clean;

/// A way of writing Vietnamese from before Unicode that lives in fonts (bảng mã cũ): the letters shown are not those stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// TCVN3, also called ABC: fonts such as `.VnTime`.
    Tcvn3,
    /// VNI for Windows: fonts such as `VNI-Times`.
    Vni,
}

/// What TCVN3 stores, and what it shows.
const TCVN3: (&str, &str) = (
    "¡¢£¤¥¦§¨©ª«¬\u{ad}®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
);

/// Letters of VNI that stand alone, and what they show.
const VNI_ALONE: (&str, &str) = ("ñÑôÔöÖíÍìÌæÆóÓòÒîÎ", "đĐơƠưƯíÍìÌỉỈĩĨịỊỵỴ");

/// Marks that VNI stores after a vowel, and the combining marks they are.
const VNI_MARKS: &[(char, &str)] = &[
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{323}\u{302}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{323}\u{306}"),
];

/// Letters with marks of today's Vietnamese; those of the Vietnamese block follow one another.
const LETTERS: &str = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ";

/// Whether the text has letters beyond ASCII and all of them are Vietnamese, as Unicode writes it.
///
/// ```
/// assert!(thidua_table::is_vietnamese("Đơn vị"));
/// assert!(!thidua_table::is_vietnamese("§¬n vÞ") && !thidua_table::is_vietnamese("Don vi"));
/// ```
#[must_use]
pub fn is_vietnamese(text: &str) -> bool {
    let mut any = false;
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let inside = before.is_alphabetic() && letters.peek().is_some_and(|next| next.is_alphabetic());
        if letter.is_ascii() {
            // What could not be written in an encoding becomes a question mark.
            if letter == '?' && inside {
                return false;
            }
        } else if letter.is_alphabetic() {
            // Capitals within a word come of reading marks as letters.
            if !is_letter(letter) || (letter.is_uppercase() && before.is_lowercase()) {
                return false;
            }
            any = true;
        } else if !(letter.is_whitespace() || "–—‘’“”…•°²³₫€§±×·\u{feff}".contains(letter))
        {
            return false;
        }
        before = letter;
    }
    any
}

fn is_letter(letter: char) -> bool {
    let mut lower = letter.to_lowercase();
    let block = '\u{1ea0}'..='\u{1ef9}';
    matches!((lower.next(), lower.next()), (Some(letter), None) if block.contains(&letter) || LETTERS.contains(letter))
}

impl Legacy {
    /// Which of them the text is written in, where a good part of its words says so and none is Vietnamese as it stands.
    ///
    /// ```
    /// use thidua_table::Legacy;
    /// assert_eq!(Legacy::recognise("§¬n vÞ"), Some(Legacy::Tcvn3));
    /// assert_eq!(Legacy::recognise("Ñôn vò, ñieåm"), Some(Legacy::Vni));
    /// assert_eq!(Legacy::recognise("Đơn vị, 5 µm"), None);
    /// assert_eq!(Legacy::Vni.to_unicode("Ñôn vò"), "Đơn vị");
    /// ```
    #[must_use]
    pub fn recognise(text: &str) -> Option<Self> {
        if text.is_ascii() {
            return None;
        }
        let words = || words(text).filter(|word| !word.is_ascii());
        // Letters outside Latin-1 are written by Unicode alone.
        if text.chars().any(|letter| letter > '\u{ff}' && letter.is_alphabetic()) {
            return None;
        }
        let telling = |legacy: &Self| words().filter(|word| legacy.tells(word)).count();
        let meant = |legacy: &Self| words().filter(|word| is_vietnamese(&legacy.to_unicode(word))).count();
        let fits = |legacy: &Self| telling(legacy) > 0 && meant(legacy) * 3 >= words().count() * 2;
        [Self::Vni, Self::Tcvn3].into_iter().filter(fits).max_by_key(meant)
    }

    /// Whether the word can only have been written so.
    fn tells(self, word: &str) -> bool {
        let strange = match self {
            Self::Tcvn3 => word.chars().any(|letter| "¡¢£¤¥¦§¨©ª«¬\u{ad}®¶·¸¹»¼½¾Þß".contains(letter)),
            Self::Vni => word.chars().zip(word.chars().skip(1)).any(|(vowel, mark)| {
                ("aeouyôöAEOUYÔÖ".contains(vowel) && "øûïåäüëØÛÏÅÄÜË".contains(mark)) || "ñÑ".contains(vowel)
            }),
        };
        strange && word.chars().count() > 1 && is_vietnamese(&self.to_unicode(word))
    }

    /// The text as Unicode writes it.
    #[must_use]
    pub fn to_unicode(self, text: &str) -> String {
        let table = |(stored, shown): (&str, &str), letter: char| {
            stored.chars().zip(shown.chars()).find(|(from, _)| *from == letter).map(|(_, to)| to)
        };
        let mut written = String::with_capacity(text.len() * 2);
        let mut before = ' ';
        for letter in text.chars() {
            match self {
                Self::Tcvn3 => written.push(table(TCVN3, letter).unwrap_or(letter)),
                Self::Vni => {
                    let lower = letter.to_lowercase().next().unwrap_or(letter);
                    let vowel = "aeiouyôö".contains(before.to_lowercase().next().unwrap_or(before));
                    match VNI_MARKS.iter().find(|(mark, _)| vowel && *mark == lower) {
                        Some((_, marks)) => written.push_str(marks),
                        None => written.push(table(VNI_ALONE, letter).unwrap_or(letter)),
                    }
                }
            }
            before = letter;
        }
        clean(&written).into_owned()
    }

    /// The finding that a text is written so (TD0364), with what its first such word would be.
    #[must_use]
    pub fn diagnostic(self, place: Place, text: &str) -> Diagnostic {
        let word = words(text).find(|word| self.tells(word)).unwrap_or("");
        let (name, meant) = (self.name(), self.to_unicode(word));
        Diagnostic::error(
            "TD0364",
            place,
            text!(
                "chữ viết bằng bảng mã cũ {name}: `{word}` là `{meant}`",
                "the letters are in the old encoding {name}: `{word}` stands for `{meant}`"
            ),
        )
        .with_help(text!(
            "chuyển mã cả tệp sang Unicode (Unikey: Ctrl+Shift+F6, nguồn {name}, đích Unicode) rồi lưu lại",
            "convert the whole file to Unicode (Unikey: Ctrl+Shift+F6, from {name} to Unicode) and save it again"
        ))
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI Windows",
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || ",;\"\t:()/".contains(character))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_tables_is_vietnamese() {
        assert_eq!(TCVN3.0.chars().count(), TCVN3.1.chars().count());
        assert_eq!(VNI_ALONE.0.chars().count(), VNI_ALONE.1.chars().count());
        assert_eq!(LETTERS.chars().count(), 67);
        assert!(TCVN3.1.chars().chain(VNI_ALONE.1.chars()).all(is_letter));
    }

    #[test]
    fn converts_what_offices_wrote() {
        for (legacy, stored, shown) in [
            (Legacy::Tcvn3, "§iÓm tù chÊm", "Điểm tự chấm"),
            (Legacy::Tcvn3, "X· Hßa B×nh", "Xã Hòa Bình"),
            (Legacy::Tcvn3, "Ph\u{ad}êng Thuû BiÒu", "Phường Thuỷ Biều"),
            (Legacy::Vni, "Ñieåm töï chaám", "Điểm tự chấm"),
            (Legacy::Vni, "Xaõ Hoøa Bình", "Xã Hòa Bình"),
            (Legacy::Vni, "Phöôøng Thuûy Bieàu, thaëng 8,5", "Phường Thủy Biều, thặng 8,5"),
        ] {
            assert_eq!(legacy.to_unicode(stored), shown);
            assert_eq!(Legacy::recognise(stored), Some(legacy), "{stored}");
        }
    }

    #[test]
    fn leaves_today_s_text_alone() {
        for text in ["Điểm tự chấm", "Xã Hòa", "Müller", "5 µm", "§ 12", "10 m²", "Café", "", "abc"]
        {
            assert_eq!(Legacy::recognise(text), None, "{text}");
        }
    }
}
