//! The fifteenth of December (diễn tập tháng 12): a folder of returned workbooks with every defect that offices make, each
//! found at its address, and nothing found where nothing is wrong.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that fails loudly is what is wanted"
)]

mod beside;
mod day;
mod edit;
#[path = "../forms/fill.rs"]
mod fill;
mod listed;
#[path = "../../../thidua-workbook/tests/reading/make.rs"]
#[expect(dead_code, reason = "shared with the tests of the reader, which make more")]
mod make;
mod outside;
mod tables;
mod units;
#[path = "../forms/world.rs"]
#[expect(dead_code, reason = "shared with the tests of forms, which look at every rule set")]
mod world;
