//! What is odd about votes that were cast (đối chiếu kết quả bỏ phiếu): out of turn, too many, or of a kind that the rules do not speak of.

use std::collections::BTreeMap;

use thidua_rules::diagnostic::listed;
use thidua_rules::rule::{Award, VoteRequirement};

use super::{Circumstances, Recommendations, vote};
use crate::evaluation::{Ballot, Ruling};
use crate::facts::Facts;
use crate::{Span, Text, text};

/// One finding for each vote that an award asks for and each way in which what was cast does not fit it.
pub(super) fn questions(facts: &Facts<'_>, circumstances: &Circumstances<'_>, all: &mut Recommendations) {
    let plan = facts.plan;
    for award in &plan.rules.awards {
        for requirement in award.requirements() {
            let Some(rule) = &requirement.votes else { continue };
            let cast = cast(facts, circumstances, award, rule);
            if !cast.is_empty() {
                of_body(facts, circumstances, (award, rule, requirement.span), &cast, all);
            }
        }
    }
}

/// Every ballot that nothing contradicts, with the entrant and its number.
type Cast<'a> = Vec<(&'a str, u32, Ballot<'a>)>;

fn cast<'a>(
    facts: &'a Facts<'_>,
    circumstances: &'a Circumstances<'_>,
    award: &Award,
    rule: &VoteRequirement,
) -> Cast<'a> {
    let mut cast = Vec::new();
    for entrant in facts.evaluations.entrants() {
        let ballots = circumstances.decisions.ballots(&award.id.value, &entrant.id, &rule.body);
        cast.extend(ballots.into_iter().filter_map(|(number, ruling)| match ruling {
            Ruling::Given(ballot) => Some((entrant.id.as_str(), number, ballot)),
            Ruling::Contradicted => None,
        }));
    }
    cast
}

fn of_body(
    facts: &Facts<'_>,
    circumstances: &Circumstances<'_>,
    (award, rule, span): (&Award, &VoteRequirement, Span),
    cast: &Cast<'_>,
    all: &mut Recommendations,
) {
    let (title, body) = (&award.title, &rule.body);
    let mut tell = |code: &'static str, who: Vec<&str>, message: Text, help: Text| {
        if !who.is_empty() {
            let who: Vec<String> = who.into_iter().map(|id| format!("`{id}`")).collect();
            let who = listed(&who);
            let message = text!("`{title}`, {body}: ", "`{title}`, {body}: ").and_then(&message);
            all.findings.push(facts.plan.finding(
                span,
                code,
                message.and_then(&text!(": {who}", ": {who}")),
                help,
            ));
        }
    };
    let those = |odd: &dyn Fn(&(&str, u32, Ballot<'_>)) -> bool| {
        let mut ids: Vec<&str> = cast.iter().filter(|ballot| odd(ballot)).map(|(id, ..)| *id).collect();
        ids.dedup();
        ids
    };
    let before = vote::bodies_before(award, rule);
    if let Some(first) = before.first() {
        let out_of_turn = |(entrant, _, ballot): &(&str, u32, Ballot<'_>)| {
            before.iter().any(|earlier| !vote::passes(award, earlier, circumstances, entrant))
                || last_day(circumstances, award, first, entrant).is_some_and(|day| day > ballot.day)
        };
        tell(
            "TD0816",
            those(&out_of_turn),
            text!("đã bỏ phiếu khi {} chưa thông qua", "voted on it before {} had passed it", &first.body),
            text!(
                "đối chiếu ngày và kết quả ghi trong biên bản của từng hội đồng",
                "hold day and result against the minutes of each body"
            ),
        );
    }
    let ballots = rule.ballots;
    tell(
        "TD0817",
        those(&|(_, number, _)| *number == 0 || *number > ballots),
        text!(
            "lần bỏ phiếu không tính, quy định cho nhiều nhất {ballots} lần",
            "a ballot that does not count, since there may be {ballots} at most"
        ),
        text!(
            "sửa số lần bỏ phiếu, hoặc ghi `ballots` theo quy định",
            "mend the number of the ballot, or write `ballots` as the rules have it"
        ),
    );
    if rule.written.is_none() {
        tell(
            "TD0819",
            those(&|(_, _, ballot)| ballot.vote.written.is_some_and(|written| written > 0)),
            text!(
                "có phiếu lấy ý kiến bằng văn bản mà quy định không nói có được tính không",
                "there are votes in writing, and the rules do not say whether they count"
            ),
            text!(
                "thêm `written` vào `votes`: `apart`, `as-votes` hoặc `as-present`",
                "add `written` to `votes`: `apart`, `as-votes` or `as-present`"
            ),
        );
    }
    let Some(marks) = rule.marks else { return };
    for (number, (sum, papers)) in marked(cast) {
        let most = papers.saturating_mul(u64::from(marks));
        if sum > most {
            let message = text!(
                "`{title}`, {body}, lần {number}: {sum} phiếu đồng ý, mà {papers} lá phiếu ghi nhiều nhất {marks} tên chỉ có {most}",
                "`{title}`, {body}, ballot {number}: {sum} votes in favour, where {papers} papers with {marks} marks at most hold {most}"
            );
            let help = text!(
                "kiểm lại số phiếu của từng đề cử trong biên bản kiểm phiếu",
                "count the votes of each candidate again from the minutes"
            );
            all.findings.push(facts.plan.finding(span, "TD0818", message, help));
        }
    }
}

/// By ballot, the votes in favour of all together and the papers handed in.
fn marked(cast: &Cast<'_>) -> BTreeMap<u32, (u64, u64)> {
    let mut sums: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for (_, number, Ballot { vote, .. }) in cast {
        let (sum, papers) = sums.entry(*number).or_default();
        *sum += u64::from(vote.votes) + u64::from(vote.written_votes.unwrap_or_default());
        let there = u64::from(vote.present.unwrap_or(vote.members));
        *papers = (*papers).max(there + u64::from(vote.written.unwrap_or_default()));
    }
    sums
}

/// The day of the last ballot of a body.
fn last_day(
    circumstances: &Circumstances<'_>,
    award: &Award,
    rule: &VoteRequirement,
    entrant: &str,
) -> Option<crate::Date> {
    let ballots = circumstances.decisions.ballots(&award.id.value, entrant, &rule.body);
    ballots.values().rev().find_map(|ruling| match ruling {
        Ruling::Given(ballot) => Some(ballot.day),
        Ruling::Contradicted => None,
    })
}
