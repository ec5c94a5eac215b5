//! Coverage (độ phủ): which branches of a rule set no fixture reaches.

mod lines;
mod locate;
mod page;
mod run;

pub use page::coverage_page;
pub use run::{Coverage, CoveredBranch, Unreachable, run_coverage};
