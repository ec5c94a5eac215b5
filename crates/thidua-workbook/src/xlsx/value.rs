//! What the stored value of a cell says (giá trị của ô), by its type and its style.

use std::borrow::Cow;

use calamine::{ExcelDateTime, ExcelDateTimeType};
use thidua_table::Written;

use super::formats::Shown;
use super::runs::unescaped;
use crate::cell::{self, Text};

/// What the cells of a workbook share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) strings: Vec<String>,
    pub(super) styles: Vec<Shown>,
    /// Whether its days are counted from 1904.
    pub(super) from_1904: bool,
}

/// What kind of value a cell stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number, or what a program wrote there without saying what it is.
    Number,
    /// A string of those that are shared, by its number.
    SharedText,
    /// The text that a formula gave.
    Text,
    /// A text beside the value.
    Inline,
    Truth,
    Day,
    Error,
}

impl Kind {
    /// Whether its value is digits or one of a few words.
    pub(super) fn is_bare(self) -> bool {
        !matches!(self, Self::Text | Self::Inline)
    }

    pub(super) fn of(written: &str) -> Option<Self> {
        Some(match written {
            "n" => Self::Number,
            "s" => Self::SharedText,
            "str" => Self::Text,
            "inlineStr" | "is" => Self::Inline,
            "b" => Self::Truth,
            "d" => Self::Day,
            "e" => Self::Error,
            _ => return None,
        })
    }
}

/// The text of a stored value and how it is written; nothing where it is none of its kind.
pub(super) fn value<'v>(
    shared: &'v Shared,
    kind: Kind,
    style: usize,
    stored: &'v str,
) -> Option<(Cow<'v, str>, Written)> {
    let owned = |(text, written): Text| (Cow::Owned(text), written);
    Some(match kind {
        Kind::SharedText => {
            let text = shared.strings.get(stored.trim().parse::<usize>().ok()?)?;
            (Cow::Borrowed(text.as_str()), Written::Text)
        }
        Kind::Text => (unescaped(stored), Written::Text),
        Kind::Inline => (Cow::Borrowed(""), Written::Text),
        Kind::Error => (Cow::Borrowed(stored), Written::Text),
        Kind::Day => owned(cell::iso_day(stored)),
        Kind::Truth => match stored {
            "1" | "true" | "TRUE" => owned(cell::truth(true)),
            "0" | "false" | "FALSE" => owned(cell::truth(false)),
            _ => return None,
        },
        Kind::Number => match (shared.styles.get(style).copied().unwrap_or_default(), stored.trim()) {
            (Shown::Plain, plain) if is_shortest(plain) => (Cow::Borrowed(plain), Written::Number),
            (shown, number) => match number.parse::<f64>() {
                Ok(number) => owned(shown_as(shared, shown, number)),
                Err(_) => (Cow::Borrowed(stored), Written::Text),
            },
        },
    })
}

fn shown_as(shared: &Shared, shown: Shown, number: f64) -> Text {
    let moment = |kind| super::moment(&ExcelDateTime::new(number, kind, shared.from_1904));
    match shown {
        Shown::Plain | Shown::Percent => cell::number(number, shown == Shown::Percent),
        Shown::Moment => moment(ExcelDateTimeType::DateTime),
        Shown::Span => moment(ExcelDateTimeType::TimeDelta),
    }
}

/// Whether a stored number is the shortest decimal of its fraction already: at most 15 digits, none of them idle. Two
/// decimals of so few digits are never the same fraction, so there is nothing to work out.
fn is_shortest(stored: &str) -> bool {
    let bare = stored.strip_prefix('-').unwrap_or(stored);
    let (whole, part) = bare.split_once('.').unwrap_or((bare, "1"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let no_idle = (whole == "0" || !whole.starts_with('0')) && !part.ends_with('0');
    bare.len() <= 15 && digits(whole) && digits(part) && no_idle && stored != "-0"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_short_already_is_told() {
        for short in ["0", "8.5", "94.75", "-0.5", "100", "1234567.89", "12345678901234"] {
            assert!(is_shortest(short), "{short}");
        }
        for long in [
            "-0",
            "08",
            "8.50",
            "8.",
            ".5",
            "1e5",
            "8,5",
            "",
            "-",
            "8.4500000000000003",
            "1234567890.123456",
            "+1",
        ] {
            assert!(!is_shortest(long), "{long}");
        }
    }

    proptest! {
        #[test]
        fn the_short_way_is_the_long_one(mantissa in -99_999_999_999_999_i64..=99_999_999_999_999, places in 0_u32..=14) {
            let typed = thidua_core::Decimal::from_scaled(i128::from(mantissa), places).unwrap().normalized().to_string();
            let long = cell::number(typed.parse().unwrap(), false);
            let shared = Shared::default();
            let (text, written) = value(&shared, Kind::Number, 0, &typed).unwrap();
            prop_assert_eq!((text.into_owned(), written), long);
        }
    }
}
