//! What must hold whatever the rule set and the evaluations are, on the worlds the twin is checked with.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands"
)]
#![allow(dead_code, reason = "the modules are shared with the twin, which uses all of them")]

#[path = "../twin/compare.rs"]
mod compare;
#[path = "../twin/evaluator.rs"]
mod evaluator;
#[path = "../twin/generate.rs"]
mod generate;
#[path = "../twin/random.rs"]
mod random;
#[path = "../twin/reading.rs"]
mod reading;
#[path = "../twin/recommend.rs"]
mod recommend;

mod alike;
mod arithmetic;
mod awards;
mod decisions;
mod gaps;
mod monotone;
mod order;

use thidua_core::{
    BaseSalary, Circumstances, DecisionIndex, Evaluations, History, Outcome, Plan, evaluate, explain,
};

use crate::generate::World;

/// Calls `test` with sound worlds from consecutive seeds.
fn for_worlds(count: usize, entrants: usize, mut test: impl FnMut(u64, World, Plan)) {
    let mut seed = 1_000_000;
    for _ in 0..count {
        let (world, plan) = loop {
            seed += 1;
            let world = generate::world(seed, entrants);
            if let Ok(plan) = compare::plan(&world) {
                break (world, plan);
            }
        };
        test(seed, world, plan);
    }
}

fn with_circumstances<T>(work: impl FnOnce(&Circumstances<'_>) -> T) -> T {
    let (history, decisions, base_salary) =
        (History::default(), DecisionIndex::default(), BaseSalary::default());
    work(&Circumstances {
        history: &history,
        decisions: &decisions,
        base_salary: &base_salary,
        decision_date: None,
        year: 2014,
    })
}

fn outcome(plan: &Plan, evaluations: &Evaluations) -> Outcome {
    with_circumstances(|circumstances| evaluate(plan, evaluations, circumstances))
}

/// Everything a person could read about every entrant, by id.
fn pages(plan: &Plan, evaluations: &Evaluations, outcome: &Outcome) -> Vec<String> {
    with_circumstances(|circumstances| {
        (0..evaluations.entrants().len())
            .map(|row| {
                serde_json::to_string(
                    &explain(plan, evaluations, circumstances, outcome, row.into()).unwrap(),
                )
                .unwrap()
            })
            .collect()
    })
}
