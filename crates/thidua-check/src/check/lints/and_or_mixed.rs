use thidua_core::{Level, Plan, Text, Witness, text};
use thidua_rules::program::PlanCondition;

use crate::check::asked::asked;
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0299",
    name: "and-or-mixed",
    level: Level::Warn,
    title: ("`và` lẫn với `hoặc` mà không có ngoặc", "`and` mixed with `or` without parentheses"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for asked in asked(plan) {
        let Some((read, sure, doubted)) = mixed(asked.condition) else { continue };
        let message = Text::new(
            format!("`và` đứng cạnh `hoặc` mà không có ngoặc; được đọc là `{}`", read.vi),
            format!("`and` stands beside `or` without parentheses; it is read as `{}`", read.en),
        );
        let help = text!(
            "thêm ngoặc, dù nghĩa là `(… và …) hoặc …` hay `… và (… hoặc …)`, để ai cũng đọc như nhau",
            "add parentheses, whether `(… and …) or …` or `… and (… or …)` is meant, so that everybody reads it alike"
        );
        let words = Text::new(
            format!("đúng `{}`, không đúng `{}`", sure.vi, doubted.vi),
            format!("`{}` holds and `{}` does not", sure.en, doubted.en),
        );
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: asked.span(), at: asked.at, message, help, witness });
    }
}

/// The mixed part as it is read, and who meets it in one reading only: what holds, and what does not.
fn mixed(condition: &PlanCondition) -> Option<(Text, Text, Text)> {
    let parts = match condition {
        PlanCondition::All(parts) => return parts.iter().find_map(mixed),
        PlanCondition::Not(part) => return mixed(part),
        PlanCondition::Compare(_) => return None,
        PlanCondition::Any(parts) => parts,
    };
    let found = parts.iter().enumerate().find_map(|(at, part)| {
        let (first, last) = bare(part)?;
        // The part beside it, and the end of the `and` that lies away from that.
        let (beside, far) = match parts.get(at + 1) {
            Some(next) => (next, first?),
            None => (parts.get(at.checked_sub(1)?)?, last?),
        };
        Some((condition.words(), beside.words(), far.words()))
    });
    found.or_else(|| parts.iter().find_map(mixed))
}

fn is_bare(condition: &PlanCondition) -> bool {
    condition.comparisons().into_iter().all(|comparison| comparison.written.bare)
}

/// The ends of an `and` that stands without parentheses.
fn bare(part: &PlanCondition) -> Option<(Option<&PlanCondition>, Option<&PlanCondition>)> {
    match part {
        PlanCondition::All(inner) => inner.iter().all(is_bare).then(|| (inner.first(), inner.last())),
        PlanCondition::Any(_) | PlanCondition::Not(_) | PlanCondition::Compare(_) => None,
    }
}
