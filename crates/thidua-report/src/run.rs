use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::{Arc, OnceLock};

use thidua_core::{
    AwardId, Circumstances, Diagnostic, EntrantId, Evaluations, Explainable, Gap, Outcome, Plan, RankingId,
    Shortfall,
};

use crate::order::rows_in_order;
use crate::places::Places;

/// A whole movement, finished (kết quả cả phong trào): what its papers are made of.
#[derive(Clone, Debug)]
pub struct MovementResults<'a> {
    /// Name of the movement.
    pub movement: &'a str,
    /// What the manifest says beside it.
    pub note: Option<&'a str>,
    /// Its runs, in order.
    pub runs: Vec<RunResults<'a>>,
}

/// One finished run (kết quả một đợt xét), borrowed from whoever holds it.
#[derive(Clone, Debug)]
pub struct RunResults<'a> {
    /// Short name.
    pub id: &'a str,
    /// The name people read.
    pub title: &'a str,
    /// The rules of the day.
    pub plan: &'a Plan,
    /// What was entered.
    pub evaluations: &'a Evaluations,
    /// What was computed.
    pub outcome: &'a Outcome,
    /// What the awards looked at beside the scores.
    pub circumstances: Circumstances<'a>,
    /// Entrants without a total, and why.
    pub shortfalls: &'a [Shortfall],
    /// What is missing for grades and quotas.
    pub missing: &'a [Diagnostic],
    /// Differences between stages that need a reason.
    pub gaps: &'a [Gap],
    /// Those whose reason was given.
    pub explained_gaps: &'a [Gap],
    /// The inputs that come from earlier runs, with the ids of those.
    pub carried: BTreeMap<&'a str, Vec<&'a str>>,
    /// The rules of the other runs of the movement: they too have titles for results on record.
    pub other_plans: Vec<&'a Plan>,
    /// What its papers share, found when first asked for.
    pub shared: Arc<Shared>,
}

/// What all papers of a run share (dùng chung cho các văn bản của đợt xét), found when first asked for.
#[derive(Debug, Default)]
pub struct Shared {
    order: OnceLock<Vec<EntrantId>>,
    places: OnceLock<Places>,
}

/// So many rows are brought near together.
const BROUGHT_TOGETHER: usize = 64;

impl<'a> RunResults<'a> {
    /// Positions of the entrants by cluster and name, in Vietnamese order.
    pub fn rows(&self) -> &[EntrantId] {
        self.shared.order.get_or_init(|| rows_in_order(self.evaluations))
    }

    /// Hands out rows that stand in an order of their own: what is told of them lies far apart, and is brought near for many
    /// of them together, not waited for one by one.
    pub(crate) fn each_of(&self, rows: &[EntrantId], mut put: impl FnMut(EntrantId)) {
        for block in rows.chunks(BROUGHT_TOGETHER) {
            let entrants = || block.iter().filter_map(|row| self.evaluations.entrants().get(*row));
            black_box(entrants().map(|entrant| entrant.name.len()).sum::<usize>());
            // Only with the entrant it is known where its texts lie.
            let ends = |text: &str| {
                let bytes = text.as_bytes();
                bytes.first().copied().map_or(0, usize::from) + bytes.last().copied().map_or(0, usize::from)
            };
            black_box(entrants().map(|entrant| ends(&entrant.id) + ends(&entrant.name)).sum::<usize>());
            block.iter().copied().for_each(&mut put);
        }
    }

    /// The places its numbers are shown with.
    #[must_use]
    pub fn places(&self) -> &Places {
        self.shared.places.get_or_init(|| Places::of(self.plan))
    }

    /// The run made ready to be explained.
    #[must_use]
    pub fn explainable(&self) -> Explainable<'a> {
        Explainable::new(self.plan, self.evaluations, &self.circumstances, self.outcome).in_words()
    }

    /// What came up while ranking and recommending, and what is missing.
    pub fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.outcome
            .standings
            .findings
            .iter()
            .chain(&self.outcome.recommendations.findings)
            .chain(self.missing)
    }

    /// The ranking an award goes by.
    #[must_use]
    pub fn ranking_of(&self, award: AwardId) -> RankingId {
        let rules = self.plan.rules();
        let named = rules.awards().get(award).and_then(|award| award.ranked_by.as_ref());
        named
            .and_then(|id| rules.rankings().position(|ranking| ranking.id == id.value))
            .unwrap_or(RankingId::FIRST)
    }
}
