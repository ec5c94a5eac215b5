use std::cmp::Reverse;

use super::Ranked;
use super::tie_break::separate;
use crate::Exact;
use crate::evaluation::{DecisionIndex, Values};
use crate::facts::Facts;
use crate::plan::PlanTerm;
use crate::rules::{Direction, Places};

/// A value that sorts best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum BestFirst<T> {
    Higher(Reverse<T>),
    Lower(T),
}

pub(crate) fn best_first<T>(value: T, direction: Direction) -> BestFirst<T> {
    match direction {
        Direction::Higher => BestFirst::Higher(Reverse(value)),
        Direction::Lower => BestFirst::Lower(value),
    }
}

/// Ranks by one ranking of the plan.
pub(super) fn rank_one(facts: &Facts<'_>, ranking: usize, decisions: &DecisionIndex) -> Ranked {
    let rows = facts.evaluations.entrants().len();
    let (Some(plan), Some(rules)) =
        (facts.plan.rankings.get(ranking), facts.plan.rules.rankings.get(ranking))
    else {
        return Ranked::default();
    };
    let groups: Vec<u32> = (0..rows).map(|row| facts.evaluations.group_of(row, rules.scope)).collect();
    let takes_part =
        |row: &usize| plan.among.as_ref().is_none_or(|among| facts.verdict(among, *row) == Some(true));
    let (term, direction) = &plan.by;
    let sorted = sorted_rows(facts, term, *direction, &groups, (0..rows).filter(takes_part));
    let mut ranked = Ranked {
        order: Vec::with_capacity(rows),
        places: vec![0; rows],
        sharing: vec![0; rows],
        decided_by: vec![0; rows],
        groups,
    };
    let mut place = Counter::default();
    let mut at = 0;
    while let Some((first, group)) = sorted.get(at).copied() {
        let end =
            at + sorted.get(at..).unwrap_or_default().iter().take_while(|(_, other)| *other == group).count();
        let tied: Vec<usize> = sorted.get(at..end).unwrap_or_default().iter().map(|(row, _)| *row).collect();
        place.enter(ranked.groups.get(first).copied().unwrap_or(0));
        let bunches = if tied.len() == 1 {
            vec![(tied, 0)]
        } else {
            separate(facts, ranking, place.next(), tied, decisions)
        };
        for (bunch, step) in bunches {
            let shared = place.take(bunch.len(), rules.places);
            let sharing = u32::try_from(bunch.len()).unwrap_or(u32::MAX);
            for row in bunch {
                set(&mut ranked.places, row, shared);
                set(&mut ranked.sharing, row, sharing);
                set(&mut ranked.decided_by, row, step);
                ranked.order.push(row);
            }
        }
        at = end;
    }
    ranked
}

fn set(values: &mut [u32], row: usize, value: u32) {
    if let Some(slot) = values.get_mut(row) {
        *slot = value;
    }
}

/// Rows with a value, best first within their group; equals carry the same number.
fn sorted_rows(
    facts: &Facts<'_>,
    term: &PlanTerm,
    direction: Direction,
    groups: &[u32],
    rows: impl Iterator<Item = usize>,
) -> Vec<(usize, usize)> {
    let group = |row: usize| groups.get(row).copied().unwrap_or(0);
    if let Some(column) =
        facts.scorecards.filter(|_| matches!(term, PlanTerm::Total)).map(|cards| cards.ranked())
        && let (Values::Scaled { numerators, .. }, None) = (&column.values, &column.states)
    {
        // Every whole number has a complement, and complements stand in the opposite order.
        let key = |value: i64| if direction == Direction::Higher { !value } else { value };
        let mut keyed: Vec<(u32, i64, usize)> =
            rows.filter_map(|row| Some((group(row), key(*numerators.get(row)?), row))).collect();
        keyed.sort_unstable();
        return numbered(keyed);
    }
    let mut keyed: Vec<(u32, BestFirst<Exact>, usize)> = rows
        .filter_map(|row| Some((group(row), best_first(facts.value(term, row)?, direction), row)))
        .collect();
    keyed.sort_unstable();
    numbered(keyed)
}

fn numbered<K: PartialEq>(keyed: Vec<(u32, K, usize)>) -> Vec<(usize, usize)> {
    let mut numbered = Vec::with_capacity(keyed.len());
    let mut number = 0;
    let mut last: Option<(u32, K)> = None;
    for (group, key, row) in keyed {
        let key = (group, key);
        number += usize::from(last.as_ref().is_some_and(|last| *last != key));
        numbered.push((row, number));
        last = Some(key);
    }
    numbered
}

/// Counts places within one group after another.
#[derive(Default)]
struct Counter {
    group: Option<u32>,
    taken: usize,
    distinct: u32,
}

impl Counter {
    fn enter(&mut self, group: u32) {
        if self.group != Some(group) {
            *self = Self { group: Some(group), taken: 0, distinct: 0 };
        }
    }

    fn next(&self) -> u32 {
        u32::try_from(self.taken + 1).unwrap_or(u32::MAX)
    }

    fn take(&mut self, count: usize, places: Places) -> u32 {
        let standard = self.next();
        self.taken += count;
        self.distinct += 1;
        match places {
            Places::Standard | Places::Ordinal => standard,
            Places::Dense => self.distinct,
        }
    }
}
