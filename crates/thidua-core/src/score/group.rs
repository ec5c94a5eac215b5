use std::ops::Range;
use std::rc::Rc;

use thidua_rules::rule::{Aggregate, ItemGroup};

use super::growing::Growing;
use super::leaf::{batches, is_batch};
use super::{NodeColumn, NodeState};
use crate::calculus::columns::{Batch, either};
use crate::calculus::{self, Group, Outcome, Quantity, combine};
use crate::evaluation::{Evaluations, Values};
use crate::plan::{NodeKind, Plan, PlanNode};
use crate::{EntrantId, Exact, NodeId, Rounding, Text, TiSlice, text};

/// The points of a group for some of the entrants, from the columns of its children.
pub(super) fn column(
    plan: &Plan,
    evaluations: &Evaluations,
    nodes: &TiSlice<NodeId, NodeColumn>,
    node: &PlanNode,
    rows: Range<usize>,
) -> NodeColumn {
    let group = Group::of(node, node.rounding.as_ref());
    let children: Vec<(&PlanNode, &NodeColumn)> = node
        .children
        .iter()
        .filter_map(|child| Some((plan.nodes.get(*child)?, nodes.get(*child)?)))
        .collect();
    let mut column = Growing::new(&node.max, rows.len());
    for part in batches(rows.len()) {
        let made = if is_batch(&part) && node.kinds.is_none() {
            batch(&group, &children, part.clone())
        } else {
            None
        };
        column.push(made.as_ref().map(|(points, max)| (points, max)), part.len(), |index| {
            let index = part.start + index;
            if !node.has_kind(evaluations.kind_of(EntrantId::from(rows.start + index))) {
                return Outcome::other_kind();
            }
            let outcomes: Vec<Outcome<Exact>> =
                children.iter().map(|(child, column)| column.outcome(index, &child.max)).collect();
            combine(&group, outcomes.iter().zip(children.iter().map(|(child, _)| &child.weight)))
        });
    }
    column.finish()
}

/// The points and the maximum of the rows in which every child has points and its usual maximum.
fn batch(
    group: &Group<'_>,
    children: &[(&PlanNode, &NodeColumn)],
    rows: Range<usize>,
) -> Option<(Batch, Exact)> {
    // Which branch counts is different from row to row.
    if group.aggregate == Aggregate::EitherOr {
        return None;
    }
    let outcomes: Vec<Outcome<Batch>> = children
        .iter()
        .map(|(child, column)| {
            Outcome::present(column.batch(rows.clone(), &child.max), Batch::exactly(&child.max))
        })
        .collect();
    let gone = outcomes.iter().fold(None, |gone: Option<Rc<[bool]>>, outcome| {
        either(gone.as_ref(), outcome.points.as_ref().and_then(Batch::gone))
    });
    let made = combine(group, outcomes.iter().zip(children.iter().map(|(child, _)| &child.weight)));
    let max = made.max.only()?.clone();
    Some((made.points?.without(gone.as_ref()), max))
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
    nodes: &TiSlice<NodeId, NodeColumn>,
    items: &[NodeId],
    group: Option<&ItemGroup>,
    rows: usize,
) -> Option<NodeColumn> {
    if items.is_empty() {
        return None;
    }
    let columns: Vec<(&NodeColumn, &PlanNode)> =
        items.iter().filter_map(|item| Some((nodes.get(*item)?, plan.nodes.get(*item)?))).collect();
    let mut column = Growing::new(&Exact::ZERO, rows);
    for part in batches(rows) {
        let outcomes: Vec<Outcome<Batch>> = columns
            .iter()
            .map(|(column, node)| {
                Outcome::present(column.batch(part.clone(), &node.max), Batch::exactly(&node.max))
            })
            .collect();
        let all = calculus::items(outcomes.iter(), group).value;
        column.push(all.as_ref().map(|all| (all, &Exact::ZERO)), part.len(), |index| {
            let own = columns.iter().map(|(column, node)| column.outcome(part.start + index, &node.max));
            let all = calculus::items(own.collect::<Vec<_>>().iter(), group).value;
            all.map_or(Outcome::missing(Exact::ZERO), |all| Outcome::present(all, Exact::ZERO))
        });
    }
    Some(column.finish())
}

/// The total of the sheet, with bonus and deductions where they count inside it.
pub(super) fn total(
    plan: &Plan,
    nodes: &TiSlice<NodeId, NodeColumn>,
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
    let of_row = |column: Option<&NodeColumn>, row: usize| {
        column.map_or(Some(Exact::ZERO), |column| column.points(row))
    };
    let of_part = |column: Option<&NodeColumn>, part: &Range<usize>| {
        column.map_or(Batch::exactly(&Exact::ZERO), |column| column.batch(part.clone(), &Exact::ZERO))
    };
    let mut column = Growing::new(&usual, rows);
    for part in batches(rows) {
        let (points, max) = (sheet.batch(part.clone(), &usual), Batch::exactly(&usual));
        let (added, taken) = (of_part(bonus, &part), of_part(deductions, &part));
        let all = calculus::total(rules, &points, &max, &added, &taken);
        column.push(Some((&all, &usual)), part.len(), |index| {
            let row = part.start + index;
            let max = sheet.max(row).unwrap_or(&usual);
            let parts = sheet.points(row).zip(of_row(bonus, row)).zip(of_row(deductions, row));
            let total = parts
                .map(|((points, bonus), deducted)| calculus::total(rules, &points, max, &bonus, &deducted));
            match total {
                Some(total) => Outcome::present(total, max.clone()),
                None if sheet.state(row) == NodeState::Present => Outcome::missing(max.clone()),
                None => sheet.outcome(row, &usual),
            }
        });
    }
    // Other kinds tell no maximum of their own in the total.
    NodeColumn { maxima: sheet.maxima.clone(), ..column.finish() }
}

/// Every number rounded.
pub(super) fn rounded(column: &NodeColumn, rounding: &Rounding, rows: usize) -> NodeColumn {
    let Some(step) = rounding.step().map(Exact::from) else { return column.clone() };
    let mut growing = Growing::new(&Exact::ZERO, rows);
    for part in batches(rows) {
        let rounded = super::batch::batch(&column.values, part.clone()).round(&step, rounding.mode);
        growing.push(Some((&rounded, &Exact::ZERO)), part.len(), |_| Outcome::missing(Exact::ZERO));
    }
    NodeColumn { values: growing.finish().values, ..column.clone() }
}
