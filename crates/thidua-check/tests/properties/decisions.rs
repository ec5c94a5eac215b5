//! The order of decisions says nothing, and what contradicts itself is never applied.

use std::collections::BTreeMap;

use thidua_core::rule::{
    Award, AwardKind, OnLine, Otherwise, Requirement, TieStep, VoteRequirement, VoteShare,
};
use thidua_core::{
    AwardDecision, AwardId, AwardOutcome, BaseSalary, Circumstances, Date, DecisionIndex, DecisionText,
    Decisions, EntrantId, EntrantKind, History, Located, Outcome, Plan, Status, TieOrder, Vote, WaitsFor,
    evaluate,
};

use crate::compare;
use crate::generate::{World, number, world};
use crate::random::Random;

fn award() -> Located<Award> {
    let votes = VoteRequirement {
        body: "hđ".to_owned(),
        share: number("80%"),
        of: VoteShare::AllMembers,
        quorum: None,
        after: None,
        written: None,
        ballots: 1,
        marks: None,
    };
    let requirement =
        Requirement { votes: Some(votes), otherwise: Otherwise::Refuse, ..Requirement::default() };
    Located::nowhere(Award {
        id: Located::nowhere("a0".to_owned()),
        title: "Khen".to_owned(),
        kind: AwardKind::Commendation,
        commendation_type: None,
        entrants: EntrantKind::Collective,
        kinds: Vec::new(),
        basis: None,
        requires: vec![Located::nowhere(requirement)],
        hold_when: Vec::new(),
        quota: None,
        ranked_by: None,
        tie_on_line: OnLine::Refer,
        reserve: 0,
        money: None,
    })
}

fn decision(number: usize) -> DecisionText {
    DecisionText::new(format!("{number}/QĐ"), Date::from_calendar(2014, 12, 20).unwrap())
}

/// Votes, orders and awards, many of them on one matter; some say that they replace an earlier one.
fn decisions(world: &World, random: &mut Random) -> Vec<DecisionText> {
    let id = |random: &mut Random| world.entrants[random.below(world.entrants.len().min(3))].id.to_string();
    let ranking = world.rules.rankings.first().map(|ranking| ranking.id.clone());
    let mut made: Vec<DecisionText> = Vec::new();
    for count in 0..random.below(30) {
        let mut next = decision(count);
        match (random.below(3), &ranking) {
            (0, Some(ranking)) => {
                let mut order = vec![id(random), id(random), id(random)];
                order.dedup();
                next.tie = Some(TieOrder { ranking: ranking.clone(), order });
            }
            (1, _) => {
                let outcome = [AwardOutcome::Recommend, AwardOutcome::Refuse][random.below(2)];
                next.award = Some(AwardDecision { award: "a0".to_owned(), entrant: id(random), outcome });
            }
            _ => {
                next.vote = Some(Vote {
                    award: "a0".to_owned(),
                    entrant: id(random),
                    body: "hđ".to_owned(),
                    votes: [7, 9][random.below(2)],
                    members: 10,
                    ..Vote::default()
                });
            }
        }
        if count > 0 && random.chance(40) {
            next.replaces = Some(format!("{}/QĐ", random.below(count)));
        }
        made.push(next);
    }
    made
}

fn played(world: &World, plan: &Plan, decisions: &[DecisionText]) -> (Outcome, DecisionIndex) {
    let evaluations = compare::bind(world, plan);
    let all = Decisions { decisions: decisions.iter().cloned().map(Located::nowhere).collect() };
    let (history, index, base_salary) =
        (History::default(), DecisionIndex::new(plan, &all), BaseSalary::default());
    let circumstances = Circumstances {
        history: &history,
        decisions: &index,
        base_salary: &base_salary,
        decision_date: None,
        year: 2014,
    };
    (evaluate(plan, &evaluations, &circumstances), index)
}

fn shown(world: &World, (outcome, index): &(Outcome, DecisionIndex)) -> String {
    let rows = (0..world.entrants.len()).map(EntrantId::from);
    let cases: Vec<_> = rows.map(|row| outcome.recommendations.case(AwardId::FIRST, row)).collect();
    format!("{cases:?} {:?} {:?}", outcome.standings, index.findings())
}

#[test]
fn the_order_of_decisions_says_nothing_and_contradictions_are_not_applied() {
    let (mut worlds, mut contradicted, mut replaced) = (0, 0, 0);
    for seed in 5_000_000.. {
        let mut world = world(seed, 8);
        world.rules.awards = vec![award()];
        for ranking in &mut world.rules.rankings {
            ranking.value.tie_break.push(Located::nowhere(TieStep { council: true, ..TieStep::default() }));
        }
        let Ok(plan) = compare::plan(&world) else { continue };
        worlds += 1;
        let mut random = Random::new(seed);
        let mut decisions = decisions(&world, &mut random);
        let first = played(&world, &plan, &decisions);
        for _ in 0..3 {
            for at in (1..decisions.len()).rev() {
                decisions.swap(at, random.below(at + 1));
            }
            assert_eq!(
                shown(&world, &first),
                shown(&world, &played(&world, &plan, &decisions)),
                "seed {seed}"
            );
        }
        // What stands after every replacement, told the slow way: an entrant whose votes differ waits for one.
        let mut votes: BTreeMap<&str, Vec<&DecisionText>> = BTreeMap::new();
        for decision in &decisions {
            if let Some(vote) = &decision.vote {
                votes.entry(&vote.entrant).or_default().push(decision);
            }
        }
        for (entrant, all) in votes {
            let named = |decision: &DecisionText| {
                all.iter().any(|other| other.replaces.as_ref() == Some(&decision.number))
            };
            let live: Vec<u32> = all
                .iter()
                .filter(|each| !named(each))
                .filter_map(|each| each.vote.as_ref())
                .map(|vote| vote.votes)
                .collect();
            replaced += all.len() - live.len();
            let row = world.entrants.iter().position(|each| each.id == entrant).unwrap();
            let case = first.0.recommendations.case(AwardId::FIRST, row.into()).unwrap();
            if case.status == Status::OtherKind {
                continue;
            }
            match live.as_slice() {
                [one, rest @ ..] if rest.iter().all(|other| other == one) => {
                    assert_eq!(*one == 9, case.status != Status::Refused, "seed {seed} {entrant}");
                }
                several => {
                    contradicted += usize::from(!several.is_empty());
                    assert!(case.waits_for().contains(&WaitsFor::Vote), "seed {seed} {entrant}: {case:?}");
                }
            }
        }
        if worlds == 400 {
            break;
        }
    }
    assert!(contradicted > 100 && replaced > 50, "{contradicted} contradicted, {replaced} replaced");
}
