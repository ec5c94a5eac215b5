use thidua_core::{GradeId, GradingId, KindId, Level, Number, Plan, Text, TiVec, Witness, text};
use thidua_rules::program::{Interval, gaps};

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, anywhere, kind_title, possible, range_words};
use crate::check::scale::grade_interval;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0280",
    name: "unreachable-grade",
    level: Level::Warn,
    title: ("một mức xếp loại không ai đạt được", "a grade that nobody can reach"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, rules) in plan.rules.gradings().iter_enumerated() {
        let kinds = reached(proof, position);
        for (grade, written) in rules.grades().iter_enumerated() {
            // With a single grade left there is a lint of its own.
            let several = |grades: &&(Option<KindId>, TiVec<GradeId, bool>)| {
                grades.1.iter().filter(|reached| **reached).count() > 1
            };
            let lost = kinds.iter().filter(several).filter(|(_, grades)| grades.get(grade) == Some(&false));
            let lost: Vec<Option<KindId>> = lost.map(|(kind, _)| *kind).collect();
            if lost.is_empty() || hidden(plan, position, grade) || never_asked(proof, position, grade) {
                continue;
            }
            let everybody = lost.len() == kinds.len();
            let who = if everybody { text!("không ai", "nobody") } else { whose(plan, &lost) };
            let title = &written.title;
            let message = who.and_then(&text!(" đạt được mức `{title}`", " can reach the grade `{title}`"));
            let help = text!(
                "hạ ngưỡng của mức này, hoặc sửa điểm của các tiêu chí",
                "lower the gate of the grade, or mend the points of the criteria"
            );
            let percent = written.ends().filter_map(|end| end.on(plan.day)).any(Number::is_percent);
            let witness = plan.gradings.get(position).and_then(|grading| {
                let worlds = proof.worlds.iter().filter(|world| lost.contains(&world.kind));
                let range = anywhere(plan, worlds, &grading.of)?;
                let words = text!("giá trị xếp loại ", "the classified value: ")
                    .and_then(&range_words(&range, percent));
                Some(Witness { text: words, sheet: Vec::new() })
            });
            report.find(&LINT, Finding { span: written.span, at: &rules.id, message, help, witness });
        }
    }
}

fn whose(plan: &Plan, kinds: &[Option<KindId>]) -> Text {
    let titles = kinds.iter().map(|kind| kind_title(plan, *kind)).collect::<Vec<_>>().join("`, `");
    text!("không ai thuộc loại `{titles}`", "nobody of the kind `{titles}`")
}

/// For each kind the grades that can be given, whatever applies.
pub(super) fn reached(proof: &Proof<'_>, grading: GradingId) -> Vec<(Option<KindId>, TiVec<GradeId, bool>)> {
    let mut kinds: Vec<(Option<KindId>, TiVec<GradeId, bool>)> = Vec::new();
    for world in &proof.worlds {
        let Some(grades) = world.grades.get(grading) else { continue };
        match kinds.last_mut().filter(|(kind, _)| *kind == world.kind) {
            Some((_, known)) => known.iter_mut().zip(grades).for_each(|(known, grade)| *known |= grade),
            None => kinds.push((world.kind, grades.clone())),
        }
    }
    kinds
}

/// Whether better grades hold all its values: that is a matter of their order.
fn hidden(plan: &Plan, grading: GradingId, grade: GradeId) -> bool {
    let grades = plan.rules.gradings().get(grading).map(|grading| grading.grades()).unwrap_or_default();
    let better = grades.iter().take(grade.into()).filter(|better| better.requires.is_none());
    let better: Vec<Interval> = better.map(|better| grade_interval(better, plan.day)).collect();
    grades.get(grade).is_some_and(|own| gaps(&grade_interval(own, plan.day), &better).is_empty())
}

/// Whether its own condition never holds, which is found by itself.
fn never_asked(proof: &Proof<'_>, grading: GradingId, grade: GradeId) -> bool {
    let grade = proof.plan.gradings.get(grading).and_then(|grading| grading.grades.get(grade));
    let requires = grade.and_then(|(requires, _)| requires.as_ref());
    requires.is_some_and(|condition| {
        !proof.worlds.iter().any(|world| possible(proof.plan, world, condition, true))
    })
}
