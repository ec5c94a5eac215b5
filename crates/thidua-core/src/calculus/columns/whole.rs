//! Whole numbers of a batch, in 64 bits where they fit and in 128 where they do not.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// One whole number of every row.
#[derive(Clone, Debug)]
pub(super) enum Wholes {
    /// The same in every row.
    Same(i128),
    /// Rows of a column of the evaluations.
    Part(Arc<[i64]>, Range<usize>),
    Narrow(Rc<[i64]>),
    Wide(Rc<[i128]>),
}

/// No number is further from zero than this one, or there is none that is sure to fit.
pub(super) const LARGEST: u128 = 1 << 126;

impl Wholes {
    pub(super) fn rows(&self) -> Option<usize> {
        match self {
            Self::Same(_) => None,
            Self::Part(_, rows) => Some(rows.len()),
            Self::Narrow(numbers) => Some(numbers.len()),
            Self::Wide(numbers) => Some(numbers.len()),
        }
    }

    pub(super) fn get(&self, row: usize) -> i128 {
        match self {
            Self::Same(number) => *number,
            Self::Part(numbers, rows) => numbers.get(rows.start + row).copied().map_or(0, i128::from),
            Self::Narrow(numbers) => numbers.get(row).copied().map_or(0, i128::from),
            Self::Wide(numbers) => numbers.get(row).copied().unwrap_or(0),
        }
    }

    /// The numbers, where they are of 64 bits and not the same in every row.
    pub(super) fn narrow(&self) -> Option<&[i64]> {
        match self {
            Self::Part(numbers, rows) => numbers.get(rows.clone()),
            Self::Narrow(numbers) => Some(numbers),
            Self::Same(_) | Self::Wide(_) => None,
        }
    }

    /// The lowest and the highest, where they are of 64 bits and there is one.
    pub(super) fn ends(&self) -> Option<(i64, i64)> {
        let numbers = self.narrow()?;
        Some((*numbers.iter().min()?, *numbers.iter().max()?))
    }

    /// Numbers none of which is further from zero than `bound`.
    pub(super) fn gathered(bound: u128, numbers: impl Iterator<Item = i128>) -> Self {
        gathered(bound, numbers)
    }

    /// No number is further from zero than this; of numbers of 64 bits it may be nearly twice the greatest distance, for
    /// to gather their bits takes a fraction of the time that it takes to compare them.
    pub(super) fn largest(&self) -> u128 {
        match self {
            Self::Same(number) => number.unsigned_abs(),
            Self::Part(..) | Self::Narrow(_) => {
                let numbers = self.narrow().unwrap_or_default();
                numbers.iter().fold(0, |bits, number| bits | number.unsigned_abs()).into()
            }
            Self::Wide(numbers) => numbers.iter().map(|number| number.unsigned_abs()).max().unwrap_or(0),
        }
    }

    /// Every number changed; none of the results is further from zero than `bound`.
    pub(super) fn map(&self, bound: u128, change: impl Fn(i128) -> i128) -> Self {
        match self {
            Self::Same(number) => Self::Same(change(*number)),
            Self::Part(..) | Self::Narrow(_) => {
                let numbers = self.narrow().unwrap_or_default();
                gathered(bound, numbers.iter().map(|number| change(i128::from(*number))))
            }
            Self::Wide(numbers) => gathered(bound, numbers.iter().map(|number| change(*number))),
        }
    }

    /// Two of every row made one; none of the results is further from zero than `bound`.
    pub(super) fn zip(&self, other: &Self, bound: u128, join: impl Fn(i128, i128) -> i128) -> Self {
        match self {
            Self::Same(number) => other.map(bound, |other| join(*number, other)),
            Self::Part(..) | Self::Narrow(_) => {
                zip(self.narrow().unwrap_or_default(), other, bound, |left, right| join(left.into(), right))
            }
            Self::Wide(numbers) => zip(numbers, other, bound, join),
        }
    }

    /// The same numbers so many times.
    pub(super) fn times(&self, factor: i128) -> Option<Self> {
        if factor == 1 {
            return Some(self.clone());
        }
        let bound = product(self.largest(), factor.unsigned_abs())?;
        Some(match (self.narrow(), i64::try_from(factor)) {
            (Some(numbers), Ok(factor)) if fits_narrow(bound) => {
                // Within the bound just proven.
                Self::Narrow(numbers.iter().map(|number| number.wrapping_mul(factor)).collect())
            }
            _ => self.map(bound, |number| number.wrapping_mul(factor)),
        })
    }

    /// The sum of every row.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let bound = within(self.largest().checked_add(other.largest())?)?;
        Some(match (self.narrow(), other.narrow()) {
            (Some(left), Some(right)) if fits_narrow(bound) => {
                let sums = left.iter().zip(right).map(|(left, right)| left.wrapping_add(*right));
                Self::Narrow(sums.collect())
            }
            _ => self.zip(other, bound, i128::wrapping_add),
        })
    }

    /// The product of every row.
    pub(super) fn by(&self, other: &Self) -> Option<Self> {
        if let Self::Same(factor) = other {
            return self.times(*factor);
        }
        let bound = product(self.largest(), other.largest())?;
        Some(self.zip(other, bound, i128::wrapping_mul))
    }
}

fn zip<T: Copy>(left: &[T], other: &Wholes, bound: u128, join: impl Fn(T, i128) -> i128) -> Wholes {
    match other {
        Wholes::Same(right) => gathered(bound, left.iter().map(|left| join(*left, *right))),
        Wholes::Part(..) | Wholes::Narrow(_) => {
            let right = other.narrow().unwrap_or_default();
            gathered(bound, left.iter().zip(right).map(|(left, right)| join(*left, i128::from(*right))))
        }
        Wholes::Wide(right) => {
            gathered(bound, left.iter().zip(right.iter()).map(|(left, right)| join(*left, *right)))
        }
    }
}

fn fits_narrow(bound: u128) -> bool {
    i64::try_from(bound).is_ok()
}

fn gathered(bound: u128, numbers: impl Iterator<Item = i128>) -> Wholes {
    if fits_narrow(bound) {
        // Every one fits, by the bound.
        Wholes::Narrow(numbers.map(|number| i64::try_from(number).unwrap_or_default()).collect())
    } else {
        Wholes::Wide(numbers.collect())
    }
}

/// The bound, where it is one that fits.
pub(super) fn within(bound: u128) -> Option<u128> {
    (bound <= LARGEST).then_some(bound)
}

/// The bound of a product, where it is one that fits.
pub(super) fn product(one: u128, other: u128) -> Option<u128> {
    one.checked_mul(other).and_then(within)
}
