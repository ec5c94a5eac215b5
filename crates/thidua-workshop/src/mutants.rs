//! Mutation tests of a rule set (thử sửa thử): which small change of it no fixture notices.

mod boundary;
mod change;
mod condition;
mod ends;
mod flags;
mod items;
mod numbers;
mod pools;
mod run;
mod values;
mod words;
mod write;

pub use change::{Mutant, mutants};
pub use run::{Fate, MutantReport, Survivor, run_mutants};
pub use write::{Proposal, with_proposals};
