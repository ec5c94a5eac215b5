use std::ops::Range;

use super::{NodeColumn, NodeState, References, lane};
use crate::Exact;
use crate::calculus::{Outcome, Reason, Slot, Trace, Truth, run};
use crate::evaluation::Values;
use crate::facts::{Facts, Row};
use crate::plan::{Leaf, PlanNode};
use crate::rules::Absence;

/// The points of a leaf for some of the entrants.
pub(super) fn column(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    rows: Range<usize>,
) -> NodeColumn {
    if let Some(values) = lane::direct(facts, node, leaf, rows.clone()) {
        return NodeColumn { values, states: None, maxima: None };
    }
    let mut values = Vec::with_capacity(rows.len());
    let mut states = Vec::with_capacity(rows.len());
    let mut trace = Vec::new();
    for row in rows {
        let outcome = if node.has_kind(facts.evaluations.kind_of(row)) {
            outcome(facts, references, position, node, leaf, row, &mut trace)
        } else {
            Outcome::other_kind()
        };
        states.push(NodeState::of(&outcome));
        values.push(outcome.points.unwrap_or_default());
    }
    let complete = states.iter().all(|state| *state == NodeState::Present);
    NodeColumn { values: Values::compress(values), states: (!complete).then(|| states.into()), maxima: None }
}

/// What a leaf becomes for one entrant of its kind.
fn outcome(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    node: &PlanNode,
    leaf: &Leaf,
    row: usize,
    trace: &mut Trace<Exact>,
) -> Outcome<Exact> {
    let mut slot = points(facts, references, position, leaf, row, trace);
    if let (Some(rounding), Some(points)) = (&node.rounding, &slot.value) {
        slot.value = Some(rounding.apply(points));
    }
    leaf.policy.settle(slot, &node.max, || may_claim(facts, leaf, row))
}

fn may_claim(facts: &Facts<'_>, leaf: &Leaf, row: usize) -> Truth {
    let holds = leaf.only_if.as_ref().map(|condition| facts.verdict(condition, row));
    Truth::of(holds.is_none_or(|holds| holds == Some(true)))
}

/// The points before rounding, or why there are none.
fn points(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    leaf: &Leaf,
    row: usize,
    trace: &mut Trace<Exact>,
) -> Slot<Exact> {
    if let Some(node) = facts.plan.nodes.get(position).filter(|node| !node.asked.is_empty()) {
        let reason = match facts.has(node, row) {
            Some(true) => None,
            Some(false) => Some(Reason::Unasked),
            None => Some(Reason::NotKnown),
        };
        if let Some(reason) = reason {
            trace.clear();
            return Slot::absent(reason);
        }
    }
    let mut peers = None;
    if let Some(reference) = &leaf.reference {
        peers = references.of(position, facts.evaluations.group_of(row, reference.scope));
        let member = || reference.among.as_ref().is_none_or(|among| facts.verdict(among, row) == Some(true));
        if reference.outside && !member() {
            trace.clear();
            return Slot::absent(Reason::Outside);
        }
    }
    match &leaf.program {
        Some(program) => run(&Row { facts, row, peers }, program, trace),
        None => Slot::absent(Reason::NoPiece),
    }
}

/// How a leaf was read for one entrant, step by step.
pub(crate) struct Reading {
    /// The points before rounding.
    pub(crate) points: Result<Exact, Absent>,
    /// What every step gave; empty where the program was not run.
    pub(crate) trace: Trace<Exact>,
    /// How many the entrant is compared with.
    pub(crate) peers: Option<usize>,
}

/// Why a leaf has no points of its own, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Absent {
    pub(crate) reason: Reason,
    /// Whether the entrant may call the criterion not applicable, where it was claimed.
    pub(crate) allowed: bool,
    pub(crate) then: Absence,
}

/// Reads a leaf for one entrant by the same steps that score.
pub(crate) fn read_leaf(
    facts: &Facts<'_>,
    references: &References,
    position: usize,
    leaf: &Leaf,
    row: usize,
) -> Reading {
    let mut trace = Vec::new();
    let slot = points(facts, references, position, leaf, row, &mut trace);
    let peers = leaf.reference.as_ref().and_then(|reference| {
        references
            .of(position, facts.evaluations.group_of(row, reference.scope))
            .map(|peers| peers.sorted.len())
    });
    let points = slot.value.ok_or_else(|| {
        let reason = slot.absent.last().unwrap_or(Reason::NotKnown);
        let asks = matches!(reason, Reason::Claimed | Reason::NotApplicable);
        let allowed = !asks || may_claim(facts, leaf, row).yes;
        Absent { reason, allowed, then: leaf.policy.then(reason, allowed) }
    });
    Reading { points, trace, peers }
}
