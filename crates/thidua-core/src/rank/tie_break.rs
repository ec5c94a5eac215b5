use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::order::best_first;
use crate::Exact;
use crate::evaluation::DecisionIndex;
use crate::facts::Facts;
use crate::plan::PlanStep;

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
                let value = facts.value(term, row).map(|value| best_first(value, *direction));
                (value.is_none(), value)
            })
        }
        PlanStep::Marks(input, marks) => {
            let marks = if marks.is_empty() { all_marks(facts, *input, &rows) } else { marks.clone() };
            grouped(rows, |row| {
                let list = facts.list(*input, row);
                let count = |mark: &Exact| Reverse(list.iter().filter(|value| *value == mark).count());
                marks.iter().map(count).collect::<Vec<_>>()
            })
        }
        PlanStep::Council => match council_order(facts, ranking, &rows, decisions) {
            Some(order) => order.into_iter().map(|row| vec![row]).collect(),
            None => vec![rows],
        },
    }
}

/// Rows by key, the least first.
fn grouped<K: Ord>(rows: Vec<usize>, key: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups.into_values().collect()
}

fn all_marks(facts: &Facts<'_>, input: usize, rows: &[usize]) -> Vec<Exact> {
    let mut marks: Vec<Exact> = rows.iter().flat_map(|row| facts.list(input, *row).to_vec()).collect();
    marks.sort_by(|left, right| right.cmp(left));
    marks.dedup();
    marks
}

/// The rows as the council has ordered them: its order applies when it names every one of those tied.
pub(crate) fn council_order(
    facts: &Facts<'_>,
    ranking: &str,
    tied: &[usize],
    decisions: &DecisionIndex,
) -> Option<Vec<usize>> {
    decisions.orders(ranking).find_map(|order| {
        let position = |row: &usize| {
            let id = &facts.evaluations.entrants().get(*row)?.id;
            Some((order.order.iter().position(|named| named == id)?, *row))
        };
        let mut rows: Vec<(usize, usize)> = tied.iter().map(position).collect::<Option<_>>()?;
        rows.sort_unstable();
        Some(rows.into_iter().map(|(_, row)| row).collect())
    })
}
