//! Who can move whom (ai ảnh hưởng đến ai): entrants that share no comparison and no quota are worked out apart.

use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{EntrantId, Evaluations, NodeKind, Plan, TiVec};
use thidua_rules::rule::{GradeCap, Scope};

/// Divides the entrants into parts that cannot move one another (các nhóm độc lập), each lowest first.
///
/// Points, grades, places and awards of a part are the same whether it is worked out alone, as
/// [`Evaluations::part`], or with all others. Findings that count over everybody, such as those on funds, are not.
#[must_use]
pub fn independent(plan: &Plan, evaluations: &Evaluations) -> Vec<Vec<EntrantId>> {
    let rows = || evaluations.entrants().keys();
    let scopes = scopes(plan);
    let mut joined = Joined(rows().collect());
    for scope in scopes {
        let mut first: BTreeMap<u32, EntrantId> = BTreeMap::new();
        for row in rows() {
            let first = *first.entry(evaluations.group_of(row, scope)).or_insert(row);
            joined.join(first, row);
        }
    }
    let mut parts: BTreeMap<EntrantId, Vec<EntrantId>> = BTreeMap::new();
    for row in rows() {
        parts.entry(joined.root(row)).or_default().push(row);
    }
    parts.into_values().collect()
}

/// Every scope in which the plan holds entrants against one another, or gives out what is counted.
fn scopes(plan: &Plan) -> BTreeSet<Scope> {
    let mut scopes = BTreeSet::new();
    for node in &plan.nodes {
        if let NodeKind::Leaf(leaf) = &node.kind {
            scopes.extend(leaf.reference.as_ref().map(|reference| reference.scope));
        }
    }
    let grades = plan.rules.gradings.iter().flat_map(|grading| &grading.grades);
    scopes.extend(
        grades.filter_map(|grade| grade.cap.as_ref()).flat_map(GradeCap::limits).map(|(.., per)| per),
    );
    scopes.extend(plan.rules.rankings.iter().map(|ranking| ranking.scope));
    for quota in plan.rules.awards.iter().filter_map(|award| award.quota.as_ref()) {
        scopes.insert(quota.per);
        scopes.extend(quota.within.iter().map(|cap| cap.per));
        // A total that is divided is divided between all groups.
        scopes.extend(quota.apportioned.as_ref().map(|_| Scope::All));
    }
    scopes
}

/// For each row one that is in the same part; the root of a part is its lowest row.
struct Joined(TiVec<EntrantId, EntrantId>);

impl Joined {
    fn root(&mut self, row: EntrantId) -> EntrantId {
        let mut at = row;
        loop {
            let above = self.0.get(at).copied().unwrap_or(at);
            if above == at {
                return at;
            }
            // The way is halved for those who come after.
            let further = self.0.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = further;
            }
            at = further;
        }
    }

    fn join(&mut self, one: EntrantId, other: EntrantId) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(slot) = self.0.get_mut(one.max(other)) {
            *slot = one.min(other);
        }
    }
}
