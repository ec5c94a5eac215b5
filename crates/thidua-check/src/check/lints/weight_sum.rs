use thidua_core::{Exact, Level, NodeKind, Plan, PlanNode, Witness, text};
use thidua_rules::method::show_percent;
use thidua_rules::rule::{Aggregate, DatedNumber};

use crate::check::lint::{Lint, Run};
use crate::check::lints::group_words;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0229",
    name: "weight-sum",
    level: Level::Deny,
    title: ("trọng số viết bằng % không cộng thành 100%", "weights written in % do not make 100 %"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        if !matches!(node.kind, NodeKind::Group { aggregate: Aggregate::WeightedMean, .. }) {
            continue;
        }
        let children: Vec<&PlanNode> =
            node.children.iter().filter_map(|child| plan.nodes.get(*child)).collect();
        let sum = children.iter().fold(Exact::ZERO, |sum, child| sum + child.weight.clone());
        if children.iter().all(|child| in_percent(child)) && sum != Exact::ONE {
            let sum = show_percent(&sum);
            let message = text!("trọng số trong ", "the weights in ").and_then(&group_words(&node.path));
            let message =
                message.and_then(&text!(" cộng lại là {sum}, không phải 100%", " add up to {sum}, not 100%"));
            // The day matters where a weight changes with time.
            let day = plan.day.to_vietnamese();
            let message = match children.iter().any(|child| is_dated(child)) {
                true => message.and_then(&text!(" (ngày {day})", " (on {day})")),
                false => message,
            };
            let help = text!(
                "sửa một trọng số; hoặc viết số không có dấu %, khi đó chỉ tỷ lệ giữa chúng có nghĩa",
                "mend a weight; or write them without %, then only their proportions count"
            );
            let weights: Vec<String> = children.iter().map(|child| show_percent(&child.weight)).collect();
            let weights = weights.join(" + ");
            let witness =
                Some(Witness { text: text!("{weights} = {sum}", "{weights} = {sum}"), sheet: Vec::new() });
            report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
        }
    }
}

fn in_percent(node: &PlanNode) -> bool {
    let weight = node.criterion.weight.as_ref();
    weight.is_some_and(|weight| weight.all().iter().all(|number| number.is_percent()))
}

fn is_dated(node: &PlanNode) -> bool {
    matches!(node.criterion.weight, Some(DatedNumber::Dated(_)))
}
