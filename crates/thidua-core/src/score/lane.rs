//! The fast lane: whole numbers over one denominator, used only where they provably fit in 64 bits.

use std::ops::Range;
use std::sync::Arc;

use super::{NodeColumn, NodeState};
use crate::evaluation::Values;
use crate::facts::Facts;
use crate::plan::{Leaf, PlanNode, PlanRead};
use crate::{Exact, Rounding, RoundingMode};

/// Points that are entered directly and complete are the input column itself.
pub(super) fn direct(facts: &Facts<'_>, node: &PlanNode, leaf: &Leaf, rows: Range<usize>) -> Option<Values> {
    let direct = node.criterion.method_keys().iter().all(|key| *key == "direct")
        && node.criterion.direct.as_ref().is_none_or(|direct| direct.step.is_none());
    let [PlanRead::Own(input)] = leaf.reads.as_slice() else { return None };
    let column = facts.evaluations.column(facts.stage, *input)?;
    let Values::Scaled { denominator, numerators } = &column.values else { return None };
    if !direct || !column.complete || node.kinds.is_some() || !node.asked.is_empty() {
        return None;
    }
    let low = node.min.to_scaled_i64(*denominator)?;
    let high = leaf.ceiling.as_ref()?.to_scaled_i64(*denominator)?;
    let part = numerators.get(rows.clone())?;
    if part.iter().any(|value| *value < low || *value > high) {
        return None;
    }
    let all = rows.len() == numerators.len();
    let values = Values::Scaled {
        denominator: *denominator,
        numerators: if all { numerators.clone() } else { part.into() },
    };
    Some(match &node.rounding {
        Some(rounding) => rounded(&values, rounding),
        None => values,
    })
}

/// The sum of columns, each times its coefficient; `None` when the proof that nothing overflows fails.
pub(super) fn linear(columns: &[(&Values, Exact)], bounds: &[Exact], rows: usize) -> Option<Values> {
    let mut common: i64 = 1;
    let mut factors = Vec::with_capacity(columns.len());
    for (values, coefficient) in columns {
        let Values::Scaled { denominator, .. } = values else { return None };
        let factor = coefficient.clone() * Exact::ratio(1, (*denominator).into());
        let own = factor.denominator_i64().filter(|own| *own <= 1_000_000_000_000)?;
        common = i64::try_from(num_integer::lcm(i128::from(common), i128::from(own))).ok()?;
        factors.push(factor);
    }
    let multipliers: Option<Vec<i64>> = factors.iter().map(|factor| factor.to_scaled_i64(common)).collect();
    let multipliers = multipliers?;
    let limit = Exact::from(i64::MAX);
    let mut largest = Exact::ZERO;
    for ((values, _), (bound, multiplier)) in columns.iter().zip(bounds.iter().zip(&multipliers)) {
        let Values::Scaled { denominator, .. } = values else { return None };
        let numerator = bound.clone() * Exact::from(*denominator);
        let size = numerator * Exact::from(*multiplier);
        largest += &(if size.is_negative() { -size } else { size });
    }
    if largest > limit {
        return None;
    }
    let mut sums = vec![0_i64; rows];
    for ((values, _), multiplier) in columns.iter().zip(multipliers) {
        let Values::Scaled { numerators, .. } = values else { return None };
        for (sum, numerator) in sums.iter_mut().zip(numerators.iter()) {
            // Within the bound proven above, so that wrapping never wraps.
            *sum = sum.wrapping_add(numerator.wrapping_mul(multiplier));
        }
    }
    Some(Values::Scaled { denominator: common, numerators: sums.into() })
}

/// Every value rounded.
pub(super) fn rounded(values: &Values, rounding: &Rounding) -> Values {
    if let Values::Scaled { denominator, numerators } = values
        && let Some(rounded) = rounded_scaled(*denominator, numerators, rounding)
    {
        return rounded;
    }
    let rows = match values {
        Values::Scaled { numerators, .. } => numerators.len(),
        Values::Exact(values) => values.len(),
    };
    Values::compress((0..rows).map(|row| rounding.apply(&values.get(row))).collect())
}

fn rounded_scaled(denominator: i64, numerators: &Arc<[i64]>, rounding: &Rounding) -> Option<Values> {
    let step = Exact::from(rounding.step()?);
    let finer = Exact::ratio(1, denominator.into()).checked_div(&step)?;
    if finer.is_integer() {
        return Some(Values::Scaled { denominator, numerators: numerators.clone() });
    }
    let places = step.denominator_i64().filter(|places| *places <= 1_000_000_000)?;
    if step.to_scaled_i64(places) != Some(1) {
        return None;
    }
    let rounded: Option<Vec<i64>> = numerators
        .iter()
        .map(|value| quotient(i128::from(*value) * i128::from(places), denominator.into(), rounding.mode))
        .collect();
    Some(Values::Scaled { denominator: places, numerators: rounded?.into() })
}

fn quotient(numerator: i128, denominator: i128, mode: RoundingMode) -> Option<i64> {
    let (whole, rest) = (numerator / denominator, (numerator % denominator).abs());
    let away = match mode {
        RoundingMode::Up => rest != 0,
        RoundingMode::Down => false,
        RoundingMode::HalfUp => rest * 2 >= denominator,
        RoundingMode::HalfEven => rest * 2 > denominator || (rest * 2 == denominator && whole % 2 != 0),
    };
    i64::try_from(whole + if away { numerator.signum() } else { 0 }).ok()
}

/// Columns of consecutive rows as one; the denominators may differ.
///
/// `usual` is the maximum of the rows of a part that holds none of its own.
pub(super) fn concatenated(parts: &[(NodeColumn, usize)], usual: &Exact) -> NodeColumn {
    let rows: Vec<(usize, usize)> = parts
        .iter()
        .enumerate()
        .flat_map(|(part, (_, rows))| (0..*rows).map(move |row| (part, row)))
        .collect();
    let column = |part: usize| parts.get(part).map(|(column, _)| column);
    let values = same_denominator(parts).unwrap_or_else(|| {
        Values::compress(
            rows.iter()
                .map(|(part, row)| column(*part).map(|column| column.values.get(*row)).unwrap_or_default())
                .collect(),
        )
    });
    let states = parts.iter().any(|(column, _)| column.states.is_some()).then(|| {
        rows.iter()
            .map(|(part, row)| column(*part).map_or(NodeState::Missing, |column| column.state(*row)))
            .collect()
    });
    let own = |part: usize, row: usize| column(part)?.maxima.as_ref()?.get(row).cloned();
    let maxima = parts
        .iter()
        .any(|(column, _)| column.maxima.is_some())
        .then(|| rows.iter().map(|(part, row)| own(*part, *row).unwrap_or_else(|| usual.clone())).collect());
    NodeColumn { values, states, maxima }
}

fn same_denominator(parts: &[(NodeColumn, usize)]) -> Option<Values> {
    let mut common = None;
    let mut all = Vec::new();
    for (column, _) in parts {
        let Values::Scaled { denominator, numerators } = &column.values else { return None };
        if *common.get_or_insert(*denominator) != *denominator {
            return None;
        }
        all.extend_from_slice(numerators);
    }
    Some(Values::Scaled { denominator: common?, numerators: all.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_maxima_of_their_own_keep_the_usual_one() {
        let part = |maxima: Option<Exact>| NodeColumn {
            values: Values::compress(vec![Exact::ONE]),
            states: None,
            maxima: maxima.map(|max| vec![max].into()),
        };
        let usual = Exact::from(100);
        let parts = [(part(None), 1), (part(Some(Exact::from(60))), 1), (part(None), 1)];
        let maxima = concatenated(&parts, &usual).maxima.map(|maxima| maxima.to_vec());
        assert_eq!(maxima, Some(vec![usual.clone(), Exact::from(60), usual.clone()]));
        assert!(concatenated(&[(part(None), 1), (part(None), 1)], &usual).maxima.is_none());
    }
}
