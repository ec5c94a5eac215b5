use std::ops::{Deref, Range};
use std::sync::Arc;

/// Whole numbers of all rows (tử số của một cột), and two ends between which they lie: whoever asks whether a number of
/// some rows fits has the answer for all of them at once.
#[derive(Clone, Debug)]
pub struct Numerators {
    numbers: Arc<Vec<i64>>,
    /// None is lower.
    low: i64,
    /// None is higher.
    high: i64,
}

impl Numerators {
    /// No number is lower than the first, none higher than the second.
    pub(crate) fn ends(&self) -> (i64, i64) {
        (self.low, self.high)
    }

    /// Whether both are the same numbers in the same place.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.numbers, &other.numbers)
    }

    /// Puts other numbers in the place of some.
    pub(super) fn splice(&mut self, range: Range<usize>, numbers: &[i64]) {
        let own = Arc::make_mut(&mut self.numbers);
        let end = range.end.min(own.len());
        own.splice(range.start.min(end)..end, numbers.iter().copied());
        for number in numbers {
            (self.low, self.high) = (self.low.min(*number), self.high.max(*number));
        }
    }

    /// Puts another number into a row. The ends stay as wide as they were: one of them may have been the number that goes.
    pub(super) fn set(&mut self, row: usize, number: i64) {
        if let Some(slot) = Arc::make_mut(&mut self.numbers).get_mut(row) {
            *slot = number;
            (self.low, self.high) = (self.low.min(number), self.high.max(number));
        }
    }
}

impl From<Vec<i64>> for Numerators {
    fn from(numbers: Vec<i64>) -> Self {
        let first = numbers.first().copied().unwrap_or_default();
        let (low, high) =
            numbers.iter().fold((first, first), |(low, high), number| (low.min(*number), high.max(*number)));
        Self { numbers: Arc::new(numbers), low, high }
    }
}

impl FromIterator<i64> for Numerators {
    fn from_iter<I: IntoIterator<Item = i64>>(numbers: I) -> Self {
        numbers.into_iter().collect::<Vec<i64>>().into()
    }
}

impl Deref for Numerators {
    type Target = [i64];

    fn deref(&self) -> &[i64] {
        &self.numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_lies_between_the_ends() {
        assert_eq!(Numerators::from(Vec::new()).ends(), (0, 0));
        let mut numbers = Numerators::from(vec![7, 3, 5]);
        assert_eq!(numbers.ends(), (3, 7));
        let before = numbers.clone();
        numbers.set(1, -4);
        numbers.set(9, 100);
        assert_eq!((&*numbers, numbers.ends()), (&[7, -4, 5][..], (-4, 7)));
        assert_eq!((&*before, before.is(&numbers)), (&[7, 3, 5][..], false));
    }
}
