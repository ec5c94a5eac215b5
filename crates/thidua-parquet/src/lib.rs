//! Parquet and Arrow in and out (bảng dạng Parquet, Arrow), exact numbers only.
//!
//! What comes in becomes a [`Sheet`](thidua_table::Sheet) like that of any other file, so that cells are bound and checked by
//! one meaning. Whole numbers and decimals are taken as they stand; of a binary fraction the shortest decimal that comes to it,
//! which is a value only where the rules declare its places, because nobody else knows which decimal it was.
//!
//! ```
//! use std::sync::Arc;
//! use arrow_array::{ArrayRef, Decimal128Array, RecordBatch, StringArray};
//!
//! let points = Decimal128Array::from(vec![Some(8_50), None]).with_precision_and_scale(5, 2)?;
//! let entrants: ArrayRef = Arc::new(StringArray::from(vec!["xa-a", "xa-b"]));
//! let batch = RecordBatch::try_from_iter([("entrant", entrants), ("I", Arc::new(points) as ArrayRef)])?;
//! let sheet = thidua_parquet::sheet("points.parquet", &batch.schema(), [Ok(batch.clone())]).map_err(|found| format!("{found:?}"))?;
//! let table = sheet.first_row_as_header().map_err(|found| format!("{found:?}"))?;
//! let cells: Vec<String> = table.rows().map(|row| row.cell(2).to_owned()).collect();
//! assert_eq!(cells, ["8.50", ""]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod column;
mod read;
mod shape;
mod sheet;
mod sound;
mod write;

pub use read::{Limits, read};
pub use sheet::sheet;
pub use write::{batch, write};
