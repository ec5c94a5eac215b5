use std::collections::BTreeMap;

use thidua_rules::program::{PlanCondition, PlanTerm};

use super::Ranked;
use crate::awaited::may_be_ranked;
use crate::facts::Facts;
use crate::plan::Plan;
use crate::{Exact, RankingId};

/// Whether some award asks for a figure of those ranked.
pub(super) fn is_asked(plan: &Plan, ranking: RankingId) -> bool {
    let conditions = |condition: &PlanCondition| {
        let sides = condition.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
        let mut leaves = sides.flat_map(PlanTerm::leaves);
        leaves.any(|leaf| matches!(leaf, PlanTerm::Pool(_, of) if *of == ranking))
    };
    plan.awards.iter().any(|award| {
        let shares = award.quota.iter().flat_map(|quota| &quota.shares);
        let shares = shares.filter_map(|(condition, _)| condition.as_ref());
        award.conditions().chain(&award.hold_when).chain(shares).any(conditions)
    })
}

/// By group: how many have a place, and the mean of what they are ranked by; nothing while somebody may still get a place.
pub(super) fn pools(
    facts: &Facts<'_>,
    ranking: RankingId,
    ranked: &Ranked,
) -> BTreeMap<u32, Option<(Exact, Exact)>> {
    let mut groups: BTreeMap<u32, (i64, Exact, bool)> = BTreeMap::new();
    let Some(plan) = facts.plan.rankings.get(ranking) else { return BTreeMap::new() };
    let (term, _) = &plan.by;
    for (row, group) in ranked.groups.iter_enumerated() {
        let (count, sum, open) = groups.entry(*group).or_default();
        let has_place = ranked.places.get(row).is_some_and(|place| *place > 0);
        if let Some(value) = facts.value(term, row).filter(|_| has_place) {
            *count += 1;
            *sum = std::mem::take(sum) + value;
            continue;
        }
        *open |= may_be_ranked(facts, plan, row);
    }
    let figures = |(count, sum, open): (i64, Exact, bool)| {
        let count = Exact::from(count);
        let mean = sum.checked_div(&count).filter(|_| !open)?;
        Some((count, mean))
    };
    groups.into_iter().map(|(group, figures_of)| (group, figures(figures_of))).collect()
}
