//! Maxima that nothing reads: they only say what may be entered.

use thidua_core::plan::{PlanRead, PlanStep};
use thidua_core::{NodeKind, Plan};
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::{Absence, MissingPolicy, RuleSet};

use super::walk;

/// Drops declared maxima where no result reads one: what a leaf may give is part of its steps.
pub(super) fn settle(rules: &mut RuleSet, plan: &Plan) {
    if !unread(plan) {
        return;
    }
    rules.points_max = None;
    walk::criteria(rules, plan, &mut |criterion, node| {
        let lowered = match &node.kind {
            NodeKind::Leaf(leaf) => leaf.program.is_some(),
            NodeKind::Group { .. } => true,
        };
        if lowered {
            criterion.points_max = None;
        }
    });
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
    let awards = plan.awards.iter().any(|award| award.conditions().chain(&award.hold_when).any(condition));
    leaves || gradings || rankings || awards
}

fn reads(term: &PlanTerm) -> bool {
    term.leaves()
        .into_iter()
        .any(|leaf| matches!(leaf, PlanTerm::Share(_) | PlanTerm::Percent | PlanTerm::Every(_)))
}
