//! Points that are known while others are still worked out (điểm đã tính): what one criterion reads of another.

use std::ops::Range;

use super::NodeColumn;
use crate::calculus::columns::Batch;
use crate::plan::Plan;
use crate::{EntrantId, Exact, NodeId, TiSlice};

/// The columns of the first nodes, which begin with a row of their own.
#[derive(Clone, Copy)]
pub struct SoFar<'a> {
    nodes: &'a TiSlice<NodeId, NodeColumn>,
    first_row: usize,
}

impl<'a> SoFar<'a> {
    pub(super) fn new(nodes: &'a TiSlice<NodeId, NodeColumn>, first_row: usize) -> Self {
        Self { nodes, first_row }
    }

    /// The points of a node; `None` where it has none.
    pub(crate) fn points(&self, node: NodeId, row: EntrantId) -> Option<Exact> {
        self.nodes.get(node)?.points(usize::from(row).checked_sub(self.first_row)?)
    }

    /// The maximum of a node for this entrant.
    pub(crate) fn max(&self, plan: &Plan, node: NodeId, row: EntrantId) -> Exact {
        let row = usize::from(row).saturating_sub(self.first_row);
        let own = self.nodes.get(node).and_then(|column| column.max(row).cloned());
        own.or_else(|| plan.nodes.get(node).map(|node| node.max.clone())).unwrap_or_default()
    }

    /// The points of some rows; gone where there are none.
    pub(super) fn points_of(&self, node: NodeId, rows: &Range<usize>) -> Option<Batch> {
        let start = rows.start.checked_sub(self.first_row)?;
        Some(self.nodes.get(node)?.there(start..start + rows.len()))
    }

    /// The points of some rows; gone where there are none, or where the maximum is not the usual one.
    pub(super) fn batch(&self, node: NodeId, rows: &Range<usize>, usual: &Exact) -> Option<Batch> {
        let start = rows.start.checked_sub(self.first_row)?;
        Some(self.nodes.get(node)?.batch(start..start + rows.len(), usual))
    }
}
