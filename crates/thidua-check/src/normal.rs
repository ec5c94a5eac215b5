//! Rule sets that give the same results although they are written differently (tương đương): each is brought to a
//! normal form by steps that are proved to change no result, and the normal forms are compared.

mod adjust;
mod condition;
mod entered;
mod grid;
mod lowered;
mod maxima;
mod program;
mod walk;

use thidua_core::plan::build;
use thidua_core::{Plan, PlanInput, Span, has_errors};
use thidua_rules::rule::RuleSet;

use self::lowered::Lowered;
use crate::Valid;
use crate::check::days;

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

/// A rule set in its normal form, for one day.
#[derive(PartialEq)]
struct Normal {
    /// What is left of the text.
    rules: RuleSet,
    lowered: Vec<Lowered>,
    /// The paths of the nodes: what is lowered speaks of them by position.
    nodes: Vec<String>,
    /// What may be entered.
    inputs: Vec<PlanInput>,
}

fn normal(plan: &Plan) -> Normal {
    let mut rules = (*plan.rules).clone();
    rules.checks.clear();
    rules.rule_set.span = Span::default();
    let lowered = lowered::taken(&mut rules, plan);
    adjust::settle(&mut rules, plan);
    rules.rounding.value.show = None;
    if grid::total_is_round(plan) {
        rules.rounding.value.total = None;
    }
    if rules.rounding.total.is_none() {
        rules.rounding.value.rank_on = thidua_rules::rule::RankOn::Rounded;
    }
    maxima::settle(&mut rules, plan);
    let unplaced = |input: &PlanInput| PlanInput { span: Span::default(), ..input.clone() };
    let nodes = plan.nodes.iter().map(|node| node.path.clone()).collect();
    Normal { rules, lowered, nodes, inputs: plan.inputs.iter().map(unplaced).collect() }
}
