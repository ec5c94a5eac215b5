use serde::Serialize;

use super::{Explainable, JudgedCondition, condition, distance};
use crate::award::{
    AwardStatus, Case, Check, Circumstances, Status, Verdict, WaitsFor, check_at, checks, line_options,
};
use crate::evaluation::{AwardOutcome, Decision, Evaluations};
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::{AwardId, EntrantId, Exact, Text, text};

/// One award and how the entrant stands with it.
#[derive(Clone, Debug, Serialize)]
pub struct AwardLine {
    /// Id of the award.
    pub award: String,
    /// Its title.
    pub title: String,
    /// The clause.
    pub basis: Option<String>,
    /// Where the entrant stands, for programs.
    pub status: AwardStatus,
    /// The same in words, with the numbers.
    pub words: Text,
    /// What a case that rests waits for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits_for: Vec<WaitsFor>,
    /// On whom a provisional case hangs: ids of the first few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// On how many it hangs; 0 when it is certain.
    pub depends_on_count: usize,
    /// Every requirement with its verdict.
    pub requirements: Vec<CheckLine>,
    /// The places and how their number came about.
    pub quota: Option<Text>,
    /// What a tie on the line leaves open.
    pub options: Vec<Text>,
    /// Money, when the award is given as things stand.
    pub money: Option<Exact>,
    /// What the council decided, whatever the engine recommends.
    pub decided: Option<DecidedLine>,
}

/// What the council decided, with number and date.
#[derive(Clone, Debug, Serialize)]
pub struct DecidedLine {
    /// To recommend, to refuse or to let the case rest.
    pub outcome: AwardOutcome,
    /// The decision.
    #[serde(flatten)]
    pub decision: Decision,
}

/// One requirement with its verdict.
#[derive(Clone, Debug, Serialize)]
pub struct CheckLine {
    /// `met`, `failed` or `unknown`.
    pub verdict: &'static str,
    /// The requirement.
    pub label: Text,
    /// What was found.
    pub found: Text,
    /// The smallest change that would have helped.
    pub change: Option<Text>,
    /// The clause.
    pub basis: Option<String>,
    /// How it was judged, as a tree, where trees are asked for.
    #[serde(skip)]
    pub judged: Option<JudgedCondition>,
}

/// Every requirement of an award with its verdict (kết quả xét từng điều kiện).
#[must_use]
pub fn requirement_checks(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
    award: AwardId,
    row: EntrantId,
) -> Vec<Check> {
    let facts = outcome.facts(plan, evaluations);
    checks(&facts, circumstances, &outcome.recommendations, award, row)
}

/// The requirements of an award that are failed or cannot be told (điều kiện chưa đạt hoặc chưa rõ), in their order.
#[must_use]
pub fn open_checks(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
    award: AwardId,
    row: EntrantId,
) -> Vec<Check> {
    let facts = outcome.facts(plan, evaluations);
    let open = outcome.recommendations.case(award, row).map(Case::open).unwrap_or_default();
    let check = |index: &usize| check_at(&facts, circumstances, &outcome.recommendations, award, *index, row);
    open.iter().filter_map(check).collect()
}

pub(super) fn lines(run: &Explainable<'_>, row: EntrantId) -> Vec<AwardLine> {
    let (facts, outcome) = (&run.facts, run.outcome);
    let mut lines = Vec::new();
    for (position, rules) in facts.plan.rules.awards().iter_enumerated() {
        let Some(case) =
            outcome.recommendations.case(position, row).filter(|case| case.status != Status::OtherKind)
        else {
            continue;
        };
        let checks = checks(facts, &run.circumstances, &outcome.recommendations, position, row);
        let scope = rules.quota.as_ref().map(|quota| quota.per);
        let group = scope.map(|scope| facts.evaluations.group_of(row, scope));
        let places = group.and_then(|group| outcome.recommendations.places(position, group));
        let (rows, depends_on_count) =
            outcome.recommendations.depends_on(facts.evaluations, position, row, MOST_NAMED);
        let entrants = rows.iter().filter_map(|row| facts.evaluations.entrants().get(*row));
        lines.push(AwardLine {
            waits_for: case.waits_for().to_vec(),
            depends_on: entrants.map(|entrant| entrant.id.as_str().to_owned()).collect(),
            depends_on_count,
            award: rules.id.value.clone(),
            title: rules.title.clone(),
            basis: rules.basis.as_ref().map(|basis| basis.value.clone()),
            status: AwardStatus::of(&case.status),
            words: words(run, position, case, row).and_then(&paid_with(facts, case)),
            requirements: checks
                .into_iter()
                .enumerate()
                .map(|(index, check)| CheckLine {
                    judged: condition::judged(run, (position, row), index, &check),
                    verdict: match check.verdict {
                        Verdict::Met => "met",
                        Verdict::Failed => "failed",
                        Verdict::Unknown => "unknown",
                    },
                    label: check.label,
                    found: check.found,
                    change: check.change,
                    basis: check.basis,
                })
                .collect(),
            quota: places.map(|places| {
                let (count, vi, en) = (places.places, &places.arithmetic.vi, &places.arithmetic.en);
                text!("{count} chỉ tiêu ({vi})", "{count} places ({en})")
            }),
            options: match case.status {
                Status::TiedOnLine { places, tied, between_scopes } => {
                    line_options(places, tied, between_scopes)
                }
                _ => Vec::new(),
            },
            money: case.money().cloned(),
            decided: case
                .decided()
                .map(|(outcome, decision)| DecidedLine { outcome: *outcome, decision: decision.clone() }),
        });
    }
    lines
}

/// The clause by which an entrant gets one of two awards only.
fn one_form<'a>(facts: &Facts<'a>, award: AwardId, other: AwardId) -> Option<&'a String> {
    let rules = &facts.plan.rules;
    let id = |position: AwardId| rules.awards().get(position).map(|award| &award.id.value);
    let (own, other) = (id(award)?, id(other)?);
    let named =
        |group: &&thidua_rules::rule::OneForm, id: &String| group.awards.iter().any(|each| each.value == *id);
    let group = rules.one_form.iter().find(|group| named(group, own) && named(group, other));
    group?.basis.as_ref().map(|basis| &basis.value)
}

/// That the money of another award is paid in place of its own.
fn paid_with(facts: &Facts<'_>, case: &Case) -> Text {
    let other = case.paid_with().and_then(|other| facts.plan.rules.awards().get(other));
    other.map_or_else(Text::default, |other| {
        let title = &other.title;
        text!("; tiền thưởng chỉ tính theo “{title}”", "; the money is that of “{title}” only")
    })
}

/// So many of those a case hangs on are named on its page.
const MOST_NAMED: usize = 8;

fn words(run: &Explainable<'_>, position: AwardId, case: &Case, row: EntrantId) -> Text {
    let facts = &run.facts;
    match &case.status {
        Status::OtherKind => Text::default(),
        Status::Recommended { widened: false } => text!("đề nghị khen thưởng", "recommended"),
        Status::Recommended { widened: true } => {
            text!(
                "đề nghị khen thưởng; chỉ tiêu mở rộng vì bằng điểm",
                "recommended; the quota is widened by a tie"
            )
        }
        Status::Refused => text!("không đủ điều kiện", "not eligible"),
        Status::Held => {
            let waits: Vec<Text> = case.waits_for().iter().map(|each| each.words()).collect();
            let join = |pick: fn(&Text) -> &str| waits.iter().map(pick).collect::<Vec<_>>().join(", ");
            let (vi, en) = (join(|text| &text.vi), join(|text| &text.en));
            text!("{vi}", "on hold: {en}")
        }
        Status::Superseded { by } => {
            let other =
                facts.plan.rules.awards().get(*by).map(|award| award.title.clone()).unwrap_or_default();
            let clause =
                one_form(facts, position, *by).map(|clause| format!(" [{clause}]")).unwrap_or_default();
            text!(
                "đã đề nghị “{other}” (một thành tích, một hình thức){clause}",
                "gives way to “{other}” (one achievement, one form){clause}"
            )
        }
        Status::TiedOnLine { places, tied, between_scopes: true } => text!(
            "các phạm vi ngang nhau khi chia chỉ tiêu: {tied} đối tượng cho {places} chỉ tiêu, chờ Hội đồng quyết định phạm vi",
            "scopes with an equal claim: {tied} entrants for {places} places, the council decides which scope"
        ),
        Status::TiedOnLine { places, tied, between_scopes: false } => text!(
            "bằng nhau ở suất cuối của chỉ tiêu: {tied} đối tượng cho {places} chỉ tiêu, chờ Hội đồng",
            "tied on the line: {tied} entrants for {places} places, the council decides"
        ),
        Status::Reserve { position } => {
            text!("danh sách dự phòng, thứ {position}", "in reserve, position {position}")
        }
        Status::BelowLine => {
            let behind = distance::behind_line(facts, position, row, run.last_on_line(position, row));
            let behind = behind.unwrap_or_default();
            let by = |behind: &str| if behind.is_empty() { String::new() } else { format!("; {behind}") };
            Text::new(
                format!("đủ điều kiện nhưng ngoài chỉ tiêu{}", by(&behind.vi)),
                format!("eligible but below the line{}", by(&behind.en)),
            )
        }
    }
}
