use super::range::{Range, hull};
use super::value::{Values, read};
use crate::Exact;
use crate::check::interval::{Interval, gaps};
use crate::check::scale::interval;
use crate::method::{BandPay, Bands, Count, Deduct, DeductItem, Minus};
use crate::plan::{Leaf, Plan, PlanNode, PlanRead};

/// The points a method gives for what may be entered; `None` where its own bounds are all that is known.
pub(super) fn from_inputs(plan: &Plan, node: &PlanNode, leaf: &Leaf) -> Option<Range> {
    let mut values = leaf.reads.iter().map(|each| match each {
        PlanRead::Term(term) => read(plan, term),
        PlanRead::Own(_) | PlanRead::List(_) => None,
    });
    let criterion = &node.criterion;
    if let Some(count) = &criterion.count {
        return Some(counted(count, &node.max, values.next()??.range));
    }
    if let Some(bands) = &criterion.bands {
        return banded(bands, &node.max, &values.next()??);
    }
    let deduct = criterion.deduct.as_ref()?;
    Some(deducted(deduct, &node.max, values))
}

/// Every band into which some value falls first, with what it pays there.
fn banded(bands: &Bands, max: &Exact, values: &Values) -> Option<Range> {
    let mut earlier: Vec<Interval> = Vec::new();
    let mut paid = Vec::new();
    for band in &bands.steps {
        let own = interval(band);
        for part in gaps(&own.intersection(&values.range.interval()), &earlier) {
            if !values.meets(&part, &[]) {
                continue;
            }
            let end = |end: &Option<(Exact, bool)>| end.as_ref().map(|(end, _)| end.clone());
            let (low, high) = (end(&part.lower), end(&part.upper));
            let at = |end: Option<Exact>| end.and_then(|end| band.points(&end, max));
            paid.push(match band.pay(max)? {
                BandPay::Points(points) => Range::point(points),
                BandPay::Proportional => Range { low: at(low), high: at(high) },
                BandPay::Line(..) => {
                    let (one, other) = (at(low)?, at(high)?);
                    Range::new(one.clone().min(other.clone()), one.max(other))
                }
            });
        }
        earlier.push(own);
    }
    hull(paid)
}

/// What is left of the maximum at worst and at best.
fn deducted(deduct: &Deduct, max: &Exact, values: impl Iterator<Item = Option<Values>>) -> Range {
    let (mut low, mut high) = (max.clone(), max.clone());
    for (item, times) in deduct.items.iter().zip(values) {
        // What is missing counts as not having happened.
        let times = times.map(|times| times.range).unwrap_or_default().or_zero();
        let (least, most) = minus(item, &times);
        low = most.map_or(Exact::ZERO, |most| (low - most).max(Exact::ZERO));
        high = least.map_or(max.clone(), |least| (high - least).max(Exact::ZERO));
    }
    Range::new(low, high)
}

/// The fewest and the most points an item takes; `None` where that has no end, or all is taken.
fn minus(item: &DeductItem, times: &Range) -> (Option<Exact>, Option<Exact>) {
    if let Some(each) = &item.each {
        let product = times.times(&Range::point(each.exact().clone()));
        let most = item.at_most.as_ref().map(|most| most.exact().clone());
        let capped = |end: Exact| most.clone().map_or(end.clone(), |most| end.min(most));
        return (product.low.map(capped), product.high.map(capped).or(most.clone()));
    }
    let rungs = item.ladder.iter().flatten();
    let reached = rungs.filter(|rung| times.high.as_ref().is_none_or(|high| rung.at.exact() <= high));
    let (mut least, mut most) = (Exact::ZERO, Some(Exact::ZERO));
    for rung in reached {
        match &rung.minus {
            Minus::All => most = None,
            Minus::Points(points) => {
                least = least.min(points.exact().clone());
                most = most.map(|most| most.max(points.exact().clone()));
            }
        }
    }
    (Some(least), most)
}

/// So many times so many points, held to the cap and the floor as while scoring.
fn counted(count: &Count, max: &Exact, times: Range) -> Range {
    let beyond = match &count.free {
        Some(free) => times.rising(|end| (end.clone() - free.exact().clone()).max(Exact::ZERO)),
        None => times,
    };
    // However few there are, those that are free do not count below zero.
    let beyond = Range { low: beyond.low.or_else(|| count.free.as_ref().map(|_| Exact::ZERO)), ..beyond };
    let points = beyond.times(&Range::point(count.each.exact().clone()));
    let cap = count.cap.as_ref().map_or(max, |cap| cap.exact());
    let capped = |end: Exact| end.min(cap.clone());
    let capped =
        Range { low: points.low.map(capped), high: Some(points.high.map_or_else(|| cap.clone(), capped)) };
    match &count.floor {
        Some(floor) => {
            let low = capped.low.map_or_else(|| floor.exact().clone(), |low| low.max(floor.exact().clone()));
            Range { low: Some(low), high: capped.high.map(|high| high.max(floor.exact().clone())) }
        }
        None => capped,
    }
}
