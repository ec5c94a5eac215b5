use thidua_core::{GradeId, Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, World, without_witness};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0281",
    name: "grade-without",
    level: Level::Note,
    title: (
        "một mức xếp loại không còn đạt được khi có tiêu chí không áp dụng",
        "a grade that is lost when a criterion does not apply",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, rules) in plan.rules.gradings().iter_enumerated() {
        let given = |world: &World, grade: GradeId| {
            world.grades.get(position).and_then(|grades| grades.get(grade)) == Some(&true)
        };
        for (grade, written) in rules.grades().iter_enumerated() {
            // The smallest combination stands for the larger ones.
            let lost = proof.worlds.iter().find(|world| {
                let whole = proof.worlds.iter().find(|other| other.kind == world.kind);
                !world.any
                    && world.ranked.is_some()
                    && !given(world, grade)
                    && whole.is_some_and(|whole| given(whole, grade))
            });
            let Some(world) = lost else { continue };
            let mut left = rules.grades().keys().filter(|grade| given(world, *grade));
            let only =
                left.next().filter(|_| left.next().is_none()).and_then(|grade| rules.grades().get(grade));
            let message = match only {
                Some(only) => text!(
                    "khi có tiêu chí không áp dụng, không ai còn đạt mức `{}`: ai cũng được xếp `{}`",
                    "when a criterion does not apply, nobody can reach `{}`: everybody gets `{}`",
                    written.title,
                    only.title
                ),
                None => text!(
                    "khi có tiêu chí không áp dụng, không ai còn đạt mức `{}`",
                    "when a criterion does not apply, nobody can reach the grade `{}`",
                    written.title
                ),
            };
            let help = text!(
                "xếp loại theo tỷ lệ (`of: tỷ_lệ`), hoặc cho các tiêu chí còn lại gánh phần điểm đó (`then: rescale`)",
                "classify by share (`of: percent`), or let the other criteria carry the weight (`then: rescale`)"
            );
            let witness = Some(without_witness(plan, world));
            report.find(&LINT, Finding { span: written.span, at: &rules.id, message, help, witness });
        }
    }
}
