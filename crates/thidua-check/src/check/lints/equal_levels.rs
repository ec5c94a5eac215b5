use thidua_core::{Level, Plan, Witness, text};
use thidua_rules::method::{ChoicePays, show_number};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0260",
    name: "equal-levels",
    level: Level::Note,
    title: ("hai mức lựa chọn cùng số điểm", "two levels are worth the same"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for node in &plan.nodes {
        let choices = node.criterion.method().choices();
        // A plain list of merits that all pay the same is no ladder.
        let first = choices.first().map(|choice| choice.points.exact());
        if choices.iter().all(|choice| Some(choice.points.exact()) == first) {
            continue;
        }
        for (index, level) in choices.iter().enumerate() {
            let same = |other: &&ChoicePays<'_>| {
                other.points.exact() == level.points.exact() && other.id != level.id
            };
            let Some(other) = choices.iter().take(index).find(same) else { continue };
            let points = show_number(level.points);
            let message = text!(
                "mức `{}` và mức `{}` cùng được {points} điểm",
                "the levels `{}` and `{}` are both worth {points} points",
                other.id,
                level.id
            );
            let help = text!(
                "sửa điểm của một mức, hoặc gộp hai mức làm một",
                "mend the points of one, or make the two levels one"
            );
            let words = text!("{} = {} = {points}", "{} = {} = {points}", other.id, level.id);
            let witness =
                Some(Witness { text: words, sheet: vec![(node.path.clone(), level.id.to_owned())] });
            report.find(&LINT, Finding { span: level.span, at: &node.path, message, help, witness });
        }
    }
}
