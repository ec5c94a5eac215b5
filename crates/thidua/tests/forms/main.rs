//! Scoring forms there and back: made, filled in as an office program would, collected, scored.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails loudly is what is wanted"
)]

mod fill;
mod folder;
mod office;
mod round;
mod world;
