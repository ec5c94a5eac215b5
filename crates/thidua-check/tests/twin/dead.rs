//! Deleting what `check` calls dead changes no result.

use std::collections::BTreeMap;

use thidua_check::{check, compile};
use thidua_core::rule::{Ceiling, Criterion, DatedNumber, Grade, TieStep};
use thidua_core::{
    CellState, Condition, DecisionIndex, Diagnostic, Located, NodeState, Plan, RuleSet, Span, Spot, classify,
    rank, score,
};

use crate::compare::bind;
use crate::generate::{Given, World, condition, formula, number, world};
use crate::random::Random;

const RULE_SETS: u64 = 2_500;

#[test]
fn deleting_what_is_dead_changes_no_result() {
    let mut deleted: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 1..=RULE_SETS {
        let mut world = world(seed, 8);
        spoil(&mut world.rules, &mut Random::new(seed));
        place(&mut world.rules);
        let Ok(valid) = check(world.rules.clone(), "twin.yaml") else { continue };
        let Some(plan) = known(&mut world) else { continue };
        for finding in valid.warnings() {
            let mut rules = world.rules.clone();
            if !delete(&mut rules, finding) {
                continue;
            }
            let before = results(&world, &plan);
            // What is deleted may be asked for by name elsewhere.
            let Ok(shorter) = check(rules.clone(), "twin.yaml") else { continue };
            let plan = compile(&shorter, "twin.yaml", world.day).unwrap();
            let shorter = World {
                rules,
                day: world.day,
                entrants: world.entrants.clone(),
                submitted: world.submitted.clone(),
                cells: world.cells.clone(),
                more: world.more.clone(),
            };
            let after = results(&shorter, &plan);
            assert_eq!(before, after, "seed {seed}: {finding:?}");
            *deleted.entry(finding.code).or_default() += 1;
        }
    }
    println!("deleted without a trace: {deleted:?}");
    for code in ["TD0265", "TD0280", "TD0284", "TD0285", "TD0287", "TD0289"] {
        assert!(deleted.get(code).is_some_and(|count| *count >= 10), "{code} was hardly met: {deleted:?}");
    }
}

/// Adds what a careless author might: lines twice, gates out of reach, conditions that say nothing.
fn spoil(rules: &mut RuleSet, random: &mut Random) {
    let mut open: Vec<&mut Criterion> = rules.criteria.iter_mut().map(|each| &mut each.value).collect();
    while let Some(criterion) = open.pop() {
        if let Some(bands) = &mut criterion.bands
            && random.chance(40)
        {
            let again = bands.steps[random.below(bands.steps.len().max(1))].clone();
            let mut narrow = again.clone();
            narrow.value.from = narrow.value.from.take().or(narrow.value.above.take());
            if random.chance(50) && again.value.lower().is_some() && again.value.upper().is_none() {
                narrow.value.from = Some(number("7"));
                bands.steps.push(narrow);
            } else {
                bands.steps.push(again);
            }
        }
        open.extend(criterion.children.iter_mut().map(|each| &mut each.value));
    }
    for grading in &mut rules.gradings {
        let dead = condition(random.pick(&["c0 < 0", "điểm_trừ < -1", "c1 > 3 và c1 < 2", "điểm > 100000"]));
        let idle = condition(
            random
                .pick(&["c0 >= 0", "điểm_trừ >= 0 hoặc c1 > 3", "hạng_nào_cũng_được >= 0"])
                .replace("hạng_nào_cũng_được", "c2")
                .as_str(),
        );
        match random.below(5) {
            0 => grading.value.ceilings.push(Located::nowhere(Ceiling {
                when: dead,
                at_most: "g3".to_owned(),
                basis: None,
            })),
            1 => grading.value.ceilings.push(Located::nowhere(Ceiling {
                when: condition("c0 > 1"),
                at_most: "g0".to_owned(),
                basis: None,
            })),
            2 => grading.value.grades[1].value.knocked_out_when = Some(dead),
            3 => grading.value.grades[0].value.requires = Some(idle),
            _ => {
                let title = "Hạng không ai tới".to_owned();
                let from = Some(DatedNumber::Always(number("1000000")));
                let value = Some(number("9"));
                let grade = Grade {
                    id: "g9".to_owned(),
                    title,
                    from,
                    above: None,
                    to: None,
                    below: None,
                    requires: None,
                    knocked_out_when: None,
                    cap: None,
                    value,
                };
                grading.value.grades.insert(0, Located::nowhere(grade));
            }
        }
    }
    for ranking in &mut rules.rankings {
        let constant = TieStep { of: Some(formula("số_lượng của m0 * 0")), ..TieStep::default() };
        match random.below(3) {
            0 => ranking.value.tie_break.push(Located::nowhere(constant)),
            1 => {
                let again = ranking.value.tie_break.first().cloned();
                ranking.value.tie_break.extend(again);
            }
            _ => {}
        }
    }
}

/// Gives everything that may be deleted a line of its own.
fn place(rules: &mut RuleSet) {
    let mut line = 0;
    let mut next = || {
        line += 1;
        Span { line, column: 1, end_line: line, end_column: 2 }
    };
    let mut open: Vec<&mut Criterion> = rules.criteria.iter_mut().map(|each| &mut each.value).collect();
    while let Some(criterion) = open.pop() {
        criterion.bands.iter_mut().flat_map(|bands| &mut bands.steps).for_each(|step| step.span = next());
        open.extend(criterion.children.iter_mut().map(|each| &mut each.value));
    }
    for grading in &mut rules.gradings {
        for grade in &mut grading.value.grades {
            grade.span = next();
            let conditions = grade.value.requires.iter_mut().chain(&mut grade.value.knocked_out_when);
            conditions.for_each(|condition| place_condition(condition, next()));
        }
        for ceiling in &mut grading.value.ceilings {
            ceiling.span = next();
            place_condition(&mut ceiling.value.when, next());
        }
    }
    for ranking in &mut rules.rankings {
        ranking.value.tie_break.iter_mut().for_each(|step| step.span = next());
    }
}

fn place_condition(condition: &mut Condition, span: Span) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| place_condition(part, span))
        }
        Condition::Not(part) => place_condition(part, span),
        Condition::Compare(comparison) => comparison.span = span,
    }
}

fn line(span: Span, finding: &Diagnostic) -> bool {
    matches!(finding.place.spot, Spot::Text(found) if found.line == span.line)
}

/// Whether the finding speaks of the whole condition.
fn whole(condition: &Condition, finding: &Diagnostic) -> bool {
    let first = condition.comparisons()[0].span;
    line(first, finding) && finding.message.vi.contains(&format!("`{}`", condition.words().vi))
}

/// Deletes what the finding calls dead; whether there was something to delete.
fn delete(rules: &mut RuleSet, finding: &Diagnostic) -> bool {
    // What is dead on some days or for some kinds may live on the day of the test, or for others.
    let of_one_kind = finding.message.vi.contains("thuộc loại");
    if finding.message.vi.contains(" (ngày ") || of_one_kind {
        return false;
    }
    let mut found = false;
    let mut drop = |hit: bool| {
        found |= hit;
        !hit
    };
    match finding.code {
        "TD0256" | "TD0257" => {
            let mut open: Vec<&mut Criterion> =
                rules.criteria.iter_mut().map(|each| &mut each.value).collect();
            while let Some(criterion) = open.pop() {
                if let Some(bands) = &mut criterion.bands {
                    bands.steps.retain(|step| drop(line(step.span, finding)));
                }
                open.extend(criterion.children.iter_mut().map(|each| &mut each.value));
            }
        }
        "TD0265" | "TD0289" => {
            for ranking in &mut rules.rankings {
                ranking.value.tie_break.retain(|step| drop(line(step.span, finding)));
            }
        }
        "TD0280" => {
            for grading in &mut rules.gradings {
                grading.value.grades.retain(|grade| drop(line(grade.span, finding)));
            }
        }
        "TD0284" => {
            for grading in &mut rules.gradings {
                grading.value.ceilings.retain(|ceiling| drop(whole(&ceiling.value.when, finding)));
                for grade in &mut grading.value.grades {
                    grade.value.knocked_out_when.take_if(|condition| !drop(whole(condition, finding)));
                }
            }
        }
        "TD0285" => {
            for grading in &mut rules.gradings {
                for grade in &mut grading.value.grades {
                    grade.value.requires.take_if(|condition| !drop(whole(condition, finding)));
                }
            }
        }
        "TD0287" => {
            for grading in &mut rules.gradings {
                grading.value.ceilings.retain(|ceiling| drop(line(ceiling.span, finding)));
                for grade in &mut grading.value.grades {
                    let hit = line(grade.span, finding);
                    grade.value.knocked_out_when.take_if(|_| !drop(hit));
                }
            }
        }
        _ => {}
    }
    found
}

/// Leaves only entrants of whom everything is known, as conditions about what is missing are open; `None` when
/// there are none or the rest depends on those who left.
fn known(world: &mut World) -> Option<Plan> {
    let valid = check(world.rules.clone(), "twin.yaml").ok()?;
    let plan = compile(&valid, "twin.yaml", world.day).ok()?;
    let complete = |world: &World| -> Vec<bool> {
        let scorecards = score(&plan, &bind(world, &plan));
        let cells = |row: usize| world.cells.keys().filter(|(at, _)| *at == row).count();
        let most = (0..world.entrants.len()).map(cells).max().unwrap_or(0);
        (0..world.entrants.len())
            .map(|row| {
                let own = || world.cells.iter().filter(|((at, _), _)| *at == row);
                let filled = own().all(|((_, name), given)| match given {
                    // Some conditions divide by this one.
                    Given::One(state, value) => {
                        *state == CellState::Value && !(name == "c0" && value.is_zero())
                    }
                    Given::Many(values) => !values.is_empty(),
                });
                let present = |node| scorecards.state(node, row.into()) == NodeState::Present;
                world.submitted[row]
                    && cells(row) == most
                    && filled
                    && scorecards.total(row.into()).is_some()
                    && plan.nodes().keys().all(present)
            })
            .collect()
    };
    let kept = complete(world);
    let rows: Vec<usize> = (0..kept.len()).filter(|row| kept[*row]).collect();
    world.entrants = rows.iter().map(|row| world.entrants[*row].clone()).collect();
    world.submitted = vec![true; rows.len()];
    let cells = std::mem::take(&mut world.cells);
    let moved = cells.into_iter().filter_map(|((row, name), given)| {
        let row = rows.iter().position(|kept| *kept == row)?;
        Some(((row, name), given))
    });
    world.cells = moved.collect();
    (!rows.is_empty() && complete(world).into_iter().all(|complete| complete)).then_some(plan)
}

/// Points, grades by name and places of everybody.
fn results(world: &World, plan: &Plan) -> Vec<String> {
    let evaluations = bind(world, plan);
    let scorecards = score(plan, &evaluations);
    let grades = classify(plan, &evaluations, &scorecards, &DecisionIndex::default());
    let standings = rank(plan, &evaluations, &scorecards, &grades, &DecisionIndex::default());
    let each = |row: usize| {
        let points: Vec<_> = plan.nodes().keys().map(|node| scorecards.points(node, row.into())).collect();
        let graded = world.rules.gradings.iter().enumerate().map(|(position, grading)| {
            grades
                .grade(position.into(), row.into())
                .map(|grade| grading.value.grades[usize::from(grade)].value.id.clone())
        });
        let places: Vec<_> = (0..world.rules.rankings.len())
            .map(|ranking| standings.place(ranking.into(), row.into()))
            .collect();
        format!("{points:?} {:?} {:?} {places:?}", scorecards.total(row.into()), graded.collect::<Vec<_>>())
    };
    (0..world.entrants.len()).map(each).collect()
}
