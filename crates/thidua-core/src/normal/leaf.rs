//! Scoring methods: numbers beyond which nothing changes are brought back to where the change ends.

use super::walk;
use crate::calculus::{Interval, gaps};
use crate::method::{Band, Bands, DeductItem, Lateness, Panel};
use crate::plan::{Anyone, Leaf, NodeKind, Plan, PlanNode, PlanRead};
use crate::rules::RuleSet;
use crate::{Exact, Number, RoundingMode};

pub(super) fn settle(rules: &mut RuleSet, plan: &Plan) {
    walk::criteria(rules, plan, &mut |criterion, node| {
        let NodeKind::Leaf(leaf) = &node.kind else { return };
        if let Some(lateness) = &mut criterion.lateness {
            last_day(lateness, node);
        }
        if let Some(panel) = &mut criterion.panel {
            scorers(panel);
        }
        if let Some(bands) = &mut criterion.bands {
            settle_bands(bands, plan, leaf);
        }
        if let Some(deduct) = &mut criterion.deduct {
            for (position, item) in deduct.items.iter_mut().enumerate() {
                if is_whole(plan, leaf, position) {
                    rungs(&mut item.value);
                }
            }
        }
        if let Some(survey) = &mut criterion.survey {
            let whole = (0..survey.answers.len()).all(|position| is_whole(plan, leaf, position));
            survey.at_least = survey.at_least.take().map(|least| if whole { up(&least) } else { least });
        }
        if let Some(count) = &mut criterion.count {
            // The maximum holds anyway where nothing lifts the points again.
            count.cap = count.cap.take().filter(|cap| *cap.exact() != node.max);
        }
    });
}

/// After the day on which nothing is left it makes no difference whether the last day has passed.
fn last_day(lateness: &mut Lateness, node: &PlanNode) {
    let (Some(each), Some(last)) = (&lateness.each_day, &lateness.not_after) else { return };
    let allowed_whole = lateness.allowed.as_ref().is_none_or(|allowed| allowed.exact().is_integer());
    let Some(spent) = node.max.checked_div(each.exact()) else { return };
    if !allowed_whole || spent.is_negative() {
        return;
    }
    let last = last.exact().round_to_multiple(&Exact::ONE, RoundingMode::Down);
    let spent = spent.round_to_multiple(&Exact::ONE, RoundingMode::Up);
    lateness.not_after = match last.floor_i64() {
        Some(_) if last.clone() + Exact::ONE >= spent => None,
        Some(days) => Some(Number::from(days)),
        None => return,
    };
}

/// Fewer scorers than leave one after dropping give no result in any case.
fn scorers(panel: &mut Panel) {
    let least = panel.drop_highest.saturating_add(panel.drop_lowest).saturating_add(1);
    panel.at_least = Some(panel.at_least.unwrap_or(1).max(least));
}

fn is_whole(plan: &Plan, leaf: &Leaf, read: usize) -> bool {
    match leaf.reads.get(read) {
        Some(PlanRead::Term(term)) => Anyone(plan).range(term).grid.is_whole(),
        _ => false,
    }
}

/// Rows that no value reaches fall away; over whole numbers every end is `from` or `below`.
fn settle_bands(bands: &mut Bands, plan: &Plan, leaf: &Leaf) {
    let Some(PlanRead::Term(term)) = leaf.reads.first() else { return };
    let range = Anyone(plan).range(term);
    let mut earlier: Vec<Interval> = Vec::new();
    bands.steps.retain(|band| {
        let own = band.values();
        let reached = gaps(&own, &earlier).iter().any(|part| range.meets(part, &[]));
        earlier.push(own);
        reached
    });
    bands.lowest = None;
    bands.highest = None;
    if !range.grid.is_whole() {
        return;
    }
    for band in bands.steps.iter_mut().filter(|band| band.line.is_none()) {
        let band: &mut Band = &mut band.value;
        band.from = match (band.from.take(), band.above.take()) {
            (Some(from), _) => Some(up(&from)),
            (None, Some(above)) => Some(after(&above)),
            (None, None) => None,
        };
        band.below = match (band.to.take(), band.below.take()) {
            (Some(to), _) => Some(after(&to)),
            (None, Some(below)) => Some(up(&below)),
            (None, None) => None,
        };
    }
}

fn rungs(item: &mut DeductItem) {
    for rung in item.ladder.iter_mut().flatten() {
        rung.at = up(&rung.at);
    }
}

/// The first whole number that is not below; numbers are what they were where that cannot be told.
fn up(number: &Number) -> Number {
    whole(number, false)
}

/// The first whole number above.
fn after(number: &Number) -> Number {
    whole(number, true)
}

fn whole(number: &Number, above: bool) -> Number {
    let value = number.exact();
    let down = value.floor_i64();
    let next = |down: i64| if above || !value.is_integer() { down.checked_add(1) } else { Some(down) };
    down.and_then(next).map_or_else(|| number.clone(), Number::from)
}
