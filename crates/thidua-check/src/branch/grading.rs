//! Classifications: each grade reached, each condition of it both ways, each ceiling, knock-out and cap that lowers somebody.

use thidua_core::{Fall, GradeId, fall, text};

use super::{Branches, Location, condition, unless};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for ((grading, compiled), rules) in plan.gradings.iter_enumerated().zip(&plan.rules.gradings) {
        let location = Location { at: rules.id.clone(), span: rules.span, under: &[] };
        for ((position, (requires, knock_out)), grade) in compiled.grades.iter_enumerated().zip(&rules.grades)
        {
            let at = location.place(grade.span);
            let title = &grade.title;
            let what = text!("xếp loại “{title}”", "the grade “{title}”");
            branches.entrant(&at, what, None, move |pool, row| {
                pool.outcome.grades.grade(grading, row) == Some(position)
            });
            if let Some(requires) = requires {
                let name = text!("điều kiện của “{title}”", "condition of “{title}”");
                condition::add(branches, &at, &name, requires, move |pool, row| {
                    let Some(rules) = pool.facts.plan.rules.gradings().get(grading) else { return false };
                    let value = pool.outcome.grades.of(grading, row).and_then(|graded| graded.value.clone());
                    let day = pool.facts.plan.day;
                    value
                        .zip(rules.grades().get(position))
                        .is_some_and(|(value, grade)| grade.reached(&value, day))
                });
            }
            if let Some(knock_out) = knock_out {
                let name = text!("hạ xuống “{title}”", "knock-out to “{title}”");
                condition::add(branches, &at, &name, knock_out, |_, _| true);
                let what = text!("hạ xuống mức “{title}”", "knocked out to “{title}”");
                let possible = condition::possible(plan, knock_out).0 && position > GradeId::FIRST;
                branches.entrant(&at, what, unless(possible), move |pool, row| {
                    fall(&pool.facts, grading, row).contains(&Fall::KnockedOut(position))
                });
            }
            if let Some(cap) = grade.cap.as_ref().filter(|_| rules.grades().get(position.lower()).is_some()) {
                let share = &cap.share;
                let what = text!(
                    "vượt tỷ lệ khống chế {share} của “{title}”",
                    "over the cap of {share} on “{title}”"
                );
                branches.entrant(&at, what, None, move |pool, row| {
                    let own = fall(&pool.facts, grading, row).into_iter().rev().find_map(Fall::grade);
                    let last = pool.outcome.grades.grade(grading, row);
                    own.zip(last).is_some_and(|(own, last)| own <= position && position < last)
                });
            }
        }
        for ((index, (condition, best)), ceiling) in compiled.ceilings.iter_enumerated().zip(&rules.ceilings)
        {
            let at = location.place(ceiling.span);
            let title = rules.grades().get(*best).map(|grade| grade.title.clone()).unwrap_or_default();
            let name = text!("mức trần “{title}”", "ceiling “{title}”");
            condition::add(branches, &at, &name, condition, |_, _| true);
            let what = text!("khống chế ở mức “{title}”", "held down to “{title}”");
            let possible = condition::possible(plan, condition).0 && *best > GradeId::FIRST;
            branches.entrant(&at, what, unless(possible), move |pool, row| {
                fall(&pool.facts, grading, row).contains(&Fall::Ceiling(index))
            });
        }
    }
}
