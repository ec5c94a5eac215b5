//! Ranking (xếp hạng): ties stay ties unless a declared step separates them.

mod order;
mod pool;
mod tie_break;

pub use order::{BestFirst, best_first};
pub(crate) use tie_break::council_order;

use std::collections::BTreeMap;

use crate::evaluation::{DecisionIndex, Evaluations};
use crate::facts::Facts;
use crate::grade::Grades;
use crate::plan::Plan;
use crate::score::Scorecards;
use crate::{Diagnostic, EntrantId, Exact, Located, RankingId, Severity, StageId, TiVec, text};
use thidua_rules::diagnostic::listed;
use thidua_rules::expression::Pool;
use thidua_rules::rule::{Places, Ranking};

/// All rankings of a run (bảng xếp hạng).
#[derive(Clone, Debug, Default)]
pub struct Standings {
    rankings: TiVec<RankingId, Ranked>,
    /// What a person must look at: ties that are left where each place is for one.
    pub findings: Vec<Diagnostic>,
}

/// One ranking.
#[derive(Clone, Debug, Default)]
pub struct Ranked {
    /// Entrants in display order: by group, then place, then id.
    pub order: Vec<EntrantId>,
    /// Place of each entrant, from 1; 0 when it is not ranked.
    pub places: TiVec<EntrantId, u32>,
    /// How many share the entrant's place, itself included.
    pub sharing: TiVec<EntrantId, u32>,
    /// The tie-break step (from 1) that set the entrant apart from its neighbour above; 0 when the value did.
    pub decided_by: TiVec<EntrantId, u32>,
    /// The number of the group the entrant is ranked in.
    pub groups: TiVec<EntrantId, u32>,
    /// By group and place: of those who share it, whose value the next tie-break step lacks.
    pub(crate) awaited: BTreeMap<(u32, u32), Vec<EntrantId>>,
    /// By group, where something asks for it: how many have a place, and the mean of what they are ranked by; nothing while
    /// somebody may still get a place.
    pools: BTreeMap<u32, Option<(Exact, Exact)>>,
}

impl Standings {
    /// The place of an entrant in a ranking, from 1.
    #[must_use]
    pub fn place(&self, ranking: RankingId, row: EntrantId) -> Option<u32> {
        self.rankings.get(ranking)?.places.get(row).copied().filter(|place| *place > 0)
    }

    /// A figure of those who are ranked with the entrant; `None` while it may still change.
    pub(crate) fn pool(&self, pool: Pool, ranking: RankingId, row: EntrantId) -> Option<Exact> {
        let ranked = self.rankings.get(ranking)?;
        let (count, mean) = ranked.pools.get(ranked.groups.get(row)?)?.as_ref()?;
        Some(match pool {
            Pool::Ranked => count.clone(),
            Pool::Mean => mean.clone(),
        })
    }

    /// One ranking.
    #[must_use]
    pub fn ranking(&self, ranking: RankingId) -> Option<&Ranked> {
        self.rankings.get(ranking)
    }
}

impl Ranked {
    /// Where in the order an entrant stands who has a place.
    pub(crate) fn position(&self, row: EntrantId) -> Option<usize> {
        let key = |row: EntrantId| Some((*self.groups.get(row)?, *self.places.get(row)?, row));
        self.order.binary_search_by_key(&key(row), |other| key(*other)).ok()
    }

    /// How many share the entrant's place, itself included.
    #[must_use]
    pub fn sharing(&self, row: EntrantId) -> u32 {
        self.sharing.get(row).copied().unwrap_or(0)
    }

    /// Whose missing value leaves it open who of those at the entrant's place comes first; the group and the place.
    pub(crate) fn awaited_at(&self, row: EntrantId) -> Option<((u32, u32), &[EntrantId])> {
        let at = (*self.groups.get(row)?, *self.places.get(row)?);
        Some((at, self.awaited.get(&at)?))
    }

    /// The tie-break step that set the entrant apart from its neighbour above.
    #[must_use]
    pub fn decided_by(&self, row: EntrantId) -> u32 {
        self.decided_by.get(row).copied().unwrap_or(0)
    }
}

/// Ranks all entrants (xếp hạng) by every ranking of the plan.
#[must_use]
pub fn rank(
    plan: &Plan,
    evaluations: &Evaluations,
    scorecards: &Scorecards,
    grades: &Grades,
    decisions: &DecisionIndex,
) -> Standings {
    let facts = Facts {
        scorecards: Some(scorecards),
        grades: Some(grades),
        ..Facts::entered(plan, evaluations, StageId::OFFICIAL)
    };
    let mut rankings: TiVec<RankingId, Ranked> =
        (plan.rankings.keys()).map(|ranking| order::rank_one(&facts, ranking, decisions)).collect();
    for (ranking, ranked) in rankings.iter_mut_enumerated() {
        if pool::is_asked(plan, ranking) {
            ranked.pools = pool::pools(&facts, ranking, ranked);
        }
    }
    let rules = plan.rules.rankings.iter().zip(&rankings);
    let told = |(rules, ranked)| {
        let shared = shared_places(plan, evaluations, rules, ranked);
        [shared, awaited_values(plan, evaluations, rules, ranked)]
    };
    let findings = rules.flat_map(told).flatten().collect();
    Standings { rankings, findings }
}

/// Names the places that equals share although each is for one.
fn shared_places(
    plan: &Plan,
    evaluations: &Evaluations,
    rules: &Located<Ranking>,
    ranked: &Ranked,
) -> Option<Diagnostic> {
    if rules.places != Places::Ordinal {
        return None;
    }
    // Those whom a missing value keeps together are told of by themselves.
    let stays = |row: &EntrantId| ranked.sharing(*row) > 1 && ranked.awaited_at(*row).is_none();
    let shared: Vec<EntrantId> = ranked.order.iter().copied().filter(stays).collect();
    if shared.is_empty() {
        return None;
    }
    let of = |row: &EntrantId| (ranked.groups.get(*row), ranked.places.get(*row));
    let ties = shared.chunk_by(|one, other| of(one) == of(other)).map(|tied| {
        let ids = tied.iter().filter_map(|row| evaluations.entrants().get(*row));
        let ids: Vec<String> = ids.map(|entrant| format!("`{}`", entrant.id)).collect();
        format!("({})", listed(&ids))
    });
    let ties: Vec<String> = ties.collect();
    let (id, ties) = (&rules.id, listed(&ties));
    let message = text!(
        "bảng xếp hạng `{id}` đánh số liên tục nhưng còn đồng hạng: {ties}",
        "the ranking `{id}` numbers everyone, but some still share a place: {ties}"
    );
    let help = text!(
        "thêm bước xét trong `tie_break`, hoặc ghi quyết định `tie` của Hội đồng",
        "add a step to `tie_break`, or record a decision `tie` of the council"
    );
    Some(plan.finding(rules.span, "TD0807", message, help))
}

/// Names those whose missing value keeps a tie-break step from separating equals.
fn awaited_values(
    plan: &Plan,
    evaluations: &Evaluations,
    rules: &Located<Ranking>,
    ranked: &Ranked,
) -> Option<Diagnostic> {
    let rows = ranked.awaited.values().flatten().filter_map(|row| evaluations.entrants().get(*row));
    let ids: Vec<String> = rows.map(|entrant| format!("`{}`", entrant.id)).collect();
    if ids.is_empty() {
        return None;
    }
    let (id, who) = (&rules.id, listed(&ids));
    let message = text!(
        "bảng xếp hạng `{id}`: chưa tách được các trường hợp bằng nhau vì bước xét còn thiếu số liệu của: {who}",
        "the ranking `{id}`: equals are not separated yet, because a tie-break step lacks the values of: {who}"
    );
    let help = text!(
        "bổ sung số liệu mà bước xét hỏi đến; nếu không có thì ghi rõ là không áp dụng",
        "fill in what the step asks for; where there is none, say that it does not apply"
    );
    let mut note = plan.finding(rules.span, "TD0830", message, help);
    note.severity = Severity::Note;
    Some(note)
}
