use thidua_core::rule::Scope;
use thidua_core::{EntrantId, PointsOf, RankingId};

use super::words::{CLUSTER, ENTRANT, GRADE, ID, NOTE, NUMBER, RANK, SHARING, TOTAL};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};
use crate::words::{grade_value, row_note};

pub(crate) const WORDS: &[&ColumnWords] =
    &[&NUMBER, &ID, &ENTRANT, &CLUSTER, &TOTAL, &GRADE, &RANK, &SHARING, &NOTE];

pub(crate) fn columns(run: &RunResults<'_>) -> Vec<Column> {
    let rules = run.plan.rules();
    let mut columns = vec![
        Column::new(&NUMBER),
        Column::new(&ID),
        Column::new(&ENTRANT),
        Column::new(&CLUSTER),
        Column::new(&TOTAL).with_places(run.places().total()),
    ];
    for grading in &rules.gradings {
        let title = if grading.title.is_empty() { grading.id.clone() } else { grading.title.clone() };
        columns.push(Column::titled(&GRADE, title));
    }
    for ranking in &rules.rankings {
        columns.push(Column::titled(&RANK, ranking.title.clone().unwrap_or_else(|| ranking.id.clone())));
        columns.push(Column::new(&SHARING));
    }
    columns.push(Column::new(&NOTE));
    columns
}

pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    let mut numbers = 1..;
    run.each_of(&rows_by_rank(run), |row| {
        numbers.next().into_iter().for_each(|number| put_line(run, number, row, to));
    });
}

fn put_line<'a>(run: &RunResults<'a>, number: u64, row: EntrantId, to: &mut impl CellSink<'a>) {
    let Some(entrant) = run.evaluations.entrants().get(row) else { return };
    let (rules, outcome) = (run.plan.rules(), run.outcome);
    to.count(Some(number));
    to.name(&entrant.id);
    to.name(&entrant.name);
    to.name(&entrant.cluster);
    to.points(outcome.scorecards.figure(PointsOf::Total, row), run.places().total());
    for position in rules.gradings().keys() {
        to.cell(grade_value(run, position, row));
    }
    for position in rules.rankings().keys() {
        let (place, ranked) = (outcome.standings.place(position, row), outcome.standings.ranking(position));
        to.count(place.map(Into::into));
        // A place that nobody holds is shared by nobody.
        to.count(place.and(ranked).map(|ranked| ranked.sharing(row).into()));
    }
    to.cell(row_note(run, row).map_or(Value::Empty, Value::Words));
    to.end_line();
}

/// By cluster, then place, then name: those without a place stand last in their cluster.
pub(crate) fn rows_by_rank(run: &RunResults<'_>) -> Vec<EntrantId> {
    let mut rows = run.rows().to_vec();
    let cluster = |row: EntrantId| run.evaluations.group_of(row, Scope::Cluster);
    let place = |row: &EntrantId| run.outcome.standings.place(RankingId::FIRST, *row).unwrap_or(u32::MAX);
    for cluster in rows.chunk_by_mut(|one, other| cluster(*one) == cluster(*other)) {
        cluster.sort_by_key(place);
    }
    rows
}
