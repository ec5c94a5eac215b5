use serde::Serialize;

use crate::calculus::Quantity;
use crate::evaluation::{DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan, PlanNode};
use crate::score::{References, batches, leaf_batch, read_leaf, score_rows};
use crate::{EntrantId, Exact, NodeId, StageId};

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
    let Some(stage) = evaluations.stage(&rule.stage) else { return Vec::new() };
    let (own, theirs) = (
        References::gather(plan, evaluations, StageId::OFFICIAL),
        References::gather(plan, evaluations, stage),
    );
    // Each stage has points of its own for the criteria that read those of others.
    let scored = |references: &References| {
        plan.reads_points()
            .then(|| score_rows(plan, evaluations, references, 0..evaluations.entrants().len()))
    };
    let (own_points, their_points) = (scored(&own), scored(&theirs));
    let official =
        Facts { scorecards: own_points.as_ref(), ..Facts::entered(plan, evaluations, StageId::OFFICIAL) };
    let other = Facts { stage, scorecards: their_points.as_ref(), ..official };
    let above = |node: &PlanNode| node.max.clone() * rule.above.exact().clone();
    let mut gaps = Vec::new();
    for rows in batches(evaluations.entrants().len()) {
        // Almost everybody has no gap: those who may have one are sought in columns, and then looked at one by one.
        let mut suspects: Vec<(EntrantId, NodeId)> = Vec::new();
        for (position, node) in plan.nodes.iter_enumerated() {
            let NodeKind::Leaf(leaf) = &node.kind else { continue };
            let here = leaf_batch(&official, &own, position, node, leaf, rows.clone());
            let there = leaf_batch(&other, &theirs, position, node, leaf, rows.clone());
            let suspect = here
                .zip(there)
                .map(|(here, there)| here.minus(&there).farther_than(&above(node), rows.len()));
            let found = rows.clone().map(EntrantId::from).enumerate().filter(|(index, _)| {
                suspect.as_ref().is_none_or(|suspect| suspect.get(*index) == Some(&true))
            });
            suspects.extend(found.map(|(_, row)| (row, position)));
        }
        suspects.sort_unstable();
        for (row, position) in suspects {
            let (Some(entrant), Some(node)) = (evaluations.entrants().get(row), plan.nodes.get(position))
            else {
                continue;
            };
            let NodeKind::Leaf(leaf) = &node.kind else { continue };
            let here = read_leaf(&official, &own, position, leaf, row).points;
            let there = read_leaf(&other, &theirs, position, leaf, row).points;
            let (Ok(here), Ok(there)) = (here, there) else { continue };
            let difference =
                if here < there { there.clone() - here.clone() } else { here.clone() - there.clone() };
            if difference <= above(node) {
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
