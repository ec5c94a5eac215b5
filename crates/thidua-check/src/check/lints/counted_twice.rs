use std::collections::BTreeMap;

use thidua_core::plan::PlanRead;
use thidua_core::{Leaf, Level, NodeId, NodeKind, Plan, PlanNode, Role, text};
use thidua_rules::method::Read;
use thidua_rules::program::PlanCondition;
use thidua_rules::rule::{Aggregate, Criterion};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0266",
    name: "counted-twice",
    level: Level::Warn,
    title: ("hai tiêu chí chấm cùng một thứ", "two criteria score the same thing"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    let parents = plan.parents();
    // Only leaves that read the same, or stand under one title in one group, can be twins.
    let mut alike: BTreeMap<Key, Vec<Measured<'_>>> = BTreeMap::new();
    for (position, node) in plan.nodes.iter_enumerated() {
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        let parent = parents.get(position).copied().flatten();
        let Some(key) = key(node, leaf, parent).filter(|_| node.role == Role::Sheet) else { continue };
        let measured = measure(&node.criterion);
        let earlier = alike.entry(key).or_default();
        let twin = earlier.iter().find(|(other, other_measured, other_parent)| {
            *other_measured == measured
                && share_entrants(node, other)
                && !may_part(node, other)
                && !(parent == *other_parent && one_of(plan, parent))
        });
        if let Some((other, ..)) = twin {
            let message = text!(
                "`{}` và `{}` chấm cùng một thứ theo cùng một cách: kết quả được tính hai lần",
                "`{}` and `{}` score the same thing in the same way: it counts twice",
                other.path,
                node.path
            );
            let help = text!(
                "bỏ một tiêu chí, hoặc sửa số liệu bị chép nhầm",
                "drop one of them, or mend the input that was copied"
            );
            report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness: None });
        }
        earlier.push((node, measured, parent));
    }
}

/// A leaf, what it measures, and its group.
type Measured<'a> = (&'a PlanNode, Criterion, Option<NodeId>);

/// What twins have in common at least: the inputs they read, or else their group and title.
type Key = (Vec<String>, Option<(NodeId, String)>);

/// `None` for what has no twin: a cell of its own under a title of its own.
fn key(node: &PlanNode, leaf: &Leaf, parent: Option<NodeId>) -> Option<Key> {
    if leaf.reads.iter().any(|read| !matches!(read, PlanRead::Own(_))) {
        let reads = node.criterion.method().reads();
        let read = reads.iter().map(|read| match read {
            Read::Formula(formula) => formula.to_string(),
            Read::List(name) => (*name).to_owned(),
            Read::Condition(condition) => condition.words().vi,
            Read::Own(_) => String::new(),
        });
        return Some((read.collect(), None));
    }
    let title = node.criterion.title.trim().to_lowercase();
    (!title.is_empty()).then(|| (Vec::new(), parent.map(|parent| (parent, title))))
}

/// What is measured and how, without the words and weights around it.
fn measure(criterion: &Criterion) -> Criterion {
    Criterion {
        code: thidua_core::Located::default(),
        title: String::new(),
        basis: None,
        note: None,
        points_max: None,
        points_min: None,
        weight: None,
        kinds: Vec::new(),
        when: None,
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

/// Whether each asks something that the other does not: then nobody may have both.
fn may_part(left: &PlanNode, right: &PlanNode) -> bool {
    let asked = |node: &PlanNode| node.asked.iter().map(PlanCondition::words).collect::<Vec<_>>();
    let (left, right) = (asked(left), asked(right));
    left.iter().any(|asked| !right.contains(asked)) && right.iter().any(|asked| !left.contains(asked))
}

/// Whether a group counts one of its children or the best, not all.
pub(super) fn one_of(plan: &Plan, group: Option<NodeId>) -> bool {
    group.and_then(|group| plan.nodes.get(group)).is_some_and(|group| {
        matches!(
            group.kind,
            NodeKind::Group {
                aggregate: Aggregate::Max
                    | Aggregate::Min
                    | Aggregate::Median
                    | Aggregate::MinPoints
                    | Aggregate::MedianPoints
                    | Aggregate::EitherOr
                    | Aggregate::Best(_),
                ..
            }
        )
    })
}
