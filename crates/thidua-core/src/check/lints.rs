//! One judgement about a well-formed rule set in each file, with the lint it reports.
//!
//! To add one: copy the nearest file, name it here and in the list of `lint.rs`, describe it in
//! `docs/lints.md`, and put a wrong rule set under `fixtures/lints/`.

pub(super) mod band_gap;
pub(super) mod band_overlap;
pub(super) mod beyond_max;
pub(super) mod dead_weight;
pub(super) mod maxima_sum;
pub(super) mod short_of_max;
pub(super) mod unused_input;
pub(super) mod weight_sum;
