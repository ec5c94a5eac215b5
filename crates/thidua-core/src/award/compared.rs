//! Whose points may still move because somebody they are compared with has something missing (tập so sánh còn thiếu số liệu).

use crate::{EntrantId, NodeId, TiSlice};
use std::collections::{BTreeMap, BTreeSet};

use thidua_rules::program::PlanCondition;
use thidua_rules::rule::Scope;

use super::{Case, Status};
use crate::awaited::lacks;
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, PlanAward, PlanNode};
use crate::score::NodeState;

/// The reference sets that lack something, each with those whose values are missing.
#[derive(Debug, Default)]
pub(super) struct Compared {
    /// By criterion and group: which list it is.
    sets: Vec<(NodeId, Scope, BTreeMap<u32, usize>)>,
    pub(super) lists: Vec<Vec<EntrantId>>,
}

impl Compared {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let mut found = Self::default();
        for (position, node) in facts.plan.nodes.iter_enumerated() {
            let NodeKind::Leaf(leaf) = &node.kind else { continue };
            let Some(reference) = &leaf.reference else { continue };
            let mut groups: BTreeMap<u32, usize> = BTreeMap::new();
            for row in facts.evaluations.entrants().keys() {
                if !may_join(facts, (position, node, leaf), row) {
                    continue;
                }
                let group = facts.evaluations.group_of(row, reference.scope);
                let list = *groups.entry(group).or_insert_with(|| {
                    found.lists.push(Vec::new());
                    found.lists.len() - 1
                });
                found.lists.get_mut(list).into_iter().for_each(|rows| rows.push(row));
            }
            if !groups.is_empty() {
                found.sets.push((position, reference.scope, groups));
            }
        }
        found
    }

    /// The lists that the points of an entrant hang on.
    fn behind<'a>(&'a self, facts: &'a Facts<'_>, row: EntrantId) -> impl Iterator<Item = usize> + 'a {
        self.sets.iter().filter_map(move |(node, scope, groups)| {
            let compared = facts.scorecards?.state(*node, row) == NodeState::Present;
            groups.get(&facts.evaluations.group_of(row, *scope)).copied().filter(|_| compared)
        })
    }

    /// What the cases of an award hang on: their own points, and where not all fit, those of whoever stands beside them.
    pub(super) fn hanging(
        &self,
        facts: &Facts<'_>,
        award: &PlanAward,
        cases: &TiSlice<EntrantId, Case>,
        (per, places): (Scope, &BTreeMap<u32, u32>),
    ) -> Vec<(EntrantId, usize)> {
        if self.sets.is_empty() || !looks_at_points(award) {
            return Vec::new();
        }
        let mut beside: BTreeMap<u32, (u32, BTreeSet<usize>)> = BTreeMap::new();
        let ranked = |case: &Case| !matches!(case.status, Status::OtherKind | Status::Refused);
        for (row, _) in cases.iter_enumerated().filter(|(_, case)| ranked(case)) {
            let (count, lists) = beside.entry(facts.evaluations.group_of(row, per)).or_default();
            *count += 1;
            lists.extend(self.behind(facts, row));
        }
        let given =
            |case: &Case| matches!(case.status, Status::Recommended { .. } | Status::TiedOnLine { .. });
        let mut found = Vec::new();
        for (row, _) in cases.iter_enumerated().filter(|(_, case)| given(case)) {
            let group = facts.evaluations.group_of(row, per);
            let mut lists: BTreeSet<usize> = self.behind(facts, row).collect();
            if let (Some(places), Some((count, others))) = (places.get(&group), beside.get(&group))
                && count > places
            {
                lists.extend(others);
            }
            found.extend(lists.into_iter().map(|list| (row, list)));
        }
        found
    }
}

/// Whether an entrant has no points at a criterion yet for want of a value, and may belong to those compared once it comes.
fn may_join(facts: &Facts<'_>, (position, node, leaf): (NodeId, &PlanNode, &Leaf), row: EntrantId) -> bool {
    let missing = facts.scorecards.is_some_and(|cards| cards.state(position, row) == NodeState::Missing);
    if !node.has_kind(facts.evaluations.kind_of(row)) || !missing {
        return false;
    }
    let among = leaf.reference.as_ref().and_then(|reference| reference.among.as_ref());
    let verdict = among.map_or(Some(true), |among| facts.verdict(among, row));
    match verdict {
        Some(belongs) => belongs && leaf.inputs.iter().any(|input| lacks(facts, *input, row)),
        None => true,
    }
}

/// Whether points decide anything about an award.
fn looks_at_points(award: &PlanAward) -> bool {
    let mut conditions = award.conditions().chain(&award.hold_when);
    award.ranking.is_some() || conditions.any(PlanCondition::reads_results)
}
