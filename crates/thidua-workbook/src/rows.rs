use std::ops::Range;

use thidua_core::{Diagnostic, Place, text};
use thidua_table::{Sheet, Written, clean};

use crate::{Limits, finding};

/// Gathers the cells of a sheet, in order, into its rows; blank ones leave no trace.
pub(crate) struct Rows<'l> {
    sheet: Sheet,
    limits: &'l Limits,
    row: u32,
    /// What the cells of the row say, one after the other as they came, and where each of them lies in it.
    said: String,
    cells: Vec<(Range<usize>, Written)>,
}

impl<'l> Rows<'l> {
    pub(crate) fn new(name: String, limits: &'l Limits) -> Self {
        Self { sheet: Sheet::new(name), limits, row: 0, said: String::new(), cells: Vec::new() }
    }

    /// Adds a cell by its row and column from 1; `room` is what all sheets together may still hold.
    pub(crate) fn add(
        &mut self,
        row: u32,
        column: u32,
        (text, written): (&str, Written),
        room: &mut usize,
    ) -> Result<(), Box<Diagnostic>> {
        if !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && clean(text).is_empty() {
            return Ok(());
        }
        let name = self.sheet.name();
        let place = || Place::cell(name.clone(), row, column);
        if column > self.limits.columns_max {
            let max = self.limits.columns_max;
            return Err(finding::beyond(
                place(),
                text!("ô có chữ sau cột thứ {max}", "a cell beyond column {max}"),
            ));
        }
        if text.len() > self.limits.cell_bytes_max {
            let max = self.limits.cell_bytes_max;
            return Err(finding::beyond(
                place(),
                text!("ô dài hơn {max} byte", "a cell of more than {max} bytes"),
            ));
        }
        if row < self.row {
            return Err(finding::damaged(place(), "rows out of order"));
        }
        if row > self.row {
            self.flush()?;
            self.row = row;
        }
        let name = self.sheet.name();
        let place = || Place::cell(name.clone(), row, column);
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if self.cells.len() < at {
            // Blank cells before this one take room too.
            *room = room.checked_sub(at - self.cells.len()).ok_or_else(|| {
                let max = self.limits.cells_max;
                finding::beyond(place(), text!("hơn {max} ô", "more than {max} cells"))
            })?;
            self.cells.resize(at, (0..0, Written::Text));
        }
        let start = self.said.len();
        self.said.push_str(text);
        if let Some(cell) = at.checked_sub(1).and_then(|at| self.cells.get_mut(at)) {
            *cell = (start..self.said.len(), written);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Box<Diagnostic>> {
        if self.cells.is_empty() {
            return Ok(());
        }
        let said = &self.said;
        let cells =
            self.cells.iter().map(|(at, written)| (said.get(at.clone()).unwrap_or_default(), *written));
        let pushed = self.sheet.push_row(self.row, cells);
        self.said.clear();
        self.cells.clear();
        pushed.map_err(|_| {
            let place = Place::file(self.sheet.name().clone());
            finding::beyond(place, text!("hơn 4 GiB chữ", "more than 4 GiB of text"))
        })
    }

    /// The file and the sheet.
    pub(crate) fn name(&self) -> &std::sync::Arc<str> {
        self.sheet.name()
    }

    /// The sheet, once its last cell is in.
    pub(crate) fn finish(mut self) -> Result<Sheet, Box<Diagnostic>> {
        self.flush()?;
        Ok(self.sheet)
    }
}
