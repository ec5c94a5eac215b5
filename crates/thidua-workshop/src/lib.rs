//! The rule author's workshop (xưởng làm bộ tiêu chí): what a rule set is worth before anybody is scored by it.
//!
//! * fixture tests: what an entrant must get, written by a person beside the rule set;
//! * coverage: which bands, branches and ties no fixture reaches;
//! * mutants: which small change of the rule set no fixture notices;
//! * differences: two versions of a rule set in words;
//! * backtests: what the new version would have changed for entrants of past years, and which edit did it.
//!
//! Nothing here opens a file: texts go in, reports come out.

mod author;
mod backtest;
mod coverage;
mod diff;
mod escape;
mod fixture;
mod mutants;
mod report;
mod spread;

pub use author::author;
pub use backtest::{
    Attribution, Backtest, BacktestOptions, Cluster, Edit, Effect, Line, Near, Shift, Standing, TestedRun,
    backtest, backtest_csv, backtest_impact, backtest_page, backtest_text, without_names,
};
pub use coverage::{Coverage, CoveredBranch, Unreachable, coverage_page, run_coverage};
pub use diff::{Change, Comparison, Side, compare};
pub use fixture::{
    Answer, Case, CaseResult, Expect, Member, Mismatch, OneOrNamed, PastResult, Sheet, Suite, Test, TestFile,
    Updated, read_suite, run_suites, update,
};
pub use mutants::{Fate, Mutant, MutantReport, Proposal, Survivor, mutants, run_mutants, with_proposals};
pub use report::{TestedCase, TestedRules, junit};
pub use spread::processors;

/// The JSON Schema of a file of fixture tests (lược đồ tệp bộ thử), described in `language`.
#[must_use]
pub fn test_file_schema(language: thidua::Language) -> schemars::Schema {
    thidua::authored_schema::<TestFile>(language, TEST_FILE_WORDS)
}

/// What an editor shows in Vietnamese over a file of fixture tests.
const TEST_FILE_WORDS: &str = include_str!("fixture/hover.vi.txt");

#[cfg(test)]
mod tests {
    #[test]
    fn every_key_of_a_test_file_is_explained_in_vietnamese() {
        let faults = thidua::hover_faults::<super::TestFile>(super::TEST_FILE_WORDS);
        assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    }
}
