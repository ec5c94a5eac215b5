use thidua_core::calculus::hull;
use thidua_core::{Exact, Level, Witness, text};
use thidua_rules::method::{show, show_percent};
use thidua_rules::program::{PlanCondition, PlanTerm};

use crate::check::lint::{Lint, Run};
use crate::check::reach::Proof;
use crate::check::scale::grade_interval;
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0286",
    name: "bonus-over-gate",
    level: Level::Note,
    title: (
        "điểm thưởng đưa một đơn vị vượt qua cả một mức xếp loại",
        "a bonus lifts an entrant over a whole grade",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    let adjustments = plan.rules.adjustments.as_ref().filter(|adjustments| !adjustments.outside_total);
    let Some(first) = adjustments.and_then(|adjustments| adjustments.bonus.as_ref()?.items.first()) else {
        return;
    };
    let Some(most) = hull(proof.worlds.iter().map(|world| world.bonus.clone())).and_then(|bonus| bonus.high)
    else {
        return;
    };
    for (grading, rules) in plan.gradings.iter().zip(&plan.rules.gradings) {
        // What one point of the bonus is on the scale of the grades.
        let lift = match (&grading.of, plan.nodes.get(plan.root)) {
            (PlanTerm::Total, _) => Some(most.clone()),
            (PlanTerm::Percent, Some(root)) => most.checked_div(&root.max),
            _ => None,
        };
        let Some(lift) = lift else { continue };
        let bands: Vec<_> = rules.grades.iter().map(|grade| grade_interval(grade, plan.day)).collect();
        let grades = rules.grades.iter().zip(&grading.grades).zip(&bands);
        let over = grades.clone().zip(grades.skip(1)).find_map(
            |(((better, (requires, _)), gate), ((jumped, _), band))| {
                let (gate, from) = (&gate.lower.as_ref()?.0, &band.lower.as_ref()?.0);
                let guarded = requires.as_ref().is_some_and(asks_for_points);
                let jumps = from < gate && lift >= gate.clone() - from.clone();
                (jumps && !guarded).then_some((better, jumped, gate, from))
            },
        );
        let Some((better, jumped, gate, from)) = over else { continue };
        let say = |value: &Exact| match grading.of {
            PlanTerm::Percent => show_percent(value),
            _ => show(value),
        };
        let (bonus, width) = (show(&most), say(&(gate.clone() - from.clone())));
        let message = text!(
            "điểm thưởng tới {bonus} điểm đưa một đơn vị dưới mức `{}` lên thẳng mức `{}`: mức ở giữa chỉ rộng {width}",
            "a bonus of up to {bonus} points lifts an entrant from below `{}` straight to `{}`: the grade between is only {width} wide",
            jumped.title,
            better.title
        );
        let help = text!(
            "hạ mức trần `cap` của điểm thưởng, hoặc đòi thêm điểm của các tiêu chí (`requires: \"mọi nhóm >= …%\"`)",
            "lower the `cap` of the bonus, or ask for points of the criteria too (`requires: \"every group >= …%\"`)"
        );
        // Half the room that is left below the gate shows an entrant who did not pass it.
        let short = (lift.clone() - (gate.clone() - from.clone())) * Exact::ratio(1, 2);
        let start = if short.is_zero() { from.clone() } else { from.clone() - short };
        let (before, after) = (say(&start), say(&(start.clone() + lift)));
        let witness = Some(Witness {
            text: text!(
                "{before} trước khi thưởng, {after} sau khi thưởng",
                "{before} before the bonus, {after} after it"
            ),
            sheet: Vec::new(),
        });
        report.find(&LINT, Finding { span: first.code.span, at: &rules.id, message, help, witness });
    }
}

/// Whether the condition looks at what the criteria themselves gave.
fn asks_for_points(condition: &PlanCondition) -> bool {
    condition.comparisons().into_iter().any(|comparison| {
        let own =
            |term: &PlanTerm| matches!(term, PlanTerm::Every(_) | PlanTerm::Points(_) | PlanTerm::Share(_));
        own(&comparison.left) || own(&comparison.right)
    })
}
