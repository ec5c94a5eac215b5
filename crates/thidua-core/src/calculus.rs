//! The calculus (phép tính): a small closed set of exact operations into which every rule of the day is lowered, and the
//! one walk that reads it for every domain of numbers.
//!
//! * [`Operation`]s make the [`Program`] of a leaf; [`combine`] says how outcomes of children make one.
//! * [`presence`] and [`outcome`] say what absence does, and nothing else does.
//! * [`Quantity`] is what numbers are: one [`Exact`](crate::Exact) number for one entrant and for traces, a batch of
//!   [`columns`] for many at once, a [`Range`] for proofs.
//!   A new operation does not compile until every domain knows it.

mod cases;
pub(crate) mod columns;
mod cover;
mod expression;
pub(crate) mod formula_text;
mod grid;
mod group;
mod interval;
pub(crate) mod kind;
mod outcome;
mod paid;
mod presence;
mod program;
mod quantity;
mod range;
mod read;
mod traced;
mod ways;

pub(crate) use cases::{Cases, Cut, Pays};
pub(crate) use cover::{Cover, Edge, edges, meetings};
pub(crate) use expression::{Expression, Operand, day_words};
pub(crate) use grid::Grid;
pub(crate) use group::{Group, combine, items, ratio, total};
pub(crate) use interval::{Interval, covered, gaps};
pub(crate) use kind::Kind;
pub(crate) use outcome::{Outcome, Policy};
pub(crate) use paid::paid;
pub(crate) use presence::{Reason, Reasons, Slot};
pub(crate) use program::{
    Builder, Calendar, Dropped, Exponent, Figure, Fold, Marks, Num, Operation, Program,
};
pub(crate) use quantity::{Quantity, Truth, Values};
pub(crate) use range::{Range, hull};
pub(crate) use read::{Source, Trace, compare, run, slot, value, verdict};
pub(crate) use traced::Traced;
pub(crate) use ways::{gone, sweep};
