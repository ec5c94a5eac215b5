//! Maxima that nothing reads: they only say what may be entered.

use super::walk;
use crate::method::{Band, Beyond, Case};
use crate::plan::{
    Anyone, NodeKind, Plan, PlanCondition, PlanNode, PlanRead, PlanRequirement, PlanStep, PlanTerm,
};
use crate::rules::{Absence, Criterion, DatedNumber, MissingPolicy, RuleSet};
use crate::{Exact, Located, Number};

/// Drops declared maxima of groups, and brings a maximum that a method cannot pass down to the most it can give.
pub(super) fn settle(rules: &mut RuleSet, plan: &Plan) {
    if !unread(plan) {
        return;
    }
    rules.points_max = None;
    walk::criteria(rules, plan, &mut |criterion, node| {
        if matches!(node.kind, NodeKind::Group { .. }) {
            criterion.points_max = None;
        }
        let most = most(plan, criterion, node);
        if let Some(most) = most.filter(|most| *most <= node.max).and_then(|most| most.to_decimal()) {
            criterion.points_max = Some(DatedNumber::Always(Number::from(most.normalized())));
        }
    });
}

/// The most a leaf can give, where that does not depend on its maximum.
fn most(plan: &Plan, criterion: &Criterion, node: &PlanNode) -> Option<Exact> {
    let NodeKind::Leaf(leaf) = &node.kind else { return None };
    if criterion.formula.as_ref().is_some_and(|formula| formula.beyond == Beyond::Refuse) {
        return match leaf.reads.first()? {
            PlanRead::Term(term) => Anyone(plan).range(term).high,
            _ => None,
        };
    }
    if let Some(steps) = &criterion.increments {
        let PlanRead::Term(of) = leaf.reads.first()? else { return None };
        return steps.unheld(&Anyone(plan).range(of));
    }
    if let Some(cases) = &criterion.cases {
        let mut formulas = leaf.reads.iter().filter_map(|read| match read {
            PlanRead::Term(term) => Some(term),
            _ => None,
        });
        let mut most = |case: &Case| match (&case.points, &case.is) {
            (Some(points), _) => Some(points.exact().clone()),
            (None, Some(_)) => Anyone(plan).range(formulas.next()?).high,
            (None, None) => None,
        };
        return cases.0.iter().map(|case| most(case)).collect::<Option<Vec<_>>>()?.into_iter().max();
    }
    let own = |band: &Located<Band>| band.points.is_some() || band.line.is_some();
    let in_points = criterion.levels.is_some()
        || criterion.bands.as_ref().is_some_and(|bands| bands.steps.iter().all(own))
        || criterion.linear.as_ref().is_some_and(|linear| linear.beyond != Beyond::Extend);
    if in_points { leaf.paid.high.clone() } else { None }
}

/// Whether no result depends on a maximum, but for what a leaf itself gives.
fn unread(plan: &Plan) -> bool {
    let by_points = plan.nodes.iter().all(|node| match &node.kind {
        NodeKind::Group { aggregate, .. } => !aggregate.is_by_share(),
        NodeKind::Leaf(_) => true,
    });
    !named(plan) && by_points && !follows(plan, &[Absence::Full, Absence::Rescale, Absence::Reduce])
}

/// Whether the maximum of the whole sheet counts, or something written names a maximum or a share of one.
pub(super) fn named(plan: &Plan) -> bool {
    let adjustments = plan.rules.adjustments.as_ref();
    let held =
        adjustments.is_some_and(|all| !all.outside_total && !all.may_exceed_max && !plan.bonus.is_empty());
    held || terms_read(plan)
}

/// Whether points that are missing may be carried by others.
pub(super) fn carries(plan: &Plan) -> bool {
    follows(plan, &[Absence::Rescale])
}

/// Whether one of these can follow from a value that is not there.
fn follows(plan: &Plan, wanted: &[Absence]) -> bool {
    let policy = |policy: &MissingPolicy| {
        [policy.blank, policy.not_submitted, policy.exempt].iter().any(|then| wanted.contains(then))
    };
    let too_few = plan.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::Group { present_at_least, .. } => present_at_least.as_ref(),
        NodeKind::Leaf(_) => None,
    });
    let mut too_few = too_few;
    policy(&plan.rules.missing)
        || too_few.any(|(_, otherwise)| wanted.contains(otherwise))
        || plan.nodes.iter().any(|node| {
            let rule = node.criterion.not_applicable.as_ref();
            node.criterion.missing.as_ref().is_some_and(policy)
                || rule.is_some_and(|rule| wanted.contains(&rule.then) || wanted.contains(&rule.otherwise))
        })
}

/// Whether some condition or calculation asks for a share of a maximum.
fn terms_read(plan: &Plan) -> bool {
    let condition = |condition: &PlanCondition| {
        condition.comparisons().iter().any(|each| reads(&each.left) || reads(&each.right))
    };
    let leaves = plan.nodes.iter().any(|node| match &node.kind {
        NodeKind::Leaf(leaf) => {
            let mut read = leaf.reads.iter();
            leaf.only_if.as_ref().is_some_and(condition)
                || read.any(|read| match read {
                    PlanRead::Term(term) => reads(term),
                    PlanRead::Condition(asked) => condition(asked),
                    PlanRead::Own(_) | PlanRead::List(_) => false,
                })
        }
        NodeKind::Group { .. } => false,
    });
    let gradings = plan.gradings.iter().any(|grading| {
        let own = grading.grades.iter().flat_map(|(requires, knock_out)| requires.iter().chain(knock_out));
        let mut all = own.chain(grading.ceilings.iter().map(|(condition, _)| condition));
        reads(&grading.of) || all.any(condition)
    });
    let rankings = plan.rankings.iter().any(|ranking| {
        let steps = ranking.steps.iter().any(|step| matches!(step, PlanStep::Value(term, _) if reads(term)));
        reads(&ranking.by.0) || steps || ranking.among.as_ref().is_some_and(condition)
    });
    let awards = plan.awards.iter().any(|award| {
        let requires = award.requires.iter().filter_map(|requirement| match requirement {
            PlanRequirement::When(condition) => Some(condition),
            _ => None,
        });
        requires.chain(&award.hold_when).any(condition)
    });
    leaves || gradings || rankings || awards
}

fn reads(term: &PlanTerm) -> bool {
    match term {
        PlanTerm::Share(_) | PlanTerm::Percent | PlanTerm::Every(_) => true,
        PlanTerm::Negate(inner) => reads(inner),
        PlanTerm::Binary(_, left, right) => reads(left) || reads(right),
        _ => false,
    }
}
