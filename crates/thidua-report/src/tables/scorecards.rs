use super::words::{BONUS, CRITERION, DEDUCTIONS, ENTRANT, ID, MAXIMUM, TOTAL};
use crate::run::RunResults;
use crate::table::{Column, ColumnWords, Value};
use thidua_core::NodeId;

pub(crate) const WORDS: &[&ColumnWords] = &[&ID, &ENTRANT, &CRITERION, &BONUS, &DEDUCTIONS, &TOTAL, &MAXIMUM];

pub(crate) fn columns(run: &RunResults<'_>) -> Vec<Column> {
    let places = run.places();
    let mut columns = vec![Column::new(&ID), Column::new(&ENTRANT)];
    for position in nodes(run) {
        let Some(node) = run.plan.nodes().get(position) else { continue };
        columns.push(Column::titled(&CRITERION, node.path.clone()).with_places(places.node(position)));
    }
    columns.push(Column::new(&BONUS).with_places(places.adjustments()));
    columns.push(Column::new(&DEDUCTIONS).with_places(places.adjustments()));
    columns.push(Column::new(&TOTAL).with_places(places.total()));
    columns.push(Column::new(&MAXIMUM));
    columns
}

pub(crate) fn rows<'a>(run: &RunResults<'a>, line: &mut dyn FnMut(Vec<Value<'a>>)) {
    let (places, nodes, cards) = (run.places(), nodes(run), &run.outcome.scorecards);
    for row in run.rows().iter().copied() {
        let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
        let mut cells = vec![Value::name(&entrant.id), Value::name(&entrant.name)];
        cells.extend(nodes.iter().map(|node| Value::points(cards.points(*node, row), places.node(*node))));
        cells.push(Value::points(cards.bonus(row), places.adjustments()));
        cells.push(Value::points(cards.deductions(row), places.adjustments()));
        cells.push(Value::points(cards.total(row), places.total()));
        cells.push(Value::points(Some(cards.max(run.plan, run.plan.root(), row)), None));
        line(cells);
    }
}

/// Every criterion and group below the total, in reading order.
pub(crate) fn nodes(run: &RunResults<'_>) -> Vec<NodeId> {
    run.plan.reading_order().into_iter().filter(|node| *node != run.plan.root()).collect()
}
