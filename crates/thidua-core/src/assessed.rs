//! Whom the rules ask nothing of.

use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan, PlanNode, Role};
use crate::{EntrantId, StageId};

/// Whether the rules ask anything of an entrant (thuộc diện đánh giá).
///
/// Somebody whom the `when` of every criterion leaves out is not assessed: no total, no grade, nothing missing, and no
/// place in a base of entrants. While that cannot be told, the entrant counts as assessed.
#[must_use]
pub fn is_assessed(plan: &Plan, evaluations: &Evaluations, row: EntrantId) -> bool {
    assessed(&Facts::entered(plan, evaluations, StageId::OFFICIAL), row) != Some(false)
}

/// The same with three answers: `None` while a condition cannot be told that decides.
pub(crate) fn assessed(facts: &Facts<'_>, row: EntrantId) -> Option<bool> {
    let kind = facts.evaluations.entrants().get(row).and_then(|entrant| entrant.kind);
    let is_leaf = |node: &&PlanNode| {
        node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_)) && node.has_kind(kind)
    };
    let mut leaves = facts.plan.nodes.iter().filter(is_leaf).peekable();
    if leaves.peek().is_none() {
        // A kind without a single criterion is a gap in the rules, not somebody whom they leave out.
        return Some(true);
    }
    let mut answer = Some(false);
    for node in leaves {
        let mut asks = Some(true);
        for asked in &node.asked {
            match facts.verdict(asked, row) {
                Some(true) => {}
                Some(false) => asks = Some(false),
                None => asks = asks.filter(|holds| !holds),
            }
        }
        match asks {
            Some(true) => return Some(true),
            None => answer = None,
            Some(false) => {}
        }
    }
    answer
}
