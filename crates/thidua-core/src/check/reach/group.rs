use super::Reached;
use super::range::{Range, hull, sum};
use crate::Exact;
use crate::plan::PlanNode;
use crate::rules::{Absence, Aggregate};

/// One child as its group sees it.
struct Part<'a> {
    reached: &'a Reached,
    /// Points and maximum, times the weight in a weighted sum.
    points: Option<Range>,
    max: Range,
    weight: &'a Exact,
}

impl Part<'_> {
    /// It has points whatever happens.
    fn always(&self) -> bool {
        self.points.is_some() && !self.reached.drops()
    }

    /// Only one of having points, being rescaled and being reduced is possible.
    fn settled(&self) -> bool {
        let ways = [self.points.is_some(), self.reached.rescaled, self.reached.reduced];
        ways.iter().filter(|way| **way).count() == 1
    }
}

/// What a group can become, from what its children can.
pub(super) fn group<'a>(
    node: &PlanNode,
    aggregate: Aggregate,
    least: Option<&(Exact, Absence)>,
    children: impl Iterator<Item = (&'a PlanNode, &'a Reached)>,
) -> Reached {
    let parts: Vec<Part<'_>> = children
        .filter(|(_, reached)| !reached.other_kind)
        .map(|(child, reached)| {
            let times = if aggregate == Aggregate::WeightedSum { child.weight.clone() } else { Exact::ONE };
            let times = Range::point(times);
            Part {
                reached,
                points: reached.points.as_ref().map(|points| points.times(&times)),
                max: reached.max.times(&times),
                weight: &child.weight,
            }
        })
        .collect();
    let mut reached = if aggregate == Aggregate::EitherOr {
        either_or(node, &parts)
    } else {
        combined(node, aggregate, least, &parts)
    };
    if let Some(rounding) = &node.rounding {
        reached.points = reached.points.map(|points| points.rising(|end| rounding.apply(end)));
    }
    if node.rounding.is_some() || reached.share.is_none() {
        reached.share = reached.quotient();
    }
    reached
}

fn combined(
    node: &PlanNode,
    aggregate: Aggregate,
    least: Option<&(Exact, Absence)>,
    parts: &[Part<'_>],
) -> Reached {
    // A child that can only be missing takes its group with it.
    if parts.iter().any(|part| part.points.is_none() && !part.reached.drops()) {
        return Reached::default();
    }
    let whole = parts.len();
    let possible = parts.iter().filter(|part| part.points.is_some()).count();
    let certain = parts.iter().filter(|part| part.always()).count();
    let enough =
        |present: usize| least.filter(|_| whole > 0).is_none_or(|(share, _)| ratio(present, whole) >= *share);
    let mut reached = Reached::default();
    if let Some((_, otherwise)) = least
        && !enough(certain)
    {
        reached.also(&short(node, *otherwise));
    }
    if !enough(possible) {
        return reached;
    }
    if possible > 0 {
        reached.also(&match aggregate {
            Aggregate::WeightedMean => weighted_mean(node, parts),
            Aggregate::Sum | Aggregate::WeightedSum => added(parts),
            Aggregate::Max | Aggregate::EitherOr => best(node, parts, 1),
            Aggregate::Best(count) => best(node, parts, usize::try_from(count).unwrap_or(usize::MAX)),
        });
    }
    if certain == 0 && enough(0) {
        reached.also(&dropped(node, parts));
    }
    reached
}

fn ratio(part: usize, whole: usize) -> Exact {
    Exact::ratio(i128::try_from(part).unwrap_or_default(), i128::try_from(whole).unwrap_or(1))
}

/// Too few children have points.
fn short(node: &PlanNode, otherwise: Absence) -> Reached {
    let max = Range::point(node.max.clone());
    let pays = |points: Exact| Reached::present(Range::point(points), max.clone());
    match otherwise {
        Absence::Refuse => Reached::default(),
        Absence::Rescale => Reached { rescaled: true, max, ..Reached::default() },
        Absence::Reduce => Reached { reduced: true, max, ..Reached::default() },
        Absence::Zero => pays(Exact::ZERO),
        Absence::Full => pays(node.max.clone()),
    }
}

/// All children dropped out.
fn dropped(node: &PlanNode, parts: &[Part<'_>]) -> Reached {
    let capped = |max: Range| max.rising(|end| end.clone().min(node.max.clone()));
    let rescaled = parts.iter().any(|part| part.reached.rescaled);
    let all_may_reduce = parts.iter().all(|part| part.reached.reduced);
    let max = if parts.iter().all(Part::settled) {
        let counted = parts.iter().filter(|part| part.reached.rescaled || !rescaled);
        capped(sum(counted.map(|part| part.max.clone())))
    } else {
        capped(sum(parts.iter().map(|part| part.max.or_zero())))
    };
    Reached { rescaled, reduced: all_may_reduce, max, ..Reached::default() }
}

/// The sum; children that have points carry the maximum of those that dropped out by rescaling.
fn added(parts: &[Part<'_>]) -> Reached {
    let plain = sum(parts.iter().filter_map(|part| {
        let points = part.points.as_ref()?;
        Some(if part.always() { points.clone() } else { points.or_zero() })
    }));
    let carriers = parts.iter().filter(|part| part.reached.rescaled);
    let carried =
        sum(carriers.map(|part| if part.settled() { part.max.clone() } else { part.max.or_zero() }));
    let kept = sum(parts
        .iter()
        .filter(|part| part.points.is_some())
        .map(|part| if part.always() { part.max.clone() } else { part.max.or_zero() }));
    // A child that may have points or be rescaled counts once, in either case.
    let max = sum(parts
        .iter()
        .filter(|part| part.points.is_some() || part.reached.rescaled)
        .map(|part| if part.reached.reduced { part.max.or_zero() } else { part.max.clone() }));
    let share = shares(parts);
    let nothing = carried.only().is_some_and(Exact::is_zero);
    let mut reached = Reached::present(plain.clone(), max.clone());
    if !nothing {
        let settled = parts.iter().all(Part::settled);
        match (kept.only().filter(|kept| **kept > Exact::ZERO), carried.only()) {
            (Some(kept), Some(carried)) if settled => {
                let times =
                    (kept.clone() + carried.clone()).checked_div(kept).map(Range::point).unwrap_or_default();
                reached.points = Some(plain.times(&times));
            }
            _ => {
                let raised = share.as_ref().map_or_else(Range::default, |share| share.times(&max));
                reached.points = Some(if settled && carried.low > Some(Exact::ZERO) {
                    raised
                } else {
                    plain.hull(&raised)
                });
                // Whoever is left has no maximum to carry the others with.
                reached.rescaled = kept.low.is_none_or(|low| low <= Exact::ZERO);
                reached.max = if reached.rescaled { max.or_zero() } else { max };
            }
        }
    }
    reached.share = reached.quotient();
    if reached.max.only().is_none() {
        reached.share = share;
    }
    reached
}

fn weighted_mean(node: &PlanNode, parts: &[Part<'_>]) -> Reached {
    let full = Range::point(node.max.clone());
    let all = parts.iter().fold(Exact::ZERO, |sum, part| sum + part.weight.clone());
    let reduced = sum(parts.iter().filter(|part| part.reached.reduced).map(|part| {
        let weight = Range::point(part.weight.clone());
        if part.settled() { weight } else { weight.or_zero() }
    }));
    let left = Range::point(all.clone()).plus(&reduced.negated()).over(&Range::point(all));
    let max = if reduced.only().is_some_and(Exact::is_zero) { full } else { full.times(&left) };
    let mean = if parts.iter().all(Part::settled) {
        let present = parts.iter().filter(|part| part.points.is_some());
        let carried = present.clone().fold(Exact::ZERO, |sum, part| sum + part.weight.clone());
        let worth = sum(present.map(|part| {
            let share = part.reached.share.clone().unwrap_or_default();
            share.times(&Range::point(part.weight.clone()))
        }));
        worth.over(&Range::point(carried))
    } else {
        shares(parts).unwrap_or_default()
    };
    Reached { share: Some(mean.clone()), ..Reached::present(mean.times(&max), max) }
}

/// The best so many.
fn best(node: &PlanNode, parts: &[Part<'_>], count: usize) -> Reached {
    let (must, may): (Vec<&Part<'_>>, Vec<&Part<'_>>) =
        parts.iter().filter(|part| part.points.is_some()).partition(|part| part.always());
    let low = |part: &&Part<'_>| part.points.as_ref().and_then(|points| points.low.clone());
    let high = |part: &&Part<'_>| part.points.as_ref().and_then(|points| points.high.clone());
    let lows: Option<Vec<Exact>> = must.iter().map(low).collect();
    let highs: Option<Vec<Exact>> = must.iter().map(high).collect();
    let may_lows: Option<Vec<Exact>> =
        may.iter().map(|part| low(part).map(|low| low.min(Exact::ZERO))).collect();
    let may_highs: Option<Vec<Exact>> =
        may.iter().map(|part| high(part).map(|high| high.max(Exact::ZERO))).collect();
    // With too few that surely have points, a negative one of the others may have to count.
    let least = lows.zip(may_lows).map(|(lows, may)| {
        let extra = if must.len() >= count { Vec::new() } else { may };
        let beside = extra.into_iter().fold(Exact::ZERO, |sum, low| sum + low);
        sum_of_highest(lows, count) + beside
    });
    let most = highs.zip(may_highs).map(|(highs, may)| sum_of_highest([highs, may].concat(), count));
    let plain = Range { low: least, high: most };
    let counted = |part: &&Part<'_>| part.points.is_some() || part.reached.rescaled;
    let max_lows = parts.iter().filter(counted).filter(|part| !part.reached.reduced);
    let max_lows: Option<Vec<Exact>> = max_lows.map(|part| part.max.low.clone()).collect();
    let max_highs: Option<Vec<Exact>> =
        parts.iter().filter(counted).map(|part| part.max.high.clone()).collect();
    let capped = |maxima: Vec<Exact>| sum_of_highest(maxima, count).min(node.max.clone());
    let max = Range { low: max_lows.map(capped).or(Some(Exact::ZERO)), high: max_highs.map(capped) };
    let mut reached = Reached::present(plain.clone(), max.clone());
    if parts.iter().any(|part| part.reached.rescaled) {
        let reach: Option<Vec<Exact>> = must.iter().map(|part| part.max.only().cloned()).collect();
        let reach = reach.map(|maxima| sum_of_highest(maxima, count));
        reached.points = Some(match (reach, max.only()) {
            (Some(reach), Some(max)) if parts.iter().all(Part::settled) => {
                let times = max.checked_div(&reach).filter(|_| reach < *max).unwrap_or(Exact::ONE);
                plain.times(&Range::point(times))
            }
            _ => {
                let share = shares(parts).unwrap_or_default();
                let share = Range { low: share.low, high: share.high.map(|high| high.max(Exact::ZERO)) };
                plain.hull(&share.times(&max))
            }
        });
    }
    reached
}

fn sum_of_highest(mut values: Vec<Exact>, count: usize) -> Exact {
    values.sort_by(|left, right| right.cmp(left));
    values.into_iter().take(count).fold(Exact::ZERO, |sum, value| sum + value)
}

/// One branch alone.
fn either_or(node: &PlanNode, parts: &[Part<'_>]) -> Reached {
    match hull(parts.iter().filter_map(|part| part.points.clone())) {
        Some(points) => Reached::present(points, Range::point(node.max.clone())),
        None => Reached::default(),
    }
}

/// The shares of all children that may have points; `None` when one cannot be bounded.
fn shares(parts: &[Part<'_>]) -> Option<Range> {
    let present = parts.iter().filter(|part| part.points.is_some());
    hull(present.map(|part| part.reached.share.clone().unwrap_or_default()))
}
