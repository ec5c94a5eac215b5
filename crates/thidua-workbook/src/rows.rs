use thidua_core::{Diagnostic, Place, text};
use thidua_table::{Sheet, Written, clean};

use crate::cell::Text;
use crate::{Limits, finding};

/// Gathers the cells of a sheet, in order, into its rows; blank ones leave no trace.
pub(crate) struct Rows<'l> {
    sheet: Sheet,
    limits: &'l Limits,
    row: u32,
    cells: Vec<Text>,
}

impl<'l> Rows<'l> {
    pub(crate) fn new(name: String, limits: &'l Limits) -> Self {
        Self { sheet: Sheet::new(name), limits, row: 0, cells: Vec::new() }
    }

    /// Adds a cell by its row and column from 1; `room` is what all sheets together may still hold.
    pub(crate) fn add(
        &mut self,
        row: u32,
        column: u32,
        (text, written): Text,
        room: &mut usize,
    ) -> Result<(), Box<Diagnostic>> {
        if clean(&text).is_empty() {
            return Ok(());
        }
        let name = self.sheet.name().clone();
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
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if self.cells.len() < at {
            // Blank cells before this one take room too.
            *room = room.checked_sub(at - self.cells.len()).ok_or_else(|| {
                let max = self.limits.cells_max;
                finding::beyond(place(), text!("hơn {max} ô", "more than {max} cells"))
            })?;
            self.cells.resize(at, (String::new(), Written::Text));
        }
        if let Some(cell) = at.checked_sub(1).and_then(|at| self.cells.get_mut(at)) {
            *cell = (text, written);
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Box<Diagnostic>> {
        let cells = std::mem::take(&mut self.cells);
        if cells.is_empty() {
            return Ok(());
        }
        let place = Place::file(self.sheet.name().clone());
        self.sheet
            .push_row(self.row, cells)
            .map_err(|_| finding::beyond(place, text!("hơn 4 GiB chữ", "more than 4 GiB of text")))
    }

    /// The sheet, once its last cell is in.
    pub(crate) fn finish(mut self) -> Result<Sheet, Box<Diagnostic>> {
        self.flush()?;
        Ok(self.sheet)
    }
}
