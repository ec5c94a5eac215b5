//! Groups (nhóm tiêu chí): how the outcomes of children make one, and how bonus and deductions make the total. Written
//! once: one exact entrant is the case in which everything is settled.

use thidua_rules::program::{Dropped, Exponent, Fold, Reason};
use thidua_rules::rule::{Absence, Adjustments, Aggregate, ItemGroup};

use super::outcome::Outcome;
use super::presence::Slot;
use super::quantity::{Answer, Quantity, Values};
use crate::plan::{Held, NodeKind, PlanNode};
use crate::{Exact, Rounding};

/// How children make a group.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub(crate) aggregate: Aggregate,
    /// The maximum of the plan.
    max: &'a Exact,
    /// The share of the children that must have points, and what follows otherwise.
    least: Option<&'a (Exact, Absence)>,
    pub(crate) held: &'a Held,
    /// The rounding that is declared, and whether it is to be done.
    declared: Option<&'a Rounding>,
    rounding: Option<&'a Rounding>,
}

static FREE: Held = Held { cap: None, floor: None };

impl<'a> Group<'a> {
    /// How the node is made, rounded so at the end; a leaf is a group without children.
    pub fn of(node: &'a PlanNode, rounding: Option<&'a Rounding>) -> Self {
        let (aggregate, least, held) = match &node.kind {
            NodeKind::Group { aggregate, present_at_least, held } => {
                (*aggregate, present_at_least.as_ref(), held)
            }
            NodeKind::Leaf(_) => (Aggregate::Sum, None, &FREE),
        };
        Self { aggregate, max: &node.max, least, held, declared: node.rounding.as_ref(), rounding }
    }

    /// Whether it has neither cap nor floor.
    pub(crate) fn is_free(&self) -> bool {
        *self.held == FREE
    }

    /// The same, held nowhere.
    pub(crate) fn free(&self) -> Self {
        Self { held: &FREE, ..self.clone() }
    }
}

/// One child as its group sees it.
struct Part<'a, Q> {
    outcome: &'a Outcome<Q>,
    /// Points and maximum, times the weight in a weighted sum.
    points: Option<Q>,
    max: Q,
    weight: &'a Exact,
}

/// What a group becomes, from its children and their weights.
pub fn combine<'a, Q: Quantity + 'a>(
    group: &Group<'_>,
    children: impl Iterator<Item = (&'a Outcome<Q>, &'a Exact)>,
) -> Outcome<Q> {
    let weighted = group.aggregate == Aggregate::WeightedSum;
    let parts: Vec<Part<'_, Q>> = children
        .filter(|(outcome, _)| !outcome.other_kind)
        .map(|(outcome, weight)| {
            // In a weighted sum a child counts so many times, its maximum too.
            let times = |value: &Q| if weighted { value.times(&Q::exactly(weight)) } else { value.clone() };
            let (points, max) = (outcome.points.as_ref().map(times), times(&outcome.max));
            Part { outcome, points, max, weight }
        })
        .collect();
    let outcome = match group.aggregate {
        Aggregate::EitherOr => either_or(group, &parts),
        _ => combined(group, &parts),
    };
    outcome.held(group.held).rounded(group.rounding)
}

fn combined<Q: Quantity>(group: &Group<'_>, parts: &[Part<'_, Q>]) -> Outcome<Q> {
    let full = || Q::exactly(group.max);
    // A child that can only be missing takes its group with it.
    if parts.iter().any(|part| part.points.is_none() && !part.outcome.drops()) {
        let sums = matches!(group.aggregate, Aggregate::Sum | Aggregate::WeightedSum);
        return Outcome::missing(if sums { sum(parts.iter().map(|part| part.max.clone())) } else { full() });
    }
    let whole = parts.len();
    let possible = parts.iter().filter(|part| part.points.is_some()).count();
    let certain = parts.iter().filter(|part| part.outcome.always()).count();
    let enough = |present: usize| {
        group.least.filter(|_| whole > 0).is_none_or(|(share, _)| ratio(present, whole) >= *share)
    };
    let mut outcome: Option<Outcome<Q>> = None;
    let mut also = |next: Outcome<Q>| {
        outcome = Some(match outcome.take() {
            Some(so_far) => so_far.or(next),
            None => next,
        });
    };
    if let Some((_, otherwise)) = group.least
        && !enough(certain)
    {
        also(Outcome::in_place(*otherwise, full()));
    }
    if enough(possible) {
        if possible > 0 {
            also(match group.aggregate {
                Aggregate::WeightedMean | Aggregate::Min | Aggregate::Median | Aggregate::GeometricMean => {
                    by_share(group, parts)
                }
                Aggregate::Sum | Aggregate::WeightedSum => added(parts),
                Aggregate::Max | Aggregate::EitherOr => best(group, parts, 1),
                Aggregate::Best(count) => best(group, parts, count),
                Aggregate::MeanPoints => by_points(group, parts, false, &folded(Fold::Mean(Dropped::NONE))),
                Aggregate::MedianPoints => {
                    by_points(group, parts, false, &folded(Fold::Median(Dropped::NONE)))
                }
                Aggregate::MinPoints => by_points(group, parts, false, &lowest),
            });
        }
        if certain == 0 && enough(0) {
            also(dropped(group, parts));
        }
    }
    let missing = parts.iter().any(|part| part.outcome.missing);
    let outcome = outcome.unwrap_or_else(|| Outcome::missing(full()));
    Outcome { missing: missing || outcome.missing, ..outcome }
}

/// So many of so many.
pub fn ratio(part: usize, whole: usize) -> Exact {
    Exact::ratio(i128::try_from(part).unwrap_or_default(), i128::try_from(whole).unwrap_or(1))
}

fn zero<Q: Quantity>() -> Q {
    Q::exactly(&Exact::ZERO)
}

fn sum<Q: Quantity>(mut values: impl Iterator<Item = Q>) -> Q {
    let Some(mut sum) = values.next() else { return zero() };
    values.for_each(|value| sum.add(&value, None));
    sum
}

/// The value, or nothing of it.
fn or_zero<Q: Quantity>(value: &Q, sure: bool) -> Q {
    if sure { value.clone() } else { value.join(&zero()) }
}

/// All children dropped out: the maximum stays known, so that the parent can pass it on to the others; what was
/// reduced beside something rescaled has left it for good.
fn dropped<Q: Quantity>(group: &Group<'_>, parts: &[Part<'_, Q>]) -> Outcome<Q> {
    let rescaled = parts.iter().any(|part| part.outcome.rescaled);
    let reduced = parts.iter().all(|part| part.outcome.reduced);
    let max = if parts.iter().all(|part| part.outcome.settled()) {
        sum(parts.iter().filter(|part| part.outcome.rescaled || !rescaled).map(|part| part.max.clone()))
    } else {
        sum(parts.iter().map(|part| or_zero(&part.max, false)))
    };
    let max = max.least(&Q::exactly(group.max));
    Outcome { rescaled, reduced: reduced || !rescaled, ..Outcome::in_place(Absence::Reduce, max) }
}

/// The sum; children that have points carry the maximum of those that dropped out by rescaling.
fn added<Q: Quantity>(parts: &[Part<'_, Q>]) -> Outcome<Q> {
    let counted = |part: &Part<'_, Q>, value: &Q| or_zero(value, part.outcome.always());
    let with = || parts.iter().filter(|part| part.points.is_some());
    let plain = sum(parts.iter().filter_map(|part| Some(counted(part, part.points.as_ref()?))));
    let carriers = parts.iter().filter(|part| part.outcome.rescaled);
    let carried = sum(carriers.map(|part| or_zero(&part.max, part.outcome.settled())));
    let nothing = carried.only().is_some_and(Exact::is_zero);
    // A child that may have points or be rescaled counts once, in either case.
    let max = || {
        let counts = parts.iter().filter(|part| part.points.is_some() || part.outcome.rescaled);
        sum(counts.map(|part| or_zero(&part.max, !part.outcome.reduced)))
    };
    let kept = || sum(with().map(|part| counted(part, &part.max)));
    if Q::EXACT && nothing {
        return Outcome::present(plain, kept());
    }
    let (kept, max) = (kept(), max());
    let settled = parts.iter().all(|part| part.outcome.settled());
    let shares = shares(parts);
    let mut outcome = Outcome::present(plain.clone(), max.clone());
    if !nothing {
        match (kept.only(), carried.only()) {
            // Whoever is left has no maximum to carry the others with: their parent passes on what they had.
            (Some(kept), _) if kept.is_zero() && settled => {
                return Outcome::in_place(Absence::Rescale, carried);
            }
            (Some(kept), Some(_)) if settled && *kept > Exact::ZERO => {
                outcome.points = plain.times(&max).over(&Q::exactly(kept)).value;
            }
            _ => {
                let raised = shares.as_ref().map(|share| share.times(&max));
                let sure = settled && !carried.compare(thidua_rules::Comparator::AtMost, &zero()).may_hold();
                outcome.points = match raised {
                    Some(raised) if sure => Some(raised),
                    Some(raised) => Some(plain.join(&raised)),
                    None => Some(anything()),
                };
                outcome.rescaled = kept.compare(thidua_rules::Comparator::AtMost, &zero()).may_hold();
            }
        }
    }
    outcome.share = shares.filter(|_| outcome.max.only().is_none());
    outcome
}

/// A number of which nothing is known.
fn anything<Q: Quantity>() -> Q {
    // Nothing divides by what may be anything around zero.
    let around = Q::exactly(&Exact::ONE).join(&Q::exactly(&-Exact::ONE));
    Q::exactly(&Exact::ONE).over(&around).value.unwrap_or_else(zero)
}

/// The maximum times what the shares of the children come to: their mean, the lowest, the one in the middle.
fn by_share<Q: Quantity>(group: &Group<'_>, parts: &[Part<'_, Q>]) -> Outcome<Q> {
    let weighs = group.aggregate == Aggregate::WeightedMean;
    let weight = |part: &&Part<'_, Q>| Q::exactly(if weighs { part.weight } else { &Exact::ONE });
    let all: Q = sum(parts.iter().map(|part| weight(&part)));
    let gone = parts.iter().filter(|part| part.outcome.reduced);
    let gone = sum(gone.map(|part| or_zero(&weight(&part), part.outcome.settled())));
    let full = Q::exactly(group.max);
    let left = all.minus(&gone).over(&all).value;
    let max = if gone.only().is_some_and(Exact::is_zero) {
        Some(full.clone())
    } else {
        left.map(|left| full.times(&left))
    };
    let Some(max) = max else { return Outcome::missing(full) };
    if !parts.iter().all(|part| part.outcome.settled()) {
        let share = shares(parts).unwrap_or_else(anything);
        let points = share.times(&max);
        return Outcome { share: Some(share), ..Outcome::present(points, max) };
    }
    let present = || parts.iter().filter(|part| part.points.is_some());
    let own = present().map(|part| part.outcome.quotient().value).collect::<Option<Vec<Q>>>();
    let Some(own) = own else { return Outcome::missing(full) };
    let mean = match group.aggregate {
        Aggregate::Min => own.into_iter().reduce(|one, other| one.least(&other)),
        Aggregate::Median => {
            let values = Values { certain: own, possible: Vec::new(), more: None };
            Q::fold(&values, Fold::Median(Dropped::NONE)).value
        }
        Aggregate::GeometricMean => {
            // One root of everything, rounded in the same breath: it has no last digit.
            let count = u32::try_from(own.len()).unwrap_or(u32::MAX);
            let product =
                own.into_iter().fold(Q::exactly(&Exact::ONE), |all, one| all.times(&one).times(&max));
            let step = group.declared.and_then(|each| Some((Exact::from(each.step()?), each.mode)));
            let exponent = Exponent { raise: 1, root: count };
            let root = step.and_then(|(step, mode)| product.root(exponent, &step, mode).value);
            return root.map_or(Outcome::missing(full), |points| Outcome::present(points, max));
        }
        _ => {
            let carried: Q = sum(present().map(|part| weight(&part)));
            let mut worth: Option<Q> = None;
            for (share, part) in own.iter().zip(present()) {
                match &mut worth {
                    Some(worth) => worth.add(share, Some(part.weight)),
                    None => worth = Some(share.times(&weight(&part))),
                }
            }
            worth.unwrap_or_else(zero).over(&carried).value
        }
    };
    match mean {
        Some(mean) => {
            let points = mean.times(&max);
            Outcome { share: Some(mean).filter(|_| !Q::EXACT), ..Outcome::present(points, max) }
        }
        None => Outcome::missing(full),
    }
}

/// The best so many; the maximum is what the children this entrant is left with could make.
fn best<Q: Quantity>(group: &Group<'_>, parts: &[Part<'_, Q>], count: u32) -> Outcome<Q> {
    by_points(group, parts, true, &folded(Fold::Best(Some(count))))
}

/// What values come to that are certainly there, and others that may be.
type Made<'m, Q> = dyn Fn(Vec<Q>, Vec<Q>) -> Q + 'm;

fn folded<Q: Quantity>(fold: Fold) -> impl Fn(Vec<Q>, Vec<Q>) -> Q {
    move |certain, possible| {
        Q::fold(&Values { certain, possible, more: None }, fold).value.unwrap_or_else(zero)
    }
}

fn lowest<Q: Quantity>(certain: Vec<Q>, possible: Vec<Q>) -> Q {
    let least = certain.into_iter().reduce(|one, other| one.least(&other));
    let any = match least {
        // What may be there can only take it further down.
        Some(least) => Some(possible.iter().fold(least, |least, may| least.join(&least.least(may)))),
        None => possible.into_iter().reduce(|one, other| one.join(&other)),
    };
    any.unwrap_or_else(zero)
}

/// What the points of the children come to; the maximum is what the maxima come to of those this entrant is left with,
/// and no more than that of all where `best` of them count.
fn by_points<Q: Quantity>(
    group: &Group<'_>,
    parts: &[Part<'_, Q>],
    best: bool,
    made: &Made<'_, Q>,
) -> Outcome<Q> {
    let (must, may): (Vec<&Part<'_, Q>>, Vec<&Part<'_, Q>>) =
        parts.iter().filter(|part| part.points.is_some()).partition(|part| part.outcome.always());
    let points = |parts: &[&Part<'_, Q>]| parts.iter().filter_map(|part| part.points.clone()).collect();
    let plain = made(points(&must), points(&may));
    let (stay, leave): (Vec<&Part<'_, Q>>, Vec<&Part<'_, Q>>) = parts
        .iter()
        .filter(|part| part.points.is_some() || part.outcome.rescaled)
        .partition(|part| !part.outcome.reduced);
    let maxima = |parts: &[&Part<'_, Q>]| parts.iter().map(|part| part.max.clone()).collect();
    let mut max = made(maxima(&stay), maxima(&leave));
    if best {
        max = max.least(&Q::exactly(group.max));
    }
    let mut outcome = Outcome::present(plain.clone(), max.clone());
    // Where a child dropped out by rescaling, those that are left carry what they alone could not reach.
    if parts.iter().any(|part| part.outcome.rescaled) {
        let reach = made(maxima(&must), Vec::new());
        let settled = parts.iter().all(|part| part.outcome.settled());
        outcome.points = Some(match (reach.only(), max.only()) {
            (Some(reach), Some(most)) if settled => {
                match most.checked_div(reach).filter(|_| !best || reach < most) {
                    Some(times) => plain.times(&Q::exactly(&times)),
                    None => plain,
                }
            }
            _ => {
                let raised = shares(parts).map_or_else(anything, |share| share.join(&zero()).times(&max));
                plain.join(&raised)
            }
        });
    }
    outcome
}

/// Exactly one branch must have points; the others must be blank or not applicable. Where all dropped out, so does the group.
fn either_or<Q: Quantity>(group: &Group<'_>, parts: &[Part<'_, Q>]) -> Outcome<Q> {
    let max = Q::exactly(group.max);
    let present: Vec<&Q> = parts.iter().filter_map(|part| part.points.as_ref()).collect();
    let none = !parts.is_empty() && parts.iter().all(|part| part.outcome.drops());
    if !Q::EXACT {
        let any = present.into_iter().cloned().reduce(|one, other| one.join(&other));
        let missing = Outcome::missing(max.clone());
        let one = any.map(|points| Outcome { missing: true, ..Outcome::present(points, max) });
        return match one {
            Some(one) if none => one.or(dropped(group, parts)),
            Some(one) => one,
            None if none => dropped(group, parts),
            None => missing,
        };
    }
    if none {
        return dropped(group, parts);
    }
    // A branch left at zero points does not compete with one that was filled in.
    let mut filled = present.iter().filter(|points| !points.only().is_some_and(Exact::is_zero));
    let chosen = match (filled.next(), filled.next()) {
        (Some(branch), None) => Some(*branch),
        (None, _) => present.first().copied(),
        (Some(_), Some(_)) => None,
    };
    chosen.map_or(Outcome::missing(max.clone()), |branch| Outcome::present(branch.clone(), max))
}

/// The shares of all children that may have points; `None` when one cannot be bounded.
fn shares<Q: Quantity>(parts: &[Part<'_, Q>]) -> Option<Q> {
    let present = parts.iter().filter(|part| part.points.is_some());
    let shares: Option<Vec<Q>> = present.map(|part| part.outcome.quotient().value).collect();
    shares?.into_iter().reduce(|one, other| one.join(&other)).map(Q::between)
}

/// Bonus or deduction items, those that count, added up to their cap; a missing one takes all of them with it.
pub fn items<'a, Q: Quantity + 'a>(
    items: impl Iterator<Item = &'a Outcome<Q>> + Clone,
    group: Option<&ItemGroup>,
) -> Slot<Q> {
    let own = items.filter(|item| !item.other_kind);
    let missing = Slot::<Q>::absent(Reason::NotKnown);
    if own.clone().any(|item| item.points.is_none() && !item.drops()) {
        return missing;
    }
    let some = own.clone().any(|item| item.missing);
    let counted = own.filter_map(|item| Some(or_zero(item.points.as_ref()?, !item.drops())));
    let all = match group.and_then(|group| group.take.count()) {
        None => sum(counted),
        best => {
            let values = Values { certain: counted.collect(), possible: Vec::new(), more: None };
            Q::fold(&values, Fold::Best(best)).value.unwrap_or_else(zero)
        }
    };
    let cap = group.and_then(|group| group.cap.as_ref());
    let capped = cap.map_or_else(|| all.clone(), |cap| all.least(&Q::exactly(cap.exact())));
    if some { Slot::of(capped).or(Reason::NotKnown) } else { Slot::of(capped) }
}

/// The total of the sheet with bonus and deductions inside it: only the bonus is held down, only the deduction held up;
/// what the sheet gave stands.
pub fn total<Q: Quantity>(rules: &Adjustments, points: &Q, max: &Q, bonus: &Q, deducted: &Q) -> Q {
    let mut total = points.plus(bonus).minus(deducted);
    if !rules.may_exceed_max {
        total = total.least(&max.greatest(points));
    }
    if !rules.may_fall_below_zero {
        total = total.greatest(&points.least(&zero()));
    }
    total
}
