use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, Plan, PlanRead};
use crate::{Exact, NodeId, StageId, TiVec};

/// The reference sets of relative criteria (tập so sánh), gathered once over everybody.
#[derive(Clone, Debug)]
pub struct References {
    pub(crate) stage: StageId,
    /// For each node: one set for each group of its scope; empty for other methods.
    peers: TiVec<NodeId, Vec<Peers>>,
}

/// What is known of one reference set: the values of all members, lowest first.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// The values, lowest first.
    pub sorted: Vec<Exact>,
    /// By how much the best one exceeds its target, as a share of it.
    pub best_excess: Option<Exact>,
}

impl References {
    /// Gathers the reference sets of a stage.
    #[must_use]
    pub fn gather(plan: &Plan, evaluations: &Evaluations, stage: StageId) -> Self {
        let facts = Facts::entered(plan, evaluations, stage);
        let peers = plan
            .nodes
            .iter()
            .map(|node| match &node.kind {
                NodeKind::Leaf(leaf) => gather_leaf(&facts, leaf, node),
                NodeKind::Group { .. } => Vec::new(),
            })
            .collect();
        Self { stage, peers }
    }

    #[doc(hidden)]
    pub fn of(&self, node: NodeId, group: u32) -> Option<&Peers> {
        self.peers.get(node)?.get(usize::try_from(group).ok()?)
    }
}

fn gather_leaf(facts: &Facts<'_>, leaf: &Leaf, node: &crate::plan::PlanNode) -> Vec<Peers> {
    let Some(reference) = &leaf.reference else { return Vec::new() };
    let mut groups = vec![Peers::default(); facts.evaluations.group_count(reference.scope)];
    for row in facts.evaluations.entrants().keys() {
        if facts.has(node, row) != Some(true) {
            continue;
        }
        if reference.among.as_ref().is_some_and(|among| facts.verdict(among, row) != Some(true)) {
            continue;
        }
        let mut values = leaf.reads.iter().map(|read| match read {
            PlanRead::Term(term) => facts.value(term, row),
            PlanRead::Own(input) | PlanRead::List(input) => facts.input(*input, row),
            PlanRead::Condition(condition) => {
                facts.verdict(condition, row).map(|holds| Exact::from(i64::from(holds)))
            }
        });
        let (value, target) = (values.next().flatten(), values.next());
        let group = usize::try_from(facts.evaluations.group_of(row, reference.scope)).unwrap_or(usize::MAX);
        let (Some(value), Some(peers)) = (value, groups.get_mut(group)) else { continue };
        if let Some(Some(target)) = target {
            let excess = value.checked_div(&target).map(|reached| reached - Exact::ONE);
            if let Some(excess) = excess.filter(|excess| *excess > Exact::ZERO) {
                peers.best_excess =
                    Some(peers.best_excess.take().map_or(excess.clone(), |best| best.max(excess)));
            }
        }
        peers.sorted.push(value);
    }
    for peers in &mut groups {
        peers.sorted.sort();
    }
    groups
}
