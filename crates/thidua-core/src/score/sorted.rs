use std::cmp::Ordering;

use num_integer::Integer;

use crate::Exact;
use crate::evaluation::Values;

/// The values of a reference set (các giá trị so sánh), lowest first.
#[derive(Clone, Debug)]
pub struct Sorted(Values);

impl Default for Sorted {
    fn default() -> Self {
        Self::of_whole(Vec::new(), 1)
    }
}

impl Sorted {
    /// Numbers in any order.
    pub(super) fn of(mut values: Vec<Exact>) -> Self {
        values.sort();
        Self(Values::Exact(values.into()))
    }

    /// Whole numbers over a denominator, in any order.
    pub(super) fn of_whole(mut numbers: Vec<i64>, denominator: i64) -> Self {
        numbers.sort_unstable();
        Self(Values::Scaled { denominator, numerators: numbers.into() })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Values::Scaled { numerators, .. } => numerators.len(),
            Values::Exact(values) => values.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lowest value.
    #[must_use]
    pub fn lowest(&self) -> Option<Exact> {
        (!self.is_empty()).then(|| self.0.get(0))
    }

    /// The highest value.
    #[must_use]
    pub fn highest(&self) -> Option<Exact> {
        Some(self.0.get(self.len().checked_sub(1)?))
    }

    /// How many are lower than this.
    pub(crate) fn below(&self, value: &Exact) -> usize {
        self.until(value, Ordering::is_lt)
    }

    /// How many are higher than this.
    pub(crate) fn above(&self, value: &Exact) -> usize {
        self.len() - self.until(value, Ordering::is_le)
    }

    /// How many stand so to the value, from the lowest on.
    fn until(&self, value: &Exact, stands: impl Fn(Ordering) -> bool) -> usize {
        match &self.0 {
            Values::Exact(values) => values.partition_point(|other| stands(other.cmp(value))),
            Values::Scaled { denominator, numerators } => {
                // Over the same denominator only the whole part is needed, and whether something is left.
                let scaled = value.clone() * Exact::from(*denominator);
                let Some((number, by)) = scaled.parts() else {
                    let exact = |other: &i64| Exact::ratio((*other).into(), (*denominator).into());
                    return numerators.partition_point(|other| stands(exact(other).cmp(value)));
                };
                let (whole, rest) = number.div_mod_floor(&by);
                let order = |other: &i64| i128::from(*other).cmp(&whole);
                let left = if rest == 0 { Ordering::Equal } else { Ordering::Less };
                numerators.partition_point(|other| stands(order(other).then(left)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whole_numbers_are_counted_like_rationals(
            numbers in proptest::collection::vec(-20_i64..20, 0..12),
            denominator in 1_i64..7,
            value in (-30_i128..30, 1_i128..9),
        ) {
            let value = Exact::ratio(value.0, value.1);
            let rationals = numbers.iter().map(|number| Exact::ratio((*number).into(), denominator.into()));
            let (one, other) = (Sorted::of(rationals.collect()), Sorted::of_whole(numbers, denominator));
            prop_assert_eq!(one.below(&value), other.below(&value));
            prop_assert_eq!(one.above(&value), other.above(&value));
            prop_assert_eq!((one.lowest(), one.highest()), (other.lowest(), other.highest()));
        }
    }
}
