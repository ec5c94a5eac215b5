//! What has changed since the results that lie there already (thay đổi so với lần trước).

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use thidua_core::{AwardOutcome, AwardStatus, EntrantId, Language, one_of_many};
use thidua_report::{Number, SignedCase, SignedRun, status_words};

use crate::run::{Report, Run};

/// More entrants than this are counted, not named.
const NAMED_MAX: usize = 12;

/// The results of an earlier run, as far as they are compared (kết quả lần trước): read from its `outcome.json` or
/// `outcome.jsonl`.
///
/// ```
/// let before = br#"{"format":"thidua-outcome/2","runs":[{"id":"run","entrants":[{"id":"x","name":"X","total":{"exact":"8","shown":"8"}}]}]}"#;
/// assert!(thidua::EarlierOutcome::read(before).is_some());
/// assert!(thidua::EarlierOutcome::read(b"{}").is_none());
/// ```
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierOutcome {
    format: String,
    runs: Vec<EarlierRun>,
}

#[derive(Clone, Debug, Deserialize)]
struct EarlierRun {
    id: String,
    entrants: Vec<Earlier>,
}

#[derive(Clone, Debug, Deserialize)]
struct Earlier {
    id: String,
    name: String,
    #[serde(default)]
    cluster: String,
    #[serde(default)]
    total: Option<Shown>,
    #[serde(default)]
    grades: BTreeMap<String, Option<String>>,
    #[serde(default)]
    ranks: BTreeMap<String, Rank>,
    #[serde(default)]
    awards: Vec<Award>,
}

#[derive(Clone, Debug, Deserialize)]
struct Shown {
    exact: String,
    shown: String,
}

#[derive(Clone, Debug, Deserialize)]
struct Rank {
    place: Option<u32>,
}

#[derive(Clone, Debug, Deserialize)]
struct Award {
    award: String,
    status: String,
    #[serde(default)]
    provisional: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    money: Option<Shown>,
    #[serde(default)]
    decided: Option<Decided>,
}

#[derive(Clone, Debug, Deserialize)]
struct Decided {
    outcome: AwardOutcome,
}

impl Award {
    fn status(&self) -> Option<AwardStatus> {
        STATUSES.into_iter().find(|status| written(*status) == self.status)
    }

    /// Whether it was given for certain: the council's word goes first, as in [`thidua_core::Case::holds`].
    fn listed(&self) -> bool {
        let holds = match &self.decided {
            Some(decided) => decided.outcome == AwardOutcome::Recommend,
            None => self.status() == Some(AwardStatus::Recommended),
        };
        holds && self.provisional.is_none()
    }
}

/// What one line says, as far as it is compared.
#[derive(Deserialize)]
struct EarlierLine {
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    run: Option<String>,
    #[serde(default)]
    entrant: Option<Earlier>,
}

/// The outcome of its lines; `None` where one of them is damaged.
fn of_lines(bytes: &[u8]) -> Option<EarlierOutcome> {
    let mut lines = serde_json::Deserializer::from_slice(bytes).into_iter::<EarlierLine>();
    let mut read = EarlierOutcome { format: lines.next()?.ok()?.format?, runs: Vec::new() };
    for line in lines {
        let EarlierLine { run, entrant, .. } = line.ok()?;
        let id = run?;
        if read.runs.last().is_none_or(|last| last.id != id) {
            read.runs.push(EarlierRun { id, entrants: Vec::new() });
        }
        if let Some(last) = read.runs.last_mut() {
            last.entrants.extend(entrant);
        }
    }
    Some(read)
}

impl EarlierOutcome {
    /// Reads an `outcome.json` or `outcome.jsonl`; `None` when it is none, or of another format.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let read: Self = serde_json::from_slice(bytes).ok().or_else(|| of_lines(bytes))?;
        (read.format == crate::outcome_file::FORMAT).then_some(read)
    }

    /// Where everybody stood with every award, for a list that was signed (danh sách đã ký).
    #[must_use]
    pub fn signed_runs(&self) -> Vec<SignedRun> {
        let runs = self.runs.iter().map(|run| {
            let cases = run.entrants.iter().flat_map(|entrant| {
                entrant.awards.iter().map(|award| SignedCase {
                    award: award.award.clone(),
                    entrant: entrant.id.clone(),
                    name: entrant.name.clone(),
                    cluster: entrant.cluster.clone(),
                    total: entrant.total.as_ref().map(|total| (total.exact.clone(), total.shown.clone())),
                    money: award.money.as_ref().map(|money| money.exact.clone()),
                    status: award.status().unwrap_or(AwardStatus::OtherKind),
                    listed: award.listed(),
                })
            });
            SignedRun { id: run.id.clone(), cases: cases.collect() }
        });
        runs.collect()
    }

    /// What has changed since, as lines for a person: totals, grades and awards by name, places by number.
    #[must_use]
    pub fn changes(&self, report: &Report, language: Language) -> String {
        let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
        let mut text = String::new();
        let mut named = 0;
        let mut changed = 0;
        let mut moved = 0;
        for run in &report.runs {
            let Some(before) = self.runs.iter().find(|earlier| earlier.id == run.id) else {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "  {} [{}]: {}", run.title, run.id, t("đợt xét mới", "a new run"));
                changed += 1;
                continue;
            };
            for each in differences(before, run, language) {
                moved += usize::from(each.moved);
                if each.words.is_empty() {
                    continue;
                }
                changed += 1;
                if named < NAMED_MAX {
                    named += 1;
                    let _ = writeln!(
                        text,
                        "  {} ({}) [{}]: {}",
                        each.name,
                        each.id,
                        run.id,
                        each.words.join("; ")
                    );
                }
            }
        }
        for gone in self.runs.iter().filter(|earlier| report.runs.iter().all(|run| run.id != earlier.id)) {
            let _ = writeln!(text, "  [{}]: {}", gone.id, t("không còn đợt xét này", "the run is gone"));
            changed += 1;
        }
        if changed == 0 && moved == 0 {
            return t(
                "So với lần trước: không có gì thay đổi.\n",
                "Since the last run: nothing has changed.\n",
            )
            .to_owned();
        }
        if changed > named && named == NAMED_MAX {
            let _ = writeln!(text, "  … {} {}", t("và còn", "and"), changed - named);
        }
        let head = match language {
            Language::Vietnamese => {
                format!(
                    "SO VỚI LẦN TRƯỚC: {changed} thay đổi về điểm, mức, khen thưởng; {moved} đối tượng đổi hạng\n"
                )
            }
            Language::English => one_of_many(&format!(
                "SINCE THE LAST RUN: {changed} changes of points, grades or awards; {moved} entrants with another rank\n"
            )),
        };
        head + &text
    }
}

/// What has changed for one entrant.
struct Difference {
    id: String,
    name: String,
    words: Vec<String>,
    moved: bool,
}

fn differences(before: &EarlierRun, run: &Run, language: Language) -> Vec<Difference> {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let known: BTreeMap<&str, &Earlier> =
        before.entrants.iter().map(|each| (each.id.as_str(), each)).collect();
    let mut found = Vec::new();
    for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
        let (words, moved) = match known.get(entrant.id.as_str()) {
            None => (vec![t("mới có trong đợt xét", "new in the run").to_owned()], false),
            Some(earlier) => (changes(earlier, run, row, language), moved(earlier, run, row)),
        };
        found.push(Difference {
            id: entrant.id.as_str().to_owned(),
            name: entrant.name.as_str().to_owned(),
            words,
            moved,
        });
    }
    for gone in before.entrants.iter().filter(|earlier| run.evaluations.position(&earlier.id).is_none()) {
        let words = vec![t("không còn trong đợt xét", "no longer in the run").to_owned()];
        found.push(Difference { id: gone.id.clone(), name: gone.name.clone(), words, moved: false });
    }
    found
}

fn moved(earlier: &Earlier, run: &Run, row: EntrantId) -> bool {
    run.plan.rules().rankings().iter_enumerated().any(|(position, ranking)| {
        let was = earlier.ranks.get(&ranking.id).and_then(|rank| rank.place);
        was != run.outcome.standings.place(position, row)
    })
}

fn changes(earlier: &Earlier, run: &Run, row: EntrantId, language: Language) -> Vec<String> {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let none = t("chưa có", "none");
    let rules = run.plan.rules();
    let mut words = Vec::new();
    let places = run.results().places().total();
    let total = run.outcome.scorecards.total(row).map(|total| Number::new(total, places));
    let is = total.as_ref().map(|total| total.exact.to_string());
    let was = earlier.total.as_ref().map(|total| total.exact.clone());
    if is != was {
        let mark = |shown: &str| {
            if language == Language::Vietnamese { shown.replace('.', ",") } else { shown.to_owned() }
        };
        let was = earlier.total.as_ref().map_or_else(|| none.to_owned(), |total| mark(&total.shown));
        let is = total.as_ref().map_or_else(|| none.to_owned(), |total| mark(&total.shown));
        words.push(format!("{} {was} → {is}", t("tổng điểm", "total")));
    }
    for (position, grading) in rules.gradings().iter_enumerated() {
        let is = run.outcome.grades.grade(position, row).and_then(|grade| grading.grades().get(grade));
        let was = earlier.grades.get(&grading.id).cloned().flatten();
        if is.map(|grade| grade.id.as_str()) == was.as_deref() {
            continue;
        }
        let title = |id: &str| {
            let grade = grading.grades.iter().find(|grade| grade.id == id);
            grade.map_or_else(|| id.to_owned(), |grade| grade.title.clone())
        };
        let was = was.map_or_else(|| none.to_owned(), |id| title(&id));
        let is = is.map_or_else(|| none.to_owned(), |grade| grade.title.clone());
        let of = if grading.title.is_empty() { &grading.id } else { &grading.title };
        words.push(format!("{of} {was} → {is}"));
    }
    for (position, award) in rules.awards().iter_enumerated() {
        let is = run.outcome.recommendations.case(position, row).map(|case| AwardStatus::of(&case.status));
        let is = is.unwrap_or(AwardStatus::OtherKind);
        let was = earlier.awards.iter().find(|earlier| earlier.award == award.id.value);
        let was = was.and_then(Award::status);
        let was = was.unwrap_or(AwardStatus::OtherKind);
        if was != is {
            let said = |status| status_words(status, language);
            words.push(format!("{}: {} → {}", award.title, said(was), said(is)));
        }
    }
    words
}

/// Every status there is.
const STATUSES: [AwardStatus; 8] = [
    AwardStatus::OtherKind,
    AwardStatus::Refused,
    AwardStatus::Held,
    AwardStatus::Superseded,
    AwardStatus::Recommended,
    AwardStatus::TiedOnLine,
    AwardStatus::Reserve,
    AwardStatus::BelowLine,
];

/// The name a status has in the file.
fn written(status: AwardStatus) -> String {
    let value = serde_json::to_value(status).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
