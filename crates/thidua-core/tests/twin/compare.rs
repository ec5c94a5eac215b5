//! One world through the core and through the twin.

use thidua_core::{
    Cell, CellState, Decisions, EvaluationsBuilder, Exact, NodeState, Origin, Plan, check, classify, compile,
    rank, score,
};

use crate::evaluator::{Q, Results, State, evaluate};
use crate::generate::{Given, World};

pub(crate) enum Problem {
    /// The generator made a rule set that the check refuses.
    RuleSet,
    Differs(String),
}

/// The plan of a world, when its rule set is sound.
pub(crate) fn plan(world: &World) -> Result<Plan, Problem> {
    let rules = check(world.rules.clone(), "twin.yaml").map_err(|_| Problem::RuleSet)?;
    compile(&rules, "twin.yaml", world.day).map_err(|_| Problem::RuleSet)
}

/// The evaluations of a world.
pub(crate) fn bind(world: &World, plan: &Plan) -> thidua_core::Evaluations {
    let mut builder = EvaluationsBuilder::new(plan, world.entrants.clone());
    for (row, submitted) in world.submitted.iter().enumerate() {
        if *submitted {
            builder.submitted(0, row);
        }
    }
    for ((row, name), given) in &world.cells {
        put(&mut builder, plan, *row, name, given);
    }
    builder.finish()
}

pub(crate) fn put(builder: &mut EvaluationsBuilder, plan: &Plan, row: usize, name: &str, given: &Given) {
    // A criterion that is not in force has no cell.
    let Some(input) = plan.inputs().iter().position(|input| input.name == name) else { return };
    let mut add = |state: CellState, value| {
        let cell = Cell { state, value, origin: Origin::default() };
        assert!(builder.put(0, row, input, cell).is_ok(), "two values for {name}");
    };
    match given {
        Given::One(state, value) => add(*state, *value),
        Given::Many(values) => values.iter().for_each(|value| add(CellState::Value, *value)),
    }
}

/// How many entrants have a total, or the first difference.
pub(crate) fn compare(world: &World) -> Result<usize, Problem> {
    let plan = plan(world)?;
    let evaluations = bind(world, &plan);
    let scorecards = score(&plan, &evaluations);
    let grades = classify(&plan, &evaluations, &scorecards, &Decisions::default());
    let standings = rank(&plan, &evaluations, &scorecards, &grades, &Decisions::default());
    let twin = evaluate(world);
    let fail = |row: usize, what: &str, core: String, twin: String| {
        let rules = serde_json::to_string_pretty(&world.rules).unwrap();
        let entrant = &world.entrants[row];
        let cells: Vec<String> = world
            .cells
            .iter()
            .filter(|((at, _), _)| *at == row)
            .map(|((_, name), given)| format!("{name}: {given:?}"))
            .collect();
        Problem::Differs(format!(
            "{what} of {entrant:?}\n  core {core}\n  twin {twin}\n{rules}\nsubmitted: {}\n{}",
            world.submitted[row],
            cells.join("\n")
        ))
    };
    for row in 0..world.entrants.len() {
        let sheet = &twin.sheets[row];
        for (position, node) in plan.nodes().iter().enumerate() {
            let expected = &sheet.nodes[&node.path];
            let state = scorecards.state(position, row);
            let same = matches!(
                (state, expected.state),
                (NodeState::Present, State::Present)
                    | (NodeState::Rescaled, State::Rescaled)
                    | (NodeState::Reduced, State::Reduced)
                    | (NodeState::OtherKind, State::OtherKind)
                    | (NodeState::Missing, State::Missing)
            );
            let what = format!("node `{}`", node.path);
            if !same {
                return Err(fail(row, &what, format!("{state:?}"), format!("{:?}", expected.state)));
            }
            if state == NodeState::Present {
                let points = scorecards.points(position, row);
                if !equal(points.as_ref(), Some(&expected.points)) {
                    return Err(fail(row, &what, format!("{points:?}"), expected.points.to_string()));
                }
                let max = scorecards.max(&plan, position, row);
                if !equal(Some(&max), Some(&expected.max)) {
                    return Err(fail(
                        row,
                        &format!("maximum of {what}"),
                        format!("{max:?}"),
                        expected.max.to_string(),
                    ));
                }
            }
        }
        let sums = [
            ("bonus", scorecards.bonus(row), &sheet.bonus),
            ("deductions", scorecards.deductions(row), &sheet.deductions),
            ("exact total", scorecards.exact_total(row), &sheet.exact_total),
            ("total", scorecards.total(row), &sheet.total),
        ];
        for (what, core, twin) in sums {
            if !equal(core.as_ref(), twin.as_ref()) {
                return Err(fail(row, what, format!("{core:?}"), format!("{twin:?}")));
            }
        }
        positions(world, &twin, row, &grades, &standings)
            .map_err(|(what, core, twin)| fail(row, &what, core, twin))?;
    }
    Ok(twin.sheets.iter().filter(|sheet| sheet.total.is_some()).count())
}

fn positions(
    world: &World,
    twin: &Results,
    row: usize,
    grades: &thidua_core::Grades,
    standings: &thidua_core::Standings,
) -> Result<(), (String, String, String)> {
    for (grading, expected) in twin.grades.iter().enumerate() {
        let grade = grades.grade(grading, row);
        if grade != expected[row] {
            return Err(("grade".to_owned(), format!("{grade:?}"), format!("{:?}", expected[row])));
        }
    }
    for (ranking, expected) in twin.places.iter().enumerate() {
        let place = standings.place(ranking, row);
        if place != expected[row] {
            let what = format!("place in {}", world.rules.rankings[ranking].id);
            return Err((what, format!("{place:?}"), format!("{:?}", expected[row])));
        }
    }
    Ok(())
}

fn equal(core: Option<&Exact>, twin: Option<&Q>) -> bool {
    match (core, twin) {
        (None, None) => true,
        (Some(core), Some(twin)) => {
            core.to_fraction_text() == (twin.numer().to_string(), twin.denom().to_string())
        }
        _ => false,
    }
}
