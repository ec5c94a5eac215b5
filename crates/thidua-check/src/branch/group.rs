//! Groups: which child counts where only some do, too few children, and the caps of bonus and deductions.

use thidua_core::{EntrantId, Exact, Held, NodeId, NodeKind, NodeState, Plan, PlanNode, Span, Text, text};
use thidua_rules::rule::{Absence, Aggregate, ItemGroup};

use super::leaf::location;
use super::{Branches, Location, PoolOutcome, unless};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for (position, node) in plan.nodes.iter_enumerated() {
        let NodeKind::Group { aggregate, present_at_least, held } = &node.kind else { continue };
        let location = if position == plan.root { top(&[]) } else { location(node) };
        if let Some((share, otherwise)) = present_at_least {
            present(branches, &location, position, node, share, *otherwise);
        }
        self::held(branches, &location, position, held);
        match aggregate {
            Aggregate::EitherOr => either_or(branches, &location, position, node),
            Aggregate::Max | Aggregate::Best(_) => best(branches, position, node),
            Aggregate::Sum
            | Aggregate::WeightedSum
            | Aggregate::WeightedMean
            | Aggregate::Min
            | Aggregate::Median
            | Aggregate::MeanPoints
            | Aggregate::MedianPoints
            | Aggregate::MinPoints
            | Aggregate::GeometricMean => {}
        }
    }
    adjustments(branches);
}

fn top(under: &'static [&'static str]) -> Location {
    Location { at: String::new(), span: Span { line: 1, column: 1, end_line: 1, end_column: 1 }, under }
}

/// A group at its cap or floor, and away from it.
fn held(branches: &mut Branches<'_>, location: &Location, position: NodeId, held: &Held) {
    let ends = [
        (
            &held.cap,
            &["cap"],
            text!("nhóm đạt mức trần", "the group at its cap"),
            text!("nhóm dưới mức trần", "the group below its cap"),
        ),
        (
            &held.floor,
            &["floor"],
            text!("nhóm ở mức sàn", "the group at its floor"),
            text!("nhóm trên mức sàn", "the group above its floor"),
        ),
    ];
    for (end, under, at, away) in ends {
        let Some(end) = end else { continue };
        for (there, what) in [(true, at), (false, away)] {
            let end = end.clone();
            branches.entrant(&location.under(under), what, None, move |pool, row| {
                let points = pool.outcome.scorecards.points(position, row);
                points.is_some_and(|points| (points == end) == there)
            });
        }
    }
}

fn present(
    branches: &mut Branches<'_>,
    location: &Location,
    position: NodeId,
    node: &PlanNode,
    share: &Exact,
    otherwise: Absence,
) {
    let shown = thidua_rules::method::show_percent(share);
    let location = location.under(&["present_at_least"]);
    for (enough, what) in [
        (true, text!("đủ {shown} tiêu chí thành phần có điểm", "{shown} of the criteria have points")),
        (false, text!("chưa đủ {shown} tiêu chí thành phần có điểm", "fewer than {shown} have points")),
    ] {
        let (children, share) = (node.children.clone(), share.clone());
        let possible = enough || !share.is_zero();
        branches.entrant(&location, what, unless(possible), move |pool, row| {
            let cards = &pool.outcome.scorecards;
            let states: Vec<NodeState> = children
                .iter()
                .map(|child| cards.state(*child, row))
                .filter(|state| *state != NodeState::OtherKind)
                .collect();
            let present = states.iter().filter(|state| **state == NodeState::Present).count();
            let own = cards.state(position, row) != NodeState::OtherKind;
            let missing = states.contains(&NodeState::Missing) && otherwise != Absence::Refuse;
            let ratio = thidua_core::calculus::ratio(present, states.len());
            own && !missing && !states.is_empty() && (ratio >= share) == enough
        });
    }
}

/// The child whose points are the group's.
fn chosen(pool: &PoolOutcome<'_>, position: NodeId, child: NodeId, row: EntrantId) -> bool {
    let cards = &pool.outcome.scorecards;
    let (group, own) = (cards.points(position, row), cards.points(child, row));
    own.is_some() && cards.state(position, row) == NodeState::Present && group == own
}

fn either_or(branches: &mut Branches<'_>, group: &Location, position: NodeId, node: &PlanNode) {
    let plan = branches.plan;
    for child in node.children.iter().copied() {
        let Some(branch) = plan.nodes.get(child) else { continue };
        let what = text!("nhánh được chấm", "the branch that is scored");
        branches.entrant(&location(branch), what, None, move |pool, row| chosen(pool, position, child, row));
    }
    let what = text!("không chấm đúng một nhánh", "not exactly one branch is scored");
    branches.entrant(&group.under(&["aggregate"]), what, None, move |pool, row| {
        pool.outcome.scorecards.state(position, row) == NodeState::Missing
    });
}

/// Where only the best count: each child counts for somebody, and is left out for somebody.
fn best(branches: &mut Branches<'_>, position: NodeId, node: &PlanNode) {
    let plan = branches.plan;
    let count = match node.kind {
        NodeKind::Group { aggregate: Aggregate::Best(count), .. } => {
            usize::try_from(count).unwrap_or(usize::MAX)
        }
        _ => 1,
    };
    for child in node.children.iter().copied() {
        let Some(branch) = plan.nodes.get(child) else { continue };
        for counts in [true, false] {
            let what = if counts {
                text!("nằm trong các mục cao nhất được tính", "among the best that count")
            } else {
                text!("không nằm trong các mục cao nhất", "not among the best that count")
            };
            let siblings = node.children.clone();
            let possible = counts || siblings.len() > count;
            branches.entrant(&location(branch), what, unless(possible), move |pool, row| {
                let cards = &pool.outcome.scorecards;
                let Some(own) = cards.points(child, row).filter(|_| cards.is_present(position, row)) else {
                    return false;
                };
                let better = siblings.iter().filter_map(|other| cards.points(*other, row));
                (better.filter(|points| *points > own).count() < count) == counts
            });
        }
    }
}

fn adjustments(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    let Some(rules) = plan.rules.adjustments.as_ref() else { return };
    let lists = [
        (rules.bonus.as_ref(), &plan.bonus, &["adjustments", "bonus", "cap"], text!("điểm thưởng", "bonus")),
        (
            rules.deductions.as_ref(),
            &plan.deductions,
            &["adjustments", "deductions", "cap"],
            text!("điểm trừ", "deductions"),
        ),
    ];
    for (group, items, under, name) in lists {
        if let Some(group) = group {
            cap(branches, &top(under), group, items, &name);
        }
    }
    if rules.outside_total {
        return;
    }
    let (bonus, deducted) = (highest(plan, &plan.bonus), highest(plan, &plan.deductions));
    if !rules.may_exceed_max && !plan.bonus.is_empty() {
        let what = text!("điểm thưởng dừng ở mức tối đa của phiếu", "the bonus is held down at the maximum");
        branches.entrant(
            &top(&["adjustments", "may_exceed_max"]),
            what,
            unless(bonus.is_none_or(|bonus| bonus > Exact::ZERO)),
            |pool, row| unheld(pool, row).is_some_and(|(free, held)| free > held),
        );
    }
    if !rules.may_fall_below_zero && !plan.deductions.is_empty() {
        let what = text!("điểm trừ dừng ở 0 điểm", "the deduction stops at zero");
        let location = top(&["adjustments", "may_fall_below_zero"]);
        branches.entrant(
            &location,
            what,
            unless(deducted.is_none_or(|deducted| deducted > Exact::ZERO)),
            |pool, row| unheld(pool, row).is_some_and(|(free, held)| free < held),
        );
    }
}

/// The total as it would be without limits, and as it is before rounding.
fn unheld(pool: &PoolOutcome<'_>, row: EntrantId) -> Option<(Exact, Exact)> {
    let cards = &pool.outcome.scorecards;
    let sheet = cards.points(pool.facts.plan.root, row)?;
    let free = sheet + cards.bonus(row)? - cards.deductions(row)?;
    Some((free, cards.exact_total(row)?))
}

/// The most the items add up to; `None` for no end.
fn highest(plan: &Plan, items: &[NodeId]) -> Option<Exact> {
    let mut items = items.iter().filter_map(|item| plan.nodes.get(*item));
    items.try_fold(Exact::ZERO, |sum, item| Some(sum + item.ceiling()?.clone()))
}

fn cap(branches: &mut Branches<'_>, location: &Location, group: &ItemGroup, items: &[NodeId], name: &Text) {
    let Some(cap) = group.cap.as_ref().map(|cap| cap.exact().clone()) else { return };
    let most = highest(branches.plan, items);
    let shown = thidua_rules::method::show(&cap);
    for (over, possible) in [(false, !cap.is_negative()), (true, most.is_none_or(|most| most > cap))] {
        let what = if over {
            text!("{} vượt mức trần {shown}", "{} over the cap of {shown}", name.vi)
        } else {
            text!("{} trong mức trần {shown}", "{} within the cap of {shown}", name.vi)
        };
        let what = Text { vi: what.vi, en: what.en.replacen(&name.vi, &name.en, 1) };
        let (items, cap) = (items.to_vec(), cap.clone());
        branches.entrant(location, what, unless(possible), move |pool, row| {
            let cards = &pool.outcome.scorecards;
            let points: Vec<Exact> = items.iter().filter_map(|item| cards.points(*item, row)).collect();
            let some = points.iter().any(|points| !points.is_zero());
            let sum = points.into_iter().fold(Exact::ZERO, |sum, points| sum + points);
            if over { sum > cap } else { some && sum <= cap }
        });
    }
}
