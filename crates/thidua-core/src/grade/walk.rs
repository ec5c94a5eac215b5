//! The way to a grade (các bước xếp loại): bands first, then ceilings, then knock-outs. It is walked in one place, whether one
//! entrant is read or a batch of them.

use std::cell::RefCell;

use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Grading;

use super::{Fall, Graded, Lowered, blank_inputs, verdict};
use crate::assessed::is_assessed;
use crate::facts::Facts;
use crate::plan::PlanGrading;
use crate::{CeilingId, EntrantId, GradeId, InputId};

/// What is asked on the way.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    /// Whether the value lies at or above the lower end of the band.
    Reached(GradeId),
    /// Whether it lies at or below the upper end.
    NotPassed(GradeId),
    /// Whether what the grade asks for is met.
    Met(GradeId),
    /// Whether the ceiling holds.
    Ceiling(CeilingId),
    /// Whether the knock-out to the grade holds.
    KnockOut(GradeId),
}

/// What happens on the way, in order; used for one entrant after another.
#[derive(Debug, Default)]
pub(super) struct Way {
    pub(super) falls: Vec<Fall>,
    pub(super) lowered: Vec<Lowered>,
}

impl Way {
    fn clear(&mut self) {
        self.falls.clear();
        self.lowered.clear();
    }
}

/// Where the way ends; `None` as soon as something that is asked has no answer.
pub(super) fn walk(
    grading: &PlanGrading,
    way: &mut Way,
    answer: impl Fn(Asked) -> Option<bool>,
) -> Option<Option<GradeId>> {
    way.clear();
    let Way { falls, lowered } = way;
    let mut grade = None;
    let met = |position: GradeId, requires: &Option<PlanCondition>| match requires {
        Some(_) => answer(Asked::Met(position)),
        None => Some(true),
    };
    for (position, (requires, _)) in grading.grades.iter_enumerated() {
        // After a failed condition the band above no longer closes: the next lower grade takes the entrant.
        let open_above = !lowered.is_empty();
        if !answer(Asked::Reached(position))? || !(open_above || answer(Asked::NotPassed(position))?) {
            continue;
        }
        if met(position, requires)? {
            grade = Some(position);
            break;
        }
        lowered.push(Lowered::Unmet(position));
    }
    falls.extend(grade.map(Fall::Value));
    for (index, (_, best)) in grading.ceilings.iter_enumerated() {
        if grade.is_some_and(|grade| grade < *best) && answer(Asked::Ceiling(index))? {
            lowered.push(Lowered::Ceiling(index));
            let lower = fallen_to(grading, *best, |position, requires| met(position, requires))?;
            falls.extend([Fall::Ceiling(index), Fall::To(lower)]);
            grade = Some(lower);
        }
    }
    for (position, (_, knock_out)) in grading.grades.iter_enumerated() {
        // A knock-out never lifts.
        let above = knock_out.is_some() && grade.is_none_or(|grade| grade < position);
        if above && answer(Asked::KnockOut(position))? {
            lowered.push(Lowered::KnockedOut(position));
            falls.push(Fall::KnockedOut(position));
            grade = Some(position);
        }
    }
    Some(grade)
}

/// The grade of someone who cannot keep a better one: the first from `best` on whose condition is met; `None` where that
/// cannot be told of one before it.
pub(super) fn fallen_to(
    grading: &PlanGrading,
    best: GradeId,
    met: impl Fn(GradeId, &Option<PlanCondition>) -> Option<bool>,
) -> Option<GradeId> {
    for (position, (requires, _)) in grading.grades.iter_enumerated().skip(best.into()) {
        if met(position, requires)? {
            return Some(position);
        }
    }
    Some(grading.grades.last_key().map_or(best, |last| last.max(best)))
}

/// One reading of an entrant's way to its grade; also the inputs that a condition lacked, where one could not be told.
pub(super) fn classify_one(
    facts: &Facts<'_>,
    grading: &PlanGrading,
    rules: &Grading,
    (row, favourable): (EntrantId, bool),
    way: &mut Way,
) -> (Graded, Option<Vec<InputId>>) {
    way.clear();
    let Some(value) = facts.value(&grading.of, row) else {
        let waits = is_assessed(facts.plan, facts.evaluations, row);
        let reason = if waits { Lowered::NoValue } else { Lowered::NotAssessed };
        let mut graded = Graded::of(None, None, &[reason]);
        graded.story_mut().waits = waits;
        return (graded, None);
    };
    let missing: RefCell<Option<Vec<InputId>>> = RefCell::new(None);
    // What cannot be told is read for the entrant, or against it; holding is good for it or bad.
    let read = |condition: Option<&PlanCondition>, good: bool| {
        let condition = condition?;
        Some(verdict(facts, condition, row).unwrap_or_else(|| {
            let mut missing = missing.borrow_mut();
            missing.get_or_insert_default().extend(blank_inputs(facts, condition, row));
            favourable == good
        }))
    };
    let rule = |grade: GradeId| rules.grades().get(grade);
    let walked = walk(grading, way, |asked| match asked {
        Asked::Reached(grade) => Some(rule(grade)?.reached(&value, facts.plan.day)),
        Asked::NotPassed(grade) => Some(rule(grade)?.not_passed(&value, facts.plan.day)),
        Asked::Met(grade) => read(grading.grades.get(grade)?.0.as_ref(), true),
        Asked::Ceiling(ceiling) => read(grading.ceilings.get(ceiling).map(|(condition, _)| condition), false),
        Asked::KnockOut(grade) => read(grading.grades.get(grade)?.1.as_ref(), false),
    });
    let lowered: &[Lowered] = if walked.is_some() { &way.lowered } else { &[] };
    (Graded::of(walked.flatten(), Some(value.into()), lowered), missing.into_inner())
}
