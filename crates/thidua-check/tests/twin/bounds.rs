//! Nothing that is scored lies outside of what `attainable` says can come out.

use thidua_check::{Bounds, attainable};
use thidua_core::rule::Input;
use thidua_core::{CellState, Decimal, Exact, NodeState, Number, ValueKind, score};

use crate::compare::{bind, plan};
use crate::generate::{Given, World, world};

const RULE_SETS: u64 = 2_000;

#[test]
fn nothing_comes_out_beyond_the_bounds() {
    let (mut points, mut totals, mut tight) = (0, 0, 0);
    for seed in 1..=RULE_SETS {
        let mut world = world(seed, 12);
        if seed % 2 == 0 {
            narrow(&mut world);
        }
        let Ok(plan) = plan(&world) else { continue };
        let bounds = attainable(&plan);
        let evaluations = bind(&world, &plan);
        let scorecards = score(&plan, &evaluations);
        for row in 0..world.entrants.len() {
            let kind = world.entrants[row].kind;
            let of_kind = bounds.kinds.iter().find(|each| each.kind == kind).unwrap();
            for (node, any) in of_kind.any.nodes.iter_enumerated() {
                let Some(got) = scorecards.points(node, row.into()) else { continue };
                let path = &plan.nodes()[node].path;
                assert!(holds(any.as_ref(), &got), "seed {seed}: `{path}` has {got}, bounds {any:?}");
                points += 1;
            }
            let Some(total) = scorecards.total(row.into()) else { continue };
            let any = of_kind.any.total.as_ref();
            assert!(holds(any, &total), "seed {seed}: total {total}, bounds {any:?}");
            let max = scorecards.max(&plan, plan.root(), row.into());
            assert!(holds(Some(&of_kind.any.max), &max), "seed {seed}: maximum {max}");
            totals += 1;
            tight += usize::from(any.and_then(|any| any.most.as_ref()) == Some(&total));
            let whole = plan.nodes().iter_enumerated();
            let all_present =
                whole.clone().all(|(node, _)| scorecards.state(node, row.into()) == NodeState::Present);
            let claims = plan.nodes().iter().any(|node| node.criterion.not_applicable.is_some());
            // Where nothing dropped out and nothing may, the narrower bounds hold as well.
            if all_present && !claims {
                for (node, each) in whole {
                    let got = scorecards.points(node, row.into()).unwrap();
                    let narrow = of_kind.applicable.nodes[node].as_ref();
                    assert!(holds(narrow, &got), "seed {seed}: `{}` has {got}, bounds {narrow:?}", each.path);
                }
            }
        }
    }
    println!(
        "{points} points and {totals} totals lie within their bounds, {tight} totals at the top of theirs"
    );
    assert!(totals > 6_000 && tight > 100, "too little was compared for the test to mean much");
}

/// Declares for every number exactly the range that was entered, so that bounds drawn from inputs are tight.
fn narrow(world: &mut World) {
    let entered = |name: &str| {
        let values =
            world.cells.iter().filter(|((_, of), _)| of == name).flat_map(|(_, given)| match given {
                Given::One(CellState::Value, value) => vec![*value],
                Given::One(..) => Vec::new(),
                Given::Many(values) => values.clone(),
            });
        let values: Vec<Decimal> = values.collect();
        values.iter().min().copied().zip(values.iter().max().copied())
    };
    let inputs = world.rules.inputs.iter().map(|(name, input)| {
        let ends = entered(name)
            .filter(|_| matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent));
        let (min, max) = ends.map(|(min, max)| (Number::from(min), Number::from(max))).unzip();
        (name.value.clone(), Input { min, max, ..input.clone() })
    });
    world.rules.inputs = inputs.collect();
}

fn holds(bounds: Option<&Bounds>, value: &Exact) -> bool {
    bounds.is_some_and(|bounds| {
        bounds.least.as_ref().is_none_or(|least| least <= value)
            && bounds.most.as_ref().is_none_or(|most| value <= most)
    })
}
