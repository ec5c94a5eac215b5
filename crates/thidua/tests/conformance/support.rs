//! Files in, runs out, and a tally of what agrees.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use thidua::{Decimal, Diagnostic, EntrantId, Exact, Files, Language, NodeId, Report, Run};

/// One row of a table by column name.
pub(crate) type Record = BTreeMap<String, String>;

fn fixtures(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/conformance").join(case)
}

fn shared(case: &str) -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases");
    std::env::var_os("THIDUA_CASES").map_or_else(beside, PathBuf::from).join(case)
}

fn load(files: &mut Files, folder: &Path) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(name, std::fs::read(&path).unwrap());
    }
}

/// The rule sets of a case alone.
pub(crate) fn rules(case: &str) -> Files {
    let mut files = Files::default();
    load(&mut files, &fixtures(case));
    files
}

/// The rule sets and tables of a case; `None` and a word aloud when the tables are absent.
pub(crate) fn case(case: &str) -> Option<Files> {
    let folder = shared(case);
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/cases is absent ({case})");
        return None;
    }
    let mut files = rules(case);
    load(&mut files, &folder);
    Some(files)
}

/// The rows of a table.
pub(crate) fn records(files: &Files, name: &str) -> Vec<Record> {
    let bytes = files.get(name).unwrap_or_else(|| panic!("no file {name}"));
    let table = thidua_csv::read(name, bytes).unwrap_or_else(|found| panic!("{}", told(&found)));
    let header: Vec<(u32, String)> =
        table.header().cells().map(|cell| (cell.column, cell.text.to_owned())).collect();
    table
        .rows()
        .map(|row| header.iter().map(|(at, name)| (name.clone(), row.cell(*at).to_owned())).collect())
        .collect()
}

/// All findings, one a line.
pub(crate) fn told(findings: &[Diagnostic]) -> String {
    let line = |finding: &Diagnostic| format!("{} {} {}", finding.code, finding.place, finding.message.en);
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Works through a folder, or tells everything that is wrong with it.
pub(crate) fn run(files: &Files) -> Report {
    run_named(files, "thidua.yaml")
}

/// As [`run`], by another manifest.
pub(crate) fn run_named(files: &Files, manifest: &str) -> Report {
    let report = thidua::run(files, manifest).unwrap_or_else(|found| panic!("{manifest}:\n{}", told(&found)));
    // The number of threads never changes a byte.
    let spread = thidua::run_with_threads(files, manifest, 3).unwrap();
    for (one, other) in written(&report).iter().zip(written(&spread)) {
        assert!(*one == other, "{manifest}: {} differs with three threads", one.0);
    }
    report
}

fn written(report: &Report) -> Vec<(String, Vec<u8>)> {
    let files = thidua::results(report, Language::Vietnamese);
    files.into_iter().map(|file| (file.name, file.bytes)).collect()
}

/// A rule set of the published rules over a table made up for the test.
pub(crate) fn over(rule_file: &str, table: impl Into<String>) -> Report {
    let mut files = rules("published_rules");
    files.insert("table.csv", table.into());
    thidua::run_simple(&files, rule_file, "table.csv")
        .unwrap_or_else(|found| panic!("{rule_file}:\n{}", told(&found)))
}

/// `count` entrants, each better than the next: `e001` has the first place.
pub(crate) fn ladder(count: u32) -> String {
    let mut table = "entrant,điểm\n".to_owned();
    for place in 1..=count {
        writeln!(table, "e{place:03},{}", 1000 - place).unwrap();
    }
    table
}

/// The run with this id.
pub(crate) fn of<'a>(report: &'a Report, id: &str) -> &'a Run {
    report.runs.iter().find(|run| run.id == id).unwrap_or_else(|| panic!("no run {id}"))
}

/// The position of an entrant.
pub(crate) fn row(run: &Run, entrant: &str) -> EntrantId {
    run.evaluations.position(entrant).unwrap_or_else(|| panic!("{}: nobody is called {entrant}", run.id))
}

/// The position of the criterion with this path.
pub(crate) fn node(run: &Run, path: &str) -> NodeId {
    let found = run.plan.nodes().position(|node| node.path == path);
    found.unwrap_or_else(|| panic!("{}: no criterion {path}", run.id))
}

/// The points of a criterion.
pub(crate) fn points(run: &Run, path: &str, entrant: &str) -> Option<Exact> {
    run.outcome.scorecards.points(node(run, path), row(run, entrant))
}

/// The id of a grade.
pub(crate) fn grade<'a>(run: &'a Run, grading: usize, entrant: &str) -> Option<&'a thidua::rule::Grade> {
    let position = run.outcome.grades.grade(grading.into(), row(run, entrant))?;
    Some(&run.plan.rules().gradings[grading].grades()[position])
}

/// A place as text; empty when there is none.
pub(crate) fn place(run: &Run, ranking: usize, entrant: &str) -> String {
    let place = run.outcome.standings.place(ranking.into(), row(run, entrant));
    place.map_or_else(String::new, |place| place.to_string())
}

/// A number as text; empty when there is none.
pub(crate) fn shown(value: Option<Exact>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// The value of a decimal.
pub(crate) fn exact(words: &str) -> Exact {
    let decimal: Decimal = words.parse().unwrap_or_else(|error| panic!("{words}: {error}"));
    Exact::from(decimal)
}

/// Everybody recommended for an award, by id.
pub(crate) fn recommended<'a>(run: &'a Run, award: &str) -> Vec<&'a str> {
    let position = run.plan.rules().awards().position(|each| each.id.value == award).unwrap();
    let entrants = run.evaluations.entrants().iter_enumerated();
    entrants
        .filter(|(row, _)| run.outcome.recommendations.holds(position, *row) == Some(true))
        .map(|(_, entrant)| entrant.id.as_str())
        .collect()
}

/// Counts what agrees; fails at the end with everything that does not.
pub(crate) struct Tally {
    name: &'static str,
    right: usize,
    wrong: Vec<String>,
}

impl Tally {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, right: 0, wrong: Vec::new() }
    }

    /// The same words.
    pub(crate) fn same(&mut self, what: &str, computed: &str, published: &str) {
        self.holds(what, computed == published, || format!("{computed}, published {published}"));
    }

    /// The same value; nothing and an empty cell agree.
    pub(crate) fn value(&mut self, what: &str, computed: Option<Exact>, published: &str) {
        let wanted = (!published.is_empty()).then(|| exact(published));
        let agrees = computed == wanted;
        self.holds(what, agrees, || format!("{}, published {published}", shown(computed)));
    }

    /// A value within 1e-9; nothing and an empty cell agree.
    pub(crate) fn close(&mut self, what: &str, computed: Option<Exact>, published: &str) {
        let wanted = (!published.is_empty()).then(|| exact(published));
        let agrees = match (&computed, &wanted) {
            (Some(computed), Some(wanted)) => {
                let difference = computed.clone() - wanted.clone();
                difference.clone().max(-difference) <= exact("0.000000001")
            }
            (computed, wanted) => computed.is_none() && wanted.is_none(),
        };
        self.holds(what, agrees, || {
            let computed = computed.map_or_else(String::new, |value| value.display_rounded(12));
            format!("{computed}, published {published}")
        });
    }

    /// A fact.
    pub(crate) fn holds(&mut self, what: &str, agrees: bool, otherwise: impl FnOnce() -> String) {
        if agrees {
            self.right += 1;
        } else {
            self.wrong.push(format!("{what}: {}", otherwise()));
        }
    }

    /// Says how many agree, and fails when one does not or there are not `expected` of them.
    pub(crate) fn finish(self, expected: usize) {
        let all = self.right + self.wrong.len();
        eprintln!("{}: {}/{all} agree", self.name, self.right);
        let first: Vec<&String> = self.wrong.iter().take(20).collect();
        assert!(self.wrong.is_empty(), "{}: {} of {all} differ: {first:#?}", self.name, self.wrong.len());
        assert_eq!(all, expected, "{}: another number of comparisons", self.name);
    }
}
