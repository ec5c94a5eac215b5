use std::sync::Arc;

use thidua_core::{Diagnostic, Place};

use crate::cells::{Cells, Written};
use crate::table::RowError;

/// A sheet as it lies in its file (trang tính): rows that are not blank, before anybody says where the table is.
///
/// A reader such as `thidua-csv` or `thidua-workbook` fills it; [`find_table`](crate::find_table) makes a
/// [`Table`](crate::Table) of it.
///
/// ```
/// use thidua_table::{Sheet, Written};
/// let mut sheet = Sheet::new("phieu.xlsx!Bảng 1");
/// sheet.push_row(3, [("Đơn vị", Written::Text), ("8.5", Written::Number)])?;
/// assert_eq!((sheet.row_count(), sheet.name().as_ref()), (1, "phieu.xlsx!Bảng 1"));
/// # Ok::<(), thidua_table::RowError>(())
/// ```
#[doc(alias = "trang tính")]
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(crate) name: Arc<str>,
    pub(crate) cells: Arc<Cells>,
    pub(crate) merged: Vec<Merged>,
    pub(crate) hidden_rows: Vec<u32>,
    /// Columns, from and to.
    pub(crate) hidden_columns: Vec<(u32, u32)>,
    pub(crate) hidden: bool,
    /// Whether rows under the header must have as many cells as it.
    pub(crate) even: bool,
    /// Whether its workbook holds pictures.
    pub(crate) has_pictures: bool,
    pub(crate) remarks: Vec<Diagnostic>,
    /// Cells with formulas, row and column, in order.
    pub(crate) formulas: Vec<(u32, u32)>,
}

/// Cells that are shown as one (ô gộp), counted from 1, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// First and last row.
    pub rows: (u32, u32),
    /// First and last column.
    pub columns: (u32, u32),
}

/// Where rows are added to a sheet.
#[derive(Debug)]
pub struct RowsToCome<'s>(&'s mut Cells);

impl RowsToCome<'_> {
    /// Adds a row as [`Sheet::push_row`] does, of cells that put themselves at the end of the text. Each says how it is written,
    /// and whether it is known that it holds nothing but signs of ASCII that are seen: of such a one nothing is to be cleaned.
    ///
    /// # Errors
    /// [`RowError::Full`] when the sheet holds more than it can.
    pub fn push_put<P: FnOnce(&mut String) -> (Written, bool)>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = P>,
    ) -> Result<(), RowError> {
        self.0.push_put(number, cells)
    }

    /// Makes room for so many rows, cells and bytes of text, where a reader knows how many there may be.
    pub fn reserve(&mut self, rows: usize, cells: usize, bytes: usize) {
        self.0.reserve(rows, cells, bytes);
    }

    /// How many cells there are.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.0.cell_count()
    }

    /// How many bytes the texts of all cells take.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.0.text_bytes()
    }
}

impl Merged {
    /// Whether a cell is one of them.
    pub(crate) fn covers(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

impl Sheet {
    /// A sheet without rows.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            cells: Arc::default(),
            merged: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            hidden: false,
            even: false,
            has_pictures: false,
            remarks: Vec::new(),
            formulas: Vec::new(),
        }
    }

    /// A sheet of a text file, where every row under the header must have as many cells as it.
    pub fn even(name: impl Into<Arc<str>>) -> Self {
        Self { even: true, ..Self::new(name) }
    }

    /// Adds a row under its number in the file; rows come in order, blank ones may be left out.
    ///
    /// # Errors
    /// [`RowError::Full`] when the sheet holds more than it can.
    pub fn push_row<C: AsRef<str>>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = (C, Written)>,
    ) -> Result<(), RowError> {
        Arc::make_mut(&mut self.cells).push(number, cells)
    }

    /// The end of the sheet, for a reader of many rows (chỗ ghi các dòng kế tiếp).
    pub fn rows_to_come(&mut self) -> RowsToCome<'_> {
        RowsToCome(Arc::make_mut(&mut self.cells))
    }

    /// Says which cells are shown as one.
    pub fn merge(&mut self, merged: Vec<Merged>) {
        self.merged = merged;
    }

    /// Says what nobody sees: rows, columns from and to, or the whole sheet.
    pub fn hide(&mut self, rows: Vec<u32>, columns: Vec<(u32, u32)>, sheet: bool) {
        self.hidden_rows = rows;
        self.hidden_columns = columns;
        self.hidden = sheet;
    }

    /// Says which cells hold formulas, by row and column.
    pub fn compute(&mut self, mut formulas: Vec<(u32, u32)>) {
        formulas.sort_unstable();
        self.formulas = formulas;
    }

    /// Says that there are pictures, one of which may be the table.
    pub fn picture(&mut self) {
        self.has_pictures = true;
    }

    /// Whether there are pictures in its workbook.
    #[must_use]
    pub fn has_pictures(&self) -> bool {
        self.has_pictures
    }

    /// Says what a person should know if the sheet is read.
    pub fn remark(&mut self, finding: Diagnostic) {
        self.remarks.push(finding);
    }

    /// The file, as the user named it, and the sheet where a file has several.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The number of rows that are not blank.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.cells.len()
    }

    /// The number of cells of all rows together.
    #[must_use]
    pub fn cell_count(&self) -> usize {
        self.cells.cell_count()
    }

    /// Its rows that are not blank, as they lie there (các dòng của trang).
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        (0..self.cells.len()).map(|index| Line { cells: &self.cells, index })
    }

    /// Whether these letters stand anywhere on it.
    pub(crate) fn mentions(&self, letters: &str) -> bool {
        self.cells.mentions(letters)
    }

    /// The place of a cell of a row, by the position of the row and the column from 1.
    pub(crate) fn place(&self, row: usize, column: u32) -> Place {
        Place::cell(Arc::clone(&self.name), self.cells.number(row), column)
    }
}

/// One row of a sheet as it lies there (một dòng của trang): cheap to copy, borrowed from the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Line<'s> {
    cells: &'s Cells,
    index: usize,
}

impl<'s> Line<'s> {
    /// Its number in the file, from 1.
    #[must_use]
    pub fn number(self) -> u32 {
        self.cells.number(self.index)
    }

    /// The text in a column, counted from 1; empty where there is none.
    #[must_use]
    pub fn text(self, column: u32) -> &'s str {
        self.cells.text(self.index, column)
    }

    /// How the cell in a column is written.
    #[must_use]
    pub fn written(self, column: u32) -> Written {
        self.cells.written(self.index, column)
    }

    /// Its columns, from 1.
    pub fn columns(self) -> std::ops::RangeInclusive<u32> {
        1..=u32::try_from(self.cells.width(self.index)).unwrap_or(u32::MAX)
    }
}
