use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Grading;

use super::{Graded, Grades};
use crate::evaluation::CellState;
use crate::facts::Facts;
use crate::plan::Plan;
use crate::{EntrantId, Exact, GradeId, GradingId, InputId, Text, text};

/// Between which grades an entrant stands while something is missing (xếp loại còn để ngỏ), by position, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenGrade {
    /// The best grade that is still possible; `None` when no grade holds the value.
    pub best: Option<GradeId>,
    /// The worst one.
    pub worst: Option<GradeId>,
    /// Inputs whose values are missing, by position; empty where it hangs on the grades of others alone.
    pub inputs: Vec<InputId>,
}

/// Two readings of what is missing: one grade, or one left open between them.
pub(super) fn between(one: Graded, other: Graded, mut inputs: Vec<InputId>) -> Graded {
    let (best, worst) = if standing(&one) <= standing(&other) { (one, other) } else { (other, one) };
    if best.grade == worst.grade {
        return best;
    }
    inputs.sort_unstable();
    inputs.dedup();
    let open = OpenGrade { best: best.grade, worst: worst.grade, inputs };
    let mut graded = Graded::of(None, worst.value, &worst.lowered);
    graded.story_mut().open = Some(open);
    graded
}

/// Who has no grade stands behind all others.
fn standing(graded: &Graded) -> (bool, Option<GradeId>) {
    (graded.grade.is_none(), graded.grade)
}

/// Takes a third reading into the two ends: none of the three is forgotten, for what speaks for others may speak against
/// an entrant.
pub(super) fn widen(one: &mut Graded, other: &mut Graded, third: Graded) {
    if standing(one) > standing(other) {
        std::mem::swap(one, other);
    }
    if standing(&third) < standing(one) {
        *one = third;
    } else if standing(&third) > standing(other) {
        *other = third;
    }
}

impl OpenGrade {
    /// Every grade that is still possible, best first; `None` at the end when there may be none at all.
    pub(crate) fn possible(&self, grades: usize) -> Vec<Option<GradeId>> {
        let last = self.worst.map_or(grades, |worst| usize::from(worst) + 1);
        let from = self.best.map_or(last, usize::from);
        let mut possible: Vec<Option<GradeId>> = (from..last).map(|grade| Some(grade.into())).collect();
        possible.extend(self.worst.is_none().then_some(None));
        possible
    }

    fn words(&self, rules: &Grading) -> Text {
        let (best, worst) = (title(rules, self.best), title(rules, self.worst));
        Text::new(
            format!("để ngỏ từ {} đến {}", worst.vi, best.vi),
            format!("open between {} and {}", worst.en, best.en),
        )
    }
}

impl Graded {
    /// The grade in words, or between which it is open.
    pub(super) fn words(&self, rules: &Grading) -> Text {
        self.open().map_or_else(|| title(rules, self.grade), |open| open.words(rules))
    }
}

fn title(rules: &Grading, grade: Option<GradeId>) -> Text {
    let title = grade.and_then(|grade| rules.grades().get(grade)).map(|grade| format!("“{}”", grade.title));
    title.map_or_else(|| text!("không mức nào", "no grade"), Text::same)
}

impl Grades {
    /// The grades that are still possible in words, when the grade is open.
    #[doc(hidden)]
    pub fn possible(&self, plan: &Plan, grading: GradingId, row: EntrantId) -> Option<Text> {
        let open = self.of(grading, row)?.open()?;
        Some(open.words(plan.rules.gradings().get(grading)?))
    }

    /// The value that no grade covers (giá trị nằm giữa hai mức), where nothing is missing and none is given.
    #[must_use]
    pub fn uncovered(&self, plan: &Plan, grading: GradingId, row: EntrantId) -> Option<Exact> {
        // Almost everybody has a grade: only of the others is the value worked out in lowest terms.
        let graded = self.of(grading, row).filter(|of| of.grade.is_none() && of.open().is_none())?;
        let value = graded.value()?;
        plan.rules.gradings().get(grading)?.grade_of(&value, plan.day).is_none().then_some(value)
    }

    fn assuming(&self, row: EntrantId, grades: &[(GradingId, Option<GradeId>)]) -> Option<Self> {
        let assumed: Option<Vec<_>> =
            grades.iter().map(|(grading, grade)| Some((*grading, row, (*grade)?))).collect();
        Some(Self { gradings: self.gradings.clone(), assumed: assumed? })
    }
}

/// More combinations of open grades than this are not tried: the question then stays open.
const MOST_COMBINATIONS: usize = 256;

/// Whether a condition holds; also told where every grade that is still possible gives the same answer.
pub(crate) fn verdict(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Option<bool> {
    let settled = facts.verdict(condition, row);
    let Some(grades) = facts.grades.filter(|_| settled.is_none()) else { return settled };
    let mut combinations: Vec<Vec<(GradingId, Option<GradeId>)>> = vec![Vec::new()];
    for (grading, rules) in facts.plan.rules.gradings().iter_enumerated() {
        let Some(open) = grades.of(grading, row).and_then(Graded::open) else { continue };
        let possible = open.possible(rules.grades.len());
        if combinations.len().saturating_mul(possible.len()) > MOST_COMBINATIONS {
            return None;
        }
        let with = |before: &Vec<_>| {
            let before = before.clone();
            possible
                .iter()
                .map(move |grade| [before.clone(), vec![(grading, *grade)]].concat())
                .collect::<Vec<_>>()
        };
        combinations = combinations.iter().flat_map(with).collect();
    }
    // Of nothing open there is nothing to assume.
    if combinations.iter().all(Vec::is_empty) {
        return None;
    }
    let mut answers = combinations.iter().map(|grades_of_row| {
        let assumed = grades.assuming(row, grades_of_row)?;
        Facts { grades: Some(&assumed), ..*facts }.verdict(condition, row)
    });
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// The inputs without a value that keep a condition from being told.
pub(crate) fn blank_inputs(facts: &Facts<'_>, condition: &PlanCondition, row: EntrantId) -> Vec<InputId> {
    let comparisons = condition.comparisons();
    let unknown = comparisons.into_iter().filter(|comparison| facts.compare(comparison, row).is_none());
    let inputs =
        unknown.flat_map(|comparison| [comparison.left.inputs(), comparison.right.inputs()].concat());
    inputs
        .filter(|input| {
            let column = facts.evaluations.column(facts.stage, *input);
            column.is_none_or(|column| column.state(row) != CellState::Value)
        })
        .collect()
}
