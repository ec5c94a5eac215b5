use thidua_core::{GradeId, Level, Text, TiVec, Witness, text};
use thidua_rules::program::PlanCondition;

use crate::check::lint::{Lint, Run};
use crate::check::reach::Proof;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0287",
    name: "idle-ceiling",
    level: Level::Warn,
    title: (
        "một mức trần hay điều kiện loại không hạ được ai",
        "a ceiling or a knock-out that can lower nobody",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, rules) in plan.rules.gradings().iter_enumerated() {
        let Some(grading) = plan.gradings.get(position) else { continue };
        let better = |limit: GradeId| {
            let given = |grades: &TiVec<GradeId, bool>| grades.iter().take(limit.into()).any(|given| *given);
            proof.worlds.iter().any(|world| world.grades.get(position).is_some_and(given))
        };
        let title =
            |grade: GradeId| rules.grades().get(grade).map(|grade| grade.title.as_str()).unwrap_or_default();
        let idle = |grade: GradeId| -> Option<Text> {
            let title = title(grade);
            if grade == GradeId::FIRST {
                return Some(text!("`{title}` đã là mức tốt nhất", "`{title}` is the best grade already"));
            }
            let reason = text!(
                "không ai đạt mức nào tốt hơn `{title}`",
                "nobody reaches a grade better than `{title}`"
            );
            (!better(grade)).then_some(reason)
        };
        let mut tell = |span, condition: &PlanCondition, what: Text, reason: Text| {
            let message = what.and_then(&reason);
            let text =
                condition.words().and_then(&text!(": xếp loại vẫn thế", ": the grade stays what it was"));
            let witness = Some(Witness { text, sheet: Vec::new() });
            let help =
                text!("sửa mức hạ xuống, hoặc bỏ điều kiện này", "mend the grade it lowers to, or drop it");
            report.find(&LINT, Finding { span, at: &rules.id, message, help, witness });
        };
        for ((condition, best), ceiling) in grading.ceilings.iter().zip(&rules.ceilings) {
            if let Some(reason) = idle(*best) {
                tell(
                    ceiling.span,
                    condition,
                    text!("mức trần này không hạ được ai: ", "the ceiling lowers nobody: "),
                    reason,
                );
            }
        }
        for ((grade, (_, knock_out)), written) in grading.grades.iter_enumerated().zip(&rules.grades) {
            if let Some((condition, reason)) = knock_out.as_ref().zip(idle(grade)) {
                let what = text!("điều kiện loại này không hạ được ai: ", "the knock-out lowers nobody: ");
                tell(written.span, condition, what, reason);
            }
        }
    }
}
