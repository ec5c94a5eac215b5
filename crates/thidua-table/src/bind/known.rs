//! Cells read at a glance (ô đọc nhanh): plain digits, and words that the column held before. What is read here is read
//! as [`read_cell`](super::read_cell) reads it; everything else is left to it.

use thidua_core::{CellState, Decimal, Exact, PlanInput, ValueKind};

use crate::Written;

/// So many different words of a column are remembered.
const MOST_WORDS: usize = 64;

/// Longer words are not.
const LONGEST_WORD: usize = 16;

/// One column of a table, as far as it is known.
pub(super) struct KnownColumn {
    /// Whether plain digits are a number here.
    digits: bool,
    bounds: (Option<Exact>, Option<Exact>),
    /// What was read, each in the place that its letters come to; who comes later takes the place.
    seen: Vec<Option<Seen>>,
}

struct Seen {
    words: String,
    written: Written,
    is: (CellState, Decimal),
}

impl KnownColumn {
    pub(super) fn of(input: &PlanInput, marked: bool) -> Self {
        let number = matches!(input.kind, ValueKind::Number | ValueKind::Count);
        Self {
            // A marker such as `99` stands for a blank.
            digits: number && !marked,
            bounds: (input.min.clone(), input.max.clone()),
            seen: std::iter::repeat_with(|| None).take(MOST_WORDS).collect(),
        }
    }

    /// What the words say, where that is known.
    pub(super) fn read(&self, words: &str, written: Written) -> Option<(CellState, Decimal)> {
        // A workbook may hold as no exact number what looks like one.
        if written == Written::Inexact {
            return None;
        }
        if self.digits
            && let Some(value) = plain_digits(words)
        {
            let exact = Exact::from(value);
            let (min, max) = &self.bounds;
            let within =
                min.as_ref().is_none_or(|min| exact >= *min) && max.as_ref().is_none_or(|max| exact <= *max);
            return within.then(|| (CellState::Value, Decimal::from(value)));
        }
        let seen = self.seen.get(place(words)?)?.as_ref();
        seen.filter(|seen| seen.words == words && seen.written == written).map(|seen| seen.is)
    }

    /// Remembers what words said.
    pub(super) fn learn(&mut self, words: &str, written: Written, is: (CellState, Decimal)) {
        if let Some(slot) = place(words).and_then(|place| self.seen.get_mut(place)) {
            *slot = Some(Seen { words: words.to_owned(), written, is });
        }
    }
}

/// Where words are remembered, unless they are too long.
fn place(words: &str) -> Option<usize> {
    let sum = |sum: usize, byte: u8| sum.wrapping_mul(31).wrapping_add(byte.into());
    (words.len() <= LONGEST_WORD).then(|| words.bytes().fold(words.len(), sum) % MOST_WORDS)
}

/// A whole number of at most 18 digits and nothing else.
fn plain_digits(words: &str) -> Option<i64> {
    let bytes = words.as_bytes();
    if bytes.is_empty() || bytes.len() > 18 {
        return None;
    }
    bytes
        .iter()
        .try_fold(0_i64, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_digits_are_read_at_a_glance() {
        assert_eq!(plain_digits("0"), Some(0));
        assert_eq!(plain_digits("007"), Some(7));
        assert_eq!(plain_digits("999999999999999999"), Some(999_999_999_999_999_999));
        for words in ["", "-1", "1.5", "1 000", "1e3", "5%", "9999999999999999999", "٣"] {
            assert_eq!(plain_digits(words), None, "{words}");
        }
    }
}
