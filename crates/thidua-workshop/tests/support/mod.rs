//! What the workshop's tests share: a rule set and its tests as text.
#![allow(dead_code, clippy::panic, reason = "each test binary uses a part of it, and fails loudly")]

use thidua::{Diagnostic, RuleSet, Valid, check};
use thidua_rulefile::Document;
use thidua_workshop::{CaseResult, Coverage, Suite, read_suite, run_coverage, run_suites};

pub(crate) fn document(rules: &str) -> Document {
    Document::parse("xa.yaml", rules).unwrap_or_else(|found| panic!("{found:#?}"))
}

pub(crate) fn checked(rules: &str) -> Valid<RuleSet> {
    let parsed = document(rules).decode::<RuleSet>().unwrap_or_else(|found| panic!("{found:#?}"));
    check(parsed, "xa.yaml").unwrap_or_else(|found| panic!("{found:#?}"))
}

pub(crate) fn suite(tests: &str) -> Result<Suite, Vec<Diagnostic>> {
    read_suite("xa.test.yaml", tests, &|_| None)
}

pub(crate) fn good_suite(tests: &str) -> Suite {
    suite(tests).unwrap_or_else(|found| panic!("{found:#?}"))
}

pub(crate) fn run(rules: &str, tests: &str) -> Result<Vec<CaseResult>, Vec<Diagnostic>> {
    run_suites(&checked(rules), "xa.yaml", &[suite(tests)?])
}

pub(crate) fn coverage(rules: &str, tests: &str) -> Coverage {
    run_coverage(&document(rules), &checked(rules), &[good_suite(tests)])
        .unwrap_or_else(|found| panic!("{found:#?}"))
}

/// A rule set with one thing of every kind.
pub(crate) const RULES: &str = include_str!("xa.yaml");
/// Sheets that tests start from.
pub(crate) const SHEETS: &str = "\
day: 2025-12-31
base_salary: 1000
sheets:
  đủ:
    cluster: Cụm 1
    kind: xa
    given: { A.1: có, A.2: tot, A.3: 5, hồ_sơ: 96, tổng: 100, đơn: 80, đơn_tổng: 100, cuộc: 1, vụ: 0, lượt: 0, hạn: 2025-03-03, gửi: 2025-03-03, điểm_số: 50, mô_hình: [ 3 ], sáng_kiến: 0, sai: 0, kỷ_luật: không, đang_xem_xét: không }
tests:
";
