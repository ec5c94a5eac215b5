use std::collections::BTreeMap;

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
    /// Highest averages with divisors √(1·2), √(2·3) …, after one place each (Huntington–Hill).
    HuntingtonHill,
}

/// How `at_least` stands to an apportionment (cách tính số tối thiểu khi phân bổ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Floors {
    /// Everyone gets the minimum first; what is left of the total is divided in proportion.
    First,
    /// The whole total is divided in proportion, but nobody gets less than the minimum.
    Minimum,
}

/// Places divided; `left` of them are for one each of the `tied` groups, which are equal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Division {
    pub(super) places: Vec<i64>,
    pub(super) left: i64,
    pub(super) tied: Vec<usize>,
}

/// What a group has to show for one more place; a first place by `huntington-hill` goes before all others.
type Claim = (bool, Exact);

/// Divides `total` places by `weights`, some of which are above zero and none below. The total covers
/// the floor of `least` places for each.
pub(super) fn apportion(
    total: i64,
    weights: &[Exact],
    method: ApportionMethod,
    (least, floors): (i64, Floors),
) -> Division {
    let divide = |total, least| match method {
        ApportionMethod::LargestRemainder => largest_remainder(total, weights, least),
        _ => highest_averages(total, weights, method, least),
    };
    if floors == Floors::Minimum {
        return divide(total, least);
    }
    let mut division = divide(total - least * count(weights), 0);
    division.places.iter_mut().for_each(|places| *places += least);
    division
}

/// Who would get less than the floor gets the floor; the others divide the rest, until nobody gets less.
fn largest_remainder(total: i64, weights: &[Exact], least: i64) -> Division {
    let mut sharing: Vec<Option<&Exact>> = weights.iter().map(Some).collect();
    loop {
        let rest =
            total - least * (count(weights) - i64::try_from(sharing.iter().flatten().count()).unwrap_or(0));
        let sum = sharing.iter().flatten().fold(Exact::ZERO, |sum, weight| sum + (*weight).clone());
        let quotas: Vec<Exact> = sharing
            .iter()
            .map(|weight| weight.map_or_else(|| Exact::from(least), |weight| part(rest, weight, &sum)))
            .collect();
        let whole: Vec<i64> = quotas.iter().map(|quota| quota.floor_i64().unwrap_or(0)).collect();
        let division = hand_out(whole.clone(), total, |index, places| {
            let (quota, whole) = (quotas.get(index)?, whole.get(index)?);
            (places == *whole).then(|| (false, quota.clone() - Exact::from(*whole)))
        });
        let mut fell = false;
        for (weight, places) in sharing.iter_mut().zip(&division.places) {
            fell |= *places < least && weight.take().is_some();
        }
        if !fell {
            return division;
        }
    }
}

fn highest_averages(total: i64, weights: &[Exact], method: ApportionMethod, least: i64) -> Division {
    let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum + weight.clone());
    // Without one place a group for roundings and without the floors, each gets its part whatever the
    // divisors are: only the rest needs comparing one by one.
    let safe = (total - count(weights) * (least + 1)).max(0);
    let places = weights.iter().map(|weight| part(safe, weight, &sum).floor_i64().unwrap_or(0).max(least));
    hand_out(places.collect(), total, |index, places| {
        let weight = weights.get(index).filter(|weight| !weight.is_zero())?.clone();
        let taken = Exact::from(places);
        let next = taken.clone() + Exact::ONE;
        let average = match method {
            ApportionMethod::HuntingtonHill if places == 0 => return Some((true, weight)),
            // The roots are never drawn: averages compare as their squares do.
            ApportionMethod::HuntingtonHill => (weight.clone() * weight).checked_div(&(taken * next)),
            ApportionMethod::SainteLague => weight.checked_div(&(taken + next)),
            ApportionMethod::DHondt | ApportionMethod::LargestRemainder => weight.checked_div(&next),
        };
        Some((false, average?))
    })
}

/// Gives one place after the other to the best claim. Equals get one each; when there are too few for that, none does.
fn hand_out(mut places: Vec<i64>, total: i64, claim: impl Fn(usize, i64) -> Option<Claim>) -> Division {
    let mut left = total - places.iter().sum::<i64>();
    let mut claims: BTreeMap<Claim, Vec<usize>> = BTreeMap::new();
    for (index, places) in places.iter().enumerate() {
        if let Some(claim) = claim(index, *places) {
            claims.entry(claim).or_default().push(index);
        }
    }
    while left > 0 {
        let Some((_, mut equals)) = claims.pop_last() else { break };
        let wanted = i64::try_from(equals.len()).unwrap_or(i64::MAX);
        if wanted > left {
            equals.sort_unstable();
            return Division { places, left, tied: equals };
        }
        left -= wanted;
        for index in equals {
            let Some(places) = places.get_mut(index) else { continue };
            *places += 1;
            if let Some(claim) = claim(index, *places) {
                claims.entry(claim).or_default().push(index);
            }
        }
    }
    Division { places, left, tied: Vec::new() }
}

fn part(total: i64, weight: &Exact, sum: &Exact) -> Exact {
    (Exact::from(total) * weight.clone()).checked_div(sum).unwrap_or_default()
}

fn count(weights: &[Exact]) -> i64 {
    i64::try_from(weights.len()).unwrap_or(i64::MAX)
}
