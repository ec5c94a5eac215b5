use super::words::{ENTRANT, FINDING, ID, OF_CRITERION};
use crate::run::RunResults;
use crate::table::{Column, ColumnWords, Value};
use crate::words::gap_words;

pub(crate) const WORDS: &[&ColumnWords] = &[&ID, &ENTRANT, &OF_CRITERION, &FINDING];

pub(crate) fn columns() -> Vec<Column> {
    WORDS.iter().map(|words| Column::new(words)).collect()
}

/// What a person must look at: missing totals, gaps without a reason, and what came up on the way.
pub(crate) fn rows<'a>(run: &RunResults<'a>, line: &mut dyn FnMut(&[Value<'a>])) {
    for short in run.shortfalls {
        let entrant = run.evaluations.entrants().get(short.entrant);
        let node = run.plan.nodes().get(short.node);
        line(&[
            Value::name(entrant.map_or("", |entrant| entrant.id.as_str())),
            Value::name(entrant.map_or("", |entrant| entrant.name.as_str())),
            Value::name(node.map_or("", |node| node.path.as_str())),
            Value::Words(short.reason.clone()),
        ]);
    }
    for gap in run.gaps {
        let row = run.evaluations.position(&gap.entrant);
        let entrant = row.and_then(|row| run.evaluations.entrants().get(row));
        line(&[
            Value::name(&gap.entrant),
            Value::name(entrant.map_or("", |entrant| entrant.name.as_str())),
            Value::name(&gap.criterion),
            Value::Words(gap_words(run, gap)),
        ]);
    }
    let standings = &run.outcome.standings.findings;
    let awards = &run.outcome.recommendations.findings;
    for finding in standings.iter().chain(awards).chain(run.missing) {
        line(&[Value::Empty, Value::Empty, Value::Empty, Value::Words(finding.message.clone())]);
    }
}
