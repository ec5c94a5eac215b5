//! From record batches to a sheet (từ lô bản ghi đến trang tính).

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use thidua_core::{Diagnostic, Place, text};
use thidua_table::{RowsToCome, Sheet, Written};

use crate::column;

/// Makes a sheet of record batches (đọc lô bản ghi Arrow): the names of the columns are its header. `name` is what findings
/// call it.
///
/// # Errors
/// Columns of binary fractions and of types that no cell has, each by its name; a batch that could not be had; and more rows
/// than a sheet can hold.
pub fn sheet(
    name: &str,
    schema: &Schema,
    batches: impl IntoIterator<Item = Result<RecordBatch, Diagnostic>>,
) -> Result<Sheet, Vec<Diagnostic>> {
    sheet_of(name, schema, Expected::default(), batches)
}

/// How many rows there are said to be (số dòng được báo trước): whoever says so may be wrong.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expected {
    pub(crate) rows: usize,
    /// No more bytes than these are set aside for rows that nobody has seen.
    pub(crate) bytes: usize,
}

impl Expected {
    /// Makes room for the rows that are still to come, each like those before it on average.
    fn reserve(self, rows: &mut RowsToCome<'_>, width: usize, seen: usize) {
        let text = rows.text_bytes().div_ceil(seen.max(1));
        // A sixteenth more, for rows that are longer.
        let text = text + text / 16 + 1;
        let row = text + width * CELL_BYTES + ROW_BYTES;
        let to_come = self.rows.saturating_sub(seen).min(self.bytes / row);
        rows.reserve(to_come, to_come.saturating_mul(width), to_come.saturating_mul(text));
    }
}

/// What a sheet keeps of a cell and of a row beside their text, about.
const CELL_BYTES: usize = 5;
const ROW_BYTES: usize = 8;

/// The same where it is known how many rows may come.
pub(crate) fn sheet_of(
    name: &str,
    schema: &Schema,
    expected: Expected,
    batches: impl IntoIterator<Item = Result<RecordBatch, Diagnostic>>,
) -> Result<Sheet, Vec<Diagnostic>> {
    let fields = schema.fields();
    let refused: Vec<Diagnostic> = fields
        .iter()
        .enumerate()
        .filter_map(|(position, field)| column::refused(name, position, field))
        .collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut sheet = Sheet::new(name);
    let header = fields.iter().map(|field| (field.name().as_str(), Written::Text));
    sheet.push_row(1, header).map_err(|_| vec![too_large(name)])?;
    let mut number: u32 = 1;
    let mut rows = sheet.rows_to_come();
    for batch in batches {
        let batch = batch.map_err(|found| vec![found])?;
        if batch.schema_ref().fields() != fields {
            return Err(vec![other_columns(name)]);
        }
        let is_first = number == 1;
        let columns: Vec<column::Put<'_>> =
            batch.columns().iter().map(|array| column::cells(array)).collect();
        for row in 0..batch.num_rows() {
            number = number.checked_add(1).ok_or_else(|| vec![too_large(name)])?;
            let cells = columns.iter().map(|put| {
                move |text: &mut String| {
                    let written = put(row, text);
                    // Of a number every sign is plain.
                    (written, written != Written::Text)
                }
            });
            rows.push_put(number, cells).map_err(|_| vec![too_large(name)])?;
        }
        if is_first && batch.num_rows() > 0 {
            expected.reserve(&mut rows, fields.len(), batch.num_rows());
        }
    }
    Ok(sheet)
}

pub(crate) fn too_large(name: &str) -> Diagnostic {
    Diagnostic::error("TD0380", Place::file(name), text!("bảng quá lớn", "the table is too large"))
        .with_help(text!("chia bảng thành nhiều phần", "split the table"))
}

fn other_columns(name: &str) -> Diagnostic {
    let message =
        text!("các lô bản ghi không cùng các cột", "the record batches do not have the same columns");
    let help = text!("gửi các lô của cùng một bảng", "send batches of one table");
    Diagnostic::error("TD0583", Place::file(name), message).with_help(help)
}
