//! Classification (xếp loại): bands, floors, ceilings, knock-outs and caps.

use std::collections::BTreeMap;

use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::method::show;
use crate::plan::{Plan, PlanGrading};
use crate::rules::{GradeCap, Grading};
use crate::score::Scorecards;
use crate::{Exact, Text, text};

/// The grades of all entrants (kết quả xếp loại), one list for each grading.
#[derive(Clone, Debug, Default)]
pub struct Grades {
    gradings: Vec<Vec<Graded>>,
}

/// The grade of one entrant, and why it is not a better one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Graded {
    /// Position of the grade, best first; `None` when there is no value or no grade holds it.
    pub grade: Option<usize>,
    /// The value that was classified.
    pub value: Option<Exact>,
    /// What lowered the grade, in order.
    pub reasons: Vec<Text>,
}

impl Grades {
    /// The position of the grade of a grading, best first.
    #[must_use]
    pub fn grade(&self, grading: usize, row: usize) -> Option<usize> {
        self.of(grading, row)?.grade
    }

    /// Grade, value and reasons.
    #[must_use]
    pub fn of(&self, grading: usize, row: usize) -> Option<&Graded> {
        self.gradings.get(grading)?.get(row)
    }
}

/// Classifies all entrants (xếp loại) by every grading of the plan, in order.
#[must_use]
pub fn classify(plan: &Plan, evaluations: &Evaluations, scorecards: &Scorecards) -> Grades {
    let mut grades = Grades::default();
    for (position, grading) in plan.gradings.iter().enumerate() {
        let Some(rules) = plan.rules.gradings.get(position) else { continue };
        let facts = Facts {
            plan,
            evaluations,
            stage: 0,
            scorecards: Some(scorecards),
            grades: Some(&grades),
            standings: None,
        };
        let mut graded: Vec<Graded> =
            (0..scorecards.rows()).map(|row| classify_one(&facts, grading, rules, row)).collect();
        for (position, grade) in rules.grades.iter().enumerate() {
            if let Some(cap) = &grade.cap {
                apply_cap(evaluations, &mut graded, position, cap, rules.grades.len());
            }
        }
        grades.gradings.push(graded);
    }
    grades
}

fn classify_one(facts: &Facts<'_>, grading: &PlanGrading, rules: &Grading, row: usize) -> Graded {
    let mut reasons = Vec::new();
    let Some(value) = facts.value(&grading.of, row) else {
        return Graded {
            grade: None,
            value: None,
            reasons: vec![text!("chưa có điểm để xếp loại", "there is no value to classify")],
        };
    };
    let mut grade = None;
    for (position, (rule, (requires, _))) in rules.grades.iter().zip(&grading.grades).enumerate() {
        // After a failed condition the band above no longer closes: the next lower grade takes the entrant.
        let open_above = !reasons.is_empty();
        if !rule.reached(&value, facts.plan.day) || !(open_above || rule.not_passed(&value, facts.plan.day)) {
            continue;
        }
        match requires.as_ref().map(|condition| (facts.verdict(condition, row), condition)) {
            None | Some((Some(true), _)) => {
                grade = Some(position);
                break;
            }
            Some((_, condition)) => {
                let failed = failed_comparison(facts, condition, row);
                reasons.push(text!("không đạt `{}`: {}", "not `{}`: {}", rule.title, failed));
            }
        }
    }
    for (condition, best) in &grading.ceilings {
        if facts.verdict(condition, row) != Some(false) && grade.is_some_and(|grade| grade < *best) {
            let title = rules.grades.get(*best).map(|grade| grade.title.clone()).unwrap_or_default();
            reasons.push(text!("không quá `{title}`", "at most `{title}`"));
            grade = Some(*best);
        }
    }
    for (position, (_, knock_out)) in grading.grades.iter().enumerate() {
        if knock_out.as_ref().is_some_and(|condition| facts.verdict(condition, row) == Some(true)) {
            let title = rules.grades.get(position).map(|grade| grade.title.clone()).unwrap_or_default();
            reasons.push(text!("bị loại xuống `{title}`", "knocked out to `{title}`"));
            grade = Some(position);
        }
    }
    Graded { grade, value: Some(value), reasons }
}

fn failed_comparison(facts: &Facts<'_>, condition: &crate::plan::PlanCondition, row: usize) -> String {
    let failed = condition.comparisons().into_iter().find(|comparison| {
        !facts.compare(comparison, row).is_some_and(|order| comparison.comparator.holds(order))
    });
    failed.map_or_else(String::new, |comparison| {
        let value = facts.value(&comparison.left, row).map_or_else(|| "?".to_owned(), |value| show(&value));
        format!("{} ({value})", comparison.written)
    })
}

/// The largest number that is at most the share of the next lower grade once the others have fallen to it.
fn apply_cap(
    evaluations: &Evaluations,
    graded: &mut [Graded],
    position: usize,
    cap: &GradeCap,
    count: usize,
) {
    if position + 1 >= count {
        return;
    }
    let mut groups: BTreeMap<u32, (Vec<(Exact, usize)>, i64)> = BTreeMap::new();
    for (row, each) in graded.iter().enumerate() {
        let group = groups.entry(evaluations.group_of(row, cap.per)).or_default();
        match each.grade {
            Some(grade) if grade == position => group.0.push((each.value.clone().unwrap_or_default(), row)),
            Some(grade) if grade == position + 1 => group.1 += 1,
            _ => {}
        }
    }
    for (mut holders, next) in groups.into_values() {
        holders.sort_by(|left, right| right.cmp(left));
        let held = i64::try_from(holders.len()).unwrap_or(i64::MAX);
        // x ≤ share · (next + held − x)  ⇔  x ≤ share · (next + held) / (1 + share)
        let share = cap.share.exact().clone();
        let limit =
            (share.clone() * Exact::from(next.saturating_add(held))).checked_div(&(Exact::ONE + share));
        let limit = limit
            .and_then(|limit| limit.floor_i64())
            .and_then(|limit| usize::try_from(limit).ok())
            .unwrap_or(0);
        if limit >= holders.len() {
            continue;
        }
        let line = holders.get(limit).map(|(value, _)| value.clone());
        for (value, row) in holders {
            let falls = line.as_ref().is_some_and(|line| value <= *line);
            if let Some(each) = graded.get_mut(row).filter(|_| falls) {
                each.grade = Some(position + 1);
                each.reasons.push(text!(
                    "vượt tỷ lệ khống chế {} (tối đa {limit})",
                    "over the cap of {} (at most {limit})",
                    cap.share
                ));
            }
        }
    }
}
