//! From the bytes of a Parquet file to a sheet (đọc Parquet), whatever the bytes are.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use thidua_core::{Diagnostic, Place, Text, text};
use thidua_table::Sheet;

use crate::sheet::{Expected, sheet_of, too_large};
use crate::sound::{are_pages_sound, is_footer_sound};

/// How much a file may hold before it is read (giới hạn).
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Most cells.
    pub cells: u64,
    /// Most bytes of the unpacked columns.
    pub unpacked: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { cells: 250_000_000, unpacked: 4 << 30 }
    }
}

/// Reads a Parquet file (đọc tệp Parquet); `name` is what findings call it.
///
/// # Errors
/// What is no Parquet, is cut off or damaged, holds more than the limits, and what [`sheet`](crate::sheet()) refuses. The
/// reader of the format may give up in its own way; that is a finding too.
pub fn read(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Sheet, Vec<Diagnostic>> {
    // Nothing of what was begun is used after a panic.
    let read = catch_unwind(AssertUnwindSafe(|| opened(name, bytes, limits)));
    read.unwrap_or_else(|_| Err(vec![damaged(name, text!("tệp bị hỏng", "the file is damaged"))]))
}

fn opened(name: &str, bytes: Vec<u8>, limits: &Limits) -> Result<Sheet, Vec<Diagnostic>> {
    let unreadable = |error: &ParquetError| damaged(name, text!("{error}", "{error}"));
    // What the schema of another program says beside the file's own types is not needed.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let unsound = || {
        vec![damaged(name, text!("phần mô tả của tệp bị hỏng", "what the file says of itself is damaged"))]
    };
    if !is_footer_sound(&bytes) {
        return Err(unsound());
    }
    let bytes = Bytes::from(bytes);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(bytes.clone(), options)
        .map_err(|error| vec![unreadable(&error)])?;
    if !is_within(builder.metadata(), limits) {
        return Err(vec![too_large(name)]);
    }
    let schema = builder.schema().clone();
    let expected = Expected {
        rows: usize::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0),
        // Packed columns seldom hold more than this for a byte; what does grows while it is read.
        bytes: bytes.len().saturating_mul(16),
    };
    // Columns that are refused are not unpacked.
    sheet_of(name, &schema, Expected::default(), [])?;
    if !are_pages_sound(&bytes, builder.metadata()) {
        return Err(unsound());
    }
    let reader = builder.with_batch_size(1024).build().map_err(|error| vec![unreadable(&error)])?;
    let batches = reader.map(|batch| batch.map_err(|error| damaged(name, text!("{error}", "{error}"))));
    sheet_of(name, &schema, expected, batches)
}

/// Whether what the file says of itself is within the limits.
fn is_within(metadata: &ParquetMetaData, limits: &Limits) -> bool {
    let columns = metadata.file_metadata().schema_descr().num_columns();
    let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(u64::MAX);
    let cells = rows.saturating_mul(u64::try_from(columns).unwrap_or(u64::MAX));
    let unpacked =
        metadata.row_groups().iter().map(|group| u64::try_from(group.total_byte_size()).unwrap_or(u64::MAX));
    cells <= limits.cells && unpacked.fold(0, u64::saturating_add) <= limits.unpacked
}

fn damaged(name: &str, why: Text) -> Diagnostic {
    let message = Text {
        vi: format!("không đọc được tệp Parquet: {}", why.vi),
        en: format!("the Parquet file cannot be read: {}", why.en),
    };
    let help = text!(
        "ghi lại tệp (nén snappy hoặc không nén) và chép trọn vẹn",
        "write the file again (compressed by snappy or not at all) and copy it whole"
    );
    Diagnostic::error("TD0580", Place::file(name), message).with_help(help)
}
