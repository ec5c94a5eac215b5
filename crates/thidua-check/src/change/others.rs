//! Everybody else stays as they are, and so do their scores: they are worked out once for the whole search.

use std::collections::BTreeSet;

use thidua_core::{
    EntrantId, Evaluations, InputId, NodeKind, Plan, References, Scorecards, StageId, join, score, score_rows,
};

use super::CellChange;

/// The scores of those before and behind the entrant, and what they all are compared with.
pub(super) struct Others {
    references: References,
    before: Scorecards,
    behind: Scorecards,
    /// Inputs that say who is compared with whom, or by what.
    compared: BTreeSet<InputId>,
}

impl Others {
    pub(super) fn of(plan: &Plan, part: &Evaluations, row: EntrantId) -> Self {
        let references = References::gather(plan, part, StageId::OFFICIAL);
        let own = usize::from(row);
        let before = score_rows(plan, part, &references, 0..own);
        let behind = score_rows(plan, part, &references, own + 1..part.entrants().len());
        Self { references, before, behind, compared: compared(plan) }
    }

    /// The scores of everybody once the entrant has changed these cells.
    pub(super) fn with(
        &self,
        plan: &Plan,
        changed: &Evaluations,
        row: EntrantId,
        changes: &[CellChange],
    ) -> Scorecards {
        if changes.iter().any(|change| self.compared.contains(&change.input)) {
            return score(plan, changed);
        }
        let at = usize::from(row);
        let own = score_rows(plan, changed, &self.references, at..at + 1);
        let parts = [self.before.clone(), own, self.behind.clone()];
        let parts = parts.into_iter().filter(|part| part.rows() > 0).collect();
        join(parts).unwrap_or_else(|| score(plan, changed))
    }
}

/// Whatever a reference set depends on.
fn compared(plan: &Plan) -> BTreeSet<InputId> {
    let mut compared = BTreeSet::new();
    for node in &plan.nodes {
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        let Some(reference) = &leaf.reference else { continue };
        compared.extend(leaf.inputs.iter().copied());
        let asked = leaf.only_if.iter().chain(&node.asked).chain(&reference.among);
        compared.extend(asked.flat_map(|condition| condition.inputs()));
    }
    compared
}
