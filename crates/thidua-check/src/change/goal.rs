//! Whether a goal is reached, can be reached at all, and why it cannot.

use thidua_core::plan::PlanRequirement;
use thidua_core::{
    AwardId, AwardOutcome, AwardStatus, Circumstances, EntrantId, Outcome, Plan, Text, WaitsFor, may_be_met,
    text,
};
use thidua_rules::method::show;

use super::Goal;
use super::line::Line;
use crate::check::{OwnAward, OwnReach};

/// How many awards must be looked at for it.
pub(super) fn awards(goal: Goal) -> usize {
    match goal {
        Goal::Grade { .. } => 0,
        Goal::Award(award) => usize::from(award) + 1,
    }
}

/// Whether an entrant has reached it.
pub(super) fn reached(outcome: &Outcome, row: EntrantId, goal: Goal) -> bool {
    match goal {
        Goal::Grade { grading, grade } => {
            outcome.grades.grade(grading, row).is_some_and(|reached| reached <= grade)
        }
        Goal::Award(award) => {
            outcome.recommendations.case(award, row).is_some_and(|case| match AwardStatus::of(&case.status) {
                AwardStatus::Recommended => true,
                AwardStatus::Held => case.waits_for() == [WaitsFor::Vote],
                _ => false,
            })
        }
    }
}

/// What no value of theirs can change: votes, years on record, the word of the council, another award that goes before.
pub(super) fn settled(
    plan: &Plan,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
    (id, row): (&str, EntrantId),
    goal: Goal,
) -> Option<Text> {
    let award = match goal {
        Goal::Award(award) => award,
        Goal::Grade { grading, .. } => {
            let given = outcome.grades.of(grading, row)?.given()?;
            let words = given.decision.words();
            return Some(Text::new(
                format!("xếp loại do người quyết định ({}): số liệu không thay được quyết định", words.vi),
                format!("a person gave the grade ({}): no value takes the place of a decision", words.en),
            ));
        }
    };
    let case = outcome.recommendations.case(award, row)?;
    if AwardStatus::of(&case.status) == AwardStatus::OtherKind {
        return Some(text!(
            "hình thức này không dành cho đối tượng này",
            "the award is for other kinds of entrants"
        ));
    }
    if let Some((AwardOutcome::Refuse | AwardOutcome::Hold, decision)) = case.decided() {
        let number = &decision.number;
        return Some(text!(
            "Hội đồng đã quyết định ({number}): số liệu không thay được quyết định",
            "the council has decided ({number}): no value takes the place of a decision"
        ));
    }
    let rules = plan.rules.awards().get(award)?;
    let index =
        (0..rules.requires.len()).find(|index| !may_be_met(plan, circumstances, award, *index, id))?;
    let label = requirement(plan, award, index);
    Some(Text::new(
        format!("không đạt được bằng số liệu của kỳ này: {}", label.vi),
        format!("not to be met by values of this period: {}", label.en),
    ))
}

/// What is asked for: the goal, and the value that a place in its quota takes.
pub(super) struct Asked {
    pub(super) goal: Goal,
    pub(super) line: Option<Line>,
}

impl Asked {
    /// Whether the ranges leave it open.
    pub(super) fn possible(&self, reach: &OwnReach) -> bool {
        match self.goal {
            Goal::Grade { grading, grade } => reach
                .grades
                .get(grading)
                .is_some_and(|grades| grades.iter().take(usize::from(grade) + 1).any(|reached| *reached)),
            Goal::Award(award) => {
                reach.awards.get(award) == Some(&OwnAward::Open)
                    && self.line.as_ref().is_none_or(|line| line.may_be_reached(reach.ranked_by.as_ref()))
            }
        }
    }
}

/// What the ranges prove.
pub(super) fn why_not(plan: &Plan, reach: &OwnReach, asked: &Asked) -> Text {
    let most = reach.total.as_ref().and_then(|total| total.high.as_ref()).map(show);
    match asked.goal {
        Goal::Grade { .. } => match most {
            Some(most) => text!(
                "không thay đổi số liệu nào của riêng đối tượng giúp đạt được; tổng điểm cao nhất có thể đạt là {most}",
                "no change of their own leads there; the highest total that can come out is {most}"
            ),
            None => text!(
                "không thay đổi số liệu nào của riêng đối tượng giúp đạt được",
                "no change of their own leads there"
            ),
        },
        Goal::Award(award) => match reach.awards.get(award).copied() {
            Some(OwnAward::Requirement(index)) => {
                let label = requirement(plan, award, index);
                Text::new(
                    format!(
                        "không thay đổi số liệu nào của riêng đối tượng giúp đạt điều kiện: {}",
                        label.vi
                    ),
                    format!("no change of their own meets the requirement: {}", label.en),
                )
            }
            Some(OwnAward::Together) => text!(
                "chỉ thay đổi số liệu của riêng đối tượng thì không thể đạt cùng lúc các điều kiện",
                "no change of their own meets the requirements together"
            ),
            Some(OwnAward::Held(_)) => {
                text!("trường hợp chờ xem xét, dù số liệu thế nào", "the case rests, whatever the values are")
            }
            Some(OwnAward::NoTotal) => text!("không thể có tổng điểm", "there can be no total"),
            Some(OwnAward::Open) if asked.line.is_some() => match (&asked.line, &reach.ranked_by) {
                (Some(line), Some(reached)) => line.why_not(reached),
                _ => text!("không xếp được hạng", "there can be no place in the ranking"),
            },
            Some(OwnAward::OtherKind) | Some(OwnAward::Open) | None => {
                text!(
                    "hình thức này không dành cho đối tượng này",
                    "the award is for other kinds of entrants"
                )
            }
        },
    }
}

/// A requirement in words.
fn requirement(plan: &Plan, award: AwardId, index: usize) -> Text {
    let written = plan.rules.awards().get(award).and_then(|award| award.requires.get(index));
    let label = written.and_then(|written| written.label.clone()).map(Text::same);
    let condition = || match plan.awards.get(award)?.requires.get(index)? {
        PlanRequirement::When(condition) => Some(condition.words()),
        PlanRequirement::History => Some(text!("thành tích các năm trước", "results of earlier years")),
        PlanRequirement::Votes => Some(text!("kết quả bỏ phiếu", "the vote")),
        PlanRequirement::Any(_) => Some(text!("một trong nhiều tiêu chuẩn", "one of several ways")),
        PlanRequirement::Holds(_) => Some(text!("đã được đề nghị hình thức khác", "another award is held")),
    };
    label.or_else(condition).unwrap_or_default()
}
