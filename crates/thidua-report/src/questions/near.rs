use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{
    AwardStatus, Date, EntrantId, Exact, Graded, References, Scorecards, Text, score_rows, text,
};

use crate::run::RunResults;
use crate::table::Value;
use crate::tables::near::NEAR;
use crate::words::scope_of;

/// Those who stand near a line (sát mức), nearest first.
#[derive(Clone, Debug)]
pub struct Near {
    /// The lines of the list.
    pub lines: Vec<NearLine>,
}

/// One entrant near one line.
#[derive(Clone, Debug, PartialEq)]
pub struct NearLine {
    /// The entrant.
    pub row: EntrantId,
    /// The line: a grade's end, or the last place of an award.
    pub line: Text,
    /// How far above it, or below when negative.
    pub distance: Exact,
    /// The total at the stage that the rules compare with, mostly self-assessed.
    pub other_total: Option<Exact>,
}

/// Who stands within so many points of a grade's lower end, or of the last one recommended for an award.
#[must_use]
pub fn near(run: &RunResults<'_>, within: &Exact) -> Near {
    let mut lines = Vec::new();
    grades(run, within, &mut lines);
    awards(run, within, &mut lines);
    let other = other_totals(run);
    for line in &mut lines {
        line.other_total = other.get(usize::from(line.row)).cloned().flatten();
    }
    let size = |line: &NearLine| {
        if line.distance.is_negative() { -line.distance.clone() } else { line.distance.clone() }
    };
    let order: BTreeMap<EntrantId, usize> =
        run.rows().iter().enumerate().map(|(place, row)| (*row, place)).collect();
    lines.sort_by_cached_key(|line| (size(line), order.get(&line.row).copied()));
    Near { lines }
}

fn other_totals(run: &RunResults<'_>) -> Vec<Option<Exact>> {
    let cards = other_cards(run);
    let rows = run.evaluations.entrants().keys();
    cards.map(|cards| rows.map(|row| cards.total(row)).collect()).unwrap_or_default()
}

/// Scores at the stage that the rules compare with; at the first other stage where they name none.
pub(crate) fn other_cards(run: &RunResults<'_>) -> Option<Scorecards> {
    let named = run.plan.rules().gap.as_ref().map(|gap| gap.stage.as_str());
    let stage = match named {
        Some(named) => run.evaluations.stage(named),
        None => run.evaluations.stages().nth(1).and_then(|stage| run.evaluations.stage(stage)),
    }?;
    let rows = 0..run.evaluations.entrants().len();
    let references = References::gather(run.plan, run.evaluations, stage);
    Some(score_rows(run.plan, run.evaluations, &references, rows))
}

fn grades(run: &RunResults<'_>, within: &Exact, lines: &mut Vec<NearLine>) {
    let day: Date = run.plan.day();
    for (position, grading) in run.plan.rules().gradings().iter_enumerated() {
        for grade in &grading.grades {
            let Some(end) = grade.from.as_ref().or(grade.above.as_ref()).and_then(|end| end.on(day)) else {
                continue;
            };
            let end = end.exact();
            for row in run.rows().iter().copied() {
                // What a person gave hangs on no value.
                let graded = run.outcome.grades.of(position, row).filter(|graded| graded.given().is_none());
                let value = graded.and_then(Graded::value);
                let Some(distance) = value.map(|value| value - end.clone()) else { continue };
                if is_within(&distance, within) {
                    let end = crate::words::point(end, None);
                    let title = &grade.title;
                    let line = text!("mức “{title}” ({end})", "grade “{title}” ({end})");
                    lines.push(NearLine { row, line, distance, other_total: None });
                }
            }
        }
    }
}

/// Against the last one on the list of the same scope, by total points.
fn awards(run: &RunResults<'_>, within: &Exact, lines: &mut Vec<NearLine>) {
    let cards = &run.outcome.scorecards;
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        let Some(quota) = &award.quota else { continue };
        // Where another value is ranked, points say nothing about the line.
        let ranking = run.plan.rules().rankings().get(run.ranking_of(position));
        if ranking.is_some_and(|ranking| ranking.by.is_some()) {
            continue;
        }
        let scope = |row: EntrantId| scope_of(run, quota.per, row);
        let status = |row: EntrantId| {
            run.outcome.recommendations.case(position, row).map(|case| AwardStatus::of(&case.status))
        };
        let on_list =
            |row: EntrantId| matches!(status(row), Some(AwardStatus::Recommended | AwardStatus::TiedOnLine));
        let mut last: BTreeMap<Option<String>, Exact> = BTreeMap::new();
        for row in run.rows().iter().copied().filter(|row| on_list(*row)) {
            let Some(total) = cards.ranked_total(row) else { continue };
            let own = last.entry(scope(row)).or_insert_with(|| total.clone());
            if total < *own {
                *own = total;
            }
        }
        let waits = |row: EntrantId| {
            let tied = status(row) == Some(AwardStatus::TiedOnLine);
            tied || matches!(status(row), Some(AwardStatus::BelowLine | AwardStatus::Reserve))
        };
        let near = run.rows().iter().copied().filter(|row| waits(*row) || on_list(*row)).filter_map(|row| {
            let (total, line) = (cards.ranked_total(row)?, last.get(&scope(row))?);
            let distance = total - line.clone();
            is_within(&distance, within).then_some((row, line, distance))
        });
        let near: Vec<(EntrantId, &Exact, Exact)> = near.collect();
        // The last one on a list is near its end only where somebody stands on the other side.
        let contested: BTreeSet<Option<String>> =
            near.iter().filter(|(row, ..)| waits(*row)).map(|(row, ..)| scope(*row)).collect();
        for (row, line, distance) in near.into_iter().filter(|(row, ..)| contested.contains(&scope(*row))) {
            let (title, end) = (&award.title, crate::words::point(line, run.places().total()));
            let line = text!("suất cuối “{title}” ({end})", "last place of “{title}” ({end})");
            lines.push(NearLine { row, line, distance, other_total: None });
        }
    }
}

fn is_within(distance: &Exact, within: &Exact) -> bool {
    let size = if distance.is_negative() { -distance.clone() } else { distance.clone() };
    size <= *within
}

impl Near {
    /// Its lines as those of a table with the columns [`near_columns`](crate::near_columns).
    pub fn rows<'a>(&self, run: &RunResults<'a>, line: &mut dyn FnMut(&[Value<'a>])) {
        let places = run.places().total();
        for near in &self.lines {
            let Some(entrant) = run.evaluations.entrants().get(near.row) else { continue };
            let cells = vec![
                Value::name(&entrant.id),
                Value::name(&entrant.name),
                Value::name(&entrant.cluster),
                Value::Words(near.line.clone()),
                Value::Points(near.distance.clone().into(), places),
                Value::points(run.outcome.scorecards.total(near.row), places),
                Value::points(near.other_total.clone(), places),
            ];
            debug_assert_eq!(cells.len(), NEAR.len());
            line(&cells);
        }
    }
}
