//! Days over a batch.

use super::scaled::Scaled;
use super::{Batch, Numbers};
use crate::Exact;

/// The days from one day to another of each row; `None` where the days are not the whole numbers they should be, or one of
/// them cannot be counted.
pub(super) fn counted(
    from: &Batch,
    to: &Batch,
    count: &dyn Fn(&Exact, &Exact) -> Option<Exact>,
) -> Option<Batch> {
    // Where both are the same in all rows there is one number to count.
    let rows = from.rows().or(to.rows())?;
    let (first, last) = (days(from)?, days(to)?);
    let of_row = |row: usize| {
        if from.is_gone(row) || to.is_gone(row) {
            return Some(0);
        }
        let (count, denominator) = count(&Exact::from(first(row)?), &Exact::from(last(row)?))?.parts()?;
        i64::try_from(count).ok().filter(|_| denominator == 1)
    };
    let counts = (0..rows).map(of_row).collect::<Option<Vec<i64>>>()?;
    Some(from.like(to, Numbers::Scaled(Scaled::over_scale(counts.into(), 1))))
}

/// The day of each row, where all are whole numbers.
fn days(batch: &Batch) -> Option<impl Fn(usize) -> Option<i64>> {
    let (same, each) = match &batch.numbers {
        Numbers::Same(day) => (Some(day.floor_i64().filter(|_| day.is_integer())?), None),
        Numbers::Scaled(Scaled { numerators, scale: 1, divisors: None }) => {
            (None, Some(numerators.narrow()?))
        }
        Numbers::Scaled(_) | Numbers::Exact(_) => return None,
    };
    Some(move |row: usize| same.or_else(|| each.as_ref()?.get(row).copied()))
}
