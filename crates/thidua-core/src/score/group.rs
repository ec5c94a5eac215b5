use std::ops::Range;
use std::sync::Arc;

use super::{NodeColumn, NodeState, lane};
use crate::calculus::{self, Group, Outcome, combine};
use crate::evaluation::{Evaluations, Values};
use crate::plan::{Held, NodeKind, Plan, PlanNode};
use crate::rules::{Aggregate, ItemGroup};
use crate::{Exact, Text, text};

/// The points of a group for some of the entrants, from the columns of its children.
pub(super) fn column(
    plan: &Plan,
    evaluations: &Evaluations,
    nodes: &[NodeColumn],
    node: &PlanNode,
    rows: Range<usize>,
) -> NodeColumn {
    let group = Group::of(node, node.rounding.as_ref());
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
        && *group.held == Held::default()
        && let Some(values) = plain_values(node, group.aggregate, &children, count)
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
    let mut outcomes = Vec::with_capacity(children.len());
    for (index, row) in rows.enumerate() {
        let outcome = if node.has_kind(evaluations.kind_of(row)) {
            outcomes.clear();
            outcomes.extend(children.iter().map(|(child, column)| column.outcome(index, &child.max)));
            combine(&group, outcomes.iter().zip(children.iter().map(|(child, _)| &child.weight)))
        } else {
            Outcome::other_kind()
        };
        states.push(NodeState::of(&outcome));
        values.push(outcome.points.unwrap_or_default());
        maxima.push(outcome.max);
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
        Aggregate::Max
        | Aggregate::Best(_)
        | Aggregate::EitherOr
        | Aggregate::Min
        | Aggregate::Median
        | Aggregate::GeometricMean => None,
    };
    let columns: Vec<(&Values, Exact)> =
        children.iter().map(|(_, column)| &column.values).zip(coefficients?).collect();
    lane::linear(&columns, &bounds, rows)
}

/// No point of the child is further from zero than this.
fn size(child: &PlanNode, column: &NodeColumn) -> Exact {
    // A leaf keeps to its bounds, but for its rounding; a group may pass its own maximum.
    match (&child.kind, &child.rounding) {
        (NodeKind::Leaf(leaf), None) if leaf.ceiling.is_some() => {
            (-child.min.clone()).max(leaf.ceiling.clone().unwrap_or_default())
        }
        _ => column.values.largest(),
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
    plan: &Plan,
    nodes: &[NodeColumn],
    items: &[usize],
    group: Option<&ItemGroup>,
    rows: usize,
) -> Option<NodeColumn> {
    if items.is_empty() {
        return None;
    }
    let columns: Vec<(&NodeColumn, &PlanNode)> =
        items.iter().filter_map(|item| Some((nodes.get(*item)?, plan.nodes.get(*item)?))).collect();
    let slots = (0..rows).map(|row| {
        let outcomes: Vec<Outcome<Exact>> =
            columns.iter().map(|(column, node)| column.outcome(row, &node.max)).collect();
        calculus::items(outcomes.iter(), group).value
    });
    Some(column_of(slots.map(|points| (points, NodeState::Missing)), None))
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
    let usual = plan.nodes.get(plan.root).map(|root| root.max.clone()).unwrap_or_default();
    let part = |column: Option<&NodeColumn>, row: usize| {
        column.map_or(Some(Exact::ZERO), |column| column.points(row))
    };
    let totals = (0..rows).map(|row| {
        let max = sheet.max(row).unwrap_or(&usual);
        let parts = sheet.points(row).zip(part(bonus, row)).zip(part(deductions, row));
        let total =
            parts.map(|((points, bonus), deducted)| calculus::total(rules, &points, max, &bonus, &deducted));
        let state = sheet.state(row);
        (total, if state == NodeState::Present { NodeState::Missing } else { state })
    });
    column_of(totals, sheet.maxima.clone())
}

/// A column of points, each with its state where there are none.
fn column_of(
    points: impl Iterator<Item = (Option<Exact>, NodeState)>,
    maxima: Option<Arc<[Exact]>>,
) -> NodeColumn {
    let (values, states): (Vec<Exact>, Vec<NodeState>) = points
        .map(|(points, otherwise)| match points {
            Some(points) => (points, NodeState::Present),
            None => (Exact::ZERO, otherwise),
        })
        .unzip();
    let complete = states.iter().all(|state| *state == NodeState::Present);
    NodeColumn { values: Values::compress(values), states: (!complete).then(|| states.into()), maxima }
}
