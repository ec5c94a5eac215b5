//! Points that are known while others are still worked out (điểm đã tính): what one criterion reads of another.

use std::ops::Range;

use super::NodeColumn;
use crate::Exact;
use crate::calculus::columns::Batch;
use crate::plan::Plan;

/// The columns of the first nodes, which begin with a row of their own.
#[derive(Clone, Copy)]
pub struct SoFar<'a> {
    nodes: &'a [NodeColumn],
    first_row: usize,
}

impl<'a> SoFar<'a> {
    pub(super) fn new(nodes: &'a [NodeColumn], first_row: usize) -> Self {
        Self { nodes, first_row }
    }

    /// The points of a node; `None` where it has none.
    pub(crate) fn points(&self, node: usize, row: usize) -> Option<Exact> {
        self.nodes.get(node)?.points(row.checked_sub(self.first_row)?)
    }

    /// The maximum of a node for this entrant.
    pub(crate) fn max(&self, plan: &Plan, node: usize, row: usize) -> Exact {
        let row = row.saturating_sub(self.first_row);
        let own = self.nodes.get(node).and_then(|column| column.max(row).cloned());
        own.or_else(|| plan.nodes.get(node).map(|node| node.max.clone())).unwrap_or_default()
    }

    /// The points of some rows; gone where there are none, or where the maximum is not the usual one.
    pub(super) fn batch(&self, node: usize, rows: &Range<usize>, usual: &Exact) -> Option<Batch> {
        let start = rows.start.checked_sub(self.first_row)?;
        Some(self.nodes.get(node)?.batch(start..start + rows.len(), usual))
    }
}
