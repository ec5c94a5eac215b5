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
    let sorted =
        sorted(facts, &plan.by, &ranked.groups, facts.evaluations.entrants().keys().filter(takes_part));
    sorted.for_each_value(|equals| {
        let Some(first) = equals.first().copied() else { return };
        let group = ranked.groups.get(first).copied().unwrap_or(0);
        place.enter(group);
        if equals.len() == 1 || plan.steps.is_empty() {
            // Nothing is to be separated.
            let shared = place.take(equals.len(), rules.places);
            return ranked.put(equals, shared, 0);
        }
        for tie in separate(facts, ranking, place.next(), equals.to_vec(), decisions) {
            let shared = place.take(tie.rows.len(), rules.places);
            ranked.put(&tie.rows, shared, tie.decided_by);
            if !tie.awaited.is_empty() {
                ranked.awaited.insert((group, shared), tie.awaited);
            }
        }
    });
    ranked
}

impl Ranked {
    /// Puts those who share a place behind all that stand there; they come in the order of the register.
    fn put(&mut self, rows: &[EntrantId], place: u32, step: u32) {
        let sharing = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        for row in rows {
            set(&mut self.places, *row, place);
            set(&mut self.sharing, *row, sharing);
            if step > 0 {
                set(&mut self.decided_by, *row, step);
            }
        }
        self.order.extend_from_slice(rows);
    }
}

fn set(values: &mut TiSlice<EntrantId, u32>, row: EntrantId, value: u32) {
    if let Some(slot) = values.get_mut(row) {
        *slot = value;
    }
}

/// Rows that have a value, by group, the best first, and equals in the order of the register.
enum Sorted {
    /// Group, value and row in one number each.
    Packed(Packing, Vec<u64>),
    Keyed(Vec<(u32, BestFirst<Exact>, EntrantId)>),
}

fn sorted(
    facts: &Facts<'_>,
    (term, direction): &(PlanTerm, Direction),
    groups: &TiSlice<EntrantId, u32>,
    rows: impl Iterator<Item = EntrantId>,
) -> Sorted {
    let group = |row: EntrantId| groups.get(row).copied().unwrap_or(0);
    let totals = facts.scorecards.filter(|_| matches!(term, PlanTerm::Total)).map(|cards| cards.ranked());
    if let Some(column) = totals
        && let Values::Scaled { numerators, .. } = &column.values
        && let Some(packing) = Packing::of(numerators.ends(), *direction, groups)
    {
        let packed = rows
            .filter(|row| column.state(usize::from(*row)) == NodeState::Present)
            .filter_map(|row| Some(packing.pack(group(row), *numerators.get(usize::from(row))?, row)));
        let mut packed: Vec<u64> = packed.collect();
        packed.sort_unstable();
        return Sorted::Packed(packing, packed);
    }
    let mut keyed: Vec<(u32, BestFirst<Exact>, EntrantId)> = rows
        .filter_map(|row| Some((group(row), best_first(facts.value(term, row)?, *direction), row)))
        .collect();
    keyed.sort_unstable();
    Sorted::Keyed(keyed)
}

impl Sorted {
    /// Those of one group that have the same value, one value after the other.
    fn for_each_value(&self, each: impl FnMut(&[EntrantId])) {
        match self {
            Self::Packed(packing, sorted) => {
                let same = |one: &u64, other: &u64| packing.value(*one) == packing.value(*other);
                each_run(sorted, same, |one| packing.row(*one), each);
            }
            Self::Keyed(sorted) => {
                let same =
                    |(group, key, _): &(_, _, _), (other, own, _): &(_, _, _)| group == other && key == own;
                each_run(sorted, same, |(.., row)| *row, each);
            }
        }
    }
}

/// The rows of all that are the same and follow one another.
fn each_run<T>(
    sorted: &[T],
    same: impl Fn(&T, &T) -> bool,
    row: impl Fn(&T) -> EntrantId,
    mut each: impl FnMut(&[EntrantId]),
) {
    let mut rows = Vec::new();
    for run in sorted.chunk_by(same) {
        rows.clear();
        rows.extend(run.iter().map(&row));
        each(&rows);
    }
}

/// How group, value and row stand in one number that sorts as they do; a processor compares such numbers in one step.
#[derive(Clone, Copy)]
struct Packing {
    low: i64,
    high: i64,
    direction: Direction,
    /// How many bits the value takes, and the row.
    value_bits: u32,
    row_bits: u32,
}

impl Packing {
    /// Where the groups, the values between the ends and the rows fit side by side.
    fn of((low, high): (i64, i64), direction: Direction, groups: &TiSlice<EntrantId, u32>) -> Option<Self> {
        let bits = |most: u64| u64::BITS - most.leading_zeros();
        let value_bits = bits(high.abs_diff(low));
        let row_bits = bits(u64::try_from(groups.len()).ok()?);
        let group_bits = bits(groups.iter().copied().max().unwrap_or(0).into());
        let all = value_bits + row_bits + group_bits;
        // Of a number of 64 bits nothing is left to take.
        (all <= u64::BITS && value_bits + row_bits < u64::BITS).then_some(Self {
            low,
            high,
            direction,
            value_bits,
            row_bits,
        })
    }

    fn pack(self, group: u32, value: i64, row: EntrantId) -> u64 {
        let value = match self.direction {
            Direction::Higher => self.high.abs_diff(value),
            Direction::Lower => value.abs_diff(self.low),
        };
        let row = u64::try_from(usize::from(row)).unwrap_or(u64::MAX);
        (u64::from(group) << self.value_bits | value) << self.row_bits | row
    }

    /// Group and value.
    fn value(self, packed: u64) -> u64 {
        packed >> self.row_bits
    }

    fn row(self, packed: u64) -> EntrantId {
        let row = packed & !(u64::MAX << self.row_bits);
        EntrantId::from(usize::try_from(row).unwrap_or(usize::MAX))
    }
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
        let groups: TiVec<EntrantId, u32> = (0..900).map(|row| row % 3).collect();
        let wide = (1 << 51) - 1;
        for (low, high) in [(-7, 7), (0, 0), (5, 5), (i64::MIN, i64::MIN + wide), (i64::MAX - wide, i64::MAX)]
        {
            let values = [low, low + (high - low) / 3, high];
            for direction in [Direction::Higher, Direction::Lower] {
                let packing = Packing::of((low, high), direction, &groups).expect("they fit");
                let parts = || {
                    let of =
                        |value: i64| groups.iter_enumerated().map(move |(row, group)| (*group, value, row));
                    values.into_iter().flat_map(of)
                };
                let mut sorted: Vec<(u32, i64, EntrantId)> = parts().collect();
                sorted.sort_by_key(|(group, value, row)| (*group, best_first(*value, direction), *row));
                let mut packed: Vec<u64> =
                    parts().map(|(group, value, row)| packing.pack(group, value, row)).collect();
                packed.sort_unstable();
                let rows: Vec<EntrantId> = packed.iter().map(|packed| packing.row(*packed)).collect();
                assert_eq!(rows, sorted.iter().map(|(.., row)| *row).collect::<Vec<_>>());
                for (one, other) in sorted.windows(2).zip(packed.windows(2)) {
                    let same = (one[0].0, one[0].1) == (one[1].0, one[1].1);
                    assert_eq!(packing.value(other[0]) == packing.value(other[1]), same);
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_not_packed() {
        let groups: TiVec<EntrantId, u32> = vec![0, 3].into();
        let fits = |high: i64| Packing::of((0, high), Direction::Higher, &groups).is_some();
        assert!(fits((1 << 60) - 1));
        assert!(!fits(1 << 60));
        assert!(Packing::of((i64::MIN, i64::MAX), Direction::Lower, &TiVec::new()).is_none());
    }
}
