//! From record batches to a sheet (từ lô bản ghi đến trang tính).

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use arrow_schema::{DataType, Schema};
use thidua_core::{Diagnostic, Place, text};
use thidua_table::{Sheet, Written};

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
        // Keys of a dictionary are worked out once for a batch, not for every row.
        let plain: Vec<arrow_array::ArrayRef> = batch.columns().iter().map(plain).collect();
        let mut cells: Vec<(String, Written)> = vec![Default::default(); plain.len()];
        for row in 0..batch.num_rows() {
            for (array, (text, written)) in plain.iter().zip(&mut cells) {
                text.clear();
                *written = column::cell(array.as_ref(), row, text);
            }
            number = number.checked_add(1).ok_or_else(|| vec![too_large(name)])?;
            // Of a number every sign is plain.
            let row =
                cells.iter().map(|(text, written)| (text.as_str(), *written, *written != Written::Text));
            rows.push_seen(number, row).map_err(|_| vec![too_large(name)])?;
        }
    }
    Ok(sheet)
}

/// A dictionary of choices as the texts it stands for.
fn plain(array: &arrow_array::ArrayRef) -> arrow_array::ArrayRef {
    if !matches!(array.data_type(), DataType::Dictionary(..)) {
        return array.clone();
    }
    let dictionary = array.as_any_dictionary();
    let (keys, values) = (dictionary.normalized_keys(), dictionary.values());
    let text = |row: usize| {
        let key = keys.get(row).filter(|key| !array.is_null(row) && **key < values.len())?;
        let mut text = String::new();
        column::cell(values.as_ref(), *key, &mut text);
        Some(text)
    };
    std::sync::Arc::new((0..array.len()).map(text).collect::<arrow_array::StringArray>())
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
