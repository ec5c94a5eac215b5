use thidua_core::{AwardId, AwardStatus, EntrantId, Language, Verdict, requirement_checks};

use super::Fields;
use crate::run::RunResults;
use crate::tables::recommendations::{by_rank, rows_of};
use crate::words::{award_reason, case_words, decided_text};

/// What stands where votes are still to be written.
const NO_VOTE: &str = "[số phiếu]/[tổng số]";

/// Whom the engine recommends, and whom only the votes have left out; with the votes.
pub(super) fn results(run: &RunResults<'_>) -> Vec<Fields> {
    cases(
        run,
        |award| by_rank(run, award, |_| Some(0)),
        |award, row| {
            let case = run.outcome.recommendations.case(award, row)?;
            let rules = run.plan.rules().awards().get(award)?;
            let is_vote = |index: &usize| {
                rules.requires.get(*index).is_some_and(|requirement| requirement.votes.is_some())
            };
            let voted_down = AwardStatus::of(&case.status) == AwardStatus::Refused
                && !case.open().is_empty()
                && case.open().iter().all(is_vote);
            if !voted_down && AwardStatus::of(&case.status) != AwardStatus::Recommended {
                return None;
            }
            let votes = if rules.requires.iter().any(|requirement| requirement.votes.is_some()) {
                let checks = requirement_checks(
                    run.plan,
                    run.evaluations,
                    &run.circumstances,
                    run.outcome,
                    award,
                    row,
                );
                let cast = checks.into_iter().enumerate();
                let cast = cast.filter(|(index, check)| is_vote(index) && check.verdict != Verdict::Unknown);
                cast.map(|(_, check)| check.found.vi).collect::<Vec<_>>().join("; ")
            } else {
                String::new()
            };
            let votes = if votes.is_empty() { NO_VOTE.to_owned() } else { votes };
            Some(Fields::default().text("phiếu", votes))
        },
    )
}

/// Decisions that give what was not recommended, or withhold what was.
pub(super) fn departures(run: &RunResults<'_>) -> Vec<Fields> {
    cases(
        run,
        |award| rows_of(run, award),
        |award, row| {
            let case = run.outcome.recommendations.case(award, row)?;
            let (outcome, decision) = case.decided()?;
            let recommended = AwardStatus::of(&case.status) == AwardStatus::Recommended;
            let given = run.outcome.recommendations.holds(award, row) == Some(true);
            let reason = decision.reason.as_deref().unwrap_or("[lý do]");
            let (words, date) = (decided_text(*outcome).vi, decision.date.to_vietnamese());
            let words = format!("{words} ({} ngày {date}): {reason}", decision.number);
            (recommended != given).then(|| Fields::default().text("quyết định", words))
        },
    )
}

pub(super) fn open(run: &RunResults<'_>) -> Vec<Fields> {
    cases(
        run,
        |award| rows_of(run, award),
        |award, row| {
            let open = run.outcome.recommendations.holds(award, row).is_none();
            open.then(|| Fields::default().text("lý do", award_reason(run, award, row).vi))
        },
    )
}

/// Name, award and status of every case for which there is something to say, and what that is.
fn cases(
    run: &RunResults<'_>,
    rows: impl Fn(AwardId) -> Vec<EntrantId>,
    of: impl Fn(AwardId, EntrantId) -> Option<Fields>,
) -> Vec<Fields> {
    let mut lines = Vec::new();
    for (award, rules) in run.plan.rules().awards().iter_enumerated() {
        for row in rows(award) {
            let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
            if let Some(own) = of(award, row) {
                lines.push(
                    own.text("tên", entrant.name.as_str())
                        .text("tên hình thức", &rules.title)
                        .text("kết quả", case_words(run, award, row, Language::Vietnamese)),
                );
            }
        }
    }
    lines
}
