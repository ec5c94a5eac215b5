//! Two versions of a rule set in words (so sánh hai bản bộ tiêu chí), and every mixture of the two.

mod align;
mod compare;
mod delta;
mod lay;
mod method;
mod place;
mod words;

pub use compare::{Change, Comparison, Side, compare};
