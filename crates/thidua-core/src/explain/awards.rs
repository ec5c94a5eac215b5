use serde::Serialize;

use super::Explainable;
use crate::award::{AwardStatus, Check, Circumstances, Status, Verdict, checks, line_options};
use crate::evaluation::{AwardOutcome, Decision, Evaluations};
use crate::facts::Facts;
use crate::method::show;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::{Exact, Text, text};

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
    /// Every requirement with its verdict.
    pub requirements: Vec<CheckLine>,
    /// The places and how their number came about.
    pub quota: Option<Text>,
    /// What a tie on the line leaves open.
    pub options: Vec<Text>,
    /// Money, when recommended.
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
}

/// Every requirement of an award with its verdict (kết quả xét từng điều kiện).
#[must_use]
pub fn requirement_checks(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
    award: usize,
    row: usize,
) -> Vec<Check> {
    let facts = Facts {
        plan,
        evaluations,
        stage: 0,
        scorecards: Some(&outcome.scorecards),
        grades: Some(&outcome.grades),
        standings: Some(&outcome.standings),
    };
    checks(&facts, circumstances, &outcome.recommendations, award, row)
}

pub(super) fn lines(run: &Explainable<'_>, row: usize) -> Vec<AwardLine> {
    let (facts, outcome) = (&run.facts, run.outcome);
    let mut lines = Vec::new();
    for (position, rules) in facts.plan.rules.awards.iter().enumerate() {
        let Some(case) =
            outcome.recommendations.case(position, row).filter(|case| case.status != Status::OtherKind)
        else {
            continue;
        };
        let checks = checks(facts, &run.circumstances, &outcome.recommendations, position, row);
        let scope = rules.quota.as_ref().map(|quota| quota.per);
        let group = scope.map(|scope| facts.evaluations.group_of(row, scope));
        let places = group.and_then(|group| outcome.recommendations.places(position, group));
        lines.push(AwardLine {
            award: rules.id.value.clone(),
            title: rules.title.clone(),
            basis: rules.basis.as_ref().map(|basis| basis.value.clone()),
            status: AwardStatus::of(&case.status),
            words: words(run, position, &case.status, row),
            requirements: checks
                .into_iter()
                .map(|check| CheckLine {
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
                Status::TiedOnLine { places, tied } => line_options(places, tied).to_vec(),
                _ => Vec::new(),
            },
            money: case.money.clone(),
            decided: case
                .decided
                .as_ref()
                .map(|(outcome, decision)| DecidedLine { outcome: *outcome, decision: decision.clone() }),
        });
    }
    lines
}

fn words(run: &Explainable<'_>, position: usize, status: &Status, row: usize) -> Text {
    match status {
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
            text!("tạm dừng xét: chờ bổ sung hoặc kết luận", "on hold: something must be added or concluded")
        }
        Status::Superseded { by } => {
            let other =
                run.facts.plan.rules.awards.get(*by).map(|award| award.title.clone()).unwrap_or_default();
            text!(
                "nhường cho “{other}” (một thành tích, một hình thức)",
                "gives way to “{other}” (one achievement, one form)"
            )
        }
        Status::TiedOnLine { places, tied } => text!(
            "bằng điểm tại ranh giới: {tied} đơn vị cho {places} chỉ tiêu, chờ Hội đồng",
            "tied on the line: {tied} entrants for {places} places, the council decides"
        ),
        Status::Reserve { position } => {
            text!("danh sách dự bị, thứ {position}", "in reserve, position {position}")
        }
        Status::BelowLine => match short_of_line(run, position, row) {
            Some(short) => {
                let short = show(&short);
                text!(
                    "đủ điều kiện nhưng ngoài chỉ tiêu; kém người cuối cùng được đề nghị {short} điểm",
                    "eligible but below the line; {short} points behind the last one recommended"
                )
            }
            None => text!("đủ điều kiện nhưng ngoài chỉ tiêu", "eligible but below the line"),
        },
    }
}

/// How many points lie between the entrant and the last one recommended in its group.
fn short_of_line(run: &Explainable<'_>, position: usize, row: usize) -> Option<Exact> {
    let quota = run.facts.plan.rules.awards.get(position)?.quota.as_ref()?;
    let own = run.outcome.scorecards.ranked_total(row)?;
    let last = run.last_on_line(position, run.facts.evaluations.group_of(row, quota.per))?;
    Some(last.clone() - own).filter(|short| *short > Exact::ZERO)
}
