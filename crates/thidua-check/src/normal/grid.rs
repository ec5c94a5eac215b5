//! Whether the total is round before it is rounded, so that rounding it changes nothing.

use thidua_core::calculus::{Grid, Trace, run};
use thidua_core::plan::Anyone;
use thidua_core::{Exact, Leaf, NodeKind, Plan, PlanNode};
use thidua_rules::rule::Aggregate;

use super::maxima::carries;

/// Whether `rounding.total` meets only numbers that are round already.
pub(super) fn total_is_round(plan: &Plan) -> bool {
    let step = plan.rules.rounding.total.as_ref().and_then(|rounding| rounding.step()).map(Exact::from);
    let (Some(step), Some(root)) = (step, plan.nodes.get(plan.root)) else { return false };
    let adjustments = plan.rules.adjustments.as_ref();
    let caps = adjustments.iter().flat_map(|all| all.bonus.iter().chain(&all.deductions));
    let mut caps = caps.filter_map(|group| group.cap.as_ref());
    let mut items = plan.bonus.iter().chain(&plan.deductions).filter_map(|item| plan.nodes.get(*item));
    // Carrying the weight of others makes new fractions after everything was rounded.
    !carries(plan)
        && sums(plan, root, &step)
        && is_multiple(&root.max, &step)
        && caps.all(|cap| is_multiple(cap.exact(), &step))
        && items.all(|item| on_grid(plan, item, &step))
}

fn is_multiple(number: &Exact, step: &Exact) -> bool {
    number.checked_div(step).is_some_and(|times| times.is_integer())
}

fn sums(plan: &Plan, group: &PlanNode, step: &Exact) -> bool {
    let NodeKind::Group { aggregate, ref held, .. } = group.kind else { return false };
    let mut children = group.children.iter().filter_map(|child| plan.nodes.get(*child));
    !aggregate.is_by_share()
        && aggregate != Aggregate::WeightedSum
        && held.cap.iter().chain(&held.floor).all(|end| is_multiple(end, step))
        && !group.children.is_empty()
        && is_multiple(&group.max, step)
        && children.all(|child| on_grid(plan, child, step))
}

/// Whether the points of a node are always a multiple of the step.
fn on_grid(plan: &Plan, node: &PlanNode, step: &Exact) -> bool {
    let own = node.rounding.as_ref().and_then(|rounding| rounding.step()).map(Exact::from);
    let rounded = own.as_ref().is_some_and(|own| is_multiple(own, step));
    let ends = is_multiple(&node.max, step) && is_multiple(&node.min, step);
    match node.kind {
        NodeKind::Leaf(ref leaf) => ends && (rounded || (own.is_none() && method_on_grid(plan, leaf, step))),
        NodeKind::Group { .. } => (rounded && ends) || (own.is_none() && sums(plan, node, step)),
    }
}

/// Whether the method pays multiples of the step and nothing else.
fn method_on_grid(plan: &Plan, leaf: &Leaf, step: &Exact) -> bool {
    let paid =
        leaf.program.as_ref().and_then(|program| run(&Anyone::of(plan), program, &mut Trace::new()).value);
    matches!(paid.map(|paid| paid.grid), Some(Grid::Steps(own)) if is_multiple(&own, step))
}
