//! Mutation tests of a rule set (thử đột biến): which small change of it no fixture notices.

mod change;
mod condition;
mod ends;
mod flags;
mod items;
mod numbers;
mod run;
mod words;

pub use change::{Mutant, mutants};
pub use run::{Fate, MutantReport, Survivor, run_mutants};
