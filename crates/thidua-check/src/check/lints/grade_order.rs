use thidua_core::{Level, Plan, text};
use thidua_rules::program::covered;
use thidua_rules::rule::{Grade, Grading};

use crate::check::lint::{Lint, Run};
use crate::check::scale::grade_scales;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0276",
    name: "grade-order",
    level: Level::Deny,
    title: (
        "một mức xếp loại bị mức tốt hơn viết trên nó che hết",
        "a grade is hidden by a better one above it",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for (scale, grading) in grade_scales(&plan.rules, plan.day).iter().zip(&plan.rules.gradings) {
        let mut earlier = Vec::new();
        for row in &scale.rows {
            let Some(grade) = grading.grades.iter().find(|grade| grade.id == row.id) else { continue };
            if covered(&row.interval, earlier.iter().copied())
                && !otherwise_reached(grading, grade)
                && let Some(value) = scale.value_in(&row.interval)
            {
                let shown = scale.show(&value);
                let message = text!(
                    "không ai được xếp `{}`: giá trị {shown} đã thuộc một mức viết trên nó",
                    "nobody gets the grade `{}`: the value {shown} lies in a grade above it",
                    row.id
                );
                let help = text!(
                    "xếp các mức từ tốt nhất xuống, mỗi mức một đầu dưới",
                    "list the grades best first, each with its lower end"
                );
                let witness = Some(scale.witness(&value));
                report.find(&LINT, Finding { span: row.span, at: &scale.at, message, help, witness });
            }
            if grade.requires.is_none() && grade.cap.is_none() {
                earlier.push(&row.interval);
            }
        }
    }
}

/// Whether a ceiling, a knock-out or a fall from a better grade leads to the grade without its value.
fn otherwise_reached(grading: &Grading, grade: &Grade) -> bool {
    let ceiling = grading.ceilings.iter().any(|ceiling| ceiling.at_most == grade.id);
    let before = grading.grades.iter().take_while(|other| other.id != grade.id);
    let fall = before.last().is_some_and(|above| above.requires.is_some() || above.cap.is_some());
    ceiling || fall || grade.knocked_out_when.is_some()
}
