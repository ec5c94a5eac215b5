//! Workbooks as sheets of exact cells (bảng tính Excel, OpenDocument): `.xlsx`, `.xlsm`, `.xls` and `.ods`.
//!
//! [`read`] turns the bytes of a file into [`Sheet`]s whose cells are findable, or into findings with what to
//! send instead. Nothing here opens a file, and nothing is unpacked before it is known to stay within [`Limits`].
//!
//! A workbook holds binary fractions. A cell counts as the shortest decimal of at most 15 digits that its fraction
//! stands for; a fraction that none stands for, such as a computed 0.1 + 0.2, is kept as it is and refused where
//! somebody asks for it as a number. A percent format makes a cell a percentage; dates are dates, never numbers.
//! A formula counts by the value stored beside it; without one it is kept as a formula and refused in the same way.
//!
//! ```
//! let refused = thidua_workbook::read("phieu.xlsx", b"PK\x03\x04 cut short", &Default::default()).unwrap_err();
//! assert_eq!(refused[0].code, "TD0370");
//! ```

mod archive;
mod cell;
mod finding;
mod limits;
mod ods;
mod part;
mod read;
mod rows;
mod xls;
mod xlsx;

pub use limits::Limits;
pub use read::{Workings, is_workbook, read, read_without};
pub use thidua_table::Sheet;
