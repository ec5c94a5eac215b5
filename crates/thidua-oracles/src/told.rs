//! Whatever is told has words, and nothing is called open where nothing is.

use thidua::{EntrantId, Report, Run, requirement_checks};

/// Asks the oracle of every award of everybody; answers how many requirements were read.
///
/// # Errors
/// The requirement without words, or the case that is called provisional though everything is known.
pub fn hold(report: &Report) -> Result<usize, String> {
    let mut held = 0;
    for run in &report.runs {
        let known = everything_is_known(run);
        for row in run.evaluations.entrants().keys() {
            held += hold_entrant(run, row)?;
            let mut awards = run.plan.rules().awards().iter_enumerated();
            let provisional =
                awards.find(|(award, _)| known && run.outcome.recommendations.is_provisional(*award, row));
            if let Some((_, award)) = provisional {
                return wrong(run, row, &award.id.value, "is provisional");
            }
        }
    }
    Ok(held)
}

fn hold_entrant(run: &Run, row: EntrantId) -> Result<usize, String> {
    let mut held = 0;
    for (award, rules) in run.plan.rules().awards().iter_enumerated() {
        let checks =
            requirement_checks(&run.plan, &run.evaluations, &run.circumstances(), &run.outcome, award, row);
        for check in checks {
            held += 1;
            let words = [&check.label.vi, &check.label.en, &check.found.vi, &check.found.en];
            if words.iter().any(|words| words.is_empty()) {
                let what = format!("a requirement has no words: {:?}: {:?}", check.label, check.found);
                return wrong(run, row, &rules.id.value, &what);
            }
        }
    }
    Ok(held)
}

fn wrong<T>(run: &Run, row: EntrantId, award: &str, what: &str) -> Result<T, String> {
    Err(format!("run {}, {}, award {award}: {what}", run.id, run.evaluations.entrants()[row].id))
}

/// Whether everybody has a total and every case its end: nothing is left that could change anything.
fn everything_is_known(run: &Run) -> bool {
    let all = &run.outcome.recommendations;
    let totals = run.outcome.scorecards.entrants().all(|row| run.outcome.scorecards.total(row).is_some());
    let cases = run.plan.rules().awards().keys().all(|award| {
        let rows = run.evaluations.entrants().keys();
        rows.filter_map(|row| all.case(award, row)).all(|case| case.holds().is_some())
    });
    totals && cases && run.shortfalls.is_empty() && run.missing.is_empty()
}
