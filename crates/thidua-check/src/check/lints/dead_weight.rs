use thidua_core::{Level, NodeKind, Plan, text};
use thidua_rules::rule::Aggregate;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0228",
    name: "dead-weight",
    level: Level::Warn,
    title: ("`weight` không được dùng", "a `weight` is not used"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let NodeKind::Group { aggregate, .. } = node.kind else { continue };
        if matches!(aggregate, Aggregate::WeightedMean | Aggregate::WeightedSum) {
            continue;
        }
        let mut children = node.children.iter().filter_map(|child| plan.nodes.get(*child));
        let Some(child) = children.find(|child| child.criterion.weight.is_some()) else { continue };
        let message = text!(
            "`weight` của `{}` không được dùng: nhóm chứa nó không lấy trung bình có trọng số",
            "the `weight` of `{}` is not used: its group is not a weighted mean",
            child.path
        );
        let help = text!(
            "bỏ `weight`, hoặc khai `aggregate: weighted-mean` ở nhóm",
            "drop `weight`, or declare `aggregate: weighted-mean` on the group"
        );
        report.find(&LINT, Finding { span: child.span, at: &child.path, message, help, witness: None });
    }
}
