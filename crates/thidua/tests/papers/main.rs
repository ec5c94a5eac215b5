//! What a person is handed: tables, the summary, answers to questions.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails loudly is what is wanted")]

mod questions;
mod support;
mod tables;
