//! Strict reading and safe writing of CSV tables (bảng CSV).
//!
//! [`read`] turns the bytes of a file into a [`Table`](thidua_table::Table) or into every finding a person
//! needs to mend it; [`write()`] makes result files that a spreadsheet opens without running anything.
//! Neither opens a file.
//!
//! The scanner is our own because the usual ones forgive too much for a scoring engine: a quote never
//! closed swallows the rest of the file as one cell, and rows are not numbered as a spreadsheet
//! numbers them. On well-formed input the tests hold it to the same answers as the `csv` crate.
//!
//! ```
//! let table = thidua_csv::read("phieu.csv", "Đơn vị;Điểm\nPhường 1;8,5\n".as_bytes()).unwrap();
//! assert_eq!(table.row(0).unwrap().cell(2), "8,5");
//!
//! let findings = thidua_csv::read("phieu.csv", b"a,b\n1,2,3\n").unwrap_err();
//! assert_eq!((findings[0].code, findings[0].place.to_string().as_str()), ("TD0355", "phieu.csv!C2"));
//! ```

mod decode;
mod finding;
mod read;
mod scan;
mod separator;
mod write;

pub use read::{Limits, Read, read, read_sheet, read_with_limits};
pub use separator::Separator;
pub use write::{Lines, WriteOptions, write};
