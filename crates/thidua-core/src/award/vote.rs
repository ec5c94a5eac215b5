//! Votes (bỏ phiếu): whether a body is in favour, of whom it asks.

use super::Circumstances;
use super::requirement::{Check, Verdict};
use crate::evaluation::Ruling;
use crate::method::{show, show_percent};
use crate::rules::{VoteRequirement, VoteShare};
use crate::{Exact, Text, text};

/// Whether enough of the body are in favour; unknown while it has not voted.
pub(super) fn check(
    rule: &VoteRequirement,
    circumstances: &Circumstances<'_>,
    award: &str,
    entrant: &str,
) -> Check {
    let body = &rule.body;
    let share = &rule.share;
    let label = match rule.of {
        VoteShare::AllMembers => text!(
            "ít nhất {share} trên tổng số thành viên {body} đồng ý",
            "at least {share} of all members of {body} in favour"
        ),
        VoteShare::Present => {
            text!(
                "ít nhất {share} số thành viên {body} có mặt đồng ý",
                "at least {share} of the members of {body} present in favour"
            )
        }
    };
    let waiting = |label: Text, found: Text| Check {
        verdict: Verdict::Unknown,
        label,
        found,
        change: None,
        basis: None,
    };
    let vote = match circumstances.decisions.vote(award, entrant, body) {
        Ruling::Given(vote) => vote,
        Ruling::Silent => return waiting(label, text!("chưa có kết quả bỏ phiếu", "no vote yet")),
        Ruling::Contradicted => {
            return waiting(
                label,
                text!("các kết quả bỏ phiếu trái nhau", "the votes contradict one another"),
            );
        }
    };
    let count = |number: u32| Exact::from(i64::from(number));
    let against = match rule.of {
        VoteShare::AllMembers => Some(vote.members),
        VoteShare::Present => vote.present,
    };
    let quorate = rule.quorum.as_ref().is_none_or(|quorum| {
        vote.present.is_some_and(|present| count(present) >= quorum.exact().clone() * count(vote.members))
    });
    let lacks_quorum_base = rule.quorum.is_some() && vote.present.is_none();
    let Some(against) = against.filter(|against| *against > 0 && !lacks_quorum_base) else {
        return waiting(
            label,
            text!(
                "kết quả bỏ phiếu thiếu số có mặt hoặc số thành viên",
                "the vote lacks the number present or of members"
            ),
        );
    };
    let needed = share.exact().clone() * count(against);
    let enough = count(vote.votes) >= needed;
    let verdict = if enough && quorate { Verdict::Met } else { Verdict::Failed };
    let least = needed.round_to_multiple(&Exact::ONE, crate::RoundingMode::Up);
    let percent = count(vote.votes).checked_div(&count(against)).unwrap_or_default();
    let (votes, members, percent) = (vote.votes, vote.members, show_percent(&percent));
    let found = if quorate {
        text!(
            "{votes}/{against} phiếu = {percent} (tổng số thành viên {members})",
            "{votes}/{against} votes = {percent} ({members} members)"
        )
    } else {
        text!("không đủ số thành viên có mặt", "no quorum")
    };
    let change = (!enough).then(|| {
        let more = show(&(least - count(votes)));
        text!("cần thêm {more} phiếu", "{more} more votes needed")
    });
    Check { verdict, label, found, change, basis: None }
}
