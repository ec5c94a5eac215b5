use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::order::best_first;
use crate::awaited::{awaits, lacks};
use crate::evaluation::DecisionIndex;
use crate::facts::Facts;
use crate::plan::PlanStep;
use crate::{EntrantId, Exact, InputId, RankingId};

/// Entrants that stay together (một nhóm đồng hạng).
pub(super) struct Tie {
    pub(super) rows: Vec<EntrantId>,
    /// The step (from 1) that set them apart from those above.
    pub(super) decided_by: u32,
    /// Whose value the next step lacks, though it may yet come: until then no step separates them.
    pub(super) awaited: Vec<EntrantId>,
}

impl Tie {
    fn of(rows: Vec<EntrantId>, decided_by: u32) -> Self {
        Self { rows, decided_by, awaited: Vec::new() }
    }
}

/// Separates equals by the declared steps, in order; what no step separates stays together, by id.
pub(super) fn separate(
    facts: &Facts<'_>,
    ranking: RankingId,
    place: u32,
    tied: Vec<EntrantId>,
    decisions: &DecisionIndex,
) -> Vec<Tie> {
    let mut ties = vec![Tie::of(tied, 0)];
    let (Some(plan), Some(rules)) =
        (facts.plan.rankings.get(ranking), facts.plan.rules.rankings().get(ranking))
    else {
        return ties;
    };
    for (index, (step, rule)) in plan.steps.iter().zip(&rules.tie_break).enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let mut next = Vec::with_capacity(ties.len());
        let mut at = place;
        for tie in ties {
            let size = u32::try_from(tie.rows.len()).unwrap_or(u32::MAX);
            let here = rule.only_at.is_none_or(|only| only == at);
            if tie.rows.len() == 1 || !tie.awaited.is_empty() || !here {
                next.push(tie);
            } else {
                let awaited = awaited(facts, step, &tie.rows);
                if awaited.is_empty() {
                    let parts = by_step(facts, step, &rules.id, tie.rows, decisions).into_iter().enumerate();
                    let decided_by = |part| if part == 0 { tie.decided_by } else { number };
                    next.extend(parts.map(|(part, rows)| Tie::of(rows, decided_by(part))));
                } else {
                    next.push(Tie { awaited, ..tie });
                }
            }
            at = at.saturating_add(size);
        }
        ties = next;
    }
    for tie in &mut ties {
        tie.rows.sort_unstable();
    }
    ties
}

/// Whose value a step lacks though it may yet come: whoever it is could stand anywhere among the others.
fn awaited(facts: &Facts<'_>, step: &PlanStep, rows: &[EntrantId]) -> Vec<EntrantId> {
    let lacking = |row: &EntrantId| match step {
        PlanStep::Value(term, _) => awaits(facts, term, *row),
        PlanStep::Marks(input, _) => facts.list(*input, *row).is_empty() && lacks(facts, *input, *row),
        PlanStep::Council => false,
    };
    rows.iter().copied().filter(lacking).collect()
}

fn by_step(
    facts: &Facts<'_>,
    step: &PlanStep,
    ranking: &str,
    rows: Vec<EntrantId>,
    decisions: &DecisionIndex,
) -> Vec<Vec<EntrantId>> {
    match step {
        PlanStep::Value(term, direction) => {
            // Who will never have a value, by decision or by its nature, stands after all that have one.
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
fn grouped<K: Ord>(rows: Vec<EntrantId>, key: impl Fn(EntrantId) -> K) -> Vec<Vec<EntrantId>> {
    let mut groups: BTreeMap<K, Vec<EntrantId>> = BTreeMap::new();
    for row in rows {
        groups.entry(key(row)).or_default().push(row);
    }
    groups.into_values().collect()
}

fn all_marks(facts: &Facts<'_>, input: InputId, rows: &[EntrantId]) -> Vec<Exact> {
    let mut marks: Vec<Exact> = rows.iter().flat_map(|row| facts.list(input, *row)).collect();
    marks.sort_by(|left, right| right.cmp(left));
    marks.dedup();
    marks
}

/// The rows as the council has ordered them: its order applies when it names every one of those tied.
pub(crate) fn council_order(
    facts: &Facts<'_>,
    ranking: &str,
    tied: &[EntrantId],
    decisions: &DecisionIndex,
) -> Option<Vec<EntrantId>> {
    decisions.orders(ranking).find_map(|order| {
        let position = |row: &EntrantId| {
            let id = &facts.evaluations.entrants().get(*row)?.id;
            Some((order.order.iter().position(|named| named == id)?, *row))
        };
        let mut rows: Vec<(usize, EntrantId)> = tied.iter().map(position).collect::<Option<_>>()?;
        rows.sort_unstable();
        Some(rows.into_iter().map(|(_, row)| row).collect())
    })
}
