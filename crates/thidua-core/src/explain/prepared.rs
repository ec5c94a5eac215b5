use std::collections::BTreeMap;
use std::sync::Arc;

use super::alike::Alike;
use super::distance;
use crate::award::Circumstances;
use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::score::{References, Scorecards, score_rows};
use crate::{AwardId, EntrantId, Exact, NodeId, RankingId, StageId, TiVec};

/// One run made ready to be explained (đợt xét sẵn sàng để giải trình): what all its pages share, gathered once.
#[derive(Clone)]
pub struct Explainable<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) circumstances: Circumstances<'a>,
    pub(super) outcome: &'a Outcome,
    pub(super) stages: TiVec<StageId, Stage>,
    pub(super) reading_order: Vec<NodeId>,
    /// What criteria came to on pages that were made before.
    pub(super) alike: Arc<Alike>,
    /// For each ranking: how many have a place in each group.
    ranked: TiVec<RankingId, BTreeMap<u32, u32>>,
    /// For each award: what the last one on the line is ranked by, in each group of its quota and its ranking.
    line: TiVec<AwardId, BTreeMap<distance::Line, Exact>>,
}

/// What is gathered for one stage.
#[derive(Clone)]
pub(super) struct Stage {
    pub(super) references: References,
    /// Its points, where criteria read those of others and it is not the official one.
    pub(super) points: Option<Scorecards>,
}

impl<'a> Explainable<'a> {
    /// Gathers what the pages of a run share.
    #[must_use]
    pub fn new(
        plan: &'a Plan,
        evaluations: &'a Evaluations,
        circumstances: &Circumstances<'a>,
        outcome: &'a Outcome,
    ) -> Self {
        let facts = Facts { as_trees: true, ..outcome.facts(plan, evaluations) };
        let stages = evaluations.stages.keys();
        let stages = stages.map(|stage| {
            let references = References::gather(plan, evaluations, stage);
            let rows = 0..evaluations.entrants().len();
            let apart = stage > StageId::OFFICIAL && plan.reads_points();
            Stage { points: apart.then(|| score_rows(plan, evaluations, &references, rows)), references }
        });
        Self {
            facts,
            circumstances: *circumstances,
            outcome,
            stages: stages.collect(),
            reading_order: plan.reading_order(),
            alike: Arc::new(Alike::of(plan)),
            ranked: (plan.rankings.keys()).map(|ranking| ranked(outcome, ranking)).collect(),
            line: (plan.awards.keys()).map(|award| distance::line(&facts, outcome, award)).collect(),
        }
    }

    /// The same for pages: explanations in words, without the calculations as trees, which take time.
    #[must_use]
    pub fn in_words(mut self) -> Self {
        self.facts.as_trees = false;
        self.alike = Arc::new(Alike::of(self.facts.plan));
        self
    }

    /// How many have a place in a group of a ranking.
    pub(super) fn ranked_in(&self, ranking: RankingId, group: Option<&u32>) -> u32 {
        let groups = self.ranked.get(ranking).zip(group);
        groups.and_then(|(groups, group)| groups.get(group)).copied().unwrap_or(0)
    }

    /// What the last one recommended or tied on the line is ranked by, in the entrant's group.
    pub(super) fn last_on_line(&self, award: AwardId, row: EntrantId) -> Option<&Exact> {
        self.line.get(award)?.get(&distance::line_of(&self.facts, award, row)?)
    }
}

fn ranked(outcome: &Outcome, ranking: RankingId) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    let Some(ranked) = outcome.standings.ranking(ranking) else { return counts };
    for (group, _) in ranked.groups.iter().zip(&ranked.places).filter(|(_, place)| **place > 0) {
        *counts.entry(*group).or_default() += 1;
    }
    counts
}
