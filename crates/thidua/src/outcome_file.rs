use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use thidua_core::{
    AwardId, AwardOutcome, AwardStatus, Check, Decision, EntrantId, GradeId, Graded, NodeId, Shortfall, Text,
    Verdict, WaitsFor,
};
use thidua_report::{Number, RunResults, gap_words, open_requirements};
use thidua_rules::rule::Grading;

use crate::run::{Report, Run};

/// Name and version of the format.
pub(crate) const FORMAT: &str = "thidua-outcome/2";

/// The outcome of a folder for programs (kết quả dạng JSON): every number as text, never a float.
///
/// Points stand twice: exactly, and as the tables show them.
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
    /// What it is.
    #[serde(flatten)]
    pub(crate) about: AboutRun,
    /// The entrants, sorted by id.
    #[schemars(with = "Vec<EntrantFile<'static>>")]
    pub(crate) entrants: EntrantFiles<'a>,
    /// The places of every award and scope.
    pub(crate) quotas: Vec<QuotaFile>,
    /// What a person should look at.
    pub(crate) findings: Vec<Text>,
}

/// What a run is.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AboutRun {
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
}

/// The entrants of a run, each made when it is written: all at once they take more memory than the run itself.
#[derive(Debug)]
pub(crate) struct EntrantFiles<'a>(&'a Run);

impl<'a> EntrantFiles<'a> {
    /// One after the other.
    pub(crate) fn each(&self) -> impl Iterator<Item = EntrantFile<'a>> + use<'a> {
        let run = self.0;
        let results = run.results();
        let nodes = run.plan.nodes().iter_enumerated();
        let mut nodes: Vec<(&str, NodeId)> = nodes.map(|(node, own)| (own.path.as_str(), node)).collect();
        nodes.sort_unstable();
        let rows = run.evaluations.entrants().keys();
        rows.filter_map(move |row| entrant_file(run, &results, &nodes, row))
    }
}

impl Serialize for EntrantFiles<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.each())
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
    pub(crate) base: Option<Number>,
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
    #[serde(serialize_with = "as_map")]
    #[schemars(with = "BTreeMap<String, Option<Number>>")]
    pub(crate) points: Vec<(&'a str, Option<Number>)>,
    /// Bonus that counts.
    pub(crate) bonus: Option<Number>,
    /// Deductions that count.
    pub(crate) deductions: Option<Number>,
    /// Total.
    pub(crate) total: Option<Number>,
    /// Maximum for this entrant.
    pub(crate) points_max: Number,
    /// Why there is no total.
    pub(crate) shortfalls: Vec<&'a Text>,
    /// Grade by grading.
    pub(crate) grades: BTreeMap<&'a str, Option<&'a str>>,
    /// Gradings whose grade is open while something is missing.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub(crate) open_grades: BTreeMap<&'a str, OpenGradeFile>,
    /// Gradings whose grade a person gave, and what the rules come to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub(crate) given_grades: BTreeMap<&'a str, GivenFile>,
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
    pub(crate) money: Option<Number>,
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

/// A grade that a person gave.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct GivenFile {
    /// Number of the decision.
    number: String,
    /// Its date.
    date: String,
    /// Who decided.
    by: Option<String>,
    /// Why.
    reason: Option<String>,
    /// The grade that the rules come to; null where they come to none, or it is open.
    computed: Option<String>,
}

impl GivenFile {
    /// The decision on a grade, where there is one.
    pub(crate) fn of(grading: &Grading, graded: &Graded) -> Option<Self> {
        let given = graded.given()?;
        let computed = given.computed.grade.and_then(|grade| grading.grades().get(grade));
        let Decision { number, date, by, reason } = given.decision.clone();
        let computed = computed.map(|grade| grade.id.clone());
        Some(Self { number, date: date.to_string(), by, reason, computed })
    }
}

impl<'a> OutcomeFile<'a> {
    /// The outcome of a report.
    #[must_use]
    pub(crate) fn of(report: &'a Report) -> Self {
        Self {
            format: FORMAT.to_owned(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            movement: report.manifest.movement.clone(),
            runs: report.runs.iter().map(run_file).collect(),
        }
    }
}

fn run_file(run: &Run) -> RunFile<'_> {
    let results = run.results();
    let rules = run.plan.rules();
    RunFile {
        about: AboutRun {
            id: run.id.clone(),
            title: run.title.clone(),
            rule_set: rules.rule_set.value.clone(),
            version: rules.version.clone(),
            day: run.plan.day().to_string(),
        },
        entrants: EntrantFiles(run),
        quotas: rules
            .awards()
            .iter_enumerated()
            .flat_map(|(position, award)| {
                let quotas = run.outcome.recommendations.quotas(position);
                quotas.map(|quota| QuotaFile {
                    award: award.id.value.clone(),
                    scope: quota.scope.clone(),
                    base: quota.base.clone().map(|base| Number::new(base, None)),
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
            .chain(run.gaps.iter().map(|gap| gap_words(&results, gap)))
            .chain(run.missing.iter().map(|finding| finding.message.clone()))
            .collect(),
    }
}

fn as_map<S: Serializer>(points: &[(&str, Option<Number>)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(points.iter().map(|(path, points)| (path, points)))
}

/// One entrant; the nodes of the plan are given in the order of their paths.
fn entrant_file<'a>(
    run: &'a Run,
    results: &RunResults<'_>,
    nodes: &[(&'a str, NodeId)],
    row: EntrantId,
) -> Option<EntrantFile<'a>> {
    let entrant = run.evaluations.entrants().get(row)?;
    let rules = run.plan.rules();
    let cards = &run.outcome.scorecards;
    let number = |value: Option<thidua_core::Exact>, places| value.map(|value| Number::new(value, places));
    let places = results.places();
    let theirs = |node: &NodeId| {
        let own = run.plan.nodes().get(*node);
        *node != run.plan.root() && own.is_some_and(|own| own.has_kind(entrant.kind))
    };
    let points = nodes.iter().filter(|(_, node)| theirs(node));
    let points = points.map(|(path, node)| (*path, number(cards.points(*node, row), places.node(*node))));
    let grades = rules.gradings().iter_enumerated().map(|(position, grading)| {
        let grade = run.outcome.grades.grade(position, row).and_then(|grade| grading.grades().get(grade));
        (grading.id.as_str(), grade.map(|grade| grade.id.as_str()))
    });
    let open_grades = rules.gradings().iter_enumerated().filter_map(|(position, grading)| {
        let open = run.outcome.grades.of(position, row)?.open()?;
        let id = |grade: Option<GradeId>| Some(grading.grades().get(grade?)?.id.clone());
        Some((grading.id.as_str(), OpenGradeFile { best: id(open.best), worst: id(open.worst) }))
    });
    let given_grades = rules.gradings().iter_enumerated().filter_map(|(position, grading)| {
        let graded = run.outcome.grades.of(position, row)?;
        Some((grading.id.as_str(), GivenFile::of(grading, graded)?))
    });
    let ranks = rules.rankings().iter_enumerated().map(|(position, ranking)| {
        let sharing = run.outcome.standings.ranking(position).map_or(0, |ranked| ranked.sharing(row));
        (ranking.id.as_str(), RankFile { place: run.outcome.standings.place(position, row), sharing })
    });
    Some(EntrantFile {
        id: &entrant.id,
        name: &entrant.name,
        cluster: &entrant.cluster,
        points: points.collect(),
        bonus: number(cards.bonus(row), places.adjustments()),
        deductions: number(cards.deductions(row), places.adjustments()),
        total: number(cards.total(row), places.total()),
        points_max: Number::new(cards.max(&run.plan, run.plan.root(), row), None),
        shortfalls: shortfalls_of(run, row).iter().map(|short| &short.reason).collect(),
        grades: grades.collect(),
        open_grades: open_grades.collect(),
        given_grades: given_grades.collect(),
        ranks: ranks.collect(),
        awards: awards(run, results, row),
    })
}

/// The shortfalls of one entrant, which stand together: they are listed by entrant.
pub(crate) fn shortfalls_of(run: &Run, row: EntrantId) -> &[Shortfall] {
    let (from, until) = (
        run.shortfalls.partition_point(|short| short.entrant < row),
        run.shortfalls.partition_point(|short| short.entrant <= row),
    );
    run.shortfalls.get(from..until).unwrap_or_default()
}

fn awards(run: &Run, results: &RunResults<'_>, row: EntrantId) -> Vec<AwardFile> {
    let mut awards = Vec::new();
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
        let status = AwardStatus::of(&case.status);
        if status == AwardStatus::OtherKind {
            continue;
        }
        awards.push(AwardFile {
            award: award.id.value.clone(),
            status,
            waits_for: case.waits_for().to_vec(),
            provisional: provisional_file(run, position, row),
            open: open_requirements(results, position, row).into_iter().map(open_file).collect(),
            money: case.money().cloned().map(|money| Number::new(money, None)),
            decided: case.decided().map(|(outcome, decision)| decision_file(*outcome, decision)),
        });
    }
    awards
}

/// So many of those a case hangs on are listed.
const MOST_LISTED: usize = 20;

fn provisional_file(run: &Run, award: AwardId, row: EntrantId) -> Option<ProvisionalFile> {
    let (rows, count) = run.outcome.recommendations.depends_on(&run.evaluations, award, row, MOST_LISTED);
    let entrants = rows.iter().filter_map(|row| run.evaluations.entrants().get(*row));
    (count > 0).then(|| ProvisionalFile {
        count,
        first: entrants.map(|entrant| entrant.id.as_str().to_owned()).collect(),
    })
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
