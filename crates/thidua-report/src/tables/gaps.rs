use thidua_core::{Gap, text};

use super::words::{DIFFERENCE, ENTRANT, EXPLAINED, ID, OF_CRITERION, OFFICIAL, OTHER};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};
use crate::words::gap_points;

pub(crate) const WORDS: &[&ColumnWords] =
    &[&ID, &ENTRANT, &OF_CRITERION, &OTHER, &OFFICIAL, &DIFFERENCE, &EXPLAINED];

pub(crate) fn columns() -> Vec<Column> {
    WORDS.iter().map(|words| Column::new(words)).collect()
}

/// Large differences between two stages: first those whose reason is still owed.
pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    run.gaps.iter().chain(run.explained_gaps).for_each(|gap| to.line(one(run, gap)));
}

fn one<'a>(run: &RunResults<'a>, gap: &'a Gap) -> [Value<'a>; WORDS.len()] {
    let row = run.evaluations.position(&gap.entrant);
    let name = row.and_then(|row| run.evaluations.entrants().get(row)).map(|entrant| entrant.name.as_str());
    let [(other, places), (official, _)] = gap_points(run, gap);
    [
        Value::name(&gap.entrant),
        Value::name(name.unwrap_or_default()),
        Value::name(&gap.criterion),
        Value::Points(other.clone().into(), places),
        Value::Points(official.clone().into(), places),
        Value::Points((other - official).into(), places),
        Value::Words(if gap.explained { text!("có", "yes") } else { text!("chưa", "no") }),
    ]
}
