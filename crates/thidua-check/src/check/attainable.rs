use thidua_core::calculus::{Outcome, Range, hull};
use thidua_core::{Exact, KindId, NodeId, Plan, TiVec};

use super::reach::{World, prove};

/// The lowest and the highest points that can come out (điểm có thể đạt); `None` for no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The lowest.
    pub least: Option<Exact>,
    /// The highest.
    pub most: Option<Exact>,
}

/// What can come out of a sheet (khoảng điểm của cả phiếu): for each criterion, each group and the total.
#[derive(Clone, Debug)]
pub struct SheetBounds {
    /// By position of the plan's nodes; `None` where the entrant can have no points.
    pub nodes: TiVec<NodeId, Option<Bounds>>,
    /// The total as published, bonus and deductions with it; `None` when there can be none.
    pub total: Option<Bounds>,
    /// What the total is measured against.
    pub max: Bounds,
}

/// The sheet without some criteria (tổ hợp tiêu chí không áp dụng).
#[derive(Clone, Debug)]
pub struct WithoutBounds {
    /// The criteria that do not apply, by position.
    pub without: Vec<NodeId>,
    /// The total then; `None` when there can be none.
    pub total: Option<Bounds>,
    /// What the total is measured against.
    pub max: Bounds,
}

/// What entrants of one kind can get.
#[derive(Clone, Debug)]
pub struct KindBounds {
    /// The kind, by position; `None` when the rule set declares none.
    pub kind: Option<KindId>,
    /// When every criterion applies.
    pub applicable: SheetBounds,
    /// Whatever applies.
    pub any: SheetBounds,
    /// Every combination of criteria that do not apply, those of one criterion first.
    pub without: Vec<WithoutBounds>,
}

/// What every kind of entrants can get on a day (khoảng điểm có thể đạt).
#[derive(Clone, Debug)]
pub struct Attainable {
    /// One entry for each kind.
    pub kinds: Vec<KindBounds>,
    /// Whether every combination of criteria that do not apply was looked at; [`KindBounds::any`] holds in any case.
    pub complete: bool,
}

/// The lowest and highest points that can come out (điểm thấp nhất, cao nhất có thể đạt): of every node and of
/// the total, for every kind of entrants, with every combination of criteria that do not apply.
///
/// Nothing outside the bounds can come out. Criteria that read the same input are taken to be free of each other.
#[must_use]
pub fn attainable(plan: &Plan) -> Attainable {
    let proof = prove(plan);
    let mut kinds: Vec<KindBounds> = Vec::new();
    for chunk in proof.worlds.chunk_by(|left, right| left.kind == right.kind) {
        let Some(first) = chunk.first() else { continue };
        let without =
            chunk.iter().filter(|world| !world.without.is_empty() && !world.any).map(|world| WithoutBounds {
                without: world.without.clone(),
                total: world.total.as_ref().map(bounds),
                max: max(plan, world),
            });
        kinds.push(KindBounds {
            kind: first.kind,
            applicable: SheetBounds {
                nodes: first.nodes.iter().map(|node| node.points.as_ref().map(bounds)).collect(),
                total: first.total.as_ref().map(bounds),
                max: max(plan, first),
            },
            any: SheetBounds {
                nodes: plan
                    .nodes
                    .keys()
                    .map(|node| {
                        all(chunk, |world| world.nodes.get(node).and_then(|node| node.points.clone()))
                    })
                    .collect(),
                total: all(chunk, |world| world.total.clone()),
                max: all(chunk, |world| world.nodes.get(plan.root).map(|root| root.max.clone()))
                    .unwrap_or_else(|| max(plan, first)),
            },
            without: without.collect(),
        });
    }
    Attainable { kinds, complete: proof.complete }
}

fn bounds(range: &Range) -> Bounds {
    Bounds { least: range.low.clone(), most: range.high.clone() }
}

fn all(worlds: &[World], pick: impl Fn(&World) -> Option<Range>) -> Option<Bounds> {
    hull(worlds.iter().filter_map(pick)).as_ref().map(bounds)
}

fn max(plan: &Plan, world: &World) -> Bounds {
    bounds(&world.nodes.get(plan.root).map(|root: &Outcome<Range>| root.max.clone()).unwrap_or_default())
}
