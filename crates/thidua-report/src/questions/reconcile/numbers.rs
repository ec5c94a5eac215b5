//! Numbers of the list beside ours: points, totals and places.

use thidua_core::{EntrantId, Exact, Explainable, NodeId, Rounding, RoundingMode, Text, explain_row, text};

use super::{ColumnCount, Matched, NumberShift, printed, who};
use crate::number::{Digits, Number};
use crate::published::{PublishedCell, PublishedColumn, PublishedList, Tells, Tolerance};
use crate::run::RunResults;
use crate::words::{point, row_note};

/// Holds one column against the results.
pub(super) fn compare(
    run: &RunResults<'_>,
    list: &PublishedList,
    (at, column): (usize, &PublishedColumn),
    rows: &Matched,
    shifts: &mut Vec<NumberShift>,
) -> ColumnCount {
    let mut count = ColumnCount { heading: column.heading.clone(), ..ColumnCount::default() };
    let explainable = run.explainable();
    for (position, row) in rows {
        let Some(line) = list.rows.get(*position) else { continue };
        let Some(PublishedCell::Number(value, places)) = line.cells.get(at) else {
            count.open += 1;
            continue;
        };
        let ours = ours(run, column.tells, *row);
        count.compared += 1;
        if ours.as_ref().is_some_and(|ours| agree(ours, value, &column.tolerance)) {
            count.agree += 1;
            continue;
        }
        let rounded = |mode| Rounding { places: Some(*places), to: None, mode };
        let as_printed = |ours: &Exact| rounded(RoundingMode::HalfUp).apply(ours) == *value;
        count.by_rounding += usize::from(ours.as_ref().is_some_and(as_printed));
        let shown = places_of(run, column.tells);
        shifts.push(NumberShift {
            place: line.place.to_string(),
            entrant: who(run, *row),
            heading: column.heading.clone(),
            printed: printed(value, *places),
            why: why(&explainable, run, column.tells, *row, ours.is_some()),
            ours: ours.map(|ours| Number::new(ours, shown)),
        });
    }
    count
}

/// What came out here.
pub(super) fn ours(run: &RunResults<'_>, tells: Tells, row: EntrantId) -> Option<Exact> {
    let cards = &run.outcome.scorecards;
    match tells {
        Tells::Node(node) => cards.points(node, row),
        Tells::Bonus => cards.bonus(row),
        Tells::Deductions => cards.deductions(row),
        Tells::Total => cards.total(row),
        Tells::Place(ranking) => {
            run.outcome.standings.place(ranking, row).map(|place| Exact::from(i64::from(place)))
        }
        Tells::Grade(_) | Tells::Awards | Tells::Award(_) => None,
    }
}

fn places_of(run: &RunResults<'_>, tells: Tells) -> Option<Digits> {
    match tells {
        Tells::Node(node) => run.places().node(node),
        Tells::Bonus | Tells::Deductions => run.places().adjustments(),
        Tells::Total => run.places().total(),
        Tells::Place(_) | Tells::Grade(_) | Tells::Awards | Tells::Award(_) => Some(Digits::of(0)),
    }
}

fn agree(ours: &Exact, value: &Exact, tolerance: &Tolerance) -> bool {
    match tolerance {
        Tolerance::Within(within) => {
            let difference = ours.clone() - value.clone();
            let size = if difference.is_negative() { -difference } else { difference };
            size <= *within
        }
        Tolerance::Cut(places) => {
            let cut = Rounding { places: Some(*places), to: None, mode: RoundingMode::Down };
            cut.apply(ours) == cut.apply(value)
        }
    }
}

/// Why ours is what it is: the arithmetic of the page, or what is missing.
fn why(
    explainable: &Explainable<'_>,
    run: &RunResults<'_>,
    tells: Tells,
    row: EntrantId,
    has_value: bool,
) -> Text {
    if !has_value {
        return row_note(run, row).unwrap_or_else(|| text!("không có giá trị", "there is no value"));
    }
    let Some(explanation) = explain_row(explainable, row) else { return Text::default() };
    match tells {
        Tells::Node(node) => {
            let path = run.plan.nodes().get(node).map(|node| node.path.as_str()).unwrap_or_default();
            let line = explanation.sheet.into_iter().find(|line| line.path == path);
            line.map(|line| line.arithmetic).unwrap_or_default()
        }
        Tells::Place(_) => {
            let total = explanation.total.map(|total| point(&total, run.places().total()));
            total.map_or_else(Text::default, |total| text!("tổng điểm {total}", "total {total}"))
        }
        _ => parts(run, row).unwrap_or(explanation.total_arithmetic),
    }
}

/// What the total is made of: the first level of the tree at which there is more than one thing with points.
fn parts(run: &RunResults<'_>, row: EntrantId) -> Option<Text> {
    let (nodes, cards) = (run.plan.nodes(), &run.outcome.scorecards);
    let mut at = run.plan.root();
    let children = loop {
        let with_points = |child: &NodeId| cards.points(*child, row).is_some();
        let children: Vec<NodeId> = nodes.get(at)?.children.iter().copied().filter(with_points).collect();
        match children.as_slice() {
            [] => return None,
            [one] if !nodes.get(*one)?.children.is_empty() => at = *one,
            _ => break children,
        }
    };
    let part = |node: NodeId| -> Option<String> {
        let points = point(&cards.points(node, row)?, run.places().node(node));
        let node = nodes.get(node)?;
        Some(format!("{} {} {points}", node.path.rsplit('/').next()?, node.criterion.title))
    };
    let mut parts: Vec<Text> =
        children.into_iter().filter_map(part).map(|part| text!("{part}", "{part}")).collect();
    for (value, vi, en) in [
        (cards.bonus(row), "điểm thưởng +", "bonus +"),
        (cards.deductions(row), "điểm trừ −", "deductions −"),
    ] {
        if let Some(value) = value.filter(|value| !value.is_zero()) {
            let value = point(&value, run.places().adjustments());
            parts.push(text!("{vi}{value}", "{en}{value}"));
        }
    }
    let join = |pick: fn(&Text) -> &str| parts.iter().map(pick).collect::<Vec<_>>().join("; ");
    Some(Text { vi: join(|text| &text.vi), en: join(|text| &text.en) })
}
