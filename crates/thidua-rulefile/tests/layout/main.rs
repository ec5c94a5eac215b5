//! The canonical layout: what it looks like, that it settles at once, and that nothing is lost on the way.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

mod fixtures;
mod random;
mod sample;
