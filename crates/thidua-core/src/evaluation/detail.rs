//! Detail rows (dòng chi tiết): the values of one row of a table belong together, and something is computed of each row.

use thidua_rules::expression::Every;
use thidua_rules::program::{Figure, PlanTerm, Reason};

use super::column::{CellState, Column, Values};
use super::lists::Lists;
use super::origin::{Origin, Origins};
use crate::calculus::{Slot, Source, Values as Marks, value, verdict};
use crate::plan::PerRow;
use crate::{EntrantId, Exact, InputId, TiSlice, TiVec};

/// One row about one entrant: the numbers that stand in it, by input.
#[derive(Clone, Debug)]
pub(crate) struct DetailRow {
    pub(crate) cells: Vec<(InputId, Exact)>,
    /// Its first cell.
    pub(crate) origin: Origin,
}

impl DetailRow {
    pub(crate) fn get(&self, input: InputId) -> Option<&Exact> {
        self.cells.iter().find(|(known, _)| *known == input).map(|(_, value)| value)
    }

    /// Whether it is a row of the table that is asked about.
    pub(crate) fn is_of(&self, per_row: &PerRow) -> bool {
        self.cells.iter().any(|(input, _)| per_row.columns.contains(input))
    }
}

/// The rows of every entrant, in an order that does not depend on how they were read.
pub(crate) type Details = TiVec<EntrantId, Vec<DetailRow>>;

/// What is computed of each row, as an input with many values; `blanks` says what a blank cell of each input stands for.
pub(super) fn column(
    per_row: &PerRow,
    columns: &TiSlice<InputId, Column>,
    details: &Details,
    blanks: &TiSlice<InputId, Option<Exact>>,
) -> Column {
    let mut values: Vec<Vec<Exact>> = Vec::with_capacity(details.len());
    let mut states = Vec::with_capacity(details.len());
    let mut origins = Vec::with_capacity(details.len());
    for (entrant, rows) in details.iter_enumerated() {
        let own = || rows.iter().filter(|row| row.is_of(per_row));
        let state =
            |input: &InputId| columns.get(*input).map(|column| column.state(entrant)).unwrap_or_default();
        // What somebody said about a whole column is said about what is computed of it; the most telling state stands first.
        let said =
            per_row.columns.iter().map(state).filter(|state| {
                !matches!(state, CellState::Value | CellState::Blank | CellState::NotSubmitted)
            });
        let absent = per_row.columns.iter().map(state).min().unwrap_or_default();
        let read = |row: &DetailRow| Reader { row, entrant, per_row, columns, blanks }.computed();
        let found: Option<Vec<Option<Exact>>> = own().map(read).collect();
        let mut list = Vec::new();
        let state = match (said.min(), found) {
            (Some(said), _) => said,
            (None, Some(found)) if own().next().is_some() => {
                list.extend(found.into_iter().flatten());
                list.sort_by(|left, right| right.cmp(left));
                CellState::Value
            }
            (None, _) if absent == CellState::NotSubmitted => CellState::NotSubmitted,
            (None, _) => CellState::Blank,
        };
        states.push(state);
        values.push(list);
        origins.push(own().map(|row| row.origin).min().unwrap_or_default());
    }
    Column {
        values: Values::compress(vec![Exact::ZERO; states.len()]),
        complete: states.iter().all(|state| *state == CellState::Value),
        states: states.into(),
        origins: Origins::Each(origins.into()),
        lists: Some(Lists::of(values.into_iter())),
    }
}

/// One row as the calculus reads it: the cells of the row, and whatever else is known of the entrant.
pub(crate) struct Reader<'a> {
    pub(crate) row: &'a DetailRow,
    pub(crate) entrant: EntrantId,
    pub(crate) per_row: &'a PerRow,
    pub(crate) columns: &'a TiSlice<InputId, Column>,
    pub(crate) blanks: &'a TiSlice<InputId, Option<Exact>>,
}

impl Reader<'_> {
    /// What a blank cell of the input stands for.
    pub(crate) fn blank(&self, input: InputId) -> Option<&Exact> {
        self.blanks.get(input)?.as_ref()
    }

    /// What is computed of the row; the inner `None` where it does not count, the outer one while something is missing.
    pub(crate) fn computed(&self) -> Option<Option<Exact>> {
        if let Some(when) = &self.per_row.when
            && !verdict(self, when).settled()?
        {
            return Some(None);
        }
        Some(Some(self.per_row.held(value(self, &self.per_row.term).value?)))
    }
}

impl Source for Reader<'_> {
    type Q = Exact;

    fn cell(&self, input: InputId) -> Slot<Exact> {
        let blank = || self.blank(input).map_or(Slot::absent(Reason::Blank), |blank| Slot::of(blank.clone()));
        if self.per_row.columns.contains(&input) {
            return self.row.get(input).map_or_else(blank, |value| Slot::of(value.clone()));
        }
        let column = self.columns.get(input);
        match column.map(|column| (column, column.state(self.entrant))) {
            Some((column, CellState::Value)) => Slot::of(column.value(self.entrant)),
            Some((_, CellState::Blank)) => blank(),
            _ => Slot::absent(Reason::NotSubmitted),
        }
    }

    fn list(&self, _: InputId) -> Slot<Marks<Exact>> {
        Slot::absent(Reason::NotKnown)
    }

    fn found(&self, _: &PlanTerm) -> Slot<Exact> {
        Slot::absent(Reason::NotKnown)
    }

    fn each(&self, _: Every) -> Vec<(Slot<Exact>, bool)> {
        Vec::new()
    }

    fn peers(&self, _: Figure, _: Option<&Exact>) -> Slot<Exact> {
        Slot::absent(Reason::NobodyThere)
    }
}
