use super::words::{ENTRANT, FINDING, ID, OF_CRITERION};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords, Value};
use crate::words::gap_words;

pub(crate) const WORDS: &[&ColumnWords] = &[&ID, &ENTRANT, &OF_CRITERION, &FINDING];

pub(crate) fn columns() -> Vec<Column> {
    WORDS.iter().map(|words| Column::new(words)).collect()
}

/// What a person must look at: missing totals, gaps without a reason, and what came up on the way.
pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    for short in run.shortfalls {
        let entrant = run.evaluations.entrants().get(short.entrant);
        let node = run.plan.nodes().get(short.node);
        to.line([
            Value::name(entrant.map_or("", |entrant| entrant.id.as_str())),
            Value::name(entrant.map_or("", |entrant| entrant.name.as_str())),
            Value::name(node.map_or("", |node| node.path.as_str())),
            Value::Words(short.reason.clone()),
        ]);
    }
    for gap in run.gaps {
        let row = run.evaluations.position(&gap.entrant);
        let entrant = row.and_then(|row| run.evaluations.entrants().get(row));
        to.line([
            Value::name(&gap.entrant),
            Value::name(entrant.map_or("", |entrant| entrant.name.as_str())),
            Value::name(&gap.criterion),
            Value::Words(gap_words(run, gap)),
        ]);
    }
    let standings = &run.outcome.standings.findings;
    let awards = &run.outcome.recommendations.findings;
    for finding in standings.iter().chain(awards).chain(run.missing) {
        to.line([Value::Empty, Value::Empty, Value::Empty, Value::Words(finding.message.clone())]);
    }
}
