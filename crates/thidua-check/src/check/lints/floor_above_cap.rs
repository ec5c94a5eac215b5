use thidua_core::{Level, Plan, Witness, text};
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
    let all = plan.nodes.iter().flat_map(|node| {
        node.criterion.method().proportions().into_iter().map(move |proportion| (node, proportion))
    });
    for (node, proportion) in all {
        let (Some(floor), cap) = (proportion.floor, proportion.cap) else { continue };
        // All or nothing up to 100 %, and more beyond, is a rule of its own.
        if floor < cap || (floor == cap && proportion.beyond) {
            continue;
        }
        let points = show(&(node.max.clone() * cap.clone()));
        let (floor, cap) = (show_percent(&floor), show_percent(&cap));
        let message = text!(
            "tỷ lệ của `{}` chỉ được tính từ {floor} nhưng không được tính quá {cap}: tiêu chí chỉ cho 0 hoặc {points} điểm",
            "the ratio of `{}` counts from {floor} and only up to {cap}: the criterion gives 0 or {points} points",
            node.path
        );
        let words = text!("tỷ lệ {floor} → {points} điểm", "ratio {floor} → {points} points");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(
            &LINT,
            Finding { span: node.span, at: &node.path, message, help: proportion.widen, witness },
        );
    }
}
