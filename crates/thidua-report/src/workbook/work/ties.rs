use std::collections::{BTreeMap, BTreeSet};

use thidua_core::rule::Places;
use thidua_core::{AwardId, EntrantId, RankingId, Status, Text, text};
use thidua_table::Matter;

use super::Pending;
use crate::run::RunResults;
use crate::words::scope_of;

/// Equals that the council has to put in order: those tied on a line, and those who share a place that is for one.
/// Scopes between which places are left.
pub(super) fn of(run: &RunResults<'_>, pending: &mut Vec<Pending>) {
    let mut ties: BTreeMap<(RankingId, u32, u32), Text> = BTreeMap::new();
    for award in run.plan.rules().awards().keys() {
        for (rows, places) in tied_on_line(run, award) {
            let ranking = run.ranking_of(award);
            if let Some((group, place)) = can_be_ordered(run, ranking, &rows) {
                let title = run.plan.rules().awards().get(award).map_or("", |award| award.title.as_str());
                let count = rows.len();
                let state = text!(
                    "{title}: {count} đơn vị bằng nhau, còn {places} chỉ tiêu",
                    "{title}: {count} equals, {places} places left"
                );
                ties.entry((ranking, group, place)).or_insert(state);
            }
        }
        scopes(run, award, pending);
    }
    for (ranking, rules) in run.plan.rules().rankings().iter_enumerated() {
        let Some(ranked) = run.outcome.standings.ranking(ranking).filter(|_| rules.places == Places::Ordinal)
        else {
            continue;
        };
        for row in ranked.order.iter().copied().filter(|row| ranked.sharing(*row) > 1) {
            if let Some((group, place)) = can_be_ordered(run, ranking, &[row]) {
                let state = text!("mỗi hạng chỉ dành cho một đơn vị", "each place is for one");
                ties.entry((ranking, group, place)).or_insert(state);
            }
        }
    }
    for ((ranking, group, place), state) in ties {
        tie(run, (ranking, group, place), &state, pending);
    }
}

/// The rows tied across the line of an award on which nothing is decided, tie group by tie group, with the places left for them.
pub(super) fn tied_on_line(run: &RunResults<'_>, award: AwardId) -> Vec<(Vec<EntrantId>, u32)> {
    let mut tie_groups: BTreeMap<(Option<String>, u32, u32), Vec<EntrantId>> = BTreeMap::new();
    let per =
        run.plan.rules().awards().get(award).and_then(|award| award.quota.as_ref()).map(|quota| quota.per);
    for row in run.rows().iter().copied() {
        let Some(case) = run.outcome.recommendations.case(award, row) else { continue };
        if let (Status::TiedOnLine { places, tied, between_scopes: false }, None) =
            (&case.status, case.decided())
        {
            let scope = per.and_then(|per| scope_of(run, per, row));
            tie_groups.entry((scope, *places, *tied)).or_default().push(row);
        }
    }
    tie_groups.into_iter().map(|((_, places, _), rows)| (rows, places)).collect()
}

/// Where in a ranking these rows stand together, if a step of the council separates those at that place.
pub(super) fn can_be_ordered(
    run: &RunResults<'_>,
    ranking: RankingId,
    rows: &[EntrantId],
) -> Option<(u32, u32)> {
    let rules = run.plan.rules().rankings().get(ranking)?;
    let ranked = run.outcome.standings.ranking(ranking)?;
    let at = |row: &EntrantId| Some((*ranked.groups.get(*row)?, *ranked.places.get(*row)?));
    let first = at(rows.first()?)?;
    let steps =
        rules.tie_break.iter().any(|step| step.council && step.only_at.is_none_or(|only| only == first.1));
    (steps && first.1 > 0 && rows.iter().all(|row| at(row) == Some(first))).then_some(first)
}

fn tie(
    run: &RunResults<'_>,
    (ranking, group, place): (RankingId, u32, u32),
    state: &Text,
    pending: &mut Vec<Pending>,
) {
    let (Some(rules), Some(ranked)) =
        (run.plan.rules().rankings().get(ranking), run.outcome.standings.ranking(ranking))
    else {
        return;
    };
    // An order counts when it names everybody who shares the place, those who cannot be recommended too.
    let stands = |row: &&EntrantId| {
        ranked.groups.get(**row) == Some(&group) && ranked.places.get(**row) == Some(&place)
    };
    let rows: Vec<EntrantId> = ranked.order.iter().filter(stands).copied().collect();
    let scope = rows.first().and_then(|row| scope_of(run, rules.scope, *row)).unwrap_or_default();
    let name = if scope.is_empty() { format!("hạng {place}") } else { format!("{scope}, hạng {place}") };
    let tied = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    for row in rows {
        let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
        pending.push(Pending {
            run: run.id.to_owned(),
            matter: Matter::Tie,
            group: name.clone(),
            who: (entrant.id.as_str().to_owned(), entrant.name.as_str().to_owned()),
            subject: (rules.id.clone(), rules.title.clone().unwrap_or_default()),
            state: state.clone(),
            place: String::new(),
            tied,
            replaces: String::new(),
        });
    }
}

/// Scopes that are equal in the division of places, when too few places are left for all of them.
fn scopes(run: &RunResults<'_>, award: AwardId, pending: &mut Vec<Pending>) {
    let Some(rules) = run.plan.rules().awards().get(award) else { return };
    let Some(quota) = rules.quota.as_ref().filter(|quota| quota.apportioned.is_some()) else { return };
    if run.outcome.recommendations.is_base_open(award) {
        return;
    }
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    for row in run.rows().iter().copied() {
        let Some(case) = run.outcome.recommendations.case(award, row) else { continue };
        if let (Status::TiedOnLine { places, between_scopes: true, .. }, None) =
            (&case.status, case.decided())
        {
            found.extend(scope_of(run, quota.per, row).map(|scope| (scope, *places)));
        }
    }
    let decided: BTreeSet<&String> = run
        .circumstances
        .decisions
        .in_force()
        .filter_map(|decision| decision.places.as_ref())
        .filter(|places| places.award == rules.id.value)
        .flat_map(|places| &places.to)
        .collect();
    let replaces = run.circumstances.decisions.in_force();
    let mut replaces =
        replaces.filter(|each| each.places.as_ref().is_some_and(|places| places.award == rules.id.value));
    let replaces = replaces.next().map(|each| each.number.clone()).unwrap_or_default();
    for (scope, places) in found.into_iter().filter(|(scope, _)| !decided.contains(scope)) {
        pending.push(Pending {
            run: run.id.to_owned(),
            matter: Matter::Places,
            group: String::new(),
            who: (scope, String::new()),
            subject: (rules.id.value.clone(), rules.title.clone()),
            state: text!(
                "các phạm vi bằng nhau, chỉ còn {places} chỉ tiêu",
                "equal scopes, {places} places left between them"
            ),
            place: String::new(),
            tied: 0,
            replaces: replaces.clone(),
        });
    }
}
