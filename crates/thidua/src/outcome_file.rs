use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use thidua_core::{
    AwardOutcome, AwardStatus, Check, Decision, Exact, Gap, Language, Shortfall, Text, Verdict, WaitsFor,
    requirement_checks,
};

use crate::run::{Report, Run};

/// The outcome of a folder for programs (kết quả dạng JSON): every number as exact text.
///
/// Numbers are decimals, or fractions `n/d` where there is no finite decimal; never floats.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Kết quả (outcome)")]
pub(crate) struct OutcomeFile<'a> {
    /// Name and version of this format.
    pub(crate) format: String,
    /// Version of the engine.
    pub(crate) engine: String,
    /// The movement.
    pub(crate) movement: String,
    /// The runs, in order.
    pub(crate) runs: Vec<RunFile<'a>>,
}

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RunFile<'a> {
    /// Short name.
    pub(crate) id: String,
    /// The name people read.
    pub(crate) title: String,
    /// Id of the rule set.
    pub(crate) rule_set: String,
    /// Its version.
    pub(crate) version: String,
    /// The day whose values it used.
    pub(crate) day: String,
    /// The entrants, sorted by id.
    #[schemars(with = "Vec<EntrantFile<'static>>")]
    pub(crate) entrants: EntrantFiles<'a>,
    /// The places of every award and scope.
    pub(crate) quotas: Vec<QuotaFile>,
    /// What a person should look at.
    pub(crate) findings: Vec<Text>,
}

/// The entrants of a run, each made when it is written: all at once they take more memory than the run itself.
#[derive(Debug)]
pub(crate) struct EntrantFiles<'a>(&'a Run);

impl Serialize for EntrantFiles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0;
        serializer.collect_seq((0..run.evaluations.entrants().len()).filter_map(|row| entrant_file(run, row)))
    }
}

/// The places of an award in one scope.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct QuotaFile {
    /// Id of the award.
    pub(crate) award: String,
    /// The cluster or kind; empty where all compete.
    pub(crate) scope: String,
    /// What a share or a division is taken of.
    pub(crate) base: Option<String>,
    /// Where the number comes from.
    pub(crate) arithmetic: Text,
    /// How many places there are.
    pub(crate) places: u32,
    /// How many are recommended.
    pub(crate) filled: u32,
    /// How many places nobody has yet.
    pub(crate) left: u32,
}

/// One entrant.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EntrantFile<'a> {
    /// Id.
    pub(crate) id: &'a str,
    /// Name.
    pub(crate) name: &'a str,
    /// Cluster.
    pub(crate) cluster: &'a str,
    /// Points of every criterion and group by path; null where there are none.
    #[schemars(with = "BTreeMap<String, Option<String>>")]
    pub(crate) points: BTreeMap<&'a str, Option<Exact>>,
    /// Bonus that counts.
    #[schemars(with = "Option<String>")]
    pub(crate) bonus: Option<Exact>,
    /// Deductions that count.
    #[schemars(with = "Option<String>")]
    pub(crate) deductions: Option<Exact>,
    /// Total.
    #[schemars(with = "Option<String>")]
    pub(crate) total: Option<Exact>,
    /// Maximum for this entrant.
    #[schemars(with = "String")]
    pub(crate) points_max: Exact,
    /// Why there is no total.
    pub(crate) shortfalls: Vec<&'a Text>,
    /// Grade by grading.
    pub(crate) grades: BTreeMap<&'a str, Option<&'a str>>,
    /// Gradings whose grade is open while something is missing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub(crate) open_grades: BTreeMap<&'a str, OpenGradeFile>,
    /// Rank by ranking.
    pub(crate) ranks: BTreeMap<&'a str, RankFile>,
    /// Awards in order.
    pub(crate) awards: Vec<AwardFile>,
}

/// Between which grades an entrant stands; null where no grade holds the value.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OpenGradeFile {
    /// The best grade that is still possible.
    pub(crate) best: Option<String>,
    /// The worst one.
    pub(crate) worst: Option<String>,
}

/// A rank.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RankFile {
    /// The place, from 1.
    pub(crate) place: Option<u32>,
    /// How many share it.
    pub(crate) sharing: u32,
}

/// An award and where the entrant stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AwardFile {
    /// Id.
    pub(crate) award: String,
    /// Where the entrant stands.
    pub(crate) status: AwardStatus,
    /// What a case that rests waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub(crate) waits_for: Vec<WaitsFor>,
    /// On whom a provisional case hangs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) provisional: Option<ProvisionalFile>,
    /// Requirements that are failed or unknown, with the numbers.
    pub(crate) open: Vec<OpenFile>,
    /// Money in đồng.
    pub(crate) money: Option<String>,
    /// What the council decided.
    pub(crate) decided: Option<DecisionFile>,
}

/// On whose open cases or missing values a case hangs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ProvisionalFile {
    /// How many there are.
    pub(crate) count: usize,
    /// Ids of the first of them.
    pub(crate) first: Vec<String>,
}

/// A requirement that is not met or not known.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct OpenFile {
    /// `failed` or `unknown`.
    pub(crate) verdict: String,
    /// The requirement.
    pub(crate) requirement: Text,
    /// What was found.
    pub(crate) found: Text,
    /// The smallest change that would have helped.
    pub(crate) change: Option<Text>,
    /// The clause.
    pub(crate) basis: Option<String>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DecisionFile {
    /// `recommend`, `refuse` or `hold`.
    pub(crate) outcome: AwardOutcome,
    /// Number.
    pub(crate) number: String,
    /// Date.
    pub(crate) date: String,
    /// Reason.
    pub(crate) reason: Option<String>,
}

impl<'a> OutcomeFile<'a> {
    /// The outcome of a report.
    #[must_use]
    pub(crate) fn of(report: &'a Report) -> Self {
        Self {
            format: "thidua-outcome/1".to_owned(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            movement: report.manifest.movement.clone(),
            runs: report.runs.iter().map(run_file).collect(),
        }
    }
}

fn run_file(run: &Run) -> RunFile<'_> {
    let rules = run.plan.rules();
    RunFile {
        id: run.id.clone(),
        title: run.title.clone(),
        rule_set: rules.rule_set.value.clone(),
        version: rules.version.clone(),
        day: run.plan.day().to_string(),
        entrants: EntrantFiles(run),
        quotas: rules
            .awards
            .iter()
            .enumerate()
            .flat_map(|(position, award)| {
                let quotas = run.outcome.recommendations.quotas(position);
                quotas.map(|quota| QuotaFile {
                    award: award.id.value.clone(),
                    scope: quota.scope.clone(),
                    base: quota.base.as_ref().map(ToString::to_string),
                    arithmetic: quota.arithmetic.clone(),
                    places: quota.places,
                    filled: quota.filled,
                    left: quota.left(),
                })
            })
            .collect(),
        findings: run
            .findings()
            .map(|finding| finding.message.clone())
            .chain(run.gaps.iter().map(gap_words))
            .chain(run.missing.iter().map(|finding| finding.message.clone()))
            .collect(),
    }
}

/// A gap in words.
pub(crate) fn gap_words(gap: &Gap) -> Text {
    thidua_core::text!(
        "{} · {}: {} so với {} ở vòng chính thức, chưa có giải trình",
        "{} · {}: {} against {} at the official stage, no reason given",
        gap.entrant,
        gap.criterion,
        gap.other,
        gap.official
    )
}

fn entrant_file(run: &Run, row: usize) -> Option<EntrantFile<'_>> {
    let entrant = run.evaluations.entrants().get(row)?;
    let rules = run.plan.rules();
    let cards = &run.outcome.scorecards;
    let nodes = run.plan.nodes();
    let points = nodes
        .iter()
        .enumerate()
        .filter(|(position, node)| *position != run.plan.root() && node.has_kind(entrant.kind))
        .map(|(position, node)| (node.path.as_str(), cards.points(position, row)))
        .collect();
    let grades = rules.gradings.iter().enumerate().map(|(position, grading)| {
        let grade = run.outcome.grades.grade(position, row).and_then(|grade| grading.grades.get(grade));
        (grading.id.as_str(), grade.map(|grade| grade.id.as_str()))
    });
    let open_grades = rules.gradings.iter().enumerate().filter_map(|(position, grading)| {
        let open = run.outcome.grades.of(position, row)?.open.as_ref()?;
        let id = |grade: Option<usize>| Some(grading.grades.get(grade?)?.id.clone());
        Some((grading.id.as_str(), OpenGradeFile { best: id(open.best), worst: id(open.worst) }))
    });
    let ranks = rules.rankings.iter().enumerate().map(|(position, ranking)| {
        let sharing = run.outcome.standings.ranking(position).map_or(0, |ranked| ranked.sharing(row));
        (ranking.id.as_str(), RankFile { place: run.outcome.standings.place(position, row), sharing })
    });
    Some(EntrantFile {
        id: &entrant.id,
        name: &entrant.name,
        cluster: &entrant.cluster,
        points,
        bonus: cards.bonus(row),
        deductions: cards.deductions(row),
        total: cards.total(row),
        points_max: cards.max(&run.plan, run.plan.root(), row),
        shortfalls: shortfalls_of(run, row).iter().map(|short| &short.reason).collect(),
        grades: grades.collect(),
        open_grades: open_grades.collect(),
        ranks: ranks.collect(),
        awards: awards(run, row),
    })
}

/// The shortfalls of one entrant, which stand together: they are listed by entrant.
pub(crate) fn shortfalls_of(run: &Run, row: usize) -> &[Shortfall] {
    let (from, until) = (
        run.shortfalls.partition_point(|short| short.entrant < row),
        run.shortfalls.partition_point(|short| short.entrant <= row),
    );
    run.shortfalls.get(from..until).unwrap_or_default()
}

fn awards(run: &Run, row: usize) -> Vec<AwardFile> {
    let mut awards = Vec::new();
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
        let status = AwardStatus::of(&case.status);
        if status == AwardStatus::OtherKind {
            continue;
        }
        awards.push(AwardFile {
            award: award.id.value.clone(),
            status,
            waits_for: case.waits_for.clone(),
            provisional: provisional_file(run, position, row),
            open: open_requirements(run, position, row).into_iter().map(open_file).collect(),
            money: case.money.as_ref().map(ToString::to_string),
            decided: case.decided.as_ref().map(|(outcome, decision)| decision_file(*outcome, decision)),
        });
    }
    awards
}

/// So many of those a case hangs on are listed.
const MOST_LISTED: usize = 20;

fn provisional_file(run: &Run, award: usize, row: usize) -> Option<ProvisionalFile> {
    let (rows, count) = run.outcome.recommendations.depends_on(&run.evaluations, award, row, MOST_LISTED);
    let entrants = rows.iter().filter_map(|row| run.evaluations.entrants().get(*row));
    (count > 0)
        .then(|| ProvisionalFile { count, first: entrants.map(|entrant| entrant.id.clone()).collect() })
}

/// Where an entrant stands with an award, what the case waits for, and whether it is provisional.
pub(crate) fn case_words(run: &Run, award: usize, row: usize, language: Language) -> String {
    let Some(case) = run.outcome.recommendations.case(award, row) else { return String::new() };
    let mut words = status_words(AwardStatus::of(&case.status), language).to_owned();
    let waits: Vec<String> =
        case.waits_for.iter().map(|each| each.words().in_language(language).to_owned()).collect();
    if !waits.is_empty() {
        words = format!("{words}: {}", waits.join(", "));
    }
    if run.outcome.recommendations.is_provisional(award, row) {
        words = format!(
            "{words} ({})",
            if language == Language::Vietnamese { "tạm thời" } else { "provisional" }
        );
    }
    words
}

/// The grade, or between which grades it is open.
pub(crate) fn grade_words(run: &Run, grading: usize, row: usize) -> Option<String> {
    let rules = run.plan.rules().gradings.get(grading)?;
    let graded = run.outcome.grades.of(grading, row)?;
    let title = |grade: Option<usize>| {
        grade.and_then(|grade| rules.grades.get(grade)).map(|grade| grade.title.clone())
    };
    match &graded.open {
        Some(open) => {
            let (worst, best) = (title(open.worst), title(open.best));
            Some(format!("{}…{}?", worst.unwrap_or_default(), best.unwrap_or_default()))
        }
        None => title(graded.grade),
    }
}

/// Requirements that are failed or unknown.
pub(crate) fn open_requirements(run: &Run, award: usize, row: usize) -> Vec<Check> {
    let Some(case) = run.outcome.recommendations.case(award, row).filter(|case| !case.open.is_empty()) else {
        return Vec::new();
    };
    let checks =
        requirement_checks(&run.plan, &run.evaluations, &run.circumstances(), &run.outcome, award, row);
    checks
        .into_iter()
        .enumerate()
        .filter(|(index, _)| case.open.contains(index))
        .map(|(_, check)| check)
        .collect()
}

fn open_file(check: Check) -> OpenFile {
    OpenFile {
        verdict: if check.verdict == Verdict::Failed { "failed" } else { "unknown" }.to_owned(),
        requirement: check.label,
        found: check.found,
        change: check.change,
        basis: check.basis,
    }
}

fn decision_file(outcome: AwardOutcome, decision: &Decision) -> DecisionFile {
    DecisionFile {
        outcome,
        number: decision.number.clone(),
        date: decision.date.to_string(),
        reason: decision.reason.clone(),
    }
}

/// The words for what the council decided.
pub(crate) fn decided_words(outcome: AwardOutcome, language: Language) -> &'static str {
    let (vi, en) = match outcome {
        AwardOutcome::Recommend => ("Hội đồng quyết định đề nghị", "the council decided to recommend"),
        AwardOutcome::Refuse => ("Hội đồng quyết định không đề nghị", "the council decided not to recommend"),
        AwardOutcome::Hold => ("Hội đồng quyết định tạm dừng", "the council decided to hold"),
    };
    if language == Language::Vietnamese { vi } else { en }
}

/// The words for where an entrant stands with an award (kết quả xét bằng lời), in one language.
#[must_use]
pub fn status_words(status: AwardStatus, language: Language) -> &'static str {
    let (vi, en) = match status {
        AwardStatus::OtherKind => ("không thuộc đối tượng", "other kind"),
        AwardStatus::Refused => ("không đủ điều kiện", "refused"),
        AwardStatus::Held => ("tạm dừng xét", "on hold"),
        AwardStatus::Superseded => ("nhường hình thức khác", "gives way"),
        AwardStatus::Recommended => ("đề nghị", "recommended"),
        AwardStatus::TiedOnLine => ("bằng điểm tại ranh giới", "tied on the line"),
        AwardStatus::Reserve => ("dự bị", "reserve"),
        AwardStatus::BelowLine => ("ngoài chỉ tiêu", "below the line"),
    };
    if language == Language::Vietnamese { vi } else { en }
}
