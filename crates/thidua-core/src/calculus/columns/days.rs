//! Days over a batch: most rows share few days, so each is counted once.

use super::scaled::Scaled;
use super::{Batch, Numbers};
use crate::Exact;

/// Days further apart than this are counted row by row: what is remembered is to stay small.
const SPAN_MAX: i64 = 4096;

/// The days from one day of all rows to that of each; `None` where the days are not the whole numbers they should be, lie
/// far apart, or one of them cannot be counted.
pub(super) fn counted(
    from: &Batch,
    to: &Batch,
    count: &dyn Fn(&Exact, &Exact) -> Option<Exact>,
) -> Option<Batch> {
    let (Numbers::Same(first), Numbers::Scaled(Scaled { numerators, scale: 1, divisors: None })) =
        (&from.numbers, &to.numbers)
    else {
        return None;
    };
    let days = numerators.narrow()?;
    let there = |row: &usize| !from.is_gone(*row) && !to.is_gone(*row);
    let (mut lowest, mut highest) = (i64::MAX, i64::MIN);
    for (_, day) in days.iter().enumerate().filter(|(row, _)| there(row)) {
        (lowest, highest) = (lowest.min(*day), highest.max(*day));
    }
    let span = highest.checked_sub(lowest).filter(|span| (0..SPAN_MAX).contains(span))?;
    let mut known: Vec<Option<i64>> = vec![None; usize::try_from(span).ok()? + 1];
    let of_row = |(row, day): (usize, &i64)| {
        if !there(&row) {
            return Some(0);
        }
        let slot = known.get_mut(usize::try_from(day - lowest).ok()?)?;
        if slot.is_none() {
            let (count, denominator) = count(first, &Exact::from(*day))?.parts()?;
            *slot = i64::try_from(count).ok().filter(|_| denominator == 1);
        }
        *slot
    };
    let counts = days.iter().enumerate().map(of_row).collect::<Option<Vec<i64>>>()?;
    Some(from.like(to, Numbers::Scaled(Scaled::over_scale(counts.into(), 1))))
}
