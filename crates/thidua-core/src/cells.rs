//! Where cells stand: the file, the row and the column of whatever was entered or should have been.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::evaluation::{Evaluations, FileColumn};
use crate::plan::{NodeKind, Plan};
use crate::{EntrantId, InputId, NodeId, Place, StageId};

/// Where the cells of a run stand (địa chỉ các ô), those that nobody filled in too: the row of their entrant, the column of
/// their input.
#[derive(Debug)]
pub struct CellPlaces<'a> {
    evaluations: &'a Evaluations,
    /// The column of each input in each file.
    columns: BTreeMap<(InputId, u32), u32>,
}

impl<'a> CellPlaces<'a> {
    /// Looks through the cells once.
    #[must_use]
    pub fn of(evaluations: &'a Evaluations) -> Self {
        let mut columns = BTreeMap::new();
        for (input, column) in evaluations.columns(StageId::OFFICIAL).iter_enumerated() {
            for FileColumn { source, column } in column.origins.columns(evaluations.entrants().len()) {
                columns.entry((input, source)).or_insert(column);
            }
        }
        Self { evaluations, columns }
    }

    /// The row of an entrant, by its first cell.
    #[must_use]
    pub fn of_row(&self, row: EntrantId) -> Place {
        let origins = self.evaluations.columns(StageId::OFFICIAL).iter().map(|column| column.origins.of(row));
        match origins.filter(|origin| origin.row > 0).min() {
            Some(origin) => Place::cell(self.file(origin.source), origin.row, 1),
            None => Place::file(self.file(0)),
        }
    }

    /// The cell of an input in the row of an entrant.
    #[must_use]
    pub fn of_input(&self, input: InputId, row: EntrantId) -> Place {
        let own = self.evaluations.column(StageId::OFFICIAL, input).map(|column| column.origins.of(row));
        if let Some(origin) = own.filter(|origin| origin.row > 0) {
            return Place::cell(self.file(origin.source), origin.row, origin.column);
        }
        let rows = self.evaluations.columns(StageId::OFFICIAL).iter().map(|column| column.origins.of(row));
        let beside = rows.filter(|origin| origin.row > 0).find_map(|origin| {
            let column = self.columns.get(&(input, origin.source))?;
            Some(Place::cell(self.file(origin.source), origin.row, *column))
        });
        beside.unwrap_or_else(|| self.of_row(row))
    }

    /// The first cell that a criterion reads, by the position of its node.
    #[must_use]
    pub fn of_node(&self, plan: &Plan, node: NodeId, row: EntrantId) -> Place {
        let leaf = plan.nodes.get(node).and_then(|node| match &node.kind {
            NodeKind::Leaf(leaf) => leaf.inputs.first(),
            NodeKind::Group { .. } => None,
        });
        leaf.map_or_else(|| self.of_row(row), |input| self.of_input(*input, row))
    }

    fn file(&self, source: u32) -> Arc<str> {
        let file = usize::try_from(source).ok().and_then(|source| self.evaluations.sources.get(source));
        file.cloned().unwrap_or_default()
    }
}
