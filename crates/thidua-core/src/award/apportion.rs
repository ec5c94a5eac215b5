use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Exact;

/// How places are divided in proportion (phương pháp phân bổ chỉ tiêu).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApportionMethod {
    /// Whole parts first, then the largest remainders (Hamilton).
    LargestRemainder,
    /// Highest averages with divisors 1, 2, 3 … (D'Hondt).
    DHondt,
    /// Highest averages with divisors 1, 3, 5 … (Sainte-Laguë).
    SainteLague,
}

/// Divides `total` places by `weights`. Places that equals would have to draw lots for stay undivided:
/// the second value counts them.
pub(super) fn apportion(total: i64, weights: &[Exact], method: ApportionMethod) -> (Vec<i64>, i64) {
    let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum + weight.clone());
    if total <= 0 || sum <= Exact::ZERO {
        return (vec![0; weights.len()], total.max(0));
    }
    match method {
        ApportionMethod::LargestRemainder => largest_remainder(total, weights, &sum),
        ApportionMethod::DHondt => highest_averages(total, weights, &sum, 1),
        ApportionMethod::SainteLague => highest_averages(total, weights, &sum, 2),
    }
}

fn largest_remainder(total: i64, weights: &[Exact], sum: &Exact) -> (Vec<i64>, i64) {
    let quotas: Vec<Exact> = weights
        .iter()
        .map(|weight| (Exact::from(total) * weight.clone()).checked_div(sum).unwrap_or_default())
        .collect();
    let mut places: Vec<i64> = quotas.iter().map(|quota| quota.floor_i64().unwrap_or(0)).collect();
    let mut remainders: Vec<(Exact, usize)> = quotas
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(index, (quota, whole))| (quota.clone() - Exact::from(*whole), index))
        .collect();
    remainders.sort_by(|left, right| right.0.cmp(&left.0));
    let mut left = total - places.iter().sum::<i64>();
    let mut at = 0;
    while left > 0 {
        let Some((remainder, _)) = remainders.get(at).cloned() else { break };
        let equals: Vec<usize> =
            remainders.iter().filter(|(other, _)| *other == remainder).map(|(_, index)| *index).collect();
        let count = i64::try_from(equals.len()).unwrap_or(i64::MAX);
        if count > left {
            break;
        }
        for index in &equals {
            if let Some(place) = places.get_mut(*index) {
                *place += 1;
            }
        }
        left -= count;
        at += equals.len();
    }
    (places, left)
}

/// Divisors are `1, 1 + step, 1 + 2·step …`.
fn highest_averages(total: i64, weights: &[Exact], sum: &Exact, step: i64) -> (Vec<i64>, i64) {
    // Nobody ends further below the exact proportion than this: most places need no comparison.
    let slack = i64::try_from(weights.len()).unwrap_or(i64::MAX);
    let mut places: Vec<i64> = weights
        .iter()
        .map(|weight| (Exact::from(total) * weight.clone()).checked_div(sum).unwrap_or_default())
        .map(|exact| exact.floor_i64().unwrap_or(0).saturating_sub(slack).max(0))
        .collect();
    let mut left = total - places.iter().sum::<i64>();
    while left > 0 {
        let average = |index: usize, weight: &Exact| {
            let taken = places.get(index).copied().unwrap_or(0);
            weight.checked_div(&(Exact::from(taken) * Exact::from(step) + Exact::ONE)).unwrap_or_default()
        };
        let averages: Vec<Exact> =
            weights.iter().enumerate().map(|(index, weight)| average(index, weight)).collect();
        let Some(best) = averages.iter().max().cloned() else { break };
        let equals: Vec<usize> = averages
            .iter()
            .enumerate()
            .filter(|(_, average)| **average == best)
            .map(|(index, _)| index)
            .collect();
        let count = i64::try_from(equals.len()).unwrap_or(i64::MAX);
        if count > left {
            break;
        }
        for index in equals {
            if let Some(place) = places.get_mut(index) {
                *place += 1;
            }
        }
        left -= count;
    }
    (places, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divide(total: i64, weights: &[i64], method: ApportionMethod) -> (Vec<i64>, i64) {
        let weights: Vec<Exact> = weights.iter().map(|weight| Exact::from(*weight)).collect();
        apportion(total, &weights, method)
    }

    #[test]
    fn textbook_examples() {
        // Seven seats for 53, 24, 23: the classic table that tells the methods apart.
        assert_eq!(divide(7, &[53, 24, 23], ApportionMethod::LargestRemainder), (vec![4, 2, 1], 0));
        assert_eq!(divide(7, &[53, 24, 23], ApportionMethod::DHondt), (vec![4, 2, 1], 0));
        assert_eq!(divide(7, &[53, 24, 23], ApportionMethod::SainteLague), (vec![3, 2, 2], 0));
    }

    #[test]
    fn huge_totals_take_no_time_and_change_nothing() {
        let huge = 1_000_000_000_000_000_000;
        let (places, left) = divide(huge, &[53, 24, 23], ApportionMethod::DHondt);
        assert_eq!(places.iter().sum::<i64>() + left, huge);
        for method in [ApportionMethod::DHondt, ApportionMethod::SainteLague] {
            // Counted one by one from nothing.
            let mut expected = vec![0_i64; 3];
            let step = if method == ApportionMethod::DHondt { 1 } else { 2 };
            let weights: [i64; 3] = [531, 241, 233];
            for total in 1..200 {
                let best = (0..3)
                    .max_by_key(|at| Exact::ratio(weights[*at].into(), i128::from(expected[*at] * step + 1)));
                expected[best.unwrap()] += 1;
                assert_eq!(divide(total, &weights, method), (expected.clone(), 0));
            }
        }
    }

    #[test]
    fn equals_are_never_drawn_silently() {
        assert_eq!(divide(3, &[1, 1], ApportionMethod::LargestRemainder), (vec![1, 1], 1));
        assert_eq!(divide(3, &[1, 1], ApportionMethod::DHondt), (vec![1, 1], 1));
        assert_eq!(divide(2, &[0, 0], ApportionMethod::DHondt), (vec![0, 0], 2));
    }
}
