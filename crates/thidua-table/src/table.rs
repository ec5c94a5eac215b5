use std::borrow::Cow;
use std::sync::Arc;

use thidua_core::Place;

use crate::word::clean;

/// A table with one header row (bảng): every cell trimmed, in NFC, and findable in its file.
///
/// All texts lie in one string with one end offset per cell, so that 100,000 rows of 40 columns
/// cost their text and 16 MB, not four million small allocations.
///
/// ```
/// use thidua_table::Table;
/// let mut table = Table::new("phieu.csv", 1, ["Đơn vị", "Điểm"])?;
/// table.push_row(2, ["Phường 1 ", "8,5"])?;
/// let row = table.row(0).unwrap();
/// assert_eq!((row.number(), row.cell(1), row.cell(2)), (2, "Phường 1", "8,5"));
/// assert_eq!(table.place(row.number(), 2).to_string(), "phieu.csv!B2");
/// # Ok::<(), thidua_table::RowError>(())
/// ```
#[doc(alias = "bảng")]
#[derive(Clone, Debug)]
pub struct Table {
    name: Arc<str>,
    columns: u32,
    text: String,
    /// Where each cell ends in `text`; a cell starts where the one before it ends.
    ends: Vec<u32>,
    /// The number in the file of each row, the header first.
    numbers: Vec<u32>,
}

/// Why a row cannot be added to a [`Table`] (lỗi thêm dòng).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowError {
    /// A cell that is not empty lies beyond the last column of the header.
    BeyondHeader {
        /// The column of that cell, from 1.
        column: u32,
    },
    /// The table would hold more than 4 GiB of text or more cells than can be numbered.
    Full,
}

impl std::fmt::Display for RowError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BeyondHeader { column } => {
                write!(formatter, "a cell in column {column}, beyond the header")
            }
            Self::Full => formatter.write_str("more text than one table can hold"),
        }
    }
}

impl std::error::Error for RowError {}

impl Table {
    /// A table with a header and no rows yet; empty cells at the end of the header are no columns.
    ///
    /// # Errors
    /// [`RowError::Full`] when the header alone is too large.
    pub fn new<C: AsRef<str>>(
        name: impl Into<Arc<str>>,
        header_row: u32,
        header: impl IntoIterator<Item = C>,
    ) -> Result<Self, RowError> {
        let cells: Vec<C> = header.into_iter().collect();
        let width =
            cells.iter().rposition(|cell| !clean(cell.as_ref()).is_empty()).map_or(0, |last| last + 1);
        let mut table = Self {
            name: name.into(),
            columns: u32::try_from(width).map_err(|_| RowError::Full)?,
            text: String::new(),
            ends: Vec::new(),
            numbers: Vec::new(),
        };
        table.push_row(header_row, cells.iter().take(width).map(AsRef::as_ref))?;
        Ok(table)
    }

    /// A small table written out, the header first, rows numbered from 1: for tests and examples.
    ///
    /// # Errors
    /// The first [`RowError`] of a row.
    pub fn from_rows(name: impl Into<Arc<str>>, rows: &[&[&str]]) -> Result<Self, RowError> {
        let mut numbered = (1..).zip(rows);
        let header = numbered.next().map_or(&[][..], |(_, header)| header);
        let mut table = Self::new(name, 1, header)?;
        for (number, row) in numbered {
            table.push_row(number, row.iter())?;
        }
        Ok(table)
    }

    /// Adds a row under its number in the file; cells missing at the end count as empty.
    ///
    /// # Errors
    /// A [`RowError`], and then the table is as it was.
    pub fn push_row<C: AsRef<str>>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<(), RowError> {
        let (text_length, cell_count) = (self.text.len(), self.ends.len());
        let added = self.push_cells(cells);
        if added.is_ok() {
            self.numbers.push(number);
        } else {
            self.text.truncate(text_length);
            self.ends.truncate(cell_count);
        }
        added
    }

    fn push_cells<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> Result<(), RowError> {
        let mut column = 0;
        for cell in cells {
            let cell: Cow<'_, str> = clean(cell.as_ref());
            column += 1;
            if column <= self.columns {
                self.text.push_str(&cell);
                self.ends.push(self.text_end()?);
            } else if !cell.is_empty() {
                return Err(RowError::BeyondHeader { column });
            }
        }
        let end = self.text_end()?;
        self.ends.extend((column..self.columns).map(|_| end));
        Ok(())
    }

    fn text_end(&self) -> Result<u32, RowError> {
        u32::try_from(self.text.len()).map_err(|_| RowError::Full)
    }

    /// The file, as the user named it.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The number of columns, which is that of the header.
    #[must_use]
    pub fn column_count(&self) -> u32 {
        self.columns
    }

    /// The number of rows under the header.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.numbers.len().saturating_sub(1)
    }

    /// The header (dòng tiêu đề).
    #[must_use]
    pub fn header(&self) -> Row<'_> {
        Row { table: self, index: 0 }
    }

    /// The row at a position among the data rows, from 0.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<Row<'_>> {
        (position < self.row_count()).then_some(Row { table: self, index: position + 1 })
    }

    /// The rows under the header, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator + Clone {
        (1..self.numbers.len().max(1)).map(|index| Row { table: self, index })
    }

    /// The place of a cell, by its row number in the file and its column, both from 1.
    #[must_use]
    pub fn place(&self, row: u32, column: u32) -> Place {
        Place::cell(Arc::clone(&self.name), row, column)
    }
}

/// One row of a [`Table`] (dòng): cheap to copy, borrowed from the table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    index: usize,
}

impl<'t> Row<'t> {
    /// The number of the row in the file, from 1, the header being a row too.
    #[must_use]
    pub fn number(self) -> u32 {
        self.table.numbers.get(self.index).copied().unwrap_or(0)
    }

    /// The text in a column, counted from 1; empty beyond the last column.
    #[must_use]
    pub fn cell(self, column: u32) -> &'t str {
        self.find(column).unwrap_or("")
    }

    fn find(self, column: u32) -> Option<&'t str> {
        if column == 0 || column > self.table.columns {
            return None;
        }
        let width = usize::try_from(self.table.columns).ok()?;
        let cell = self.index * width + usize::try_from(column - 1).ok()?;
        let end_of = |cell: usize| self.table.ends.get(cell).and_then(|end| usize::try_from(*end).ok());
        let start = if cell == 0 { 0 } else { end_of(cell - 1)? };
        self.table.text.get(start..end_of(cell)?)
    }

    /// The cells from left to right, each with where it stands.
    pub fn cells(self) -> impl Iterator<Item = Cell<'t>> + Clone {
        (1..=self.table.columns).map(move |column| Cell {
            row: self.number(),
            column,
            text: self.cell(column),
        })
    }

    /// The place of the cell in a column, counted from 1.
    #[must_use]
    pub fn place(self, column: u32) -> Place {
        self.table.place(self.number(), column)
    }
}

/// One cell of a [`Table`] (ô).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell<'t> {
    /// The number of its row in the file, from 1.
    pub row: u32,
    /// Its column, from 1.
    pub column: u32,
    /// Its text, trimmed and in NFC.
    pub text: &'t str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_every_cell_where_it_stands() {
        let mut table = Table::new("a.csv", 3, ["x", "", "z", " ", ""]).unwrap();
        assert_eq!(table.column_count(), 3);
        table.push_row(5, ["1", "\u{a0}2\u{202f}", "3", "", "\u{a0}"]).unwrap();
        table.push_row(9, ["4"]).unwrap();
        let texts: Vec<Vec<&str>> =
            table.rows().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
        assert_eq!(texts, [["1", "2", "3"], ["4", "", ""]]);
        let last = table.rows().next_back().unwrap();
        assert_eq!((last.number(), last.cell(0), last.cell(1), last.cell(4)), (9, "", "4", ""));
        assert_eq!((table.header().number(), table.header().cell(3)), (3, "z"));
    }

    #[test]
    fn a_refused_row_leaves_no_trace() {
        let mut table = Table::new("a.csv", 1, ["x", "y"]).unwrap();
        assert_eq!(table.push_row(2, ["1", "2", "", "4"]), Err(RowError::BeyondHeader { column: 4 }));
        table.push_row(3, ["5", "6"]).unwrap();
        assert_eq!((table.row_count(), table.row(0).unwrap().cell(2)), (1, "6"));
        assert!(table.row(1).is_none());
    }

    #[test]
    fn composes_what_was_written_in_pieces() {
        let table = Table::from_rows("a.csv", &[&["D\u{323}ie\u{302}\u{309}m"]]).unwrap();
        assert_eq!(table.header().cell(1), "\u{1e0c}iểm");
    }
}
