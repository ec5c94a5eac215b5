use serde::Serialize;
use thidua::{Spot, Text};

use crate::{CaseResult, Mismatch};

/// The tests of one rule set and how they ended (kết quả bộ thử), in the shape of `thidua test --format json`.
#[derive(Clone, Debug, Serialize)]
pub struct TestedRules {
    /// The rule file.
    pub rules: String,
    /// Cases that came out as stated.
    pub passed: usize,
    /// Cases that did not.
    pub failed: usize,
    /// Cases proposed and not yet confirmed by a person.
    pub pending: usize,
    /// Every case.
    pub cases: Vec<TestedCase>,
}

/// One case and how it ended.
#[derive(Clone, Debug, Serialize)]
pub struct TestedCase {
    /// The sentence.
    pub name: String,
    /// The clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// The test file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// `passed`, `failed` or `pending`.
    pub status: &'static str,
    /// What did not come out as stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mismatches: Vec<Difference>,
}

/// One thing that did not come out as stated.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    #[serde(skip_serializing_if = "Option::is_none")]
    entrant: Option<String>,
    what: Text,
    expected: String,
    got: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<Text>,
    line: u32,
}

impl TestedRules {
    /// The results of one rule set.
    #[must_use]
    pub fn of(rules: &str, results: &[CaseResult]) -> Self {
        let count = |status: &str| results.iter().filter(|result| self::status(result) == status).count();
        Self {
            rules: rules.to_owned(),
            passed: count("passed"),
            failed: count("failed"),
            pending: count("pending"),
            cases: results.iter().map(case).collect(),
        }
    }
}

pub(super) fn status(result: &CaseResult) -> &'static str {
    match (result.pending, result.passed()) {
        (true, _) => "pending",
        (false, true) => "passed",
        (false, false) => "failed",
    }
}

fn case(result: &CaseResult) -> TestedCase {
    let line = match result.place.spot {
        Spot::Text(span) => span.line,
        _ => 0,
    };
    TestedCase {
        name: result.name.clone(),
        basis: result.basis.clone(),
        file: result.place.file.to_string(),
        line,
        status: status(result),
        mismatches: result.mismatches.iter().map(difference).collect(),
    }
}

fn difference(mismatch: &Mismatch) -> Difference {
    Difference {
        entrant: mismatch.entrant.clone(),
        what: mismatch.what.clone(),
        expected: mismatch.expected.clone(),
        got: mismatch.got.clone(),
        step: mismatch.step.clone(),
        line: mismatch.span.line,
    }
}
