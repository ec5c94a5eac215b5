//! What a person is handed: tables, the summary, answers to questions, the papers of the council.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that fails loudly is what is wanted"
)]

mod council_page;
mod documents;
mod questions;
mod reconcile;
mod signed;
mod since;
mod support;
mod tables;
mod templates;
mod workbooks;
