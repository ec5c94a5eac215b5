use thidua_core::{Located, Plan, PlanNode};
use thidua_rules::rule::{Criterion, RuleSet};

/// Shows every criterion that is in force with its compiled node.
pub(super) fn criteria(rules: &mut RuleSet, plan: &Plan, each: &mut dyn FnMut(&mut Criterion, &PlanNode)) {
    visit(&mut rules.criteria, "", plan, each);
    if let Some(adjustments) = &mut rules.adjustments {
        for group in adjustments.bonus.iter_mut().chain(&mut adjustments.deductions) {
            visit(&mut group.items, "", plan, each);
        }
    }
}

fn visit(
    all: &mut [Located<Criterion>],
    parent: &str,
    plan: &Plan,
    each: &mut dyn FnMut(&mut Criterion, &PlanNode),
) {
    for criterion in all {
        let code = &criterion.code.value;
        let path = if parent.is_empty() { code.clone() } else { format!("{parent}/{code}") };
        let mut found = plan.nodes.iter().filter(|node| node.path == path);
        // Two of one name could be mixed up; they stay as they are written.
        if let (Some(node), None) = (found.next(), found.next()) {
            each(&mut criterion.value, node);
        }
        visit(&mut criterion.value.children, &path, plan, each);
    }
}
