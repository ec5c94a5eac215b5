//! The calculus (phép tính): a small closed set of exact operations into which every rule of the day is lowered, and the
//! one walk that reads it for every domain of numbers.
//!
//! * The [operations](thidua_rules::program::Operation) of a [program](thidua_rules::program::Program) make a leaf; [`combine`] says how
//!   outcomes of children make one.
//! * `presence` and `outcome` say what absence does, and nothing else does.
//! * [`Quantity`] is what numbers are: one [`Exact`](crate::Exact) number for one entrant and for traces, a batch of
//!   `columns` for many at once, a [`Range`] for proofs.
//!   A new operation does not compile until every domain knows it.

pub(crate) mod columns;
mod expression;
mod grid;
mod group;
mod outcome;
mod paid;
mod presence;
mod quantity;
mod range;
mod read;
mod traced;
mod ways;

pub use expression::day_words;
pub(crate) use expression::{Expression, Operand};
pub use grid::Grid;
pub use group::{Group, combine, items, ratio, total};
pub use outcome::{Outcome, Policy};
pub use paid::least_written;
pub(crate) use paid::paid;
pub use presence::{Reasons, Slot};
pub use quantity::{Answer, Quantity, Truth, Values};
pub use range::{Range, hull};
pub use read::{AnswerOf, Source, Trace, compare, run, slot, value, verdict};
pub use traced::Traced;
pub use ways::{gone, sweep};
