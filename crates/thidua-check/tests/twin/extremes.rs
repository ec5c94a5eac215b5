//! On sheets of entered points the ends that `attainable` names are reached, with every combination of criteria
//! that do not apply: nothing is given away beyond what is safe.

use std::collections::BTreeMap;

use thidua_check::{Bounds, attainable, check, compile};
use thidua_core::rule::{Aggregate, Criterion, MissingPolicy};
use thidua_core::{
    CellState, Decimal, Entrant, EntrantKind, Exact, KindId, Located, NodeId, NodeKind, Plan, Role, RuleSet,
    score,
};

use crate::compare::bind;
use crate::generate::{Given, World, world};

const RULE_SETS: u64 = 1_500;

#[test]
fn the_ends_are_reached() {
    let (mut reached, mut combinations, mut impossible) = (0, 0, 0);
    for seed in 1..=RULE_SETS {
        let mut world = world(seed, 1);
        if !entered_points(&mut world.rules) {
            continue;
        }
        let Ok(valid) = check(world.rules.clone(), "twin.yaml") else { continue };
        let plan = compile(&valid, "twin.yaml", world.day).unwrap();
        let bounds = attainable(&plan);
        let mut cases: Vec<(Option<KindId>, &[NodeId], Option<&Bounds>)> = Vec::new();
        for kind in &bounds.kinds {
            cases.push((kind.kind, &[], kind.applicable.total.as_ref()));
            cases.extend(
                kind.without.iter().map(|each| (kind.kind, each.without.as_slice(), each.total.as_ref())),
            );
        }
        cases.truncate(100);
        let sheets = sheets(&world.rules, &plan, &cases);
        let scorecards = score(&plan, &bind(&sheets, &plan));
        for (at, (kind, without, total)) in cases.iter().enumerate() {
            let (low, high) = (scorecards.total((2 * at).into()), scorecards.total((2 * at + 1).into()));
            let of = |total: &Bounds| (total.least.clone(), total.most.clone());
            let expected = total.map_or((None, None), of);
            assert_eq!((low, high), expected, "seed {seed}: kind {kind:?} without {without:?}");
            combinations += usize::from(!without.is_empty());
            reached += usize::from(total.is_some());
            impossible += usize::from(total.is_none());
        }
    }
    println!(
        "{reached} ranges reached at both ends, {combinations} of the cases without criteria, {impossible} without a total"
    );
    assert!(reached > 300 && combinations > 300 && impossible > 10);
}

/// Leaves only what depends on the points entered; whether such a sheet is left.
fn entered_points(rules: &mut RuleSet) -> bool {
    rules.missing = MissingPolicy::default();
    let items = rules.adjustments.iter_mut().flat_map(|all| all.bonus.iter_mut().chain(&mut all.deductions));
    let mut direct = true;
    for item in items.flat_map(|group| &mut group.items) {
        item.value.not_applicable = None;
        item.value.missing = None;
        direct &= item.value.method_keys().is_empty();
    }
    // Of several branches one may be filled in, so that the two ends are two different sheets.
    direct && rules.aggregate != Aggregate::EitherOr && plain(&mut rules.criteria)
}

fn plain(criteria: &mut [Located<Criterion>]) -> bool {
    criteria.iter_mut().all(|criterion| {
        let criterion = &mut criterion.value;
        criterion.missing = None;
        criterion.when = None;
        if let Some(rule) = &mut criterion.not_applicable {
            rule.otherwise = thidua_core::rule::Absence::Refuse;
            rule.only_if = None;
        }
        criterion.method_keys().is_empty()
            && criterion.aggregate != Some(Aggregate::EitherOr)
            && plain(&mut criterion.children)
    })
}

/// For each case the worst and the best sheet.
fn sheets(rules: &RuleSet, plan: &Plan, cases: &[(Option<KindId>, &[NodeId], Option<&Bounds>)]) -> World {
    let mut cells = BTreeMap::new();
    let mut entrants = Vec::new();
    for (at, (kind, without, _)) in cases.iter().enumerate() {
        for (row, best) in [(2 * at, false), (2 * at + 1, true)] {
            entrants.push(Entrant {
                id: format!("e{row:05}").into(),
                name: "".into(),
                kind: *kind,
                entrant: EntrantKind::Collective,
                cluster: "".into(),
            });
            for (position, node) in plan.nodes().iter_enumerated() {
                if !matches!(node.kind, NodeKind::Leaf(_)) {
                    continue;
                }
                let given = if without.contains(&position) {
                    Given::One(CellState::NotApplicable, Decimal::ZERO)
                } else {
                    let most = best == (node.role != Role::Deduction);
                    let points: &Exact = if most { &node.max } else { &node.min };
                    Given::One(CellState::Value, points.to_decimal().unwrap())
                };
                cells.insert((row, node.path.clone()), given);
            }
        }
    }
    let submitted = vec![true; entrants.len()];
    World {
        rules: rules.clone(),
        day: crate::generate::day(),
        entrants,
        submitted,
        cells,
        more: crate::generate::More::default(),
    }
}
