//! The whole pipeline in one call (kết quả chung cuộc): score, classify, rank, award.

use crate::award::{Circumstances, Recommendations, award};
use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::grade::{Grades, classify};
use crate::plan::Plan;
use crate::rank::{Standings, rank};
use crate::score::{Scorecards, score};
use crate::{EntrantId, GradingId, StageId, Text};

/// Everything computed in one run, in the order in which it was computed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Points.
    pub scorecards: Scorecards,
    /// Grades.
    pub grades: Grades,
    /// Ranks.
    pub standings: Standings,
    /// Awards.
    pub recommendations: Recommendations,
}

impl Outcome {
    /// What kept an entrant from a better grade of a grading, in order and in words (lý do hạ mức).
    #[must_use]
    pub fn grade_reasons(
        &self,
        plan: &Plan,
        evaluations: &Evaluations,
        grading: GradingId,
        row: EntrantId,
    ) -> Vec<Text> {
        self.grades.reasons(plan, evaluations, &self.scorecards, grading, row)
    }

    /// The official sheets and all that was found out from them.
    #[doc(hidden)]
    pub fn facts<'a>(&'a self, plan: &'a Plan, evaluations: &'a Evaluations) -> Facts<'a> {
        Facts {
            scorecards: Some(&self.scorecards),
            grades: Some(&self.grades),
            standings: Some(&self.standings),
            ..Facts::entered(plan, evaluations, StageId::OFFICIAL)
        }
    }
}

/// Runs the whole pipeline (chấm điểm, xếp loại, xếp hạng, đề nghị khen thưởng).
#[must_use]
pub fn evaluate(plan: &Plan, evaluations: &Evaluations, circumstances: &Circumstances<'_>) -> Outcome {
    conclude(plan, evaluations, circumstances, score(plan, evaluations))
}

/// The pipeline after scoring, for those who scored in parts.
#[must_use]
pub fn conclude(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    scorecards: Scorecards,
) -> Outcome {
    let grades = classify(plan, evaluations, &scorecards, circumstances.decisions);
    let standings = rank(plan, evaluations, &scorecards, &grades, circumstances.decisions);
    let recommendations = award(plan, evaluations, &scorecards, &grades, &standings, circumstances);
    Outcome { scorecards, grades, standings, recommendations }
}
