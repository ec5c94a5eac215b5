//! Fixture tests (bộ thử): what entrants must get, written by a person beside the rule set.

mod format;
mod names;
mod pool;
mod run;
mod shape;
mod sound;
mod step;
mod suite;
mod table;
mod target;
mod update;

pub use format::{Answer, Expect, Member, OneOrNamed, PastResult, Sheet, Test, TestFile};
pub use run::{CaseResult, Mismatch, run_suites};
pub use suite::{Case, Suite, read_suite};
pub use update::{Updated, update};

pub(crate) use names::Names;
pub(crate) use pool::Pool;
pub(crate) use run::{Bench, Played, holds, holds_with, play};
pub(crate) use suite::{About, CaseMember, Placed, Stated};
pub(crate) use target::{Target, actual, target_name, targets};
