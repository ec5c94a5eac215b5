//! Finding mistakes in a rule set (kiểm tra bộ tiêu chí): all of them, each with its line and remedy.
//!
//! Names are resolved by the compiler, which reports what it cannot find; the files of this module
//! look at one kind of structural mistake each.

mod asked;
mod attainable;
mod bounds;
mod citation;
mod dated;
mod division;
mod identity;
mod idle_keys;
mod labels;
mod levels;
mod lint;
mod lints;
mod maxima;
mod numbers;
mod reach;
mod report;
mod scale;
mod sense;

use std::sync::Arc;

pub use attainable::{Attainable, Bounds, KindBounds, SheetBounds, WithoutBounds, attainable};
pub use dated::days;
pub use lint::{Lint, lint, lints};
pub(crate) use reach::{Entered, OwnAward, OwnReach, own_reach};
pub(crate) use report::{Finding, Report};

use crate::Valid;
use lint::Run;
use thidua_core::plan::build;
use thidua_core::{Diagnostic, NodeKind, Place, Plan, bounded, has_errors};
use thidua_rules::rule::RuleSet;

/// Checks a rule set (kiểm tra bộ tiêu chí): references, maxima, bands, quotas, ids, and every lint.
///
/// # Errors
/// All findings, when at least one of them is an error. Warnings alone are kept in the result.
pub fn check(rules: RuleSet, file: impl Into<Arc<str>>) -> Result<Valid<RuleSet>, Vec<Diagnostic>> {
    let mut report = Report::new(file.into());
    levels::check(&rules.checks, &mut report);
    identity::check(&rules, &mut report);
    numbers::check(&rules, &mut report);
    sense::check(&rules, &mut report);
    idle_keys::check(&rules, &mut report);
    division::check(&rules, &mut report);
    let days = dated::days(&rules);
    let mut proven = Vec::with_capacity(days.len());
    let mut plans = Vec::with_capacity(days.len());
    for day in &days {
        let (plan, findings) = build(&rules, report.file().clone(), *day);
        let resolved = !has_errors(&findings);
        report.extend(findings);
        if resolved {
            check_plan(&plan, &mut report);
            // What can come out of rules without a meaning is nobody's question.
            if report.is_sound() {
                proven.push((*day, prove_plan(&plan)));
            }
            plans.push(plan);
        }
    }
    report.merge(proven);
    // A name that was not found may well be the use that a judgement over all days would miss.
    let complete = plans.len() == days.len();
    if complete {
        let sheet = Sheet { rules: &rules, plans: &plans };
        for lint in lints() {
            if let Run::Sheet(run) = &lint.run {
                run(&sheet, &mut report);
            }
        }
    }
    let findings = levels::apply(&rules.checks, report, complete);
    let findings = bounded(findings);
    if has_errors(&findings) { Err(findings) } else { Ok(Valid::new(rules, findings)) }
}

/// A rule set whose every name is known, compiled for each day that matters.
pub(crate) struct Sheet<'a> {
    rules: &'a RuleSet,
    plans: &'a [Plan],
}

fn check_plan(plan: &Plan, report: &mut Report) {
    maxima::check(plan, report);
    for node in &plan.nodes {
        if let NodeKind::Leaf(_) = &node.kind {
            report.extend(node.criterion.method().mistakes(&node.max).into_iter().map(|mistake| {
                let place = Place::text(plan.file.clone(), mistake.span.unwrap_or(node.span));
                Diagnostic::error(mistake.code, place, mistake.message).with_help(mistake.help)
            }));
        }
    }
    for lint in lints() {
        if let Run::Plan(run) = &lint.run {
            run(plan, report);
        }
    }
}

fn prove_plan(plan: &Plan) -> Report {
    let mut report = Report::new(plan.file.clone());
    let proof = reach::prove(plan);
    for lint in lints() {
        if let Run::Proof(run) = &lint.run {
            run(&proof, &mut report);
        }
    }
    report
}
