//! Approvals of “not applicable” that a part rests on: of all decisions they alone change points.

use thidua_core::{Approval, DecisionIndex, Decisions, Evaluations};

/// The approvals in force about entrants of a part, in one order.
pub(super) fn about(decisions: &DecisionIndex, part: &Evaluations) -> Vec<Approval> {
    let approvals = decisions.in_force().filter_map(|decision| decision.not_applicable.clone());
    let mut own: Vec<Approval> =
        approvals.filter(|approval| part.position(&approval.entrant).is_some()).collect();
    own.sort_by(|one, other| {
        let key =
            |approval: &Approval| (approval.entrant.clone(), approval.criterion.clone(), approval.approved);
        key(one).cmp(&key(other))
    });
    own
}

/// The decisions on approvals about entrants of a part; nothing else is decided there.
pub(super) fn only(decisions: &Decisions, part: &Evaluations) -> Decisions {
    let own = |approval: &Approval| part.position(&approval.entrant).is_some();
    let about =
        decisions.decisions.iter().filter(|decision| decision.not_applicable.as_ref().is_some_and(own));
    Decisions { decisions: about.cloned().collect() }
}
