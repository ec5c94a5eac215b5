use std::collections::BTreeMap;

use thidua_rules::method::show;
use thidua_rules::program::PlanTerm;
use thidua_rules::rule::{Direction, Grade};

use crate::award::Status;
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::{AwardId, Date, EntrantId, Exact, Text, text};

/// The group of an award's quota, and of the ranking that fills it: places of several rankings may be shared.
pub(super) type Line = (u32, u32);

/// Where an entrant stands in line for an award; nowhere where it has no quota.
pub(super) fn line_of(facts: &Facts<'_>, award: AwardId, row: EntrantId) -> Option<Line> {
    let quota = facts.plan.rules.awards().get(award)?.quota.as_ref()?;
    let ranking = facts.plan.rules.rankings().get(facts.plan.awards.get(award)?.ranking?)?;
    Some((facts.evaluations.group_of(row, quota.per), facts.evaluations.group_of(row, ranking.scope)))
}

/// For each line of an award: what the last one recommended, or tied on the line, is ranked by.
pub(super) fn line(facts: &Facts<'_>, outcome: &Outcome, award: AwardId) -> BTreeMap<Line, Exact> {
    let mut last: BTreeMap<Line, Exact> = BTreeMap::new();
    let Some((term, direction)) = ranked_by(facts, award) else { return last };
    for row in facts.evaluations.entrants().keys() {
        let status = outcome.recommendations.case(award, row).map(|case| &case.status);
        if !matches!(status, Some(Status::Recommended { .. } | Status::TiedOnLine { .. })) {
            continue;
        }
        let (Some(value), Some(line)) = (facts.value(term, row), line_of(facts, award, row)) else {
            continue;
        };
        let own = last.entry(line).or_insert_with(|| value.clone());
        if ahead(direction, own, &value) {
            *own = value;
        }
    }
    last
}

/// How far an entrant below the line stands behind the last one on it, in what the ranking looks at.
pub(super) fn behind_line(
    facts: &Facts<'_>,
    award: AwardId,
    row: EntrantId,
    last: Option<&Exact>,
) -> Option<Text> {
    let last = last?;
    let (term, direction) = ranked_by(facts, award)?;
    let own = facts.value(term, row)?;
    if !ahead(direction, last, &own) {
        return (*last == own).then(|| {
            text!(
                "bằng người cuối cùng được đề nghị, kém ở bước xét phụ",
                "level with the last one recommended, behind by a tie-break step"
            )
        });
    }
    let gap = show(&if own < *last { last.clone() - own.clone() } else { own.clone() - last.clone() });
    if matches!(term, PlanTerm::Total) {
        return Some(text!(
            "kém người cuối cùng được đề nghị {gap} điểm",
            "{gap} points behind the last one recommended"
        ));
    }
    let ranking = facts.plan.awards.get(award)?.ranking?;
    let what = facts.plan.rules.rankings().get(ranking)?.by.as_ref().map(|key| key.of.term.words())?;
    Some(if direction == Direction::Higher {
        Text::new(
            format!("{} thấp hơn người cuối cùng được đề nghị {gap}", what.vi),
            format!("{} is {gap} less than that of the last one recommended", what.en),
        )
    } else {
        Text::new(
            format!("{} cao hơn người cuối cùng được đề nghị {gap}", what.vi),
            format!("{} is {gap} more than that of the last one recommended", what.en),
        )
    })
}

fn ranked_by<'a>(facts: &Facts<'a>, award: AwardId) -> Option<(&'a PlanTerm, Direction)> {
    let ranking = facts.plan.awards.get(award)?.ranking?;
    facts.plan.rankings.get(ranking).map(|ranking| (&ranking.by.0, ranking.by.1))
}

/// Whether the first value stands before the second.
fn ahead(direction: Direction, first: &Exact, second: &Exact) -> bool {
    if direction == Direction::Higher { first > second } else { first < second }
}

/// What is missing for a better grade: up to its lower end, or down to its upper one.
pub(super) fn to_grade(better: &Grade, day: Date, value: &Exact) -> Option<Text> {
    let title = &better.title;
    // Beyond an end that is not included any amount will do: how much is not for the engine to say.
    let over = |included: bool| if included { ("", "") } else { ("hơn ", "more than ") };
    if let Some((end, included)) = better.lower(day).filter(|_| !better.reached(value, day)) {
        let (short, (vi, en)) = (show(&(end.exact().clone() - value.clone())), over(included));
        return Some(text!("còn thiếu {vi}{short} để đạt “{title}”", "{en}{short} more for “{title}”"));
    }
    let (end, included) = better.upper(day).filter(|_| !better.not_passed(value, day))?;
    // A band above that has a lower end closes it; only where less is better does the upper end bar the way.
    better.lower(day).is_none().then(|| {
        let (over_by, (vi, en)) = (show(&(value.clone() - end.exact().clone())), over(included));
        text!("cần bớt {vi}{over_by} để đạt “{title}”", "{en}{over_by} less for “{title}”")
    })
}
