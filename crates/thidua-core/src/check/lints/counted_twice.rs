use crate::check::lint::{Level, Lint, Run};
use crate::check::{Finding, Report};
use crate::plan::{NodeKind, Plan, PlanNode, PlanRead, Role};
use crate::rules::{Aggregate, Criterion};
use crate::text;

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0266",
    name: "counted-twice",
    level: Level::Warn,
    title: ("hai tiêu chí chấm cùng một thứ", "two criteria score the same thing"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    let leaves: Vec<(usize, &PlanNode, Criterion)> = plan
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_)))
        .map(|(position, node)| (position, node, measure(&node.criterion)))
        .collect();
    for (index, (position, node, measured)) in leaves.iter().enumerate() {
        let twin = leaves.iter().take(index).find(|(other_position, other, other_measured)| {
            other_measured == measured
                && share_entrants(node, other)
                && !alternatives(plan, *position, *other_position)
                && (reads_inputs(node) || same_line(plan, *position, *other_position))
        });
        let Some((_, other, _)) = twin else { continue };
        let message = text!(
            "`{}` và `{}` chấm cùng một thứ theo cùng một cách: kết quả được tính hai lần",
            "`{}` and `{}` score the same thing in the same way: it counts twice",
            other.path,
            node.path
        );
        let help = text!(
            "bỏ một tiêu chí, hoặc sửa đầu vào bị chép nhầm",
            "drop one of them, or mend the input that was copied"
        );
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness: None });
    }
}

/// What is measured and how, without the words and weights around it.
fn measure(criterion: &Criterion) -> Criterion {
    Criterion {
        code: crate::Located::default(),
        title: String::new(),
        basis: None,
        note: None,
        points_max: None,
        points_min: None,
        weight: None,
        kinds: Vec::new(),
        effective: None,
        not_applicable: None,
        missing: None,
        rounding: None,
        ..criterion.clone()
    }
}

fn share_entrants(left: &PlanNode, right: &PlanNode) -> bool {
    match (&left.kinds, &right.kinds) {
        (Some(left), Some(right)) => left.iter().any(|kind| right.contains(kind)),
        _ => true,
    }
}

fn reads_inputs(node: &PlanNode) -> bool {
    match &node.kind {
        NodeKind::Leaf(leaf) => leaf.reads.iter().any(|read| !matches!(read, PlanRead::Own(_))),
        NodeKind::Group { .. } => false,
    }
}

fn parent(plan: &Plan, position: usize) -> Option<&PlanNode> {
    plan.nodes.iter().find(|node| node.children.contains(&position))
}

/// Whether both stand in one group under the same title, each with a cell of its own.
fn same_line(plan: &Plan, left: usize, right: usize) -> bool {
    let title =
        |position: usize| plan.nodes.get(position).map(|node| node.criterion.title.trim().to_lowercase());
    let siblings = parent(plan, left).is_some_and(|group| group.children.contains(&right));
    siblings && title(left) == title(right) && title(left).is_some_and(|title| !title.is_empty())
}

/// Whether their group counts one or the other, not both.
fn alternatives(plan: &Plan, left: usize, right: usize) -> bool {
    parent(plan, left).is_some_and(|group| {
        let one_of = matches!(
            group.kind,
            NodeKind::Group { aggregate: Aggregate::Max | Aggregate::EitherOr | Aggregate::Best(_), .. }
        );
        one_of && group.children.contains(&right)
    })
}
