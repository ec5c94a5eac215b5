//! Cells read at a glance (ô đọc nhanh): plain digits, and words that the column held before. What is read here is read
//! as [`read_cell`](super::read_cell) reads it; everything else is left to it.

use thidua_core::{CellState, Decimal, Exact, PlanInput, ValueKind};

/// So many different words of a column are remembered.
const MOST_WORDS: usize = 16;

/// One column of a table, as far as it is known.
pub(super) struct KnownColumn {
    /// Whether plain digits are a number here.
    digits: bool,
    /// Whether the same word always says the same.
    words: bool,
    bounds: (Option<Exact>, Option<Exact>),
    seen: Vec<(String, CellState, Decimal)>,
}

impl KnownColumn {
    pub(super) fn of(input: &PlanInput, marked: bool) -> Self {
        let number = matches!(input.kind, ValueKind::Number | ValueKind::Count);
        Self {
            // A marker such as `99` stands for a blank.
            digits: number && !marked,
            words: matches!(input.kind, ValueKind::YesNo | ValueKind::Choice),
            bounds: (input.min.clone(), input.max.clone()),
            seen: Vec::new(),
        }
    }

    /// What the words say, where that is known.
    pub(super) fn read(&self, words: &str) -> Option<(CellState, Decimal)> {
        if self.words {
            let seen = self.seen.iter().find(|(known, ..)| known == words);
            return seen.map(|(_, state, value)| (*state, *value));
        }
        let value = plain_digits(words).filter(|_| self.digits)?;
        let exact = Exact::from(value);
        let (min, max) = &self.bounds;
        let within =
            min.as_ref().is_none_or(|min| exact >= *min) && max.as_ref().is_none_or(|max| exact <= *max);
        within.then(|| (CellState::Value, Decimal::from(value)))
    }

    /// Remembers what words said.
    pub(super) fn learn(&mut self, words: &str, state: CellState, value: Decimal) {
        if self.words && self.seen.len() < MOST_WORDS {
            self.seen.push((words.to_owned(), state, value));
        }
    }
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
