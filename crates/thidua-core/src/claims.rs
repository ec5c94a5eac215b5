use std::collections::BTreeSet;

use crate::cells::CellPlaces;
use crate::evaluation::{CellState, Evaluations};
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan};
use crate::score::may_claim;
use crate::{EntrantId, InputId, NodeId, Place, StageId};

/// A claim that a criterion does not apply, on which nobody has decided (đề nghị không áp dụng chờ quyết định).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The entrant.
    pub entrant: EntrantId,
    /// The criterion, by the position of its node.
    pub node: NodeId,
    /// The first cell that says so.
    pub place: Place,
}

/// Every claim at the official stage that waits for a decision, by criterion in reading order and then by entrant.
///
/// Criteria that read the same claimed cells are named once: a decision on one of them settles them all. What the rules let
/// nobody claim, or let whoever likes claim, waits for none.
#[must_use]
pub fn claims(plan: &Plan, evaluations: &Evaluations) -> Vec<Claim> {
    let places = CellPlaces::of(evaluations);
    let facts = Facts::entered(plan, evaluations, StageId::OFFICIAL);
    let mut told: BTreeSet<(InputId, EntrantId)> = BTreeSet::new();
    let mut claims = Vec::new();
    for node in plan.reading_order() {
        let Some(known) = plan.nodes.get(node) else { continue };
        let NodeKind::Leaf(leaf) = &known.kind else { continue };
        if known.criterion.not_applicable.as_ref().is_none_or(|rule| rule.approved_by.is_none()) {
            continue;
        }
        for (entrant, who) in evaluations.entrants().iter_enumerated() {
            if !known.has_kind(who.kind) {
                continue;
            }
            let claimed = |input: &&InputId| {
                let column = evaluations.column(StageId::OFFICIAL, **input);
                column.is_some_and(|column| column.state(entrant) == CellState::Claimed)
            };
            let fresh: Vec<InputId> = leaf
                .inputs
                .iter()
                .filter(claimed)
                .filter(|_| may_claim(&facts, leaf, entrant).yes)
                .copied()
                .filter(|input| told.insert((*input, entrant)))
                .collect();
            if let Some(first) = fresh.first() {
                claims.push(Claim { entrant, node, place: places.of_input(*first, entrant) });
            }
        }
    }
    claims
}
