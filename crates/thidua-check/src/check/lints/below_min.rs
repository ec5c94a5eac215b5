use thidua_core::calculus::least_written;
use thidua_core::{Level, Plan, Witness, text};
use thidua_rules::method::show;

use crate::check::bounds::bounds;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0823",
    name: "below-min",
    level: Level::Warn,
    title: ("tiêu chí có thể cho dưới điểm tối thiểu", "a criterion can give less than its minimum"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let program = bounds(node).and_then(|(leaf, ..)| leaf.program.as_ref());
        let Some(least) = program.and_then(least_written) else { continue };
        if least >= node.min {
            continue;
        }
        let (min, least) = (show(&node.min), show(&least));
        let message = text!(
            "tiêu chí `{}` có thể cho {least} điểm, dưới điểm tối thiểu {min}: ai gặp sẽ không có tổng điểm",
            "the criterion `{}` can give {least} points, less than its minimum {min}: whoever meets that has no total",
            node.path
        );
        let help = text!(
            "thêm `points_min: {least}`, hoặc nâng điểm của mức thấp nhất",
            "add `points_min: {least}`, or raise the lowest entry"
        );
        let words = text!("thấp nhất {least}, tối thiểu {min}", "{least} at least, the minimum is {min}");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}
