use thidua_core::{Comparator, Exact, Level, Plan, Witness, text};
use thidua_rules::program::{PlanComparison, PlanTerm};
use thidua_rules::rule::ValueKind;

use crate::check::labels::{Labelled, Says, labels};
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0902",
    name: "label-denies",
    level: Level::Note,
    title: ("lời ghi phủ định một điều kiện khẳng định", "a label denies what its condition affirms"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for labelled in labels(plan).iter().filter(|labelled| denies(labelled.label)) {
        let Some((input, comparison)) = affirmed(plan, labelled) else { continue };
        let title = if input.title.is_empty() { &input.name } else { &input.title };
        if denies(title) || denies(&input.name.replace('_', " ")) {
            continue;
        }
        let label = labelled.label;
        let message = text!(
            "lời ghi `{label}` là phủ định, nhưng điều kiện đòi phải có `{title}`",
            "the label `{label}` denies, but the condition asks for `{title}`"
        );
        let help = text!(
            "thêm `không` vào điều kiện, hoặc sửa lời ghi cho cùng một ý",
            "put `not` into the condition, or word the label alike"
        );
        let value = if input.kind == ValueKind::YesNo { "có".to_owned() } else { gate(comparison) };
        let witness = Witness {
            text: text!("{} = {value}", "{} = {value}", input.name),
            sheet: vec![(input.name.clone(), value)],
        };
        let (span, at) = (labelled.span, labelled.at);
        report.find(&LINT, Finding { span, at, message, help, witness: Some(witness) });
    }
}

/// The one input that the condition wants to be there.
fn affirmed<'a>(
    plan: &'a Plan,
    labelled: &'a Labelled<'_>,
) -> Option<(&'a thidua_core::PlanInput, &'a PlanComparison)> {
    let Says::Compared(comparisons, false) = &labelled.says else { return None };
    let [comparison] = comparisons.as_slice() else { return None };
    let (PlanTerm::Input(input), PlanTerm::Constant(gate)) = (&comparison.left, &comparison.right) else {
        return None;
    };
    let input = plan.inputs.get(*input)?;
    let counts = matches!(input.kind, ValueKind::YesNo | ValueKind::Count);
    let wants = match comparison.comparator {
        Comparator::Equal | Comparator::AtLeast => *gate >= Exact::ONE,
        Comparator::Above => !gate.is_negative(),
        Comparator::NotEqual => gate.is_zero(),
        Comparator::AtMost | Comparator::Below => false,
    };
    (counts && wants).then_some((input, *comparison))
}

fn gate(comparison: &PlanComparison) -> String {
    comparison.written.right.to_string()
}

/// “Không có …”, “Chưa bị …”, “No …”: not “Không dưới …”, which is a gate.
fn denies(words: &str) -> bool {
    let lower = words.to_lowercase();
    let starts = [
        "không có ",
        "không bị ",
        "không để ",
        "không còn ",
        "chưa có ",
        "chưa bị ",
        "no ",
        "not ",
        "without ",
    ];
    starts.iter().any(|start| lower.starts_with(start))
}
