use thidua_core::{Exact, Leaf, NodeKind, PlanNode};

/// Lowest and highest points of a leaf whose method is declared soundly, each where it can be known.
pub(super) fn bounds(node: &PlanNode) -> Option<(&Leaf, Option<Exact>, Option<Exact>)> {
    let NodeKind::Leaf(leaf) = &node.kind else { return None };
    if !node.criterion.method().mistakes(&node.max).is_empty() {
        return None;
    }
    let paid = &leaf.paid;
    Some((leaf, paid.low.clone(), paid.high.clone()))
}
