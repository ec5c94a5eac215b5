//! Finding mistakes in a rule set (kiểm tra bộ tiêu chí): all of them, each with its line and remedy.
//!
//! Names are resolved by the compiler, which reports what it cannot find; the files of this module
//! look at one kind of structural mistake each.

mod bands;
mod identity;
mod intervals;
mod maxima;
mod numbers;
mod sense;

use std::sync::Arc;

pub(crate) use bands::band_mistakes;

use crate::plan::{Plan, Valid, build};
use crate::rules::{DatedNumber, RuleSet};
use crate::{Date, Diagnostic, Place, Severity, Span, Text, has_errors, sort_diagnostics};

/// Checks a rule set (kiểm tra bộ tiêu chí): references, maxima, bands, quotas, ids.
///
/// # Errors
/// All findings, when at least one of them is an error. Warnings alone are kept in the result.
pub fn check(rules: RuleSet, file: impl Into<Arc<str>>) -> Result<Valid<RuleSet>, Vec<Diagnostic>> {
    let file = file.into();
    let mut report = Report { file: file.clone(), findings: Vec::new() };
    identity::check(&rules, &mut report);
    numbers::check(&rules, &mut report);
    sense::check(&rules, &mut report);
    for day in days(&rules) {
        let (plan, findings) = build(&rules, file.clone(), day);
        let resolved = !has_errors(&findings);
        report.findings.extend(findings);
        if resolved {
            check_plan(&plan, &mut report);
        }
    }
    let mut findings = report.findings;
    sort_diagnostics(&mut findings);
    if has_errors(&findings) { Err(findings) } else { Ok(Valid::new(rules, findings)) }
}

fn check_plan(plan: &Plan, report: &mut Report) {
    maxima::check(plan, report);
    bands::check_grades(&plan.rules, plan.day, report);
    for node in &plan.nodes {
        if let crate::plan::NodeKind::Leaf(leaf) = &node.kind {
            for mistake in leaf.method.mistakes(&node.max) {
                report.findings.push(
                    Diagnostic {
                        severity: if mistake.code == "TD0222" { Severity::Warning } else { Severity::Error },
                        ..Diagnostic::error(
                            mistake.code,
                            Place::text(report.file.clone(), mistake.span.unwrap_or(node.span)),
                            mistake.message,
                        )
                    }
                    .with_help(mistake.help),
                );
            }
        }
    }
}

/// The days that matter: one inside every stretch between two changes of a dated value.
fn days(rules: &RuleSet) -> Vec<Date> {
    let mut changes = Vec::new();
    let mut add = |from: Option<Date>, until: Option<Date>| {
        changes.extend(from);
        changes.extend(until.and_then(|day| Date::from_day_number(i64::from(day.day_number()) + 1)));
    };
    let mut dated = |number: &DatedNumber| {
        if let DatedNumber::Dated(values) = number {
            for value in values {
                add(value.from, value.until);
            }
        }
    };
    for (_, parameter) in rules.parameters.iter() {
        dated(parameter);
    }
    let mut open: Vec<_> = rules.criteria.iter().collect();
    while let Some(criterion) = open.pop() {
        criterion.points_max.iter().chain(&criterion.weight).for_each(&mut dated);
        open.extend(&criterion.children);
    }
    for grade in rules.gradings.iter().flat_map(|grading| &grading.grades) {
        grade.ends().for_each(&mut dated);
    }
    let mut effective = Vec::new();
    let mut open: Vec<_> = rules.criteria.iter().collect();
    while let Some(criterion) = open.pop() {
        effective.extend(criterion.effective);
        open.extend(&criterion.children);
    }
    for dates in effective {
        add(dates.from, dates.until);
    }
    let start = rules.effective.from.or_else(|| changes.iter().min().copied());
    let start = start.or(rules.effective.until).or_else(|| Date::from_calendar(2026, 1, 1));
    changes.extend(start);
    changes.retain(|day| rules.effective.dates().contains(*day));
    changes.sort();
    changes.dedup();
    changes
}

/// Findings under way.
pub(crate) struct Report {
    file: Arc<str>,
    findings: Vec<Diagnostic>,
}

impl Report {
    fn error(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        let place = Place::text(self.file.clone(), span);
        self.findings.push(Diagnostic::error(code, place, message).with_help(help));
    }

    fn warning(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        let place = Place::text(self.file.clone(), span);
        self.findings.push(Diagnostic::warning(code, place, message).with_help(help));
    }
}
