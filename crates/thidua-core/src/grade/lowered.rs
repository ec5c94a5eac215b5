//! Why a grade is not a better one (lý do không đạt mức cao hơn): kept as what it is, in words when somebody asks.

use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Grading;

use super::{Grades, Raised, failing, verdict};
use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::plan::{Plan, PlanGrading};
use crate::score::Scorecards;
use crate::{CeilingId, EntrantId, GradeId, GradingId, StageId, Text, checked, text};

/// What kept somebody from a better grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lowered {
    /// Nobody assesses the entrant.
    NotAssessed,
    /// There is no value to classify.
    NoValue,
    /// The condition of this grade is not met.
    Unmet(GradeId),
    /// This ceiling holds.
    Ceiling(CeilingId),
    /// The knock-out to this grade holds.
    KnockedOut(GradeId),
    /// Too many have this grade; so many may.
    OverCap {
        grade: GradeId,
        /// Which of its caps.
        at: usize,
        limit: usize,
        /// So many of them were given it by a person.
        given: usize,
        /// The decision that raised the cap.
        raised: Option<usize>,
    },
}

impl Grades {
    /// What lowered the grade of an entrant, in order and in words.
    pub(crate) fn reasons(
        &self,
        plan: &Plan,
        evaluations: &Evaluations,
        scorecards: &Scorecards,
        grading: GradingId,
        row: EntrantId,
    ) -> Vec<Text> {
        let compiled = plan.gradings.get(grading).zip(plan.rules.gradings().get(grading));
        let Some((((compiled, rules), graded), raised)) =
            compiled.zip(self.of(grading, row)).zip(self.gradings.get(grading).map(|of| &of.raised))
        else {
            return Vec::new();
        };
        // As of most: there is nothing to say.
        if graded.lowered.is_empty() && graded.story.is_none() {
            return Vec::new();
        }
        // The places are not yet known where grades are given.
        let facts = Facts {
            scorecards: Some(scorecards),
            grades: Some(self),
            ..Facts::entered(plan, evaluations, StageId::OFFICIAL)
        };
        let given = graded.given().map(|given| {
            let (decision, computed) = (given.decision.words(), given.computed.words(rules));
            Text::new(
                format!(
                    "do người quyết định, không phải kết quả tính: {}; bộ tiêu chí cho {}",
                    decision.vi, computed.vi
                ),
                format!(
                    "given by a person, not computed: {}; the rules come to {}",
                    decision.en, computed.en
                ),
            )
        });
        let kept = graded.kept().and_then(|kept| raised.get(kept)).map(|raised| {
            let words = raised.words();
            Text::new(
                format!("giữ được mức này nhờ {}", words.vi),
                format!("keeps this grade under {}", words.en),
            )
        });
        let lowered = graded.by_rules().lowered().iter();
        let lowered = lowered.map(|lowered| words(&facts, (compiled, rules, raised), *lowered, row));
        given.into_iter().chain(kept).chain(lowered).collect()
    }
}

fn words(
    facts: &Facts<'_>,
    (grading, rules, raised): (&PlanGrading, &Grading, &[Raised]),
    lowered: Lowered,
    row: EntrantId,
) -> Text {
    let title =
        |grade: GradeId| rules.grades().get(grade).map(|grade| grade.title.as_str()).unwrap_or_default();
    match lowered {
        Lowered::NotAssessed => text!("không thuộc diện đánh giá", "not assessed"),
        Lowered::NoValue => text!("chưa có điểm để xếp loại", "there is no value to classify"),
        Lowered::Unmet(grade) => {
            let requires = grading.grades.get(grade).and_then(|(requires, _)| requires.as_ref());
            let causes: Vec<Text> = requires
                .map(|condition| failing(facts, condition, row))
                .unwrap_or_default()
                .into_iter()
                .map(|condition| cause(facts, condition, row))
                .collect();
            let all = |pick: fn(&Text) -> &str| causes.iter().map(pick).collect::<Vec<_>>().join("; ");
            let title = title(grade);
            Text::new(
                format!("không đạt `{title}`: {}", all(|cause| &cause.vi)),
                format!("not `{title}`: {}", all(|cause| &cause.en)),
            )
        }
        Lowered::Ceiling(ceiling) => {
            let Some((condition, best)) = grading.ceilings.get(ceiling) else { return Text::default() };
            let (title, cause) = (title(*best), cause(facts, condition, row));
            let basis = rules.ceilings.get(usize::from(ceiling)).and_then(|ceiling| ceiling.basis.as_ref());
            let basis = basis.map(|basis| format!(" [{}]", basis.value)).unwrap_or_default();
            Text::new(
                format!("khống chế ở mức `{title}` do {}{basis}", cause.vi),
                format!("at most `{title}` because {}{basis}", cause.en),
            )
        }
        Lowered::KnockedOut(grade) => {
            let knock_out = grading.grades.get(grade).and_then(|(_, knock_out)| knock_out.as_ref());
            let cause = knock_out.map(|condition| cause(facts, condition, row)).unwrap_or_default();
            let title = title(grade);
            Text::new(
                format!("hạ xuống mức `{title}` do {}", cause.vi),
                format!("knocked out to `{title}` because {}", cause.en),
            )
        }
        Lowered::OverCap { grade, at, limit, given, raised: by } => {
            let cap = rules.grades().get(grade).and_then(|grade| grade.cap.as_ref());
            let share = cap.and_then(|cap| cap.limits().nth(at));
            let share = share.map(|(share, ..)| share.to_string()).unwrap_or_default();
            let raised = by.and_then(|by| raised.get(by)).map(Raised::words);
            let share = raised.unwrap_or_else(|| text!("tỷ lệ khống chế {share}", "the cap of {share}"));
            let (vi, en) = match given {
                0 => (String::new(), String::new()),
                _ => (
                    format!(", kể cả {given} do người quyết định"),
                    format!(", {given} of them given by a person"),
                ),
            };
            Text::new(
                format!("vượt {} (tối đa {limit}{vi})", share.vi),
                format!("over {} (at most {limit}{en})", share.en),
            )
        }
    }
}

impl Raised {
    /// The cap, from what it was raised and by whom.
    fn words(&self) -> Text {
        let (from, to, decision) = (&self.from, &self.to, self.decision.words());
        Text::new(
            format!("tỷ lệ khống chế {to} (nâng từ {from} theo {})", decision.vi),
            format!("the cap of {to} (raised from {from} by {})", decision.en),
        )
    }
}

fn cause(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Text {
    let (label, found) = (checked::label(facts, condition), checked::found(facts, condition, row));
    let sure = verdict(facts, condition, row).is_some();
    let (vi, en) = if sure { ("", "") } else { (" (chưa rõ)", " (not known yet)") };
    Text::new(format!("{}: {}{vi}", label.vi, found.vi), format!("{}: {}{en}", label.en, found.en))
}
