//! Formulas and one-line conditions: numbers, names, four operations, comparisons and, or, not.

mod condition;
mod foreign;
mod parse;
mod term;
mod token;
mod words;
mod written;

pub use condition::{Comparator, Comparison, Condition};
pub use parse::SyntaxError;
pub use term::Every;
pub use term::{Elapsed, Field, Formula, Operator, Pool, Reduction, Subject, Submission, Term};
