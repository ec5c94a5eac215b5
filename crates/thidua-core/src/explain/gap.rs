use serde::Serialize;

use crate::calculus::columns::Batch;
use crate::calculus::{Quantity, Trace, run};
use crate::evaluation::{CellState, DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::plan::{Anyone, Leaf, NodeKind, Plan, PlanInput, PlanNode};
use crate::score::{References, batches, leaf_batch, read_leaf, score_rows};
use crate::{EntrantId, Exact, InputId, NodeId, StageId, TiSlice, TiVec};

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
    let (own_silent, their_silent) =
        (silent(plan, evaluations, StageId::OFFICIAL), silent(plan, evaluations, stage));
    // A criterion whose inputs nobody entered at one of the stages differs for nobody.
    let compared = |leaf: &Leaf| {
        [&own_silent, &their_silent].into_iter().all(|silent| may_have_points(plan, leaf, silent))
    };
    let leaves: Vec<(NodeId, &PlanNode, &Leaf)> = (plan.nodes.iter_enumerated())
        .filter_map(|(position, node)| match &node.kind {
            NodeKind::Leaf(leaf) if compared(leaf) => Some((position, node, leaf.as_ref())),
            _ => None,
        })
        .collect();
    let above = |node: &PlanNode| node.max.clone() * rule.above.exact().clone();
    let mut gaps = Vec::new();
    for rows in batches(evaluations.entrants().len()) {
        // Almost everybody has no gap: those who may have one are sought in columns, which mostly hold their points too.
        let mut suspects: Vec<(EntrantId, NodeId, [Option<Exact>; 2])> = Vec::new();
        for (position, node, leaf) in leaves.iter().copied() {
            let here = leaf_batch(&official, &own, position, node, leaf, rows.clone());
            let there = leaf_batch(&other, &theirs, position, node, leaf, rows.clone());
            let both = here.zip(there);
            let far =
                both.as_ref().map(|(here, there)| here.minus(there).farther_than(&above(node), rows.len()));
            let points = |index: usize| {
                let of = |batch: &Batch| (!batch.is_gone(index)).then(|| batch.get(index));
                both.as_ref().map_or([None, None], |(here, there)| [of(here), of(there)])
            };
            let found = rows.clone().map(EntrantId::from).enumerate();
            let found = found.filter(|(index, row)| {
                far.as_ref().is_none_or(|far| far.get(*index) == Some(&true))
                    && node.has_kind(evaluations.kind_of(*row))
            });
            suspects.extend(found.map(|(index, row)| (row, position, points(index))));
        }
        suspects.sort_unstable_by_key(|(row, position, _)| (*row, *position));
        for (row, position, points) in suspects {
            let (Some(entrant), Some(node)) = (evaluations.entrants().get(row), plan.nodes.get(position))
            else {
                continue;
            };
            let NodeKind::Leaf(leaf) = &node.kind else { continue };
            let [here, there] = points;
            // Those whom the columns leave out may have points all the same.
            let there = there.or_else(|| read_leaf(&other, &theirs, position, leaf, row).points.ok());
            let Some(there) = there else { continue };
            let here = here.or_else(|| read_leaf(&official, &own, position, leaf, row).points.ok());
            let Some(here) = here else { continue };
            let difference =
                if here < there { there.clone() - here.clone() } else { here.clone() - there.clone() };
            if difference <= above(node) {
                continue;
            }
            gaps.push(Gap {
                entrant: entrant.id.as_str().to_owned(),
                criterion: node.path.clone(),
                other: there,
                official: here,
                explained: decisions.explains(&entrant.id, &node.path),
            });
        }
    }
    gaps
}

/// The inputs that have a value for nobody at a stage: a blank may stand for one.
fn silent(plan: &Plan, evaluations: &Evaluations, stage: StageId) -> TiVec<InputId, bool> {
    let silent = |(input, of): (InputId, &PlanInput)| {
        let column = evaluations.column(stage, input);
        of.blank.is_none()
            && column.is_none_or(|column| column.states.iter().all(|state| *state != CellState::Value))
    };
    plan.inputs.iter_enumerated().map(silent).collect()
}

/// Whether anybody may have points of a leaf where some inputs have no value for anybody; `false` only where that is proved.
fn may_have_points(plan: &Plan, leaf: &Leaf, silent: &TiSlice<InputId, bool>) -> bool {
    let anyone = Anyone::without(plan, silent);
    leaf.program.as_ref().is_some_and(|program| run(&anyone, program, &mut Trace::new()).value.is_some())
}
