use thidua_core::{Exact, Level, Plan, Witness, text};
use thidua_rules::method::show;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0290",
    name: "quota-above-limit",
    level: Level::Warn,
    title: ("chỉ tiêu lớn hơn mức khống chế rộng hơn nó", "a quota is larger than the wider limit around it"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for (award, rules) in plan.awards.iter().zip(&plan.rules.awards) {
        let (Some(quota), Some(written)) = (&award.quota, &rules.quota) else { continue };
        let least = Exact::from(i64::from(written.at_least));
        let total = quota.apportioned.as_ref().map(|(total, _)| total.clone());
        // So many places are promised in one scope at least.
        let promised = quota.count.clone().or(total).unwrap_or(least);
        let Some((limit, _)) = quota.within.iter().find(|(limit, _)| *limit < promised) else { continue };
        let (promised, limit) = (show(&promised), show(limit));
        let message = text!(
            "chỉ tiêu {promised} của `{}` không bao giờ dùng hết: mức khống chế `within` chỉ có {limit}",
            "the quota of {promised} for `{}` can never be filled: the limit `within` is only {limit}",
            rules.id.value
        );
        let help = text!(
            "nâng mức khống chế, hoặc hạ chỉ tiêu xuống bằng nó",
            "raise the limit, or lower the quota to it"
        );
        let witness = Some(Witness {
            text: text!("{promised} chỉ tiêu trong mức {limit}", "{promised} places within {limit}"),
            sheet: Vec::new(),
        });
        report.find(&LINT, Finding { span: written.span, at: &rules.id.value, message, help, witness });
    }
}
