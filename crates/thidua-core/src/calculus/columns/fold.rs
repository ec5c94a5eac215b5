//! Many values of every row made one, as whole numbers where they are such.

use std::rc::Rc;

use thidua_rules::program::Fold;

use super::scaled::Scaled;
use super::whole::Wholes;
use super::{Batch, Numbers, either};
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

/// The same of columns that stand side by side, one value of each in a row; `None` too where they are no whole numbers over
/// scales that divide the greatest one.
pub(super) fn folded_columns(marks: &[Batch], fold: Fold) -> Option<Batch> {
    let columns = marks.iter().map(|mark| match &mark.numbers {
        Numbers::Scaled(Scaled { numerators, scale, divisors: None }) => Some((numerators.narrow()?, *scale)),
        _ => None,
    });
    let columns: Vec<(&[i64], i128)> = columns.collect::<Option<_>>()?;
    let scale = columns.iter().map(|(_, scale)| *scale).max()?;
    let mut values = vec![0_i64; columns.first()?.0.len().checked_mul(columns.len())?];
    for (at, (numbers, own)) in columns.iter().enumerate() {
        let factor = scale.checked_div(*own).filter(|factor| factor.checked_mul(*own) == Some(scale))?;
        let factor = i64::try_from(factor).ok()?;
        let slots = values.iter_mut().skip(at).step_by(columns.len());
        for (slot, number) in slots.zip(*numbers) {
            *slot = number.checked_mul(factor)?;
        }
    }
    let folded = folded(values.chunks_exact(columns.len()), i64::try_from(scale).ok()?, fold)?;
    let gone = marks.iter().fold(folded.gone.clone(), |gone, mark| either(gone.as_ref(), mark.gone.as_ref()));
    Some(Batch { gone, ..folded })
}
