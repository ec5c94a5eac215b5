//! Maxima of criteria whose points are entered: a higher one only lets more be entered, where nothing else reads it.

use std::collections::BTreeSet;

use thidua_core::calculus::Policy;
use thidua_core::{NodeKind, Plan, PlanNode};
use thidua_rules::rule::Absence;

use super::{maxima, walk};

/// The other plan with every higher maximum of an entered criterion brought down to the one plan's, and the groups
/// around it likewise: what lies between cannot be entered there.
pub(super) fn lowered_to(one: &Plan, other: &Plan) -> Option<Plan> {
    if maxima::named(one) || maxima::named(other) {
        return None;
    }
    let first = |node: &PlanNode| one.nodes.iter().find(|first| first.path == node.path);
    let mut rules = (*other.rules).clone();
    let mut lowered: BTreeSet<String> = BTreeSet::new();
    walk::criteria(&mut rules, other, &mut |criterion, node| {
        let Some(first) = first(node).filter(|first| !is_read(one, first) && !is_read(other, node)) else {
            return;
        };
        let entered = matches!(&node.kind, NodeKind::Leaf(_)) && criterion.is_entered();
        if entered && node.max > first.max && first.criterion.points_max.is_some() {
            criterion.points_max = first.criterion.points_max.clone();
            lowered.insert(node.path.clone());
        }
    });
    if lowered.is_empty() {
        return None;
    }
    walk::criteria(&mut rules, other, &mut |criterion, node| {
        let inside = format!("{}/", node.path);
        if let Some(first) = first(node).filter(|_| lowered.iter().any(|path| path.starts_with(&inside))) {
            criterion.points_max = first.criterion.points_max.clone();
        }
    });
    rules.points_max = one.rules.points_max.clone();
    let (plan, findings) = thidua_core::plan::build(&rules, other.file.clone(), other.day);
    (!thidua_core::has_errors(&findings)).then_some(plan)
}

/// Whether points hang on the maximum of this criterion: its own that are missing, or those of a group around it.
fn is_read(plan: &Plan, node: &PlanNode) -> bool {
    let around =
        |group: &PlanNode| group.path.is_empty() || node.path.starts_with(&format!("{}/", group.path));
    may_become(plan, node, &[Absence::Full])
        || plan.nodes.iter().any(|group| around(group) && reads_children(plan, group))
}

/// Whether the points of a group hang on the maxima of its children.
fn reads_children(plan: &Plan, group: &PlanNode) -> bool {
    let NodeKind::Group { aggregate, present_at_least, .. } = &group.kind else { return false };
    aggregate.is_by_share()
        || present_at_least.is_some()
        || children(plan, group).any(|child| may_become(plan, child, &[Absence::Rescale, Absence::Reduce]))
}

/// Whether a missing value of the criterion, or of all that a group holds, may become one of these.
fn may_become(plan: &Plan, node: &PlanNode, wanted: &[Absence]) -> bool {
    match &node.kind {
        NodeKind::Leaf(leaf) => {
            let Policy { blank, not_submitted, exempt, claimed, approved, turned_down, outside } =
                leaf.policy;
            let all = [blank, not_submitted, exempt, claimed, approved, turned_down, outside];
            all.iter().any(|then| wanted.contains(then))
        }
        NodeKind::Group { present_at_least, .. } => {
            let too_few = present_at_least.as_ref().is_some_and(|(_, then)| wanted.contains(then));
            too_few || children(plan, node).all(|child| may_become(plan, child, wanted))
        }
    }
}

fn children<'a>(plan: &'a Plan, group: &'a PlanNode) -> impl Iterator<Item = &'a PlanNode> {
    group.children.iter().filter_map(|child| plan.nodes.get(*child))
}
