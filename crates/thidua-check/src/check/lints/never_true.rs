use thidua_core::{AwardId, Level, Plan, Subject, Term, Witness, text};
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::DatedNumber;

use crate::check::asked::{Asked, asked};
use crate::check::lint::{Lint, Run};
use crate::check::reach::{AwardReach, Proof, World, comparison_witness, possible};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0284",
    name: "never-true",
    level: Level::Warn,
    title: ("một điều kiện không bao giờ đúng", "a condition that can never hold"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    for condition in asked(proof.plan) {
        settled(proof, &condition, false, &mut |part, witness| {
            let message = text!("điều kiện `", "the condition `").and_then(&part.words());
            let message = message.and_then(&text!("` không bao giờ đúng", "` can never hold"));
            let help = text!(
                "sửa ngưỡng cho trong khoảng có thể đạt, hoặc bỏ điều kiện",
                "bring the gate within what can come out, or drop the condition"
            );
            // An award that asks in vain is found by itself.
            let whole = std::ptr::eq(part, condition.condition);
            if !(whole && condition.award.is_some_and(|award| !obtainable(proof, award))) {
                report.find(
                    &LINT,
                    Finding { span: condition.span(), at: condition.at, message, help, witness },
                );
            }
        });
    }
}

fn obtainable(proof: &Proof<'_>, award: AwardId) -> bool {
    proof.worlds.iter().any(|world| world.awards.get(award) == Some(&AwardReach::Open))
}

/// Every part of the condition that comes out one way only, largest parts first: always so when `holds`, else never.
pub(super) fn settled<'a>(
    proof: &Proof<'_>,
    asked: &Asked<'a>,
    holds: bool,
    tell: &mut impl FnMut(&'a PlanCondition, Option<Witness>),
) {
    let worlds: Vec<&World> = proof
        .worlds
        .iter()
        .filter(|world| {
            let reach = asked.award.and_then(|award| world.awards.get(award).copied());
            world.counts(proof.plan) && reach != Some(AwardReach::OtherKind)
        })
        .collect();
    // Where nobody is asked, nothing can be said.
    if !worlds.is_empty() {
        part(proof, &worlds, asked.condition, holds, tell);
    }
}

fn part<'a>(
    proof: &Proof<'_>,
    worlds: &[&World],
    condition: &'a PlanCondition,
    holds: bool,
    tell: &mut impl FnMut(&'a PlanCondition, Option<Witness>),
) {
    let open = |way: bool| worlds.iter().any(|world| possible(proof.plan, world, condition, way));
    match (open(true), open(false)) {
        (true, true) => {}
        (can_hold, _) => {
            if can_hold == holds && !said_by_the_day(proof.plan, condition) {
                tell(condition, witness(proof, condition));
            }
            return;
        }
    }
    match condition {
        PlanCondition::All(parts) | PlanCondition::Any(parts) => {
            parts.iter().for_each(|each| part(proof, worlds, each, holds, tell));
        }
        PlanCondition::Not(inner) => part(proof, worlds, inner, holds, tell),
        PlanCondition::Compare(_) => {}
    }
}

/// Whether the day of the run alone decides it, and the author wants it so: no side reads anything of an entrant, and one of
/// them names a parameter that has a value for each time.
fn said_by_the_day(plan: &Plan, condition: &PlanCondition) -> bool {
    let PlanCondition::Compare(comparison) = condition else { return false };
    let fixed = |term: &PlanTerm| {
        term.leaves().iter().all(|leaf| matches!(leaf, PlanTerm::Constant(_) | PlanTerm::Day(_)))
    };
    let dated = |term: &Term| {
        term.fields().iter().any(|field| match &field.subject {
            Subject::Name(name) => {
                let parameter = plan.rules.parameters.get(name).map(|parameter| &**parameter);
                matches!(parameter, Some(DatedNumber::Dated(_)))
            }
            _ => false,
        })
    };
    let written = &comparison.written;
    fixed(&comparison.left) && fixed(&comparison.right) && (dated(&written.left) || dated(&written.right))
}

fn witness(proof: &Proof<'_>, condition: &PlanCondition) -> Option<Witness> {
    let mut told: Vec<Witness> = Vec::new();
    for comparison in condition.comparisons() {
        told.extend(comparison_witness(proof, comparison).filter(|witness| !told.contains(witness)));
    }
    let words = |pick: &dyn Fn(&Witness) -> &str| told.iter().map(pick).collect::<Vec<_>>().join("; ");
    let text =
        thidua_core::Text { vi: words(&|witness| &witness.text.vi), en: words(&|witness| &witness.text.en) };
    (!told.is_empty()).then(|| Witness { text, sheet: Vec::new() })
}
