use thidua_core::{Comparator, Exact, Level, Plan, Term, Text, Witness, text};
use thidua_rules::program::PlanComparison;

use crate::check::labels::{Labelled, Says, gate, labels, meanings, numbers};
use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0901",
    name: "label-number",
    level: Level::Warn,
    title: ("lời ghi nêu một con số khác với điều kiện", "a label names another number than its condition"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for labelled in labels(plan) {
        let named = numbers(labelled.label);
        let Some(first) = named.first() else { continue };
        let gates = gates(plan, &labelled);
        let meant: Vec<Exact> = named.iter().flat_map(|number| meanings(number)).collect();
        if gates.is_empty() || gates.iter().any(|gate| gate.allowed.iter().any(|each| meant.contains(each))) {
            continue;
        }
        let asked = gates
            .iter()
            .map(|gate| gate.words.clone())
            .reduce(|all, next| all.and_then(&text!("; ", "; ")).and_then(&next));
        let message = text!(
            "lời ghi `{}` nêu {first}, nhưng điều được xét là ",
            "the label `{}` names {first}, but what is asked is ",
            labelled.label
        );
        let message = message.and_then(&asked.unwrap_or_default());
        let help = text!(
            "sửa con số ở chỗ sai: người đọc kết quả chỉ thấy lời ghi",
            "mend the number where it is wrong: readers of the results see the label alone"
        );
        let witness = gates.iter().find_map(|gate| gate.of).map(|of| Witness {
            text: of.words().and_then(&text!(" = {first}", " = {first}")),
            sheet: Vec::new(),
        });
        report.find(&LINT, Finding { span: labelled.span, at: labelled.at, message, help, witness });
    }
}

/// One number that is asked.
struct Gate<'a> {
    /// What a label may call it.
    allowed: Vec<Exact>,
    words: Text,
    /// What is held against it.
    of: Option<&'a Term>,
}

fn gates<'a>(plan: &Plan, labelled: &Labelled<'a>) -> Vec<Gate<'a>> {
    match &labelled.says {
        Says::Compared(comparisons, _) => {
            let gates = comparisons.iter().filter_map(|comparison| {
                let (number, of) = gate(plan, comparison)?;
                Some(Gate { allowed: allowed(number, comparison), words: bare(comparison), of: Some(of) })
            });
            gates.collect()
        }
        Says::Asked(number) => {
            let words = Text::same(number.to_string());
            vec![Gate { allowed: vec![number.exact().clone()], words, of: None }]
        }
    }
}

/// Over whole numbers more than nine is ten or more.
fn allowed(number: &Exact, comparison: &PlanComparison) -> Vec<Exact> {
    let mut allowed = vec![number.clone()];
    if matches!(comparison.comparator, Comparator::Above | Comparator::Below) {
        allowed.extend([number.clone() + Exact::ONE, number.clone() - Exact::ONE]);
    }
    allowed
}

/// The comparison without its label.
fn bare(comparison: &PlanComparison) -> Text {
    let written = &comparison.written;
    let sign = written.comparator.sign();
    written.left.words().and_then(&text!(" {sign} ", " {sign} ")).and_then(&written.right.words())
}
