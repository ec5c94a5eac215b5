//! Numbers and states as they are written: whole numbers over one denominator, and runs of what repeats.

use serde::{Deserialize, Serialize};

use super::odd_lengths;
use crate::evaluation::{LARGEST_DENOMINATOR, Values};
use crate::{Exact, Text, text};

/// A column of exact numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Numbers {
    /// Every number is the whole number over the denominator.
    Scaled(i64, Vec<i64>),
    /// Every number by itself.
    Exact(Vec<Exact>),
}

impl Numbers {
    pub(crate) fn of(values: &Values) -> Self {
        match values {
            Values::Scaled { denominator, numerators } => Self::Scaled(*denominator, numerators.to_vec()),
            Values::Exact(values) => Self::Exact(values.to_vec()),
        }
    }

    pub(crate) fn restored(self, count: usize) -> Result<Values, Text> {
        let (length, values) = match self {
            Self::Scaled(denominator, _) if !(1..=LARGEST_DENOMINATOR).contains(&denominator) => {
                return Err(text!(
                    "mẫu số `{denominator}` không dùng được",
                    "the denominator `{denominator}` cannot be"
                ));
            }
            Self::Scaled(denominator, numerators) => {
                (numerators.len(), Values::Scaled { denominator, numerators: numerators.into() })
            }
            Self::Exact(values) => (values.len(), Values::Exact(values.into())),
        };
        if length == count { Ok(values) } else { Err(odd_lengths()) }
    }
}

/// What repeats from row to row, with how many times it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Runs<T>(Vec<(usize, T)>);

impl<T: Clone + PartialEq> Runs<T> {
    pub(crate) fn of(all: impl IntoIterator<Item = T>) -> Self {
        let mut runs: Vec<(usize, T)> = Vec::new();
        for each in all {
            match runs.last_mut() {
                Some((count, last)) if *last == each => *count += 1,
                _ => runs.push((1, each)),
            }
        }
        Self(runs)
    }

    pub(crate) fn restored(self, count: usize) -> Result<Vec<T>, Text> {
        // The sum is asked before anything is repeated: what is written here may be anything.
        let sum = self.0.iter().try_fold(0_usize, |sum, (count, _)| sum.checked_add(*count));
        if sum != Some(count) {
            return Err(odd_lengths());
        }
        Ok(self.0.into_iter().flat_map(|(count, each)| std::iter::repeat_n(each, count)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_as_long_as_they_say() {
        let runs = Runs::of(['a', 'a', 'b', 'a']);
        assert_eq!(runs.0, [(2, 'a'), (1, 'b'), (1, 'a')]);
        assert_eq!(runs.clone().restored(4).unwrap(), ['a', 'a', 'b', 'a']);
        assert!(runs.restored(3).is_err());
        assert!(Runs(vec![(usize::MAX, 'a'), (2, 'b')]).restored(1).is_err());
    }

    #[test]
    fn a_denominator_that_cannot_be_is_refused() {
        for denominator in [0, -1, i64::MAX] {
            assert!(Numbers::Scaled(denominator, vec![1]).restored(1).is_err());
        }
        assert!(Numbers::Scaled(10, vec![1]).restored(2).is_err());
        assert_eq!(Numbers::Scaled(10, vec![5]).restored(1).unwrap().get(0), Exact::ratio(1, 2));
    }
}
