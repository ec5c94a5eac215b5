use std::collections::BTreeMap;

use crate::Exact;
use crate::award::{Circumstances, Status};
use crate::evaluation::Evaluations;
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::score::References;

/// One run made ready to be explained (lượt chấm sẵn sàng để giải trình): what all its pages share, gathered once.
#[derive(Clone)]
pub struct Explainable<'a> {
    pub(super) facts: Facts<'a>,
    pub(super) circumstances: Circumstances<'a>,
    pub(super) outcome: &'a Outcome,
    /// The reference sets of every stage.
    pub(super) references: Vec<References>,
    pub(super) reading_order: Vec<usize>,
    /// For each ranking: how many have a place in each group.
    ranked: Vec<BTreeMap<u32, u32>>,
    /// For each award: the lowest total on the line or above it in each group of its quota.
    line: Vec<BTreeMap<u32, Exact>>,
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
        let facts = Facts {
            plan,
            evaluations,
            stage: 0,
            scorecards: Some(&outcome.scorecards),
            grades: Some(&outcome.grades),
            standings: Some(&outcome.standings),
        };
        let stages = 0..evaluations.stages().count();
        Self {
            facts,
            circumstances: *circumstances,
            outcome,
            references: stages.map(|stage| References::gather(plan, evaluations, stage)).collect(),
            reading_order: plan.reading_order(),
            ranked: (0..plan.rankings.len()).map(|ranking| ranked(outcome, ranking)).collect(),
            line: (0..plan.awards.len()).map(|award| line(&facts, outcome, award)).collect(),
        }
    }

    /// How many have a place in a group of a ranking.
    pub(super) fn ranked_in(&self, ranking: usize, group: Option<&u32>) -> u32 {
        let groups = self.ranked.get(ranking).zip(group);
        groups.and_then(|(groups, group)| groups.get(group)).copied().unwrap_or(0)
    }

    /// The lowest total of those recommended or tied on the line in a group of an award's quota.
    pub(super) fn last_on_line(&self, award: usize, group: u32) -> Option<&Exact> {
        self.line.get(award)?.get(&group)
    }
}

fn ranked(outcome: &Outcome, ranking: usize) -> BTreeMap<u32, u32> {
    let mut counts = BTreeMap::new();
    let Some(ranked) = outcome.standings.ranking(ranking) else { return counts };
    for (group, _) in ranked.groups.iter().zip(&ranked.places).filter(|(_, place)| **place > 0) {
        *counts.entry(*group).or_default() += 1;
    }
    counts
}

fn line(facts: &Facts<'_>, outcome: &Outcome, award: usize) -> BTreeMap<u32, Exact> {
    let mut lowest: BTreeMap<u32, Exact> = BTreeMap::new();
    let quota = facts.plan.rules.awards.get(award).and_then(|award| award.quota.as_ref());
    let Some(quota) = quota else { return lowest };
    for row in 0..facts.evaluations.entrants().len() {
        let status = outcome.recommendations.case(award, row).map(|case| &case.status);
        if !matches!(status, Some(Status::Recommended { .. } | Status::TiedOnLine { .. })) {
            continue;
        }
        let Some(total) = outcome.scorecards.ranked_total(row) else { continue };
        let last = lowest.entry(facts.evaluations.group_of(row, quota.per)).or_insert_with(|| total.clone());
        if total < *last {
            *last = total;
        }
    }
    lowest
}
