//! Questions people ask of finished results (câu hỏi thường gặp): each a function over one run.

mod compare;
mod criterion;
mod find;
mod missing;
mod near;
mod reconcile;
mod stats;

pub use compare::{Comparison, Difference, DifferenceKind, compare};
pub use criterion::criterion_page;
pub(crate) use find::folded;
pub use find::{Found, find};
pub use missing::{GoalState, LeftInput, Missing, MissingChange, MissingGoal, RowChange, missing};
pub(crate) use near::other_cards;
pub use near::{Near, NearLine, near};
pub use reconcile::{
    AwardShift, ColumnCount, GradeCount, GradeCounts, GradeShift, NumberShift, Reconciliation, Unmatched,
    Who, WrongSum, reconcile,
};
pub use stats::{CriterionStats, PairStats, Stats, stats};
