use thidua_core::{Level, Number, Witness, text};

use super::unreachable_grade::reached;
use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, anywhere, kind_title, range_words};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0282",
    name: "unavoidable-grade",
    level: Level::Warn,
    title: ("một mức xếp loại mà ai cũng nhận", "a grade that everybody gets"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, rules) in plan.rules.gradings().iter_enumerated() {
        if rules.grades.len() < 2 {
            continue;
        }
        for (kind, grades) in reached(proof, position) {
            let mut given = grades.iter().enumerate().filter(|(_, given)| **given).map(|(grade, _)| grade);
            let only = given.next().filter(|_| given.next().is_none());
            let Some(only) = only.and_then(|only| rules.grades.get(only)) else { continue };
            let title = kind_title(plan, kind);
            let message = if title.is_empty() {
                text!("ai cũng được xếp `{}`", "everybody gets the grade `{}`", only.title)
            } else {
                text!(
                    "mọi đối tượng loại `{title}` đều được xếp `{}`",
                    "everybody of the kind `{title}` gets the grade `{}`",
                    only.title
                )
            };
            let help = text!(
                "sửa ngưỡng các mức cho hợp với điểm có thể đạt",
                "mend the gates so that they go with the points that can come out"
            );
            let percent = |grade: &thidua_core::Located<thidua_rules::rule::Grade>| {
                grade.ends().filter_map(|end| end.on(plan.day)).any(Number::is_percent)
            };
            let percent = rules.grades.iter().any(percent);
            let witness = plan.gradings.get(position).and_then(|grading| {
                let worlds = proof.worlds.iter().filter(|world| world.kind == kind);
                let range = range_words(&anywhere(plan, worlds, &grading.of)?, percent);
                let words = text!("giá trị xếp loại ", "the classified value: ").and_then(&range);
                Some(Witness { text: words, sheet: Vec::new() })
            });
            report.find(&LINT, Finding { span: only.span, at: &rules.id, message, help, witness });
        }
    }
}
