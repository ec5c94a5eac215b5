use super::words::{BONUS, CRITERION, DEDUCTIONS, ENTRANT, ID, MAXIMUM, TOTAL};
use crate::run::RunResults;
use crate::table::{CellSink, Column, ColumnWords};
use thidua_core::{NodeId, PointsOf};

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

pub(crate) fn cells<'a>(run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
    let (places, cards) = (run.places(), &run.outcome.scorecards);
    let nodes = nodes(run).into_iter().map(|node| (PointsOf::Node(node), places.node(node)));
    let behind = [
        (PointsOf::Bonus, places.adjustments()),
        (PointsOf::Deductions, places.adjustments()),
        (PointsOf::Total, places.total()),
    ];
    let columns: Vec<_> = nodes.chain(behind).collect();
    run.each_of(run.rows(), |row| {
        let Some(entrant) = run.evaluations.entrants().get(row) else { return };
        to.name(&entrant.id);
        to.name(&entrant.name);
        for (of, places) in &columns {
            to.points(cards.figure(*of, row), *places);
        }
        to.points(Some(cards.max(run.plan, run.plan.root(), row).into()), None);
        to.end_line();
    });
}

/// Every criterion and group below the total, in reading order.
pub(crate) fn nodes(run: &RunResults<'_>) -> Vec<NodeId> {
    run.plan.reading_order().into_iter().filter(|node| *node != run.plan.root()).collect()
}
