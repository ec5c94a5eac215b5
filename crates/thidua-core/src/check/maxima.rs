use super::Report;
use crate::method::show;
use crate::plan::{NodeKind, Plan, PlanNode, children_max};
use crate::rules::Aggregate;
use crate::{Exact, text};

/// Maxima that do not add up, cannot be reached or can be passed; weights that do not make 100 %.
pub(super) fn check(plan: &Plan, report: &mut Report) {
    for (position, node) in plan.nodes.iter().enumerate() {
        match &node.kind {
            NodeKind::Group { aggregate, .. } => {
                if node.children.is_empty() && position == plan.root {
                    continue;
                }
                declared_sum(plan, node, report);
                weights(plan, node, *aggregate, report);
            }
            NodeKind::Leaf(leaf) => {
                let declared = node.criterion.points_max.is_some();
                let (_, most) = leaf.method.bounds(&node.max);
                if !declared && most.is_none() || (!declared && node.max.is_zero() && !node.min.is_negative())
                {
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
                    continue;
                }
                reachable(node, most, report);
            }
        }
    }
}

fn reachable(node: &PlanNode, most: Option<Exact>, report: &mut Report) {
    let over_achieves = node.criterion.ratio.is_some();
    match most {
        Some(most) if most > node.max && !over_achieves => report.error(
            "TD0226",
            node.span,
            text!(
                "tiêu chí `{}` có thể cho {} điểm, quá điểm tối đa {}",
                "the criterion `{}` can give {} points, more than its maximum {}",
                node.path,
                show(&most),
                show(&node.max)
            ),
            text!(
                "nâng `points_max` hoặc hạ điểm của mức cao nhất",
                "raise `points_max` or lower the best entry"
            ),
        ),
        Some(most) if most < node.max => report.warning(
            "TD0225",
            node.span,
            text!(
                "tiêu chí `{}` không bao giờ đạt điểm tối đa {}: cao nhất chỉ là {}",
                "the criterion `{}` can never reach its maximum {}: the most it gives is {}",
                node.path,
                show(&node.max),
                show(&most)
            ),
            text!("sửa `points_max` hoặc thêm mức còn thiếu", "mend `points_max` or add the missing entry"),
        ),
        _ => {}
    }
}

fn declared_sum(plan: &Plan, node: &PlanNode, report: &mut Report) {
    if node.criterion.points_max.is_none() {
        return;
    }
    if matches!(node.kind, NodeKind::Group { aggregate: Aggregate::WeightedMean, .. }) {
        return;
    }
    let kinds: Vec<Option<usize>> = match plan.rules.kinds.len() {
        0 => vec![None],
        count => (0..count).map(Some).collect(),
    };
    for kind in kinds.into_iter().filter(|kind| kind.is_none() || node.has_kind(*kind)) {
        let made = children_max(&plan.nodes, node, kind).unwrap_or_default();
        if made == node.max {
            continue;
        }
        let whom = kind
            .and_then(|kind| plan.rules.kinds.keys().nth(kind))
            .map_or_else(String::new, |kind| format!(" (`{kind}`)"));
        let path = if node.path.is_empty() { "tổng" } else { &node.path };
        report.error(
            "TD0224",
            node.span,
            text!(
                "`{path}`{whom} ghi tối đa {} điểm nhưng các mục con cộng lại là {}",
                "`{path}`{whom} declares a maximum of {} but its children make {}",
                show(&node.max),
                show(&made)
            ),
            text!(
                "sửa điểm tối đa của nhóm hoặc của một mục con",
                "mend the maximum of the group or of a child"
            ),
        );
        return;
    }
}

fn weights(plan: &Plan, node: &PlanNode, aggregate: Aggregate, report: &mut Report) {
    let children: Vec<&PlanNode> = node.children.iter().filter_map(|child| plan.nodes.get(*child)).collect();
    if !matches!(aggregate, Aggregate::WeightedMean | Aggregate::WeightedSum) {
        if let Some(child) = children.iter().find(|child| child.criterion.weight.is_some()) {
            report.warning(
                "TD0228",
                child.span,
                text!(
                    "`weight` của `{}` không được dùng: nhóm chứa nó không lấy trung bình có trọng số",
                    "the `weight` of `{}` is not used: its group is not a weighted mean",
                    child.path
                ),
                text!(
                    "bỏ `weight`, hoặc khai `aggregate: weighted-mean` ở nhóm",
                    "drop `weight`, or declare `aggregate: weighted-mean` on the group"
                ),
            );
        }
        return;
    }
    for child in &children {
        if child.criterion.weight.is_none()
            || child.weight <= Exact::ZERO
            || (aggregate == Aggregate::WeightedMean && child.max <= Exact::ZERO)
        {
            report.error(
                "TD0227",
                child.span,
                text!("`{}` nằm trong nhóm lấy trung bình có trọng số nên cần `weight` và điểm tối đa lớn hơn 0", "`{}` stands in a weighted mean and needs a `weight` and a maximum above 0", child.path),
                text!("thêm `weight: 10%` hoặc `weight: 1`", "add `weight: 10%` or `weight: 1`"),
            );
        }
    }
    if aggregate == Aggregate::WeightedSum {
        return;
    }
    let percent = |child: &&&PlanNode| {
        child
            .criterion
            .weight
            .as_ref()
            .is_some_and(|weight| weight.all().iter().all(|number| number.is_percent()))
    };
    let sum = children.iter().fold(Exact::ZERO, |sum, child| sum + child.weight.clone());
    if children.iter().filter(percent).count() == children.len() && sum != Exact::ONE {
        report.error(
            "TD0229",
            node.span,
            text!(
                "trọng số trong `{}` cộng lại là {} vào ngày {}, không phải 100%",
                "the weights in `{}` add up to {} on {}, not 100%",
                node.path,
                crate::method::show_percent(&sum),
                plan.day.to_vietnamese()
            ),
            text!(
                "sửa một trọng số; hoặc viết số không có dấu %, khi đó chỉ tỷ lệ giữa chúng có nghĩa",
                "mend a weight; or write them without %, then only their proportions count"
            ),
        );
    }
}
