use thidua_core::{AwardId, EntrantId, NodeId, Role, Text};

use super::words::{
    BONUS, CRITERION, DEDUCTIONS, ENTRANT, GRADE, HISTORY, ID, MONEY, NOTE, NUMBER, PLACE, TOTAL,
};
use super::words::{CLUSTER, DECISION};
use crate::run::RunResults;
use crate::table::{Column, Value};
use crate::words::{decided_text, grade_value, row_note};

/// The columns of the sheet of one cluster (bảng tổng hợp): groups, bonus, deductions, total, grade, rank, note.
pub(crate) fn columns(run: &RunResults<'_>) -> Vec<Column> {
    let places = run.places();
    let rules = run.plan.rules();
    let mut columns = vec![Column::new(&NUMBER), Column::new(&ID), Column::new(&ENTRANT)];
    for group in groups(run) {
        let Some(node) = run.plan.nodes().get(group) else { continue };
        let title = format!("{}. {}", node.criterion.code.value, node.criterion.title);
        let title = title.trim_end_matches(['.', ' ']).to_owned();
        columns.push(Column::titled(&CRITERION, title).with_places(places.node(group)));
    }
    if has(run, Role::Bonus) {
        columns.push(Column::new(&BONUS).with_places(places.adjustments()));
    }
    if has(run, Role::Deduction) {
        columns.push(Column::new(&DEDUCTIONS).with_places(places.adjustments()));
    }
    columns.push(Column::new(&TOTAL).with_places(places.total()));
    for grading in &rules.gradings {
        let title = if grading.title.is_empty() { grading.id.clone() } else { grading.title.clone() };
        columns.push(Column::titled(&GRADE, title));
    }
    for ranking in &rules.rankings {
        columns.push(Column::titled(&PLACE, ranking.title.clone().unwrap_or_else(|| ranking.id.clone())));
    }
    columns.push(Column::new(&NOTE));
    columns
}

/// One line of it.
pub(crate) fn one<'a>(run: &RunResults<'a>, index: usize, row: EntrantId) -> Vec<Value<'a>> {
    let Some(entrant) = run.evaluations.entrants().get(row) else { return Vec::new() };
    let (rules, cards, places) = (run.plan.rules(), &run.outcome.scorecards, run.places());
    let mut cells = vec![
        Value::Count(u64::try_from(index + 1).unwrap_or(0)),
        Value::name(&entrant.id),
        Value::name(&entrant.name),
    ];
    cells.extend(
        groups(run).into_iter().map(|group| Value::points(cards.points(group, row), places.node(group))),
    );
    if has(run, Role::Bonus) {
        cells.push(Value::points(cards.bonus(row), places.adjustments()));
    }
    if has(run, Role::Deduction) {
        cells.push(Value::points(cards.deductions(row), places.adjustments()));
    }
    cells.push(Value::points(cards.total(row), places.total()));
    for position in rules.gradings().keys() {
        cells.push(grade_value(run, position, row));
    }
    for position in rules.rankings().keys() {
        cells.push(Value::count(run.outcome.standings.place(position, row)));
    }
    cells.push(row_note(run, row).map_or(Value::Empty, Value::Words));
    cells
}

/// The criteria and groups right below the total.
fn groups(run: &RunResults<'_>) -> Vec<NodeId> {
    run.plan.nodes().get(run.plan.root()).map(|root| root.children.clone()).unwrap_or_default()
}

fn has(run: &RunResults<'_>, role: Role) -> bool {
    run.plan.nodes().iter().any(|node| node.role == role)
}

/// The columns of the list of one award (danh sách đề nghị): with history and money.
pub(crate) fn award_columns(run: &RunResults<'_>) -> Vec<Column> {
    let words = [&NUMBER, &ENTRANT, &CLUSTER, &TOTAL, &PLACE, &HISTORY, &MONEY, &DECISION];
    words
        .into_iter()
        .map(|words| Column::new(words).with_places(run.places().total().filter(|_| *words == TOTAL)))
        .collect()
}

/// One line of it.
pub(crate) fn award_one<'a>(
    run: &RunResults<'a>,
    award: AwardId,
    index: usize,
    row: EntrantId,
) -> Vec<Value<'a>> {
    let (Some(entrant), Some(case)) =
        (run.evaluations.entrants().get(row), run.outcome.recommendations.case(award, row))
    else {
        return Vec::new();
    };
    vec![
        Value::Count(u64::try_from(index + 1).unwrap_or(0)),
        Value::name(&entrant.name),
        Value::name(&entrant.cluster),
        Value::points(run.outcome.scorecards.total(row), run.places().total()),
        Value::count(run.outcome.standings.place(run.ranking_of(award), row)),
        super::recommendations::history(run, &entrant.id),
        case.money().cloned().map_or(Value::Empty, Value::Money),
        case.decided().map_or(Value::Empty, |(outcome, decision)| {
            let (words, date) = (decided_text(*outcome), decision.date.to_vietnamese());
            Value::Words(Text {
                vi: format!("{}: {} {date}", words.vi, decision.number),
                en: format!("{}: {} {date}", words.en, decision.number),
            })
        }),
    ]
}
