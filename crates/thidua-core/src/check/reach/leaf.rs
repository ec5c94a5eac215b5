use super::method::from_inputs;
use super::range::Range;
use super::{Applies, Reached};
use crate::Exact;
use crate::plan::{Leaf, Plan, PlanNode};
use crate::rules::Absence;
use crate::score::leaf_reads;

/// What a leaf can become.
pub(super) fn leaf(plan: &Plan, node: &PlanNode, leaf: &Leaf, applies: Applies) -> Reached {
    let mut reached = Reached { max: Range::point(node.max.clone()), ..Reached::default() };
    if applies != Applies::No {
        reached.points = points(plan, node, leaf).map(|points| match &node.rounding {
            Some(rounding) => points.rising(|end| rounding.apply(end)),
            None => points,
        });
    }
    for absence in absences(plan, node, leaf, applies) {
        let pays = match absence {
            Absence::Refuse => continue,
            Absence::Rescale => {
                reached.rescaled = true;
                continue;
            }
            Absence::Reduce => {
                reached.reduced = true;
                continue;
            }
            Absence::Zero => Range::point(Exact::ZERO),
            Absence::Full => Range::point(node.max.clone()),
        };
        reached.points = Some(reached.points.map_or(pays.clone(), |points| points.hull(&pays)));
    }
    reached.share = reached.quotient();
    reached
}

/// Every policy that may take the place of points.
fn absences(plan: &Plan, node: &PlanNode, leaf: &Leaf, applies: Applies) -> Vec<Absence> {
    let rule = node.criterion.not_applicable.as_ref();
    let then = rule.map(|rule| rule.then);
    if applies == Applies::No {
        return then.into_iter().collect();
    }
    let read = leaf_reads(leaf);
    let gap = |input: &usize| plan.inputs.get(*input).is_none_or(|input| input.blank.is_none());
    let blank = read.iter().any(gap).then_some(leaf.missing.blank);
    let mut absences = vec![leaf.missing.not_submitted, leaf.missing.exempt];
    absences.extend(blank);
    absences.extend(rule.map(|rule| rule.otherwise));
    absences.extend(then.filter(|_| applies == Applies::Perhaps));
    absences
}

/// The points the method itself can give; what lies outside the leaf's bounds is refused while scoring.
fn points(plan: &Plan, node: &PlanNode, leaf: &Leaf) -> Option<Range> {
    let (least, most) = leaf.method.bounds(&node.max);
    let criterion = &node.criterion;
    // Below zero, bounds of methods that follow a value are no more than the usual ones.
    let listed = criterion.levels.is_some() || criterion.yes_no.is_some();
    let mut low = match least {
        Some(least) if listed || !node.min.is_negative() => least.max(node.min.clone()),
        _ => node.min.clone(),
    };
    let mut high = most.map_or_else(|| node.ceiling.clone(), |most| most.min(node.ceiling.clone()));
    if let Some(from_inputs) = from_inputs(plan, node, leaf) {
        low = from_inputs.low.map_or(node.min.clone(), |least| least.max(node.min.clone()));
        high = from_inputs.high.map_or(high.clone(), |most| most.min(node.ceiling.clone()));
    }
    let step = criterion.direct.as_ref().and_then(|direct| direct.step.as_ref());
    if let Some(step) = step.map(|step| step.exact()).filter(|step| **step > Exact::ZERO) {
        let inwards = |end: &Exact, below: bool| {
            let near = end.round_to_multiple(step, crate::RoundingMode::Down);
            match near.cmp(end) {
                std::cmp::Ordering::Less if !below => near + step.clone(),
                std::cmp::Ordering::Greater if below => near - step.clone(),
                _ => near,
            }
        };
        (low, high) = (inwards(&low, false), inwards(&high, true));
    }
    (low <= high).then(|| Range::new(low, high))
}
