//! What is not there and may yet come (số liệu còn chờ): nobody has decided that there will be none.

use crate::{EntrantId, InputId, NodeId};
use thidua_rules::program::PlanTerm;

use crate::assessed::is_assessed;
use crate::evaluation::CellState;
use crate::facts::Facts;
use crate::plan::PlanRanking;
use crate::score::NodeState;

/// Whether a value is missing: there is none, and nobody has decided so.
pub(crate) fn lacks(facts: &Facts<'_>, input: InputId, row: EntrantId) -> bool {
    let state = facts.evaluations.column(facts.stage, input).map(|column| column.state(row));
    facts.input(input, row).is_none() && !matches!(state, Some(CellState::NotApplicable | CellState::Exempt))
}

/// Whether a calculation has no value yet for want of something that may still come.
pub(crate) fn awaits(facts: &Facts<'_>, term: &PlanTerm, row: EntrantId) -> bool {
    facts.value(term, row).is_none() && term.leaves().into_iter().any(|leaf| leaf_awaits(facts, leaf, row))
}

/// Whether somebody without a place in a ranking may yet have one: whether they belong to it is not known, or what it is
/// by may still come.
pub(crate) fn may_be_ranked(facts: &Facts<'_>, ranking: &PlanRanking, row: EntrantId) -> bool {
    match ranking.among.as_ref().map_or(Some(true), |among| facts.verdict(among, row)) {
        Some(true) => awaits(facts, &ranking.by.0, row),
        Some(false) => false,
        None => true,
    }
}

fn leaf_awaits(facts: &Facts<'_>, leaf: &PlanTerm, row: EntrantId) -> bool {
    let missing =
        |node: NodeId| facts.scorecards.is_some_and(|cards| cards.state(node, row) == NodeState::Missing);
    // Of somebody for whom no criterion is left nothing is to come.
    let total = || {
        let missing =
            facts.scorecards.is_some_and(|cards| cards.ranked().state(row.into()) == NodeState::Missing);
        missing && is_assessed(facts.plan, facts.evaluations, row)
    };
    match leaf {
        PlanTerm::Constant(_) | PlanTerm::Day(_) | PlanTerm::Kind | PlanTerm::Submission(..) => false,
        PlanTerm::Input(input) | PlanTerm::Reduced(_, input) => lacks(facts, *input, row),
        PlanTerm::Points(node) | PlanTerm::Share(node) => missing(*node),
        PlanTerm::Every(every) => facts.plan.every(*every).any(missing),
        PlanTerm::Total | PlanTerm::Percent | PlanTerm::Bonus | PlanTerm::Deductions => total(),
        PlanTerm::Grade(grading) | PlanTerm::GradeValue(grading) => {
            let value_awaits =
                || facts.plan.gradings.get(*grading).is_some_and(|grading| awaits(facts, &grading.of, row));
            let graded = facts.grades.and_then(|grades| grades.of(*grading, row));
            graded.is_some_and(|graded| graded.open().is_some() || graded.waits() && value_awaits())
        }
        PlanTerm::Rank(ranking) => {
            total() && facts.standings.is_some_and(|standings| standings.place(*ranking, row).is_none())
        }
        PlanTerm::Pool(pool, ranking) => {
            facts.standings.is_some_and(|standings| standings.pool(*pool, *ranking, row).is_none())
        }
        // No leaf.
        PlanTerm::Negate(_) | PlanTerm::Binary(..) | PlanTerm::Elapsed(..) => false,
    }
}
