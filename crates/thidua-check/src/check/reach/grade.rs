use thidua_core::{GradeId, GradingId, Plan, TiSlice, TiVec};
use thidua_rules::program::{Interval, PlanCondition, gaps};

use super::condition::possible;
use super::value::values;
use super::world::World;
use crate::check::scale::grade_interval;

/// Which grades of a grading can be given in this world, best first.
///
/// A condition that cannot be told while scoring counts as not met, so whoever reaches a grade with a
/// condition may also fall from it.
pub(super) fn grades(plan: &Plan, world: &World, grading: GradingId) -> TiVec<GradeId, bool> {
    let (Some(resolved), Some(rules)) = (plan.gradings.get(grading), plan.rules.gradings().get(grading))
    else {
        return TiVec::new();
    };
    let mut reached: TiVec<GradeId, bool> = vec![false; rules.grades.len()].into();
    let Some(of) = values(plan, world, &resolved.of) else { return reached };
    let conditions = Conditions { plan, world, grades: &resolved.grades };
    let mut taken: Vec<Interval> = Vec::new();
    let mut fallen = false;
    for (position, grade) in rules.grades().iter_enumerated() {
        let interval = grade_interval(grade, plan.day);
        let open = Interval { lower: interval.lower.clone(), upper: None };
        let looked = if fallen { &open } else { &interval };
        if gaps(looked, &taken).iter().any(|part| of.meets(part, &[])) {
            let requires = conditions.requires(position);
            if conditions.can_be_met(position) {
                mark(&mut reached, position);
            }
            fallen |= requires.is_some();
            if requires.is_none() {
                taken.push(interval);
            }
        }
    }
    for (_, best) in &resolved.ceilings {
        if reached.iter().take((*best).into()).any(|reached| *reached) {
            conditions.fall(&mut reached, *best);
        }
    }
    for (position, (_, knock_out)) in resolved.grades.iter_enumerated() {
        if knock_out.as_ref().is_some_and(|condition| possible(plan, world, condition, true)) {
            mark(&mut reached, position);
        }
    }
    for (position, grade) in rules.grades().iter_enumerated() {
        if grade.cap.is_some() && reached.get(position) == Some(&true) {
            conditions.fall(&mut reached, position.lower());
        }
    }
    reached
}

struct Conditions<'a> {
    plan: &'a Plan,
    world: &'a World,
    /// For each grade: requires and knock-out.
    grades: &'a TiSlice<GradeId, (Option<PlanCondition>, Option<PlanCondition>)>,
}

impl Conditions<'_> {
    fn requires(&self, position: GradeId) -> Option<&PlanCondition> {
        self.grades.get(position).and_then(|(requires, _)| requires.as_ref())
    }

    fn can_be_met(&self, position: GradeId) -> bool {
        self.requires(position).is_none_or(|condition| possible(self.plan, self.world, condition, true))
    }

    /// Every grade that somebody who falls to `position` may come to rest on.
    fn fall(&self, reached: &mut TiSlice<GradeId, bool>, position: GradeId) {
        for at in self.grades.keys().skip(position.into()) {
            if self.can_be_met(at) {
                mark(reached, at);
            }
            if self.requires(at).is_none() {
                return;
            }
        }
        mark(reached, self.grades.last_key().map_or(position, |last| last.max(position)));
    }
}

fn mark(reached: &mut TiSlice<GradeId, bool>, position: GradeId) {
    if let Some(reached) = reached.get_mut(position) {
        *reached = true;
    }
}

/// What the classified value can be for somebody who holds the grade.
pub(super) fn values_with(plan: &Plan, grading: GradingId, position: GradeId) -> Interval {
    let everything = Interval { lower: None, upper: None };
    let (Some(resolved), Some(rules)) = (plan.gradings.get(grading), plan.rules.gradings().get(grading))
    else {
        return everything;
    };
    // A knock-out takes everybody, wherever the value lies.
    if resolved.grades.get(position).is_none_or(|(_, knock_out)| knock_out.is_some()) {
        return everything;
    }
    let bands =
        || rules.grades.iter().take(usize::from(position) + 1).map(|grade| grade_interval(grade, plan.day));
    let lowest = bands().map(|band| band.lower.map(|(end, included)| (end, !included))).min().flatten();
    let lower = lowest.map(|(end, excluded)| (end, !excluded));
    let above = rules.grades.iter().zip(&resolved.grades).take(position.into());
    let kept = resolved.ceilings.is_empty()
        && above.clone().all(|(grade, (requires, _))| requires.is_none() && grade.cap.is_none());
    if !kept {
        return Interval { lower, upper: None };
    }
    // Nobody falls to it: the value lies in its band and below the better ones that are open above.
    let own = rules.grades().get(position).map_or(everything, |grade| grade_interval(grade, plan.day));
    above.map(|(grade, _)| grade_interval(grade, plan.day)).filter(|band| band.upper.is_none()).fold(
        own,
        |left, band| {
            let upper = band.lower.map(|(end, included)| (end, !included));
            left.intersection(&Interval { lower: None, upper })
        },
    )
}
