//! JSON tables for `thidua` (bảng dạng JSON): a list of objects becomes a table, every number as its written text.
//!
//! ```
//! let table = thidua_json::read("phieu.json", br#"[{"entrant": "xa-01", "I.1": 8.50}]"#)
//!     .map_err(|findings| format!("{findings:?}"))?;
//! assert_eq!(table.rows().next().map(|row| row.cell(1).to_owned()), Some("8.50".to_owned()));
//! # Ok::<(), String>(())
//! ```

mod read;
mod stream;
mod write;

pub use read::{Scalar, read, read_sheet, sheet, table};
pub use stream::{Unread, sheet_of_columns, sheet_of_rows};
pub use write::{to_json, to_line, to_line_with_room, write_json, write_line, write_lines};
