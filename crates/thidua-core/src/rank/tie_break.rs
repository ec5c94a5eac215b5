use std::collections::BTreeMap;

use crate::Exact;
use crate::evaluation::DecisionIndex;
use crate::facts::Facts;
use crate::plan::PlanStep;
use crate::rules::Direction;

/// Entrants that stay together, and the step (from 1) that set them apart from the bunch above.
pub(super) type Bunch = (Vec<usize>, u32);

/// Separates equals by the declared steps, in order; what no step separates stays together, by id.
pub(super) fn separate(
    facts: &Facts<'_>,
    ranking: usize,
    place: u32,
    tied: Vec<usize>,
    decisions: &DecisionIndex,
) -> Vec<Bunch> {
    let mut bunches = vec![(tied, 0)];
    let (Some(plan), Some(rules)) =
        (facts.plan.rankings.get(ranking), facts.plan.rules.rankings.get(ranking))
    else {
        return bunches;
    };
    for (index, (step, rule)) in plan.steps.iter().zip(&rules.tie_break).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut next = Vec::with_capacity(bunches.len());
        let mut at = place;
        for (bunch, decided_by) in bunches {
            let size = u32::try_from(bunch.len()).unwrap_or(u32::MAX);
            let here = rule.only_at.is_none_or(|only| only == at);
            if bunch.len() == 1 || !here {
                next.push((bunch, decided_by));
            } else {
                let parts = by_step(facts, step, &rules.id, bunch, decisions);
                next.extend(
                    parts
                        .into_iter()
                        .enumerate()
                        .map(|(part, rows)| (rows, if part == 0 { decided_by } else { number })),
                );
            }
            at = at.saturating_add(size);
        }
        bunches = next;
    }
    for (rows, _) in &mut bunches {
        rows.sort_unstable();
    }
    bunches
}

fn by_step(
    facts: &Facts<'_>,
    step: &PlanStep,
    ranking: &str,
    rows: Vec<usize>,
    decisions: &DecisionIndex,
) -> Vec<Vec<usize>> {
    match step {
        PlanStep::Value(term, direction) => {
            // A missing value cannot separate: it stands after all that have one.
            grouped(rows, |row| {
                let value = facts.value(term, row);
                value.map(|value| if *direction == Direction::Higher { value } else { -value })
            })
        }
        PlanStep::Marks(input, marks) => {
            let marks = if marks.is_empty() { all_marks(facts, *input, &rows) } else { marks.clone() };
            grouped(rows, |row| {
                let list = facts.list(*input, row);
                Some(
                    marks
                        .iter()
                        .map(|mark| list.iter().filter(|value| *value == mark).count())
                        .collect::<Vec<_>>(),
                )
            })
        }
        PlanStep::Council => by_council(facts, ranking, rows, decisions),
    }
}

/// Rows by key, the greatest first.
fn grouped<K: Ord>(rows: Vec<usize>, key: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups.into_values().rev().collect()
}

fn all_marks(facts: &Facts<'_>, input: usize, rows: &[usize]) -> Vec<Exact> {
    let mut marks: Vec<Exact> = rows.iter().flat_map(|row| facts.list(input, *row).to_vec()).collect();
    marks.sort_by(|left, right| right.cmp(left));
    marks.dedup();
    marks
}

/// A council order applies when it names every one of those tied.
fn by_council(
    facts: &Facts<'_>,
    ranking: &str,
    rows: Vec<usize>,
    decisions: &DecisionIndex,
) -> Vec<Vec<usize>> {
    let id = |row: usize| {
        facts.evaluations.entrants().get(row).map(|entrant| entrant.id.as_str()).unwrap_or_default()
    };
    let order = decisions
        .orders(ranking)
        .find(|order| rows.iter().all(|row| order.order.iter().any(|named| named == id(*row))));
    let Some(order) = order else { return vec![rows] };
    grouped(rows, |row| std::cmp::Reverse(order.order.iter().position(|named| named == id(row))))
}
