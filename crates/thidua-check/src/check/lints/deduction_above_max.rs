use thidua_core::{Exact, Level, Plan, Witness, text};
use thidua_rules::method::{Taken, show};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0268",
    name: "deduction-above-max",
    level: Level::Warn,
    title: ("một khoản trừ lớn hơn số điểm có để trừ", "a deduction is larger than what there is to deduct"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        for item in node.criterion.method().taken() {
            let Some(most) = largest(&item).filter(|most| *most > node.max) else { continue };
            let (most, max) = (show(&most), show(&node.max));
            let message = text!(
                "khoản trừ `{}` tới {most} điểm, nhưng `{}` chỉ có {max} điểm",
                "the deduction `{}` goes up to {most} points, but `{}` has only {max}",
                item.of,
                node.path
            );
            let help = text!("hạ mức trừ, hoặc ", "lower the deduction, or ").and_then(&item.all);
            let words = text!("trừ {most} khi có {max}", "{most} off where there are {max}");
            let witness = Some(Witness { text: words, sheet: Vec::new() });
            report.find(&LINT, Finding { span: item.span, at: &node.path, message, help, witness });
        }
    }
}

/// The most the item takes, where it says so.
fn largest(item: &Taken<'_>) -> Option<Exact> {
    let rungs = item.rungs.iter().filter_map(|(_, points)| *points);
    rungs.chain(item.at_most).map(|points| points.exact().clone()).max()
}
