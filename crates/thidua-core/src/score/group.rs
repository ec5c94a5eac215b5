use std::ops::Range;

use super::{NodeColumn, NodeState, lane};
use crate::evaluation::{Evaluations, Values};
use crate::plan::{NodeKind, Plan, PlanNode};
use crate::rules::{Absence, Aggregate};
use crate::{Exact, Text, text};

/// The points of a group for some of the entrants, from the columns of its children.
pub(super) fn column(
    plan: &Plan,
    evaluations: &Evaluations,
    nodes: &[NodeColumn],
    node: &PlanNode,
    aggregate: Aggregate,
    least: Option<&(Exact, Absence)>,
    rows: Range<usize>,
) -> NodeColumn {
    let children: Vec<(&PlanNode, &NodeColumn)> = node
        .children
        .iter()
        .filter_map(|child| Some((plan.nodes.get(*child)?, nodes.get(*child)?)))
        .collect();
    let plain = children.iter().all(|(_, column)| column.states.is_none() && column.maxima.is_none());
    let count = rows.len();
    if plain
        && node.kinds.is_none()
        && !children.is_empty()
        && let Some(values) = plain_values(node, aggregate, &children, count)
    {
        let values = match &node.rounding {
            Some(rounding) => lane::rounded(&values, rounding),
            None => values,
        };
        return NodeColumn { values, states: None, maxima: None };
    }
    let mut values = Vec::with_capacity(count);
    let mut states = Vec::with_capacity(count);
    let mut maxima = Vec::with_capacity(count);
    for (index, row) in rows.enumerate() {
        let kind = evaluations.kind_of(row);
        let result = if node.has_kind(kind) {
            combine(node, aggregate, least, &children, index)
        } else {
            Combined::without(NodeState::OtherKind)
        };
        values.push(match (&node.rounding, result.state) {
            (Some(rounding), NodeState::Present) => rounding.apply(&result.points),
            _ => result.points,
        });
        states.push(result.state);
        maxima.push(result.max);
    }
    let complete = states.iter().all(|state| *state == NodeState::Present);
    let usual = maxima.iter().all(|max| *max == node.max);
    NodeColumn {
        values: Values::compress(values),
        states: (!complete).then(|| states.into()),
        maxima: (!usual).then(|| maxima.into()),
    }
}

/// Sum and weighted mean of complete columns are one linear combination.
fn plain_values(
    node: &PlanNode,
    aggregate: Aggregate,
    children: &[(&PlanNode, &NodeColumn)],
    rows: usize,
) -> Option<Values> {
    let bounds: Vec<Exact> = children.iter().map(|(child, column)| size(child, column)).collect();
    let coefficients: Option<Vec<Exact>> = match aggregate {
        Aggregate::Sum => Some(vec![Exact::ONE; children.len()]),
        Aggregate::WeightedSum => Some(children.iter().map(|(child, _)| child.weight.clone()).collect()),
        Aggregate::WeightedMean => {
            let weights = children.iter().fold(Exact::ZERO, |sum, (child, _)| sum + child.weight.clone());
            children
                .iter()
                .map(|(child, _)| {
                    (node.max.clone() * child.weight.clone()).checked_div(&child.max)?.checked_div(&weights)
                })
                .collect()
        }
        Aggregate::Max | Aggregate::Best(_) | Aggregate::EitherOr => None,
    };
    let columns: Vec<(&Values, Exact)> =
        children.iter().map(|(_, column)| &column.values).zip(coefficients?).collect();
    lane::linear(&columns, &bounds, rows)
}

/// No point of the child is further from zero than this.
fn size(child: &PlanNode, column: &NodeColumn) -> Exact {
    // A leaf keeps to its bounds, but for its rounding; a group may pass its own maximum.
    match (&child.kind, &child.rounding) {
        (NodeKind::Leaf(_), None) => {
            let low = -child.min.clone();
            low.max(child.ceiling.clone())
        }
        _ => column.values.largest(),
    }
}

struct Combined {
    points: Exact,
    max: Exact,
    state: NodeState,
}

impl Combined {
    fn without(state: NodeState) -> Self {
        Self { points: Exact::ZERO, max: Exact::ZERO, state }
    }
}

/// One child as seen by its group.
struct Part {
    points: Exact,
    max: Exact,
    weight: Exact,
    state: NodeState,
}

fn combine(
    node: &PlanNode,
    aggregate: Aggregate,
    least: Option<&(Exact, Absence)>,
    children: &[(&PlanNode, &NodeColumn)],
    index: usize,
) -> Combined {
    let parts: Vec<Part> = children
        .iter()
        .map(|(child, column)| {
            let own = column.maxima.as_ref().and_then(|maxima| maxima.get(index).cloned());
            // In a weighted sum a child counts so many times, its maximum too.
            let times = if aggregate == Aggregate::WeightedSum { child.weight.clone() } else { Exact::ONE };
            Part {
                points: column.values.get(index) * times.clone(),
                max: own.unwrap_or_else(|| child.max.clone()) * times,
                weight: child.weight.clone(),
                state: column.state(index),
            }
        })
        .filter(|part| part.state != NodeState::OtherKind)
        .collect();
    if aggregate == Aggregate::EitherOr {
        return either_or(node, &parts);
    }
    if parts.iter().any(|part| part.state == NodeState::Missing) {
        let whole = parts.iter().fold(Exact::ZERO, |sum, part| sum + part.max.clone());
        let sums = matches!(aggregate, Aggregate::Sum | Aggregate::WeightedSum);
        let max = if sums { whole } else { node.max.clone() };
        return Combined { max, ..Combined::without(NodeState::Missing) };
    }
    let present: Vec<&Part> = parts.iter().filter(|part| part.state == NodeState::Present).collect();
    if let Some((share, otherwise)) = least.filter(|_| !parts.is_empty()) {
        let enough = ratio(present.len(), parts.len()) >= *share;
        if !enough {
            return short(node, *otherwise);
        }
    }
    if present.is_empty() {
        // Its maximum stays known, so that the parent can pass it on to the others;
        // what was reduced beside something rescaled has left it for good.
        let rescaled = parts.iter().any(|part| part.state == NodeState::Rescaled);
        let state = if rescaled { NodeState::Rescaled } else { NodeState::Reduced };
        let dropped = parts.iter().filter(|part| part.state == state);
        let max = dropped.fold(Exact::ZERO, |sum, part| sum + part.max.clone());
        return Combined { points: Exact::ZERO, max: max.min(node.max.clone()), state };
    }
    match aggregate {
        Aggregate::WeightedMean => weighted_mean(node, &parts, &present),
        Aggregate::Sum | Aggregate::WeightedSum => sum(&parts, &present),
        Aggregate::Max | Aggregate::EitherOr => best(node, &parts, &present, 1),
        Aggregate::Best(count) => best(node, &parts, &present, usize::try_from(count).unwrap_or(usize::MAX)),
    }
}

pub(crate) fn ratio(part: usize, whole: usize) -> Exact {
    Exact::ratio(i128::try_from(part).unwrap_or_default(), i128::try_from(whole).unwrap_or(1))
}

fn short(node: &PlanNode, otherwise: Absence) -> Combined {
    match otherwise {
        Absence::Refuse => Combined { max: node.max.clone(), ..Combined::without(NodeState::Missing) },
        Absence::Rescale => Combined { max: node.max.clone(), ..Combined::without(NodeState::Rescaled) },
        Absence::Reduce => Combined { max: node.max.clone(), ..Combined::without(NodeState::Reduced) },
        Absence::Zero => Combined { points: Exact::ZERO, max: node.max.clone(), state: NodeState::Present },
        Absence::Full => {
            Combined { points: node.max.clone(), max: node.max.clone(), state: NodeState::Present }
        }
    }
}

/// The sum; the present children carry the maximum of those that dropped out by rescaling.
fn sum(parts: &[Part], present: &[&Part]) -> Combined {
    let total = |state: NodeState| {
        let with = parts.iter().filter(|part| part.state == state);
        with.fold(Exact::ZERO, |sum, part| sum + part.max.clone())
    };
    let points = present.iter().fold(Exact::ZERO, |sum, part| sum + part.points.clone());
    let (kept, carried) = (total(NodeState::Present), total(NodeState::Rescaled));
    let max = kept.clone() + carried.clone();
    if carried.is_zero() {
        return Combined { points, max, state: NodeState::Present };
    }
    match (points * max.clone()).checked_div(&kept) {
        Some(points) => Combined { points, max, state: NodeState::Present },
        None => Combined::without(NodeState::Rescaled),
    }
}

fn weighted_mean(node: &PlanNode, parts: &[Part], present: &[&Part]) -> Combined {
    let weights = |parts: &mut dyn Iterator<Item = &Part>| {
        parts.fold(Exact::ZERO, |sum, part| sum + part.weight.clone())
    };
    let carried = weights(&mut present.iter().copied());
    let reduced = weights(&mut parts.iter().filter(|part| part.state == NodeState::Reduced));
    let all = weights(&mut parts.iter());
    let mut worth = Exact::ZERO;
    for part in present {
        let Some(share) = (part.points.clone() * part.weight.clone()).checked_div(&part.max) else {
            return Combined { max: node.max.clone(), ..Combined::without(NodeState::Missing) };
        };
        worth += &share;
    }
    let max = if reduced.is_zero() {
        Some(node.max.clone())
    } else {
        (node.max.clone() * (all.clone() - reduced)).checked_div(&all)
    };
    match max.and_then(|max| Some(((worth * max.clone()).checked_div(&carried)?, max))) {
        Some((points, max)) => Combined { points, max, state: NodeState::Present },
        None => Combined { max: node.max.clone(), ..Combined::without(NodeState::Missing) },
    }
}

/// The best so many; the maximum is what the children this entrant is left with could make.
fn best(node: &PlanNode, parts: &[Part], present: &[&Part], count: usize) -> Combined {
    let left = parts.iter().filter(|part| part.state != NodeState::Reduced);
    let max = sum_of_highest(left.map(|part| &part.max), count).min(node.max.clone());
    let points = sum_of_highest(present.iter().map(|part| &part.points), count);
    // Where a child dropped out by rescaling, those that are left carry what they alone could not reach.
    let reach = sum_of_highest(present.iter().map(|part| &part.max), count);
    let rescaled = parts.iter().any(|part| part.state == NodeState::Rescaled);
    let carried = (points.clone() * max.clone()).checked_div(&reach).filter(|_| rescaled && reach < max);
    Combined { points: carried.unwrap_or(points), max, state: NodeState::Present }
}

fn sum_of_highest<'a>(values: impl Iterator<Item = &'a Exact>, count: usize) -> Exact {
    let mut values: Vec<&Exact> = values.collect();
    values.sort_by(|left, right| right.cmp(left));
    values.into_iter().take(count).fold(Exact::ZERO, |sum, value| sum + value.clone())
}

/// Exactly one branch must have points; the others must be blank or not applicable.
fn either_or(node: &PlanNode, parts: &[Part]) -> Combined {
    let present: Vec<&Part> = parts.iter().filter(|part| part.state == NodeState::Present).collect();
    // A branch left at zero points does not compete with one that was filled in.
    let filled: Vec<&Part> = present.iter().copied().filter(|part| !part.points.is_zero()).collect();
    match (filled.as_slice(), present.as_slice()) {
        ([branch], _) | ([], [branch, ..]) => {
            Combined { points: branch.points.clone(), max: node.max.clone(), state: NodeState::Present }
        }
        _ => Combined { max: node.max.clone(), ..Combined::without(NodeState::Missing) },
    }
}

/// Why a group has no points although no child is missing.
pub(super) fn reason(node: &PlanNode) -> Text {
    let path = &node.path;
    match &node.kind {
        NodeKind::Group { aggregate: Aggregate::EitherOr, .. } => text!(
            "`{path}` phải chấm đúng một trong các nhánh",
            "exactly one branch of `{path}` must be scored"
        ),
        _ => text!(
            "`{path}` có quá ít tiêu chí thành phần có điểm",
            "too few criteria of `{path}` have points"
        ),
    }
}

/// Bonus or deduction items added up to their cap; `None` when there are no items.
pub(super) fn adjustment(
    nodes: &[NodeColumn],
    items: &[usize],
    cap: Option<Exact>,
    rows: usize,
) -> Option<NodeColumn> {
    if items.is_empty() {
        return None;
    }
    let columns: Vec<&NodeColumn> = items.iter().filter_map(|item| nodes.get(*item)).collect();
    let mut values = Vec::with_capacity(rows);
    let mut states = Vec::with_capacity(rows);
    for row in 0..rows {
        let missing = columns.iter().any(|column| column.state(row) == NodeState::Missing);
        let sum = columns
            .iter()
            .filter_map(|column| column.points(row))
            .fold(Exact::ZERO, |sum, points| sum + points);
        values.push(match &cap {
            Some(cap) => sum.min(cap.clone()),
            None => sum,
        });
        states.push(if missing { NodeState::Missing } else { NodeState::Present });
    }
    let complete = states.iter().all(|state| *state == NodeState::Present);
    Some(NodeColumn {
        values: Values::compress(values),
        states: (!complete).then(|| states.into()),
        maxima: None,
    })
}

/// The total of the sheet, with bonus and deductions where they count inside it.
pub(super) fn total(
    plan: &Plan,
    nodes: &[NodeColumn],
    bonus: Option<&NodeColumn>,
    deductions: Option<&NodeColumn>,
    rows: usize,
) -> NodeColumn {
    let empty = NodeColumn {
        values: Values::Scaled { denominator: 1, numerators: vec![0; rows].into() },
        states: None,
        maxima: None,
    };
    let sheet = nodes.get(plan.root).cloned().unwrap_or(empty);
    let Some(rules) = plan.rules.adjustments.as_ref().filter(|rules| !rules.outside_total) else {
        return sheet;
    };
    let max = |row: usize| {
        let own = sheet.maxima.as_ref().and_then(|maxima| maxima.get(row).cloned());
        own.unwrap_or_else(|| plan.nodes.get(plan.root).map(|root| root.max.clone()).unwrap_or_default())
    };
    let part = |column: Option<&NodeColumn>, row: usize| {
        column.map_or(Some(Exact::ZERO), |column| column.points(row))
    };
    let mut values = Vec::with_capacity(rows);
    let mut states = Vec::with_capacity(rows);
    for row in 0..rows {
        let points = sheet.points(row).zip(part(bonus, row)).zip(part(deductions, row));
        let state = sheet.state(row);
        let Some(((points, bonus), deducted)) = points else {
            values.push(Exact::ZERO);
            states.push(if state == NodeState::Present { NodeState::Missing } else { state });
            continue;
        };
        // Only the bonus is held down, only the deduction held up: what the sheet gave stands.
        let mut total = points.clone() + bonus - deducted;
        if !rules.may_exceed_max {
            total = total.min(max(row).max(points.clone()));
        }
        if !rules.may_fall_below_zero {
            total = total.max(points.min(Exact::ZERO));
        }
        values.push(total);
        states.push(NodeState::Present);
    }
    let complete = states.iter().all(|state| *state == NodeState::Present);
    NodeColumn {
        values: Values::compress(values),
        states: (!complete).then(|| states.into()),
        maxima: sheet.maxima.clone(),
    }
}
