use std::collections::BTreeMap;

use serde::Serialize;
use thidua::{
    Branch, Diagnostic, Language, Place, RuleSet, Span, Text, Valid, branches, sort_diagnostics, taken,
};
use thidua_rulefile::Document;

use super::locate::locate;
use crate::fixture::{Bench, Suite, play};

/// How much of a rule set its fixtures reach (độ phủ của bộ thử).
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The rule file.
    pub rules: String,
    /// Branches that some fixture reaches.
    pub reached: usize,
    /// Branches that can be reached at all.
    pub all: usize,
    /// Every branch that can be reached, in the order of the file.
    pub branches: Vec<CoveredBranch>,
    /// Branches that nobody can ever take, and why.
    pub unreachable: Vec<Unreachable>,
}

/// One branch and whether a fixture reaches it.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredBranch {
    /// The criterion, grading, ranking or award.
    pub at: String,
    /// The branch in words.
    pub what: Text,
    /// Where it is written.
    pub place: Place,
    /// Whether a fixture reaches it.
    pub reached: bool,
}

/// A branch that nobody can take.
#[derive(Clone, Debug, Serialize)]
pub struct Unreachable {
    /// The criterion, grading, ranking or award.
    pub at: String,
    /// The branch in words.
    pub what: Text,
    /// Where it is written.
    pub place: Place,
    /// Why.
    pub why: Text,
}

impl Coverage {
    /// What no fixture reaches.
    pub fn left(&self) -> impl Iterator<Item = &CoveredBranch> {
        self.branches.iter().filter(|branch| !branch.reached)
    }

    /// The share reached in hundredths of a percent, rounded down: 100 % is said only when nothing is left.
    #[must_use]
    pub fn hundredths(&self) -> usize {
        (self.reached * 10_000).checked_div(self.all).unwrap_or(10_000)
    }

    /// The share reached as a percentage with one decimal place, rounded down.
    #[must_use]
    pub fn percent(&self, language: Language) -> String {
        let tenths = self.hundredths() / 10;
        let sign = if language == Language::Vietnamese { ',' } else { '.' };
        match (tenths / 10, tenths % 10) {
            (whole, 0) => format!("{whole}%"),
            (whole, rest) => format!("{whole}{sign}{rest}%"),
        }
    }
}

/// What is known of a branch after some of the days and cases.
struct Known {
    at: String,
    what: Text,
    span: Span,
    never: Option<Text>,
    reached: bool,
}

/// Tells what the suites of a rule set reach (đo độ phủ bộ thử). Proposed tests do not count.
///
/// # Errors
/// Mistakes in the rule set or in the tests.
pub fn run_coverage(
    document: &Document,
    rules: &Valid<RuleSet>,
    suites: &[Suite],
) -> Result<Coverage, Vec<Diagnostic>> {
    let file = document.name().clone();
    let bench = Bench::new(rules, &file, suites)?;
    let mut known: BTreeMap<(Span, String, String), Known> = BTreeMap::new();
    let mut findings = Vec::new();
    for (plan, names, cases) in bench.cases(rules, suites) {
        let all = branches(plan);
        let mut open: Vec<&Branch> = all.iter().collect();
        let mut done: Vec<&Branch> = Vec::new();
        for case in cases.into_iter().filter(|case| !case.pending) {
            let played = match play(plan, names, case) {
                Ok(played) => played,
                Err(wrong) => {
                    findings.extend(wrong);
                    continue;
                }
            };
            let pool = &played.pool;
            let reached = taken(plan, &open, &pool.evaluations, &pool.circumstances(), &played.outcome);
            let mut reached = reached.into_iter();
            open.retain(|branch| {
                let now = reached.next() == Some(true);
                if now {
                    done.push(branch);
                }
                !now
            });
        }
        for (branch, reached) in
            done.iter().map(|branch| (branch, true)).chain(open.iter().map(|b| (b, false)))
        {
            let span = locate(document, branch.span, branch.under);
            let key = (span, branch.at.clone(), branch.what.vi.clone());
            let entry = known.entry(key).or_insert_with(|| Known {
                at: branch.at.clone(),
                what: branch.what.clone(),
                span,
                never: branch.never.clone(),
                reached: false,
            });
            entry.reached |= reached;
            // What can happen on one day can happen.
            if branch.never.is_none() {
                entry.never = None;
            }
        }
    }
    sort_diagnostics(&mut findings);
    if !findings.is_empty() {
        return Err(findings);
    }
    let place = |span: Span| Place::text(file.clone(), span);
    let (mut found, mut unreachable) = (Vec::new(), Vec::new());
    for Known { at, what, span, never, reached } in known.into_values() {
        match never {
            // A proof that a fixture contradicts would be wrong; what was seen counts.
            Some(why) if !reached => unreachable.push(Unreachable { at, what, place: place(span), why }),
            _ => found.push(CoveredBranch { at, what, place: place(span), reached }),
        }
    }
    Ok(Coverage {
        rules: file.to_string(),
        reached: found.iter().filter(|branch| branch.reached).count(),
        all: found.len(),
        branches: found,
        unreachable,
    })
}
