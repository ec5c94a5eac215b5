use std::collections::BTreeMap;

use thidua_rules::diagnostic::listed;
use thidua_rules::rule::{Award, QuotaCap, Scope};

use super::allot::{Allotment, Open, QuotaPlaces, allot};
use super::line::{self, TieGroups};
use super::{Case, Circumstances, Recommendations, Status};
use crate::facts::Facts;
use crate::plan::PlanAward;
use crate::rank::{BestFirst, best_first};
use crate::{AwardId, EntrantId, Exact, RankingId, Severity, TiSlice, TiVec, text};

/// Fills the places of an award with those who are eligible; tells the places of each group.
pub(super) fn fill(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    all: &mut Recommendations,
    position: AwardId,
    cases: &mut TiSlice<EntrantId, Case>,
) -> BTreeMap<u32, QuotaPlaces> {
    let plan = facts.plan;
    let (Some(rules), Some(award)) = (plan.rules.awards().get(position), plan.awards.get(position)) else {
        return BTreeMap::new();
    };
    let Some(quota) = &rules.quota else { return BTreeMap::new() };
    let mut allotted = allot(facts, circumstances, all, position, cases);
    let eligible = cases.keys().filter(|row| is_eligible(cases, *row));
    let groups: Vec<(u32, TieGroups)> = by_group(facts, quota.per, eligible)
        .into_iter()
        .map(|(group, rows)| (group, tie_groups(facts, award.ranking, rows, quota.per)))
        .collect();
    let mut drawn = Drawn { ties: vec![0; cases.len()].into(), cases, count: 0 };
    draw(rules, &allotted, &groups, &mut drawn);
    for (index, cap) in quota.within.iter().enumerate() {
        limit(facts, all, (rules, award), (index, cap), &mut drawn);
    }
    for (_, tie_groups) in &groups {
        line::reserve(cases, tie_groups, rules.reserve);
    }
    take_stock(facts, all, rules, &mut allotted.groups, cases);
    allotted.groups
}

/// The cases of an award, and with whom each that is tied on a line is tied.
struct Drawn<'a> {
    cases: &'a mut TiSlice<EntrantId, Case>,
    /// By the number of the line that was drawn last through them; 0 for none.
    ties: TiVec<EntrantId, u32>,
    count: u32,
}

impl Drawn<'_> {
    fn status(&self, row: EntrantId) -> Option<&Status> {
        self.cases.get(row).map(|case| &case.status)
    }

    fn set(&mut self, rows: &[EntrantId], status: &Status) {
        self.count += 1;
        for row in rows {
            if let (Some(tie), Some(case)) = (self.ties.get_mut(*row), self.cases.get_mut(*row)) {
                *tie = self.count;
                case.status = status.clone();
            }
        }
    }

    /// How many places those in the running take, a tie no more than it is about.
    fn wanted(&self, rows: &[EntrantId]) -> u32 {
        let mut wanted = 0_u32;
        let mut ties: BTreeMap<Option<&u32>, (u32, u32)> = BTreeMap::new();
        for row in rows {
            match self.status(*row) {
                Some(Status::Recommended { .. }) => wanted = wanted.saturating_add(1),
                Some(Status::TiedOnLine { places, .. }) => {
                    ties.entry(self.ties.get(*row)).or_insert((*places, 0)).1 += 1;
                }
                _ => {}
            }
        }
        ties.values().fold(wanted, |wanted, (places, tied)| wanted.saturating_add(*places.min(tied)))
    }
}

fn draw(rules: &Award, allotted: &Allotment, groups: &[(u32, TieGroups)], drawn: &mut Drawn<'_>) {
    let mut contenders = Vec::new();
    for (group, tie_groups) in groups {
        let places = allotted.groups.get(group).map_or(0, |places| places.places);
        let statuses = line::draw(tie_groups, places, rules.tie_on_line);
        tie_groups.iter().zip(&statuses).for_each(|(tie_group, status)| drawn.set(tie_group, status));
        match &allotted.open {
            Open::Nothing => {}
            Open::Unsettled(_) => contenders.extend(tie_groups.iter().flatten()),
            Open::Contested { among, .. } if !among.contains(group) => {}
            // Those whom one more place would lift stand on the line between the equal groups.
            Open::Contested { .. } => {
                let with_one_more = line::draw(tie_groups, places.saturating_add(1), rules.tie_on_line);
                let lifted = tie_groups.iter().zip(statuses.iter().zip(&with_one_more)).filter(
                    |(_, (without, with))| **without == Status::BelowLine && **with != Status::BelowLine,
                );
                contenders.extend(lifted.flat_map(|(tie_group, _)| tie_group));
            }
        }
    }
    if let Open::Contested { left: places, .. } | Open::Unsettled(places) = allotted.open {
        let tied = u32::try_from(contenders.len()).unwrap_or(u32::MAX);
        drawn.set(&contenders, &Status::TiedOnLine { places, tied, between_scopes: true });
    }
}

/// Draws the line once more over each group of a wider limit.
fn limit(
    facts: &Facts<'_>,
    all: &Recommendations,
    (rules, award): (&Award, &PlanAward),
    (index, cap): (usize, &QuotaCap),
    drawn: &mut Drawn<'_>,
) {
    let Some((count, together)) = award.quota.as_ref().and_then(|quota| quota.within.get(index)) else {
        return;
    };
    let limit = count.floor_i64().unwrap_or(0);
    let mut taken: BTreeMap<u32, i64> = BTreeMap::new();
    for row in drawn.cases.keys() {
        let holding = together.iter().filter(|other| all.holds(**other, row) == Some(true)).count();
        *taken.entry(facts.evaluations.group_of(row, cap.per)).or_default() +=
            i64::try_from(holding).unwrap_or(i64::MAX);
    }
    // Those tied on a narrower line are still in the running for the wider one.
    let running = |row: &EntrantId| {
        matches!(drawn.status(*row), Some(Status::Recommended { .. } | Status::TiedOnLine { .. }))
    };
    let groups = by_group(facts, cap.per, (drawn.cases.keys()).filter(running));
    for (group, rows) in groups {
        let left = limit.saturating_sub(taken.get(&group).copied().unwrap_or(0));
        let left = u32::try_from(left).unwrap_or(0);
        if drawn.wanted(&rows) <= left {
            continue;
        }
        let tie_groups = tie_groups(facts, award.ranking, rows, cap.per);
        for (tie_group, status) in tie_groups.iter().zip(line::draw(&tie_groups, left, rules.tie_on_line)) {
            // Who was tied on the narrower line cannot be recommended by the wider one alone.
            let stays = |row: &EntrantId| {
                matches!(
                    (drawn.status(*row), &status),
                    (Some(Status::TiedOnLine { .. }), Status::Recommended { .. })
                )
            };
            let moving: Vec<EntrantId> = tie_group.iter().copied().filter(|row| !stays(row)).collect();
            drawn.set(&moving, &status);
        }
    }
}

/// Counts what is filled, and names the divided places for which nobody is left.
fn take_stock(
    facts: &Facts<'_>,
    all: &mut Recommendations,
    rules: &Award,
    groups: &mut BTreeMap<u32, QuotaPlaces>,
    cases: &TiSlice<EntrantId, Case>,
) {
    let Some(quota) = &rules.quota else { return };
    // For each group how many are recommended, and whether anybody waits.
    let mut taken = vec![(0_u32, false); facts.evaluations.group_count(quota.per)];
    for (row, case) in cases.iter_enumerated() {
        let group = facts.evaluations.group_position(row, quota.per);
        let Some((filled, waits)) = taken.get_mut(group) else { continue };
        match case.status {
            Status::Recommended { .. } => *filled = filled.saturating_add(1),
            Status::OtherKind | Status::Refused | Status::Superseded { .. } => {}
            _ => *waits = true,
        }
    }
    let of = |group: u32| {
        usize::try_from(group).ok().and_then(|group| taken.get(group)).copied().unwrap_or_default()
    };
    for (group, places) in groups.iter_mut() {
        places.filled = places.filled.saturating_add(of(*group).0);
    }
    let empty: Vec<String> = groups
        .iter()
        .filter(|(group, places)| places.left() > 0 && !of(**group).1)
        .map(|(_, places)| match places.scope.as_str() {
            "" => places.left().to_string(),
            scope => format!("{scope}: {}", places.left()),
        })
        .collect();
    // Where a total is divided, another group could have had them; elsewhere the table of places names them.
    if quota.apportioned.is_some() && !empty.is_empty() {
        let listed = listed(&empty);
        let message = text!(
            "`{}`: chỉ tiêu không còn ai đủ điều kiện để đề nghị: {listed}",
            "`{}`: places for which nobody eligible is left: {listed}",
            rules.title
        );
        let help = text!(
            "để trống, hoặc phân bổ lại trong quy định",
            "leave them empty, or divide them otherwise in the rules"
        );
        let mut note = facts.plan.finding(quota.span, "TD0805", message, help);
        note.severity = Severity::Note;
        all.findings.push(note);
    }
}

pub(super) fn is_eligible(cases: &TiSlice<EntrantId, Case>, row: EntrantId) -> bool {
    matches!(cases.get(row).map(|case| &case.status), Some(Status::Recommended { .. }))
}

fn by_group(
    facts: &Facts<'_>,
    scope: Scope,
    rows: impl Iterator<Item = EntrantId>,
) -> Vec<(u32, Vec<EntrantId>)> {
    let mut groups: Vec<Vec<EntrantId>> = vec![Vec::new(); facts.evaluations.group_count(scope)];
    for row in rows {
        let group = facts.evaluations.group_position(row, scope);
        groups.get_mut(group).into_iter().for_each(|rows| rows.push(row));
    }
    (0..).zip(groups).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// Equals together, best first. Where places of narrower groups meet, the value behind them decides.
fn tie_groups(
    facts: &Facts<'_>,
    ranking: Option<RankingId>,
    rows: Vec<EntrantId>,
    scope: Scope,
) -> TieGroups {
    let Some(ranking) = ranking else {
        return TieGroups::by(rows.into_iter().map(|row| ((), row)).collect());
    };
    let ranked_in = facts.plan.rules.rankings().get(ranking).map_or(Scope::All, |ranking| ranking.scope);
    let by = facts.plan.rankings.get(ranking).map(|ranking| &ranking.by);
    let place = |row: EntrantId| {
        facts.standings.and_then(|standings| standings.place(ranking, row)).unwrap_or(u32::MAX)
    };
    if ranked_in == scope || ranked_in == Scope::All {
        return TieGroups::by(rows.into_iter().map(|row| (place(row), row)).collect());
    }
    // Ineligible entrants use up no place: what counts is the place among those who are left.
    let mut better: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in &rows {
        better.entry(facts.evaluations.group_of(*row, ranked_in)).or_default().push(place(*row));
    }
    for places in better.values_mut() {
        places.sort_unstable();
    }
    let key = |row: EntrantId| -> (usize, Option<BestFirst<Exact>>) {
        let peers = better.get(&facts.evaluations.group_of(row, ranked_in));
        let among_left = peers.map_or(0, |places| places.partition_point(|other| *other < place(row)));
        let value = by.and_then(|(term, direction)| Some(best_first(facts.value(term, row)?, *direction)));
        (among_left, value)
    };
    TieGroups::by(rows.into_iter().map(|row| (key(row), row)).collect())
}
