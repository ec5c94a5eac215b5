use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_rules::method::show;

use super::{Case, Circumstances, Recommendations};
use crate::plan::{Plan, PlanMoneyOf};
use crate::{AwardId, EntrantId, Exact, TiSlice, text};

/// Sets the money of everyone who gets the award as things stand: multiple × base salary on the day of the decision, rounded once.
pub(super) fn pay(
    plan: &Plan,
    circumstances: &Circumstances<'_>,
    position: AwardId,
    cases: &mut TiSlice<EntrantId, Case>,
) {
    let salary = circumstances.decision_date.and_then(|day| circumstances.base_salary.on(day));
    let amount = salary.and_then(|salary| amount(plan, &Exact::from(salary), position));
    let Some(amount) = amount.map(Arc::new) else { return };
    for case in cases {
        if case.holds() == Some(true) {
            case.money = Some(Arc::clone(&amount));
        }
    }
}

/// What an award pays; what it is a multiple of stands above it, so this ends.
fn amount(plan: &Plan, salary: &Exact, position: AwardId) -> Option<Exact> {
    let award = plan.awards.get(position)?;
    let rounding = plan.rules.awards().get(position).and_then(|award| award.money.as_ref()?.rounding);
    let product = match award.multiple_of {
        Some(PlanMoneyOf::Amount(of)) if of < position => {
            award.multiple.clone()? * self::amount(plan, salary, of)?
        }
        _ => multiple(plan, position)? * salary.clone(),
    };
    Some(rounding.map_or_else(|| product.clone(), |rounding| rounding.apply(&product)))
}

/// How many times the base salary, through what it is a multiple of.
fn multiple(plan: &Plan, position: AwardId) -> Option<Exact> {
    let award = plan.awards.get(position)?;
    let own = award.multiple.clone()?;
    match award.multiple_of {
        Some(PlanMoneyOf::Multiple(of) | PlanMoneyOf::Amount(of)) if of < position => {
            Some(own * multiple(plan, of)?)
        }
        _ => Some(own),
    }
}

/// Of awards that are paid once, the first in the list that an entrant gets keeps its money, the others say whose it is.
pub(super) fn pay_once(plan: &Plan, all: &mut Recommendations) {
    for group in &plan.rules.one_payment {
        let position =
            |id: &crate::Located<String>| plan.rules.awards().position(|award| award.id.value == id.value);
        let positions: Vec<AwardId> = group.awards.iter().filter_map(position).collect();
        let entrants = all.cases.first().map(|cases| cases.keys());
        for row in entrants.into_iter().flatten() {
            let paid = |award: &AwardId| all.case(*award, row).is_some_and(|case| case.money.is_some());
            let mut paid = positions.iter().copied().filter(paid).collect::<Vec<_>>().into_iter();
            let Some(first) = paid.next() else { continue };
            for later in paid {
                if let Some(case) = all.cases.get_mut(later).and_then(|cases| cases.get_mut(row)) {
                    case.pay_with(first);
                }
            }
        }
    }
}

/// Says which funds do not suffice.
pub(super) fn check_budgets(plan: &Plan, all: &mut Recommendations) {
    let mut spent: BTreeMap<&str, Exact> = BTreeMap::new();
    for (award, cases) in plan.rules.awards.iter().zip(&all.cases) {
        let Some(payer) = award.money.as_ref().and_then(|money| money.payer.as_ref()) else { continue };
        let sum = spent.entry(&payer.value).or_default();
        for amount in cases.iter().filter_map(Case::money) {
            *sum += amount;
        }
    }
    for budget in &plan.rules.budgets {
        let Some(amount) = budget.available(plan.day) else { continue };
        let Some(sum) = spent.get(budget.payer.value.as_str()).filter(|sum| **sum > amount) else {
            continue;
        };
        let payer = &budget.payer.value;
        let over = sum.clone() - amount.clone();
        let kept = budget.kept_back.as_ref().map(|kept| {
            let (kept, amount) = (kept.to_string(), show(&amount));
            text!(
                " (để lại {kept} của quỹ, còn {amount} đồng để chi thưởng)",
                " ({kept} of the fund kept back, {amount} đồng left for prizes)"
            )
        });
        let message = text!(
            "quỹ `{payer}`: cần {} đồng, vượt {} đồng",
            "fund `{payer}`: {} đồng needed, {} đồng over",
            show(sum),
            show(&over)
        );
        let message = message.and_then(&kept.unwrap_or_default());
        let help = text!("nâng mức quỹ, hoặc giảm tiền thưởng", "raise the fund, or lower the money");
        all.findings.push(plan.finding(budget.payer.span, "TD0806", message, help));
    }
}
