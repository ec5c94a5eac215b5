//! Classification (xếp loại): bands, floors, ceilings, knock-outs and caps.

use std::collections::BTreeMap;

use crate::evaluation::{Decisions, Evaluations};
use crate::facts::Facts;
use crate::method::show;
use crate::plan::{Plan, PlanCondition, PlanGrading, PlanStep};
use crate::rank::{BestFirst, best_first, council_order};
use crate::rules::{Direction, GradeCap, Grading};
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
pub fn classify(
    plan: &Plan,
    evaluations: &Evaluations,
    scorecards: &Scorecards,
    decisions: &Decisions,
) -> Grades {
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
            (0..scorecards.rows()).map(|row| classify_one(&facts, grading, rules, row).0).collect();
        // One cap may break another that held before; entrants only ever fall, so this comes to rest.
        while apply_caps(&facts, (grading, rules), decisions, &mut graded) {}
        grades.gradings.push(graded);
    }
    grades
}

/// One step on the way to a grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fall {
    /// The value and the grades' own conditions lead here.
    Value(usize),
    /// This ceiling lowered the grade.
    Ceiling(usize),
    /// Lowered by the knock-out of this grade.
    KnockedOut(usize),
    /// Where the entrant stands after a ceiling.
    To(usize),
}

impl Fall {
    /// The grade reached with this step.
    pub(crate) fn grade(self) -> Option<usize> {
        match self {
            Self::Value(grade) | Self::KnockedOut(grade) | Self::To(grade) => Some(grade),
            Self::Ceiling(_) => None,
        }
    }
}

/// The steps on the way to an entrant's grade, before any cap.
pub(crate) fn fall(facts: &Facts<'_>, grading: usize, row: usize) -> Vec<Fall> {
    let compiled = facts.plan.gradings.get(grading).zip(facts.plan.rules.gradings.get(grading));
    compiled.map(|(compiled, rules)| classify_one(facts, compiled, rules, row).1).unwrap_or_default()
}

fn classify_one(
    facts: &Facts<'_>,
    grading: &PlanGrading,
    rules: &Grading,
    row: usize,
) -> (Graded, Vec<Fall>) {
    let mut reasons = Vec::new();
    let mut falls = Vec::new();
    let Some(value) = facts.value(&grading.of, row) else {
        let reasons = vec![text!("chưa có điểm để xếp loại", "there is no value to classify")];
        return (Graded { grade: None, value: None, reasons }, falls);
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
    falls.extend(grade.map(Fall::Value));
    for (index, (condition, best)) in grading.ceilings.iter().enumerate() {
        if facts.verdict(condition, row) != Some(false) && grade.is_some_and(|grade| grade < *best) {
            let title = rules.grades.get(*best).map(|grade| grade.title.clone()).unwrap_or_default();
            reasons.push(text!("không quá `{title}`", "at most `{title}`"));
            let lower = fallen_to(facts, grading, *best, row);
            falls.extend([Fall::Ceiling(index), Fall::To(lower)]);
            grade = Some(lower);
        }
    }
    for (position, (_, knock_out)) in grading.grades.iter().enumerate() {
        let Some(condition) = knock_out else { continue };
        let title = rules.grades.get(position).map(|grade| grade.title.clone()).unwrap_or_default();
        match facts.verdict(condition, row) {
            Some(false) => {}
            // A knock-out never lifts.
            Some(true) if grade.is_none_or(|grade| grade < position) => {
                reasons.push(text!("bị loại xuống `{title}`", "knocked out to `{title}`"));
                falls.push(Fall::KnockedOut(position));
                grade = Some(position);
            }
            Some(true) => {}
            None => {
                reasons.push(text!(
                    "chưa đủ dữ liệu để biết có bị loại xuống `{title}` hay không",
                    "not enough data to tell whether it is knocked out to `{title}`"
                ));
                return (Graded { grade: None, value: Some(value), reasons }, falls);
            }
        }
    }
    (Graded { grade, value: Some(value), reasons }, falls)
}

fn failed_comparison(facts: &Facts<'_>, condition: &PlanCondition, row: usize) -> String {
    let failed = condition.comparisons().into_iter().find(|comparison| {
        !facts.compare(comparison, row).is_some_and(|order| comparison.comparator.holds(order))
    });
    failed.map_or_else(String::new, |comparison| {
        let value = facts.value(&comparison.left, row).map_or_else(|| "?".to_owned(), |value| show(&value));
        format!("{} ({value})", comparison.written)
    })
}

/// The grade of someone who cannot keep a better one: the first from `position` on whose condition is met.
fn fallen_to(facts: &Facts<'_>, grading: &PlanGrading, position: usize, row: usize) -> usize {
    let met = |(requires, _): &&(Option<PlanCondition>, Option<PlanCondition>)| {
        requires.as_ref().is_none_or(|condition| facts.verdict(condition, row) == Some(true))
    };
    let below = grading.grades.iter().enumerate().skip(position);
    let found = below.into_iter().find(|(_, grade)| met(grade)).map(|(position, _)| position);
    found.unwrap_or(grading.grades.len().saturating_sub(1).max(position))
}

/// Applies every cap once; tells whether anybody fell.
fn apply_caps(
    facts: &Facts<'_>,
    (grading, rules): (&PlanGrading, &Grading),
    decisions: &Decisions,
    graded: &mut [Graded],
) -> bool {
    let mut fell = false;
    for (position, grade) in rules.grades.iter().enumerate().take(rules.grades.len().saturating_sub(1)) {
        let Some(cap) = &grade.cap else { continue };
        for (row, limit) in over_cap(facts, rules, decisions, graded, (position, cap)) {
            let Some(each) = graded.get_mut(row) else { continue };
            fell = true;
            each.grade = Some(fallen_to(facts, grading, position + 1, row));
            each.reasons.push(text!(
                "vượt tỷ lệ khống chế {} (tối đa {limit})",
                "over the cap of {} (at most {limit})",
                cap.share
            ));
        }
    }
    fell
}

/// Someone with the grade, best first.
type Holder = (BestFirst<Exact>, usize);

/// Those over the cap, with the number that may stay: the largest that is at most the share of the next
/// lower grade once the others have fallen to it. Equals on the line fall together, unless the council has ordered them.
fn over_cap(
    facts: &Facts<'_>,
    rules: &Grading,
    decisions: &Decisions,
    graded: &[Graded],
    (position, cap): (usize, &GradeCap),
) -> Vec<(usize, usize)> {
    // Where the best grade has an upper end only, less is better.
    let best = rules.grades.first();
    let less_is_better =
        best.is_some_and(|best| best.lower(facts.plan.day).is_none() && best.upper(facts.plan.day).is_some());
    let direction = if less_is_better { Direction::Lower } else { Direction::Higher };
    let mut groups: BTreeMap<u32, (Vec<Holder>, i64)> = BTreeMap::new();
    for (row, each) in graded.iter().enumerate() {
        let group = groups.entry(facts.evaluations.group_of(row, cap.per)).or_default();
        let value = each.value.clone().unwrap_or_default();
        match each.grade {
            Some(grade) if grade == position => {
                group.0.push((best_first(value, direction), row));
            }
            Some(grade) if grade == position + 1 => group.1 += 1,
            _ => {}
        }
    }
    let mut over = Vec::new();
    for (mut holders, next) in groups.into_values() {
        holders.sort_unstable();
        let held = i64::try_from(holders.len()).unwrap_or(i64::MAX);
        // x ≤ share · (next + held − x)  ⇔  x ≤ share · (next + held) / (1 + share)
        let share = cap.share.exact().clone();
        let limit =
            (share.clone() * Exact::from(next.saturating_add(held))).checked_div(&(Exact::ONE + share));
        let limit = limit.and_then(|limit| limit.floor_i64()).and_then(|limit| usize::try_from(limit).ok());
        let limit = limit.unwrap_or(0);
        let Some((line, _)) = holders.get(limit).cloned() else { continue };
        let above = holders.partition_point(|(value, _)| *value < line);
        let on_line = holders.partition_point(|(value, _)| *value <= line);
        let mut rows: Vec<usize> = holders.into_iter().map(|(_, row)| row).collect();
        let ordered = rows.get_mut(above..on_line).is_some_and(|tied| by_council(facts, decisions, tied));
        over.extend(rows.into_iter().skip(if ordered { limit } else { above }).map(|row| (row, limit)));
    }
    over
}

/// Puts those tied on the line of a cap into the order of the council, when there is one: the order of a
/// ranking that leaves ties to the council. Two rankings that order them otherwise settle nothing.
fn by_council(facts: &Facts<'_>, decisions: &Decisions, tied: &mut [usize]) -> bool {
    let rankings = facts.plan.rankings.iter().zip(&facts.plan.rules.rankings);
    let orders = rankings.filter(|(plan, _)| plan.steps.iter().any(|step| matches!(step, PlanStep::Council)));
    let mut orders: Vec<Vec<usize>> =
        orders.filter_map(|(_, rules)| council_order(facts, &rules.id, tied, decisions)).collect();
    orders.dedup();
    let [order] = orders.as_slice() else { return false };
    tied.copy_from_slice(order);
    true
}
