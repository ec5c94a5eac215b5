//! One world through the core and through the twin.

use std::collections::BTreeMap;

use thidua_check::{check, compile};
use thidua_core::{
    AwardStatus, BaseSalary, Cell, CellState, Circumstances, DecisionIndex, Decisions, EntrantId,
    EvaluationsBuilder, Exact, History, Located, NodeState, Origin, Plan, Predecessor, Recommendations,
    StageId, award, classify, rank, score,
};

use crate::evaluator::{Q, Results, State, evaluate};
use crate::generate::{Given, World, number};

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
            builder.submitted(StageId::OFFICIAL, row.into());
        }
    }
    for ((row, name), given) in &world.cells {
        put(&mut builder, plan, *row, name, given);
    }
    builder.finish()
}

pub(crate) fn put(builder: &mut EvaluationsBuilder, plan: &Plan, row: usize, name: &str, given: &Given) {
    // A criterion that is not in force has no cell.
    let Some(input) = plan.inputs().position(|input| input.name == name) else { return };
    let mut add = |state: CellState, value| {
        let cell = Cell { state, value, origin: Origin::default() };
        assert!(
            builder.put_unjudged(StageId::OFFICIAL, row.into(), input, cell, (0, cell.origin.row)).is_ok(),
            "two values for {name}"
        );
    };
    match given {
        Given::One(state, value) => add(*state, *value),
        Given::Many(values) => values.iter().for_each(|value| add(CellState::Value, *value)),
    }
}

/// What was compared: entrants with a total, and what the twin says of each award.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) scored: usize,
    pub(crate) met: BTreeMap<String, usize>,
}

impl Compared {
    pub(crate) fn add(&mut self, other: &Self) {
        self.scored += other.scored;
        for (what, count) in &other.met {
            *self.met.entry(what.clone()).or_default() += count;
        }
    }
}

/// What was compared, or the first difference.
pub(crate) fn compare(world: &World) -> Result<Compared, Problem> {
    let plan = plan(world)?;
    let evaluations = bind(world, &plan);
    let scorecards = score(&plan, &evaluations);
    let (history, decisions, base_salary) = circumstances(world, &plan);
    let grades = classify(&plan, &evaluations, &scorecards, &decisions);
    let standings = rank(&plan, &evaluations, &scorecards, &grades, &decisions);
    let circumstances = Circumstances {
        history: &history,
        decisions: &decisions,
        base_salary: &base_salary,
        decision_date: world.more.decision_date,
        year: world.more.year,
    };
    let recommendations = award(&plan, &evaluations, &scorecards, &grades, &standings, &circumstances);
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
        let more = serde_json::to_string(&world.more.decisions).unwrap();
        Problem::Differs(format!(
            "{what} of {entrant:?}\n  core {core}\n  twin {twin}\n{rules}\nsubmitted: {}\n{}\n{more}",
            world.submitted[row],
            cells.join("\n")
        ))
    };
    for row in 0..world.entrants.len() {
        let sheet = &twin.sheets[row];
        for (position, node) in plan.nodes().iter_enumerated() {
            let expected = &sheet.nodes[&node.path];
            let state = scorecards.state(position, row.into());
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
                let points = scorecards.points(position, row.into());
                if !equal(points.as_ref(), Some(&expected.points)) {
                    return Err(fail(row, &what, format!("{points:?}"), expected.points.to_string()));
                }
            }
            if matches!(state, NodeState::Present | NodeState::Missing) {
                let max = scorecards.max(&plan, position, row.into());
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
            ("bonus", scorecards.bonus(row.into()), &sheet.bonus),
            ("deductions", scorecards.deductions(row.into()), &sheet.deductions),
            ("exact total", scorecards.exact_total(row.into()), &sheet.exact_total),
            ("total", scorecards.total(row.into()), &sheet.total),
        ];
        for (what, core, twin) in sums {
            if !equal(core.as_ref(), twin.as_ref()) {
                return Err(fail(row, what, format!("{core:?}"), format!("{twin:?}")));
            }
        }
        positions(world, &twin, row, &grades, &standings)
            .and_then(|()| awards(&plan, &twin, row, &recommendations))
            .map_err(|(what, core, twin)| fail(row, &what, core, twin))?;
    }
    let scored = twin.sheets.iter().filter(|sheet| sheet.total.is_some()).count();
    let mut met = BTreeMap::new();
    for standing in twin.awards.iter().flatten() {
        *met.entry(format!("{:?}", standing.status)).or_default() += 1;
        *met.entry("money".to_owned()).or_default() += usize::from(standing.money.is_some());
        *met.entry("decided".to_owned()).or_default() += usize::from(standing.decided.is_some());
    }
    for what in &twin.met {
        *met.entry((*what).to_owned()).or_default() += 1;
    }
    Ok(Compared { scored, met })
}

/// What the awards step is told; the decisions in another order than they were made.
fn circumstances(world: &World, plan: &Plan) -> (History, DecisionIndex, BaseSalary) {
    let mut history = History::default();
    for (row, record) in world.more.history.iter().rev() {
        history.add(&world.entrants[*row].id, record.clone());
    }
    for (unit, record) in &world.more.former {
        history.add(unit, record.clone());
    }
    for (row, record) in &world.more.withdrawn {
        history.add_withdrawn(&world.entrants[*row].id, record.clone(), "9/QĐ");
    }
    for (row, unit, part) in &world.more.predecessors {
        let share = number(&format!("{part}%")).exact().clone();
        history.add_predecessor(&world.entrants[*row].id, Predecessor { id: unit.clone(), share });
    }
    let mut decisions: Vec<_> = world.more.decisions.iter().cloned().map(Located::nowhere).collect();
    decisions.reverse();
    let middle = decisions.len() / 3;
    decisions.rotate_left(middle);
    let mut base_salary = BaseSalary::default();
    for (from, amount) in &world.more.salaries {
        base_salary.add(*from, *amount);
    }
    (history, DecisionIndex::new(plan, &Decisions { decisions }), base_salary)
}

fn awards(
    plan: &Plan,
    twin: &Results,
    row: usize,
    recommendations: &Recommendations,
) -> Result<(), (String, String, String)> {
    for (award, expected) in twin.awards.iter().enumerate() {
        let case = recommendations.case(award.into(), row.into()).unwrap();
        let expected = &expected[row];
        let decided = case.decided().map(|(outcome, _)| *outcome);
        let same = AwardStatus::of(&case.status) == expected.status && decided == expected.decided;
        if !same || !equal(case.money(), expected.money.as_ref()) {
            let id = &plan.rules().awards[award].id.value;
            let quotas: Vec<_> = recommendations.quotas(award.into()).collect();
            let core = format!("{:?} {:?} {decided:?} {quotas:?}", case.status, case.money());
            return Err((format!("award {id}"), core, format!("{expected:?} {:?}", twin.quotas[award])));
        }
    }
    for (award, expected) in twin.quotas.iter().enumerate().filter(|_| row == 0) {
        let mut places: Vec<u32> = recommendations.quotas(award.into()).map(|quota| quota.places).collect();
        let mut wanted: Vec<u32> = expected.values().copied().collect();
        places.sort_unstable();
        wanted.sort_unstable();
        if places != wanted {
            let what = format!("places of {}", plan.rules().awards[award].id.value);
            return Err((what, format!("{places:?}"), format!("{expected:?}")));
        }
    }
    Ok(())
}

fn positions(
    world: &World,
    twin: &Results,
    row: usize,
    grades: &thidua_core::Grades,
    standings: &thidua_core::Standings,
) -> Result<(), (String, String, String)> {
    for (grading, expected) in twin.grades.iter().enumerate() {
        let grade = grades.grade(grading.into(), row.into()).map(usize::from);
        if grade != expected[row] {
            return Err(("grade".to_owned(), format!("{grade:?}"), format!("{:?}", expected[row])));
        }
    }
    for (ranking, expected) in twin.places.iter().enumerate() {
        let place = standings.place(ranking.into(), row.into());
        if place != expected[row] {
            let what = format!("place in {}", world.rules.rankings[ranking].id);
            return Err((what, format!("{place:?}"), format!("{:?}", expected[row])));
        }
        // Those of one place stand in the order of the register: the core looks for them there.
        let ranked = standings.ranking(ranking.into()).unwrap();
        let key = |row: &EntrantId| (ranked.groups[*row], ranked.places[*row], *row);
        if row == 0 && !ranked.order.is_sorted_by_key(key) {
            return Err((
                "order".to_owned(),
                format!("{:?}", ranked.order),
                "by group, place, id".to_owned(),
            ));
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
