use thidua_core::{Level, Number, Plan, Text, Witness, text};
use thidua_rules::method::show_number;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0278",
    name: "ladder-falls",
    level: Level::Warn,
    title: ("bậc thang trừ điểm trừ ít hơn khi vi phạm nhiều hơn", "a ladder takes less for more offences"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        for item in node.criterion.method().taken() {
            let mut rungs = item.rungs.clone();
            rungs.sort_by(|(left, _), (right, _)| left.exact().cmp(right.exact()));
            for (fewer, more) in rungs.iter().zip(rungs.iter().skip(1)) {
                if !takes_less(more.1, fewer.1) && more.0 != fewer.0 {
                    continue;
                }
                let (left, right) = (shown(*fewer), shown(*more));
                let words = text!("{} nhưng {}", "{} but {}", left.vi, right.vi);
                let words = Text { en: format!("{} but {}", left.en, right.en), ..words };
                let message = Text {
                    vi: format!("`{}`: {}", item.of, words.vi),
                    en: format!("`{}`: {}", item.of, words.en),
                };
                let help = text!(
                    "vi phạm nhiều hơn thì trừ nhiều hơn; mỗi số lần một dòng",
                    "more offences take more; one line for each number"
                );
                let witness = Some(Witness { text: words, sheet: Vec::new() });
                report.find(&LINT, Finding { span: item.span, at: &node.path, message, help, witness });
            }
        }
    }
}

/// Whether the first takes less than the second; none takes all that remains.
fn takes_less(more: Option<&Number>, fewer: Option<&Number>) -> bool {
    match (more, fewer) {
        (Some(_), None) => true,
        (Some(more), Some(fewer)) => more.exact() < fewer.exact(),
        (None, _) => false,
    }
}

fn shown((at, points): (&Number, Option<&Number>)) -> Text {
    let at = show_number(at);
    match points {
        None => text!("từ {at} trừ hết", "from {at} on all is taken"),
        Some(points) => {
            text!("từ {at} trừ {}", "from {at} on {} is taken", show_number(points))
        }
    }
}
