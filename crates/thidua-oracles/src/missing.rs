//! Nothing missing satisfies anything: what holds with an empty cell holds with every value that may stand in it.

use serde_json::Value;
use thidua::{
    AwardStatus, Cell, CellState, Decimal, EntrantId, Evaluations, Exact, InputId, Origin, Outcome, Report,
    Run, ValueKind, evaluate,
};

use crate::{Random, Verdict};

/// Asks the oracle of so many cells of a report; answers how many answers were held against a filling.
///
/// What a rule set declares a blank to be is no filling: cells with such a declaration are left out.
///
/// # Errors
/// The cell, and what it satisfies though nobody filled it.
pub fn hold(report: &Report, random: &mut Random, count: usize) -> Result<usize, String> {
    let mut held = 0;
    for _ in 0..count {
        let run = random.pick(&report.runs);
        if run.evaluations.entrants().is_empty() || run.plan.inputs().is_empty() {
            continue;
        }
        let row = random.below(run.evaluations.entrants().len());
        let input = random.below(run.plan.inputs().len());
        held += hold_cell(run, row.into(), input.into())?;
    }
    Ok(held)
}

fn hold_cell(run: &Run, row: EntrantId, input: InputId) -> Result<usize, String> {
    if run.plan.inputs()[input].blank.is_some() || declares_blanks(run) {
        return Ok(0);
    }
    let Some((_, blank)) = with(run, row, input, CellState::Blank, Decimal::from(0)) else { return Ok(0) };
    let mut held = 0;
    for value in fillings(run, input) {
        let Some((_, filled)) = with(run, row, input, CellState::Value, value) else { continue };
        held += agree(run, (row, input, value), &blank, &filled)?;
    }
    Ok(held)
}

/// Whether the rules say what a blank cell of some criterion becomes.
fn declares_blanks(run: &Run) -> bool {
    fn declared(value: &Value) -> bool {
        match value {
            Value::Object(fields) => fields
                .iter()
                .any(|(key, value)| (key == "blank" && value.as_str() != Some("refuse")) || declared(value)),
            Value::Array(items) => items.iter().any(declared),
            _ => false,
        }
    }
    declared(&serde_json::to_value(run.plan.rules()).unwrap())
}

fn with(
    run: &Run,
    row: EntrantId,
    input: InputId,
    state: CellState,
    value: Decimal,
) -> Option<(Evaluations, Outcome)> {
    let stage = run.evaluations.stages().last().and_then(|stage| run.evaluations.stage(stage))?;
    let mut evaluations = run.evaluations.clone();
    let cell = Cell { state, value, origin: Origin::default() };
    evaluations.replace(&run.plan, (stage, row, input), &[cell]).ok()?;
    let outcome = evaluate(&run.plan, &evaluations, &run.circumstances());
    Some((evaluations, outcome))
}

/// The ends of what may stand in a cell, and something between.
fn fillings(run: &Run, input: InputId) -> Vec<Decimal> {
    let input = &run.plan.inputs()[input];
    let whole = |numbers: &[i64]| numbers.iter().map(|number| Decimal::from(*number)).collect::<Vec<_>>();
    let ends = [&input.min, &input.max].into_iter().flatten().filter_map(Exact::to_decimal);
    match input.kind {
        ValueKind::YesNo => whole(&[0, 1]),
        ValueKind::Choice => (0..i64::try_from(input.choices.len()).unwrap()).map(Decimal::from).collect(),
        ValueKind::Percent => ends
            .chain(["0", "0.5", "0.699", "0.7", "0.95", "1"].map(|share| share.parse().unwrap()))
            .collect(),
        // Days count from a day far back; those of the period are what somebody would write.
        ValueKind::Date => Vec::new(),
        ValueKind::Number | ValueKind::Count => {
            ends.chain(whole(&[0, 1, 2, 5, 10, 12, 60, 100, 100_000])).collect()
        }
    }
}

/// What is settled while the cell is empty is so with the value in it.
fn agree(
    run: &Run,
    (row, input, value): (EntrantId, InputId, Decimal),
    blank: &Outcome,
    filled: &Outcome,
) -> Result<usize, String> {
    let mut held = 0;
    let wrong = |what: String, other: &str| {
        let (entrant, input) = (&run.evaluations.entrants()[row].id, &run.plan.inputs()[input].name);
        Err(format!("run {}: with `{input}` of {entrant} empty, {what}; with {value} in it, {other}", run.id))
    };
    for each in run.evaluations.entrants().keys() {
        let who = &run.evaluations.entrants()[each].id;
        // The totals and grades of others are what their own cells give, as long as nothing is awarded for it.
        let own = each == row;
        if let Some(total) = blank.scorecards.total(each).filter(|_| own) {
            held += 1;
            if filled.scorecards.total(each).as_ref() != Some(&total) {
                return wrong(
                    format!("{who} has a total of {total}"),
                    &format!("{:?}", filled.scorecards.total(each)),
                );
            }
        }
        for grading in run.plan.rules().gradings().keys() {
            if let Some(grade) = blank.grades.grade(grading, each).filter(|_| own) {
                held += 1;
                if filled.grades.grade(grading, each) != Some(grade) {
                    return wrong(
                        format!("{who} has grade {grade:?}"),
                        &format!("{:?}", filled.grades.grade(grading, each)),
                    );
                }
            }
        }
        for award in run.plan.rules().awards().keys() {
            let (Some(before), Some(after)) =
                (blank.recommendations.case(award, each), filled.recommendations.case(award, each))
            else {
                continue;
            };
            if !settled(before) || blank.recommendations.is_provisional(award, each) {
                continue;
            }
            held += 1;
            let (is, other) = (AwardStatus::of(&before.status), AwardStatus::of(&after.status));
            if is != other {
                let award = &run.plan.rules().awards()[award].id.value;
                return wrong(format!("{who} is {is:?} for `{award}`"), &format!("{other:?}"));
            }
        }
    }
    Ok(held)
}

/// Whether a case waits for nothing and nobody.
fn settled(case: &thidua::Case) -> bool {
    matches!(AwardStatus::of(&case.status), AwardStatus::Recommended | AwardStatus::Refused)
}

/// Asks the oracle of every cell of a report.
///
/// # Errors
/// As for [`hold`].
pub fn hold_all(report: &Report) -> Verdict {
    for run in &report.runs {
        for row in run.evaluations.entrants().keys() {
            for input in run.plan.inputs().keys() {
                hold_cell(run, row, input)?;
            }
        }
    }
    Ok(())
}
