use thidua_core::rule::{Award, VoteRequirement};
use thidua_core::{AwardId, Check, EntrantId, Language, Verdict, requirement_checks};

use super::Fields;
use crate::number::shown;
use crate::run::RunResults;
use crate::tables::recommendations::{by_rank, history};

/// A vote of one body on one award (một lần bỏ phiếu): who stands on the ballot, by rank.
pub(crate) struct Ballot {
    /// Position of the award.
    pub(crate) award: AwardId,
    /// What is shown of it.
    pub(crate) fields: Fields,
}

/// Every vote that the awards of a run require and that somebody can be put to.
pub(crate) fn ballots(run: &RunResults<'_>) -> Vec<Ballot> {
    let mut found = Vec::new();
    for (award, rules) in run.plan.rules().awards().iter_enumerated() {
        for (at, requirement) in rules.requires.iter().enumerate() {
            let Some(vote) = &requirement.votes else { continue };
            let mut candidates = candidates(run, award);
            if vote.after.is_some() {
                // Whom a body before has turned down, or has not voted on, is not put to this one.
                candidates.retain(|(_, checks)| may_be_put_to(rules, vote, checks));
            }
            let Some((_, checks)) = candidates.first() else { continue };
            let label = requirement.label.clone().or_else(|| Some(checks.get(at)?.label.vi.clone()));
            let quotas = run.outcome.recommendations.quotas(award).map(|quota| quota.places);
            let places = rules.quota.as_ref().map(|_| quotas.sum::<u32>().to_string());
            let lines = candidates
                .iter()
                .enumerate()
                .map(|(number, (row, checks))| candidate(run, award, number, *row, checks.get(at)));
            let fields = Fields::default()
                .text("tổ chức bỏ phiếu", &vote.body)
                .text("tên hình thức", &rules.title)
                .text("yêu cầu phiếu", label.unwrap_or_default())
                .text("chỉ tiêu", places.unwrap_or_default())
                .text("số đề cử", candidates.len().to_string())
                .each("đề cử", lines.collect());
            found.push(Ballot { award, fields });
        }
    }
    found
}

/// Whether every body that is asked before this one has passed the case.
fn may_be_put_to(award: &Award, vote: &VoteRequirement, checks: &[Check]) -> bool {
    let mut body = vote.after.as_ref();
    for (requirement, check) in award.requires.iter().zip(checks).rev() {
        let Some(votes) = requirement.votes.as_ref().filter(|votes| Some(&votes.body) == body) else {
            continue;
        };
        if check.verdict != Verdict::Met {
            return false;
        }
        body = votes.after.as_ref();
    }
    true
}

/// Whoever fails nothing but a vote, by rank: a body votes on those who meet all else, or may.
fn candidates(run: &RunResults<'_>, award: AwardId) -> Vec<(EntrantId, Vec<Check>)> {
    let Some(rules) = run.plan.rules().awards().get(award) else { return Vec::new() };
    let is_vote =
        |index: usize| rules.requires.get(index).is_some_and(|requirement| requirement.votes.is_some());
    let rows = by_rank(run, award, |_| Some(0));
    let with_checks = rows.into_iter().filter_map(|row| {
        let case = run.outcome.recommendations.case(award, row)?;
        // Whoever fails something else is not asked about; most are told so by their case alone.
        let checks =
            requirement_checks(run.plan, run.evaluations, &run.circumstances, run.outcome, award, row);
        let failed = case.open().iter().any(|index| {
            !is_vote(*index) && checks.get(*index).is_some_and(|check| check.verdict == Verdict::Failed)
        });
        (!failed).then_some((row, checks))
    });
    with_checks.collect()
}

fn candidate(
    run: &RunResults<'_>,
    award: AwardId,
    number: usize,
    row: EntrantId,
    vote: Option<&Check>,
) -> Fields {
    let entrants = run.evaluations.entrants();
    let (id, name, cluster) = entrants
        .get(row)
        .map_or(("", "", ""), |entrant| (entrant.id.as_str(), entrant.name.as_str(), &*entrant.cluster));
    let total = run.outcome.scorecards.total(row);
    let total = total.map(|total| shown(&total, run.places().total(), Language::Vietnamese));
    let place = run.outcome.standings.place(run.ranking_of(award), row);
    let (votes, verdict) = match vote.map(|check| (check.verdict, &check.found.vi)) {
        Some((Verdict::Met, found)) => (found.clone(), "đạt"),
        Some((Verdict::Failed, found)) => (found.clone(), "không đạt"),
        Some((Verdict::Unknown, _)) | None => (String::new(), ""),
    };
    Fields::default()
        .text("tt", (number + 1).to_string())
        .text("mã", id)
        .text("tên", name)
        .text("cụm", cluster)
        .text("tổng điểm", total.unwrap_or_default())
        .text("hạng", place.map(|place| place.to_string()).unwrap_or_default())
        .text("thành tích", history(run, id).shown(Language::Vietnamese))
        .text("phiếu", votes)
        .text("kết quả phiếu", verdict)
}
