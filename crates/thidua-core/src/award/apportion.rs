use std::collections::BTreeMap;

use crate::{ApportionMethod, Exact, Floors};

/// Places divided; `left` of them are for one each of the `tied` groups, which are equal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Division {
    pub(super) places: Vec<i64>,
    pub(super) left: i64,
    pub(super) tied: Vec<usize>,
}

/// What a group has to show for one more place; a first place by `huntington-hill` goes before all others.
type Claim = (bool, Exact);

/// Between what the places of each group are held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ends {
    pub(super) least: i64,
    pub(super) floors: Floors,
    /// No end when absent.
    pub(super) most: Option<i64>,
}

/// Divides `total` places by `weights`, some of which are above zero and none below. The total covers
/// the floor for each; what the ends from above leave over stays undivided, tied with nobody.
pub(super) fn apportion(total: i64, weights: &[Exact], method: ApportionMethod, ends: Ends) -> Division {
    let Ends { least, floors, most } = ends;
    let most = most.unwrap_or(i64::MAX);
    let divide = |total, least, most| match method {
        ApportionMethod::LargestRemainder => largest_remainder(total, weights, least, most),
        _ => highest_averages(total, weights, method, (least, most)),
    };
    if floors == Floors::Minimum {
        return divide(total, least, most);
    }
    let mut division = divide(total - least * count(weights), 0, most.saturating_sub(least).max(0));
    division.places.iter_mut().for_each(|places| *places += least);
    division
}

/// Who would get more than the most gets the most, and then who would get less than the least gets the least; the others
/// divide the rest, until nobody passes either end.
fn largest_remainder(total: i64, weights: &[Exact], least: i64, most: i64) -> Division {
    let mut raised = vec![false; weights.len()];
    loop {
        let division = remainders_below(total, weights, (least, &raised), most);
        let mut short = false;
        for (raised, places) in raised.iter_mut().zip(&division.places) {
            if *places < least {
                (*raised, short) = (true, true);
            }
        }
        // What is raised to the least is taken from all others, those at the most too: they are divided afresh.
        // Nobody who was short could get more then, so that whoever is raised stays it.
        if !short {
            return division;
        }
    }
}

/// Largest remainders where those `raised` have the least and nobody gets more than the most.
fn remainders_below(total: i64, weights: &[Exact], (least, raised): (i64, &[bool]), most: i64) -> Division {
    let mut settled: Vec<Option<i64>> = raised.iter().map(|raised| raised.then_some(least)).collect();
    loop {
        let (mut rest, mut sum) = (total, Exact::ZERO);
        for (settled, weight) in settled.iter().zip(weights) {
            match settled {
                None => sum = sum + weight.clone(),
                Some(places) => rest -= places,
            }
        }
        let quota = |(settled, weight): (&Option<i64>, &Exact)| match settled {
            None => part(rest, weight, &sum),
            Some(places) => Exact::from(*places),
        };
        let quotas: Vec<Exact> = settled.iter().zip(weights).map(quota).collect();
        let mut above = false;
        for (settled, quota) in settled.iter_mut().zip(&quotas) {
            if settled.is_none() && *quota > Exact::from(most) {
                (*settled, above) = (Some(most), true);
            }
        }
        if above {
            continue;
        }
        let whole: Vec<i64> = quotas.iter().map(|quota| quota.floor_i64().unwrap_or(0)).collect();
        return hand_out(whole.clone(), total, |index, places| {
            let (quota, whole) = (quotas.get(index)?, whole.get(index)?);
            let shares = settled.get(index)?.is_none() && !weights.get(index)?.is_zero();
            (shares && places == *whole && places < most)
                .then(|| (false, quota.clone() - Exact::from(*whole)))
        });
    }
}

fn highest_averages(
    total: i64,
    weights: &[Exact],
    method: ApportionMethod,
    (least, most): (i64, i64),
) -> Division {
    let sum = weights.iter().fold(Exact::ZERO, |sum, weight| sum + weight.clone());
    // Without one place a group for roundings and without the floors, each gets its part whatever the
    // divisors are: only the rest needs comparing one by one.
    let safe = (total - count(weights) * (least + 1)).max(0);
    let places = |weight: &Exact| part(safe, weight, &sum).floor_i64().unwrap_or(0).max(least).min(most);
    hand_out(weights.iter().map(places).collect(), total, |index, places| {
        let weight = weights.get(index).filter(|weight| !weight.is_zero() && places < most)?.clone();
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{ApportionMethod, Ends, Floors, apportion};
    use crate::Exact;

    fn methods() -> impl Strategy<Value = ApportionMethod> {
        prop_oneof![
            Just(ApportionMethod::LargestRemainder),
            Just(ApportionMethod::DHondt),
            Just(ApportionMethod::SainteLague),
            Just(ApportionMethod::HuntingtonHill),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// Weights of very different size are what ends work against.
        #[test]
        fn no_place_more_than_there_is_and_none_lost(
            weights in prop::collection::vec(prop_oneof![0_i64..4, 0_i64..2_000], 1..7),
            method in methods(),
            (least, beyond, spare) in (0_i64..4, 0_i64..6, 0_i64..30),
            first in any::<bool>(),
            bounded in any::<bool>(),
        ) {
            prop_assume!(weights.iter().any(|weight| *weight > 0));
            let total = least * i64::try_from(weights.len()).unwrap_or_default() + spare;
            let most = bounded.then_some(least + beyond);
            let floors = if first { Floors::First } else { Floors::Minimum };
            let exact: Vec<Exact> = weights.iter().copied().map(Exact::from).collect();
            let division = apportion(total, &exact, method, Ends { least, floors, most });
            prop_assert_eq!(division.places.iter().sum::<i64>() + division.left, total);
            prop_assert!(division.left >= 0);
            for (index, places) in division.places.iter().enumerate() {
                prop_assert!(most.is_none_or(|most| *places <= most));
                prop_assert!(*places >= least || division.tied.contains(&index));
            }
            let wanted = |index: usize| weights.get(index).is_some_and(|weight| *weight > 0);
            if division.left > 0 && division.tied.is_empty() {
                let full = |(index, places): (usize, &i64)| !wanted(index) || most == Some(*places);
                prop_assert!(division.places.iter().enumerate().all(full), "places are left for somebody");
            }
            prop_assert!(division.tied.is_empty() || i64::try_from(division.tied.len()).unwrap_or_default() > division.left);
        }
    }
}
