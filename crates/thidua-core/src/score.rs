//! Scoring (chấm điểm): one column of points for each criterion and group, and the total.

mod absence;
mod batch;
mod carried;
mod group;
mod growing;
mod joined;
mod leaf;
mod peers;
mod reading;
mod so_far;
mod sorted;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(crate) use absence::words as absence_words;
pub(crate) use batch::Rows;
pub use carried::CarriedPoints;
pub use joined::lay;
pub use leaf::{Absent, Reading, read_leaf};
pub(crate) use leaf::{batches, compared, is_batch, leaf_batch, may_claim};
pub use peers::{Peers, References};
pub use reading::{NodeReading, node_readings};
pub(crate) use so_far::SoFar;
pub use sorted::Sorted;

use crate::calculus::Outcome;
use crate::evaluation::{CellState, Evaluations, Values};
use crate::facts::Facts;
use crate::plan::{NodeKind, Plan};
use crate::{EntrantId, Exact, Figure, NodeId, StageId, Text, TiSlice, TiVec, text};
use thidua_rules::program::Reason;
use thidua_rules::rule::{Absence, RankOn};

/// Why a node has no points, or that it has (trạng thái điểm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeState {
    /// It has points.
    #[default]
    Present,
    /// It drops out and the others carry its weight.
    Rescaled,
    /// It drops out and the maximum shrinks.
    Reduced,
    /// The entrant's kind does not have it.
    OtherKind,
    /// Its points are missing: there is no total until that is mended.
    Missing,
}

/// The points of one node for all entrants.
#[derive(Clone, Debug)]
pub(crate) struct NodeColumn {
    pub(crate) values: Values,
    /// `None` when every entrant has points.
    pub(crate) states: Option<Arc<[NodeState]>>,
    /// The maximum that holds for each entrant, where it is not the plan's.
    pub(crate) maxima: Option<Arc<[Exact]>>,
}

/// The points of all entrants (phiếu điểm): each criterion, each group, bonus, deductions and total.
#[derive(Clone, Debug)]
pub struct Scorecards {
    pub(crate) nodes: TiVec<NodeId, NodeColumn>,
    /// Total before and after its last rounding.
    exact: NodeColumn,
    total: NodeColumn,
    bonus: Option<NodeColumn>,
    deductions: Option<NodeColumn>,
    rank_on: RankOn,
    rows: usize,
    /// The maxima of the plan, for rows that have none of their own.
    maxima: Arc<TiSlice<NodeId, Exact>>,
    root: NodeId,
}

impl NodeState {
    fn of(outcome: &Outcome<Exact>) -> Self {
        match outcome {
            Outcome { points: Some(_), .. } => Self::Present,
            Outcome { rescaled: true, .. } => Self::Rescaled,
            Outcome { reduced: true, .. } => Self::Reduced,
            Outcome { other_kind: true, .. } => Self::OtherKind,
            _ => Self::Missing,
        }
    }
}

impl NodeColumn {
    /// What the node became for an entrant.
    fn outcome(&self, row: usize, usual: &Exact) -> Outcome<Exact> {
        let max = self.max(row).unwrap_or(usual).clone();
        match self.state(row) {
            NodeState::Present => Outcome::present(self.values.get(row), max),
            NodeState::Rescaled => Outcome::in_place(Absence::Rescale, max),
            NodeState::Reduced => Outcome::in_place(Absence::Reduce, max),
            NodeState::OtherKind => Outcome::other_kind(),
            NodeState::Missing => Outcome::missing(max),
        }
    }

    pub(crate) fn max(&self, row: usize) -> Option<&Exact> {
        self.maxima.as_ref()?.get(row)
    }

    #[inline]
    pub(crate) fn state(&self, row: usize) -> NodeState {
        self.states
            .as_ref()
            .map_or(NodeState::Present, |states| states.get(row).copied().unwrap_or(NodeState::Missing))
    }

    #[inline]
    fn figure(&self, row: EntrantId) -> Option<Figure> {
        let row = usize::from(row);
        (self.state(row) == NodeState::Present).then(|| self.values.figure(row))
    }

    pub(crate) fn points(&self, row: usize) -> Option<Exact> {
        (self.state(row) == NodeState::Present).then(|| self.values.get(row))
    }
}

/// Where there are no adjustments.
const NOTHING: Figure = Figure::Over(0, 1);

/// A column of the scorecards (cột của bảng điểm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointsOf {
    /// A criterion or a group.
    Node(NodeId),
    /// What is added.
    Bonus,
    /// What is taken off, above zero.
    Deductions,
    /// The total as published.
    Total,
}

impl Scorecards {
    /// The points in a column, as it holds them: for whoever writes many of them.
    #[must_use]
    #[inline]
    pub fn figure(&self, of: PointsOf, row: EntrantId) -> Option<Figure> {
        let column = match of {
            PointsOf::Node(node) => self.nodes.get(node)?,
            PointsOf::Bonus => return self.bonus.as_ref().map_or(Some(NOTHING), |bonus| bonus.figure(row)),
            PointsOf::Deductions => {
                return self.deductions.as_ref().map_or(Some(NOTHING), |deductions| deductions.figure(row));
            }
            PointsOf::Total => &self.total,
        };
        column.figure(row)
    }

    /// The points of a node.
    #[must_use]
    pub fn points(&self, node: NodeId, row: EntrantId) -> Option<Exact> {
        self.nodes.get(node)?.points(row.into())
    }

    /// Whether a node has points, or why not.
    #[must_use]
    pub fn state(&self, node: NodeId, row: EntrantId) -> NodeState {
        self.nodes.get(node).map_or(NodeState::Missing, |column| column.state(row.into()))
    }

    /// Whether there is a total.
    #[must_use]
    pub fn has_total(&self, row: EntrantId) -> bool {
        self.total.state(row.into()) == NodeState::Present
    }

    /// The total as published; `None` while something is missing.
    #[must_use]
    pub fn total(&self, row: EntrantId) -> Option<Exact> {
        self.total.points(row.into())
    }

    /// The total before its last rounding.
    #[must_use]
    pub fn exact_total(&self, row: EntrantId) -> Option<Exact> {
        self.exact.points(row.into())
    }

    /// The total that rankings and grades use.
    #[must_use]
    pub fn ranked_total(&self, row: EntrantId) -> Option<Exact> {
        self.ranked().points(row.into())
    }

    pub(crate) fn ranked(&self) -> &NodeColumn {
        match self.rank_on {
            RankOn::Rounded => &self.total,
            RankOn::Exact => &self.exact,
        }
    }

    /// Bonus points that count.
    #[must_use]
    pub fn bonus(&self, row: EntrantId) -> Option<Exact> {
        self.figure(PointsOf::Bonus, row).map(|bonus| bonus.exact())
    }

    /// Points deducted, above zero.
    #[must_use]
    pub fn deductions(&self, row: EntrantId) -> Option<Exact> {
        self.figure(PointsOf::Deductions, row).map(|deductions| deductions.exact())
    }

    /// The maximum of a node for this entrant.
    #[must_use]
    pub fn max(&self, plan: &Plan, node: NodeId, row: EntrantId) -> Exact {
        let own =
            self.nodes.get(node).and_then(|column| column.maxima.as_ref()?.get(usize::from(row)).cloned());
        own.or_else(|| plan.nodes.get(node).map(|node| node.max.clone())).unwrap_or_default()
    }

    /// The number of entrants.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The entrants.
    pub fn entrants(&self) -> impl Iterator<Item = EntrantId> + use<> {
        (0..self.rows).map(EntrantId::from)
    }

    /// The points of every node, for criteria that read those of others.
    pub(crate) fn so_far(&self) -> SoFar<'_> {
        SoFar::new(&self.nodes, 0)
    }

    #[doc(hidden)]
    pub fn is_present(&self, node: NodeId, row: EntrantId) -> bool {
        self.state(node, row) == NodeState::Present
    }
}

/// Scores all entrants (chấm điểm) at the official stage.
#[must_use]
pub fn score(plan: &Plan, evaluations: &Evaluations) -> Scorecards {
    let references = References::gather(plan, evaluations, StageId::OFFICIAL);
    score_rows(plan, evaluations, &references, 0..evaluations.entrants().len())
}

/// Scores some of the entrants; with [`join`] the way to spread the work over threads.
#[must_use]
pub fn score_rows(
    plan: &Plan,
    evaluations: &Evaluations,
    references: &References,
    rows: Range<usize>,
) -> Scorecards {
    let entered = Facts::entered(plan, evaluations, references.stage);
    let mut nodes: TiVec<NodeId, NodeColumn> = TiVec::with_capacity(plan.nodes.len());
    for (position, node) in plan.nodes.iter_enumerated() {
        let facts = Facts { so_far: Some(SoFar::new(&nodes, rows.start)), ..entered };
        let column = match &node.kind {
            NodeKind::Leaf(leaf) => leaf::column(&facts, references, position, node, leaf, rows.clone()),
            NodeKind::Group { .. } => group::column(plan, evaluations, &nodes, node, rows.clone()),
        };
        nodes.push(column);
    }
    let adjustments = plan.rules.adjustments.as_ref();
    let (bonus, deductions) =
        adjustments.map_or((None, None), |all| (all.bonus.as_ref(), all.deductions.as_ref()));
    let bonus = group::adjustment(plan, &nodes, &plan.bonus, bonus, rows.len());
    let deductions = group::adjustment(plan, &nodes, &plan.deductions, deductions, rows.len());
    let exact = group::total(plan, &nodes, bonus.as_ref(), deductions.as_ref(), rows.len());
    let total = match &plan.rules.rounding.total {
        Some(rounding) => group::rounded(&exact, rounding, rows.len()),
        None => exact.clone(),
    };
    Scorecards {
        nodes,
        exact,
        total,
        bonus,
        deductions,
        rank_on: plan.rules.rounding.rank_on,
        rows: rows.len(),
        maxima: maxima(plan),
        root: plan.root,
    }
}

fn maxima(plan: &Plan) -> Arc<TiSlice<NodeId, Exact>> {
    plan.nodes.iter().map(|node| node.max.clone()).collect::<Box<TiSlice<_, _>>>().into()
}

/// Puts scorecards of consecutive rows together again; the result is the same however they were divided.
#[must_use]
pub fn join(parts: Vec<Scorecards>) -> Option<Scorecards> {
    if let [_] = parts.as_slice() {
        return parts.into_iter().next();
    }
    let rows =
        parts.iter().enumerate().flat_map(|(part, cards)| cards.entrants().map(move |row| (part, row)));
    lay(&parts.iter().collect::<Vec<_>>(), &rows.collect::<Vec<_>>())
}

/// One reason why an entrant has no total, or that a person must look at (thiếu dữ liệu, chờ duyệt).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The entrant.
    pub entrant: EntrantId,
    /// The node.
    pub node: NodeId,
    /// What is missing.
    pub reason: Text,
}

/// Everything that keeps entrants from having a total, by entrant and criterion.
#[must_use]
pub fn shortfalls(plan: &Plan, evaluations: &Evaluations, scorecards: &Scorecards) -> Vec<Shortfall> {
    let mut shortfalls = Vec::new();
    if scorecards.entrants().all(|row| scorecards.has_total(row)) {
        return shortfalls;
    }
    let references = References::gather(plan, evaluations, StageId::OFFICIAL);
    let facts =
        Facts { scorecards: Some(scorecards), ..Facts::entered(plan, evaluations, StageId::OFFICIAL) };
    for row in scorecards.entrants() {
        if scorecards.has_total(row) {
            continue;
        }
        let silent = evaluations
            .columns(StageId::OFFICIAL)
            .iter()
            .all(|column| column.state(row) == CellState::NotSubmitted);
        if silent {
            let stage = evaluations.stages().next().unwrap_or_default();
            let titled = plan.rules.stages.iter().find(|each| each.id == stage);
            let reason = match titled.map(|stage| &stage.title).filter(|title| !title.is_empty()) {
                Some(title) => text!("chưa có phiếu của vòng {title}", "no sheet of the stage {title}"),
                None => text!("chưa có phiếu", "no sheet yet"),
            };
            shortfalls.push(Shortfall { entrant: row, node: plan.root, reason });
            continue;
        }
        for (position, node) in plan.nodes.iter_enumerated() {
            let missing = scorecards.state(position, row) == NodeState::Missing;
            match &node.kind {
                NodeKind::Leaf(leaf) if missing => {
                    let reading = read_leaf(&facts, &references, position, leaf, row);
                    let Err(absent) = reading.points else { continue };
                    // What the points of another lack is told there.
                    let waits = |earlier: &NodeId| scorecards.state(*earlier, row) == NodeState::Missing;
                    if absent.reason == Reason::NotKnown && leaf.earlier.iter().any(waits) {
                        continue;
                    }
                    let reason = absence_words(&facts, node, leaf, row, &reading, absent);
                    shortfalls.push(Shortfall { entrant: row, node: position, reason });
                }
                NodeKind::Group { .. } if missing => {
                    let children_missing =
                        node.children.iter().any(|child| scorecards.state(*child, row) == NodeState::Missing);
                    if !children_missing {
                        shortfalls.push(Shortfall {
                            entrant: row,
                            node: position,
                            reason: group::reason(node),
                        });
                    }
                }
                _ => {}
            }
        }
    }
    shortfalls
}
