//! Published tables with known results, each reproduced by a rule set written as data.
//!
//! Rule sets live in `fixtures/conformance/`; the tables themselves are not part of the repository. They are
//! looked for beside the checkout in `../shared/cases`, or where `THIDUA_CASES` says; without them a test says so
//! and passes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod conduct;
mod floats;
mod indices;
mod published;
mod quotas;
mod ratings;
mod sports;
mod support;
