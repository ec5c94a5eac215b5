//! Splits a difference among the changes that made it (chia phần chênh lệch cho từng thay đổi): the Shapley value
//! (L. S. Shapley, A Value for n-Person Games, 1953), exact over all mixtures or over declared orders.

use thidua::Exact;

/// The share of every change in `value(all) − value(none)`, over all mixtures: `values` holds the value of each
/// set of changes, the set as the bits of its position. `None` when a mixture has no value.
pub(super) fn over_all_sets(changes: usize, values: &[Option<&Exact>]) -> Option<Vec<Exact>> {
    let values: Vec<&Exact> = values.iter().copied().collect::<Option<_>>()?;
    let weights = weights(changes);
    let mut shares = Vec::with_capacity(changes);
    for change in 0..changes {
        // Differences are added up by the size of the set first: few weights, small denominators.
        let mut by_size = vec![Exact::ZERO; changes];
        for (set, without) in values.iter().enumerate().filter(|(set, _)| set & (1 << change) == 0) {
            let with = values.get(set | (1 << change))?;
            let size = usize::try_from(set.count_ones()).ok()?;
            if with != without {
                *by_size.get_mut(size)? += &((*with).clone() - (*without).clone());
            }
        }
        let weighted = by_size.into_iter().zip(&weights).map(|(sum, weight)| sum * weight.clone());
        shares.push(weighted.fold(Exact::ZERO, |sum, part| sum + part));
    }
    Some(shares)
}

/// `size! (changes − size − 1)! / changes!` for every size of a set that a change joins.
fn weights(changes: usize) -> Vec<Exact> {
    let factorial = |number: usize| {
        (2..=number).try_fold(1_i128, |product, next| product.checked_mul(i128::try_from(next).ok()?))
    };
    (0..changes)
        .map(|size| {
            let ways = factorial(size)
                .zip(factorial(changes - size - 1))
                .and_then(|(before, after)| before.checked_mul(after));
            match (ways, factorial(changes)) {
                (Some(ways), Some(all)) => Exact::ratio(ways, all),
                _ => Exact::ZERO,
            }
        })
        .collect()
}

/// The mean share over some orders in which the changes are made; it adds up exactly whatever the orders are.
/// `steps` holds for each order the values after 0, 1, 2 … changes.
pub(super) fn over_orders(
    changes: usize,
    orders: &[Vec<usize>],
    steps: &[Vec<Option<&Exact>>],
) -> Option<Vec<Exact>> {
    let mut shares = vec![Exact::ZERO; changes];
    for (order, steps) in orders.iter().zip(steps) {
        let steps: Vec<&Exact> = steps.iter().copied().collect::<Option<_>>()?;
        for (change, pair) in order.iter().zip(steps.windows(2)) {
            let [before, after] = pair else { continue };
            *shares.get_mut(*change)? += &((*after).clone() - (*before).clone());
        }
    }
    let count = Exact::from(i64::try_from(orders.len()).ok()?);
    shares.iter().map(|share| share.checked_div(&count)).collect()
}

/// Orders that every run makes alike: drawn by a fixed generator, each with its reverse.
pub(super) fn orders(changes: usize, count: usize) -> Vec<Vec<usize>> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    // SplitMix64 (Steele, Lea, Flood, 2014): the same numbers on every platform.
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    let mut orders = Vec::with_capacity(count);
    while orders.len() < count {
        let mut order: Vec<usize> = (0..changes).collect();
        for last in (1..changes).rev() {
            let below = u64::try_from(last + 1).unwrap_or(1);
            order.swap(last, usize::try_from(next() % below).unwrap_or(0));
        }
        let reverse = order.iter().rev().copied().collect();
        orders.push(order);
        orders.push(reverse);
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slow and obvious way: the mean over every order there is.
    fn by_permutations(changes: usize, values: &[Exact]) -> Vec<Exact> {
        fn all(rest: &[usize]) -> Vec<Vec<usize>> {
            if rest.is_empty() {
                return vec![Vec::new()];
            }
            let mut orders = Vec::new();
            for first in rest {
                let others: Vec<usize> = rest.iter().copied().filter(|other| other != first).collect();
                for mut order in all(&others) {
                    order.insert(0, *first);
                    orders.push(order);
                }
            }
            orders
        }
        let orders = all(&(0..changes).collect::<Vec<_>>());
        let steps: Vec<Vec<Option<&Exact>>> = orders
            .iter()
            .map(|order| {
                let mut set = 0;
                let mut steps = vec![values.first()];
                for change in order {
                    set |= 1 << change;
                    steps.push(values.get(set));
                }
                steps
            })
            .collect();
        over_orders(changes, &orders, &steps).unwrap()
    }

    #[test]
    fn sets_and_orders_agree_and_add_up() {
        let mut seed = 7_u64;
        for changes in 1..=5 {
            let values: Vec<Exact> = (0..1_usize << changes)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    Exact::ratio(i128::from(seed % 1000), i128::from(seed % 7 + 1))
                })
                .collect();
            let all: Vec<Option<&Exact>> = values.iter().map(Some).collect();
            let shares = over_all_sets(changes, &all).unwrap();
            assert_eq!(shares, by_permutations(changes, &values));
            let sum = shares.into_iter().fold(Exact::ZERO, |sum, share| sum + share);
            assert_eq!(sum, values.last().unwrap().clone() - values[0].clone());
        }
    }

    #[test]
    fn a_change_that_never_matters_has_no_share() {
        let value = |set: usize| Exact::from(i64::try_from(set & 0b101).unwrap());
        let values: Vec<Exact> = (0..8).map(value).collect();
        let shares = over_all_sets(3, &values.iter().map(Some).collect::<Vec<_>>()).unwrap();
        assert_eq!(shares[1], Exact::ZERO);
    }

    #[test]
    fn drawn_orders_are_orders() {
        let drawn = orders(12, 8);
        assert_eq!(drawn.len(), 8);
        assert_eq!(drawn, orders(12, 8));
        for mut order in drawn {
            order.sort_unstable();
            assert_eq!(order, (0..12).collect::<Vec<_>>());
        }
    }
}
