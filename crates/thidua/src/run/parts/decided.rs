//! The decisions that a part rests on: of all decisions these alone change what is bound.

use serde::{Deserialize, Serialize};
use thidua_core::{Approval, ChosenFile, DecisionIndex, DecisionText, Decisions, Evaluations, SuppliedValue};

/// The decisions in force about entrants of a part, each kind in one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decided {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    not_applicable: Vec<Approval>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<SuppliedValue>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<ChosenFile>,
}

impl Decided {
    pub(super) fn about(decisions: &DecisionIndex, part: &Evaluations) -> Self {
        let own = decisions.in_force().filter(|decision| is_about(decision, part));
        let mut decided = Self::default();
        for decision in own {
            decided.not_applicable.extend(decision.not_applicable.clone());
            decided.values.extend(decision.value.clone());
            decided.files.extend(decision.file.clone());
        }
        decided
            .not_applicable
            .sort_by_cached_key(|one| (one.entrant.clone(), one.criterion.clone(), one.approved));
        decided.values.sort_by_cached_key(|one| (one.entrant.clone(), one.input.clone(), one.value.clone()));
        decided.files.sort_by_cached_key(|one| (one.entrant.clone(), one.file.clone()));
        decided
    }
}

/// The decisions that change what is bound about entrants of a part; nothing else is decided there.
pub(super) fn only(decisions: &Decisions, part: &Evaluations) -> Decisions {
    let about = decisions.decisions.iter().filter(|decision| is_about(decision, part));
    Decisions { decisions: about.cloned().collect() }
}

fn is_about(decision: &DecisionText, part: &Evaluations) -> bool {
    let approval = decision.not_applicable.as_ref().map(|approval| &approval.entrant);
    let value = decision.value.as_ref().map(|value| &value.entrant);
    let file = decision.file.as_ref().map(|file| &file.entrant);
    [approval, value, file].into_iter().flatten().any(|entrant| part.position(entrant).is_some())
}
