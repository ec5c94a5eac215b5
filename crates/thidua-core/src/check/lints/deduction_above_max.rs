use crate::check::lint::{Level, Lint, Run};
use crate::check::{Finding, Report};
use crate::method::{DeductItem, Minus, show};
use crate::plan::Plan;
use crate::{Exact, Witness, text};

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
        for item in node.criterion.deducts().flat_map(|deduct| &deduct.items) {
            let Some(most) = largest(item).filter(|most| *most > node.max) else { continue };
            let (most, max) = (show(&most), show(&node.max));
            let message = text!(
                "khoản trừ `{}` tới {most} điểm, nhưng `{}` chỉ có {max} điểm",
                "the deduction `{}` goes up to {most} points, but `{}` has only {max}",
                item.of,
                node.path
            );
            let help = text!(
                "hạ mức trừ, hoặc viết `minus: all` nếu là trừ hết",
                "lower the deduction, or write `minus: all` if it takes everything"
            );
            let words = text!("trừ {most} khi có {max}", "{most} off where there are {max}");
            let witness = Some(Witness { text: words, sheet: Vec::new() });
            report.find(&LINT, Finding { span: item.span, at: &node.path, message, help, witness });
        }
    }
}

/// The most the item takes, where it says so.
fn largest(item: &DeductItem) -> Option<Exact> {
    let rungs = item.ladder.iter().flatten().filter_map(|rung| match &rung.minus {
        Minus::Points(points) => Some(points.exact().clone()),
        Minus::All => None,
    });
    rungs.chain(item.at_most.iter().map(|most| most.exact().clone())).max()
}
