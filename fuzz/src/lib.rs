//! What each target does with the bytes it is given: reads them, and asks the oracles of what came of it.
//!
//! A target of a file of a folder puts the bytes in the place of that file of `fixtures/hostile/don-gian`, where everything
//! else is sound, and works the folder through.

mod archive;
mod border;
mod folder;
mod parquet;
mod template;
mod text;
mod workbook;

pub use border::{c_border, c_calls, json_change, json_request};
pub use folder::in_place_of;
pub use parquet::parquet;
pub use template::template;
pub use text::{csv, layout, names, rule_file, test_file};
pub use workbook::{ods, xls, xlsx};

/// An oracle that does not hold ends the run, as a panic does.
pub(crate) fn must(verdict: Result<(), String>) {
    if let Err(wrong) = verdict {
        panic!("{wrong}");
    }
}
