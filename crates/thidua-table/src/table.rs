use std::sync::{Arc, OnceLock};

use thidua_core::Place;

use crate::cells::{Cells, Written};
use crate::word::{clean, fold};

/// A table with one header row (bảng): every cell trimmed, in NFC, and findable in its file.
///
/// ```
/// use thidua_table::Table;
/// let mut table = Table::new("phieu.csv", 1, ["Đơn vị", "Điểm"])?;
/// table.push_row(2, ["Phường 1 ", "8,5"])?;
/// let row = table.row(0).unwrap();
/// assert_eq!((row.number(), row.cell(1), row.cell(2)), (2, "Phường 1", "8,5"));
/// assert_eq!(row.place(2).to_string(), "phieu.csv!B2");
/// # Ok::<(), thidua_table::RowError>(())
/// ```
#[doc(alias = "bảng")]
#[derive(Clone, Debug)]
pub struct Table {
    name: Arc<str>,
    columns: u32,
    /// One row: the names of the columns.
    header: Cells,
    /// Their matching keys, once somebody has asked for a column.
    keys: OnceLock<Vec<String>>,
    /// The cells of the sheet, which several tables may share.
    cells: Arc<Cells>,
    /// Which rows of `cells` are rows of the table.
    rows: Vec<u32>,
    /// For a table whose rows are columns of the sheet: the row of the sheet that each column is.
    turned: Option<Vec<u32>>,
    /// For a table made of cells that lie elsewhere: where each row comes from.
    homes: Vec<Home>,
    /// Columns that nobody sees, from and to.
    hidden: Vec<(u32, u32)>,
}

/// Where the cells of a row lie that is made of others (nguồn của dòng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Home {
    /// The file, and the sheet where it has several.
    pub(crate) sheet: Arc<str>,
    /// Row and column of every cell; one alone holds for all of them.
    pub(crate) cells: Vec<(u32, u32)>,
}

impl Home {
    fn cell(&self, column: u32) -> (u32, u32) {
        let at = column.checked_sub(1).and_then(|column| usize::try_from(column).ok());
        let own = at.and_then(|at| self.cells.get(at)).or_else(|| self.cells.first());
        own.copied().unwrap_or_default()
    }
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
        Self::over(name.into(), header_row, header, Arc::default(), Vec::new(), None)
    }

    /// A table of some rows of a sheet.
    pub(crate) fn over<C: AsRef<str>>(
        name: Arc<str>,
        header_row: u32,
        header: impl IntoIterator<Item = C>,
        cells: Arc<Cells>,
        rows: Vec<u32>,
        turned: Option<Vec<u32>>,
    ) -> Result<Self, RowError> {
        let names: Vec<C> = header.into_iter().collect();
        let width =
            names.iter().rposition(|cell| !clean(cell.as_ref()).is_empty()).map_or(0, |last| last + 1);
        let mut header = Cells::default();
        header.push(header_row, names.iter().take(width).map(|name| (name.as_ref(), Written::Text)))?;
        let columns = u32::try_from(width).map_err(|_| RowError::Full)?;
        Ok(Self {
            name,
            columns,
            header,
            keys: OnceLock::new(),
            cells,
            rows,
            turned,
            homes: Vec::new(),
            hidden: Vec::new(),
        })
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

    /// Adds a row of texts under its number in the file; cells missing at the end count as empty.
    ///
    /// # Errors
    /// A [`RowError`], and then the table is as it was.
    pub fn push_row<C: AsRef<str>>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<(), RowError> {
        self.push_written(number, cells.into_iter().map(|cell| (cell, Written::Text)))
    }

    /// Adds a row of cells, each with how it is written.
    ///
    /// # Errors
    /// A [`RowError`], and then the table is as it was.
    pub fn push_written<C: AsRef<str>>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = (C, Written)>,
    ) -> Result<(), RowError> {
        let cells: Vec<(C, Written)> = cells.into_iter().collect();
        let stray = (1..)
            .zip(&cells)
            .find(|(column, (cell, _))| *column > self.columns && !clean(cell.as_ref()).is_empty());
        if let Some((column, _)) = stray {
            return Err(RowError::BeyondHeader { column });
        }
        let row = u32::try_from(self.cells.len()).map_err(|_| RowError::Full)?;
        let width = usize::try_from(self.columns).unwrap_or(usize::MAX);
        Arc::make_mut(&mut self.cells).push(number, cells.into_iter().take(width))?;
        self.rows.push(row);
        Ok(())
    }

    /// Adds a row that says something about one cell of the sheet, which lies at this row and column: whatever is found
    /// about the row is found there. All rows of a table come so, or none.
    ///
    /// # Errors
    /// A [`RowError`], and then the table is as it was.
    pub fn push_about<C: AsRef<str>>(
        &mut self,
        home: (u32, u32),
        cells: impl IntoIterator<Item = (C, Written)>,
    ) -> Result<(), RowError> {
        let sheet = Arc::clone(&self.name);
        self.push_gathered(Home { sheet, cells: vec![home] }, cells)
    }

    /// Adds a row made of cells that lie elsewhere, each found where it lies. All rows of a table come so, or none.
    pub(crate) fn push_gathered<C: AsRef<str>>(
        &mut self,
        home: Home,
        cells: impl IntoIterator<Item = (C, Written)>,
    ) -> Result<(), RowError> {
        self.push_written(home.cell(1).0, cells)?;
        self.homes.push(home);
        Ok(())
    }

    /// The same table with other names in one column, row by row, where there are any.
    pub(crate) fn renamed(&self, column: u32, names: &[Option<String>]) -> Result<Self, RowError> {
        let mut cells = Cells::default();
        for (position, row) in self.rows().enumerate() {
            let name = names.get(position).and_then(Option::as_deref);
            let texts = (1..=self.columns).map(|at| {
                let own = (row.cell(at), row.written(at));
                name.filter(|_| at == column).map_or(own, |name| (name, Written::Text))
            });
            cells.push(row.number(), texts)?;
        }
        let rows = (0..cells.len()).filter_map(|row| u32::try_from(row).ok()).collect();
        // A row made of others keeps where they lie.
        let homes = self.rows.iter().filter_map(|row| self.homes.get(usize::try_from(*row).ok()?)).cloned();
        Ok(Self { cells: Arc::new(cells), rows, homes: homes.collect(), ..self.clone() })
    }

    /// The same table, with the columns that nobody sees.
    pub(crate) fn hiding(self, hidden: Vec<(u32, u32)>) -> Self {
        Self { hidden, ..self }
    }

    /// Whether nobody sees a column.
    pub(crate) fn hides(&self, column: u32) -> bool {
        self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The file, as the user named it, and the sheet where a file has several.
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
        self.rows.len()
    }

    /// The texts of its rows have no more bytes than this together.
    pub(crate) fn text_bytes(&self) -> usize {
        self.cells.text_bytes()
    }

    /// The matching key of each column.
    pub(crate) fn header_keys(&self) -> &[String] {
        self.keys.get_or_init(|| self.header().cells().map(|cell| fold(cell.text)).collect())
    }

    /// The header (dòng tiêu đề).
    #[must_use]
    pub fn header(&self) -> Row<'_> {
        self.row_in(&self.header, 0)
    }

    /// The row at a position among the data rows, from 0.
    #[must_use]
    pub fn row(&self, position: usize) -> Option<Row<'_>> {
        Some(self.row_of(*self.rows.get(position)?))
    }

    /// The rows under the header, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator + Clone {
        self.rows.iter().map(|row| self.row_of(*row))
    }

    fn row_of(&self, row: u32) -> Row<'_> {
        self.row_on_sheet(usize::try_from(row).unwrap_or(usize::MAX))
    }

    /// The row that is so many rows behind the first of the sheet.
    pub(crate) fn row_on_sheet(&self, row: usize) -> Row<'_> {
        self.row_in(&self.cells, row)
    }

    fn row_in<'t>(&'t self, cells: &'t Cells, index: usize) -> Row<'t> {
        Row { table: self, cells, index, span: cells.span(index) }
    }
}

/// One row of a [`Table`] (dòng): cheap to copy, borrowed from the table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t Cells,
    index: usize,
    /// Its cells among all.
    span: (usize, usize),
}

impl<'t> Row<'t> {
    /// The number of the row in the file, from 1, the header being a row too; that of the column in a turned table.
    #[must_use]
    pub fn number(self) -> u32 {
        self.cells.number(self.index)
    }

    /// How many rows of the sheet stand before it.
    pub(crate) fn on_sheet(self) -> usize {
        self.index
    }

    /// The text in a column, counted from 1; empty beyond the last column.
    #[must_use]
    pub fn cell(self, column: u32) -> &'t str {
        if column > self.table.columns { "" } else { self.cells.text_in(self.span, column) }
    }

    /// How the cell in a column is written.
    #[must_use]
    pub fn written(self, column: u32) -> Written {
        self.cells.written_in(self.span, column)
    }

    /// Has the memory of rows brought near, together: where they lie far from one another, each would be waited for alone.
    pub(crate) fn bring_near(rows: impl Iterator<Item = Self> + Clone) {
        std::hint::black_box(rows.clone().fold(0, |seen, row| seen ^ row.cells.touch_ends(row.span)));
        // Only with the ends of its cells is it known where a text lies.
        std::hint::black_box(rows.fold(0, |seen, row| seen ^ row.cells.touch_text(row.span)));
    }

    /// The cells from left to right, each with where it stands.
    pub fn cells(self) -> impl Iterator<Item = Cell<'t>> + Clone {
        (1..=self.table.columns).map(move |column| Cell {
            row: self.number(),
            column,
            text: self.cell(column),
        })
    }

    /// Row and column in the file of the cell in a column, all counted from 1.
    #[must_use]
    pub fn address(self, column: u32) -> (u32, u32) {
        if let Some(home) = self.home() {
            return home.cell(column);
        }
        match &self.table.turned {
            Some(rows) => {
                let at = column.checked_sub(1).and_then(|column| rows.get(usize::try_from(column).ok()?));
                (at.copied().unwrap_or(0), self.number())
            }
            None => (self.number(), column),
        }
    }

    /// The place of the cell in a column, counted from 1.
    #[must_use]
    pub fn place(self, column: u32) -> Place {
        let (row, column) = self.address(column);
        Place::cell(Arc::clone(self.sheet()), row, column)
    }

    /// The file, and the sheet where it has several, that the row was read from.
    #[must_use]
    pub fn sheet(self) -> &'t Arc<str> {
        self.home().map_or(&self.table.name, |home| &home.sheet)
    }

    fn home(self) -> Option<&'t Home> {
        let is_header = std::ptr::eq(self.cells, &raw const self.table.header);
        self.table.homes.get(self.index).filter(|_| !is_header)
    }
}

/// Row and column of `C12`, both from 1.
pub(crate) fn cell_address(words: &str) -> Option<(u32, u32)> {
    let letters = words.len() - words.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).len();
    let (letters, row) =
        words.split_at_checked(letters).filter(|(letters, _)| (1..=3).contains(&letters.len()))?;
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    let row = row.parse().ok().filter(|row| *row > 0)?;
    Some((row, column))
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
    fn an_address_is_read_as_it_is_written() {
        for (row, column) in [(1, 1), (12, 3), (1_048_576, 16_384)] {
            let words = format!("{}{row}", thidua_core::column_letters(column));
            assert_eq!(cell_address(&words), Some((row, column)), "{words}");
        }
        for words in ["", "12", "C", "C0", "c1", "AAAA1", "C1.5", "C-1"] {
            assert_eq!(cell_address(words), None, "{words}");
        }
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
