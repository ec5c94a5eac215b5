use thidua_core::plan::children_max;
use thidua_core::{KindId, Level, NodeId, NodeKind, Plan, PlanNode, Witness, text};
use thidua_rules::method::show;

use crate::check::lint::{Lint, Run};
use crate::check::lints::group_words;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0224",
    name: "maxima-sum",
    level: Level::Deny,
    title: (
        "điểm tối đa của nhóm khác với tổng các mục con",
        "a group's maximum is not what its children make",
    ),
    // Totals, percentages and the fast lane rest on the maxima.
    fixed: true,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let NodeKind::Group { aggregate, .. } = node.kind else { continue };
        let empty_sheet = node.path.is_empty() && node.children.is_empty();
        // Why a maximum cannot be divided is told where it is declared.
        let divided = node.criterion.divided.is_some();
        if node.criterion.points_max.is_some() && !divided && !aggregate.is_by_share() && !empty_sheet {
            find(plan, node, report);
        }
    }
}

fn find(plan: &Plan, node: &PlanNode, report: &mut Report) {
    let kinds: Vec<Option<KindId>> = match plan.rules.kinds.len() {
        0 => vec![None],
        count => (0..count).map(|kind| Some(kind.into())).collect(),
    };
    for kind in kinds.into_iter().filter(|kind| kind.is_none() || node.has_kind(*kind)) {
        let made = children_max(&plan.nodes, node, kind).unwrap_or_default();
        if made == node.max || made_by_some(plan, node, kind) {
            continue;
        }
        let kind = kind.and_then(|kind| plan.rules.kinds.keys().nth(kind.into()));
        let whom = kind.map_or_else(String::new, |kind| format!(" (`{kind}`)"));
        let (declared, made) = (show(&node.max), show(&made));
        let witness = Witness {
            text: text!("đầy đủ các mục con: {made} điểm", "every child in full: {made} points"),
            sheet: node
                .children
                .iter()
                .filter_map(|child| plan.nodes.get(*child))
                .map(|child| (child.path.clone(), child.max.to_string()))
                .collect(),
        };
        report.find(
            &LINT,
            Finding {
                span: node.span,
                at: &node.path,
                message: group_words(&node.path).and_then(&text!(
                    "{whom} ghi tối đa {declared} điểm nhưng các mục con cộng lại là {made}",
                    "{whom} declares a maximum of {declared} but its children make {made}"
                )),
                help: text!(
                    "sửa điểm tối đa của nhóm hoặc của một mục con",
                    "mend the maximum of the group or of a child"
                ),
                witness: Some(witness),
            },
        );
        return;
    }
}

/// Whether some of the children that ask for something make the maximum together with all the others.
fn made_by_some(plan: &Plan, node: &PlanNode, kind: Option<KindId>) -> bool {
    let asks = |child: &&NodeId| {
        plan.nodes.get(**child).is_some_and(|child| child.criterion.when.is_some() && child.has_kind(kind))
    };
    let asking: Vec<NodeId> = node.children.iter().filter(asks).copied().collect();
    // Beyond that nobody adds up by hand either.
    const MOST: usize = 12;
    (1..1_usize << asking.len().min(MOST)).any(|chosen| {
        let gone = |child: &NodeId| {
            asking.iter().position(|asking| asking == child).is_some_and(|at| chosen >> at & 1 == 1)
        };
        let children = node.children.iter().filter(|child| !gone(child)).copied().collect();
        let left = PlanNode { children, ..node.clone() };
        children_max(&plan.nodes, &left, kind).unwrap_or_default() == node.max
    })
}
