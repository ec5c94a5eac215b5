use thidua_core::{Level, Plan, Witness, text};
use thidua_rules::method::show;

use crate::check::bounds::bounds;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0225",
    name: "short-of-max",
    level: Level::Warn,
    title: ("tiêu chí không bao giờ đạt điểm tối đa", "a criterion can never reach its maximum"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let Some((_, _, Some(most))) = bounds(node) else { continue };
        if most >= node.max {
            continue;
        }
        let (max, most) = (show(&node.max), show(&most));
        let message = text!(
            "tiêu chí `{}` không bao giờ đạt điểm tối đa {max}: cao nhất chỉ là {most}",
            "the criterion `{}` can never reach its maximum {max}: the most it gives is {most}",
            node.path
        );
        let help =
            text!("sửa `points_max` hoặc thêm mức còn thiếu", "mend `points_max` or add the missing entry");
        let words = text!("cao nhất {most} trên {max} điểm", "{most} of {max} points at most");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}
