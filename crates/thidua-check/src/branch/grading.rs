//! Classifications: each grade reached, each condition of it both ways, each ceiling, knock-out and cap that lowers somebody.

use thidua_core::{Fall, GradeId, Graded, fall, text};

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
                // What a person gave shows nothing of the rules.
                let graded = pool.outcome.grades.of(grading, row);
                graded.and_then(|graded| graded.by_rules().grade) == Some(position)
            });
            if let Some(requires) = requires {
                let name = text!("điều kiện của “{title}”", "condition of “{title}”");
                condition::add(branches, &at, &name, requires, move |pool, row| {
                    let Some(rules) = pool.facts.plan.rules.gradings().get(grading) else { return false };
                    let value = pool.outcome.grades.of(grading, row).and_then(Graded::value);
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
            let below = rules.grades().get(position.lower());
            let limits = grade.cap.iter().filter(|_| below.is_some()).flat_map(|cap| cap.limits());
            for (index, (share, ..)) in limits.enumerate() {
                let what = match index {
                    0 => text!(
                        "vượt tỷ lệ khống chế {share} của “{title}”",
                        "over the cap of {share} on “{title}”"
                    ),
                    _ => text!(
                        "vượt tỷ lệ khống chế {share} của “{title}”, dòng {index} của `within`",
                        "over the cap of {share} on “{title}”, line {index} of `within`"
                    ),
                };
                branches.entrant(&at, what, None, move |pool, row| {
                    let graded = pool.outcome.grades.of(grading, row);
                    graded.is_some_and(|graded| graded.fell_over((position, index)))
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
