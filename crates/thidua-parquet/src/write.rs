//! Result tables as record batches and Parquet (bảng kết quả dạng Arrow, Parquet).

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use thidua_core::{Decimal, Language};
use thidua_report::{RunResults, Table, Value};

/// A table of the results as a record batch (bảng kết quả dạng Arrow): the columns and the numbers that the table shows.
///
/// Columns of numbers are decimals over one scale; where a column holds words, or a number without a finite decimal, all of it
/// is text.
///
/// # Errors
/// When the batch cannot be put together.
pub fn batch(run: &RunResults<'_>, table: Table, language: Language) -> Result<RecordBatch, ArrowError> {
    let columns = table.columns(run);
    let mut cells: Vec<Vec<Cell>> = vec![Vec::new(); columns.len()];
    table.rows(run, &mut |line| {
        for (column, value) in cells.iter_mut().zip(line.iter()) {
            column.push(Cell::of(value, language));
        }
    });
    let fields = columns.iter().zip(&cells);
    RecordBatch::try_from_iter_with_nullable(
        fields.map(|(column, cells)| (column.heading(language).to_owned(), array(cells), true)),
    )
}

/// A table of the results as a Parquet file (bảng kết quả dạng Parquet); equal results give equal bytes.
///
/// # Errors
/// When the table cannot be put together.
pub fn write(run: &RunResults<'_>, table: Table, language: Language) -> Result<Vec<u8>, ParquetError> {
    let batch = batch(run, table, language)?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    // The version of a library is no part of a result.
    let properties = properties.set_created_by("thidua".to_owned()).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(bytes)
}

/// A cell: nothing, an exact decimal, or a text.
#[derive(Clone)]
enum Cell {
    Empty,
    Number(Decimal, String),
    Text(String),
}

impl Cell {
    fn of(value: &Value<'_>, language: Language) -> Self {
        let exact = value.number().and_then(|number| number.parse::<Decimal>().ok());
        match (value, exact) {
            (Value::Empty, _) => Self::Empty,
            (value, Some(exact)) => Self::Number(exact, value.shown(language).into_owned()),
            (value, None) => Self::Text(value.shown(language).into_owned()),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Number(_, shown) | Self::Text(shown) => Some(shown),
        }
    }
}

fn array(cells: &[Cell]) -> ArrayRef {
    match decimals(cells) {
        Some(decimals) => Arc::new(decimals),
        None => Arc::new(cells.iter().map(Cell::text).collect::<StringArray>()),
    }
}

/// All cells over one scale, where there is a number and every cell that is not empty is one.
fn decimals(cells: &[Cell]) -> Option<Decimal128Array> {
    let mut scale = None;
    for cell in cells {
        match cell {
            Cell::Empty => {}
            Cell::Number(number, _) => scale = scale.max(Some(number.scale())),
            Cell::Text(_) => return None,
        }
    }
    let scale = scale?;
    let mut mantissas: Vec<Option<i128>> = Vec::with_capacity(cells.len());
    for cell in cells {
        mantissas.push(match cell {
            Cell::Number(number, _) => {
                let factor = 10_i128.checked_pow(scale - number.scale())?;
                Some(number.mantissa().checked_mul(factor)?)
            }
            Cell::Empty | Cell::Text(_) => None,
        });
    }
    Decimal128Array::from(mantissas).with_precision_and_scale(38, i8::try_from(scale).ok()?).ok()
}
