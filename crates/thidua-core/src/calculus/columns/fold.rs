//! Many values of every row made one, as whole numbers where they are such.

use std::rc::Rc;

use thidua_rules::program::Fold;

use super::scaled::Scaled;
use super::whole::Wholes;
use super::{Batch, Numbers};
use crate::calculus::quantity::kept;

/// What the values of each row come to; a row has none where it would be divided by how many there are, and there are none.
/// `None` where a sum is not sure to stay in 64 bits.
pub(crate) fn folded<'a>(
    rows: impl ExactSizeIterator<Item = &'a [i64]> + Clone,
    denominator: i64,
    fold: Fold,
) -> Option<Batch> {
    let mut marks = Vec::new();
    let mut sums: Vec<i64> = Vec::with_capacity(rows.len());
    let mut counts: Vec<i64> = Vec::with_capacity(rows.len());
    for row in rows {
        marks.clear();
        marks.extend_from_slice(row);
        let counted = kept(fold, &mut marks);
        sums.push(counted.iter().try_fold(0_i64, |sum, mark| sum.checked_add(*mark))?);
        counts.push(i64::try_from(counted.len()).ok()?);
    }
    let batch =
        |numbers: Vec<i64>, scale: i64| Batch::scaled(Scaled::over_scale(numbers.into(), scale), None);
    Some(match fold {
        Fold::Count => batch(counts, 1),
        Fold::Best(_) => batch(sums, denominator),
        Fold::Mean(_) | Fold::Median(_) => {
            let none: Option<Rc<[bool]>> =
                counts.contains(&0).then(|| counts.iter().map(|count| *count == 0).collect());
            let divisors = counts.into_iter().map(|count| count.max(1)).collect();
            let divisors = Some(Rc::new(Wholes::narrow_of(divisors)));
            let sums = Wholes::narrow_of(sums.into());
            let numbers = Numbers::Scaled(Scaled { numerators: sums, scale: denominator.into(), divisors });
            Batch { numbers, gone: none }
        }
    })
}
