//! One table a file: its columns, and its lines in the same order.

pub(crate) mod findings;
#[cfg(feature = "xlsx")]
pub(crate) mod fund;
pub(crate) mod gaps;
pub(crate) mod near;
#[cfg(feature = "xlsx")]
pub(crate) mod overview;
pub(crate) mod quotas;
pub(crate) mod recommendations;
pub(crate) mod refusals;
pub(crate) mod scorecards;
pub(crate) mod standings;
#[cfg(feature = "xlsx")]
pub(crate) mod statistics;
mod words;
