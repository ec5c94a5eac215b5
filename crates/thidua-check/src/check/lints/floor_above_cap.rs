use thidua_core::{Exact, Level, Plan, Witness, text};
use thidua_rules::method::{show, show_percent};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0267",
    name: "floor-above-cap",
    level: Level::Warn,
    title: (
        "ngưỡng tối thiểu của tỷ lệ không thấp hơn mức trần",
        "the floor of a ratio is not below its cap",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    let ratios = plan.nodes.iter().flat_map(|node| node.criterion.ratios().map(move |ratio| (node, ratio)));
    for (node, ratio) in ratios {
        let Some(floor) = ratio.floor.as_ref().map(|floor| floor.exact().clone()) else { continue };
        let cap = ratio.cap.as_ref().map_or(Exact::ONE, |cap| cap.exact().clone());
        // All or nothing up to 100 %, and more beyond, is a rule of its own.
        if floor < cap || (floor == cap && ratio.over.is_some()) {
            continue;
        }
        let points = show(&(node.max.clone() * cap.clone()));
        let (floor, cap) = (show_percent(&floor), show_percent(&cap));
        let message = text!(
            "tỷ lệ của `{}` chỉ được tính từ {floor} nhưng không được tính quá {cap}: tiêu chí chỉ cho 0 hoặc {points} điểm",
            "the ratio of `{}` counts from {floor} and only up to {cap}: the criterion gives 0 or {points} points",
            node.path
        );
        let help = text!(
            "hạ `floor` hoặc nâng `cap`; nếu chỉ có đạt và không đạt thì dùng `yes_no`",
            "lower the `floor` or raise the `cap`; for all or nothing use `yes_no`"
        );
        let words = text!("tỷ lệ {floor} → {points} điểm", "ratio {floor} → {points} points");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: node.span, at: &node.path, message, help, witness });
    }
}
