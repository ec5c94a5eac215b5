//! Rankings: who takes part, ties that each step decides, and a tie that no step decides.

use thidua_core::plan::{PlanRanking, PlanStep};
use thidua_core::{Text, text};
use thidua_rules::program::PlanTerm;
use thidua_rules::rule::Ranking;

use super::{Branches, Location, condition};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for ((ranking, compiled), rules) in plan.rankings.iter_enumerated().zip(&plan.rules.rankings) {
        let location = Location { at: rules.id.clone(), span: rules.span, under: &[] };
        if let Some(among) = &compiled.among {
            let name = text!("được xếp hạng", "ranked");
            condition::add(branches, &location, &name, among, |_, _| true);
        }
        for (index, (step, rule)) in compiled.steps.iter().zip(&rules.tie_break).enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let called = rule.label.clone().unwrap_or_else(|| number.to_string());
            let what = text!("bằng nhau, phân định bởi “{called}”", "a tie that “{called}” decides");
            branches.entrant(
                &location.place(rule.span),
                what,
                dead(compiled, rules, index, step),
                move |pool, row| {
                    let ranked = pool.outcome.standings.ranking(ranking);
                    ranked.is_some_and(|ranked| ranked.decided_by(row) == number)
                },
            );
        }
        let what = text!("bằng nhau, không bước nào phân định", "a tie that no step decides");
        branches.entrant(&location.under(&["tie_break"]), what, None, move |pool, row| {
            pool.outcome.standings.ranking(ranking).is_some_and(|ranked| ranked.sharing(row) > 1)
        });
    }
}

/// Why a step cannot separate those who come to it, when that is plain.
pub(crate) fn dead(compiled: &PlanRanking, rules: &Ranking, index: usize, step: &PlanStep) -> Option<Text> {
    let earlier =
        || compiled.steps.iter().zip(&rules.tie_break).take(index).filter(|(_, rule)| rule.only_at.is_none());
    let repeated = match step {
        PlanStep::Value(term, _) => {
            let same = |other: &PlanTerm| other == term;
            same(&compiled.by.0)
                || matches!(term, PlanTerm::Constant(_) | PlanTerm::Day(_))
                || earlier().any(|(other, _)| matches!(other, PlanStep::Value(other, _) if same(other)))
        }
        PlanStep::Marks(input, marks) => {
            earlier().any(|(other, _)| matches!(other, PlanStep::Marks(i, m) if i == input && m == marks))
        }
        PlanStep::Council => earlier().any(|(other, _)| matches!(other, PlanStep::Council)),
    };
    repeated.then(|| {
        text!("những người còn bằng nhau cũng bằng nhau ở bước này", "those still equal are equal here too")
    })
}
