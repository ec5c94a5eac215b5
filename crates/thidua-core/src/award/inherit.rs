//! What an entrant has on record, its own and what it has from those it came from (thành tích kế thừa).

use std::collections::BTreeSet;

use thidua_rules::diagnostic::listed;
use thidua_rules::rule::{HistoryRequirement, Inherited};

use super::{Circumstances, Recommendations, Status};
use crate::evaluation::{History, HistoryRecord};
use crate::facts::Facts;
use crate::{EntrantId, Exact, Text, text};

/// The records that count for a requirement.
pub(super) struct OnRecord {
    pub(super) records: Vec<HistoryRecord>,
    /// What an earlier run, or a question, leaves open.
    pub(super) open: Vec<HistoryRecord>,
    /// Years that come from predecessors, and whether the rules leave open if they do.
    inherited: BTreeSet<i32>,
    asked: BTreeSet<i32>,
    withdrawn: Vec<(i32, String)>,
    /// Years of records without the number of a decision, where the rules ask for one.
    unproven: BTreeSet<i32>,
}

/// What is on record for an entrant, as the requirement looks at it.
pub(super) fn on_record(history: &History, rule: &HistoryRequirement, entrant: &str) -> OnRecord {
    let mut found = OnRecord {
        records: history.of(entrant).to_vec(),
        open: history.open_of(entrant).cloned().collect(),
        inherited: BTreeSet::new(),
        asked: BTreeSet::new(),
        withdrawn: Vec::new(),
        unproven: BTreeSet::new(),
    };
    let looked_for = |result: &String| rule.results.contains(result) || rule.each_year.contains(result);
    if rule.proven {
        let (bare, proven): (Vec<HistoryRecord>, Vec<HistoryRecord>) =
            found.records.into_iter().partition(|record| record.decision.trim().is_empty());
        let bare = bare.into_iter().filter(|record| looked_for(&record.result));
        found.records = proven;
        for record in bare {
            found.unproven.insert(record.year);
            found.open.push(record);
        }
    }
    let taken = history.withdrawn_of(entrant).iter().filter(|(record, _)| looked_for(&record.result));
    found.withdrawn.extend(taken.map(|(record, by)| (record.year, by.clone())));
    if history.predecessors_of(entrant).is_empty() {
        return found;
    }
    for result in rule.results.iter().chain(&rule.each_year) {
        let own = years(history, entrant, result, &Inherited::None, false, &mut Vec::new());
        let by = rule.inherited.as_ref();
        let sure = years(history, entrant, result, by.unwrap_or(&Inherited::None), false, &mut Vec::new());
        // While the rules say nothing, whatever one of them has may count or not.
        let perhaps = years(history, entrant, result, by.unwrap_or(&Inherited::Any), true, &mut Vec::new());
        let record = |year: i32| HistoryRecord {
            year,
            result: result.clone(),
            decision: String::new(),
            used_for: used_for(history, entrant, year, result, &mut Vec::new()),
        };
        for year in sure.difference(&own) {
            found.inherited.insert(*year);
            found.records.push(record(*year));
        }
        for year in perhaps.difference(&sure).filter(|year| !own.contains(year)) {
            if by.is_none() {
                found.asked.insert(*year);
            }
            found.open.push(record(*year));
        }
    }
    found
}

/// The years in which an entrant has a result by itself or from its predecessors; with what is open, too.
fn years(
    history: &History,
    entrant: &str,
    result: &str,
    by: &Inherited,
    open: bool,
    walked: &mut Vec<String>,
) -> BTreeSet<i32> {
    let records =
        history.of(entrant).iter().chain(open.then(|| history.open_of(entrant)).into_iter().flatten());
    let mut found: BTreeSet<i32> =
        records.filter(|record| record.result == result).map(|record| record.year).collect();
    // Nobody comes from itself, however the register was made.
    if *by == Inherited::None || walked.iter().any(|before| before == entrant) {
        return found;
    }
    walked.push(entrant.to_owned());
    let parts: Vec<(BTreeSet<i32>, &Exact)> = history
        .predecessors_of(entrant)
        .iter()
        .map(|each| (years(history, &each.id, result, by, open, walked), &each.share))
        .collect();
    walked.pop();
    let all: BTreeSet<i32> = parts.iter().flat_map(|(years, _)| years).copied().collect();
    found.extend(all.into_iter().filter(|year| {
        let having = parts.iter().filter(|(years, _)| years.contains(year));
        match by {
            Inherited::None => false,
            Inherited::Any => true,
            Inherited::All => having.count() == parts.len(),
            Inherited::Share(least) => {
                let sum = |shares: &mut dyn Iterator<Item = &Exact>| {
                    shares.fold(Exact::ZERO, |sum, share| sum + share.clone())
                };
                let whole = sum(&mut parts.iter().map(|(_, share)| *share));
                sum(&mut having.map(|(_, share)| *share)) >= least.exact().clone() * whole
            }
        }
    }));
    found
}

/// The award that a year of a predecessor has earned already.
fn used_for(
    history: &History,
    entrant: &str,
    year: i32,
    result: &str,
    walked: &mut Vec<String>,
) -> Option<String> {
    if walked.iter().any(|before| before == entrant) {
        return None;
    }
    walked.push(entrant.to_owned());
    let used = history.predecessors_of(entrant).iter().find_map(|each| {
        let mut records = history.of(&each.id).iter();
        let own = records
            .find(|record| record.year == year && record.result == result && record.used_for.is_some());
        let own = own.and_then(|record| record.used_for.clone());
        own.or_else(|| used_for(history, &each.id, year, result, walked))
    });
    walked.pop();
    used
}

impl OnRecord {
    /// What a reader must know of the years beside the count.
    pub(super) fn note(&self) -> Text {
        let list =
            |years: &BTreeSet<i32>| years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let (inherited, asked) = (list(&self.inherited), list(&self.asked));
        let mut note = Text::default();
        if !inherited.is_empty() {
            note = note.and_then(&text!(
                "; kế thừa của đơn vị tiền thân: {inherited}",
                "; inherited from predecessors: {inherited}"
            ));
        }
        if !asked.is_empty() {
            note = note.and_then(&text!(
                "; chưa rõ có kế thừa của đơn vị tiền thân không: {asked}",
                "; whether what predecessors have is inherited is not said: {asked}"
            ));
        }
        let unproven = list(&self.unproven);
        if !unproven.is_empty() {
            note = note.and_then(&text!(
                "; chưa có số quyết định: {unproven}",
                "; no decision on record: {unproven}"
            ));
        }
        if !self.withdrawn.is_empty() {
            let taken = self.withdrawn.iter().map(|(year, by)| format!("{year} ({by})"));
            let taken = taken.collect::<Vec<_>>().join(", ");
            note = note.and_then(&text!("; đã bị thu hồi: {taken}", "; withdrawn: {taken}"));
        }
        note
    }
}

/// One question for each requirement that meets results of predecessors and does not say what they bring.
pub(super) fn questions(facts: &Facts<'_>, circumstances: &Circumstances<'_>, all: &mut Recommendations) {
    let (plan, entrants) = (facts.plan, facts.evaluations.entrants());
    let came = |row: &EntrantId| {
        entrants.get(*row).is_some_and(|each| !circumstances.history.predecessors_of(&each.id).is_empty())
    };
    let rows: Vec<EntrantId> = entrants.keys().filter(came).collect();
    if rows.is_empty() {
        return;
    }
    for (position, award) in plan.rules.awards().iter_enumerated() {
        let parts = award.requires.iter().enumerate().flat_map(|(index, whole)| {
            let ways = whole.any.iter().flatten();
            std::iter::once(whole).chain(ways).map(move |part| (index, part))
        });
        for (index, requirement) in parts {
            let Some(rule) = requirement.history.as_ref().filter(|rule| rule.inherited.is_none()) else {
                continue;
            };
            let waits = |row: &&EntrantId| {
                let case = all.case(position, **row).filter(|case| case.status == Status::Held);
                case.is_some_and(|case| case.open().contains(&index))
                    && entrants.get(**row).is_some_and(|each| {
                        !on_record(circumstances.history, rule, &each.id).asked.is_empty()
                    })
            };
            let ids = rows.iter().filter(waits).filter_map(|row| entrants.get(*row));
            let ids: Vec<String> = ids.map(|each| format!("`{}`", each.id)).collect();
            if ids.is_empty() {
                continue;
            }
            let (title, who) = (&award.title, listed(&ids));
            let message = text!(
                "`{title}`: quy định không nói thành tích của đơn vị tiền thân có được kế thừa không: {who}",
                "`{title}`: the rules do not say whether results of predecessors are inherited: {who}"
            );
            let help = text!(
                "thêm `inherited` vào `history`: `none`, `any`, `all` hoặc `{{ share: 50% }}`",
                "add `inherited` to `history`: `none`, `any`, `all` or `{{ share: 50% }}`"
            );
            all.findings.push(plan.finding(requirement.span, "TD0811", message, help));
        }
    }
}
