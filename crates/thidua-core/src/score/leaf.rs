use std::ops::Range;

use thidua_rules::program::Reason;
use thidua_rules::rule::Absence;

use super::batch::Rows;
use super::growing::Growing;
use super::{NodeColumn, Peers, References};
use crate::calculus::columns::{BATCH, Batch, either};
use crate::calculus::{Outcome, Quantity, Slot, Trace, Truth, run};
use crate::facts::{Facts, Row};
use crate::plan::{Leaf, PlanNode};
use crate::{EntrantId, Exact, NodeId};

/// The points of a leaf for some of the entrants.
pub(super) fn column(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    node: &PlanNode,
    leaf: &Leaf,
    rows: Range<usize>,
) -> NodeColumn {
    let mut column = Growing::new(&node.max, rows.len());
    let mut trace = Trace::new();
    for part in batches(rows.len()).map(|part| rows.start + part.start..rows.start + part.end) {
        let source = Rows { facts, of: Some((references, position, leaf)), rows: part.clone() };
        let points = if is_batch(&part) { batch(&source, leaf, node, &mut trace) } else { None };
        column.push(points.as_ref().map(|points| (points, &node.max)), part.len(), |index| {
            let row = EntrantId::from(part.start + index);
            match node.has_kind(facts.evaluations.kind_of(row)) {
                true => outcome(facts, references, position, node, leaf, row, &mut Trace::new()),
                false => Outcome::other_kind(),
            }
        });
    }
    // A criterion has the maximum of the plan, whoever has it.
    NodeColumn { maxima: None, ..column.finish() }
}

/// The points of a batch before they are rounded; see [`batch`].
pub(crate) fn leaf_batch(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    node: &PlanNode,
    leaf: &Leaf,
    rows: Range<usize>,
) -> Option<Batch> {
    unrounded(&Rows { facts, of: Some((references, position, leaf)), rows }, leaf, node, &mut Trace::new())
}

/// Whether these rows are read as a batch: for one or two it is more trouble than their arithmetic.
pub(crate) fn is_batch(part: &Range<usize>) -> bool {
    part.len() > 2
}

/// So many rows at a time.
pub(crate) fn batches(rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..rows).step_by(BATCH).map(move |start| start..rows.min(start + BATCH))
}

/// The rounded points of a batch. Gone are the rows that somewhere lack a value, or do not have the criterion: what
/// becomes of those is decided for each by itself, as it is of all where there is no batch.
fn batch(source: &Rows<'_>, leaf: &Leaf, node: &PlanNode, trace: &mut Trace<Batch>) -> Option<Batch> {
    let points = unrounded(source, leaf, node, trace)?;
    Some(match node.rounding.as_ref().and_then(|rounding| Some((rounding, rounding.step()?))) {
        Some((rounding, step)) => points.round(&Exact::from(step), rounding.mode),
        None => points,
    })
}

fn unrounded(source: &Rows<'_>, leaf: &Leaf, node: &PlanNode, trace: &mut Trace<Batch>) -> Option<Batch> {
    let program = leaf.program.as_ref()?;
    let points = run(source, program, trace).value?;
    let mut gone = None;
    for step in trace.iter() {
        gone = either(gone.as_ref(), step.value.as_ref()?.gone());
    }
    let facts = source.facts;
    if node.kinds.is_some() || !node.asked.is_empty() {
        let other = source.entrants().map(|row| facts.has(node, row) != Some(true));
        gone = either(gone.as_ref(), Some(&other.collect()));
    }
    if let Some(reference) = &leaf.reference
        && let Some(among) = &reference.among
    {
        let apart = source.entrants().map(|row| match facts.verdict(among, row) {
            Some(member) => !member && reference.outside,
            None => true,
        });
        gone = either(gone.as_ref(), Some(&apart.collect()));
    }
    Some(points.without(gone.as_ref()))
}

/// What a leaf becomes for one entrant of its kind.
fn outcome(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    node: &PlanNode,
    leaf: &Leaf,
    row: EntrantId,
    trace: &mut Trace<Exact>,
) -> Outcome<Exact> {
    let mut slot = points(facts, references, position, leaf, row, trace);
    if let (Some(rounding), Some(points)) = (&node.rounding, &slot.value) {
        slot.value = Some(rounding.apply(points));
    }
    leaf.policy.settle(slot, &node.max, || may_claim(facts, leaf, row))
}

/// Whether the rules let this entrant call the criterion not applicable.
pub(crate) fn may_claim(facts: &Facts<'_>, leaf: &Leaf, row: EntrantId) -> Truth {
    let holds = leaf.only_if.as_ref().map(|condition| facts.verdict(condition, row));
    Truth::of(holds.is_none_or(|holds| holds == Some(true)))
}

/// The points before rounding, or why there are none.
fn points(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    leaf: &Leaf,
    row: EntrantId,
    trace: &mut Trace<Exact>,
) -> Slot<Exact> {
    let compared = match compared(facts, references, position, leaf, row) {
        Ok(compared) => compared,
        Err(reason) => {
            trace.clear();
            return Slot::absent(reason);
        }
    };
    let Some(program) = &leaf.program else { return Slot::absent(Reason::NoPiece) };
    let slot = run(&Row { facts, row, peers: compared.peers }, program, trace);
    if compared.unknown && slot.value.is_some() {
        trace.clear();
        return Slot::absent(Reason::NotKnown);
    }
    slot
}

/// Whom an entrant is compared with.
pub(crate) struct Compared<'a> {
    pub(crate) peers: Option<&'a Peers>,
    /// Whoever may or may not belong to the set is neither compared within it nor let go as an outsider.
    pub(crate) unknown: bool,
}

/// Whom an entrant is compared with in a criterion; or why the criterion is not for it.
pub(crate) fn compared<'a>(
    facts: &Facts<'_>,
    references: &'a References,
    position: NodeId,
    leaf: &Leaf,
    row: EntrantId,
) -> Result<Compared<'a>, Reason> {
    if let Some(node) = facts.plan.nodes.get(position).filter(|node| !node.asked.is_empty()) {
        match facts.has(node, row) {
            Some(true) => {}
            Some(false) => return Err(Reason::Unasked),
            None => return Err(Reason::NotKnown),
        }
    }
    let Some(reference) = &leaf.reference else { return Ok(Compared { peers: None, unknown: false }) };
    let peers = references.of(position, facts.evaluations.group_of(row, reference.scope));
    let member = reference.among.as_ref().map_or(Some(true), |among| facts.verdict(among, row));
    match member {
        Some(false) if reference.outside => Err(Reason::Outside),
        member => Ok(Compared { peers, unknown: member.is_none() }),
    }
}

/// How a leaf was read for one entrant, step by step.
pub struct Reading {
    /// The points before rounding.
    pub points: Result<Exact, Absent>,
    /// What every step gave; empty where the program was not run.
    pub trace: Trace<Exact>,
}

/// Why a leaf has no points of its own, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Why there are none.
    pub reason: Reason,
    /// Whether the entrant may call the criterion not applicable, where it was claimed.
    pub allowed: bool,
    pub(crate) then: Absence,
}

/// Reads a leaf for one entrant by the same steps that score.
pub fn read_leaf(
    facts: &Facts<'_>,
    references: &References,
    position: NodeId,
    leaf: &Leaf,
    row: EntrantId,
) -> Reading {
    let mut trace = Trace::new();
    let slot = points(facts, references, position, leaf, row, &mut trace);
    let points = slot.value.ok_or_else(|| {
        let reason = slot.absent.last().unwrap_or(Reason::NotKnown);
        let asks = matches!(reason, Reason::Claimed | Reason::NotApplicable);
        let allowed = !asks || may_claim(facts, leaf, row).yes;
        Absent { reason, allowed, then: leaf.policy.then(reason, allowed) }
    });
    Reading { points, trace }
}
