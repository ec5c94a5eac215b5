use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{
    AwardOutcome, AwardStatus, Exact, Explanation, GradeId, NodeId, Shortfall, Status, Verdict, WaitsFor,
};

use super::condition::ConditionAnswer;
use super::explanation::{ExplanationAnswer, explanation as told_in};
use crate::json::number::NumberText;
use crate::json::select::{Part, Select, Words};
use crate::outcome_file::GivenFile;
use crate::result::EntrantResult;

/// One entrant.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EntrantAnswer {
    /// Id.
    id: String,
    /// The name people read.
    name: String,
    /// Id of its kind, where the rule set has kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Its cluster; left out where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(default)]
    cluster: String,
    /// The total; null while something is missing.
    total: Option<NumberText>,
    /// The total before its last rounding, where that changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    exact_total: Option<NumberText>,
    /// The maximum that holds for this entrant.
    points_max: NumberText,
    /// Why there is no total: each criterion by path, and the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    absent: Vec<AbsentAnswer>,
    /// Points of every criterion and group by path; null where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<BTreeMap<String, Option<NumberText>>>,
    /// Bonus that counts, where there is any.
    #[serde(skip_serializing_if = "Option::is_none")]
    bonus: Option<NumberText>,
    /// Deductions that count, above zero, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    deductions: Option<NumberText>,
    /// Grades by grading.
    #[serde(skip_serializing_if = "Option::is_none")]
    grades: Option<BTreeMap<String, GradeAnswer>>,
    /// Places by ranking.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranks: Option<BTreeMap<String, RankAnswer>>,
    /// Awards by id, those for other kinds of entrants left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    awards: Option<BTreeMap<String, AwardAnswer>>,
    /// All that led to the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationAnswer>,
}

/// Why a criterion has no points, so that there is no total.
#[derive(Debug, Serialize, JsonSchema)]
struct AbsentAnswer {
    /// Path of the criterion or group; empty for the whole sheet.
    criterion: String,
    /// Why.
    reason: Words,
}

/// A grade, or between which it is open.
#[derive(Debug, Serialize, JsonSchema)]
struct GradeAnswer {
    /// Id of the grade; null when there is no value, no grade holds it, or it is open.
    grade: Option<String>,
    /// Between which grades it is open while something is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<OpenAnswer>,
    /// By whom it was given, where a person decided and not the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<GivenFile>,
    /// Who gave it, what keeps it, what lowered it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    reasons: Vec<Words>,
}

/// Between which grades an entrant stands; null where no grade holds the value.
#[derive(Debug, Serialize, JsonSchema)]
struct OpenAnswer {
    /// The best grade that is still possible.
    best: Option<String>,
    /// The worst one.
    worst: Option<String>,
    /// Names of the inputs whose values are missing.
    missing: Vec<String>,
}

/// A place in a ranking.
#[derive(Debug, Serialize, JsonSchema)]
struct RankAnswer {
    /// The place, from 1; null when the entrant is not ranked.
    place: Option<u32>,
    /// How many share it, the entrant included; left out where it is alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    sharing: Option<u32>,
    /// The tie-break step, from 1, that set it apart from its neighbour above; left out where the value did.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by_step: Option<u32>,
}

/// Where an entrant stands with an award.
#[derive(Debug, Serialize, JsonSchema)]
struct AwardAnswer {
    /// The status.
    status: AwardStatus,
    /// What a case at rest waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    waits_for: Vec<WaitsFor>,
    /// Id of the award that goes before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<String>,
    /// Whether the quota was widened by a tie.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    widened: bool,
    /// The tie on the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    tied: Option<TieAnswer>,
    /// Position in the reserve list, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    reserve: Option<u32>,
    /// On how many open cases or missing values it hangs; left out when it is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    provisional: Option<ProvisionalAnswer>,
    /// Money in đồng, when recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    money: Option<NumberText>,
    /// What the council decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided: Option<DecidedAnswer>,
    /// Requirements that are failed or not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    open: Option<Vec<CheckAnswer>>,
}

/// A tie across the line of a quota.
#[derive(Debug, Serialize, JsonSchema)]
struct TieAnswer {
    /// Places left for those tied.
    places: u32,
    /// How many are tied.
    entrants: u32,
    /// Whether scopes with an equal claim share the places, and not entrants who are equal.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schemars(default)]
    between_scopes: bool,
}

/// On whose open cases or missing values a case hangs.
#[derive(Debug, Serialize, JsonSchema)]
struct ProvisionalAnswer {
    /// How many there are.
    count: usize,
    /// Ids of the first of them.
    first: Vec<String>,
}

/// A decision.
#[derive(Debug, Serialize, JsonSchema)]
struct DecidedAnswer {
    /// What was decided.
    outcome: AwardOutcome,
    /// Number of the document.
    number: String,
    /// Its date.
    date: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A requirement with its verdict.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct CheckAnswer {
    /// The verdict.
    pub(super) verdict: VerdictName,
    /// The requirement.
    pub(super) requirement: Words,
    /// What was found, with the numbers.
    pub(super) found: Words,
    /// The smallest change that would have helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) change: Option<Words>,
    /// The clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) basis: Option<String>,
    /// How it was judged, as a tree; in explanations only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) condition: Option<ConditionAnswer>,
}

/// Whether a requirement is met, by name.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum VerdictName {
    /// It is.
    Met,
    /// It is not.
    Failed,
    /// That cannot be told yet.
    Unknown,
}

impl From<Verdict> for VerdictName {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Met,
            Verdict::Failed => Self::Failed,
            Verdict::Unknown => Self::Unknown,
        }
    }
}

/// What is told of one entrant; `absent` is why it has no total.
pub(crate) fn entrant(
    result: &EntrantResult<'_>,
    absent: &[Shortfall],
    explanation: Option<Explanation>,
    select: &Select,
) -> EntrantAnswer {
    let EntrantResult { plan, entrant, outcome, row, .. } = *result;
    let cards = &outcome.scorecards;
    let nodes = plan.nodes();
    let path = |node: NodeId| nodes.get(node).map(|node| node.path.clone()).unwrap_or_default();
    let total = cards.total(row);
    let exact_total = cards.exact_total(row).filter(|exact| total.as_ref() != Some(exact));
    let adjusted = |points: Option<Exact>| NumberText::of(points.filter(|points| !points.is_zero()));
    let points = || {
        let own = nodes.iter_enumerated();
        own.filter(|(position, node)| *position != plan.root() && node.has_kind(entrant.kind))
            .map(|(position, node)| (node.path.clone(), NumberText::of(cards.points(position, row))))
            .collect()
    };
    let absent = absent
        .iter()
        .map(|short| AbsentAnswer { criterion: path(short.node), reason: select.words(&short.reason) });
    let kind = entrant.kind.and_then(|kind| plan.rules().kinds.iter().nth(kind.into()));
    EntrantAnswer {
        id: entrant.id.as_str().to_owned(),
        name: entrant.name.as_str().to_owned(),
        kind: kind.map(|(id, _)| id.value.clone()),
        cluster: entrant.cluster.to_string(),
        total: NumberText::of(total),
        exact_total: NumberText::of(exact_total),
        points_max: NumberText::from(&cards.max(plan, plan.root(), row)),
        absent: absent.collect(),
        points: select.has(Part::Points).then(points),
        bonus: adjusted(cards.bonus(row)),
        deductions: adjusted(cards.deductions(row)),
        grades: select.has(Part::Grades).then(|| grades(result, select)),
        ranks: select.has(Part::Ranks).then(|| ranks(result)),
        awards: select.has(Part::Awards).then(|| awards(result, select)),
        explanation: explanation.map(|told| told_in(told, select)),
    }
}

fn grades(result: &EntrantResult<'_>, select: &Select) -> BTreeMap<String, GradeAnswer> {
    let mut grades = BTreeMap::new();
    for (position, grading) in result.plan.rules().gradings().iter_enumerated() {
        let Some(graded) = result.outcome.grades.of(position, result.row) else { continue };
        let id = |grade: Option<GradeId>| Some(grading.grades().get(grade?)?.id.clone());
        let open = graded.open().map(|open| OpenAnswer {
            best: id(open.best),
            worst: id(open.worst),
            missing: open
                .inputs
                .iter()
                .filter_map(|input| result.plan.inputs().get(*input))
                .map(|input| input.name.clone())
                .collect(),
        });
        let reasons = match select.has(Part::Reasons) {
            true => result.outcome.grade_reasons(result.plan, result.evaluations, position, result.row),
            false => Vec::new(),
        };
        grades.insert(
            grading.id.clone(),
            GradeAnswer {
                grade: id(graded.grade),
                open,
                given: GivenFile::of(grading, graded),
                reasons: reasons.iter().map(|reason| select.words(reason)).collect(),
            },
        );
    }
    grades
}

fn ranks(result: &EntrantResult<'_>) -> BTreeMap<String, RankAnswer> {
    let (standings, row) = (&result.outcome.standings, result.row);
    let rankings = result.plan.rules().rankings().iter_enumerated();
    rankings
        .map(|(position, ranking)| {
            let ranked = standings.ranking(position);
            let some = |value: u32, least: u32| Some(value).filter(|value| *value > least);
            let answer = RankAnswer {
                place: standings.place(position, row),
                sharing: ranked.and_then(|ranked| some(ranked.sharing(row), 1)),
                decided_by_step: ranked.and_then(|ranked| some(ranked.decided_by(row), 0)),
            };
            (ranking.id.clone(), answer)
        })
        .collect()
}

/// So many of those a case hangs on are listed.
const MOST_LISTED: usize = 20;

fn awards(result: &EntrantResult<'_>, select: &Select) -> BTreeMap<String, AwardAnswer> {
    let (all, row) = (&result.outcome.recommendations, result.row);
    let rules = result.plan.rules().awards();
    let mut awards = BTreeMap::new();
    for (position, award) in rules.iter_enumerated() {
        let Some(case) = all.case(position, row).filter(|case| case.status != Status::OtherKind) else {
            continue;
        };
        let (rows, count) = all.depends_on(result.evaluations, position, row, MOST_LISTED);
        let first = rows.iter().filter_map(|row| result.evaluations.entrants().get(*row));
        let first: Vec<String> = first.map(|entrant| entrant.id.as_str().to_owned()).collect();
        let mut answer = AwardAnswer {
            status: AwardStatus::of(&case.status),
            waits_for: case.waits_for().to_vec(),
            superseded_by: None,
            widened: false,
            tied: None,
            reserve: None,
            provisional: (count > 0).then_some(ProvisionalAnswer { count, first }),
            money: case.money().map(NumberText::from),
            decided: case.decided().map(|(outcome, decision)| DecidedAnswer {
                outcome: *outcome,
                number: decision.number.clone(),
                date: decision.date.to_string(),
                reason: decision.reason.clone(),
            }),
            open: select.has(Part::Reasons).then(|| open(result, select, &award.id.value)),
        };
        match case.status {
            Status::Superseded { by } => {
                answer.superseded_by = rules.get(by).map(|award| award.id.value.clone());
            }
            Status::Recommended { widened } => answer.widened = widened,
            Status::TiedOnLine { places, tied, between_scopes } => {
                answer.tied = Some(TieAnswer { places, entrants: tied, between_scopes });
            }
            Status::Reserve { position } => answer.reserve = Some(position),
            Status::OtherKind | Status::Refused | Status::Held | Status::BelowLine => {}
        }
        awards.insert(award.id.value.clone(), answer);
    }
    awards
}

fn open(result: &EntrantResult<'_>, select: &Select, award: &str) -> Vec<CheckAnswer> {
    let checks = result.award(award).map(|award| award.open_checks()).unwrap_or_default();
    let told = checks.into_iter().map(|check| CheckAnswer {
        verdict: check.verdict.into(),
        requirement: select.words(&check.label),
        found: select.words(&check.found),
        change: check.change.as_ref().map(|change| select.words(change)),
        basis: check.basis,
        condition: None,
    });
    told.collect()
}
