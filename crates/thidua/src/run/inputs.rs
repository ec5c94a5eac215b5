use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{
    BaseSalary, Decisions, Diagnostic, History, Place, RuleSet, Severity, bounded, has_errors, nearest, text,
};
use thidua_table::{
    Found, Frame, Register, Sheet, Table, history_words, read_base_salary, read_history, read_register,
    read_votes, register_words, salary_words, vote_words,
};

use super::plans::{KnownRules, Plans};
use super::{Run, names, tables, unused, work};
use crate::files::Files;
use crate::manifest::{Manifest, RunPlan};

/// Everything read from the files, before the first run.
pub(super) struct Inputs {
    pub(super) register: Option<Register>,
    pub(super) history: History,
    pub(super) decisions: Arc<Decisions>,
    pub(super) base_salary: Arc<BaseSalary>,
    pub(super) rules: BTreeMap<String, Arc<KnownRules>>,
    /// The sha256 of each file of rules, to which forms of the same version are held.
    pub(super) digests: BTreeMap<String, String>,
    /// Empty once the last run has read them.
    pub(super) sheets: BTreeMap<String, Vec<Sheet>>,
    /// How many times each file is yet to be read.
    unread: BTreeMap<String, usize>,
    /// So many runs are yet to read their files.
    runs: usize,
    /// Whether somebody asks for the register after the last run.
    keeps_register: bool,
    /// By file and sheet, the rows that the runs ask for.
    pub(super) asked_rows: AskedRows,
    pub(super) warnings: Vec<Diagnostic>,
}

impl Inputs {
    /// Reads every file, of those with evaluations the ones that are wanted.
    pub(super) fn read(
        files: &Files,
        manifest: &str,
        parsed: &Manifest,
        plans: &Plans,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut findings = super::plausible::runs(manifest, parsed);
        if parsed.runs.iter().any(|run| run.tables.has_parquet()) {
            findings.extend(tables::no_parquet(manifest));
        }
        for file in parsed.files_for(wanted) {
            if files.get(file).is_none() && files.sheet(file).is_none() {
                findings.push(absent(file, Place::text(manifest, file.span)));
            }
        }
        let mut take = Take { findings, warnings: Vec::new() };
        let mut rules = BTreeMap::new();
        for file in parsed.runs.iter().map(|run| &run.rules) {
            if let Some(text) = files.get(file)
                && !rules.contains_key(&file.value)
            {
                match plans.rules(&file.value, text) {
                    Ok(valid) => {
                        // Notes are for the author of the rules, not for those who apply them.
                        let weighty = |found: &&Diagnostic| found.severity != Severity::Note;
                        take.warnings.extend(valid.warnings().iter().filter(weighty).cloned());
                        rules.insert(file.value.clone(), valid);
                    }
                    Err(found) => take.findings.extend(found),
                }
            }
        }
        // Each of these tables is let go of once it is read, before the next comes; those with evaluations are read last.
        let register = parsed.register.as_ref().and_then(|file| {
            let sheets = take.sheets(files, &file.file)?;
            let found = tables::find(&file.file, &sheets, &register_words(&file.columns), &file.frame());
            let table = take.found(found)?;
            let read = take.ok(read_register(&table, &file.columns))?;
            Some(take.beside(read))
        });
        let results = names::results(rules.values().map(|known| &****known));
        let mut history = History::default();
        for name in &parsed.history {
            let Some(sheets) = take.sheets(files, name) else { continue };
            let table = take.found(tables::find(name, &sheets, &history_words(), &Frame::default()));
            let read = table.and_then(|table| take.ok(read_history(&table, register.as_ref(), &results)));
            history.extend(read.map(|read| take.beside(read)).unwrap_or_default());
        }
        for (entrant, each) in register.iter().flat_map(Register::predecessors) {
            history.add_predecessor(entrant, each.clone());
        }
        let mut decisions = Decisions::default();
        for file in &parsed.decisions {
            let Some(bytes) = files.get(file) else { continue };
            let read = if tables::is_table(file, bytes) {
                take.ok(work::read(file, bytes)).map(|read| take.beside(read))
            } else {
                take.ok(thidua_rulefile::read_bytes::<Decisions>(file, bytes))
                    .map(|read| read.read_from(file))
            };
            decisions.decisions.extend(read.unwrap_or_default().decisions);
        }
        for name in &parsed.votes {
            let Some(sheets) = take.sheets(files, name) else { continue };
            let table = take.found(tables::find(name, &sheets, &vote_words(), &Frame::default()));
            let read = table.and_then(|table| take.ok(read_votes(&table)));
            decisions.decisions.extend(read.map(|read| take.beside(read)).unwrap_or_default().decisions);
        }
        let base_salary = parsed.base_salary.as_ref().and_then(|name| {
            let sheets = take.sheets(files, name)?;
            let table = take.found(tables::find(name, &sheets, &salary_words(), &Frame::default()))?;
            let read = take.ok(read_base_salary(&table))?;
            Some(take.beside(read))
        });
        let mut sheets = BTreeMap::new();
        for file in parsed.runs.iter().flat_map(|run| &run.evaluations).map(|evaluation| &evaluation.file) {
            if wanted(file)
                && !sheets.contains_key(&file.value)
                && let Some(read) = take.sheets(files, file)
            {
                sheets.insert(file.value.clone(), read);
            }
        }
        names::settle(&mut decisions, parsed, &rules, register.as_ref());
        // A rule set that could not be read may well have the kind.
        let all_read = parsed.runs.iter().all(|run| rules.contains_key(&run.rules.value));
        if let (Some(register), Some(file), true) = (&register, &parsed.register, all_read) {
            let sets: Vec<&RuleSet> = rules.values().map(|known| &****known).collect();
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
        let Take { mut findings, mut warnings } = take;
        findings.extend(unknown_runs(parsed, &decisions));
        findings.extend(unknown_names(parsed, &rules, &decisions));
        warnings.extend(unused::replacements(&decisions));
        if has_errors(&findings) {
            return Err(bounded(findings));
        }
        Ok(Self {
            register,
            history,
            decisions: Arc::new(decisions),
            base_salary: Arc::new(base_salary.unwrap_or_default()),
            digests: rules.keys().map(|name| (name.clone(), digest(files, name))).collect(),
            rules,
            sheets,
            runs: parsed.runs.len(),
            keeps_register: true,
            unread: parsed.runs.iter().flat_map(|run| &run.evaluations).fold(
                BTreeMap::new(),
                |mut times, each| {
                    *times.entry(each.file.value.clone()).or_default() += 1;
                    times
                },
            ),
            asked_rows: asked_rows(parsed),
            warnings,
        })
    }
}

impl Inputs {
    /// Nobody asks for the register but the runs.
    #[cfg(feature = "json")]
    pub(super) fn forget_register(mut self) -> Self {
        self.keeps_register = false;
        self
    }

    /// Lets go of what a run has read and no later one reads.
    pub(super) fn were_read(&mut self, run: &RunPlan) {
        for file in run.evaluations.iter().map(|evaluation| &evaluation.file.value) {
            if let Some((times, sheets)) = self.unread.get_mut(file).zip(self.sheets.get_mut(file)) {
                *times = times.saturating_sub(1);
                if *times == 0 {
                    *sheets = Vec::new();
                }
            }
        }
        self.runs = self.runs.saturating_sub(1);
        if self.runs == 0 && !self.keeps_register {
            self.register = None;
        }
    }

    /// What was decided or recorded, and no run asked for.
    pub(super) fn unused(&self, manifest: &Manifest, runs: &[Run]) -> Vec<Diagnostic> {
        let mut findings = unused::decisions(&self.decisions, runs);
        let files: Vec<&str> = manifest.history.iter().map(|file| file.value.as_str()).collect();
        let sets: Vec<&RuleSet> = self.rules.values().map(|known| &****known).collect();
        findings.extend(unused::history(&self.history, &files, &sets));
        findings.extend(unused::used_elsewhere(&self.history, &files, &sets));
        findings
    }
}

#[cfg(feature = "json")]
fn digest(files: &Files, name: &str) -> String {
    crate::digest::Digest::of(files.get(name).unwrap_or_default())
}

/// Without what works digests out nothing is held to them.
#[cfg(not(feature = "json"))]
fn digest(_: &Files, _: &str) -> String {
    String::new()
}

/// By file and sheet, the values that runs ask for in the columns of their rows.
type AskedRows = BTreeMap<(String, Option<String>), Vec<BTreeMap<String, String>>>;

/// Which rows the runs ask for: of a file that several read, what one leaves out another may take.
fn asked_rows(manifest: &Manifest) -> AskedRows {
    let mut asked = AskedRows::new();
    for evaluation in manifest.runs.iter().flat_map(|run| &run.evaluations) {
        let layout = &evaluation.layout;
        let rows = asked.entry((evaluation.file.value.clone(), layout.sheet.clone())).or_default();
        if !rows.contains(&layout.only_where) {
            rows.push(layout.only_where.clone());
        }
    }
    asked
}

/// Awards and rankings of decisions that the rule sets of their runs do not have.
fn unknown_names(
    manifest: &Manifest,
    rules: &BTreeMap<String, Arc<KnownRules>>,
    decisions: &Decisions,
) -> Vec<Diagnostic> {
    // A rule set that could not be read may well have the name.
    if !manifest.runs.iter().all(|run| rules.contains_key(&run.rules.value)) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for decision in &decisions.decisions {
        let about = manifest.runs.iter().filter(|run| decision.run.as_ref().is_none_or(|id| *id == run.id));
        let sets: Vec<&RuleSet> =
            about.filter_map(|run| rules.get(&run.rules.value)).map(|known| &****known).collect();
        let awards: Vec<&str> =
            sets.iter().flat_map(|set| &set.awards).map(|award| award.id.value.as_str()).collect();
        let rankings: Vec<&str> =
            sets.iter().flat_map(|set| &set.rankings).map(|ranking| ranking.id.as_str()).collect();
        let decided = decision.award.iter().map(|about| (&about.award, &awards));
        let voted = decision.vote.iter().map(|vote| (&vote.award, &awards));
        let placed = decision.places.iter().map(|places| (&places.award, &awards));
        let ordered = decision.tie.iter().map(|tie| (&tie.ranking, &rankings));
        let gradings: Vec<&str> =
            sets.iter().flat_map(|set| &set.gradings).map(|grading| grading.id.as_str()).collect();
        let given = decision.grade.iter().map(|about| (&about.grading, &about.grade));
        let graded: Vec<_> =
            given.chain(decision.cap.iter().map(|about| (&about.grading, &about.grade))).collect();
        let grades: Vec<&str> = sets
            .iter()
            .flat_map(|set| &set.gradings)
            .filter(|grading| graded.iter().any(|(name, _)| **name == grading.id))
            .flat_map(|grading| &grading.grades)
            .map(|grade| grade.id.as_str())
            .collect();
        // Of a grading that nobody has, no grade is known either: one finding.
        let of_grade = graded.iter().filter(|_| !grades.is_empty()).map(|(_, grade)| (*grade, &grades));
        let of_grading = graded.iter().map(|(grading, _)| (*grading, &gradings));
        let named = decided.chain(voted).chain(placed).chain(ordered).chain(of_grading).chain(of_grade);
        for (name, known) in named {
            if sets.is_empty() || known.contains(&name.as_str()) {
                continue;
            }
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!("dùng `id` khai trong bộ tiêu chí", "use an `id` that the rule set declares"),
            };
            let message = text!(
                "quyết định nói về `{name}`, không có trong bộ tiêu chí",
                "the decision speaks of `{name}`, which the rule set does not have"
            );
            findings.push(Diagnostic::error("TD0510", decision.place(), message).with_help(help));
        }
    }
    findings
}

/// Decisions about runs the manifest does not have.
fn unknown_runs(manifest: &Manifest, decisions: &Decisions) -> Vec<Diagnostic> {
    let known: Vec<&str> = manifest.runs.iter().map(|run| run.id.as_str()).collect();
    let unknown = decisions.decisions.iter().filter_map(|decision| {
        let run = decision.run.as_deref().filter(|run| !known.contains(run))?;
        let help = match nearest(run, known.iter().copied()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => {
                text!("dùng `id` của một đợt xét trong tệp khai báo", "use the `id` of a run of the manifest")
            }
        };
        let message = text!("tệp khai báo không có đợt xét `{run}`", "the manifest has no run `{run}`");
        Some(Diagnostic::error("TD0509", decision.place(), message).with_help(help))
    });
    unknown.collect()
}

struct Take {
    findings: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Take {
    /// What was read, its warnings put aside.
    fn beside<T>(&mut self, (read, warnings): (T, Vec<Diagnostic>)) -> T {
        self.warnings.extend(warnings);
        read
    }

    /// The sheets of a file.
    fn sheets(&mut self, files: &Files, name: &str) -> Option<Vec<Sheet>> {
        if let Some(sheet) = files.sheet(name) {
            return Some(vec![sheet.clone()]);
        }
        let read = self.ok(tables::sheets(name, files.get(name)?))?;
        Some(self.beside(read))
    }

    fn found(&mut self, result: Result<Found, Vec<Diagnostic>>) -> Option<Table> {
        let found = self.ok(result)?;
        Some(self.beside((found.table, found.findings)))
    }

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

pub(super) fn absent(file: &str, place: Place) -> Diagnostic {
    Diagnostic::error("TD0501", place, text!("không có tệp `{file}`", "there is no file `{file}`")).with_help(
        text!(
            "kiểm tra tên tệp; đường dẫn tính từ thư mục của tệp khai báo",
            "check the name; paths start at the folder of the manifest"
        ),
    )
}

/// The manifest of the files, which calls them by the names that they have.
pub(super) fn read_manifest(files: &Files, name: &str) -> Result<Manifest, Vec<Diagnostic>> {
    let bytes = files.get(name).ok_or_else(|| vec![absent(name, Place::file(name))])?;
    Ok(taken(files, Manifest::read(name, bytes)?))
}

/// A manifest as it is worked through, wherever it comes from: every run written out, files by the names that they have.
pub(super) fn taken(files: &Files, manifest: Manifest) -> Manifest {
    let mut manifest = manifest.each_written_out();
    manifest.call_files(|file| files.named(file).map(str::to_owned));
    manifest
}

pub(super) fn read_rules(files: &Files, name: &str) -> Result<RuleSet, Vec<Diagnostic>> {
    let bytes = files.get(name).ok_or_else(|| vec![absent(name, Place::file(name))])?;
    thidua_rulefile::read_rule_set(name, bytes)
}
