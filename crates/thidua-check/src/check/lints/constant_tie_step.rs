use thidua_core::calculus::Quantity;
use thidua_core::plan::PlanStep;
use thidua_core::{Level, Witness, text};

use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, anywhere, range_words, values};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0289",
    name: "constant-tie-step",
    level: Level::Warn,
    title: (
        "một bước xét bằng điểm so một giá trị ai cũng như ai",
        "a tie-break step compares a value that is the same for all",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (ranking, rules) in plan.rankings.iter().zip(&plan.rules.rankings) {
        for (step, written) in ranking.steps.iter().zip(&rules.tie_break) {
            let PlanStep::Value(term, _) = step else { continue };
            // Whoever may lack the value stands behind those who have it.
            let always = proof.worlds.iter().all(|world| values(plan, world, term).is_some());
            let range = anywhere(plan, &proof.worlds, term);
            let Some(range) = range.filter(|range| range.only().is_some()) else { continue };
            if !always {
                continue;
            }
            let name = written.of.as_ref().map(ToString::to_string).unwrap_or_default();
            let message = text!(
                "bước xét `{name}` không phân định được ai: giá trị này ai cũng như ai",
                "the step `{name}` separates nobody: the value is the same for all"
            );
            let help = text!(
                "so một giá trị có thể khác nhau, hoặc bỏ bước này",
                "compare a value that can differ, or drop the step"
            );
            let words = range_words(&range, false);
            let witness =
                Some(Witness { text: text!("{name} ", "{name} ").and_then(&words), sheet: Vec::new() });
            report.find(&LINT, Finding { span: written.span, at: &rules.id, message, help, witness });
        }
    }
}
