//! Fixture tests (bộ thử): what entrants must get, written by a person beside the rule set.

mod case;
mod format;
mod names;
mod pool;
mod run;
mod shape;
mod sheets;
mod sound;
mod step;
mod suite;
mod table;
mod target;
mod update;

pub use case::{Case, Suite};
pub use format::{Answer, Expect, Member, OneOrNamed, PastResult, Sheet, Test, TestFile};
pub use run::{CaseResult, Mismatch, run_suites};
pub use suite::read_suite;
pub use update::{Updated, update};

pub(crate) use case::{About, CaseMember, Placed, Stated};
pub(crate) use names::Names;
pub(crate) use pool::Pool;
pub(crate) use run::{Bench, Played, holds, holds_with, play};
pub(crate) use target::{Target, actual, target_name, targets};
