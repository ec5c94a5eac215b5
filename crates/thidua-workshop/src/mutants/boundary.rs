//! A sheet on which a change that no test kills makes a difference: the tests' own sheets, moved to the lines of the
//! changed part, until the two rule sets part.

use std::collections::BTreeMap;

use thidua::{AwardId, EntrantId, Exact, History, Plan, RuleSet, Valid};
use thidua_rulefile::Document;

use super::change::Mutant;
use super::pools::Neighbour;
use super::values::{Change, aimed, changes, goals, numbers};
use super::write::{Proposal, written};
use crate::fixture::{
    About, Answer, Bench, Case, CaseMember, Names, Placed, Played, Stated, Target, actual, play, target_name,
    targets,
};

/// What a change is looked at with.
pub(super) struct Sheets<'a> {
    pub(super) document: &'a Document,
    pub(super) rules: &'a Valid<RuleSet>,
    pub(super) bench: &'a Bench,
    pub(super) cases: &'a [&'a Case],
}

/// More tries than this for one change would make a person wait.
const TRIES: usize = 1200;
/// So many changes are looked at for two that come to the same.
const TWINS: usize = 250;
/// Pools larger than this are no example for a reader.
const MEMBERS: usize = 6;

/// A proposed test that passes under the rules as they are and fails under the changed ones; `None` when none was found.
pub(super) fn boundary(
    sheets: &Sheets<'_>,
    mutant: &Mutant,
    changed: &RuleSet,
    changed_bench: &Bench,
) -> Option<Proposal> {
    let numbers = numbers(sheets.document, mutant);
    let mut tries = 0;
    for case in bases(sheets.cases, mutant) {
        let (Some((plan, names)), Some(other)) =
            (sheets.bench.plan(sheets.rules, case), changed_bench.plan(changed, case))
        else {
            continue;
        };
        let Ok(base) = play(plan, names, case) else { continue };
        for member in 0..case.members.len() {
            let mut changes = changes(plan, names, mutant, &numbers, case, member, &base);
            if case.members.len() == 1 && is_about(mutant, "tie_break") {
                let twins = twins(plan, names, case, &changes);
                changes.splice(0..0, twins);
            }
            if case.members.len() == 1 && is_about(mutant, "gradings") {
                let aimed = aimed_twice(sheets.document, plan, names, mutant, case, &changes);
                changes.splice(0..0, aimed);
            }
            for change in changes {
                tries += 1;
                if tries > TRIES {
                    return None;
                }
                let moved = moved(case, member, &change);
                if let Some(proposal) = parted(plan, names, other, moved, mutant) {
                    return Some(proposal);
                }
            }
        }
    }
    None
}

fn is_about(mutant: &Mutant, key: &str) -> bool {
    mutant.edits.iter().flat_map(|edit| &edit.path.0).any(|step| step.key() == Some(key))
}

/// Changes after which entered points bring the total to the very number that was changed, or just beside it.
fn aimed_twice(
    document: &Document,
    plan: &Plan,
    names: &Names,
    mutant: &Mutant,
    case: &Case,
    changes: &[Change],
) -> Vec<Change> {
    let goals = goals(document, mutant);
    let mut found = Vec::new();
    for change in changes.iter().filter(|change| change.neighbours.is_empty()).take(TWINS) {
        let Ok(played) = play(plan, names, &moved(case, 0, change)) else { continue };
        for input in plan.inputs().keys() {
            let mut then = Vec::new();
            aimed(plan, input, &goals, &played, EntrantId::FIRST, &mut then);
            for mut next in then {
                next.answers.splice(0..0, change.answers.iter().cloned());
                found.push(next);
            }
        }
        if found.len() > TRIES / 2 {
            break;
        }
    }
    found
}

/// Two sheets made from one by different changes that come to the same total: what a tie is decided by.
fn twins(plan: &Plan, names: &Names, case: &Case, changes: &[Change]) -> Vec<Change> {
    let mut by_total: BTreeMap<Exact, Vec<&Change>> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.neighbours.is_empty()).take(TWINS) {
        let total = play(plan, names, &moved(case, 0, change)).ok();
        if let Some(total) = total.and_then(|played| played.outcome.scorecards.total(EntrantId::FIRST)) {
            by_total.entry(total).or_default().push(change);
        }
    }
    let mut found = Vec::new();
    for alike in by_total.into_values() {
        for (position, one) in alike.iter().enumerate() {
            // Different answers to one question that pay the same tell nothing apart.
            let input = |change: &Change| change.answers.first().map(|(name, _)| name.clone());
            let others = alike.iter().skip(position + 1).filter(|other| input(other) != input(one));
            for other in others.take(4) {
                let neighbour = Neighbour { answers: other.answers.clone(), elsewhere: false };
                found.push(Change { neighbours: vec![neighbour], ..(*one).clone() });
            }
        }
    }
    found.truncate(TRIES / 2);
    found
}

/// The tests to start from: first those that speak of the changed part, small ones first.
fn bases<'a>(cases: &[&'a Case], mutant: &Mutant) -> Vec<&'a Case> {
    let speaks = |case: &Case| {
        let mut stated = case.members.iter().flat_map(|member| &member.stated);
        stated.any(|stated| stated.name.as_ref().is_some_and(|name| mutant.within.contains(&name.value)))
    };
    let mut found: Vec<&Case> = cases
        .iter()
        .copied()
        .filter(|case| case.members.len() <= MEMBERS && case.decisions.decisions.is_empty())
        .collect();
    found.sort_by_key(|case| (!speaks(case), case.members.len()));
    // Rows of one table start from the same sheet.
    found.dedup_by_key(|case| {
        (case.span.line, case.members.len(), case.members.first().map(|m| m.like.clone()))
    });
    found.truncate(24);
    found
}

fn moved(case: &Case, member: usize, change: &Change) -> Case {
    let mut moved = case.clone();
    moved.pending = true;
    moved.basis = None;
    for member in &mut moved.members {
        member.stated.clear();
    }
    let put = |member: &mut CaseMember, answers: &[(String, Answer)]| {
        for (name, answer) in answers {
            let name = Placed { value: name.clone(), file: case.file.clone(), span: case.span };
            let answer = Placed { value: answer.clone(), file: case.file.clone(), span: case.span };
            member.answers.push((name, answer));
        }
    };
    let Some(own) = moved.members.get_mut(member) else { return moved };
    let first = own.clone();
    put(own, &change.answers);
    for record in &change.history {
        own.history.add(&own.id, record.clone());
    }
    for (number, neighbour) in (2..).zip(&change.neighbours) {
        let mut other = first.clone();
        other.id = format!("{}-{number}", first.id);
        other.history = History::default();
        for record in first.history.of(&first.id) {
            other.history.add(&other.id, record.clone());
        }
        if neighbour.elsewhere {
            other.cluster = format!("{} {number}", first.cluster);
        }
        put(&mut other, &neighbour.answers);
        moved.members.push(other);
    }
    moved
}

/// The moved case as a proposal, when the two rule sets part on it and a test can say so.
fn parted(
    plan: &Plan,
    names: &Names,
    other: (&Plan, &Names),
    mut case: Case,
    mutant: &Mutant,
) -> Option<Proposal> {
    let own = play(plan, names, &case).ok()?;
    let theirs = play(other.0, other.1, &case).ok();
    let (row, target) = difference(plan, &own, other.0, theirs.as_ref())?;
    let (about, name) = target_name(plan, target)?;
    let value = actual(plan, &own.pool, &own.outcome, row, target).written();
    let id = own.pool.evaluations.entrants().get(row)?.id.clone();
    let member = case.members.iter_mut().find(|member| member.id == id)?;
    let name = name.map(thidua::Located::nowhere);
    member.stated = vec![Stated { about, name, written: vec![value], span: case.span }];
    case.name = format!("Mốc: {}", mutant.what.vi);
    let stands = crate::fixture::holds(plan, names, &case) && !crate::fixture::holds(other.0, other.1, &case);
    stands.then(|| Proposal {
        file: case.file.to_string(),
        name: case.name.clone(),
        test: written(plan, names, &case),
    })
}

/// The first thing, in the order of computing, that comes out differently.
fn difference(
    plan: &Plan,
    own: &Played,
    other: &Plan,
    theirs: Option<&Played>,
) -> Option<(EntrantId, Target)> {
    for target in targets(plan) {
        for row in own.pool.evaluations.entrants().keys() {
            let here = actual(plan, &own.pool, &own.outcome, row, target);
            let Some(theirs) = theirs else {
                // What the changed rules refuse to read is best shown by a number that is there.
                if matches!(target, Target::Points(_)) && here.written() != "none" {
                    return Some((row, target));
                }
                continue;
            };
            let Some(same) = counterpart(plan, other, target) else { continue };
            if actual(other, &theirs.pool, &theirs.outcome, row, same) != here {
                return Some((row, target));
            }
        }
    }
    None
}

/// The same thing in a plan whose positions may be others.
fn counterpart(plan: &Plan, other: &Plan, target: Target) -> Option<Target> {
    let award = |award: AwardId| {
        let id = &plan.rules().awards().get(award)?.id.value;
        other.rules().awards().position(|award| award.id.value == *id)
    };
    Some(match target {
        Target::Points(node) => {
            let path = &plan.nodes().get(node)?.path;
            Target::Points(other.nodes().position(|node| node.path == *path)?)
        }
        Target::Award(position) => Target::Award(award(position)?),
        Target::Money(position) => Target::Money(award(position)?),
        other => other,
    })
}

/// `About` as a test file spells it.
pub(super) fn key(about: About) -> &'static str {
    match about {
        About::Points => "points",
        About::Bonus => "bonus",
        About::Deductions => "deductions",
        About::Total => "total",
        About::Grade => "grade",
        About::Rank => "rank",
        About::Award => "awards",
        About::Reasons => "reasons",
        About::Money => "money",
    }
}

/// A number as it is written in a cell, when it has a decimal form.
pub(super) fn cell(value: &Exact) -> Option<String> {
    Some(value.to_decimal()?.normalized().to_string())
}
