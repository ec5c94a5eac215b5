mod budget;
mod inputs;
mod names;
mod one;
#[cfg(feature = "json")]
pub(crate) mod parts;
mod plans;
mod plausible;
pub(crate) mod tables;
mod unused;
pub(crate) mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{
    BaseSalary, Circumstances, Date, DecisionIndex, Decisions, Diagnostic, EntrantId, Evaluations,
    Explainable, Gap, History, Located, Outcome, Place, Plan, RuleSet, Severity, Shortfall, bounded,
    has_errors,
};
use thidua_report::{MovementResults, RunResults, Shared};
use thidua_table::{Layout, Register};

use crate::cancel::Cancel;
use crate::files::Files;
use crate::manifest::{EvaluationFile, Manifest, OutcomeForm, Pages, Period, RunPlan, TableFiles};
use crate::result::EntrantResult;
pub(crate) use budget::Budget;
use inputs::{Inputs, absent, read_rules};
pub(crate) use one::{Basis, made, renew};
use one::{add_to_history, run_one};
pub use plans::Plans;

/// Everything that came of a folder (kết quả của cả thư mục).
#[derive(Debug)]
pub struct Report {
    /// The manifest.
    pub manifest: Manifest,
    /// The runs, in order.
    pub runs: Vec<Run>,
    /// Decisions of people, for all runs.
    pub decisions: Arc<Decisions>,
    /// What a person should look at, in all runs.
    pub warnings: Vec<Diagnostic>,
    /// Whom the register knows, aliases included.
    pub register: Option<Register>,
}

/// One run with all its artefacts.
#[derive(Debug)]
pub struct Run {
    /// Short name.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// The compiled rule set.
    pub plan: Arc<Plan>,
    /// What was entered.
    pub evaluations: Evaluations,
    /// What was computed.
    pub outcome: Outcome,
    /// Earlier results, those of earlier runs included.
    pub history: History,
    /// Decisions of people that are about this run, by what they are about.
    pub decisions: DecisionIndex,
    /// Base salaries.
    pub base_salary: Arc<BaseSalary>,
    /// The day of the decision.
    pub decision_date: Option<Date>,
    /// The period.
    pub period: Period,
    /// Entrants without a total, and why.
    pub shortfalls: Vec<Shortfall>,
    /// Grades left open, entrants no criterion is left for, gaps in the bases of quotas.
    pub missing: Vec<Diagnostic>,
    /// Differences between stages that need a reason.
    pub gaps: Vec<Gap>,
    /// Differences between stages whose reason was given.
    pub explained_gaps: Vec<Gap>,
    /// What its papers share, found once.
    pub(crate) shared: Arc<Shared>,
}

impl Report {
    /// What the papers of the movement are made of.
    #[must_use]
    pub fn results(&self) -> MovementResults<'_> {
        MovementResults {
            movement: &self.manifest.movement,
            note: self.manifest.note.as_deref(),
            runs: self
                .runs
                .iter()
                .map(|run| {
                    let others = self.runs.iter().filter(|other| other.id != run.id);
                    let other_plans = others.map(|other| &*other.plan).collect();
                    RunResults { carried: self.manifest.carried(&run.id), other_plans, ..run.results() }
                })
                .collect(),
        }
    }
}

impl Run {
    /// What the papers of the run are made of.
    #[must_use]
    pub fn results(&self) -> RunResults<'_> {
        RunResults {
            id: &self.id,
            title: &self.title,
            plan: &self.plan,
            evaluations: &self.evaluations,
            outcome: &self.outcome,
            circumstances: self.circumstances(),
            shortfalls: &self.shortfalls,
            missing: &self.missing,
            gaps: &self.gaps,
            explained_gaps: &self.explained_gaps,
            carried: BTreeMap::new(),
            other_plans: Vec::new(),
            shared: self.shared.clone(),
        }
    }

    /// What the awards step was given beside the scores.
    #[must_use]
    pub fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            history: &self.history,
            decisions: &self.decisions,
            base_salary: &self.base_salary,
            decision_date: self.decision_date,
            year: self.period.until.year(),
        }
    }

    /// The result of one entrant (kết quả của một đối tượng); `None` when nobody has this id.
    #[must_use]
    pub fn entrant(&self, id: &str) -> Option<EntrantResult<'_>> {
        self.result(self.evaluations.position(id)?)
    }

    /// The result of the entrant in a row.
    pub(crate) fn result(&self, row: EntrantId) -> Option<EntrantResult<'_>> {
        EntrantResult::new(&self.plan, &self.evaluations, &self.outcome, self.circumstances(), row)
    }

    /// The run made ready to be explained, for those who want many pages.
    #[must_use]
    pub fn explainable(&self) -> Explainable<'_> {
        Explainable::new(&self.plan, &self.evaluations, &self.circumstances(), &self.outcome)
    }

    /// What came up while ranking and recommending: ties that are left, places that stay open,
    /// budgets, and what is missing.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        let outcome = &self.outcome;
        outcome.standings.findings.iter().chain(&outcome.recommendations.findings).chain(&self.missing)
    }

    /// Whether a person must look: missing totals, holds, ties on a line, gaps, budgets.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        let awards = self.plan.rules().awards().keys();
        let open = awards.into_iter().any(|award| {
            let mut rows = self.evaluations.entrants().keys();
            rows.any(|row| self.outcome.recommendations.holds(award, row).is_none())
        });
        open || !self.shortfalls.is_empty()
            || !self.gaps.is_empty()
            || self.findings().any(|finding| finding.severity < Severity::Note)
    }
}

/// Works through a folder (chấm cả thư mục): `manifest` names the file that says what it holds.
///
/// # Errors
/// All mistakes of all files, each with its place. Nothing is computed while there is one.
pub fn run(files: &Files, manifest: &str) -> Result<Report, Vec<Diagnostic>> {
    run_with_threads(files, manifest, 1)
}

/// Like [`run`], with scoring spread over so many threads; their number never changes a byte.
///
/// # Errors
/// As for [`run`].
pub fn run_with_threads(files: &Files, manifest: &str, threads: usize) -> Result<Report, Vec<Diagnostic>> {
    run_until(files, manifest, threads, &Cancel::default())
}

/// Like [`run_with_threads`], until somebody wishes it to end (dừng được giữa chừng).
///
/// # Errors
/// As for [`run`], and TD0586 when it was cancelled.
pub fn run_until(
    files: &Files,
    manifest: &str,
    threads: usize,
    cancel: &Cancel,
) -> Result<Report, Vec<Diagnostic>> {
    let parsed = inputs::read_manifest(files, manifest)?;
    worked_through(files, manifest, parsed, &Plans::default(), threads, &Budget::until(cancel))
}

/// Like [`run`], for a manifest that is a value (tệp khai báo trong bộ nhớ); its findings stand at the name `(manifest)`.
///
/// # Errors
/// As for [`run`].
pub fn run_manifest(files: &Files, manifest: Manifest, threads: usize) -> Result<Report, Vec<Diagnostic>> {
    let manifest = inputs::taken(files, manifest);
    worked_through(files, "(manifest)", manifest, &Plans::default(), threads, &Budget::default())
}

/// The same on one thread, as far as the budget goes, and with rule sets that may be there already.
#[cfg(feature = "json")]
pub(crate) fn run_kept(
    files: &mut Files,
    manifest: Result<Manifest, &str>,
    plans: &Plans,
    budget: &Budget,
) -> Result<Report, Vec<Diagnostic>> {
    let (name, parsed) = match manifest {
        Ok(manifest) => ("(manifest)", inputs::taken(files, manifest)),
        Err(name) => (name, inputs::read_manifest(files, name)?),
    };
    budget.read(files, &parsed)?;
    let inputs = Inputs::read(files, name, &parsed, plans, &|_| true)?.forget_register();
    // The inputs keep them only until the last run that reads them.
    files.forget_sheets();
    in_order(inputs, parsed, |inputs, plan, earlier, history| {
        run_one(inputs, name, plan, earlier, history, 1, budget)
    })
}

/// Whether an earlier run has told it: of rows that no run reads every run would tell the same, and of a criterion that
/// separates nobody every run of its rule set.
fn is_told(found: &Diagnostic, told: &[Diagnostic]) -> bool {
    match found.code {
        "TD0455" => told.contains(found),
        "TD0815" => told.iter().any(|told| (told.code, &told.place) == (found.code, &found.place)),
        _ => false,
    }
}

/// A run, and what was found on the way.
type Made = (Run, Vec<Diagnostic>);

fn worked_through(
    files: &Files,
    manifest: &str,
    parsed: Manifest,
    plans: &Plans,
    threads: usize,
    budget: &Budget,
) -> Result<Report, Vec<Diagnostic>> {
    budget.read(files, &parsed)?;
    let inputs = Inputs::read(files, manifest, &parsed, plans, &|_| true)?;
    in_order(inputs, parsed, |inputs, plan, earlier, history| {
        run_one(inputs, manifest, plan, earlier, history, threads, budget)
    })
}

/// Makes the runs in order, each with what came of those before.
fn in_order(
    mut inputs: Inputs,
    parsed: Manifest,
    mut one: impl FnMut(&mut Inputs, &Located<RunPlan>, &[Run], &History) -> Result<Made, Vec<Diagnostic>>,
) -> Result<Report, Vec<Diagnostic>> {
    let mut history = inputs.history.clone();
    let mut runs: Vec<Run> = Vec::new();
    let mut warnings = inputs.warnings.clone();
    let mut errors = Vec::new();
    for plan in &parsed.runs {
        match one(&mut inputs, plan, &runs, &history) {
            Ok((run, found)) => {
                let new = found.into_iter().filter(|found| !is_told(found, &warnings));
                let new: Vec<Diagnostic> = new.collect();
                warnings.extend(new);
                if plan.adds_to_history {
                    add_to_history(&run, &mut history);
                }
                runs.push(run);
            }
            Err(found) => errors.extend(found),
        }
    }
    if has_errors(&errors) {
        // A run that could not be made leaves later ones without its results: those follow-on findings say nothing new.
        let real = errors.iter().any(|finding| finding.code != "TD0504");
        errors.retain(|finding| !real || finding.code != "TD0504");
        return Err(bounded(errors));
    }
    warnings.extend(inputs.unused(&parsed, &runs));
    unused::approvals(&mut warnings, &inputs.decisions, &runs);
    Ok(Report {
        manifest: parsed,
        runs,
        decisions: inputs.decisions,
        warnings: bounded(warnings),
        register: inputs.register,
    })
}

/// What was decided or recorded for a run in memory and changed nothing.
pub(crate) fn unused_of(run: &Run, decisions: &Decisions) -> Vec<Diagnostic> {
    let runs = std::slice::from_ref(run);
    let mut findings = unused::decisions(decisions, runs);
    findings.extend(unused::replacements(decisions));
    findings.extend(unused::history(&run.history, &[], &[run.plan.rules()]));
    findings.extend(unused::used_elsewhere(&run.history, &[], &[run.plan.rules()]));
    findings
}

/// The manifest of a rule file and tables of evaluations without one (tệp khai báo mặc định): one run, over the last year
/// in which the rules are in force. `None` when its last day cannot be told.
#[must_use]
pub fn simple_manifest(set: &RuleSet, rules: &str, tables: &[&str]) -> Option<Manifest> {
    let nowhere = |name: &str| thidua_core::Located::nowhere(name.to_owned());
    let until = last_day(set)?;
    // A year, or as much of it as the rules cover.
    let start = Date::from_calendar(until.year(), 1, 1).unwrap_or(until);
    let from = set.effective.from.map_or(start, |from| from.max(start)).min(until);
    let table = |name: &&str| EvaluationFile { file: nowhere(name), layout: Layout::default() };
    Some(Manifest {
        movement: set.title.clone(),
        note: None,
        register: None,
        history: Vec::new(),
        decisions: Vec::new(),
        votes: Vec::new(),
        base_salary: None,
        outcome: OutcomeForm::Json,
        runs: vec![thidua_core::Located::nowhere(RunPlan {
            // The id becomes a folder; a rule set may be called anything.
            id: Some(set.rule_set.value.clone())
                .filter(|id| plausible::is_folder_name(id))
                .unwrap_or_else(|| "run".to_owned()),
            title: None,
            rules: nowhere(rules),
            period: Period { from, until },
            received: Some(until),
            decision_date: Some(until),
            evaluations: tables.iter().map(table).collect(),
            for_each: None,
            carry: Vec::new(),
            adds_to_history: false,
            pages: Pages::All,
            tables: TableFiles::Csv,
        })],
    })
}

/// The last day on which the rules hold, as far as they say it.
pub(crate) fn last_day(set: &RuleSet) -> Option<Date> {
    set.effective.until.or(set.effective.from).or_else(|| Date::from_calendar(2026, 12, 31))
}

/// One rule file and one table of points, all defaults (chấm một bảng).
///
/// # Errors
/// As for [`run`].
pub fn run_simple(files: &Files, rules: &str, points: &str) -> Result<Report, Vec<Diagnostic>> {
    let mut all = files.clone();
    let set: RuleSet = match read_rules(files, rules) {
        Ok(set) => set,
        Err(mut found) => {
            // The table's own mistakes are told in the same breath.
            match files.get(points) {
                Some(bytes) => found.extend(tables::sheets(points, bytes).err().unwrap_or_default()),
                None => found.push(absent(points, Place::file(points))),
            }
            return Err(found);
        }
    };
    let Some(manifest) = simple_manifest(&set, rules, &[points]) else {
        return Err(vec![absent(rules, Place::file(rules))]);
    };
    let name = "(thidua.yaml)";
    all.insert(name, Vec::new());
    let mut inputs = Inputs::read(&all, name, &manifest, &Plans::default(), &|_| true)?;
    let mut runs = Vec::new();
    let mut warnings = inputs.warnings.clone();
    for plan in &manifest.runs {
        let history = inputs.history.clone();
        let (run, found) = run_one(&mut inputs, name, plan, &runs, &history, 1, &Budget::default())?;
        warnings.extend(found);
        runs.push(run);
    }
    let warnings = bounded(warnings);
    Ok(Report { manifest, runs, decisions: inputs.decisions, warnings, register: inputs.register })
}
