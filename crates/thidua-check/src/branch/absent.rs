//! Values that are not there: what “not applicable” leads to, and policies for missing values that are not a refusal.

use thidua_core::{
    Absent, CellState, EntrantId, Leaf, NodeId, NodeKind, Plan, PlanNode, Span, StageId, Text, text,
};
use thidua_rules::program::Reason;
use thidua_rules::rule::{Absence, MissingPolicy};

use super::leaf::location;
use super::{Branches, Location, condition, unless};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for (position, node) in plan.nodes.iter_enumerated() {
        if let Some(when) = node.asked.last().filter(|_| node.criterion.when.is_some()) {
            let name = text!("có tiêu chí này", "has the criterion");
            condition::add(branches, &location(node).under(&["when"]), &name, when, |_, _| true);
        }
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        not_applicable(branches, position, node, leaf);
        if let Some(missing) = &node.criterion.missing {
            let location = location(node).under(&["missing"]);
            policies(branches, &location, missing, vec![position]);
        }
    }
    // The rule set's own policy is one line: once reached at some criterion, it is reached.
    let covered = plan
        .nodes
        .iter_enumerated()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Leaf(_)) && node.criterion.missing.is_none());
    let covered: Vec<NodeId> = covered.map(|(position, _)| position).collect();
    let top = Location {
        at: String::new(),
        span: Span { line: 1, column: 1, end_line: 1, end_column: 1 },
        under: &["missing"],
    };
    policies(branches, &top, &plan.rules.missing, covered);
    blank_inputs(branches);
}

fn why(pool: &super::PoolOutcome<'_>, position: NodeId, row: EntrantId) -> Option<Absent> {
    pool.reading(position, row)?.points.err()
}

fn policies(branches: &mut Branches<'_>, location: &Location, missing: &MissingPolicy, leaves: Vec<NodeId>) {
    let plan = branches.plan;
    // A blank cell is missing only where it does not stand for a value.
    let may_be_blank = leaves.iter().any(|leaf| {
        let Some(NodeKind::Leaf(leaf)) = plan.nodes.get(*leaf).map(|node| &node.kind) else { return false };
        leaf.inputs.iter().any(|input| plan.inputs.get(*input).is_some_and(|input| input.blank.is_none()))
    });
    let all: [(Absence, Reason, Text, bool); 3] = [
        (missing.blank, Reason::Blank, text!("để trống", "blank"), may_be_blank),
        (missing.not_submitted, Reason::NotSubmitted, text!("chưa nộp", "not submitted"), !leaves.is_empty()),
        (missing.exempt, Reason::Exempt, text!("được miễn", "exempt"), !leaves.is_empty()),
    ];
    for (then, wanted, name, possible) in all {
        if then == Absence::Refuse {
            continue;
        }
        let what = after(name, &becomes(then));
        let leaves = leaves.clone();
        branches.entrant(location, what, unless(possible), move |pool, row| {
            leaves.iter().any(|leaf| why(pool, *leaf, row).is_some_and(|absent| absent.reason == wanted))
        });
    }
}

fn not_applicable(branches: &mut Branches<'_>, position: NodeId, node: &PlanNode, leaf: &Leaf) {
    let Some(rule) = &node.criterion.not_applicable else { return };
    let location = location(node).under(&["not_applicable"]);
    let mut way = |what: Text, test: fn(Absent) -> bool| {
        branches.entrant(&location, what, None, move |pool, row| why(pool, position, row).is_some_and(test));
    };
    let (then, otherwise) = (becomes(rule.then), becomes(rule.otherwise));
    if rule.approved_by.is_some() {
        way(after(text!("không áp dụng, đã duyệt", "not applicable, approved"), &then), |why| {
            why.allowed && why.reason == Reason::NotApplicable
        });
        way(after(text!("không áp dụng, bị bác", "not applicable, turned down"), &otherwise), |why| {
            why.reason == Reason::TurnedDown
        });
        way(text!("không áp dụng, chờ duyệt", "not applicable, waiting for approval"), |why| {
            why.allowed && why.reason == Reason::Claimed
        });
    } else {
        way(after(text!("khai không áp dụng", "claimed as not applicable"), &then), |why| {
            why.allowed && matches!(why.reason, Reason::Claimed | Reason::NotApplicable)
        });
    }
    if let Some(only_if) = &leaf.only_if {
        let name = text!("được khai không áp dụng", "may claim not applicable");
        condition::add(branches, &location, &name, only_if, move |pool, row| {
            why(pool, position, row)
                .is_some_and(|why| matches!(why.reason, Reason::Claimed | Reason::NotApplicable))
        });
    }
}

/// A cell left blank where that means a number.
fn blank_inputs(branches: &mut Branches<'_>) {
    let plan: &Plan = branches.plan;
    for (position, input) in plan.inputs.iter_enumerated() {
        let Some(blank) = input.blank.as_ref().filter(|_| input.node.is_none()) else { continue };
        let location = Location { at: input.name.clone(), span: input.span, under: &["blank"] };
        let shown = thidua_rules::method::show(blank);
        let what = text!("để trống được tính là {shown}", "blank counts as {shown}");
        branches.entrant(&location, what, None, move |pool, row| {
            let column = pool.facts.evaluations.column(StageId::OFFICIAL, position);
            column.is_some_and(|column| column.state(row) == CellState::Blank)
        });
    }
}

fn after(name: Text, then: &Text) -> Text {
    Text { vi: format!("{}: {}", name.vi, then.vi), en: format!("{}: {}", name.en, then.en) }
}

fn becomes(then: Absence) -> Text {
    match then {
        Absence::Refuse => text!("chưa có điểm", "no points yet"),
        Absence::Zero => text!("0 điểm", "zero points"),
        Absence::Full => text!("đủ điểm", "full points"),
        Absence::Rescale => text!("chia lại cho tiêu chí khác", "carried by the others"),
        Absence::Reduce => text!("giảm điểm tối đa", "the maximum shrinks"),
    }
}
