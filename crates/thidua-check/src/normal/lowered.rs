//! What is lowered, taken out of the text: conditions and methods are compared by what they became.

use thidua_core::plan::PlanRequirement;
use thidua_core::{Condition, Leaf, NodeKind, Plan, TiVec};
use thidua_rules::program::{Num, Operation, PlanCondition};
use thidua_rules::rule::{Criterion, RuleSet, Scope};

use super::{condition, program, walk};

/// A part of a rule set whose written text is no longer looked at.
#[derive(PartialEq)]
pub(super) enum Lowered {
    /// Conditions that stand together: of one place, or of one place and those around it.
    Conditions(Vec<PlanCondition>),
    /// A leaf: the steps, the output, and with whom it compares.
    Leaf(TiVec<Num, Operation>, Num, Option<(Scope, Option<PlanCondition>, bool)>),
}

/// Everything lowered that the text says, in the order in which it stands; the text is left without it.
pub(super) fn taken(rules: &mut RuleSet, plan: &Plan) -> Vec<Lowered> {
    let mut all = Vec::new();
    let mut take = |written: &mut Option<Condition>, compiled: &[PlanCondition]| {
        if written.is_some() && !compiled.is_empty() {
            *written = None;
            all.push(normal(plan, compiled));
        }
    };
    let one = Option::as_slice;
    for (grading, compiled) in rules.gradings.iter_mut().zip(&plan.gradings) {
        for (grade, (requires, knock_out)) in grading.value.grades.iter_mut().zip(&compiled.grades) {
            take(&mut grade.value.requires, one(requires));
            take(&mut grade.value.knocked_out_when, one(knock_out));
        }
    }
    for (ranking, compiled) in rules.rankings.iter_mut().zip(&plan.rankings) {
        take(&mut ranking.value.among, one(&compiled.among));
    }
    for (award, compiled) in rules.awards.iter_mut().zip(&plan.awards) {
        for (rule, compiled) in award.value.requires.iter_mut().zip(&compiled.requires) {
            if let PlanRequirement::When(condition) = compiled {
                take(&mut rule.value.when, std::slice::from_ref(condition));
            }
        }
    }
    // These are never absent in the text: nothing to ask takes their place.
    for (award, compiled) in rules.awards.iter_mut().zip(&plan.awards) {
        for (rule, condition) in award.value.hold_when.iter_mut().zip(&compiled.hold_when) {
            rule.value.when = Condition::All(Vec::new());
            all.push(normal(plan, std::slice::from_ref(condition)));
        }
    }
    for (grading, compiled) in rules.gradings.iter_mut().zip(&plan.gradings) {
        for (ceiling, (condition, _)) in grading.value.ceilings.iter_mut().zip(&compiled.ceilings) {
            ceiling.value.when = Condition::All(Vec::new());
            all.push(normal(plan, std::slice::from_ref(condition)));
        }
    }
    walk::criteria(rules, plan, &mut |criterion, node| {
        if criterion.when.take().is_some() {
            all.push(normal(plan, &node.asked));
        }
        if let NodeKind::Leaf(each) = &node.kind {
            leaf(criterion, each, plan, &mut all);
        }
    });
    all
}

fn leaf(criterion: &mut Criterion, leaf: &Leaf, plan: &Plan, all: &mut Vec<Lowered>) {
    if let (Some(rule), Some(only_if)) = (&mut criterion.not_applicable, &leaf.only_if) {
        rule.only_if = None;
        all.push(normal(plan, std::slice::from_ref(only_if)));
    }
    let Some(steps) = &leaf.program else { return };
    criterion.clear_method();
    // With one kind of entrants all of them are of that kind.
    let wide = |scope: Scope| {
        if scope == Scope::Kind && plan.rules.kinds.len() == 1 { Scope::All } else { scope }
    };
    let reference = leaf.reference.as_ref().map(|reference| {
        let among = reference.among.as_ref().map(|among| condition::normal(plan, among, false));
        (wide(reference.scope), among, reference.outside)
    });
    let (steps, output) = program::normal(plan, steps);
    all.push(Lowered::Leaf(steps, output, reference));
}

fn normal(plan: &Plan, conditions: &[PlanCondition]) -> Lowered {
    Lowered::Conditions(conditions.iter().map(|each| condition::normal(plan, each, false)).collect())
}
