//! Rule sets that give the same results although they are written differently (tương đương): each is brought to a
//! normal form by steps that are proved to change no result, and the normal forms are compared.

mod adjust;
mod condition;
mod entered;
mod grid;
mod leaf;
mod maxima;
mod walk;

use crate::check::days;
use crate::plan::{Plan, Valid, build};
use crate::rules::RuleSet;
use crate::{Span, has_errors};

/// Whether the other rule set gives every entrant what the one gives it, on every sheet the one accepts; `false` when
/// that is not proved.
#[must_use]
pub fn same_results(one: &Valid<RuleSet>, other: &Valid<RuleSet>) -> bool {
    let days = days(one);
    days == self::days(other)
        && days.iter().all(|day| {
            let compiled = |rules: &RuleSet| {
                let (plan, findings) = build(rules, "".into(), *day);
                (!has_errors(&findings)).then_some(plan)
            };
            let (Some(first), Some(second)) = (compiled(one), compiled(other)) else { return false };
            let raised = entered::lowered_to(&first, &second);
            normal(&first) == raised.map_or_else(|| normal(&second), |plan| normal(&plan))
        })
}

/// The rule set in its normal form, for one day.
fn normal(plan: &Plan) -> RuleSet {
    let mut rules = (*plan.rules).clone();
    rules.checks.clear();
    rules.rule_set.span = Span::default();
    // Readings first, while the plan still fits what is written.
    condition::settle(&mut rules, plan);
    leaf::settle(&mut rules, plan);
    adjust::settle(&mut rules, plan);
    if grid::total_is_round(plan) {
        rules.rounding.value.total = None;
    }
    if rules.rounding.total.is_none() {
        rules.rounding.value.rank_on = crate::rules::RankOn::Rounded;
    }
    maxima::settle(&mut rules, plan);
    rules
}
