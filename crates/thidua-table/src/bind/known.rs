//! Cells read at a glance (ô đọc nhanh): plain numbers, and words that the column held before. What is read here is read
//! as [`read_cell`](super::read_cell) reads it; everything else is left to it.

use thidua_core::{CellState, Decimal, PlanInput, ValueKind};

use super::Layout;
use crate::{NumberStyle, Written};

/// So many different words of a column are remembered.
const MOST_WORDS: usize = 64;

/// One column of a table, as far as it is known.
pub(super) struct KnownColumn {
    /// Whether plain digits are a number here, and whether a dot may stand among them.
    digits: bool,
    dots: bool,
    /// What was read, each in the place that its letters come to; who comes later takes the place.
    seen: Vec<Option<Seen>>,
}

struct Seen {
    word: ShortWord,
    written: Written,
    is: AtAGlance,
}

/// What a cell says: a whole number over ten to the power of the scale, or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AtAGlance {
    pub(super) state: CellState,
    pub(super) whole: i64,
    pub(super) scale: u32,
}

impl AtAGlance {
    /// The number in one piece.
    pub(super) fn value(self) -> Option<Decimal> {
        Decimal::from_scaled(self.whole.into(), self.scale).ok()
    }
}

impl KnownColumn {
    pub(super) fn of(input: &PlanInput, layout: &Layout) -> Self {
        // A marker such as `99` stands for a blank.
        let digits = matches!(input.kind, ValueKind::Number | ValueKind::Count) && !layout.has_marks();
        let dots = input.kind == ValueKind::Number
            && matches!(layout.numbers, NumberStyle::Careful | NumberStyle::DecimalPoint);
        Self {
            digits,
            dots: digits && dots,
            seen: std::iter::repeat_with(|| None).take(MOST_WORDS).collect(),
        }
    }

    /// What the words say, where that is known; a number may still be out of bounds.
    pub(super) fn read(&self, words: &str, written: Written) -> Option<AtAGlance> {
        // A workbook may hold as no exact number what looks like one.
        if matches!(written, Written::Inexact | Written::Double) {
            return None;
        }
        if self.digits
            && let Some((whole, scale)) = plain_number(words, self.dots)
        {
            return Some(AtAGlance { state: CellState::Value, whole, scale });
        }
        let word = ShortWord::of(words)?;
        let seen = self.seen.get(word.place())?.as_ref();
        seen.filter(|seen| seen.word == word && seen.written == written).map(|seen| seen.is)
    }

    /// Remembers what words said.
    pub(super) fn learn(&mut self, words: &str, written: Written, (state, value): (CellState, Decimal)) {
        let Ok(whole) = i64::try_from(value.mantissa()) else { return };
        let is = AtAGlance { state, whole, scale: value.scale() };
        let Some(word) = ShortWord::of(words) else { return };
        if let Some(slot) = self.seen.get_mut(word.place()) {
            *slot = Some(Seen { word, written, is });
        }
    }
}

/// Words of at most 16 bytes: how they begin, how they end and how long they are, which no others have alike. They are told
/// apart in two steps, and not byte by byte.
#[derive(Clone, Copy, PartialEq, Eq)]
struct ShortWord {
    begins: u64,
    ends: u64,
    bytes: usize,
}

impl ShortWord {
    /// `None` for longer ones: those are not remembered.
    fn of(words: &str) -> Option<Self> {
        let bytes = words.as_bytes();
        let eight =
            || Some((u64::from_le_bytes(*bytes.first_chunk()?), u64::from_le_bytes(*bytes.last_chunk()?)));
        let four =
            || Some((u32::from_le_bytes(*bytes.first_chunk()?), u32::from_le_bytes(*bytes.last_chunk()?)));
        let (begins, ends) = match bytes.len() {
            0..4 => (bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)), 0),
            4..8 => four().map(|(begins, ends)| (begins.into(), ends.into()))?,
            8..=16 => eight()?,
            _ => return None,
        };
        Some(Self { begins, ends, bytes: bytes.len() })
    }

    /// Where it is remembered.
    fn place(self) -> usize {
        let mixed = (self.begins ^ self.ends.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(mixed >> (u64::BITS - MOST_WORDS.ilog2())).unwrap_or(0)
    }
}

/// Digits and nothing else, at most 18, or with one dot among them that cannot part thousands: the digits, and how many of
/// them stand behind the dot.
fn plain_number(words: &str, dots: bool) -> Option<(i64, u32)> {
    let bytes = words.as_bytes();
    let digits = |bytes: &[u8], before: i64| {
        let add =
            |number: i64, byte: &u8| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'));
        bytes.iter().try_fold(before, add)
    };
    if bytes.is_empty() || bytes.len() > 18 {
        return None;
    }
    if let Some(whole) = digits(bytes, 0) {
        return Some((whole, 0));
    }
    let dot = bytes.iter().position(|byte| *byte == b'.').filter(|dot| dots && *dot > 0)?;
    let (whole, rest) = bytes.split_at_checked(dot)?;
    let places = rest.get(1..).filter(|places| !matches!(places.len(), 0 | 3))?;
    let number = digits(places, digits(whole, 0)?)?;
    Some((number, u32::try_from(places.len()).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_plain_numbers_are_read_at_a_glance() {
        let decimal = |(whole, scale): (i64, u32)| Decimal::from_scaled(whole.into(), scale).unwrap();
        let read =
            |words: &str, dots: bool| plain_number(words, dots).map(|number| decimal(number).to_string());
        for (words, number) in [("0", "0"), ("007", "7"), ("999999999999999999", "999999999999999999")] {
            assert_eq!(read(words, false).as_deref(), Some(number));
        }
        assert_eq!(read("9.25", true).as_deref(), Some("9.25"));
        assert_eq!(read("9.25", false), None);
        for words in
            ["", "-1", "1.234", ".5", "5.", "1.2.3", "1 000", "1e3", "5%", "9999999999999999999", "٣"]
        {
            assert_eq!(read(words, true), None, "{words}");
        }
    }

    proptest! {
        /// Short words are told apart as the words are, and have a place.
        #[test]
        fn other_words_are_not_taken_for_those_that_were_seen(one in "[ab]{0,18}", other in "[ab]{0,18}") {
            match (ShortWord::of(&one), ShortWord::of(&other)) {
                (Some(short), Some(than)) => {
                    prop_assert_eq!(short == than, one == other);
                    prop_assert!(short.place() < MOST_WORDS);
                }
                _ => prop_assert!(one.len().max(other.len()) > 16),
            }
        }

        /// What is read at a glance is what is read with care.
        #[test]
        fn a_glance_sees_no_other_number(words in "[0-9]{1,6}([.,][0-9]{0,6})?", point: bool) {
            let style = if point { NumberStyle::DecimalPoint } else { NumberStyle::Careful };
            if let Some((whole, scale)) = plain_number(&words, true) {
                let number = Decimal::from_scaled(whole.into(), scale).unwrap();
                let read = crate::parse_number(&words, style).unwrap();
                prop_assert!(!read.is_percent());
                prop_assert_eq!(read.value().normalized(), number.normalized());
            }
        }
    }
}
