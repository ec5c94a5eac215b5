use serde::Serialize;
use thidua::{Diagnostic, check, sort_diagnostics};
use thidua_rulefile::Document;

use crate::coverage::{Coverage, run_coverage};
use crate::fixture::{read_suite, run_suites};
use crate::report::TestedRules;

/// What the files are called in the answer.
const RULES: &str = "rules.yaml";
const TESTS: &str = "rules.test.yaml";

/// What an author sees of a rule set and its tests at each key stroke (bàn soạn bộ tiêu chí).
#[derive(Debug, Default, Serialize)]
struct Desk {
    /// Findings about the rules, in the order of the file.
    findings: Vec<Found>,
    /// Findings about the tests.
    test_findings: Vec<Found>,
    /// How the tests ended; absent while there is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<TestedRules>,
    /// What the tests reach; absent while there is an error.
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<Coverage>,
}

/// A finding with its place as people write it.
#[derive(Debug, Serialize)]
struct Found {
    at: String,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

/// Reads a rule set and its tests, plays the tests and tells what they reach, as JSON; never fails.
///
/// Without tests (an empty text) only the rules are looked at.
///
/// ```
/// let desk = thidua_workshop::author("rule_set: a\nversion: 1\ntitle: A\ncriterion: []", "");
/// assert!(desk.contains(r#""at":"rules.yaml:4:1""#) && !desk.contains(r#""tests""#));
/// ```
#[must_use]
pub fn author(rules: &str, tests: &str) -> String {
    thidua_json::to_line(&desk(rules, tests))
}

fn desk(rules: &str, tests: &str) -> Desk {
    let mut desk = Desk::default();
    let read = thidua_rulefile::read_rule_set(RULES, rules.as_bytes()).and_then(|set| check(set, RULES));
    let set = match read {
        Ok(set) => {
            desk.findings = found(set.warnings().to_vec());
            Some(set)
        }
        Err(wrong) => {
            desk.findings = found(wrong);
            None
        }
    };
    if tests.trim().is_empty() {
        return desk;
    }
    let suite = match read_suite(TESTS, tests, &|_| None) {
        Ok(suite) => suite,
        Err(wrong) => {
            desk.test_findings = found(wrong);
            return desk;
        }
    };
    let Some(set) = set else { return desk };
    let suites = [suite];
    match run_suites(&set, RULES, &suites) {
        Ok(results) => desk.tests = Some(TestedRules::of(RULES, &results)),
        Err(wrong) => {
            desk.test_findings = found(wrong);
            return desk;
        }
    }
    desk.coverage =
        Document::parse(RULES, rules).and_then(|document| run_coverage(&document, &set, &suites)).ok();
    desk
}

fn found(mut diagnostics: Vec<Diagnostic>) -> Vec<Found> {
    sort_diagnostics(&mut diagnostics);
    diagnostics.into_iter().map(|diagnostic| Found { at: diagnostic.place.to_string(), diagnostic }).collect()
}

#[cfg(test)]
mod tests {
    use super::desk;

    const RULES: &str =
        "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, title: I, points_max: 10 } ]\n";

    #[test]
    fn tests_are_played_and_their_reach_is_told() {
        let tests = "tests:\n- test: đủ điểm\n  given: { I: 10 }\n  expect: { total: 10 }\n";
        let right = desk(RULES, tests);
        assert_eq!(
            right.tests.as_ref().map(|tests| (tests.passed, tests.failed)),
            Some((1, 0)),
            "{right:#?}"
        );
        assert!(right.coverage.is_some());
        let wrong = desk(RULES, &tests.replace("total: 10", "total: 9"));
        assert_eq!(wrong.tests.map(|tests| (tests.passed, tests.failed)), Some((0, 1)));
    }

    #[test]
    fn mistakes_stand_at_their_lines() {
        let desk = desk(&RULES.replace("points_max", "point_max"), "tests: 1");
        assert!(desk.findings.iter().any(|found| found.at.starts_with("rules.yaml:4:")), "{desk:#?}");
        assert!(desk.test_findings.iter().any(|found| found.at.starts_with("rules.test.yaml:1:")));
        assert!(desk.tests.is_none() && desk.coverage.is_none());
    }
}
