//! Quotas are never exceeded, and those who are not eligible take nobody's place.

use thidua_core::rule::{
    Apportion, Award, AwardKind, Base, DatedNumber, Fraction, OnLine, Otherwise, Quota, Requirement, Scope,
};
use thidua_core::{ApportionMethod, AwardId, CellState, Decimal, EntrantId, EntrantKind, Located, Status};

use crate::generate::{Given, World, condition, number, world};
use crate::random::Random;
use crate::{compare, outcome};

fn requirement(when: &str) -> Located<Requirement> {
    Located::nowhere(Requirement {
        when: Some(condition(when)),
        otherwise: Otherwise::Refuse,
        ..Requirement::default()
    })
}

fn award_with(quota: Quota, tie_on_line: OnLine, requires: Vec<Located<Requirement>>) -> Located<Award> {
    Located::nowhere(Award {
        id: Located::nowhere("a0".to_owned()),
        title: "Khen".to_owned(),
        kind: AwardKind::Commendation,
        commendation_type: None,
        entrants: EntrantKind::Collective,
        kinds: Vec::new(),
        basis: None,
        requires,
        hold_when: Vec::new(),
        quota: Some(Located::nowhere(quota)),
        ranked_by: None,
        tie_on_line,
        reserve: 2,
        money: None,
    })
}

fn quota(per: Scope) -> Quota {
    Quota {
        shares: Vec::new(),
        count: None,
        share: None,
        of: None,
        fraction: None,
        at_least: 0,
        per,
        within: Vec::new(),
        apportioned: None,
    }
}

/// Worlds whose awards need a total and no offence.
fn worlds(count: usize, award: impl Fn(&mut Random) -> Located<Award>, mut test: impl FnMut(u64, World)) {
    let mut done = 0;
    for seed in 3_000_000.. {
        let mut world = world(seed, 20);
        world.rules.awards = vec![award(&mut Random::new(seed))];
        if compare::plan(&world).is_err() {
            continue;
        }
        test(seed, world);
        done += 1;
        if done == count {
            return;
        }
    }
}

fn eligible() -> Vec<Located<Requirement>> {
    vec![requirement("điểm >= 0"), requirement("không y0")]
}

fn scope(random: &mut Random) -> Scope {
    [Scope::All, Scope::Cluster, Scope::Kind][random.below(3)]
}

fn statuses(world: &World) -> Vec<Status> {
    let Ok(plan) = compare::plan(world) else { panic!("a sound rule set") };
    let evaluations = compare::bind(world, &plan);
    let outcome = outcome(&plan, &evaluations);
    evaluations
        .entrants()
        .keys()
        .map(|row| {
            outcome
                .recommendations
                .case(AwardId::FIRST, row)
                .map(|case| case.status.clone())
                .unwrap_or_default()
        })
        .collect()
}

fn group(world: &World, row: usize, scope: Scope) -> String {
    match scope {
        Scope::All => String::new(),
        Scope::Cluster => world.entrants[row].cluster.to_string(),
        Scope::Kind => format!("{:?}", world.entrants[row].kind),
    }
}

fn recommended(statuses: &[Status], inside: impl Fn(usize) -> bool) -> usize {
    let taken = statuses
        .iter()
        .enumerate()
        .filter(|(row, status)| inside(*row) && matches!(status, Status::Recommended { .. }));
    taken.count()
}

#[test]
fn quotas_are_never_exceeded() {
    let award = |random: &mut Random| {
        let tie = if random.chance(50) { OnLine::Refer } else { OnLine::Narrow };
        let mut quota = quota(scope(random));
        if random.chance(50) {
            quota.count = Some(DatedNumber::Always(number(random.pick(&["0", "1", "3", "5"]))));
        } else {
            quota.share = Some(DatedNumber::Always(number(random.pick(&["20%", "33.3%", "50%"]))));
            quota.of = Some(if random.chance(50) { Base::Entrants } else { Base::Eligible });
            quota.fraction = Some([Fraction::Down, Fraction::Up, Fraction::HalfUp][random.below(3)]);
        }
        if random.chance(40) {
            let count = DatedNumber::Always(number(random.pick(&["1", "2", "4"])));
            quota.within.push(thidua_core::rule::QuotaCap {
                count,
                per: Scope::All,
                together_with: Vec::new(),
            });
        }
        award_with(quota, tie, eligible())
    };
    worlds(300, award, |seed, world| {
        let statuses = statuses(&world);
        let quota = world.rules.awards[0].quota.as_ref().unwrap();
        let exact = |number: &DatedNumber| match number {
            DatedNumber::Always(number) => number.exact().clone(),
            DatedNumber::Dated(_) => panic!("not generated"),
        };
        for row in 0..world.entrants.len() {
            let own = group(&world, row, quota.per);
            let inside = |other: usize| group(&world, other, quota.per) == own;
            let taken = recommended(&statuses, inside);
            let members = (0..statuses.len()).filter(|other| inside(*other));
            let may = match (&quota.count, &quota.share) {
                (Some(count), _) => exact(count).floor_i64().unwrap(),
                (_, share) => {
                    let out = |status: &Status| matches!(status, Status::Refused | Status::Held);
                    let base = match quota.of {
                        Some(Base::Eligible) => members.filter(|other| !out(&statuses[*other])).count(),
                        _ => members.count(),
                    };
                    let product = exact(share.as_ref().unwrap())
                        * thidua_core::Exact::from(i64::try_from(base).unwrap());
                    let mode = match quota.fraction {
                        Some(Fraction::Up) => thidua_core::RoundingMode::Up,
                        Some(Fraction::HalfUp) => thidua_core::RoundingMode::HalfUp,
                        _ => thidua_core::RoundingMode::Down,
                    };
                    product.round_to_multiple(&thidua_core::Exact::ONE, mode).floor_i64().unwrap()
                }
            };
            assert!(i64::try_from(taken).unwrap() <= may, "seed {seed}: {taken} of {may}");
        }
        for cap in &quota.within {
            let limit = exact(&cap.count).floor_i64().unwrap();
            let taken = i64::try_from(recommended(&statuses, |_| true)).unwrap();
            assert!(taken <= limit, "seed {seed}: {taken} within {limit}");
        }
    });
}

#[test]
fn the_ineligible_take_nobodys_place() {
    let award = |random: &mut Random| {
        let mut quota = quota(scope(random));
        quota.count = Some(DatedNumber::Always(number(random.pick(&["1", "2", "4"]))));
        let tie = [OnLine::Refer, OnLine::Narrow, OnLine::Widen][random.below(3)];
        award_with(quota, tie, eligible())
    };
    worlds(150, award, |seed, mut world| {
        // Caps on grades, relative criteria and tie-break steps for one place look at everybody on purpose.
        let rules = serde_json::to_string(&world.rules).unwrap();
        if rules.contains("\"relative\"") || rules.contains("\"only_at\"") || rules.contains("\"cap\":{") {
            return;
        }
        let before = statuses(&world);
        let count = world.entrants.len();
        for extra in 0..5 {
            let (row, twin) = (count + extra, extra);
            let mut entrant = world.entrants[twin].clone();
            entrant.id = format!("z{extra}").into();
            world.entrants.push(entrant);
            world.submitted.push(true);
            let copied: Vec<(String, Given)> = world
                .cells
                .iter()
                .filter(|((at, _), _)| *at == twin)
                .map(|((_, name), given)| (name.clone(), given.clone()))
                .collect();
            for (name, given) in copied {
                world.cells.insert((row, name), given);
            }
            // The offence that keeps them out.
            world.cells.insert((row, "y0".to_owned()), Given::One(CellState::Value, Decimal::ONE));
        }
        let after = statuses(&world);
        assert_eq!(after[..count], before[..], "seed {seed}");
        assert_eq!(recommended(&after, |row| row >= count), 0, "seed {seed}");
    });
}

#[test]
fn dividing_places_keeps_their_number() {
    let methods = [
        ApportionMethod::LargestRemainder,
        ApportionMethod::DHondt,
        ApportionMethod::SainteLague,
        ApportionMethod::HuntingtonHill,
    ];
    for method in methods {
        let award = |random: &mut Random| {
            let mut quota = quota(Scope::Cluster);
            let total = DatedNumber::Always(number(random.pick(&["3", "7", "12"])));
            quota.apportioned =
                Some(Apportion { total, by: Base::Entrants, method, at_most: None, floors: None });
            award_with(quota, OnLine::Narrow, Vec::new())
        };
        worlds(60, award, |seed, world| {
            let Ok(plan) = compare::plan(&world) else { panic!("a sound rule set") };
            let evaluations = compare::bind(&world, &plan);
            let outcome = outcome(&plan, &evaluations);
            let total =
                match &world.rules.awards[0].quota.as_ref().unwrap().apportioned.as_ref().unwrap().total {
                    DatedNumber::Always(total) => total.exact().floor_i64().unwrap(),
                    DatedNumber::Dated(_) => panic!("not generated"),
                };
            let statuses = statuses(&world);
            let taken = i64::try_from(recommended(&statuses, |_| true)).unwrap();
            assert!(taken <= total, "seed {seed}");
            let undivided =
                outcome.recommendations.findings.iter().any(|found| found.message.en.contains("undivided"));
            // Without ranks everybody is one tie group; only the number of places can be told from the explanation.
            if !undivided {
                let places: i64 = clusters_places(&plan, &evaluations, &outcome);
                assert_eq!(places, total, "seed {seed}");
            }
        });
    }
}

/// The places of all clusters together, as the explanations state them.
fn clusters_places(
    plan: &thidua_core::Plan,
    evaluations: &thidua_core::Evaluations,
    outcome: &thidua_core::Outcome,
) -> i64 {
    let mut seen = std::collections::BTreeMap::new();
    for (row, page) in crate::pages(plan, evaluations, outcome).iter().enumerate() {
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let quota = page["awards"][0]["quota"]["en"].as_str().unwrap();
        let (places, _) = quota.split_once(' ').unwrap();
        seen.insert(
            evaluations.entrants()[EntrantId::from(row)].cluster.clone(),
            places.parse::<i64>().unwrap(),
        );
    }
    seen.values().sum()
}
