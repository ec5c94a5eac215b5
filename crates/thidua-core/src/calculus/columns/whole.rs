//! Whole numbers of a batch, in 64 bits where they fit and in 128 where they do not.

use std::ops::Range;
use std::rc::Rc;

use crate::evaluation::Numerators;

/// One whole number of every row.
#[derive(Clone, Debug)]
pub(super) enum Wholes {
    /// The same in every row.
    Same(i128),
    /// Rows of a column of the evaluations.
    Part(Numerators, Range<usize>),
    /// None is further from zero than the second number.
    Narrow(Rc<[i64]>, u64),
    Wide(Rc<[i128]>),
}

/// No number is further from zero than this one, or there is none that is sure to fit.
pub(super) const LARGEST: u128 = 1 << 126;

/// The lower half of 64 bits.
const LOW: i64 = 0xffff_ffff;

impl Wholes {
    /// Numbers of 64 bits of which nothing else is known.
    pub(super) fn narrow_of(numbers: Rc<[i64]>) -> Self {
        Self::Narrow(numbers, u64::MAX)
    }

    pub(super) fn rows(&self) -> Option<usize> {
        match self {
            Self::Same(_) => None,
            Self::Part(_, rows) => Some(rows.len()),
            Self::Narrow(numbers, _) => Some(numbers.len()),
            Self::Wide(numbers) => Some(numbers.len()),
        }
    }

    pub(super) fn get(&self, row: usize) -> i128 {
        match self {
            Self::Same(number) => *number,
            Self::Part(numbers, rows) => numbers.get(rows.start + row).copied().map_or(0, i128::from),
            Self::Narrow(numbers, _) => numbers.get(row).copied().map_or(0, i128::from),
            Self::Wide(numbers) => numbers.get(row).copied().unwrap_or(0),
        }
    }

    /// The numbers of these rows, in this order.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        match (self, self.narrow()) {
            (Self::Same(number), _) => Self::Same(*number),
            (_, Some(numbers)) => {
                let numbers = rows.iter().map(|row| numbers.get(*row).copied().unwrap_or_default());
                Self::narrow_of(numbers.collect())
            }
            (_, None) => Self::Wide(rows.iter().map(|row| self.get(*row)).collect()),
        }
    }

    /// The numbers, where they are of 64 bits and not the same in every row.
    pub(super) fn narrow(&self) -> Option<&[i64]> {
        match self {
            Self::Part(numbers, rows) => numbers.get(rows.clone()),
            Self::Narrow(numbers, _) => Some(numbers),
            Self::Same(_) | Self::Wide(_) => None,
        }
    }

    /// Whether every number is between these two, both ends included; `false` where that is not asked in 64 bits. Nothing is
    /// compared: the sign of what lies between a number and either end is enough, and signs are gathered fast.
    pub(super) fn all_within(&self, low: i64, high: i64) -> bool {
        // Within 62 bits no difference leaves 64.
        let far = |number: i64| number ^ (number << 1);
        let out = |number: &i64| far(*number) | number.wrapping_sub(low) | high.wrapping_sub(*number);
        let Some(numbers) = self.narrow() else { return false };
        if let Self::Part(column, _) = self
            && column.ends().0 >= low
            && column.ends().1 <= high
        {
            return true;
        }
        // Eight numbers side by side keep the units for many numbers at once busy.
        let (eights, rest) = numbers.as_chunks::<8>();
        let mut signs = [0; 8];
        for eight in eights {
            signs.iter_mut().zip(eight).for_each(|(sign, number)| *sign |= out(number));
        }
        let signs = signs.into_iter().chain(rest.iter().map(out)).fold(0, |signs, one| signs | one);
        (far(low) | far(high) | signs) >= 0
    }

    /// Numbers none of which is further from zero than `bound`.
    pub(super) fn gathered(bound: u128, numbers: impl Iterator<Item = i128>) -> Self {
        gathered(bound, numbers)
    }

    /// No number is further from zero than this, as far as is known without looking at them all.
    pub(super) fn bound(&self) -> u128 {
        match self {
            Self::Narrow(_, bound) => (*bound).into(),
            Self::Part(column, _) => {
                let (low, high) = column.ends();
                low.unsigned_abs().max(high.unsigned_abs()).into()
            }
            Self::Same(_) | Self::Wide(_) => self.largest(),
        }
    }

    /// No number is further from zero than this; of numbers of 64 bits it may be nearly twice the greatest distance, for
    /// to gather their bits takes a fraction of the time that it takes to compare them.
    pub(super) fn largest(&self) -> u128 {
        match self {
            Self::Same(number) => number.unsigned_abs(),
            Self::Part(..) | Self::Narrow(..) => {
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
            Self::Part(..) | Self::Narrow(..) => {
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
            Self::Part(..) | Self::Narrow(..) => {
                zip(self.narrow().unwrap_or_default(), other, bound, |left, right| join(left.into(), right))
            }
            Self::Wide(numbers) => zip(numbers, other, bound, join),
        }
    }

    /// The same in 64 bits: `None` where a number is not of those, or where a result is not sure to be.
    pub(super) fn zip_narrow(
        &self,
        other: &Self,
        bound: u128,
        join: impl Fn(i64, i64) -> i64,
    ) -> Option<Self> {
        let (own, bound) = (self.narrow()?, narrow_bound(bound)?);
        let joined = match other {
            Self::Same(number) => {
                let number = i64::try_from(*number).ok()?;
                own.iter().map(|own| join(*own, number)).collect()
            }
            _ => own.iter().zip(other.narrow()?).map(|(own, number)| join(*own, *number)).collect(),
        };
        Some(Self::Narrow(joined, bound))
    }

    /// The same numbers so many times.
    pub(super) fn times(&self, factor: i128) -> Option<Self> {
        if factor == 1 {
            return Some(self.clone());
        }
        let size = factor.unsigned_abs();
        let bound = bounded(|| product(self.bound(), size), || product(self.largest(), size))?;
        Some(match (self.narrow(), i64::try_from(factor), narrow_bound(bound)) {
            // Within the bound just proven.
            (Some(numbers), Ok(factor), Some(bound)) => {
                Self::Narrow(numbers.iter().map(|number| number.wrapping_mul(factor)).collect(), bound)
            }
            _ => self.map(bound, |number| number.wrapping_mul(factor)),
        })
    }

    /// The sum of every row.
    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let sum = |one: u128, other: u128| one.checked_add(other).and_then(within);
        let bound = bounded(|| sum(self.bound(), other.bound()), || sum(self.largest(), other.largest()))?;
        Some(match (self.narrow(), other.narrow(), narrow_bound(bound)) {
            (Some(left), Some(right), Some(bound)) => {
                let sums = left.iter().zip(right).map(|(left, right)| left.wrapping_add(*right));
                Self::Narrow(sums.collect(), bound)
            }
            _ => self.zip(other, bound, i128::wrapping_add),
        })
    }

    /// Adds the other so many times, in one pass and where it stands; `false`, and nothing is changed, where somebody else
    /// holds these numbers too, or where a result is not sure to stay in 64 bits.
    pub(super) fn add(&mut self, other: &Self, times: i128) -> bool {
        let Self::Narrow(own, bound) = self else { return false };
        let added = product(other.bound(), times.unsigned_abs());
        let all = added.and_then(|added| narrow_bound(added.checked_add((*bound).into())?));
        let (Some(own), Some(numbers), Some(all), Ok(times)) =
            (Rc::get_mut(own), other.narrow(), all, i64::try_from(times))
        else {
            return false;
        };
        let pairs = own.iter_mut().zip(numbers);
        if times == 1 {
            pairs.for_each(|(own, number)| *own = own.wrapping_add(*number));
        } else if other.is_short() && times & LOW == times {
            pairs.for_each(|(own, number)| *own = own.wrapping_add((number & LOW).wrapping_mul(times & LOW)));
        } else {
            pairs.for_each(|(own, number)| *own = own.wrapping_add(number.wrapping_mul(times)));
        }
        *bound = all;
        true
    }

    /// Whether every number is seen to lie between zero and 32 bits: every processor multiplies several of those at once.
    fn is_short(&self) -> bool {
        matches!(self, Self::Part(column, _) if column.ends().0 >= 0 && column.ends().1 <= LOW)
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
        Wholes::Part(..) | Wholes::Narrow(..) => {
            let right = other.narrow().unwrap_or_default();
            gathered(bound, left.iter().zip(right).map(|(left, right)| join(*left, i128::from(*right))))
        }
        Wholes::Wide(right) => {
            gathered(bound, left.iter().zip(right.iter()).map(|(left, right)| join(*left, *right)))
        }
    }
}

/// The bound, where numbers within it are sure to fit in 64 bits.
fn narrow_bound(bound: u128) -> Option<u64> {
    i64::try_from(bound).ok().map(i64::unsigned_abs)
}

/// The bound that is known, unless only a closer one lets the numbers stay in 64 bits: that is looked for.
fn bounded(known: impl Fn() -> Option<u128>, closer: impl Fn() -> Option<u128>) -> Option<u128> {
    known().filter(|bound| narrow_bound(*bound).is_some()).or_else(closer)
}

fn gathered(bound: u128, numbers: impl Iterator<Item = i128>) -> Wholes {
    match narrow_bound(bound) {
        // Every one fits, by the bound.
        Some(bound) => {
            Wholes::Narrow(numbers.map(|number| i64::try_from(number).unwrap_or_default()).collect(), bound)
        }
        None => Wholes::Wide(numbers.collect()),
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
