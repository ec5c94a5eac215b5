use thidua_core::{Exact, Level, Number, Plan, Witness, text};
use thidua_rules::method::show;
use thidua_rules::rule::Criterion;

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
        let Some(least) = least(&node.criterion) else { continue };
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

/// The fewest points that are written down in a criterion; what a calculation may come to is another matter.
fn least(criterion: &Criterion) -> Option<Exact> {
    let levels = criterion.levels.iter().flat_map(|levels| &levels.choices).map(|choice| &choice.points);
    let yes_no = criterion.yes_no.iter().flat_map(|each| each.yes.iter().chain(&each.no));
    let bands = criterion.bands.iter().flat_map(|bands| &bands.steps).filter_map(|band| band.points.as_ref());
    let anchors = criterion.linear.iter().flat_map(|line| &line.anchors).map(|anchor| &anchor.points);
    let cases = criterion.cases.iter().flat_map(|cases| &cases.0).filter_map(|case| case.points.as_ref());
    let all = levels.chain(yes_no).chain(bands).chain(anchors).chain(cases);
    all.map(Number::exact).min().cloned()
}
