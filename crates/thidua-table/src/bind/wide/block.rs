//! Rows that are read together (khối dòng), column after column: what is known of a column is looked up once for all of them.

use thidua_core::{
    Cell, CellState, CellsOf, Diagnostic, EntrantId, InputId, Origin, PlanInput, PutError, StageId,
};

use super::duplicate;
use crate::bind::known::{AtAGlance, KnownColumn};
use crate::bind::rows::EntrantRow;
use crate::bind::{Binding, Layout, Source, cell};

/// An input that has a column in the table.
pub(super) struct InputColumn<'p> {
    input: InputId,
    column: u32,
    of: &'p PlanInput,
    known: KnownColumn,
}

/// Some rows of one stage, each with whom it is about.
pub(super) struct Block<'t> {
    stage: StageId,
    rows: Vec<(EntrantRow<'t>, EntrantId)>,
}

/// So many rows make a block.
const ROWS: usize = 256;

impl<'p> InputColumn<'p> {
    pub(super) fn new(input: InputId, column: u32, of: &'p PlanInput, layout: &Layout) -> Self {
        Self { input, column, of, known: KnownColumn::of(of, layout) }
    }

    /// Puts the cell of one row; what is wrong with it, or to be looked at, goes to `tell`.
    fn put(
        &mut self,
        (row, entrant): &(EntrantRow<'_>, EntrantId),
        (layout, file): (&Layout, u32),
        cells: &mut CellsOf<'_>,
        mut tell: impl FnMut(Diagnostic),
    ) {
        let (words, written) = (row.row.cell(self.column), row.row.written(self.column));
        let (at_row, at_column) = row.row.address(self.column);
        let origin = Origin { source: file, row: at_row, column: at_column };
        let place = || row.row.place(self.column);
        let at_a_glance = self.known.read(words, written);
        if let Some(AtAGlance { state, whole, scale }) = at_a_glance
            && cells.put_in_line(*entrant, state, (whole, scale), origin)
        {
            return;
        }
        // What was read at a glance may be out of bounds: then it is read with care, which says so.
        let known = at_a_glance.and_then(|is| Some(Cell { state: is.state, value: is.value()?, origin }));
        let put = known
            .map(|cell| cells.put(*entrant, cell))
            .filter(|put| !matches!(put, Err(PutError::Misfit(_))));
        let (state, put) = match (known, put) {
            (Some(cell), Some(put)) => (cell.state, put),
            _ => match cell::read_written(self.of, layout, (words, written), &place(), origin) {
                Ok((cell, warning)) => {
                    // What is to be looked at is told for every cell.
                    match warning {
                        None => self.known.learn(words, written, (cell.state, cell.value)),
                        Some(warning) => tell(warning),
                    }
                    (cell.state, cells.put(*entrant, cell))
                }
                Err(finding) => return tell(finding),
            },
        };
        // Beside a claim for the whole criterion an empty cell says nothing.
        let claimed = matches!(&put, Err(PutError::Taken(first)) if first.state == CellState::Claimed);
        if put.is_err() && !(claimed && state == CellState::Blank) {
            tell(duplicate(&row.entrant, &self.of.title, place()));
        }
    }
}

impl<'t> Block<'t> {
    pub(super) fn new(stage: StageId) -> Self {
        Self { stage, rows: Vec::with_capacity(ROWS) }
    }

    /// Whether a row of this stage has room here.
    pub(super) fn takes(&self, stage: StageId) -> bool {
        self.stage == stage && self.rows.len() < ROWS
    }

    pub(super) fn add(&mut self, row: EntrantRow<'t>, entrant: EntrantId) {
        self.rows.push((row, entrant));
    }

    /// Puts the cells of all rows where they belong; what is found is told row by row.
    pub(super) fn read(
        &self,
        binding: &mut Binding<'_>,
        source: &Source<'_>,
        file: u32,
        inputs: &mut [InputColumn<'_>],
    ) {
        let mut found: Vec<(usize, InputId, Diagnostic)> = Vec::new();
        for column in inputs {
            // Headers are matched with inputs that are entered, and the stage is one of the builder's: there is always a place.
            let Some(mut cells) = binding.builder.cells(self.stage, column.input) else { continue };
            for (at, row) in self.rows.iter().enumerate() {
                let input = column.input;
                column
                    .put(row, (source.layout, file), &mut cells, |finding| found.push((at, input, finding)));
            }
        }
        found.sort_by_key(|(at, ..)| *at);
        for (_, input, finding) in found {
            binding.found(source.table.name(), input, binding.weighed(finding, self.stage));
        }
    }
}
