use std::collections::BTreeSet;

use thidua_core::{Exact, NodeId, NodeKind, Plan, PlanNode, text};
use thidua_rules::rule::Aggregate;

use super::Report;

/// Criteria without a maximum, and children of weighted groups without a weight.
pub(super) fn check(plan: &Plan, report: &mut Report) {
    let divided = plan.nodes.iter().filter(|node| node.criterion.divided.is_some());
    let in_divided: BTreeSet<NodeId> = divided.flat_map(|node| node.children.iter().copied()).collect();
    for (position, node) in plan.nodes.iter_enumerated() {
        match &node.kind {
            // What a group has to divide is asked of the group.
            NodeKind::Leaf(_) if in_divided.contains(&position) => {}
            NodeKind::Leaf(leaf) => {
                let most = &leaf.paid.high;
                let nothing = node.max.is_zero() && !node.min.is_negative();
                if node.criterion.points_max.is_none() && (most.is_none() || nothing) {
                    report.error(
                        "TD0220",
                        node.span,
                        text!(
                            "tiêu chí `{}` chưa có `points_max`",
                            "the criterion `{}` has no `points_max`",
                            node.path
                        ),
                        text!(
                            "thêm điểm tối đa, chẳng hạn `points_max: 5`",
                            "add the maximum, for example `points_max: 5`"
                        ),
                    );
                }
            }
            NodeKind::Group { aggregate, .. } => weights(plan, node, *aggregate, report),
        }
    }
}

fn weights(plan: &Plan, node: &PlanNode, aggregate: Aggregate, report: &mut Report) {
    if aggregate == Aggregate::GeometricMean && node.rounding.and_then(|rounding| rounding.step()).is_none() {
        report.error(
            "TD0297",
            node.span,
            text!(
                "trung bình nhân của `{}` phải có cách làm tròn",
                "the geometric mean of `{}` needs a rounding",
                node.path
            ),
            text!(
                "thêm `rounding: {{ places: 2, mode: half-up }}`: căn không có chữ số cuối",
                "add `rounding: {{ places: 2, mode: half-up }}`: a root has no last digit"
            ),
        );
    }
    if !aggregate.is_by_share() && aggregate != Aggregate::WeightedSum {
        return;
    }
    let weighs = matches!(aggregate, Aggregate::WeightedMean | Aggregate::WeightedSum);
    // Of a line that others read nothing needs to count itself.
    let is_read = |child: NodeId| {
        let mut leaves = plan.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Leaf(leaf) => Some(leaf),
            NodeKind::Group { .. } => None,
        });
        aggregate == Aggregate::WeightedSum && leaves.any(|leaf| leaf.earlier.contains(&child))
    };
    for (position, child) in node.children.iter().filter_map(|child| Some((*child, plan.nodes.get(*child)?)))
    {
        let nothing = child.weight < Exact::ZERO || (child.weight.is_zero() && !is_read(position));
        let unweighed = weighs && (child.criterion.weight.is_none() || nothing);
        if unweighed || (aggregate.is_by_share() && child.max <= Exact::ZERO) {
            report.error(
                "TD0227",
                child.span,
                text!("`{}` nằm trong nhóm lấy trung bình có trọng số nên cần `weight` và điểm tối đa lớn hơn 0", "`{}` stands in a weighted mean and needs a `weight` and a maximum above 0", child.path),
                text!("thêm `weight: 10%` hoặc `weight: 1`", "add `weight: 10%` or `weight: 1`"),
            );
        }
    }
}
