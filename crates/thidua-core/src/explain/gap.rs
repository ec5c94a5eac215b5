use serde::Serialize;

use crate::Exact;
use crate::evaluation::{DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan};
use crate::score::{References, read_leaf};

/// A large difference between two stages (chênh lệch lớn giữa hai vòng chấm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// The entrant.
    pub entrant: String,
    /// The criterion.
    pub criterion: String,
    /// Points at the other stage.
    pub other: Exact,
    /// Points at the official stage.
    pub official: Exact,
    /// Whether somebody has given the reason.
    pub explained: bool,
}

/// Differences between stages above the rule set's threshold.
#[must_use]
pub fn gaps(plan: &Plan, evaluations: &Evaluations, decisions: &DecisionIndex) -> Vec<Gap> {
    let Some(rule) = &plan.rules.gap else { return Vec::new() };
    let Some(stage) = evaluations.stages().position(|stage| stage == rule.stage) else { return Vec::new() };
    let facts = |stage| Facts::entered(plan, evaluations, stage);
    let (official, other) =
        (References::gather(plan, evaluations, 0), References::gather(plan, evaluations, stage));
    let mut gaps = Vec::new();
    for (row, entrant) in evaluations.entrants().iter().enumerate() {
        for (position, node) in plan.nodes.iter().enumerate() {
            let NodeKind::Leaf(leaf) = &node.kind else { continue };
            let here = read_leaf(&facts(0), &official, position, leaf, row).points;
            let there = read_leaf(&facts(stage), &other, position, leaf, row).points;
            let (Ok(here), Ok(there)) = (here, there) else { continue };
            let difference =
                if here < there { there.clone() - here.clone() } else { here.clone() - there.clone() };
            if difference <= node.max.clone() * rule.above.exact().clone() {
                continue;
            }
            gaps.push(Gap {
                entrant: entrant.id.clone(),
                criterion: node.path.clone(),
                other: there,
                official: here,
                explained: decisions.explains(&entrant.id, &node.path),
            });
        }
    }
    gaps
}
