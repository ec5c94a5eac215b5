//! What was entered for one version of the rules, as another version reads it (chuyển phiếu sang bản khác).

use std::collections::BTreeMap;

use thidua_rules::rule::ValueKind;

use super::builder::compute;
use super::column::{CellState, Column, Values};
use super::detail::{DetailRow, Details};
use super::origin::Origins;
use super::{Entrant, Evaluations};
use crate::plan::{Plan, PlanInput};
use crate::{Decimal, EntrantId, Exact, InputId, TiSlice, TiVec};

/// Evaluations as another plan reads them, and what could not come along (phiếu đã chuyển).
#[derive(Clone, Debug)]
pub struct Transferred {
    /// What was entered, in the columns of the other plan.
    pub evaluations: Evaluations,
    /// Inputs of the other plan that something reads and nobody was asked for.
    pub unanswered: Vec<InputId>,
    /// Inputs of the first plan that the other one does not have.
    pub unread: Vec<InputId>,
}

/// How one version of the rules reads what was entered for another.
#[derive(Clone, Debug, Default)]
pub struct TransferRules {
    /// Criteria that go by another path: new path, old path.
    pub renamed: BTreeMap<String, String>,
    /// What every entrant is taken to have answered, by name; `None` leaves the cell blank.
    pub assumed: BTreeMap<String, Option<Decimal>>,
    /// Whether points entered under another maximum keep their share of it.
    pub scale_points: bool,
}

/// Carries evaluations over to another version of the rules (chuyển phiếu chấm sang bản khác).
///
/// Inputs are known by name, choices and kinds by id. Nothing is guessed: an input that nobody was asked for
/// is blank and listed, unless `rules` says what to assume.
#[must_use]
pub fn transfer(evaluations: &Evaluations, from: &Plan, to: &Plan, rules: &TransferRules) -> Transferred {
    let mut unanswered = Vec::new();
    let mut used: TiVec<InputId, bool> = vec![false; from.inputs.len()].into();
    let mut sources: TiVec<InputId, Option<InputId>> = TiVec::with_capacity(to.inputs.len());
    for (position, input) in to.inputs.iter_enumerated() {
        let name = rules.renamed.get(&input.name).unwrap_or(&input.name);
        let found = from.inputs.position(|other| other.name == *name);
        let found = found.filter(|found| from.inputs.get(*found).is_some_and(|other| fits(other, input)));
        if let Some(used) = found.and_then(|found| used.get_mut(found)) {
            *used = true;
        }
        // Rows are known only where the other version read rows too.
        let rows = input.computed && !from.per_row.is_empty();
        let assumed = rules.assumed.contains_key(&input.name);
        let asked = found.is_some() || rows || input.blank.is_some() || assumed;
        let read = input.node.is_some() || to.named.contains(&input.name);
        if read && !asked {
            unanswered.push(position);
        }
        sources.push(found);
    }
    let official = to.rules.official();
    let others = to.rules.stages.iter().map(|stage| stage.id.as_str()).filter(|id| *id != official);
    let stages = std::iter::once(official).chain(others);
    let mut details = TiVec::new();
    let blanks: TiVec<InputId, Option<Exact>> = to.inputs.iter().map(|input| input.blank.clone()).collect();
    let stages = stages
        .map(|stage| {
            let position = evaluations.stage(stage);
            let known =
                position.and_then(|position| evaluations.stages.get(position)).map(|(_, columns)| columns);
            let columns = to.inputs.iter().zip(&sources).map(|(input, source)| {
                let column = source.and_then(|source| Some((source, known?.get(source)?)));
                match column {
                    Some((source, column)) => carried(column, from.inputs.get(source), input, rules),
                    None => constant(evaluations, known, rules.assumed.get(&input.name)),
                }
            });
            let mut columns: TiVec<InputId, Column> = columns.collect();
            if !to.per_row.is_empty() {
                let rows = position.and_then(|position| evaluations.details.get(position));
                let rows = rows.map_or_else(
                    || vec![Vec::new(); evaluations.entrants.len()].into(),
                    |rows| carried_rows(rows, &sources),
                );
                compute(&to.per_row, &mut columns, &rows, &blanks);
                details.push(rows);
            }
            (stage.to_owned(), columns)
        })
        .collect();
    let entrants = evaluations.entrants.iter().map(|entrant| Entrant {
        kind: entrant
            .kind
            .and_then(|kind| from.rules.kinds.iter().nth(kind.into()))
            .and_then(|(id, _)| to.kind_position(id)),
        ..entrant.clone()
    });
    let unread = used.iter_enumerated().filter(|(_, used)| !**used).map(|(position, _)| position).collect();
    Transferred {
        evaluations: Evaluations { entrants: entrants.collect(), stages, details, ..evaluations.clone() },
        unanswered,
        unread,
    }
}

/// The rows of detail tables, in the inputs of the other plan.
fn carried_rows(rows: &Details, sources: &TiSlice<InputId, Option<InputId>>) -> Details {
    let moved = |row: &DetailRow| {
        let cells = sources.iter_enumerated().filter_map(|(input, source)| {
            let value = row.get((*source)?)?;
            Some((input, value.clone()))
        });
        DetailRow { cells: cells.collect(), origin: row.origin }
    };
    rows.iter().map(|rows| rows.iter().map(moved).collect()).collect()
}

/// Whether the values of one input can be read as those of the other.
fn fits(from: &PlanInput, to: &PlanInput) -> bool {
    from.kind == to.kind && from.many == to.many
}

/// A column of the first plan in the eyes of the other.
fn carried(column: &Column, from: Option<&PlanInput>, to: &PlanInput, rules: &TransferRules) -> Column {
    let Some(from) = from else { return column.clone() };
    if to.kind == ValueKind::Choice && from.choices != to.choices {
        return rechosen(column, from, to);
    }
    let scaled = from.node.is_some() && to.node.is_some() && from.max != to.max && rules.scale_points;
    let factor = scaled.then(|| to.max.as_ref()?.checked_div(from.max.as_ref()?)).flatten();
    match factor {
        Some(factor) => {
            let values =
                (0..column.states.len()).map(|row| column.values.get(row) * factor.clone()).collect();
            Column { values: Values::compress(values), ..column.clone() }
        }
        None => column.clone(),
    }
}

/// Choices by id; one that is gone leaves a blank cell.
fn rechosen(column: &Column, from: &PlanInput, to: &PlanInput) -> Column {
    let mut states = column.states.to_vec();
    let mut values = Vec::with_capacity(states.len());
    for (row, state) in states.iter_mut().enumerate() {
        let old = column.values.get(row).floor_i64().and_then(|old| usize::try_from(old).ok());
        let id = old.and_then(|old| from.choices.get(old)).map(|(id, _)| id);
        let new = to.choices.iter().position(|(known, _)| Some(known) == id);
        if *state == CellState::Value && new.is_none() {
            *state = CellState::Blank;
        }
        values.push(Exact::from(new.and_then(|new| i64::try_from(new).ok()).unwrap_or(0)));
    }
    let complete = states.iter().all(|state| *state == CellState::Value);
    Column { values: Values::compress(values), states: states.into(), complete, ..column.clone() }
}

/// The same answer from everybody who sent something at the stage.
fn constant(
    evaluations: &Evaluations,
    stage: Option<&TiVec<InputId, Column>>,
    assumed: Option<&Option<Decimal>>,
) -> Column {
    let value = assumed.copied().flatten();
    let rows = evaluations.entrants.len();
    let sent = |row: EntrantId| {
        stage.is_some_and(|columns| columns.iter().any(|column| column.state(row) != CellState::NotSubmitted))
    };
    let states: Vec<CellState> = evaluations
        .entrants
        .keys()
        .map(|row| match (sent(row), value) {
            (false, _) => CellState::NotSubmitted,
            (true, None) => CellState::Blank,
            (true, Some(_)) => CellState::Value,
        })
        .collect();
    let number = value.map_or(Exact::ZERO, Exact::from);
    Column {
        complete: states.iter().all(|state| *state == CellState::Value),
        values: Values::compress(vec![number; rows]),
        states: states.into(),
        origins: Origins::Nowhere,
        lists: None,
    }
}
