//! The order of rows, and how they are divided, leave no trace.

use thidua_core::{EvaluationsBuilder, References, StageId, conclude, join, score, score_rows};

use crate::generate::{World, world};
use crate::random::Random;
use crate::{compare, evaluator, for_worlds, outcome, pages, with_circumstances};

fn shuffled<T>(mut values: Vec<T>, random: &mut Random) -> Vec<T> {
    for at in (1..values.len()).rev() {
        values.swap(at, random.below(at + 1));
    }
    values
}

#[test]
fn the_order_of_entrants_and_cells_changes_nothing() {
    for_worlds(150, 12, |seed, world, plan| {
        let straight = compare::bind(&world, &plan);
        let expected = pages(&plan, &straight, &outcome(&plan, &straight));
        let mut random = Random::new(seed);
        let mut builder = EvaluationsBuilder::new(&plan, shuffled(world.entrants.clone(), &mut random));
        for ((row, name), given) in shuffled(world.cells.iter().collect(), &mut random) {
            compare::put(&mut builder, &plan, *row, name, given);
        }
        for row in (0..world.submitted.len()).rev().filter(|row| world.submitted[*row]) {
            builder.submitted(StageId::OFFICIAL, row.into());
        }
        let mixed = builder.finish();
        assert_eq!(pages(&plan, &mixed, &outcome(&plan, &mixed)), expected, "seed {seed}");
    });
}

#[test]
fn dividing_the_rows_changes_nothing() {
    for_worlds(300, 20, |seed, world, plan| {
        let evaluations = compare::bind(&world, &plan);
        let whole = score(&plan, &evaluations);
        let expected =
            with_circumstances(|circumstances| conclude(&plan, &evaluations, circumstances, whole));
        let mut random = Random::new(seed);
        let references = References::gather(&plan, &evaluations, StageId::OFFICIAL);
        let (mut parts, mut at) = (Vec::new(), 0);
        while at < 20 {
            let end = (at + 1 + random.below(9)).min(20);
            parts.push(score_rows(&plan, &evaluations, &references, at..end));
            at = end;
        }
        let joined = join(parts).unwrap();
        let joined = with_circumstances(|circumstances| conclude(&plan, &evaluations, circumstances, joined));
        assert_eq!(pages(&plan, &evaluations, &joined), pages(&plan, &evaluations, &expected), "seed {seed}");
    });
}

/// The twin knows the scopes; here only that somebody alone in a cluster of their own is nobody's business.
#[test]
fn an_entrant_outside_every_scope_changes_nothing() {
    let mut tried = 0;
    for seed in 2_000_000.. {
        let mut full = world(seed, 12);
        let alone = 11;
        full.entrants[alone].cluster = "một mình".into();
        let rankings = &full.rules.rankings;
        let by_cluster = rankings.iter().all(|ranking| ranking.scope == thidua_core::rule::Scope::Cluster);
        if !by_cluster || reaches_further(&full) {
            continue;
        }
        let Ok(plan) = compare::plan(&full) else { continue };
        let evaluations = compare::bind(&full, &plan);
        let with = pages(&plan, &evaluations, &outcome(&plan, &evaluations));
        full.entrants.pop();
        full.submitted.pop();
        full.cells.retain(|(row, _), _| *row != alone);
        let evaluations = compare::bind(&full, &plan);
        let without = pages(&plan, &evaluations, &outcome(&plan, &evaluations));
        assert_eq!(with[..alone], without[..], "seed {seed}");
        tried += 1;
        if tried == 60 {
            return;
        }
    }
}

/// Whether somebody is compared beyond a cluster: relative criteria, caps on grades.
fn reaches_further(world: &World) -> bool {
    let rules = serde_json::to_string(&world.rules).unwrap();
    let beyond = |key: &str| {
        rules.contains(&format!("\"{key}\":\"all\"")) || rules.contains(&format!("\"{key}\":\"kind\""))
    };
    beyond("reference") || beyond("per")
}

#[test]
fn points_stay_within_their_bounds() {
    for_worlds(300, 12, |seed, world, plan| {
        let scorecards = score(&plan, &compare::bind(&world, &plan));
        for (position, node) in plan.nodes().iter_enumerated() {
            // A rounding may lift points by less than one of its steps.
            let step =
                node.rounding.and_then(|rounding| rounding.step()).map_or(evaluator::whole(0), |step| {
                    evaluator::Q::new(step.mantissa().into(), num_bigint::BigInt::from(10).pow(step.scale()))
                });
            let exact = |value: &thidua_core::Exact| {
                let (above, below) = value.to_fraction_text();
                evaluator::Q::new(above.parse().unwrap(), below.parse().unwrap())
            };
            let leaf = node.children.is_empty() && !node.path.is_empty();
            for row in (0..12).filter(|_| leaf) {
                let Some(points) = scorecards.points(position, row.into()) else { continue };
                let points = exact(&points);
                let lowest = exact(&node.min).min(evaluator::whole(0));
                assert!(
                    node.ceiling().is_none_or(|most| points <= exact(most) + &step),
                    "seed {seed} {} {points}",
                    node.path
                );
                assert!(points >= lowest - &step, "seed {seed} {} {points}", node.path);
            }
        }
    });
}
