use std::collections::BTreeMap;

use serde::Serialize;
use thidua::{
    Diagnostic, Exact, Place, Report, Severity, Text, TransferRules, check, sort_diagnostics, text,
};
use thidua_rulefile::{Document, Node};

use super::entrant::{Effect, Shift, Standing};
use super::mix::Mixer;
use super::near::{Near, near};
use super::population::{Played, Population, play, populations, transfer_rules};
use crate::diff::compare;

/// What the new version would have changed in past runs (kết quả chạy thử).
#[derive(Clone, Debug, Serialize)]
pub struct Backtest {
    /// File and version of the old rules.
    pub old: (String, String),
    /// File and version of the new rules.
    pub new: (String, String),
    /// The changes among which every difference is split.
    pub edits: Vec<Edit>,
    /// How it is split.
    pub attribution: Attribution,
    /// The runs, folder by folder.
    pub runs: Vec<TestedRun>,
    /// What a person should know before reading the numbers.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

/// One change, or several that only make sense together (một sửa đổi).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    /// In words, one for each change.
    pub what: Vec<Text>,
}

/// How differences are split among the edits (cách chia phần).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attribution {
    /// The Shapley value over every mixture of the edits.
    Exact {
        /// How many mixtures were computed.
        mixtures: usize,
    },
    /// The mean over some orders of making the edits: adds up exactly, and is near the Shapley value.
    Approximate {
        /// How many orders.
        orders: usize,
    },
}

/// One past run under both versions.
#[derive(Clone, Debug, Serialize)]
pub struct TestedRun {
    /// The folder.
    pub folder: String,
    /// The run.
    pub run: String,
    /// Its name.
    pub title: String,
    /// Every entrant, by id.
    pub shifts: Vec<Shift>,
    /// Every cluster, by name.
    pub clusters: Vec<Cluster>,
    /// Reward money under the old and the new version.
    pub money: (Exact, Exact),
    /// Grades of either version, best first: id and title.
    pub grades: Vec<(String, String)>,
    /// Awards of either version: id and title.
    pub awards: Vec<(String, String)>,
    /// Entrants near a line under the new version.
    pub near: Vec<Near>,
}

impl TestedRun {
    /// What people call an award.
    #[must_use]
    pub fn award_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.awards.iter().find(|(known, _)| known == id).map_or(id, |(_, title)| title)
    }
}

/// A cluster under both versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// Its name.
    pub name: String,
    /// Awards recommended under the old and the new version.
    pub awards: (usize, usize),
}

impl Cluster {
    /// Whether it had awards and has none.
    #[must_use]
    pub fn loses_every_award(&self) -> bool {
        self.awards.0 > 0 && self.awards.1 == 0
    }
}

/// How a backtest is made.
#[derive(Clone, Debug)]
pub struct BacktestOptions {
    /// What everybody is taken to have answered where nobody was asked: input or criterion, and the answer.
    pub assumed: Vec<(String, String)>,
    /// Whether points entered under another maximum keep their share of it.
    pub scale_points: bool,
    /// How near a line is near, in points.
    pub near: Exact,
    /// Threads; their number never changes a byte.
    pub threads: usize,
}

/// Works both versions, and mixtures of the two, through past runs (chạy thử bộ tiêu chí mới trên số liệu cũ).
///
/// History stays what it was: awards really given are facts, whatever the new version would have said.
/// `progress` hears how many mixtures are done.
///
/// # Errors
/// Mistakes in either version, folders that have nothing to do with it, inputs nobody was asked for.
pub fn backtest(
    old: &Document,
    new: &Document,
    folders: &[(String, Report)],
    options: &BacktestOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Backtest, Vec<Diagnostic>> {
    let comparison = compare(old, new)?;
    let mut findings = Vec::new();
    let rules = check(old.rule_set()?, old.name().clone())?;
    let runs = populations(&rules, old.name(), folders, &mut findings);
    // The new version on the days of the old one.
    let whole = comparison.mixed(&|_| true);
    let changed = check(whole.rule_set()?, new.name().clone())?;
    let mut reading = TransferRules::default();
    let mut ends: Vec<[Played; 2]> = Vec::new();
    for population in &runs {
        // What is assumed is said once, for every run.
        if ends.is_empty() {
            let plan = thidua::compile(&changed, new.name().clone(), population.run.plan.day())?;
            reading = transfer_rules(&comparison, &plan, options, &mut findings);
        }
        let before = play(&rules, old.name(), *population, &TransferRules::default())?;
        let after = play(&changed, new.name(), *population, &reading)?;
        tell(population, &before, &after, new.name(), &mut findings);
        ends.push([before, after]);
    }
    findings.dedup();
    sort_diagnostics(&mut findings);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let mixer =
        Mixer { comparison: &comparison, runs: &runs, reading: &reading, threads: options.threads, progress };
    let (bundles, attribution, shares) = mixer.shares();
    let edits = bundles.iter().map(|bundle| Edit {
        what: bundle
            .iter()
            .filter_map(|at| comparison.changes.get(*at))
            .map(|change| change.what.clone())
            .collect(),
    });
    let version = |document: &Document| {
        let version = document.root().get("version").and_then(Node::text).unwrap_or_default();
        (document.name().to_string(), version.to_owned())
    };
    Ok(Backtest {
        old: version(old),
        new: version(new),
        edits: edits.collect(),
        attribution,
        runs: runs
            .iter()
            .zip(&ends)
            .zip(shares)
            .map(|((run, ends), effects)| tested(run, ends, effects, options))
            .collect(),
        warnings: findings,
    })
}

/// What the versions cannot read of a run's data.
fn tell(
    population: &Population<'_>,
    before: &Played,
    after: &Played,
    new: &str,
    findings: &mut Vec<Diagnostic>,
) {
    let place = || Place::file(population.folder);
    let id = &population.run.id;
    for (name, title) in &after.unanswered {
        findings.push(
            Diagnostic::error(
                "TD0705",
                Place::file(new),
                text!(
                    "bộ tiêu chí mới cần `{name}` ({title}), số liệu của đợt xét `{id}` không có",
                    "the new rule set needs `{name}` ({title}), which the data of the run `{id}` does not have"
                ),
            )
            .with_help(text!(
                "nói rõ điều giả định cho mọi đơn vị: `--assume \"{name}=…\"`; để trống sau dấu = nghĩa là ô trống",
                "say what to assume for everybody: `--assume \"{name}=…\"`; nothing after = is a blank cell"
            )),
        );
    }
    for (name, title) in after.unread.iter().filter(|gone| !before.unread.contains(gone)) {
        findings.push(
            Diagnostic::warning(
                "TD0706",
                place(),
                text!(
                    "số liệu có `{name}` ({title}) mà bộ tiêu chí mới không còn dùng",
                    "the data has `{name}` ({title}), which the new rule set no longer reads"
                ),
            )
            .with_help(text!(
                "phần điểm mất đi được tính vào thay đổi đã bỏ nó",
                "the points that go with it count for the change that dropped it"
            )),
        );
    }
    let rows = before.evaluations.entrants().keys();
    let lost: Vec<&str> = rows
        .filter(|row| {
            before.outcome.scorecards.total(*row).is_some() && after.outcome.scorecards.total(*row).is_none()
        })
        .filter_map(|row| before.evaluations.entrants().get(row).map(|entrant| entrant.id.as_str()))
        .collect();
    // Totals that wait for an answer need no word of their own.
    if let Some(first) = lost.first().filter(|_| after.unanswered.is_empty()) {
        let count = lost.len();
        findings.push(
            Diagnostic::warning(
                "TD0707",
                place(),
                text!(
                    "đợt xét `{id}`: {count} đơn vị có tổng điểm theo bản cũ mà không có theo bản mới, chẳng hạn `{first}`",
                    "run `{id}`: {count} entrants have a total under the old version and none under the new one, `{first}` for example"
                ),
            )
            .with_help(text!(
                "thường vì điểm đã chấm vượt điểm tối đa mới: thêm `--scale-points` để quy đổi theo tỷ lệ",
                "mostly because points entered exceed a new maximum: add `--scale-points` to keep their share of it"
            )),
        );
    }
}

fn tested(
    population: &Population<'_>,
    ends: &[Played; 2],
    effects: Vec<Effect>,
    options: &BacktestOptions,
) -> TestedRun {
    let [before, after] = ends;
    let grades = |played: &Played| -> Vec<(String, String)> {
        let grading = played.plan.rules().gradings.first();
        let grades = grading.map(|grading| grading.grades.as_slice()).unwrap_or_default();
        grades.iter().map(|grade| (grade.id.clone(), grade.title.clone())).collect()
    };
    let (old_grades, new_grades) = (grades(before), grades(after));
    let ids = |grades: &[(String, String)]| grades.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    let same_grades = ids(&old_grades) == ids(&new_grades);
    let shifts: Vec<Shift> = before
        .evaluations
        .entrants()
        .iter_enumerated()
        .zip(effects)
        .map(|((row, entrant), effect)| Shift {
            entrant: entrant.id.as_str().to_owned(),
            name: entrant.name.as_str().to_owned(),
            cluster: entrant.cluster.to_string(),
            old: Standing::of(before, row),
            new: Standing::of(after, row),
            effect: Effect { grade: effect.grade.filter(|_| same_grades), ..effect },
        })
        .collect();
    let mut clusters: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut money = (Exact::ZERO, Exact::ZERO);
    for shift in &shifts {
        let awards = clusters.entry(&shift.cluster).or_default();
        awards.0 += shift.old.recommended();
        awards.1 += shift.new.recommended();
        money.0 += &shift.old.money;
        money.1 += &shift.new.money;
    }
    let clusters =
        clusters.into_iter().map(|(name, awards)| Cluster { name: name.to_owned(), awards }).collect();
    let titles = |played: &Played| -> Vec<(String, String)> {
        let awards = played.plan.rules().awards.iter();
        awards.map(|award| (award.id.value.clone(), award.title.clone())).collect()
    };
    TestedRun {
        folder: population.folder.to_owned(),
        run: population.run.id.clone(),
        title: population.run.title.clone(),
        near: near(&after.plan, &shifts, &options.near),
        shifts,
        clusters,
        money,
        grades: either(old_grades, new_grades),
        awards: either(titles(before), titles(after)),
    }
}

/// What one version has, and what only the other one has behind it.
fn either(old: Vec<(String, String)>, new: Vec<(String, String)>) -> Vec<(String, String)> {
    let added: Vec<_> = new.into_iter().filter(|(id, _)| !old.iter().any(|(known, _)| known == id)).collect();
    old.into_iter().chain(added).collect()
}
