use thidua_core::calculus::Grid;
use thidua_core::{Date, Exact, GradeId, Level, WayId, text};
use thidua_rules::program::{Cases, Interval, Pays};
use thidua_rules::rule::Grading;

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, anywhere};
use crate::check::scale::{grade_interval, grade_scales};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0298",
    name: "grade-hole",
    level: Level::Warn,
    title: ("giá trị tốt hơn lại bị xếp mức kém hơn", "a better value gets a worse grade"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    let gradings = plan.rules.gradings.iter().zip(&plan.gradings);
    for (scale, (rules, grading)) in grade_scales(&plan.rules, plan.day).iter().zip(gradings) {
        let possible = anywhere(plan, &proof.worlds, &grading.of).unwrap_or_default();
        for hole in holes(rules, plan.day) {
            let values = hole.values.intersection(&possible.interval());
            if !possible.meets(&hole.values, &[]) {
                continue;
            }
            let Some(value) = inside(&values, &possible.grid) else { continue };
            let (Some(given), Some(passed)) =
                (rules.grades().get(hole.given), rules.grades().get(hole.passed))
            else {
                continue;
            };
            let (shown, within) = (scale.show(&value), scale.show_interval(&hole.values));
            let message = text!(
                "bảng xếp loại `{}`: giá trị {within}, chẳng hạn {shown}, được xếp `{1}`, trong khi giá trị kém hơn được xếp `{2}`",
                "grading `{}`: values {within}, for example {shown}, get `{1}` while worse values get `{2}`",
                rules.id,
                given.title,
                passed.title
            );
            let help = text!(
                "để `{0}` kéo dài đến chỗ mức tốt hơn bắt đầu: sửa đầu trên của nó, hoặc bỏ đầu ấy",
                "let `{0}` reach to where the better grade begins: move its far end, or leave that end out",
                passed.title
            );
            let witness = Some(scale.witness(&value));
            report.find(&LINT, Finding { span: passed.span, at: &rules.id, message, help, witness });
        }
    }
}

/// Values that are better than those of a better grade.
struct Hole {
    values: Interval,
    /// The grade they get.
    given: GradeId,
    /// The better grade that they have passed.
    passed: GradeId,
}

/// The pieces of the grading, from the worst values to the best: where one falls to a grade that begins far below it.
/// A grade that begins right there is meant to: a target in the middle has bad values on either side.
fn holes(rules: &Grading, day: Date) -> Vec<Hole> {
    let rows = rules.grades().iter_enumerated();
    let rows = rows
        .map(|(grade, rule)| (grade_interval(rule, day), Pays::same(), Some(WayId::from(usize::from(grade)))))
        .collect();
    let cases = Cases::first_of(rows);
    let pieces = cases
        .pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| (cases.interval(at), piece.way.map(|way| GradeId::from(usize::from(way)))));
    let mut pieces: Vec<(Interval, Option<GradeId>)> = pieces.collect();
    let less = rules.less_is_better(day);
    if less {
        pieces.reverse();
    }
    let begins_there = |grade: GradeId, values: &Interval| {
        let own = rules.grades().get(grade).map(|rule| grade_interval(rule, day));
        own.is_some_and(|own| if less { own.upper == values.upper } else { own.lower == values.lower })
    };
    let mut holes: Vec<Hole> = Vec::new();
    let mut best: Option<GradeId> = None;
    for (values, grade) in pieces {
        let Some(given) = grade else { continue };
        match best.filter(|passed| *passed < given) {
            Some(passed) if !begins_there(given, &values) => holes.push(Hole { values, given, passed }),
            Some(_) => {}
            None => best = Some(given),
        }
    }
    holes
}

/// A value inside that can occur, well away from the ends where there is one.
fn inside(values: &Interval, grid: &Grid) -> Option<Exact> {
    let middle = values.lower.as_ref().zip(values.upper.as_ref());
    let middle = middle.map(|((low, _), (high, _))| (low.clone() + high.clone()) * Exact::ratio(1, 2));
    match grid {
        Grid::Steps(step) => values.multiple_witness(step),
        Grid::Decimal | Grid::Any(_) => middle.or_else(|| values.witness()),
    }
}
