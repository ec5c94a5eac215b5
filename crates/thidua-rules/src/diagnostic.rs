//! Findings (phát hiện): what is wrong or odd, where it stands, and what to do, in two languages.

mod plural;

pub use plural::one_of_many;

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

/// A sentence in the two languages users read: Vietnamese first, English beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// The language a message is shown in (ngôn ngữ hiển thị).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese, the default.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Text {
    /// The sentence in both languages.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: with_numbers(vi.into(), b','), en: plural::mended(with_numbers(en.into(), b'.')) }
    }

    /// The same words in both languages: a title or a name from the rule file.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { vi: words.clone(), en: words }
    }

    /// Both sentences with more words behind them.
    #[doc(hidden)]
    pub fn and_then(self, more: &Self) -> Self {
        Self { vi: self.vi + &more.vi, en: self.en + &more.en }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }

    /// The sentence with every hidden letter of what it quotes written out.
    pub(crate) fn visible(self) -> Self {
        let visible = |words: String| match crate::visible(&words) {
            std::borrow::Cow::Owned(shown) => shown,
            std::borrow::Cow::Borrowed(_) => words,
        };
        Self { vi: visible(self.vi), en: visible(self.en) }
    }

    /// Both languages in one string, for an error type that only carries one, such as serde's; [`Text::carried`] reads
    /// it back. A `Text` has no `Display`, so that none slips into a sentence of one language.
    #[must_use]
    pub fn carry(&self) -> String {
        format!("{}\u{1f}{}", self.vi, self.en)
    }

    /// Reads back what [`Text::carry`] wrote; plain words count for both languages.
    #[must_use]
    pub fn carried(words: &str) -> Self {
        match words.split_once('\u{1f}') {
            Some((vi, en)) => Self::new(vi, en),
            None => Self::same(words),
        }
    }
}

/// Builds a [`Text`] from two format strings with the same arguments.
#[macro_export]
macro_rules! text {
    ($vi:literal, $en:literal $(, $($argument:tt)*)?) => {
        $crate::Text::new(format!($vi $(, $($argument)*)?), format!($en $(, $($argument)*)?))
    };
}

/// Numbers stand between two U+0002 in a sentence under construction, so that each language gets its own decimal sign.
fn with_numbers(words: String, decimal_sign: u8) -> String {
    if !words.as_bytes().contains(&2) {
        return words;
    }
    let (mut inside, mut signed) = (false, false);
    let mut bytes = words.into_bytes();
    bytes.retain_mut(|byte| match *byte {
        2 => {
            (inside, signed) = (!inside, false);
            false
        }
        b'.' if inside && !signed => {
            (*byte, signed) = (decimal_sign, true);
            true
        }
        _ => true,
    });
    // Only signs of one byte were taken out or changed.
    let joined = String::from_utf8(bytes).unwrap_or_default();
    if joined.contains("= ≈") { joined.replace("= ≈", "≈") } else { joined }
}

/// How much a finding weighs (mức độ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input is refused.
    Error,
    /// The work goes on, and a person must look.
    Warning,
    /// Worth knowing.
    Note,
}

/// A place inside a text file: 1-based line and column, counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, JsonSchema)]
pub struct Span {
    /// First line, from 1; 0 when unknown.
    pub line: u32,
    /// First column in characters, from 1.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
}

/// Where in a file something is (vị trí).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Spot {
    /// The file as a whole.
    Whole,
    /// A place in a text.
    Text(Span),
    /// A cell of a table: 1-based row and column.
    Cell {
        /// Row, from 1, the header being a row too.
        row: u32,
        /// Column, from 1.
        column: u32,
    },
}

/// A file and a spot in it (nơi có lỗi).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Place {
    /// The file, as the user named it; empty when the input has no name.
    #[schemars(with = "String")]
    #[serde(serialize_with = "serialize_name")]
    pub file: Arc<str>,
    /// Where in the file.
    pub spot: Spot,
}

fn serialize_name<S: serde::Serializer>(name: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(name)
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), spot: Spot::Whole }
    }

    /// A span of a text file.
    pub fn text(file: impl Into<Arc<str>>, span: Span) -> Self {
        Self { file: file.into(), spot: if span.line == 0 { Spot::Whole } else { Spot::Text(span) } }
    }

    /// A cell of a table, both numbers from 1.
    pub fn cell(file: impl Into<Arc<str>>, row: u32, column: u32) -> Self {
        Self { file: file.into(), spot: Spot::Cell { row, column } }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.spot {
            Spot::Whole => formatter.write_str(&self.file),
            Spot::Text(span) => write!(formatter, "{}:{}:{}", self.file, span.line, span.column),
            Spot::Cell { row, column } => write!(formatter, "{}!{}{row}", self.file, column_letters(column)),
        }
    }
}

/// The spreadsheet name of a 1-based column: `A`, `B`, … `Z`, `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// One thing found in an input (lỗi hoặc lưu ý): stable code, place, what is wrong, how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// The stable code, listed in `docs/diagnostics.md`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: Text,
    /// What to do about it.
    pub help: Option<Text>,
    /// What shows it: the value or the sheet that falls through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

/// What proves a finding (ví dụ minh chứng): a value, or a sheet that anyone can score again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Witness {
    /// The value or the sheet in words.
    pub text: Text,
    /// Inputs and criteria by path, each with its value as a user would write it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheet: Vec<(String, String)>,
}

impl Diagnostic {
    /// An error: the input is refused.
    #[must_use]
    pub fn error(code: &'static str, place: Place, message: Text) -> Self {
        let message = message.visible();
        Self { code, severity: Severity::Error, place, message, help: None, witness: None }
    }

    /// A warning: the work goes on, and a person must look.
    #[must_use]
    pub fn warning(code: &'static str, place: Place, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    /// The same finding with its remedy.
    #[must_use]
    pub fn with_help(mut self, help: Text) -> Self {
        self.help = Some(help.visible());
        self
    }
}

/// Whether any of the findings refuses the input.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Sorts findings by file and place, so that they read like the file and never depend on the order of work.
pub fn sort_diagnostics(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|left, right| {
        (&left.place, left.code, &left.message.en).cmp(&(&right.place, right.code, &right.message.en))
    });
    diagnostics.dedup();
}

/// The name in `known` that the user most likely meant, if any is near enough (từ gần nhất).
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    let letters: Vec<char> = name.chars().take(64).collect();
    let mut row = Vec::new();
    known
        .into_iter()
        .filter_map(|candidate| Some((edit_distance(&letters, candidate, limit, &mut row)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The first names of a list, and how many more there are.
pub fn listed(names: &[String]) -> String {
    let first = names.iter().take(10).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(10) {
        0 => first,
        more => format!("{first}, … (+{more})"),
    }
}

/// How many letters differ, up to a limit; `row` is room that is used again.
fn edit_distance(left: &[char], right: &str, limit: usize, row: &mut Vec<usize>) -> Option<usize> {
    // Letters that one has more than the other must all be put in.
    if left.len().abs_diff(right.chars().take(64).count()) > limit {
        return None;
    }
    row.clear();
    row.extend(0..=left.len());
    for (index, to) in right.chars().take(64).enumerate() {
        let mut diagonal = index;
        let mut last = index + 1;
        let mut least = last;
        for (from, above) in left.iter().zip(row.iter_mut().skip(1)) {
            last = (diagonal + usize::from(*from != to)).min(*above + 1).min(last + 1);
            diagonal = std::mem::replace(above, last);
            least = least.min(last);
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
        if least > limit {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_columns_like_a_spreadsheet() {
        assert_eq!([1, 26, 27, 702, 703].map(column_letters), ["A", "Z", "AA", "ZZ", "AAA"]);
        assert_eq!(Place::cell("phieu.csv", 3, 2).to_string(), "phieu.csv!B3");
    }

    #[test]
    fn suggests_the_nearest_name_only_when_it_is_near() {
        assert_eq!(nearest("poins_max", ["points_max", "weight"]), Some("points_max"));
        assert_eq!(nearest("điem", ["điểm", "hạng"]), Some("điểm"));
        assert_eq!(nearest("zzz", ["points_max", "weight"]), None);
    }
}
