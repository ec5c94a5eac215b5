use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{Exact, Figure, Language, Rounding, ShortDecimal};

/// So many decimals a number shows that no rule rounds.
const OPEN_PLACES: u32 = 4;

/// Room for a usual number.
const USUAL_DIGITS: usize = 16;

/// How many decimals a number shows (số chữ số thập phân).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digits {
    places: u32,
    /// Further digits are rounded away, for the eye alone.
    show: Option<Rounding>,
}

impl Digits {
    /// At least so many places; a number that has more digits shows up to four.
    #[must_use]
    pub const fn of(places: u32) -> Self {
        Self { places, show: None }
    }

    /// The places of a rounding for display only (làm tròn khi trình bày): never more digits than these.
    #[must_use]
    pub fn shown(rounding: Rounding) -> Self {
        let places = rounding.step().map_or(OPEN_PLACES, |step| step.normalized().scale());
        Self { places, show: Some(rounding) }
    }

    /// Places that hold both numbers.
    pub(crate) fn most(self, other: Option<Self>) -> Self {
        other.filter(|other| other.places > self.places).unwrap_or(self)
    }

    /// How many places.
    #[must_use]
    pub fn places(self) -> u32 {
        self.places
    }
}

/// A number for people (con số để đọc): with its declared places, or as it is where none are declared.
///
/// A number that has more digits than it may show is rounded half up; the exact one stands in `outcome.json`.
///
/// ```
/// use thidua_core::{Exact, Language};
/// use thidua_report::{Digits, shown};
/// assert_eq!(shown(&Exact::ratio(95, 1), Some(Digits::of(2)), Language::Vietnamese), "95,00");
/// assert_eq!(shown(&Exact::ratio(945, 10), None, Language::Vietnamese), "94,5");
/// assert_eq!(shown(&Exact::ratio(10, 3), None, Language::English), "3.3333");
/// ```
#[must_use]
pub fn shown(value: &Exact, places: Option<Digits>, language: Language) -> String {
    marked(value, places, mark_of(language))
}

/// The same with a decimal point, for programs.
pub(crate) fn plain(value: &Exact, places: Option<Digits>) -> String {
    marked(value, places, '.')
}

/// What stands before the decimals (dấu thập phân).
pub(crate) fn mark_of(language: Language) -> char {
    if language == Language::Vietnamese { ',' } else { '.' }
}

fn marked(value: &Exact, places: Option<Digits>, mark: char) -> String {
    let mut text = String::with_capacity(USUAL_DIGITS);
    write(value, places, mark, &mut text);
    text
}

/// Adds to a text what [`shown`] makes, with this sign before the decimals.
pub(crate) fn write(value: &Exact, places: Option<Digits>, mark: char, text: &mut String) {
    if let Some(rounding) = places.and_then(|digits| digits.show) {
        let rounded = rounding.apply(value);
        return write(&rounded, places.map(|digits| Digits::of(digits.places)), mark, text);
    }
    let places = places.map(Digits::places);
    if let Some(places) = places
        && let Some(written) = value.write_decimal(places, mark, text)
    {
        return pad(text, written, places, mark);
    }
    let most = places.unwrap_or(0).max(OPEN_PLACES);
    if value.write_decimal(most, mark, text).is_some() {
        return;
    }
    let rounded = rounded(value, most, mark);
    let written = rounded.split_once(mark).map_or(0, |(_, after)| after.len());
    text.push_str(&rounded);
    pad(text, u32::try_from(written).unwrap_or(most), most, mark);
}

/// Points as a column holds them, as [`shown`] has them, where that takes few signs.
#[must_use]
#[inline]
pub fn short(value: &Figure, places: Option<Digits>, language: Language) -> Option<ShortDecimal> {
    let places = match places {
        None if matches!(value, Figure::Over(_, 1)) => 0,
        Some(digits) if digits.show.is_none() => digits.places,
        None | Some(_) => return None,
    };
    value.short(places, u8::try_from(mark_of(language)).ok()?)
}

fn rounded(value: &Exact, places: u32, mark: char) -> String {
    let text = value.display_rounded(places);
    if mark == '.' { text } else { text.replace('.', &mark.to_string()) }
}

/// Zeros behind the last digit of those that are written, up to the declared places.
fn pad(text: &mut String, written: u32, places: u32, mark: char) {
    if written == 0 && places > 0 {
        text.push(mark);
    }
    text.extend((written..places).map(|_| '0'));
}

/// A number of a calculation: a short decimal whole, else rounded to 6 places and marked so.
pub(crate) fn explained(value: &Exact, language: Language) -> String {
    let mark = mark_of(language);
    let mut text = String::new();
    if value.write_decimal(6, mark, &mut text).is_some() {
        text
    } else {
        format!("≈{}", rounded(value, 6, mark))
    }
}

/// An amount of money with its thousands grouped (tiền, nhóm ba chữ số).
///
/// ```
/// use thidua_core::{Exact, Language};
/// assert_eq!(thidua_report::grouped(&Exact::from(3_510_000), Language::Vietnamese), "3.510.000");
/// ```
#[must_use]
pub fn grouped(value: &Exact, language: Language) -> String {
    let text = plain(value, None);
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), ""), |parts| parts);
    let (mark, decimal) = if language == Language::Vietnamese { ('.', ',') } else { (',', '.') };
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(mark);
        }
        grouped.push(digit);
    }
    if rest.is_empty() { grouped } else { format!("{grouped}{decimal}{rest}") }
}

/// A number in a file for programs (con số trong tệp JSON): what it is, and what people are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Number {
    /// A decimal, or a fraction `n/d` where there is no finite one.
    #[schemars(with = "String")]
    pub exact: Exact,
    /// With the declared places and a decimal point, as the tables show it.
    pub shown: String,
}

impl Number {
    /// The number, and how it is shown with so many places.
    #[must_use]
    pub fn new(value: Exact, places: Option<Digits>) -> Self {
        Self { shown: plain(&value, places), exact: value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use thidua_core::RoundingMode;

    #[test]
    fn places_are_padded_and_never_hide_a_digit_that_was_declared() {
        let shown = |numerator, denominator, places: Option<u32>| {
            plain(&Exact::ratio(numerator, denominator), places.map(Digits::of))
        };
        assert_eq!(shown(667, 10, Some(2)), "66.70");
        assert_eq!(shown(-5, 1, Some(1)), "-5.0");
        assert_eq!(shown(5, 1, Some(0)), "5");
        // More digits than declared: a total no rule rounds is not cut to the places of its parts.
        assert_eq!(shown(66_701, 1000, Some(2)), "66.701");
        assert_eq!(shown(200, 3, Some(2)), "66.6667");
        assert_eq!(shown(99_999_999, 1_000_000, None), "100.0000");
    }

    #[test]
    fn a_rounding_for_display_hides_what_is_beyond_it() {
        let show = Rounding { places: Some(2), to: None, mode: RoundingMode::HalfUp };
        let shown =
            |numerator, denominator| plain(&Exact::ratio(numerator, denominator), Some(Digits::shown(show)));
        assert_eq!([shown(4292, 45), shown(115, 1), shown(66_705, 1000)], ["95.38", "115.00", "66.71"]);
    }

    #[test]
    fn thousands_are_grouped() {
        let grouped = |value| grouped(&Exact::from(value), Language::Vietnamese);
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-123_456), "-123.456");
        assert_eq!(grouped(21_060_000), "21.060.000");
    }
}
