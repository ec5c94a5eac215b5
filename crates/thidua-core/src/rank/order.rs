use std::cmp::Reverse;
use std::collections::BTreeMap;

use thidua_rules::program::PlanTerm;
use thidua_rules::rule::{Direction, Places};

use super::Ranked;
use super::tie_break::separate;
use crate::evaluation::{DecisionIndex, Values};
use crate::facts::Facts;
use crate::score::NodeState;
use crate::{EntrantId, Exact, RankingId, TiSlice, TiVec};

/// A value that sorts best first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BestFirst<T> {
    /// The higher, the better.
    Higher(Reverse<T>),
    /// The lower, the better.
    Lower(T),
}

/// The value as it sorts in that direction.
pub fn best_first<T>(value: T, direction: Direction) -> BestFirst<T> {
    match direction {
        Direction::Higher => BestFirst::Higher(Reverse(value)),
        Direction::Lower => BestFirst::Lower(value),
    }
}

/// Ranks by one ranking of the plan.
pub(super) fn rank_one(facts: &Facts<'_>, ranking: RankingId, decisions: &DecisionIndex) -> Ranked {
    let rows = facts.evaluations.entrants().len();
    let (Some(plan), Some(rules)) =
        (facts.plan.rankings.get(ranking), facts.plan.rules.rankings().get(ranking))
    else {
        return Ranked::default();
    };
    let groups: TiVec<EntrantId, u32> =
        facts.evaluations.entrants().keys().map(|row| facts.evaluations.group_of(row, rules.scope)).collect();
    let takes_part =
        |row: &EntrantId| plan.among.as_ref().is_none_or(|among| facts.verdict(among, *row) == Some(true));
    let (term, direction) = &plan.by;
    let sorted =
        sorted_rows(facts, term, *direction, &groups, facts.evaluations.entrants().keys().filter(takes_part));
    let mut ranked = Ranked {
        order: Vec::with_capacity(rows),
        places: vec![0; rows].into(),
        sharing: vec![0; rows].into(),
        decided_by: vec![0; rows].into(),
        groups,
        awaited: BTreeMap::new(),
        pools: BTreeMap::new(),
    };
    let mut place = Counter::default();
    let mut at = 0;
    while let Some((first, group)) = sorted.get(at).copied() {
        let end =
            at + sorted.get(at..).unwrap_or_default().iter().take_while(|(_, other)| *other == group).count();
        place.enter(ranked.groups.get(first).copied().unwrap_or(0));
        if end == at + 1 {
            // Almost every value stands alone: nothing is to be separated, and nothing gathered.
            let shared = place.take(1, rules.places);
            ranked.put(first, shared, 1, 0);
            at = end;
            continue;
        }
        let tied: Vec<EntrantId> =
            sorted.get(at..end).unwrap_or_default().iter().map(|(row, _)| *row).collect();
        for tie in separate(facts, ranking, place.next(), tied, decisions) {
            let shared = place.take(tie.rows.len(), rules.places);
            let sharing = u32::try_from(tie.rows.len()).unwrap_or(u32::MAX);
            for row in tie.rows {
                ranked.put(row, shared, sharing, tie.decided_by);
            }
            if !tie.awaited.is_empty() {
                let group = ranked.groups.get(first).copied().unwrap_or(0);
                ranked.awaited.insert((group, shared), tie.awaited);
            }
        }
        at = end;
    }
    ranked
}

impl Ranked {
    fn put(&mut self, row: EntrantId, place: u32, sharing: u32, step: u32) {
        set(&mut self.places, row, place);
        set(&mut self.sharing, row, sharing);
        set(&mut self.decided_by, row, step);
        self.order.push(row);
    }
}

fn set(values: &mut TiSlice<EntrantId, u32>, row: EntrantId, value: u32) {
    if let Some(slot) = values.get_mut(row) {
        *slot = value;
    }
}

/// Rows with a value, best first within their group; equals carry the same number.
fn sorted_rows(
    facts: &Facts<'_>,
    term: &PlanTerm,
    direction: Direction,
    groups: &TiSlice<EntrantId, u32>,
    rows: impl Iterator<Item = EntrantId>,
) -> Vec<(EntrantId, usize)> {
    let group = |row: EntrantId| groups.get(row).copied().unwrap_or(0);
    let totals = facts.scorecards.filter(|_| matches!(term, PlanTerm::Total)).map(|cards| cards.ranked());
    if let Some(column) = totals
        && let Values::Scaled { numerators, .. } = &column.values
    {
        let mut keyed: Vec<Packed> = rows
            .filter(|row| column.state(usize::from(*row)) == NodeState::Present)
            .filter_map(|row| {
                Some(Packed::new(group(row), *numerators.get(usize::from(row))?, direction, row))
            })
            .collect();
        keyed.sort_unstable();
        return numbered(keyed.into_iter().map(|packed| (packed.key(), packed.row())));
    }
    let mut keyed: Vec<(u32, BestFirst<Exact>, EntrantId)> = rows
        .filter_map(|row| Some((group(row), best_first(facts.value(term, row)?, direction), row)))
        .collect();
    keyed.sort_unstable();
    numbered(keyed.into_iter().map(|(group, key, row)| ((group, key), row)))
}

/// Group, value and row in one number that sorts as they do: half the memory of three, and one comparison.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Packed(u128);

impl Packed {
    fn new(group: u32, value: i64, direction: Direction, row: EntrantId) -> Self {
        // Every whole number has a complement, and complements stand in the opposite order.
        let value = if direction == Direction::Higher { !value } else { value };
        // Without its sign the number keeps its order once the lowest one is zero.
        let value = value.cast_unsigned() ^ (1 << 63);
        Self(
            u128::from(group) << 96
                | u128::from(value) << 32
                | u128::from(u32::try_from(usize::from(row)).unwrap_or(u32::MAX)),
        )
    }

    /// Group and value.
    fn key(self) -> u128 {
        self.0 >> 32
    }

    fn row(self) -> EntrantId {
        EntrantId::from(usize::try_from(self.0 & u128::from(u32::MAX)).unwrap_or(usize::MAX))
    }
}

fn numbered<K: PartialEq>(keyed: impl ExactSizeIterator<Item = (K, EntrantId)>) -> Vec<(EntrantId, usize)> {
    let mut numbered = Vec::with_capacity(keyed.len());
    let mut number = 0;
    let mut last: Option<K> = None;
    for (key, row) in keyed {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_stand_in_the_order_of_their_parts() {
        let values = [i64::MIN, -7, -1, 0, 1, 7, i64::MAX];
        let parts = || {
            (0..3_u32).flat_map(move |group| {
                values.into_iter().flat_map(move |value| {
                    [0, 5, 4_000_000_000].map(move |row| (group, value, EntrantId::from(row)))
                })
            })
        };
        for direction in [Direction::Higher, Direction::Lower] {
            let mut sorted: Vec<(u32, i64, EntrantId)> = parts().collect();
            sorted.sort_by_key(|(group, value, row)| (*group, best_first(*value, direction), *row));
            let mut packed: Vec<Packed> =
                parts().map(|(group, value, row)| Packed::new(group, value, direction, row)).collect();
            packed.sort_unstable();
            let rows: Vec<EntrantId> = packed.iter().map(|packed| packed.row()).collect();
            assert_eq!(rows, sorted.iter().map(|(.., row)| *row).collect::<Vec<_>>());
            for (one, other) in
                sorted.windows(2).zip(packed.windows(2)).map(|(one, other)| ((one[0], one[1]), other))
            {
                let same = (one.0.0, one.0.1) == (one.1.0, one.1.1);
                assert_eq!(other[0].key() == other[1].key(), same);
            }
        }
    }
}
