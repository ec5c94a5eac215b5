use serde::Serialize;
use thidua_rules::method::show;

use super::Explainable;
use crate::plan::PlanStep;
use crate::{EntrantId, RankingId, Text, text};

/// One thing a ranking looks at, for two entrants (một bước so giữa hai đối tượng): what it is and both values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepLine {
    /// What is compared.
    pub words: Text,
    /// The value of the one and of the other.
    pub values: [Text; 2],
    /// Whether the values differ.
    pub differs: bool,
}

/// What a ranking looks at, for two entrants: the ranked value, then every tie-break step (vì sao đứng trên).
///
/// Empty when they are not ranked against one another.
#[must_use]
pub fn tie_steps(
    run: &Explainable<'_>,
    ranking: RankingId,
    one: EntrantId,
    other: EntrantId,
) -> Vec<StepLine> {
    let facts = &run.facts;
    let (Some(plan), Some(rules)) =
        (facts.plan.rankings.get(ranking), facts.plan.rules.rankings().get(ranking))
    else {
        return Vec::new();
    };
    if facts.evaluations.group_of(one, rules.scope) != facts.evaluations.group_of(other, rules.scope) {
        return Vec::new();
    }
    let number = |term, row| {
        let value = facts.value(term, row).map(|value| show(&value));
        value.map_or_else(|| text!("chưa có", "none"), |value| text!("{value}", "{value}"))
    };
    let line = |words: Text, of: &dyn Fn(EntrantId) -> Text| {
        let values = [of(one), of(other)];
        let differs = values[0] != values[1];
        StepLine { words, values, differs }
    };
    let by = rules.by.as_ref().map_or_else(|| text!("tổng điểm", "total"), |key| key.of.term.words());
    let mut lines = vec![line(by, &|row| number(&plan.by.0, row))];
    for (step, rule) in plan.steps.iter().zip(&rules.tie_break) {
        let mut words = super::step_words(rule);
        if let Some(place) = rule.only_at {
            words = words.and_then(&text!(" (chỉ ở hạng {place})", " (only at place {place})"));
        }
        lines.push(match step {
            PlanStep::Value(term, _) => line(words, &|row| number(term, row)),
            PlanStep::Marks(input, _) => line(words, &|row| {
                let list: Vec<String> = facts.list(*input, row).iter().map(show).collect();
                let list = list.join("; ");
                text!("{list}", "{list}")
            }),
            PlanStep::Council => {
                let place = |row| facts.standings.and_then(|standings| standings.place(ranking, row));
                line(words, &|row| match place(row) {
                    Some(place) => text!("hạng {place}", "place {place}"),
                    None => text!("không xếp hạng", "not ranked"),
                })
            }
        });
    }
    lines
}
