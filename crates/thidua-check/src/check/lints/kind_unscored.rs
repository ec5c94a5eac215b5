use thidua_core::{KindId, Level, NodeId, NodeKind, Plan, Witness, text};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0264",
    name: "kind-unscored",
    level: Level::Warn,
    title: ("một loại đối tượng không có tiêu chí nào", "a kind of entrants has no criterion"),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for (position, (kind, _)) in sheet.rules.kinds.iter().enumerate() {
        let scored = |plan: &Plan| has_leaf(plan, plan.root, position.into());
        if sheet.rules.criteria.is_empty() || sheet.plans.iter().any(scored) {
            continue;
        }
        let message = text!(
            "loại `{}` không có tiêu chí nào: mọi đơn vị loại này 0 điểm",
            "the kind `{}` has no criterion: all its entrants have 0 points",
            kind.value
        );
        let help = text!(
            "thêm loại này vào `kinds` của các tiêu chí, hoặc bỏ loại",
            "add the kind to the `kinds` of criteria, or drop it"
        );
        let words = text!("mọi đơn vị loại `{}`", "every entrant of the kind `{}`", kind.value);
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: kind.span, at: &kind.value, message, help, witness });
    }
}

/// Whether entrants of the kind have a leaf at or below the node.
fn has_leaf(plan: &Plan, node: NodeId, kind: KindId) -> bool {
    let Some(node) = plan.nodes.get(node).filter(|node| node.has_kind(Some(kind))) else { return false };
    matches!(node.kind, NodeKind::Leaf(_)) || node.children.iter().any(|child| has_leaf(plan, *child, kind))
}
