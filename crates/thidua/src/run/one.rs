use std::sync::Arc;

use thidua_check::{Valid, missing, over_data};
use thidua_core::{
    BaseSalary, Circumstances, Date, DecisionIndex, DecisionText, Diagnostic, Evaluations, GradeId, History,
    HistoryRecord, Outcome, Place, Plan, RuleSet, Scorecards, SelectedBy, StageId, award, classify, conclude,
    gaps, join, rank, score_rows, shortfalls, text,
};
use thidua_table::{Layout, Source, Table, bind_named, read_form};

use super::inputs::Inputs;
use super::plans::KnownPlan;
use super::{Budget, Run, names, tables};
use crate::cancel::Cancel;
use crate::manifest::{Period, RunPlan};
use crate::rules::not_in_force;
use crate::spread::spread;
use crate::{carry, intake};

/// Runs one rule set over one period.
pub(super) fn run_one(
    inputs: &mut Inputs,
    manifest_name: &str,
    plan_text: &RunPlan,
    earlier: &[Run],
    history: &History,
    threads: usize,
    budget: &Budget,
) -> Result<(Run, Vec<Diagnostic>), Vec<Diagnostic>> {
    budget.go_on()?;
    let plan = plan_of(inputs, manifest_name, plan_text)?;
    let decisions = DecisionIndex::new(&plan, &inputs.decisions.for_run(&plan_text.id));
    let carried = carry::tables(plan_text, &plan, earlier, inputs.register.as_ref(), manifest_name)?;
    let (tables, notes) = tables_of(inputs, plan_text, &plan, &decisions)?;
    let sources = tables.iter().chain(&carried).map(|(table, layout)| Source { table, layout });
    let sources: Vec<Source<'_>> = sources.collect();
    budget.go_on()?;
    let bound = bind_named(&plan, plan.names(), inputs.register.as_ref(), &sources, &decisions)?;
    let evaluations = bound.evaluations;
    budget.score(&plan, &evaluations)?;
    let basis = basis(inputs, plan_text, plan.shared(), evaluations, decisions, history);
    // What was entered is there a second time now, as columns.
    drop(sources);
    drop((tables, carried));
    inputs.were_read(plan_text);
    let run = made(basis, threads, budget.cancel()).map_err(|found| vec![*found])?;
    let findings = notes.into_iter().chain(bound.warnings).chain(found_in(&run)).collect();
    Ok((run, findings))
}

/// The plan of a run, for the day that selects it.
pub(super) fn plan_of(
    inputs: &Inputs,
    manifest_name: &str,
    plan_text: &RunPlan,
) -> Result<Arc<KnownPlan>, Vec<Diagnostic>> {
    let Some(rules) = inputs.rules.get(&plan_text.rules.value) else { return Err(Vec::new()) };
    let day = selected_day(rules, plan_text, manifest_name)?;
    rules.plan(&plan_text.rules.value, day)
}

/// The tables of a run with their layouts, of the files that were read, and what was found on the way.
pub(super) fn tables_of(
    inputs: &Inputs,
    plan_text: &RunPlan,
    plan: &KnownPlan,
    decisions: &DecisionIndex,
) -> Result<Tables, Vec<Diagnostic>> {
    let (mut layouts, mut notes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    let sha256 = inputs.digests.get(&plan_text.rules.value).map_or("", String::as_str);
    for evaluation in &plan_text.evaluations {
        let Some(sheets) = inputs.sheets.get(&evaluation.file.value) else { continue };
        let mut layout = evaluation.layout.clone();
        layout.period = layout.period.or(Some(plan_text.period.dates()));
        let asked = inputs.asked_rows.get(&(evaluation.file.value.clone(), layout.sheet.clone()));
        let others = asked.into_iter().flatten().filter(|rows| **rows != layout.only_where);
        layout.read_elsewhere = others.cloned().collect();
        if let Some(form) = read_form(&evaluation.file, sheets) {
            if let Some(decision) = left_out(inputs, decisions, &form.entrant, &evaluation.file.value) {
                notes.push(intake::chosen_by_decision(&evaluation.file.value, decision, false));
                continue;
            }
            match intake::form_tables(plan, plan.names(), sha256, &form) {
                Ok((tables, found)) => {
                    notes.extend(found);
                    layouts.extend(tables.into_iter().map(|table| (table, layout.clone())));
                }
                Err(found) => errors.extend(found),
            }
            continue;
        }
        let words = plan.words(&layout, inputs.register.as_ref());
        match tables::find(&evaluation.file, sheets, &words, &layout.frame()) {
            Ok(found) => {
                notes.extend(found.findings);
                layouts.push((found.table, layout));
            }
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok((layouts, notes)) } else { Err(errors) }
}

type Tables = (Vec<(Table, Layout)>, Vec<Diagnostic>);

/// All that a run is worked out from, once it is known what was entered.
pub(super) fn basis(
    inputs: &Inputs,
    plan_text: &RunPlan,
    plan: Arc<Plan>,
    evaluations: Evaluations,
    decisions: DecisionIndex,
    history: &History,
) -> Basis {
    let history = match inputs.register {
        None if history.records().next().is_some() => names::history(history, evaluations.entrants()),
        _ => history.clone(),
    };
    Basis {
        id: plan_text.id.clone(),
        title: plan_text.title.clone().unwrap_or_else(|| plan.rules().title.clone()),
        plan,
        evaluations,
        history,
        decisions,
        base_salary: inputs.base_salary.clone(),
        decision_date: plan_text.decision_date,
        period: plan_text.period.clone(),
    }
}

/// What a person should look at in a run that was made.
pub(super) fn found_in(run: &Run) -> Vec<Diagnostic> {
    let odd = over_data(&run.plan, &run.evaluations, &run.outcome);
    run.findings().cloned().chain(odd).collect()
}

/// The decision by which another form of the same entrant counts, where that one is there.
fn left_out<'d>(
    inputs: &Inputs,
    decisions: &'d DecisionIndex,
    entrant: &str,
    file: &str,
) -> Option<&'d DecisionText> {
    let (decision, chosen) = intake::chosen_for(decisions, inputs.register.as_ref(), entrant)?;
    let is_there = inputs.sheets.keys().any(|known| intake::is_file(known, chosen));
    (is_there && !intake::is_file(file, chosen)).then_some(decision)
}

/// What a run is worked out from.
pub(crate) struct Basis {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) plan: Arc<Plan>,
    pub(crate) evaluations: Evaluations,
    pub(crate) history: History,
    pub(crate) decisions: DecisionIndex,
    pub(crate) base_salary: Arc<BaseSalary>,
    pub(crate) decision_date: Option<Date>,
    pub(crate) period: Period,
}

/// Works a run out.
///
/// # Errors
/// That it is not wanted any more.
pub(crate) fn made(basis: Basis, threads: usize, cancel: &Cancel) -> Result<Run, Box<Diagnostic>> {
    cancel.go_on()?;
    let scorecards = scored(&basis.plan, &basis.evaluations, threads);
    cancel.go_on()?;
    let (plan, evaluations, circumstances) = (&basis.plan, &basis.evaluations, basis.circumstances());
    let grades = classify(plan, evaluations, &scorecards, circumstances.decisions);
    cancel.go_on()?;
    let standings = rank(plan, evaluations, &scorecards, &grades, circumstances.decisions);
    cancel.go_on()?;
    let recommendations = award(plan, evaluations, &scorecards, &grades, &standings, &circumstances);
    cancel.go_on()?;
    Ok(whole(basis, Outcome { scorecards, grades, standings, recommendations }))
}

/// Works out what follows from the points.
pub(super) fn concluded(basis: Basis, scorecards: Scorecards) -> Run {
    let outcome = conclude(&basis.plan, &basis.evaluations, &basis.circumstances(), scorecards);
    whole(basis, outcome)
}

impl Basis {
    fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            history: &self.history,
            decisions: &self.decisions,
            base_salary: &self.base_salary,
            decision_date: self.decision_date,
            year: self.period.until.year(),
        }
    }
}

/// The run, with what a person should look at.
fn whole(basis: Basis, outcome: Outcome) -> Run {
    let Basis { id, title, plan, evaluations, history, decisions, base_salary, decision_date, period } =
        basis;
    let mut run = Run {
        id,
        title,
        plan,
        evaluations,
        outcome,
        history,
        decisions,
        base_salary,
        decision_date,
        period,
        shortfalls: Vec::new(),
        missing: Vec::new(),
        gaps: Vec::new(),
        explained_gaps: Vec::new(),
        shared: Arc::default(),
    };
    look_through(&mut run);
    run
}

/// Works a run out again after something that was entered has changed.
pub(crate) fn renew(run: &mut Run, threads: usize) {
    let scorecards = scored(&run.plan, &run.evaluations, threads);
    run.outcome = conclude(&run.plan, &run.evaluations, &run.circumstances(), scorecards);
    look_through(run);
}

/// Finds what is missing, and differences between stages.
fn look_through(run: &mut Run) {
    run.shortfalls = shortfalls(&run.plan, &run.evaluations, &run.outcome.scorecards);
    run.missing = missing(&run.plan, &run.evaluations, &run.decisions, &run.outcome);
    (run.explained_gaps, run.gaps) =
        gaps(&run.plan, &run.evaluations, &run.decisions).into_iter().partition(|gap| gap.explained);
}

/// The day that selects the rules; it must lie within their effect.
fn selected_day(rules: &Valid<RuleSet>, plan: &RunPlan, manifest: &str) -> Result<Date, Vec<Diagnostic>> {
    let (day, what) = match rules.effective.selected_by {
        SelectedBy::AchievementPeriod => (Some(plan.period.until), "period"),
        SelectedBy::DossierReceipt => (plan.received, "received"),
        SelectedBy::Decision => (plan.decision_date, "decision_date"),
    };
    let place = Place::text(manifest, plan.rules.span);
    let Some(day) = day else {
        return Err(vec![
            Diagnostic::error(
                "TD0502",
                place,
                text!(
                    "bộ tiêu chí chọn theo `{what}` nhưng đợt xét này không khai",
                    "the rules are selected by `{what}`, which this run does not give"
                ),
            )
            .with_help(text!("thêm `{what}` vào đợt xét", "add `{what}` to the run")),
        ]);
    };
    if let Some(finding) = not_in_force(rules, day, place) {
        return Err(vec![finding]);
    }
    Ok(day)
}

/// Fewer entrants than this are scored sooner than a thread is started.
const ROWS_OF_A_THREAD: usize = 256;

/// Scores in as many parts as there are threads, and in one where more would not be worth it.
pub(super) fn scored(plan: &Plan, evaluations: &Evaluations, threads: usize) -> Scorecards {
    let rows = evaluations.entrants().len();
    let references = thidua_core::References::gather(plan, evaluations, StageId::OFFICIAL);
    let parts = threads.clamp(1, 256).min(rows.div_ceil(ROWS_OF_A_THREAD)).max(1);
    let size = rows.div_ceil(parts).max(1);
    let ranges: Vec<_> =
        (0..parts).map(|part| (part * size).min(rows)..((part + 1) * size).min(rows)).collect();
    let score = |range: &std::ops::Range<usize>| score_rows(plan, evaluations, &references, range.clone());
    join(spread(&ranges, &score)).unwrap_or_else(|| score(&(0..rows)))
}

/// Grades and recommended awards become history for later runs; what is still open stays open there.
pub(super) fn add_to_history(run: &Run, history: &mut History) {
    let year = run.period.until.year();
    let rules = run.plan.rules();
    let mut add = |entrant: &str, result: &str, open: bool| {
        let record =
            HistoryRecord { year, result: result.to_owned(), decision: run.id.clone(), used_for: None };
        if open { history.add_open(entrant, record) } else { history.add(entrant, record) }
    };
    for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
        for (position, grading) in rules.gradings().iter_enumerated() {
            let Some(graded) = run.outcome.grades.of(position, row) else { continue };
            let last = grading.grades().last_key().unwrap_or(GradeId::FIRST);
            let possible = match (graded.open(), graded.grade) {
                (Some(open), _) => open.best.unwrap_or(GradeId::FIRST)..=open.worst.unwrap_or(last),
                (None, Some(grade)) => grade..=grade,
                (None, None) if graded.waits() => GradeId::FIRST..=last,
                (None, None) => continue,
            };
            for grade in grading.grades().get(possible).into_iter().flatten() {
                add(&entrant.id, &grade.id, graded.open().is_some() || graded.waits());
            }
        }
        for (position, award) in rules.awards().iter_enumerated() {
            let holds = run.outcome.recommendations.holds(position, row);
            if holds != Some(false) {
                add(&entrant.id, &award.id.value, holds.is_none());
            }
        }
    }
}
