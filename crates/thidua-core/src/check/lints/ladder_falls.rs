use crate::check::lint::{Level, Lint, Run};
use crate::check::{Finding, Report};
use crate::method::{Minus, Rung, show_number};
use crate::plan::Plan;
use crate::{Text, Witness, text};

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
        for item in node.criterion.deducts().flat_map(|deduct| &deduct.items) {
            let mut rungs: Vec<&Rung> = item.ladder.iter().flatten().collect();
            rungs.sort_by(|left, right| left.at.exact().cmp(right.at.exact()));
            for (fewer, more) in rungs.iter().zip(rungs.iter().skip(1)) {
                if !takes_less(&more.minus, &fewer.minus) && more.at != fewer.at {
                    continue;
                }
                let (left, right) = (shown(fewer), shown(more));
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

fn takes_less(more: &Minus, fewer: &Minus) -> bool {
    match (more, fewer) {
        (Minus::Points(_), Minus::All) => true,
        (Minus::Points(more), Minus::Points(fewer)) => more.exact() < fewer.exact(),
        (Minus::All, _) => false,
    }
}

fn shown(rung: &Rung) -> Text {
    let at = show_number(&rung.at);
    match &rung.minus {
        Minus::All => text!("từ {at} trừ hết", "from {at} on all is taken"),
        Minus::Points(points) => {
            text!("từ {at} trừ {}", "from {at} on {} is taken", show_number(points))
        }
    }
}
