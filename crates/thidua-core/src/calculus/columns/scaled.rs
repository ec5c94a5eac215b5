//! Fractions of a batch: whole numbers over one scale, and where something was divided over a number of each row.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use num_integer::Integer;
use thidua_rules::number::{round_narrow_quotient, round_quotient};

use super::pair::{self, Pair};
use super::whole::{self, Wholes};
use crate::evaluation::Numerators;
use crate::{Exact, Figure, RoundingMode};

/// The number of a row is its numerator over the scale, and over the divisor of the row where there are divisors.
#[derive(Clone, Debug)]
pub(crate) struct Scaled {
    pub(super) numerators: Wholes,
    /// Above zero.
    pub(super) scale: i128,
    /// Above zero, each.
    pub(super) divisors: Option<Rc<Wholes>>,
}

impl Scaled {
    /// Some rows of a column.
    pub(crate) fn part(numerators: &Numerators, rows: Range<usize>, denominator: i64) -> Self {
        let numerators = Wholes::Part(numerators.clone(), rows);
        Self { numerators, scale: denominator.into(), divisors: None }
    }

    /// Whole numbers over a scale above zero.
    pub(crate) fn over_scale(numerators: Rc<[i64]>, scale: i64) -> Self {
        Self { numerators: Wholes::narrow_of(numerators), scale: scale.into(), divisors: None }
    }

    pub(super) fn same(value: &Exact) -> Option<Self> {
        let (numerator, scale) =
            value.parts().filter(|(numerator, _)| numerator.unsigned_abs() <= whole::LARGEST)?;
        Some(Self { numerators: Wholes::Same(numerator), scale, divisors: None })
    }

    /// Rationals over one scale, where a small one serves them all, else each over its own divisor.
    pub(super) fn of(values: &[Exact]) -> Option<Self> {
        if let Some((numerators, scale)) = crate::evaluation::over_one_denominator(values) {
            return Some(Self::over_scale(numerators.into(), scale));
        }
        let narrow = |value: &Exact| {
            let (numerator, denominator) = value.parts()?;
            Some((i64::try_from(numerator).ok()?, i64::try_from(denominator).ok()?))
        };
        let parts: Option<Vec<(i64, i64)>> = values.iter().map(narrow).collect();
        let (numerators, divisors): (Vec<i64>, Vec<i64>) = parts?.into_iter().unzip();
        let divisors = Some(Rc::new(Wholes::narrow_of(divisors.into())));
        Some(Self { numerators: Wholes::narrow_of(numerators.into()), scale: 1, divisors })
    }

    /// The numbers of these rows, in this order.
    pub(super) fn select(&self, rows: &[usize]) -> Self {
        let divisors = self.divisors.as_ref().map(|divisors| Rc::new(divisors.select(rows)));
        Self { numerators: self.numerators.select(rows), scale: self.scale, divisors }
    }

    pub(super) fn rows(&self) -> Option<usize> {
        self.numerators.rows().or_else(|| self.divisors.as_ref()?.rows())
    }

    /// The number of one row, in lowest terms only where it does not fit otherwise.
    pub(super) fn figure(&self, row: usize) -> Figure {
        let narrow = || {
            let numerator = i64::try_from(self.numerators.get(row)).ok()?;
            Some(Figure::Over(numerator, i64::try_from(self.scale).ok()?))
        };
        let whole = self.divisors.is_none().then(narrow).flatten();
        whole.unwrap_or_else(|| self.get(row).into())
    }

    pub(super) fn get(&self, row: usize) -> Exact {
        let numerator = self.numerators.get(row);
        match &self.divisors {
            None => Exact::ratio(numerator, self.scale),
            Some(divisors) => match self.scale.checked_mul(divisors.get(row)) {
                Some(denominator) => Exact::ratio(numerator, denominator),
                // Too much for one denominator is still a quotient of two.
                None => {
                    let quotient = Exact::ratio(numerator, self.scale);
                    quotient.checked_div(&Exact::ratio(divisors.get(row), 1)).unwrap_or_default()
                }
            },
        }
    }

    /// The numerators and the scale, where there are no divisors and both fit in 64 bits.
    pub(crate) fn to_narrow(&self, rows: usize) -> Option<(Cow<'_, [i64]>, i64)> {
        let scale = i64::try_from(self.scale).ok().filter(|_| self.divisors.is_none())?;
        if let Some(numerators) = self.numerators.narrow() {
            return Some((Cow::Borrowed(numerators), scale));
        }
        let numerator = |row: usize| i64::try_from(self.numerators.get(row)).ok();
        Some(((0..rows).map(numerator).collect::<Option<Vec<i64>>>()?.into(), scale))
    }

    /// The column of which these are some rows, unchanged.
    pub(crate) fn column(&self) -> Option<(&Numerators, usize, i64)> {
        match (&self.numerators, &self.divisors) {
            (Wholes::Part(column, rows), None) => Some((column, rows.start, i64::try_from(self.scale).ok()?)),
            _ => None,
        }
    }

    /// The rows in which it is zero.
    pub(super) fn zeros(&self) -> Option<Rc<[bool]>> {
        let rows = 0..self.rows()?;
        let zero = |row: usize| self.numerators.get(row) == 0;
        rows.clone().any(zero).then(|| rows.map(zero).collect())
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let Pair { left, right, scale, divisors } = pair::alike(self, other)?;
        Some(Self { numerators: left.plus(&right)?, scale, divisors })
    }

    /// Adds the other so many times where it stands; `false`, and nothing is changed, where that is not sure to fit, or where
    /// the two do not stand over the same.
    pub(super) fn add(&mut self, other: &Self, times: &Exact) -> bool {
        let alike = self.scale == other.scale && self.divisors.is_none() && other.divisors.is_none();
        match times.parts() {
            Some((times, 1)) if alike => self.numerators.add(&other.numerators, times),
            _ => false,
        }
    }

    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        let Pair { left, right, scale, divisors } = pair::alike(self, other)?;
        Some(Self { numerators: left.plus(&right.times(-1)?)?, scale, divisors })
    }

    pub(super) fn least(&self, other: &Self) -> Option<Self> {
        let Pair { left, right, scale, divisors } = pair::alike(self, other)?;
        let bound = left.largest().max(right.largest());
        Some(Self { numerators: left.zip(&right, bound, i128::min), scale, divisors })
    }

    pub(super) fn greatest(&self, other: &Self) -> Option<Self> {
        let Pair { left, right, scale, divisors } = pair::alike(self, other)?;
        let bound = left.largest().max(right.largest());
        Some(Self { numerators: left.zip(&right, bound, i128::max), scale, divisors })
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        // Cancelling crosswise first keeps the products small.
        let (left, other_scale) = cancelled(&self.numerators, other.scale)?;
        let (right, own_scale) = cancelled(&other.numerators, self.scale)?;
        let divisors = match (&self.divisors, &other.divisors) {
            (Some(one), Some(other)) => Some(Rc::new(one.by(other)?)),
            (one, other) => one.as_ref().or(other.as_ref()).cloned(),
        };
        Some(Self { numerators: left.by(&right)?, scale: own_scale.checked_mul(other_scale)?, divisors })
    }

    /// The quotient; where it is divided by zero anything stands.
    pub(super) fn over(&self, divisor: &Self) -> Option<Self> {
        if let (Wholes::Same(number), None) = (&divisor.numerators, &divisor.divisors) {
            let inverse = Exact::ratio(divisor.scale, 1).checked_div(&Exact::ratio(*number, 1))?;
            return self.times(&Self::same(&inverse)?);
        }
        // n/(s·d) ÷ m/(t·e) = n·t·e / (s·d·m), the sign in the numerator.
        let common = self.scale.gcd(&divisor.scale);
        let mut numerators = self.numerators.times(divisor.scale / common)?;
        if let Some(by) = &divisor.divisors {
            numerators = numerators.by(by)?;
        }
        let (low, by) = (numerators.largest(), &divisor.numerators);
        let numerators = numerators.zip(by, low, |number, by| if by < 0 { -number } else { number });
        let mut divisors = by.map(by.largest().max(1), |by| if by == 0 { 1 } else { by.abs() });
        if let Some(own) = &self.divisors {
            divisors = divisors.by(own)?;
        }
        Some(Self { numerators, scale: self.scale / common, divisors: Some(Rc::new(divisors)) })
    }

    /// `points + slope × number`.
    pub(super) fn line(&self, points: &Exact, slope: &Exact) -> Option<Self> {
        let rise = self.times(&Self::same(slope)?)?;
        if points.is_zero() { Some(rise) } else { rise.plus(&Self::same(points)?) }
    }

    /// The rows whose number is no whole multiple of the step.
    pub(super) fn no_multiples(&self, step: &Exact) -> Option<Vec<bool>> {
        let (up, down) = step.parts().filter(|(up, _)| *up > 0)?;
        let numerators = self.numerators.times(down)?;
        let denominators = match &self.divisors {
            Some(divisors) => divisors.times(self.scale.checked_mul(up)?)?,
            None => Wholes::Same(self.scale.checked_mul(up)?),
        };
        // Only what is left over is asked, and that is never farther from zero than what is divided.
        let rest =
            numerators.zip(&denominators, numerators.largest(), |one, by| one.checked_rem(by).unwrap_or(1));
        Some((0..self.rows()?).map(|row| rest.get(row) != 0).collect())
    }

    /// The multiple of the step that the mode chooses, in every row.
    pub(super) fn round(&self, step: &Exact, mode: RoundingMode) -> Option<Self> {
        let (up, down) = step.parts().filter(|(up, _)| *up > 0)?;
        if self.divisors.is_none() && down.checked_rem(self.scale.checked_mul(up)?)? == 0 {
            return Some(self.clone());
        }
        let (numerators, scale) = cancelled(&self.numerators.times(down)?, self.scale.checked_mul(up)?)?;
        let denominators = match &self.divisors {
            Some(divisors) => divisors.times(scale)?,
            None => Wholes::Same(scale),
        };
        let bound = numerators.largest().saturating_add(1);
        let narrow = |numerator, denominator| round_narrow_quotient(numerator, denominator, mode);
        let rounded = numerators.zip_narrow(&denominators, bound, narrow).unwrap_or_else(|| {
            numerators.zip(&denominators, bound, |numerator, denominator| {
                round_quotient(numerator, denominator, mode).unwrap_or_default()
            })
        });
        Some(Self { numerators: rounded.times(up)?, scale: down, divisors: None })
    }
}

/// Numerators and a scale over which they stand, without what both have in common; only of one number is that sought.
fn cancelled(numerators: &Wholes, scale: i128) -> Option<(Wholes, i128)> {
    match numerators {
        Wholes::Same(number) if *number != 0 => {
            let common = number.gcd(&scale);
            Some((Wholes::Same(number / common), scale / common))
        }
        Wholes::Same(_) | Wholes::Part(..) | Wholes::Narrow(..) | Wholes::Wide(_) => {
            Some((numerators.clone(), scale))
        }
    }
}
