//! Rows that are read together (khối dòng), column after column: what is known of a column is looked up once for all of them.

use thidua_core::{
    Cell, CellState, CellsOf, Diagnostic, EntrantId, InputId, Origin, PlanInput, PutError, StageId,
};

use super::duplicate;
use crate::Row;
use crate::bind::known::{AtAGlance, KnownColumn};
use crate::bind::{Binding, Layout, Source, cell, rows};

/// An input that has a column in the table.
pub(super) struct InputColumn<'p> {
    input: InputId,
    column: u32,
    of: &'p PlanInput,
    known: KnownColumn,
}

/// A row whose cells are to be read: at which stage, of whom, and how many rows of the sheet stand before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Taken {
    pub(super) stage: StageId,
    pub(super) entrant: EntrantId,
    pub(super) row: usize,
}

/// The table that is read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'t> {
    pub(super) source: Source<'t>,
    /// The number of its file.
    pub(super) file: u32,
    /// The columns that name the entrant.
    pub(super) entrant: &'t [u32],
}

/// So many rows make a block.
const ROWS: usize = 64;

impl<'p> InputColumn<'p> {
    pub(super) fn new(input: InputId, column: u32, of: &'p PlanInput, layout: &Layout) -> Self {
        Self { input, column, of, known: KnownColumn::of(of, layout) }
    }

    /// Puts the cell of one row; what is wrong with it, or to be looked at, goes to `tell`.
    fn put(
        &mut self,
        (row, entrant): (Row<'_>, EntrantId),
        reading: Reading<'_>,
        cells: &mut CellsOf<'_>,
        mut tell: impl FnMut(Diagnostic),
    ) {
        let (words, written) = (row.cell(self.column), row.written(self.column));
        let (at_row, at_column) = row.address(self.column);
        let origin = Origin { source: reading.file, row: at_row, column: at_column };
        let place = || row.place(self.column);
        let at_a_glance = self.known.read(words, written);
        if let Some(AtAGlance { state, whole, scale }) = at_a_glance
            && cells.put_in_line(entrant, state, (whole, scale), origin)
        {
            return;
        }
        // What was read at a glance may be out of bounds: then it is read with care, which says so.
        let known = at_a_glance.and_then(|is| Some(Cell { state: is.state, value: is.value()?, origin }));
        let put =
            known.map(|cell| cells.put(entrant, cell)).filter(|put| !matches!(put, Err(PutError::Misfit(_))));
        let (state, put) = match (known, put) {
            (Some(cell), Some(put)) => (cell.state, put),
            _ => match cell::read_written(self.of, reading.source.layout, (words, written), &place(), origin)
            {
                Ok((cell, warning)) => {
                    // What is to be looked at is told for every cell.
                    match warning {
                        None => self.known.learn(words, written, (cell.state, cell.value)),
                        Some(warning) => tell(warning),
                    }
                    (cell.state, cells.put(entrant, cell))
                }
                Err(finding) => return tell(finding),
            },
        };
        // Beside a claim for the whole criterion an empty cell says nothing.
        let claimed = matches!(&put, Err(PutError::Taken(first)) if first.state == CellState::Claimed);
        if put.is_err() && !(claimed && state == CellState::Blank) {
            tell(duplicate(&rows::joined(row, reading.entrant), &self.of.title, place()));
        }
    }
}

/// Puts the cells of all rows where they belong.
pub(super) fn read(
    binding: &mut Binding<'_>,
    reading: Reading<'_>,
    inputs: &mut [InputColumn<'_>],
    mut taken: Vec<Taken>,
) {
    // The cells of a column lie in the order of the entrants: where rows come in another one, each would be far from the last.
    let apart = !taken.is_sorted();
    if apart {
        taken.sort_unstable();
    }
    for at_one_stage in taken.chunk_by(|one, next| one.stage == next.stage) {
        for block in at_one_stage.chunks(ROWS) {
            read_block(binding, (reading, apart), inputs, block);
        }
    }
}

fn read_block(
    binding: &mut Binding<'_>,
    (reading, apart): (Reading<'_>, bool),
    inputs: &mut [InputColumn<'_>],
    block: &[Taken],
) {
    let Some(Taken { stage, .. }) = block.first().copied() else { return };
    let table = reading.source.table;
    let rows: Vec<(Row<'_>, EntrantId)> =
        block.iter().map(|taken| (table.row_on_sheet(taken.row), taken.entrant)).collect();
    if apart {
        Row::bring_near(rows.iter().map(|(row, _)| *row));
    }
    let mut found: Vec<(InputId, Diagnostic)> = Vec::new();
    for column in inputs {
        // Headers are matched with inputs that are entered, and the stage is one of the builder's: there is always a place.
        let Some(mut cells) = binding.builder.cells(stage, column.input) else { continue };
        let input = column.input;
        for row in &rows {
            column.put(*row, reading, &mut cells, |finding| found.push((input, finding)));
        }
    }
    for (input, finding) in found {
        binding.found(table.name(), input, binding.weighed(finding, stage));
    }
}
