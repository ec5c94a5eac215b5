//! Caps that nothing can pass, scopes that are the same, and tie-break steps that separate nobody.

use thidua_core::{Exact, NodeId, Plan};
use thidua_rules::rule::{ItemGroup, RuleSet, Scope};

use crate::branch::dead_step;

pub(super) fn settle(rules: &mut RuleSet, plan: &Plan) {
    if let Some(adjustments) = &mut rules.adjustments {
        let groups = [(&mut adjustments.bonus, &plan.bonus), (&mut adjustments.deductions, &plan.deductions)];
        for (group, items) in groups {
            if let Some(group) = group {
                cap(group, items, plan);
            }
        }
    }
    // With one kind of entrants all of them are of that kind.
    if rules.kinds.len() == 1 {
        one_kind(rules);
    }
    for (ranking, compiled) in rules.rankings.iter_mut().zip(&plan.rankings) {
        let Some(written) = plan.rules.rankings.iter().find(|other| other.id == ranking.id) else { continue };
        let mut index = 0;
        ranking.value.tie_break.retain(|_| {
            let step = compiled.steps.get(index);
            let dead = step.is_some_and(|step| dead_step(compiled, written, index, step).is_some());
            index += 1;
            !dead
        });
    }
}

fn cap(group: &mut ItemGroup, items: &[NodeId], plan: &Plan) {
    let Some(cap) = &group.cap else { return };
    let mut most = Exact::ZERO;
    for node in items.iter().filter_map(|item| plan.nodes.get(*item)) {
        // Rounded points may pass a maximum that is not round itself.
        let Some(ceiling) = node.ceiling() else { return };
        let step = node.rounding.as_ref().and_then(|rounding| rounding.step()).map(Exact::from);
        let round =
            step.is_none_or(|step| ceiling.checked_div(&step).is_some_and(|times| times.is_integer()));
        if !round {
            return;
        }
        most = most + ceiling.clone().max(Exact::ZERO);
    }
    if *cap.exact() >= most {
        group.cap = None;
    }
}

fn one_kind(rules: &mut RuleSet) {
    let widen = |scope: &mut Scope| {
        if *scope == Scope::Kind {
            *scope = Scope::All;
        }
    };
    for ranking in &mut rules.rankings {
        widen(&mut ranking.value.scope);
    }
    for quota in rules.awards.iter_mut().filter_map(|award| award.value.quota.as_mut()) {
        widen(&mut quota.value.per);
        for limit in &mut quota.value.within {
            widen(&mut limit.per);
        }
    }
    for grade in rules.gradings.iter_mut().flat_map(|grading| &mut grading.value.grades) {
        if let Some(cap) = &mut grade.value.cap {
            widen(&mut cap.per);
            cap.within.iter_mut().for_each(|limit| widen(&mut limit.per));
        }
    }
}
