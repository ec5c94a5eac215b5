//! Awards once more, the slow and obvious way: who may, who goes before whom, how many places there are.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use num_traits::{One, Signed, Zero};
use thidua_core::rule::{
    Apportion, Award, Base, Direction, Fraction, HistoryRequirement, Inherited, MoneyOf, OnLine, Otherwise,
    Quota, Requirement, Reuse, Scope, VoteRequirement, VoteShare, Window, WrittenVotes,
};
use thidua_core::{ApportionMethod, AwardOutcome, AwardStatus, CellState, Floors, KindId, Located, Vote};

use crate::evaluator::{
    Known, Q, Results, assessed, cell, cell_state, decimal, formula, graded_value, group_of, number, on_day,
    ranked_total, round, settled, split, whole,
};
use crate::generate::World;
use crate::reading::{self, Tree};

/// Where an entrant stands with an award.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Standing {
    pub(crate) status: AwardStatus,
    pub(crate) money: Option<Q>,
    pub(crate) decided: Option<AwardOutcome>,
}

/// An entrant on its way through an award.
#[derive(Clone, Debug, PartialEq)]
enum At {
    Out(AwardStatus),
    In,
    /// Tied on a line: with which others, and for how many places.
    Tied(usize, usize),
    Below,
    Reserve,
}

pub(crate) fn award(
    world: &World,
    results: &Results,
    position: usize,
) -> (Vec<Standing>, BTreeMap<String, u32>, Vec<&'static str>) {
    let mut met = Vec::new();
    let award = &world.rules.awards[position].value;
    let mut at: Vec<At> =
        (0..world.entrants.len()).map(|row| eligible(world, results, position, row)).collect();
    let quotas = match &award.quota {
        Some(quota) => fill(world, results, award, quota, &mut at, &mut met),
        None => BTreeMap::new(),
    };
    let standings = at.iter().enumerate().map(|(row, at)| {
        let status = match at {
            At::Out(status) => *status,
            At::In => AwardStatus::Recommended,
            At::Tied(..) => AwardStatus::TiedOnLine,
            At::Below => AwardStatus::BelowLine,
            At::Reserve => AwardStatus::Reserve,
        };
        let other_kind = status == AwardStatus::OtherKind;
        let decided = if other_kind { None } else { decision(world, award, row) };
        let paid = match decided {
            Some(outcome) => outcome == AwardOutcome::Recommend,
            None => *at == At::In,
        };
        Standing { status, money: paid.then(|| money(world, award)).flatten(), decided }
    });
    (standings.collect(), quotas, met)
}

fn decision(world: &World, award: &Award, row: usize) -> Option<AwardOutcome> {
    let about = world.more.decisions.iter().filter_map(|decision| decision.award.as_ref());
    let mut said: Vec<AwardOutcome> = about
        .filter(|about| about.award == award.id.value && about.entrant == world.entrants[row].id)
        .map(|about| about.outcome)
        .collect();
    said.dedup();
    // Two that contradict one another say nothing.
    if said.len() == 1 { said.pop() } else { None }
}

fn money(world: &World, award: &Award) -> Option<Q> {
    let money = award.money.as_ref()?;
    let day = world.more.decision_date?;
    let salary = world.more.salaries.iter().filter(|(from, _)| *from <= day).max()?.1;
    let own = on_day(world, &money.multiple);
    let product = match &money.of {
        None => own * decimal(salary),
        Some(MoneyOf::Amount(id)) => own * self::money(world, named(world, id))?,
        Some(MoneyOf::Multiple(id)) => own * multiple(world, named(world, id)) * decimal(salary),
    };
    Some(round(&product, money.rounding.as_ref()))
}

fn named<'a>(world: &'a World, id: &str) -> &'a Award {
    world.rules.awards.iter().find(|award| award.id.value == id).unwrap()
}

fn multiple(world: &World, award: &Award) -> Q {
    let money = award.money.as_ref().unwrap();
    let own = on_day(world, &money.multiple);
    match &money.of {
        None => own,
        Some(MoneyOf::Amount(id) | MoneyOf::Multiple(id)) => own * multiple(world, named(world, id)),
    }
}

/// Whether somebody has an award, as far as is known.
fn has(results: &Results, award: usize, row: usize) -> Option<bool> {
    let standing = &results.awards[award][row];
    match (standing.decided, standing.status) {
        (Some(AwardOutcome::Recommend), _) => Some(true),
        (Some(AwardOutcome::Refuse), _) => Some(false),
        (Some(AwardOutcome::Hold), _) | (None, AwardStatus::Held | AwardStatus::TiedOnLine) => None,
        (None, AwardStatus::Recommended) => Some(true),
        (None, _) => Some(false),
    }
}

fn one_of(answers: Vec<Option<bool>>) -> Option<bool> {
    if answers.contains(&Some(true)) {
        Some(true)
    } else if answers.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// The ranking that orders an award; none when nothing of it needs an order.
fn ranking(world: &World, award: &Award) -> Option<usize> {
    let by = award.ranked_by.as_ref().map(|id| &id.value);
    let named = |id: &String| world.rules.rankings.iter().position(|ranking| ranking.id == *id).unwrap();
    by.map(named).or((award.quota.is_some() || award.reserve > 0).then_some(0))
}

fn eligible(world: &World, results: &Results, position: usize, row: usize) -> At {
    let award = &world.rules.awards[position].value;
    let entrant = &world.entrants[row];
    let of_kind = award.kinds.is_empty()
        || entrant.kind.is_some_and(|kind| {
            let id = world.rules.kinds.keys().nth(kind.into()).unwrap();
            award.kinds.iter().any(|name| name.value == id)
        });
    if entrant.entrant != award.entrants || !of_kind {
        return At::Out(AwardStatus::OtherKind);
    }
    let known = Known::all(world, row, results);
    let (mut refused, mut held) = (false, false);
    for requirement in &award.requires {
        let met = is_met(world, results, position, row, requirement);
        match (met, requirement.otherwise) {
            (Some(true), _) => {}
            (Some(false), Otherwise::Refuse) => refused = true,
            (Some(false), Otherwise::Hold) | (None, _) => held = true,
        }
    }
    for hold in &award.hold_when {
        held |= settled(known, &hold.when) != Some(false);
    }
    let unplaced = ranking(world, award).is_some_and(|ranking| results.places[ranking][row].is_none());
    held |= unplaced;
    refused |= unplaced && !assessed(world, row);
    let superseded = world.rules.one_form.iter().any(|form| {
        let before = form.awards.iter().take_while(|id| id.value != award.id.value);
        form.awards.iter().any(|id| id.value == award.id.value)
            && before.into_iter().any(|id| {
                let other = world.rules.awards.iter().position(|other| other.id.value == id.value).unwrap();
                has(results, other, row) == Some(true)
            })
    });
    if refused {
        At::Out(AwardStatus::Refused)
    } else if held {
        At::Out(AwardStatus::Held)
    } else if superseded {
        At::Out(AwardStatus::Superseded)
    } else {
        At::In
    }
}

/// Whether a requirement is met; of several ways one that is met all through.
fn is_met(
    world: &World,
    results: &Results,
    position: usize,
    row: usize,
    requirement: &Requirement,
) -> Option<bool> {
    let award = &world.rules.awards[position].value;
    let known = Known::all(world, row, results);
    if !requirement.any.is_empty() {
        let way = |parts: &Vec<Located<Requirement>>| {
            let met: Vec<Option<bool>> =
                parts.iter().map(|part| is_met(world, results, position, row, part)).collect();
            if met.contains(&Some(false)) {
                Some(false)
            } else if met.contains(&None) {
                None
            } else {
                Some(true)
            }
        };
        return one_of(requirement.any.iter().map(way).collect());
    }
    if let Some(condition) = &requirement.when {
        // Of points there are none for whoever is not assessed, and none will come.
        settled(known, condition)
            .or_else(|| (reads_results(world, condition) && !assessed(world, row)).then_some(false))
    } else if let Some(rule) = &requirement.history {
        history(world, results, position, rule, row)
    } else if let Some(rule) = &requirement.votes {
        vote(world, award, rule, row)
    } else {
        let other = |id: &str| world.rules.awards.iter().position(|award| award.id.value == id).unwrap();
        one_of(requirement.holds.iter().map(|id| has(results, other(id), row)).collect())
    }
}

/// Whether a condition speaks of points or of what comes of them.
fn reads_results(world: &World, condition: &thidua_core::Condition) -> bool {
    fn of(tree: &Tree) -> bool {
        match tree {
            Tree::Number(_) => false,
            Tree::Name(name) => {
                let words = [
                    "điểm",
                    "tỷ_lệ",
                    "điểm_thưởng",
                    "điểm_trừ",
                    "xếp_loại",
                    "hạng",
                    "mọi nhóm",
                    "mọi tiêu chí",
                ];
                words.contains(&name.as_str())
            }
            Tree::Of(what, _) => ["điểm", "tỷ_lệ", "giá_trị", "hạng", "xếp_loại", "bình_quân", "số_xếp_hạng"]
                .contains(&what.as_str()),
            Tree::Minus(part) | Tree::Not(part) => of(part),
            Tree::Pair(_, left, right) | Tree::Between(_, left, right) => of(left) || of(right),
            Tree::All(parts) | Tree::Any(parts) => parts.iter().any(of),
        }
    }
    let written = world.more.conditions.iter().find(|(parsed, _)| parsed == condition);
    of(&reading::read(&written.unwrap().1))
}

fn history(
    world: &World,
    results: &Results,
    position: usize,
    rule: &HistoryRequirement,
    row: usize,
) -> Option<bool> {
    let award = &world.rules.awards[position].value;
    let records: Vec<_> = world.more.history.iter().filter(|(of, _)| *of == row).collect();
    let own = |year: i32, result: &String| {
        records.iter().any(|(_, record)| {
            let free = rule.reuse != Reuse::Once || record.used_for.is_none();
            record.year == year && record.result == *result && free
        })
    };
    // How much passed over, and how much of that from units that had it.
    let inherited = |year: i32, result: &String, question: bool| {
        let came = world.more.predecessors.iter().filter(|(of, ..)| *of == row);
        let had = |unit: &String| {
            world
                .more
                .former
                .iter()
                .any(|(of, record)| of == unit && record.year == year && record.result == *result)
        };
        let (mut whole, mut part, mut with, mut without) = (0, 0, 0, 0);
        for (_, unit, share) in came {
            whole += share;
            if had(unit) {
                part += share;
                with += 1;
            } else {
                without += 1;
            }
        }
        with > 0
            && match &rule.inherited {
                None => question,
                Some(Inherited::None) => false,
                Some(Inherited::Any) => true,
                Some(Inherited::All) => without == 0,
                Some(Inherited::Share(least)) => self::whole(part) >= number(least) * self::whole(whole),
            }
    };
    let brought_now = |result: &String| {
        let graded = world.rules.gradings.iter().enumerate().map(|(grading, rules)| {
            let named =
                |grade: &Option<usize>| Some(grade.is_some_and(|grade| rules.grades[grade].id == *result));
            let mut answers: Vec<Option<bool>> = results.possible[grading][row].iter().map(named).collect();
            answers.dedup();
            match answers.as_slice() {
                // Any grade may come of a value that is not there yet.
                [] if results.grades[grading][row].is_none()
                    && graded_value(world, results, grading, row).is_none()
                    && assessed(world, row) =>
                {
                    (!rules.grades.iter().any(|grade| grade.id == *result)).then_some(false)
                }
                [] => named(&results.grades[grading][row]),
                [one] => *one,
                _ => None,
            }
        });
        let graded = one_of(graded.collect());
        let earlier = world.rules.awards.iter().take(position).position(|award| award.id.value == *result);
        one_of(vec![graded, earlier.map_or(Some(false), |at| has(results, at, row))])
    };
    let now = one_of(rule.results.iter().map(brought_now).collect());
    let enough = |with_this_year: bool, question: bool| {
        let brought = |year: i32, result: &String| {
            let any = records.iter().any(|(_, record)| record.year == year && record.result == *result);
            own(year, result) || (!any && inherited(year, result, question))
        };
        let year = world.more.year;
        let counts = |candidate: i32| {
            let used = rule.reuse == Reuse::Never
                && records.iter().any(|(_, record)| {
                    record.year == candidate && record.used_for.as_ref() == Some(&award.id.value)
                });
            let counted = candidate == year && rule.counts_this_run;
            let there = |result: &String| {
                brought(candidate, result) || (counted && brought_now(result).unwrap_or(question))
            };
            let any = rule.results.iter().any(|result| brought(candidate, result));
            !used && ((counted && with_this_year) || any) && rule.each_year.iter().all(there)
        };
        let end = year - i32::try_from(rule.ending_years_ago).unwrap();
        if let Some(least) = rule.records {
            let mut count = 0;
            for candidate in end - i32::try_from(rule.years).unwrap() + 1..=end {
                let mut results = rule.results.clone();
                results.sort();
                results.dedup();
                for result in &results {
                    let own = records.iter().filter(|(_, record)| {
                        record.year == candidate
                            && record.result == *result
                            && match rule.reuse {
                                Reuse::Allowed => true,
                                Reuse::Never => record.used_for.as_ref() != Some(&award.id.value),
                                Reuse::Once => record.used_for.is_none(),
                            }
                    });
                    let brought = records
                        .iter()
                        .any(|(_, record)| record.year == candidate && record.result == *result);
                    count += own.count();
                    // What a predecessor had of a year counts once, and only where the entrant has nothing of it.
                    count += usize::from(!brought && inherited(candidate, result, question));
                }
            }
            count += usize::from(with_this_year && rule.counts_this_run && rule.ending_years_ago == 0);
            return count >= usize::try_from(least).unwrap();
        }
        let years: Vec<i32> = (1990..=end).rev().collect();
        let counted = if !rule.consecutive {
            years.iter().filter(|year| counts(**year)).count()
        } else if !counts(end) {
            0
        } else if rule.window == Window::Block {
            let run = years.iter().take_while(|year| counts(**year)).count();
            let length = usize::try_from(rule.years).unwrap();
            // The years of the run are counted off 1, 2, 3, 1, 2, 3 …
            (0..run).map(|at| at % length + 1).next_back().unwrap()
        } else {
            let (mut counted, mut missing) = (0, 0);
            for year in years {
                if counts(year) {
                    counted += 1;
                } else {
                    missing += 1;
                    if missing > rule.gap {
                        break;
                    }
                }
            }
            counted
        };
        counted >= usize::try_from(rule.years).unwrap()
    };
    match now {
        _ if enough(now == Some(true), false) => Some(true),
        _ if enough(now != Some(false), true) => None,
        _ => Some(false),
    }
}

fn vote(world: &World, award: &Award, rule: &VoteRequirement, row: usize) -> Option<bool> {
    if let Some(after) = &rule.after {
        let requirements = award.requirements();
        let mut before = requirements.iter().filter_map(|requirement| requirement.votes.as_ref());
        let before = before.find(|before| before.body == *after).unwrap();
        match vote(world, award, before, row) {
            Some(true) => {}
            _ => return None,
        }
    }
    let cast = |number: u32| {
        let votes = world.more.decisions.iter().filter_map(|decision| decision.vote.as_ref());
        let mut votes: Vec<_> = votes
            .filter(|vote| {
                vote.award == award.id.value
                    && vote.entrant == world.entrants[row].id
                    && vote.body == rule.body
                    && vote.ballot.unwrap_or(1) == number
            })
            .collect();
        votes.dedup();
        votes
    };
    let last = (1..=rule.ballots).rev().find(|number| !cast(*number).is_empty())?;
    let votes = cast(last);
    let [vote] = votes.as_slice() else { return None };
    match carried(rule, vote) {
        Some(false) if last < rule.ballots => None,
        other => other,
    }
}

fn carried(rule: &VoteRequirement, vote: &Vote) -> Option<bool> {
    let count = |number: u32| whole(i64::from(number));
    let (returned, in_writing) = (vote.written.unwrap_or(0), vote.written_votes.unwrap_or(0));
    let (more_votes, more_present) = match rule.written {
        None if returned > 0 => return None,
        None | Some(WrittenVotes::AsPresent) => (in_writing, returned),
        Some(WrittenVotes::Apart) => (0, 0),
        Some(WrittenVotes::AsVotes) => (in_writing, 0),
    };
    let present = || Some(vote.present? + more_present);
    let against = match rule.of {
        VoteShare::AllMembers => vote.members,
        VoteShare::Present => present()?,
    };
    if against == 0 {
        return None;
    }
    let quorate = match &rule.quorum {
        Some(quorum) => count(present()?) / count(vote.members) >= number(quorum),
        None => true,
    };
    Some(quorate && count(vote.votes + more_votes) / count(against) >= number(&rule.share))
}

// Places.

/// Fills the places; tells how many each group has.
fn fill(
    world: &World,
    results: &Results,
    award: &Award,
    quota: &Quota,
    at: &mut [At],
    met: &mut Vec<&'static str>,
) -> BTreeMap<String, u32> {
    let group = |row: usize| group_of(world, row, quota.per);
    let of_kind = |row: &usize| at[*row] != At::Out(AwardStatus::OtherKind);
    let mut names: Vec<String> = (0..at.len()).filter(of_kind).map(group).collect();
    names.sort();
    names.dedup();
    let (places, open) = places(world, results, award, quota, at, &names);
    let order = ranking(world, award).unwrap();
    match &open {
        Open::Between(..) => met.push("places between equal groups"),
        Open::Everything(_) => met.push("places that cannot be divided"),
        Open::Nothing if quota.apportioned.is_some() => met.push("places divided"),
        Open::Nothing => {}
    }
    let running = |at: &[At], group: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let in_it = |row: &usize| matches!(at[*row], At::In | At::Tied(..)) && group(*row);
        (0..at.len()).filter(in_it).collect()
    };
    let mut ties = 0;
    let mut lines = Vec::new();
    let mut between = Vec::new();
    for (name, places) in names.iter().zip(&places) {
        let tie_groups =
            tie_groups(world, results, order, quota.per, &running(at, &|row| group(row) == *name));
        let draws = |places: usize| draw(&tie_groups, places, award.tie_on_line);
        for (tie_group, line) in tie_groups.iter().zip(draws(*places)) {
            ties += 1;
            set(at, tie_group, line, ties);
        }
        match &open {
            Open::Between(among, _) if among.contains(name) => {
                for (tie_group, (without, with)) in
                    tie_groups.iter().zip(draws(*places).into_iter().zip(draws(*places + 1)))
                {
                    if without == Line::Below && with != Line::Below {
                        between.extend(tie_group);
                    }
                }
            }
            Open::Everything(_) => between.extend(tie_groups.iter().flatten()),
            Open::Between(..) | Open::Nothing => {}
        }
        lines.push(tie_groups);
    }
    if let Open::Between(_, left) | Open::Everything(left) = open {
        ties += 1;
        set(at, &between, Line::Tied(left), ties);
    }
    for cap in &quota.within {
        let mut groups: Vec<String> = (0..at.len()).map(|row| group_of(world, row, cap.per)).collect();
        groups.sort();
        groups.dedup();
        for name in groups {
            let inside = |row: usize| group_of(world, row, cap.per) == name;
            let mut taken = 0;
            for other in &cap.together_with {
                let other =
                    world.rules.awards.iter().position(|award| award.id.value == other.value).unwrap();
                taken += (0..at.len())
                    .filter(|row| inside(*row) && has(results, other, *row) == Some(true))
                    .count();
            }
            let limit: usize = on_day(world, &cap.count).to_integer().try_into().unwrap();
            let left = limit.saturating_sub(taken);
            let rows = running(at, &inside);
            let mut wanted = rows.iter().filter(|row| at[**row] == At::In).count();
            let mut tied: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
            for row in &rows {
                if let At::Tied(tie, places) = at[*row] {
                    tied.entry(tie).or_insert((0, places)).0 += 1;
                }
            }
            wanted += tied.values().map(|(rows, places)| *rows.min(places)).sum::<usize>();
            if wanted <= left {
                continue;
            }
            met.push("wider limit that binds");
            let before = at.to_vec();
            let tie_groups = tie_groups(world, results, order, cap.per, &rows);
            for (tie_group, line) in tie_groups.iter().zip(draw(&tie_groups, left, award.tie_on_line)) {
                ties += 1;
                set(at, tie_group, line, ties);
            }
            for row in rows {
                if at[row] == At::In && before[row] != At::In {
                    at[row] = before[row].clone();
                }
            }
        }
    }
    for tie_groups in lines {
        let mut place = 1;
        for tie_group in tie_groups {
            if tie_group.iter().all(|row| at[*row] == At::Below) {
                if place > award.reserve {
                    break;
                }
                place += u32::try_from(tie_group.len()).unwrap();
                tie_group.iter().for_each(|row| at[*row] = At::Reserve);
            }
        }
    }
    let places = places.into_iter().map(|places| u32::try_from(places).unwrap());
    names.into_iter().zip(places).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Line {
    In,
    Tied(usize),
    Below,
}

fn set(at: &mut [At], rows: &[usize], line: Line, tie: usize) {
    for row in rows {
        at[*row] = match line {
            Line::In => At::In,
            Line::Tied(places) => At::Tied(tie, places),
            Line::Below => At::Below,
        };
    }
}

fn draw(tie_groups: &[Vec<usize>], places: usize, on_line: OnLine) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut before = 0;
    for tie_group in tie_groups {
        let fits = before + tie_group.len() <= places;
        lines.push(match on_line {
            _ if fits => Line::In,
            _ if before >= places => Line::Below,
            OnLine::Refer => Line::Tied(places - before),
            OnLine::Widen => Line::In,
            OnLine::Narrow => Line::Below,
        });
        before += tie_group.len();
    }
    lines
}

/// Those in the running, equals together: by how many of their own ranking group stand before them, then by value.
fn tie_groups(
    world: &World,
    results: &Results,
    order: usize,
    scope: Scope,
    rows: &[usize],
) -> Vec<Vec<usize>> {
    let ranking = &world.rules.rankings[order].value;
    let groups: BTreeMap<usize, String> =
        rows.iter().map(|row| (*row, group_of(world, *row, ranking.scope))).collect();
    let place = |row: usize| results.places[order][row].unwrap();
    let ahead: BTreeMap<usize, usize> = rows
        .iter()
        .map(|row| {
            let before = |other: &&usize| groups[other] == groups[row] && place(**other) < place(*row);
            (*row, rows.iter().filter(before).count())
        })
        .collect();
    let values: BTreeMap<usize, Option<Q>> = rows
        .iter()
        .map(|row| {
            let known = Known::all(world, *row, results);
            let value = match &ranking.by {
                Some(key) => formula(known, &key.of),
                None => ranked_total(world, &results.sheets[*row]),
            };
            (*row, value)
        })
        .collect();
    let lower_first = ranking.by.as_ref().is_some_and(|key| key.order == Direction::Lower);
    let across = ranking.scope != scope && ranking.scope != Scope::All;
    split(rows, |left, right| {
        let by_value = || match lower_first {
            _ if !across => Ordering::Equal,
            true => values[&left].cmp(&values[&right]),
            false => values[&right].cmp(&values[&left]),
        };
        ahead[&left].cmp(&ahead[&right]).then_with(by_value)
    })
}

/// What stays open when places are counted.
enum Open {
    Nothing,
    Between(BTreeSet<String>, usize),
    Everything(usize),
}

fn places(
    world: &World,
    results: &Results,
    award: &Award,
    quota: &Quota,
    at: &[At],
    names: &[String],
) -> (Vec<usize>, Open) {
    let least = usize::try_from(quota.at_least).unwrap();
    if let Some(rule) = &quota.apportioned {
        return apportioned(world, results, award, (quota, rule), at, names);
    }
    let each = |name: &String| {
        let places = match (&quota.count, &quota.share) {
            (Some(count), _) => on_day(world, count),
            (None, share) => {
                let base = base(world, results, quota, quota.of.as_ref().unwrap(), at, name).0;
                let product = match share {
                    Some(share) => on_day(world, share) * base,
                    None => by_class(world, results, quota, at, name),
                };
                match quota.fraction.unwrap() {
                    Fraction::Down => product.floor(),
                    Fraction::Up => product.ceil(),
                    Fraction::HalfUp => (product + Q::new(1.into(), 2.into())).floor(),
                }
            }
        };
        // Nobody has more places than can be counted.
        let most = whole(i64::from(u32::MAX));
        let places = if places > most { most } else { places };
        least.max(places.to_integer().try_into().unwrap())
    };
    (names.iter().map(each).collect(), Open::Nothing)
}

/// One entrant after the other, each with the share of the first row that is for it.
fn by_class(world: &World, results: &Results, quota: &Quota, at: &[At], name: &str) -> Q {
    let mut sum = Q::zero();
    for row in 0..at.len() {
        let size =
            base_of(world, results, quota, quota.of.as_ref().unwrap(), at, name, &|other| other == row).0;
        for each in &quota.shares {
            let is_for =
                each.when.as_ref().map_or(Some(true), |when| settled(Known::all(world, row, results), when));
            if is_for != Some(false) {
                let share = if is_for == Some(true) { on_day(world, &each.share) } else { Q::zero() };
                sum += share * size;
                break;
            }
        }
    }
    sum
}

/// The size of a base in a group, and whether all of it is known and makes sense.
fn base(world: &World, results: &Results, quota: &Quota, base: &Base, at: &[At], name: &str) -> (Q, bool) {
    base_of(world, results, quota, base, at, name, &|_| true)
}

/// The same of some entrants only.
fn base_of(
    world: &World,
    results: &Results,
    quota: &Quota,
    base: &Base,
    at: &[At],
    name: &str,
    of: &dyn Fn(usize) -> bool,
) -> (Q, bool) {
    let (mut size, mut sound) = (Q::zero(), true);
    for row in (0..at.len()).filter(|row| of(*row) && group_of(world, *row, quota.per) == name) {
        let of_kind = at[row] != At::Out(AwardStatus::OtherKind);
        let counts = match base {
            Base::Entrants => of_kind && assessed(world, row),
            Base::Eligible => at[row] == At::In,
            Base::Graded(grades) => {
                let grade = results.grades[0][row].map(|grade| &world.rules.gradings[0].grades[grade].id);
                of_kind && grade.is_some_and(|grade| grades.contains(grade))
            }
            Base::Recommended(id) => {
                let other = world.rules.awards.iter().position(|award| award.id.value == *id).unwrap();
                has(results, other, row) == Some(true)
            }
            Base::Input(name) => {
                let settled =
                    matches!(cell_state(world, row, name), CellState::NotApplicable | CellState::Exempt);
                match cell(world, row, name) {
                    Some(value) if value.is_negative() => sound = false,
                    Some(value) => size += value,
                    None => sound &= settled || !of_kind,
                }
                false
            }
        };
        if counts {
            size += Q::one();
        }
    }
    (size, sound)
}

fn apportioned(
    world: &World,
    results: &Results,
    award: &Award,
    (quota, rule): (&Quota, &Apportion),
    at: &[At],
    names: &[String],
) -> (Vec<usize>, Open) {
    let total: usize = on_day(world, &rule.total).to_integer().try_into().unwrap();
    let least = usize::try_from(quota.at_least).unwrap();
    let sizes: Vec<(Q, bool)> =
        names.iter().map(|name| base(world, results, quota, &rule.by, at, name)).collect();
    // An input makes no sense for anybody or for nobody: groups without entrants of the award count too.
    let whole_base = (0..at.len()).all(|row| match &rule.by {
        Base::Input(input) => cell(world, row, input).is_none_or(|value| !value.is_negative()),
        _ => true,
    });
    let sound = whole_base && sizes.iter().all(|(_, sound)| *sound);
    let weights: Vec<Q> = sizes.into_iter().map(|(size, _)| size).collect();
    let promised = least * names.len();
    if names.is_empty() || total == 0 && promised == 0 {
        return (vec![0; names.len()], Open::Nothing);
    }
    if !sound || promised > total || (total > promised && weights.iter().all(Q::is_zero)) {
        let open = if total > 0 { Open::Everything(total) } else { Open::Nothing };
        return (vec![0; names.len()], open);
    }
    let first = rule.floors == Some(Floors::First);
    let (total, floor) = if first { (total - promised, 0) } else { (total, least) };
    let most = rule.at_most.map_or(usize::MAX, |most| usize::try_from(most).unwrap());
    let most = if first { most.saturating_sub(least) } else { most };
    let (mut places, tied) = match rule.method {
        ApportionMethod::LargestRemainder => remainders(total, &weights, floor, most),
        method => averages(total, &weights, (floor, most), method),
    };
    let mut left = total - places.iter().sum::<usize>();
    if first {
        places.iter_mut().for_each(|places| *places += least);
    }
    let shown = |name: &String| match quota.per {
        Scope::Kind => names_of_kinds(world, name),
        Scope::All | Scope::Cluster => name.clone(),
    };
    let mut among: BTreeSet<String> = tied.iter().map(|index| names[*index].clone()).collect();
    let about = world.more.decisions.iter().filter_map(|decision| decision.places.as_ref());
    let mut wanted: Vec<BTreeSet<String>> = about
        .filter(|about| about.award == award.id.value)
        .map(|about| about.to.iter().cloned().collect())
        .collect();
    wanted.sort();
    wanted.dedup();
    if let [wanted] = wanted.as_slice()
        && wanted.len() <= left
        && wanted.iter().all(|name| among.iter().any(|group| shown(group) == *name))
    {
        for (index, name) in names.iter().enumerate() {
            if among.contains(name) && wanted.contains(&shown(name)) {
                places[index] += 1;
                left -= 1;
                among.remove(name);
            }
        }
    }
    // Without equals it is the ends from above that leave places over.
    let open = left > 0 && !tied.is_empty();
    (places, if open { Open::Between(among, left) } else { Open::Nothing })
}

/// The id of a kind of which the group is made.
fn names_of_kinds(world: &World, group: &str) -> String {
    let kinds = world.rules.kinds.keys().enumerate();
    let mut named = kinds.filter(|(at, _)| format!("{:?}", Some(KindId::from(*at))) == group);
    named.next().map(|(_, id)| id.to_owned()).unwrap_or_default()
}

/// One place after the other to the best average; stops where equals would have to draw lots.
fn averages(
    total: usize,
    weights: &[Q],
    (least, most): (usize, usize),
    method: ApportionMethod,
) -> (Vec<usize>, Vec<usize>) {
    let mut places = vec![least; weights.len()];
    while places.iter().sum::<usize>() < total {
        let before = |left: usize, right: usize| {
            let divisor = |index: usize| {
                let taken = whole(i64::try_from(places[index]).unwrap());
                match method {
                    ApportionMethod::SainteLague => taken.clone() + taken + Q::one(),
                    ApportionMethod::HuntingtonHill => taken.clone() * (taken + Q::one()),
                    _ => taken + Q::one(),
                }
            };
            let weight = |index: usize| match method {
                ApportionMethod::HuntingtonHill => &weights[index] * &weights[index],
                _ => weights[index].clone(),
            };
            let empty = |index: usize| {
                method == ApportionMethod::HuntingtonHill && places[index] == 0 && !weights[index].is_zero()
            };
            match (empty(left), empty(right)) {
                // Nothing is worth more than a first place; among first places the weight decides.
                (true, true) => weights[right].cmp(&weights[left]),
                (true, false) => Ordering::Less,
                (false, true) => Ordering::Greater,
                (false, false) => {
                    let no_weight = |index: usize| weights[index].is_zero();
                    match (no_weight(left), no_weight(right)) {
                        (false, false) => {
                            (weight(right) * divisor(left)).cmp(&(weight(left) * divisor(right)))
                        }
                        (left, right) => left.cmp(&right),
                    }
                }
            }
        };
        let all: Vec<usize> =
            (0..weights.len()).filter(|index| places[*index] < most && !weights[*index].is_zero()).collect();
        if all.is_empty() {
            return (places, Vec::new());
        }
        let best = split(&all, before).remove(0);
        if places.iter().sum::<usize>() + best.len() > total {
            return (places, best);
        }
        for index in best {
            places[index] += 1;
        }
    }
    (places, Vec::new())
}

fn remainders(total: usize, weights: &[Q], least: usize, most: usize) -> (Vec<usize>, Vec<usize>) {
    // Who has the least; what they get is taken from those at the most as well.
    let mut raised: BTreeMap<usize, usize> = BTreeMap::new();
    // Who is out of the division, with so many places.
    let mut settled = raised.clone();
    loop {
        let rest =
            whole(i64::try_from(total).unwrap() - i64::try_from(settled.values().sum::<usize>()).unwrap());
        let free: Vec<usize> = (0..weights.len()).filter(|index| !settled.contains_key(index)).collect();
        let sum = free.iter().fold(Q::zero(), |sum, index| sum + &weights[*index]);
        let exact = |index: usize| if sum.is_zero() { Q::zero() } else { &rest * &weights[index] / &sum };
        let limit = i64::try_from(most).map_or_else(|_| whole(i64::MAX), whole);
        let over: Vec<usize> = free.iter().copied().filter(|index| exact(*index) > limit).collect();
        if !over.is_empty() {
            settled.extend(over.into_iter().map(|index| (index, most)));
            continue;
        }
        let floor = |index: usize| exact(index).floor().to_integer().try_into().unwrap();
        let mut places: Vec<usize> = (0..weights.len())
            .map(|index| settled.get(&index).copied().unwrap_or_else(|| floor(index)))
            .collect();
        let mut tied = Vec::new();
        let fraction = |index: usize| exact(index) - exact(index).floor();
        let may: Vec<usize> = free
            .iter()
            .copied()
            .filter(|index| !weights[*index].is_zero() && places[*index] < most)
            .collect();
        for equals in split(&may, |left, right| fraction(right).cmp(&fraction(left))) {
            let left = total - places.iter().sum::<usize>();
            if left == 0 {
                break;
            }
            if equals.len() > left {
                tied = equals;
                break;
            }
            equals.iter().for_each(|index| places[*index] += 1);
        }
        let short: Vec<usize> = free.into_iter().filter(|index| places[*index] < least).collect();
        if short.is_empty() {
            return (places, tied);
        }
        raised.extend(short.into_iter().map(|index| (index, least)));
        settled.clone_from(&raised);
    }
}
