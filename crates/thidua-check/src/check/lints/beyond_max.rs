use thidua_core::{Level, Plan, Witness, text};
use thidua_rules::method::show;

use crate::check::bounds::bounds;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0226",
    name: "beyond-max",
    level: Level::Deny,
    title: ("tiêu chí có thể cho quá điểm tối đa", "a criterion can give more than its maximum"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let Some((_, _, Some(most))) = bounds(node) else { continue };
        // What is paid in proportion may pay for over-achievement on purpose.
        if most <= node.max || node.criterion.method().proportion().is_some() {
            continue;
        }
        let (max, most) = (show(&node.max), show(&most));
        let message = text!(
            "tiêu chí `{}` có thể cho {most} điểm, quá điểm tối đa {max}",
            "the criterion `{}` can give {most} points, more than its maximum {max}",
            node.path
        );
        let help = text!(
            "nâng `points_max` hoặc hạ điểm của mức cao nhất",
            "raise `points_max` or lower the best entry"
        );
        let words = text!("cao nhất {most} trên {max} điểm", "{most} of {max} points at most");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}
