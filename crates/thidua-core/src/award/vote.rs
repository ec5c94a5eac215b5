//! Votes (bỏ phiếu): whether the bodies that are asked one after the other are in favour, ballot by ballot.

use thidua_rules::method::{show, show_number, show_percent};
use thidua_rules::rule::{Award, VoteRequirement, VoteShare, WrittenVotes};

use super::Circumstances;
use super::requirement::{Check, Verdict};
use crate::evaluation::{Ballot, Ruling};
use crate::{Exact, Text, text};

/// Whether enough of the body are in favour; unknown while it, or one that is asked before it, has not voted.
pub(super) fn check(
    award: &Award,
    rule: &VoteRequirement,
    circumstances: &Circumstances<'_>,
    entrant: &str,
) -> Check {
    let label = label(rule);
    for before in bodies_before(award, rule).into_iter().rev() {
        let body = &before.body;
        // What is not put to a body stays unknown: the body before it says what becomes of the case.
        let found = match own(award, before, circumstances, entrant).verdict {
            Verdict::Met => continue,
            Verdict::Failed => {
                text!("{body} không thông qua nên không bỏ phiếu", "{body} did not pass it on")
            }
            Verdict::Unknown => text!("chờ {body} bỏ phiếu trước", "waits for the vote of {body}"),
        };
        return Check { verdict: Verdict::Unknown, label, found, change: None, basis: None, counted: None };
    }
    let Own { verdict, found, change, counted } = own(award, rule, circumstances, entrant);
    Check { verdict, label, found, change, basis: None, counted }
}

/// The bodies that are asked before this one, the last before the first. `after` leads to votes written above, so it ends.
pub(super) fn bodies_before<'a>(award: &'a Award, rule: &VoteRequirement) -> Vec<&'a VoteRequirement> {
    let requirements = award.requirements();
    let votes: Vec<&VoteRequirement> =
        requirements.into_iter().filter_map(|requirement| requirement.votes.as_ref()).collect();
    let mut found: Vec<&VoteRequirement> = Vec::new();
    let mut after = rule.after.as_ref();
    while let Some(next) = after.and_then(|name| votes.iter().find(|vote| vote.body == *name)) {
        if found.len() >= votes.len() {
            break;
        }
        found.push(next);
        after = next.after.as_ref();
    }
    found
}

fn label(rule: &VoteRequirement) -> Text {
    let (body, share) = (&rule.body, show_number(&rule.share));
    match rule.of {
        VoteShare::AllMembers => text!(
            "ít nhất {share} trên tổng số thành viên {body} đồng ý",
            "at least {share} of all members of {body} in favour"
        ),
        VoteShare::Present => text!(
            "ít nhất {share} số thành viên {body} có mặt đồng ý",
            "at least {share} of the members of {body} present in favour"
        ),
    }
}

/// What a body itself says, whoever is asked before it.
struct Own {
    verdict: Verdict,
    found: Text,
    change: Option<Text>,
    /// The share in favour, and the one that is needed.
    counted: Option<(Exact, Exact)>,
}

fn own(award: &Award, rule: &VoteRequirement, circumstances: &Circumstances<'_>, entrant: &str) -> Own {
    let all = circumstances.decisions.ballots(&award.id.value, entrant, &rule.body);
    let waiting = |found: Text| Own { verdict: Verdict::Unknown, found, change: None, counted: None };
    let counted = all.range(1..=rule.ballots.max(1)).next_back();
    let (number, said) = match counted {
        None => return waiting(text!("chưa có kết quả bỏ phiếu", "no vote yet")),
        Some((_, Ruling::Contradicted)) => {
            return waiting(text!("các kết quả bỏ phiếu trái nhau", "the votes contradict one another"));
        }
        Some((number, Ruling::Given(ballot))) => (*number, counted_votes(rule, *ballot)),
    };
    let said = match said {
        Ok(said) if rule.ballots > 1 => {
            Own { found: text!("lần {number}: ", "ballot {number}: ").and_then(&said.found), ..said }
        }
        Ok(said) => said,
        Err(lacking) => return waiting(lacking),
    };
    if said.verdict == Verdict::Failed && number < rule.ballots {
        let next = number + 1;
        return waiting(
            said.found.and_then(&text!("; còn bỏ phiếu lần {next}", "; ballot {next} may still be held")),
        );
    }
    said
}

/// What one ballot comes to, or what it lacks.
fn counted_votes(rule: &VoteRequirement, Ballot { vote, .. }: Ballot<'_>) -> Result<Own, Text> {
    let (returned, in_writing) = (vote.written.unwrap_or_default(), vote.written_votes.unwrap_or_default());
    if rule.written.is_none() && returned > 0 {
        return Err(text!(
            "quy định chưa nói phiếu bằng văn bản có được tính không",
            "the rules do not say whether votes in writing count"
        ));
    }
    let count = |number: u32| Exact::from(i64::from(number));
    let writers = if rule.written == Some(WrittenVotes::AsPresent) { returned } else { 0 };
    let votes_in_writing = if rule.written == Some(WrittenVotes::Apart) { 0 } else { in_writing };
    let present = vote.present.map(|present| present.saturating_add(writers));
    let votes = vote.votes.saturating_add(votes_in_writing);
    let against = match rule.of {
        VoteShare::AllMembers => Some(vote.members),
        VoteShare::Present => present,
    };
    let quorate = rule.quorum.as_ref().is_none_or(|quorum| {
        present.is_some_and(|present| count(present) >= quorum.exact().clone() * count(vote.members))
    });
    let lacks_quorum_base = rule.quorum.is_some() && present.is_none();
    let Some(against) = against.filter(|against| *against > 0 && !lacks_quorum_base) else {
        return Err(text!(
            "kết quả bỏ phiếu thiếu số có mặt hoặc số thành viên",
            "the vote lacks the number present or of members"
        ));
    };
    let needed = rule.share.exact().clone() * count(against);
    let enough = count(votes) >= needed;
    let verdict = if enough && quorate { Verdict::Met } else { Verdict::Failed };
    let least = needed.round_to_multiple(&Exact::ONE, crate::RoundingMode::Up);
    let percent = count(votes).checked_div(&count(against)).unwrap_or_default();
    let counted = Some((percent.clone(), rule.share.exact().clone()));
    let (members, percent) = (vote.members, show_percent(&percent));
    let found = if !quorate {
        text!("không đủ số thành viên có mặt", "no quorum")
    } else if returned == 0 {
        text!(
            "{votes}/{against} phiếu = {percent} (tổng số thành viên {members})",
            "{votes}/{against} votes = {percent} ({members} members)"
        )
    } else if rule.written == Some(WrittenVotes::Apart) {
        text!(
            "{votes}/{against} phiếu = {percent} (tổng số thành viên {members}); {in_writing}/{returned} phiếu bằng văn bản để riêng",
            "{votes}/{against} votes = {percent} ({members} members); {in_writing}/{returned} votes in writing apart"
        )
    } else {
        let there = vote.votes;
        text!(
            "{there} phiếu tại cuộc họp + {in_writing} phiếu bằng văn bản = {votes}/{against} = {percent} (tổng số thành viên {members})",
            "{there} votes at the meeting + {in_writing} in writing = {votes}/{against} = {percent} ({members} members)"
        )
    };
    let change = (!enough).then(|| {
        let more = show(&(least - count(votes)));
        text!("cần thêm {more} phiếu", "{more} more votes needed")
    });
    Ok(Own { verdict, found, change, counted })
}

/// Whether a body has passed a case, whoever is asked before it.
pub(super) fn passes(
    award: &Award,
    rule: &VoteRequirement,
    circumstances: &Circumstances<'_>,
    entrant: &str,
) -> bool {
    own(award, rule, circumstances, entrant).verdict == Verdict::Met
}
