//! Tables of evaluations as offices write them (bảng chấm điểm): cells, headers, numbers, dates and words.
//!
//! A reader such as `thidua-csv` builds a [`Table`]; [`match_headers`] finds the columns; then
//! [`parse_number`], [`parse_date`] and [`parse_yes_no`] read the cells. Nothing here touches a file,
//! guesses silently or computes with floating point.
//!
//! ```
//! use thidua_table::{NumberStyle, Table, Wanted, match_headers, parse_number};
//! let table = Table::from_rows("phieu.csv", &[&["Đơn vị", "Điểm"], &["Phường 1", "8,5"]])?;
//! let found = match_headers(&table, &[Wanted::required(&["đơn vị"]), Wanted::required(&["diem"])]);
//! assert!(found.diagnostics.is_empty());
//! let points = found.columns[1].unwrap();
//! for row in table.rows() {
//!     let number = parse_number(row.cell(points), NumberStyle::Careful).unwrap();
//!     assert_eq!(number.value().to_string(), "8.5");
//! }
//! # Ok::<(), thidua_table::RowError>(())
//! ```

mod bind;
mod cells;
mod date;
mod find;
mod findings;
mod form;
mod header;
mod letters;
mod name;
mod number;
mod quoted;
mod sheet;
mod table;
mod word;
mod work;

pub use bind::{
    Bound, HeaderRows, InputNames, Layout, PercentStyle, Register, RegisterLayout, Shape, Source, TextOrList,
    apply_decisions, bind, bind_named, evaluation_words, hidden_id, history_words, is_work_list, kind_of,
    naming_columns, read_base_salary, read_cell, read_history, read_register, read_votes, read_work_list,
    register_words, salary_words, vote_words, work_words,
};
pub use cells::Written;
pub use date::{DateError, parse_date};
pub use find::{BlockWords, Found, Frame, Role, Within, Words, find_table, without_bracket};
pub use findings::Findings;
pub use form::{
    CHOICES_SHEET, ELSEWHERE, Form, FormEntry, FormIdentity, FormMark, GENERIC_LABELS, IDENTITY_SHEET,
    LIST_MARK, LIST_ROW, MIRROR_SHEET, STEPS_SHEET, WORKINGS, read_form,
};
pub use header::{HeaderMatch, Wanted, match_headers};
pub use letters::{Legacy, is_vietnamese};
pub use name::{Dictionary, Match, Names, same, unnumbered};
pub use number::{CellNumber, NumberError, NumberStyle, parse_number};
pub use quoted::quoted;
pub use sheet::{Line, Merged, RowsToCome, Sheet};
pub use table::{Cell, Row, RowError, Table};
pub use word::{clean, fold, is_exempt, is_not_applicable, parse_yes_no};
pub use work::{Matter, Ruled, WorkColumn, everybody};
