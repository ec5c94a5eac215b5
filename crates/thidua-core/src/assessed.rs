//! Whom the rules ask nothing of.

use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan, PlanNode, Role};

/// Whether the rules ask anything of an entrant (thuộc diện đánh giá).
///
/// Somebody whom the `when` of every criterion leaves out is not assessed: no total, no grade, nothing missing, and no
/// place in a base of entrants. While one of the conditions cannot be told, the entrant counts as assessed.
#[must_use]
pub fn is_assessed(plan: &Plan, evaluations: &Evaluations, row: usize) -> bool {
    let facts = Facts::entered(plan, evaluations, 0);
    let kind = evaluations.entrants().get(row).and_then(|entrant| entrant.kind);
    let asks = |node: &PlanNode| {
        node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_)) && node.has_kind(kind)
    };
    let mut leaves = plan.nodes.iter().filter(|node| asks(node)).peekable();
    // A kind without a single criterion is a gap in the rules, not somebody whom they leave out.
    leaves.peek().is_none()
        || leaves.any(|node| node.asked.iter().all(|asked| facts.verdict(asked, row) != Some(false)))
}
