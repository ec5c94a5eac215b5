//! Gaps between stages are those of the points that each stage comes to when it alone counts.

use std::collections::BTreeSet;

use thidua_check::{check, compile};
use thidua_core::rule::{Absence, Criterion, GapRule, MissingPolicy, Stage};
use thidua_core::{
    Cell, CellState, DecisionIndex, Evaluations, EvaluationsBuilder, Located, NodeKind, Number, Origin, Plan,
    gaps, score,
};

use crate::generate::{self, Given, World};

const WORLDS: usize = 240;
const ENTRANTS: usize = 24;

const REFUSED: MissingPolicy =
    MissingPolicy { blank: Absence::Refuse, not_submitted: Absence::Refuse, exempt: Absence::Refuse };

/// A gap is told from points that somebody gave, before they are rounded: here nothing rounds them, and nothing stands in
/// for those that are missing.
fn as_given(criteria: &mut [Located<Criterion>]) {
    for criterion in criteria {
        (criterion.value.rounding, criterion.value.missing) = (None, None);
        criterion.value.not_applicable = None;
        as_given(&mut criterion.value.children);
    }
}

/// A stage with the sheets of a world: an entrant gets that of the one so many rows further on, and of every third input
/// nobody says anything, from this one on where it is one of the first three.
#[derive(Clone, Copy)]
struct Entered {
    stage: &'static str,
    behind: usize,
    silent: usize,
}

fn bind(world: &World, plan: &Plan, sheets: &[Entered]) -> Evaluations {
    let count = world.entrants.len();
    let mut builder = EvaluationsBuilder::new(plan, world.entrants.clone());
    for Entered { stage, behind, silent } in sheets {
        let stage = builder.stage(stage).unwrap();
        let own = |row: usize| (row + count - behind) % count;
        for (row, _) in world.submitted.iter().enumerate().filter(|(_, submitted)| **submitted) {
            builder.submitted(stage, own(row).into());
        }
        for ((row, name), given) in &world.cells {
            let Some(input) = plan.inputs().position(|input| input.name == *name) else { continue };
            if usize::from(input) % 3 == *silent {
                continue;
            }
            let cells = match given {
                Given::One(state, value) => vec![(*state, *value)],
                Given::Many(values) => values.iter().map(|value| (CellState::Value, *value)).collect(),
            };
            for (state, value) in cells {
                let cell = Cell { state, value, origin: Origin::default() };
                builder.put_unjudged(stage, own(*row).into(), input, cell, (0, 0)).unwrap();
            }
        }
    }
    builder.finish()
}

#[test]
fn gaps_are_those_of_the_points_of_each_stage() {
    let (mut worlds, mut found, mut within, mut missing) = (0, 0, 0, 0);
    for seed in 1_000_000.. {
        let mut world = generate::world(seed, ENTRANTS);
        let stage = |id: &str| Stage { id: id.to_owned(), title: id.to_owned() };
        world.rules.stages = vec![stage("other"), stage("own")];
        world.rules.official_stage = Some(Located::nowhere("own".to_owned()));
        let above = Number::parse("0.3").unwrap();
        world.rules.gap = Some(Located::nowhere(GapRule { stage: "other".to_owned(), above: above.clone() }));
        world.rules.rounding.value.leaf = None;
        world.rules.missing = REFUSED;
        as_given(&mut world.rules.criteria);
        if let Some(adjustments) = &mut world.rules.adjustments {
            let groups = [&mut adjustments.bonus, &mut adjustments.deductions];
            groups.into_iter().flatten().for_each(|group| as_given(&mut group.items));
        }
        let rules = check(world.rules.clone(), "gaps.yaml").ok();
        let Some(plan) = rules.and_then(|rules| compile(&rules, "gaps.yaml", world.day).ok()) else {
            continue;
        };
        let silent = usize::try_from(seed % 9).unwrap_or_default();
        let entered = [
            Entered { stage: "own", behind: 0, silent: silent.saturating_sub(3) },
            Entered { stage: "other", behind: 1, silent },
        ];
        let told: BTreeSet<(String, String)> =
            gaps(&plan, &bind(&world, &plan, &entered), &DecisionIndex::default())
                .into_iter()
                .map(|gap| (gap.entrant, gap.criterion))
                .collect();
        let alone = entered.map(|entered| bind(&world, &plan, &[Entered { stage: "own", ..entered }]));
        let [own, other] = [0, 1].map(|which| score(&plan, &alone[which]));
        for (row, entrant) in alone[0].entrants().iter_enumerated() {
            for (node, of) in plan.nodes().iter_enumerated() {
                if !matches!(of.kind, NodeKind::Leaf(_)) {
                    continue;
                }
                let both = own.points(node, row).zip(other.points(node, row));
                let wide = both.as_ref().is_some_and(|(own, other)| {
                    let limit = of.max.clone() * above.exact().clone();
                    own.clone() - other.clone() > limit || other.clone() - own.clone() > limit
                });
                let gap = (entrant.id.to_string(), of.path.clone());
                assert_eq!(told.contains(&gap), wide, "seed {seed}, {gap:?}, {both:?}");
                *if wide {
                    &mut found
                } else if both.is_some() {
                    &mut within
                } else {
                    &mut missing
                } += 1;
            }
        }
        worlds += 1;
        if worlds == WORLDS {
            break;
        }
    }
    println!("{found} gaps, {within} within the limit, {missing} with points of one stage at most");
    assert!(found >= 1_000 && within >= 1_000 && missing >= 1_000);
}
