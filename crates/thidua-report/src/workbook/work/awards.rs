use std::collections::BTreeSet;

use thidua_core::rule::{Award, VoteRequirement};
use thidua_core::{AwardId, AwardOutcome, EntrantId, Status, Text, Verdict, WaitsFor, text};
use thidua_table::Matter;

use super::Pending;
use super::ties::{can_be_ordered, tied_on_line};
use crate::run::RunResults;
use crate::words::{award_reason, open_requirements};

/// Votes that are not taken, and cases that only the council can close.
pub(super) fn of(run: &RunResults<'_>, pending: &mut Vec<Pending>) {
    for award in run.plan.rules().awards().keys() {
        let unordered: BTreeSet<EntrantId> = tied_on_line(run, award)
            .into_iter()
            .filter(|(rows, _)| can_be_ordered(run, run.ranking_of(award), rows).is_none())
            .flat_map(|(rows, _)| rows)
            .collect();
        for row in run.rows().iter().copied() {
            votes(run, award, row, pending);
            if let Some((state, replaces)) = conclusion(run, award, row, unordered.contains(&row)) {
                pending.extend(waiting(run, Matter::Award, (award, row), state, String::new(), replaces));
            }
        }
    }
}

/// What the council has to conclude on a case, and which decision of its own that would replace.
fn conclusion(
    run: &RunResults<'_>,
    award: AwardId,
    row: EntrantId,
    unordered: bool,
) -> Option<(Text, String)> {
    let case = run.outcome.recommendations.case(award, row)?;
    if let Some((AwardOutcome::Hold, decision)) = case.decided() {
        let number = &decision.number;
        let state = text!("Hội đồng để lại xem xét ({number})", "held by the council ({number})");
        return Some((state, number.clone()));
    }
    if case.decided().is_some() {
        return None;
    }
    if unordered && let Status::TiedOnLine { places, tied, .. } = case.status {
        let state = text!(
            "{tied} đơn vị bằng nhau, còn {places} chỉ tiêu, không còn bước xét nào",
            "{tied} equals, {places} places left, and no step left to separate them"
        );
        return Some((state, String::new()));
    }
    let waits = case.status == Status::Held && case.waits_for().contains(&WaitsFor::Conclusion);
    waits.then(|| (award_reason(run, award, row), String::new()))
}

fn votes(run: &RunResults<'_>, award: AwardId, row: EntrantId, pending: &mut Vec<Pending>) {
    let Some(case) = run.outcome.recommendations.case(award, row) else { return };
    if case.decided().is_some() || case.status != Status::Held || !case.waits_for().contains(&WaitsFor::Vote)
    {
        return;
    }
    let Some(rules) = run.plan.rules().awards().get(award) else { return };
    for (index, check) in case.open().iter().zip(open_requirements(run, award, row)) {
        let rule = rules.requires.get(*index).and_then(|requirement| requirement.votes.as_ref());
        // A body whose turn has not come is not asked yet.
        let asks = |rule: &&VoteRequirement| {
            check.verdict == Verdict::Unknown
                && !rule.after.as_ref().is_some_and(|after| open_body(rules, case.open(), after))
        };
        if let Some(rule) = rule.filter(asks) {
            let Text { vi, en } = check.found;
            let state = Text::new(format!("{}: {vi}", check.label.vi), format!("{}: {en}", check.label.en));
            pending.extend(waiting(run, Matter::Vote, (award, row), state, rule.body.clone(), String::new()));
        }
    }
}

/// Whether the vote of a body is among what stands open.
fn open_body(rules: &Award, open: &[usize], body: &str) -> bool {
    open.iter().any(|index| {
        let votes = rules.requires.get(*index).and_then(|requirement| requirement.votes.as_ref());
        votes.is_some_and(|votes| votes.body == body)
    })
}

fn waiting(
    run: &RunResults<'_>,
    matter: Matter,
    (award, row): (AwardId, EntrantId),
    state: Text,
    group: String,
    replaces: String,
) -> Option<Pending> {
    let entrant = run.evaluations.entrants().get(row)?;
    let rules = run.plan.rules().awards().get(award)?;
    Some(Pending {
        run: run.id.to_owned(),
        matter,
        group,
        who: (entrant.id.as_str().to_owned(), entrant.name.as_str().to_owned()),
        subject: (rules.id.value.clone(), rules.title.clone()),
        state,
        place: String::new(),
        tied: 0,
        replaces,
    })
}
