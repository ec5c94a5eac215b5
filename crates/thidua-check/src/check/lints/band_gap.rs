use thidua_core::calculus::{Grid, Range};
use thidua_core::{Level, text};
use thidua_rules::program::gaps;

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, anywhere};
use crate::check::scale::{Scale, band_scales, grade_scales, has_ends};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0222",
    name: "band-gap",
    level: Level::Warn,
    title: ("có giá trị không thuộc bậc hay mức nào", "some values lie in no band or grade"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for scale in band_scales(plan).into_iter().filter(|scale| scale.whole) {
        find(&scale, None, report);
    }
    let gradings = plan.rules.gradings.iter().zip(&plan.gradings);
    for (mut scale, (rules, grading)) in grade_scales(&plan.rules, plan.day).into_iter().zip(gradings) {
        // A grade without any end takes whatever is left.
        if rules.grades.iter().all(|grade| has_ends(grade) || grade.knocked_out_when.is_some()) {
            let possible = anywhere(plan, &proof.worlds, &grading.of);
            scale.grid = possible.as_ref().map_or(Grid::ANY, |range| range.grid.clone());
            find(&scale, possible.as_ref(), report);
        }
    }
}

/// `possible` says what the value can be, where that is known.
fn find(scale: &Scale<'_>, possible: Option<&Range>, report: &mut Report) {
    let intervals: Vec<_> = scale.rows.iter().map(|row| row.interval.clone()).collect();
    for mut gap in gaps(&scale.domain, &intervals) {
        if let Some(possible) = possible {
            if !possible.meets(&gap, &[]) {
                continue;
            }
            // Above the printed end of the best grade the end of what can occur must be known.
            gap.upper = gap.upper.or_else(|| possible.high.clone().map(|high| (high, true)));
        }
        let Some(value) = scale.value_in(&gap).filter(|_| gap.upper.is_some() || !scale.grades) else {
            continue;
        };
        let (shown, inside) = (scale.show(&value), scale.show_interval(&gap));
        let (message, help) = if scale.grades {
            (
                text!(
                    "bảng xếp loại `{}`: không mức nào chứa {inside}, chẳng hạn {shown}",
                    "grading `{}`: no grade holds {inside}, for example {shown}",
                    scale.at
                ),
                text!("thêm một mức hoặc mở rộng mức kề bên", "add a grade or widen its neighbour"),
            )
        } else {
            (
                text!(
                    "không bậc nào chứa {inside}, chẳng hạn giá trị {shown}",
                    "no band holds {inside}, for example the value {shown}"
                ),
                text!(
                    "thêm một bậc, hoặc khai `lowest`, `highest` nếu giá trị đó không thể có",
                    "add a band, or declare `lowest`, `highest` if such a value cannot occur"
                ),
            )
        };
        let witness = Some(scale.witness(&value));
        report.find(&LINT, Finding { span: scale.span, at: &scale.at, message, help, witness });
    }
}
