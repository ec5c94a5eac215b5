use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{
    BaseSalary, Circumstances, Date, Decisions, Diagnostic, Evaluations, Gap, History, HistoryRecord,
    Outcome, Place, Plan, RuleSet, SelectedBy, Shortfall, Valid, check, compile, conclude, gaps, has_errors,
    join, nearest, score_rows, shortfalls, sort_diagnostics, text,
};
use thidua_table::{
    Layout, Register, Source, Table, bind, read_base_salary, read_history, read_register, read_votes,
};

use crate::carry;
use crate::files::Files;
use crate::manifest::{EvaluationFile, Manifest, Period, RunPlan};

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
}

/// One run with all its artefacts.
#[derive(Debug)]
pub struct Run {
    /// Short name.
    pub id: String,
    /// The name people read.
    pub title: String,
    /// The compiled rule set.
    pub plan: Plan,
    /// What was entered.
    pub evaluations: Evaluations,
    /// What was computed.
    pub outcome: Outcome,
    /// Earlier results, those of earlier runs included.
    pub history: History,
    /// Decisions of people that are about this run.
    pub decisions: Arc<Decisions>,
    /// Base salaries.
    pub base_salary: Arc<BaseSalary>,
    /// The day of the decision.
    pub decision_date: Option<Date>,
    /// The period.
    pub period: Period,
    /// Entrants without a total, and why.
    pub shortfalls: Vec<Shortfall>,
    /// Differences between stages that need a reason.
    pub gaps: Vec<Gap>,
}

impl Run {
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

    /// Whether a person must look: missing totals, holds, ties on a line, gaps, budgets.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        let awards = 0..self.plan.rules().awards.len();
        let open = awards.into_iter().any(|award| {
            (0..self.evaluations.entrants().len()).any(|row| {
                self.outcome.recommendations.case(award, row).is_some_and(|case| {
                    matches!(case.status, thidua_core::Status::Held | thidua_core::Status::TiedOnLine { .. })
                })
            })
        });
        open || !self.shortfalls.is_empty()
            || !self.gaps.is_empty()
            || !self.outcome.recommendations.findings.is_empty()
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
    let bytes = files.get(manifest).ok_or_else(|| vec![absent(manifest, Place::file(manifest))])?;
    let parsed: Manifest = thidua_rulefile::read_bytes(manifest, bytes)?;
    let inputs = Inputs::read(files, manifest, &parsed)?;
    let mut history = inputs.history.clone();
    let mut runs: Vec<Run> = Vec::new();
    let mut warnings = inputs.warnings.clone();
    let mut errors = Vec::new();
    for plan in &parsed.runs {
        match run_one(&inputs, manifest, plan, &runs, &history, threads) {
            Ok((run, found)) => {
                warnings.extend(found);
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
        sort_diagnostics(&mut errors);
        return Err(errors);
    }
    sort_diagnostics(&mut warnings);
    Ok(Report { manifest: parsed, runs, decisions: inputs.decisions, warnings })
}

/// One rule file and one table of points, all defaults (chấm một bảng).
///
/// # Errors
/// As for [`run`].
pub fn run_simple(files: &Files, rules: &str, points: &str) -> Result<Report, Vec<Diagnostic>> {
    let nowhere = |name: &str| thidua_core::Located::nowhere(name.to_owned());
    let mut all = files.clone();
    let set: RuleSet = read_rules(files, rules)?;
    let until = set.effective.until.or(set.effective.from).or_else(|| Date::from_calendar(2026, 12, 31));
    let Some(until) = until else { return Err(vec![absent(rules, Place::file(rules))]) };
    let manifest = Manifest {
        movement: set.title.clone(),
        note: None,
        register: None,
        history: Vec::new(),
        decisions: Vec::new(),
        votes: Vec::new(),
        base_salary: None,
        runs: vec![thidua_core::Located::nowhere(RunPlan {
            id: set.rule_set.value.clone(),
            title: None,
            rules: nowhere(rules),
            period: Period { from: until, until },
            received: Some(until),
            decision_date: Some(until),
            evaluations: vec![EvaluationFile { file: nowhere(points), layout: Layout::default() }],
            carry: Vec::new(),
            adds_to_history: false,
        })],
    };
    let name = "(thidua.yaml)";
    all.insert(name, Vec::new());
    let inputs = Inputs::read(&all, name, &manifest)?;
    let mut runs = Vec::new();
    let mut warnings = inputs.warnings.clone();
    for plan in &manifest.runs {
        let (run, found) = run_one(&inputs, name, plan, &runs, &inputs.history, 1)?;
        warnings.extend(found);
        runs.push(run);
    }
    Ok(Report { manifest, runs, decisions: inputs.decisions, warnings })
}

/// Everything read from the files, before the first run.
struct Inputs {
    register: Option<Register>,
    history: History,
    decisions: Arc<Decisions>,
    decisions_file: String,
    base_salary: Arc<BaseSalary>,
    rules: BTreeMap<String, Valid<RuleSet>>,
    tables: BTreeMap<String, Table>,
    warnings: Vec<Diagnostic>,
}

impl Inputs {
    fn read(files: &Files, manifest: &str, parsed: &Manifest) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        for file in parsed.files() {
            if files.get(file).is_none() {
                findings.push(absent(file, Place::text(manifest, file.span)));
            }
        }
        let mut keep = |result: Result<Table, Vec<Diagnostic>>| match result {
            Ok(table) => Some(table),
            Err(found) => {
                findings.extend(found);
                None
            }
        };
        let mut table = |name: &str| files.get(name).and_then(|bytes| keep(read_table(name, bytes)));
        let register_table = parsed.register.as_ref().and_then(|register| table(&register.file));
        let history_tables: Vec<Table> = parsed.history.iter().filter_map(|name| table(name)).collect();
        let vote_tables: Vec<Table> = parsed.votes.iter().filter_map(|name| table(name)).collect();
        let salary_table = parsed.base_salary.as_ref().and_then(|name| table(name));
        let mut tables = BTreeMap::new();
        for file in parsed.runs.iter().flat_map(|run| &run.evaluations).map(|evaluation| &evaluation.file) {
            if !tables.contains_key(&file.value)
                && let Some(table) = table(file)
            {
                tables.insert(file.value.clone(), table);
            }
        }
        let mut warnings = Vec::new();
        let mut rules = BTreeMap::new();
        for file in parsed.runs.iter().map(|run| &run.rules) {
            if files.get(file).is_some() && !rules.contains_key(&file.value) {
                match read_rules(files, file).and_then(|set| check(set, file.value.as_str())) {
                    Ok(valid) => {
                        warnings.extend(valid.warnings().iter().cloned());
                        rules.insert(file.value.clone(), valid);
                    }
                    Err(found) => findings.extend(found),
                }
            }
        }
        let mut take = Take { findings };
        let register = register_table.and_then(|table| {
            let layout =
                parsed.register.as_ref().map(|register| register.columns.clone()).unwrap_or_default();
            take.ok(read_register(&table, &layout))
        });
        let mut history = History::default();
        for table in &history_tables {
            if let Some(found) = take.ok(read_history(table)) {
                history.extend(found);
            }
        }
        let mut decisions = Decisions::default();
        for file in &parsed.decisions {
            if let Some(bytes) = files.get(file) {
                let read = thidua_rulefile::read_bytes::<Decisions>(file, bytes);
                decisions.decisions.extend(take.ok(read).unwrap_or_default().decisions);
            }
        }
        for table in &vote_tables {
            decisions.decisions.extend(take.ok(read_votes(table)).unwrap_or_default().decisions);
        }
        let base_salary =
            salary_table.and_then(|table| take.ok(read_base_salary(&table))).unwrap_or_default();
        if let (Some(register), Some(file)) = (&register, &parsed.register) {
            let sets: Vec<&RuleSet> = rules.values().map(|valid| &**valid).collect();
            for (kind, near) in register.unknown_kinds(&sets) {
                let help = match near {
                    Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                    None => text!(
                        "khai loại này trong `kinds` của một bộ tiêu chí",
                        "declare the kind under `kinds` of a rule set"
                    ),
                };
                take.findings.push(
                    Diagnostic::error(
                        "TD0507",
                        Place::file(file.file.value.as_str()),
                        text!(
                            "không bộ tiêu chí nào có loại đối tượng `{kind}`",
                            "no rule set has the kind `{kind}`"
                        ),
                    )
                    .with_help(help),
                );
            }
        }
        let mut findings = take.findings;
        findings.extend(unknown_runs(parsed, &decisions));
        if has_errors(&findings) {
            sort_diagnostics(&mut findings);
            return Err(findings);
        }
        let decisions_file = parsed.decisions.first().map_or_else(String::new, |file| file.value.clone());
        Ok(Self {
            register,
            history,
            decisions: Arc::new(decisions),
            decisions_file,
            base_salary: Arc::new(base_salary),
            rules,
            tables,
            warnings,
        })
    }
}

/// Decisions about runs the manifest does not have.
fn unknown_runs(manifest: &Manifest, decisions: &Decisions) -> Vec<Diagnostic> {
    let known: Vec<&str> = manifest.runs.iter().map(|run| run.id.as_str()).collect();
    let file = manifest.decisions.first().or(manifest.votes.first()).map_or("", |file| file.value.as_str());
    let unknown = decisions.decisions.iter().filter_map(|decision| {
        let run = decision.run.as_deref().filter(|run| !known.contains(run))?;
        let help = match nearest(run, known.iter().copied()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!("dùng `id` của một lượt trong bản kê", "use the `id` of a run of the manifest"),
        };
        let message = text!("bản kê không có lượt `{run}`", "the manifest has no run `{run}`");
        Some(Diagnostic::error("TD0509", Place::text(file, decision.span), message).with_help(help))
    });
    unknown.collect()
}

struct Take {
    findings: Vec<Diagnostic>,
}

impl Take {
    fn ok<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(found) => {
                self.findings.extend(found);
                None
            }
        }
    }
}

fn absent(file: &str, place: Place) -> Diagnostic {
    Diagnostic::error("TD0501", place, text!("không có tệp `{file}`", "there is no file `{file}`")).with_help(
        text!(
            "kiểm tra tên tệp; đường dẫn tính từ thư mục của bản kê",
            "check the name; paths start at the folder of the manifest"
        ),
    )
}

fn read_rules(files: &Files, name: &str) -> Result<RuleSet, Vec<Diagnostic>> {
    let bytes = files.get(name).ok_or_else(|| vec![absent(name, Place::file(name))])?;
    thidua_rulefile::read_bytes(name, bytes)
}

fn read_table(name: &str, bytes: &[u8]) -> Result<Table, Vec<Diagnostic>> {
    let unsupported = |kind: &str| {
        vec![
            Diagnostic::error(
                "TD0508",
                Place::file(name),
                text!("bản dựng này không đọc được tệp {kind}", "this build cannot read {kind} files"),
            )
            .with_help(text!("bật tính năng tương ứng của thư viện", "enable the feature of that name")),
        ]
    };
    if name.ends_with(".json") {
        #[cfg(feature = "json")]
        return thidua_json::read(name, bytes);
        #[cfg(not(feature = "json"))]
        return Err(unsupported("json"));
    }
    #[cfg(feature = "csv")]
    {
        let _ = unsupported;
        thidua_csv::read(name, bytes)
    }
    #[cfg(not(feature = "csv"))]
    Err(unsupported("csv"))
}

fn run_one(
    inputs: &Inputs,
    manifest_name: &str,
    plan_text: &RunPlan,
    earlier: &[Run],
    history: &History,
    threads: usize,
) -> Result<(Run, Vec<Diagnostic>), Vec<Diagnostic>> {
    let Some(rules) = inputs.rules.get(&plan_text.rules.value) else { return Err(Vec::new()) };
    let day = selected_day(rules, plan_text, manifest_name)?;
    let plan = compile(rules, plan_text.rules.value.as_str(), day)?;
    let carried = carry::table(plan_text, earlier, manifest_name)?;
    let layouts: Vec<(&Table, Layout)> = plan_text
        .evaluations
        .iter()
        .filter_map(|evaluation| {
            let table = inputs.tables.get(&evaluation.file.value)?;
            let mut layout = evaluation.layout.clone();
            layout.period = layout.period.or(Some(plan_text.period.dates()));
            Some((table, layout))
        })
        .collect();
    let mut sources: Vec<Source<'_>> =
        layouts.iter().map(|(table, layout)| Source { table, layout }).collect();
    sources.extend(carried.as_ref().map(|(table, layout)| Source { table, layout }));
    let decisions = Arc::new(inputs.decisions.for_run(&plan_text.id));
    let bound = bind(&plan, inputs.register.as_ref(), &sources, &decisions, &inputs.decisions_file)?;
    let evaluations = bound.evaluations;
    let scorecards = scored(&plan, &evaluations, threads);
    let mut run = Run {
        id: plan_text.id.clone(),
        title: plan_text.title.clone().unwrap_or_else(|| plan.rules().title.clone()),
        outcome: Outcome {
            scorecards: scorecards.clone(),
            grades: Default::default(),
            standings: Default::default(),
            recommendations: Default::default(),
        },
        plan,
        evaluations,
        history: history.clone(),
        decisions,
        base_salary: inputs.base_salary.clone(),
        decision_date: plan_text.decision_date,
        period: plan_text.period.clone(),
        shortfalls: Vec::new(),
        gaps: Vec::new(),
    };
    run.outcome = conclude(&run.plan, &run.evaluations, &run.circumstances(), scorecards);
    run.shortfalls = shortfalls(&run.plan, &run.evaluations, &run.outcome.scorecards);
    run.gaps = gaps(&run.plan, &run.evaluations, &run.decisions);
    Ok((run, bound.warnings))
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
                    "bộ tiêu chí chọn theo `{what}` nhưng lượt này không khai",
                    "the rules are selected by `{what}`, which this run does not give"
                ),
            )
            .with_help(text!("thêm `{what}` vào lượt", "add `{what}` to the run")),
        ]);
    };
    if !rules.effective.dates().contains(day) {
        let set = &rules.rule_set.value;
        return Err(vec![
            Diagnostic::error(
                "TD0502",
                place,
                text!(
                    "bộ tiêu chí `{set}` không có hiệu lực vào ngày {}",
                    "the rule set `{set}` is not in force on {}",
                    day.to_vietnamese()
                ),
            )
            .with_help(text!("dùng phiên bản bộ tiêu chí của ngày đó", "use the version of that day")),
        ]);
    }
    Ok(day)
}

/// Scores in as many parts as there are threads.
fn scored(plan: &Plan, evaluations: &Evaluations, threads: usize) -> thidua_core::Scorecards {
    let rows = evaluations.entrants().len();
    let references = thidua_core::References::gather(plan, evaluations, 0);
    let parts = threads.clamp(1, 256).min(rows.max(1));
    let size = rows.div_ceil(parts).max(1);
    let ranges: Vec<_> =
        (0..parts).map(|part| (part * size).min(rows)..((part + 1) * size).min(rows)).collect();
    let scored = std::thread::scope(|scope| {
        let spawn = |range: &std::ops::Range<usize>| {
            let range = range.clone();
            scope.spawn(|| score_rows(plan, evaluations, &references, range))
        };
        let handles: Vec<_> = ranges.iter().map(spawn).collect();
        handles.into_iter().map(|handle| handle.join().ok()).collect::<Option<Vec<_>>>()
    });
    scored.and_then(join).unwrap_or_else(|| score_rows(plan, evaluations, &references, 0..rows))
}

/// Grades and recommended awards become history for later runs.
fn add_to_history(run: &Run, history: &mut History) {
    let year = run.period.until.year();
    let rules = run.plan.rules();
    let mut add = |entrant: &str, result: &str| {
        history.add(
            entrant,
            HistoryRecord { year, result: result.to_owned(), decision: run.id.clone(), used_for: None },
        );
    };
    for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
        for (position, grading) in rules.gradings.iter().enumerate() {
            let grade = run.outcome.grades.grade(position, row).and_then(|grade| grading.grades.get(grade));
            if let Some(grade) = grade {
                add(&entrant.id, &grade.id);
            }
        }
        for (position, award) in rules.awards.iter().enumerate() {
            if run.outcome.recommendations.holds(position, row) == Some(true) {
                add(&entrant.id, &award.id.value);
            }
        }
    }
}
