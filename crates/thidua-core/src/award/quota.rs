use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Case, Recommendations, Status, line};
use crate::award::apportion::apportion;
use crate::facts::Facts;
use crate::method::{Scope, show};
use crate::plan::{PlanBase, PlanQuota};
use crate::rules::{Direction, Fraction, Quota};
use crate::{Exact, RoundingMode, Text, text};

/// How many places a group has and where the number comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub(crate) places: u32,
    pub(crate) arithmetic: Text,
}

/// Fills the places of an award with those who are eligible; tells the places of each group.
pub(super) fn fill(
    facts: &Facts<'_>,
    all: &mut Recommendations,
    position: usize,
    cases: &mut [Case],
) -> BTreeMap<u32, Places> {
    let plan = facts.plan;
    let (Some(rules), Some(award)) = (plan.rules.awards.get(position), plan.awards.get(position)) else {
        return BTreeMap::new();
    };
    let (Some(quota), Some(compiled)) = (&rules.quota, &award.quota) else { return BTreeMap::new() };
    let places = places(facts, all, quota, compiled, cases, position);
    let eligible: Vec<usize> = (0..cases.len()).filter(|row| is_eligible(cases, *row)).collect();
    for (group, places) in &places {
        let members: Vec<usize> = eligible
            .iter()
            .copied()
            .filter(|row| facts.evaluations.group_of(*row, quota.per) == *group)
            .collect();
        let bunches = bunches(facts, award.ranking, members, quota.per);
        line::draw(cases, &bunches, places.places, rules.tie_on_line);
    }
    for (cap, (count, together)) in quota.within.iter().zip(&compiled.within) {
        let limit = count.floor_i64().unwrap_or(0);
        for group in 0..u32::try_from(facts.evaluations.group_count(cap.per)).unwrap_or(u32::MAX) {
            let inside = |row: usize| facts.evaluations.group_of(row, cap.per) == group;
            let taken = together
                .iter()
                .map(|other| {
                    (0..cases.len())
                        .filter(|row| inside(*row) && all.holds(*other, *row) == Some(true))
                        .count()
                })
                .sum::<usize>();
            let left =
                u32::try_from(limit.saturating_sub(i64::try_from(taken).unwrap_or(i64::MAX))).unwrap_or(0);
            // Those tied on a narrower line are still in the running for the wider one.
            let running =
                |status: &Status| matches!(status, Status::Recommended { .. } | Status::TiedOnLine { .. });
            let inside: Vec<usize> = (0..cases.len())
                .filter(|row| inside(*row) && cases.get(*row).is_some_and(|case| running(&case.status)))
                .collect();
            let wanted = wanted_places(cases, &inside);
            if wanted <= left {
                continue;
            }
            let kept: Vec<(usize, Status)> = inside
                .iter()
                .filter_map(|row| cases.get(*row).map(|case| (*row, case.status.clone())))
                .collect();
            let bunches = bunches(facts, award.ranking, inside, cap.per);
            line::draw(cases, &bunches, left, rules.tie_on_line);
            stay_tied(cases, &kept);
        }
    }
    for group in places.keys() {
        let members: Vec<usize> = eligible
            .iter()
            .copied()
            .filter(|row| facts.evaluations.group_of(*row, quota.per) == *group)
            .collect();
        line::reserve(cases, &bunches(facts, award.ranking, members, quota.per), rules.reserve);
    }
    places
}

/// How many places those in the running take, a tie counting as the places it is about.
fn wanted_places(cases: &[Case], rows: &[usize]) -> u32 {
    let mut wanted = 0_u32;
    let mut ties: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for row in rows {
        match cases.get(*row).map(|case| &case.status) {
            Some(Status::Recommended { .. }) => wanted = wanted.saturating_add(1),
            Some(Status::TiedOnLine { places, tied }) => *ties.entry((*places, *tied)).or_default() += 1,
            _ => {}
        }
    }
    // Equal ties of several groups count once for each group.
    let of_ties =
        ties.iter().map(|((places, tied), rows)| rows.div_ceil((*tied).max(1)).saturating_mul(*places));
    of_ties.fold(wanted, u32::saturating_add)
}

/// Who was tied on the narrower line cannot be recommended by the wider one alone.
fn stay_tied(cases: &mut [Case], before: &[(usize, Status)]) {
    for (row, status) in before {
        let Some(case) = cases.get_mut(*row) else { continue };
        if matches!((status, &case.status), (Status::TiedOnLine { .. }, Status::Recommended { .. })) {
            case.status = status.clone();
        }
    }
}

fn is_eligible(cases: &[Case], row: usize) -> bool {
    matches!(cases.get(row).map(|case| &case.status), Some(Status::Recommended { .. }))
}

/// Equals together, best first. Where places of narrower groups meet, the value behind them decides.
fn bunches(facts: &Facts<'_>, ranking: Option<usize>, rows: Vec<usize>, scope: Scope) -> Vec<Vec<usize>> {
    let Some(ranking) = ranking else { return vec![rows] };
    let ranked_in = facts.plan.rules.rankings.get(ranking).map_or(Scope::All, |ranking| ranking.scope);
    let by = facts.plan.rankings.get(ranking).map(|ranking| &ranking.by);
    let place =
        |row: usize| facts.standings.and_then(|standings| standings.place(ranking, row)).unwrap_or(u32::MAX);
    // Ineligible entrants use up no place: what counts is the place among those who are left.
    let mut better: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in &rows {
        better.entry(facts.evaluations.group_of(*row, ranked_in)).or_default().push(place(*row));
    }
    for places in better.values_mut() {
        places.sort_unstable();
    }
    let mut groups: BTreeMap<(usize, Option<Reverse<Exact>>), Vec<usize>> = BTreeMap::new();
    for row in rows {
        let peers = better.get(&facts.evaluations.group_of(row, ranked_in));
        let among_left = peers.map_or(0, |places| places.partition_point(|other| *other < place(row)));
        let value =
            by.filter(|_| ranked_in != scope && ranked_in != Scope::All).and_then(|(term, direction)| {
                let value = facts.value(term, row)?;
                Some(Reverse(if *direction == Direction::Higher { value } else { -value }))
            });
        groups.entry((among_left, value)).or_default().push(row);
    }
    groups.into_values().collect()
}

fn places(
    facts: &Facts<'_>,
    all: &mut Recommendations,
    quota: &Quota,
    compiled: &PlanQuota,
    cases: &[Case],
    position: usize,
) -> BTreeMap<u32, Places> {
    let groups: Vec<u32> = {
        let mut groups: Vec<u32> = (0..cases.len())
            .filter(|row| cases.get(*row).is_some_and(|case| case.status != Status::OtherKind))
            .map(|row| facts.evaluations.group_of(row, quota.per))
            .collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    };
    if let (Some((total, base)), Some(rule)) = (&compiled.apportioned, &quota.apportioned) {
        let weights: Vec<Exact> =
            groups.iter().map(|group| base_size(facts, all, base, quota.per, *group, cases)).collect();
        let whole = total.floor_i64().unwrap_or(0);
        let (places, undivided) = apportion(whole, &weights, rule.method);
        if undivided > 0 {
            let title =
                facts.plan.rules.awards.get(position).map(|award| award.title.clone()).unwrap_or_default();
            all.findings.push(text!(
                "{title}: {undivided} chỉ tiêu chưa phân bổ được vì phần lẻ bằng nhau",
                "{title}: {undivided} places stay undivided because the fractions are equal"
            ));
        }
        return groups
            .iter()
            .zip(weights.iter().zip(places))
            .map(|(group, (weight, places))| {
                let arithmetic = text!("phân bổ {whole} theo {}", "{whole} divided by {}", show(weight));
                (*group, at_least(places, quota.at_least, arithmetic))
            })
            .collect();
    }
    groups
        .iter()
        .map(|group| {
            let (places, arithmetic) = match (&compiled.count, &compiled.share, &compiled.base) {
                (Some(count), ..) => (count.floor_i64().unwrap_or(0), text!("{}", "{}", show(count))),
                (None, Some(share), Some(base)) => {
                    let size = base_size(facts, all, base, quota.per, *group, cases);
                    let product = share.clone() * size.clone();
                    let mode = match quota.fraction {
                        Some(Fraction::Up) => RoundingMode::Up,
                        Some(Fraction::HalfUp) => RoundingMode::HalfUp,
                        Some(Fraction::Down) | None => RoundingMode::Down,
                    };
                    let whole = product.round_to_multiple(&Exact::ONE, mode).floor_i64().unwrap_or(0);
                    let (share, size, product) =
                        (crate::method::show_percent(share), show(&size), show(&product));
                    (
                        whole,
                        text!(
                            "{share} × {size} = {product} → {whole}",
                            "{share} × {size} = {product} → {whole}"
                        ),
                    )
                }
                _ => (0, Text::default()),
            };
            (*group, at_least(places, quota.at_least, arithmetic))
        })
        .collect()
}

fn at_least(places: i64, least: u32, arithmetic: Text) -> Places {
    let places = u32::try_from(places.max(0)).unwrap_or(u32::MAX);
    if places < least {
        let (vi, en) = (arithmetic.vi, arithmetic.en);
        return Places {
            places: least,
            arithmetic: text!("{vi}, ít nhất {least}", "{en}, at least {least}"),
        };
    }
    Places { places, arithmetic }
}

fn base_size(
    facts: &Facts<'_>,
    all: &Recommendations,
    base: &PlanBase,
    scope: Scope,
    group: u32,
    cases: &[Case],
) -> Exact {
    let rows = (0..cases.len()).filter(|row| facts.evaluations.group_of(*row, scope) == group);
    let of_kind = |row: &usize| cases.get(*row).is_some_and(|case| case.status != Status::OtherKind);
    let count = match base {
        PlanBase::Entrants => rows.filter(of_kind).count(),
        PlanBase::Eligible => rows.filter(|row| is_eligible(cases, *row)).count(),
        PlanBase::Graded(grades) => rows
            .filter(of_kind)
            .filter(|row| {
                facts
                    .grades
                    .and_then(|known| known.grade(0, *row))
                    .is_some_and(|grade| grades.contains(&grade))
            })
            .count(),
        PlanBase::Recommended(award) => rows.filter(|row| all.holds(*award, *row) == Some(true)).count(),
        PlanBase::Input(input) => {
            return rows
                .filter_map(|row| facts.input(*input, row))
                .fold(Exact::ZERO, |sum, value| sum + value);
        }
    };
    Exact::from(i64::try_from(count).unwrap_or(i64::MAX))
}
