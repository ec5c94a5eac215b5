//! The value at which the places of an award are filled by others, where nothing of the entrant's own can move it.

use super::Goal;
use thidua_core::calculus::Range;
use thidua_core::plan::{PlanAward, PlanBase, PlanRequirement};
use thidua_core::{EntrantId, Evaluations, Exact, Outcome, Plan, Status, Text, best_first, text};
use thidua_rules::method::show;
use thidua_rules::program::{PlanCondition, PlanTerm};
use thidua_rules::rule::{Direction, Scope};

/// Nobody behind this value gets one of the places.
pub(super) struct Line {
    value: Exact,
    direction: Direction,
}

impl Line {
    /// Whether some of these values is not behind the line.
    pub(super) fn may_be_reached(&self, values: Option<&Range>) -> bool {
        let Some(values) = values else { return true };
        match self.direction {
            Direction::Higher => values.high.as_ref().is_none_or(|high| *high >= self.value),
            Direction::Lower => values.low.as_ref().is_none_or(|low| *low <= self.value),
        }
    }

    /// Why the places are out of reach.
    pub(super) fn why_not(&self, reached: &Range) -> Text {
        let line = show(&self.value);
        let end = match self.direction {
            Direction::Higher => &reached.high,
            Direction::Lower => &reached.low,
        };
        let best = end.as_ref().map(show).unwrap_or_default();
        text!(
            "chỉ tiêu đã đủ bởi các đối tượng khác xếp từ {line} trở lên; tốt nhất có thể đạt là {best}",
            "others fill the places down to {line}; the best that can come out is {best}"
        )
    }
}

/// The line of the entrant's own group. There is none where a change of its own could move places, or the others.
pub(super) fn of(
    plan: &Plan,
    part: &Evaluations,
    outcome: &Outcome,
    row: EntrantId,
    goal: Goal,
) -> Option<Line> {
    let Goal::Award(position) = goal else { return None };
    let (award, rules) = (plan.awards.get(position)?, plan.rules.awards().get(position)?);
    let quota = rules.quota.as_ref().filter(|_| stays(plan, award))?;
    let ranking = plan.rankings.get(award.ranking?).filter(|ranking| ranking.among.is_none())?;
    let scope = plan.rules.rankings().get(award.ranking?)?.scope;
    if scope != quota.per && scope != Scope::All {
        return None;
    }
    let group = part.group_of(row, quota.per);
    let places = outcome.recommendations.places(position, group)?.places;
    let facts = outcome.facts(plan, part);
    let (term, direction) = &ranking.by;
    let others = part.entrants().keys().filter(|other| *other != row);
    let in_the_running = others.filter(|other| {
        let case = outcome.recommendations.case(position, *other);
        part.group_of(*other, quota.per) == group
            && case.is_some_and(|case| {
                case.decided().is_none()
                    && matches!(
                        case.status,
                        Status::Recommended { .. } | Status::BelowLine | Status::Reserve { .. }
                    )
            })
    });
    let mut values: Vec<Exact> = in_the_running.filter_map(|other| facts.value(term, other)).collect();
    values.sort_by_key(|value| best_first(value.clone(), *direction));
    let last = usize::try_from(places).ok()?.checked_sub(1)?;
    Some(Line { value: values.get(last)?.clone(), direction: *direction })
}

/// Whether places and everybody else's cases stay as they are, whatever one entrant changes.
fn stays(plan: &Plan, award: &PlanAward) -> bool {
    let capped =
        plan.rules.gradings.iter().any(|grading| grading.grades.iter().any(|grade| grade.cap.is_some()));
    let Some(quota) = &award.quota else { return false };
    let counted = match &quota.base {
        None | Some(PlanBase::Entrants) => true,
        Some(PlanBase::Eligible | PlanBase::Graded(_) | PlanBase::Recommended(_) | PlanBase::Input(_)) => {
            false
        }
    };
    let alone = award.requires.iter().flat_map(PlanRequirement::parts).all(|part| match part {
        PlanRequirement::When(condition) => !reads_a_rank(condition),
        PlanRequirement::History => true,
        // Whoever waits for a vote takes no place yet.
        PlanRequirement::Votes | PlanRequirement::Holds(_) | PlanRequirement::Any(_) => false,
    });
    !plan.compares()
        && !capped
        && counted
        && quota.apportioned.is_none()
        && quota.shares.is_empty()
        && quota.within.iter().all(|(_, together)| together.is_empty())
        && award.excluded_by.is_empty()
        && alone
        && award.hold_when.iter().all(|condition| !reads_a_rank(condition))
}

fn reads_a_rank(condition: &PlanCondition) -> bool {
    let sides = condition.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
    sides.flat_map(PlanTerm::leaves).any(|leaf| matches!(leaf, PlanTerm::Rank(_) | PlanTerm::Pool(..)))
}
