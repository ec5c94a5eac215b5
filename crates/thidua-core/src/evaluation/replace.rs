use std::ops::Range;
use std::sync::Arc;

use super::Evaluations;
use super::builder::{PutError, compute, merged};
use super::column::{Cell, CellState, Column, Values};
use super::origin::Origin;
use crate::plan::{Plan, PlanInput};
use crate::{Decimal, EntrantId, Exact, InputId, StageId, TiVec};

impl Evaluations {
    /// Puts other cells in the place of an entrant's cells of one input (sửa ô): one cell, or as many as there are values.
    ///
    /// # Errors
    /// As for [`EvaluationsBuilder::put`](crate::EvaluationsBuilder::put), and what [`replaceable`](Self::replaceable)
    /// says; then nothing is changed.
    pub fn replace(
        &mut self,
        plan: &Plan,
        (stage, row, position): (StageId, EntrantId, InputId),
        cells: &[Cell],
    ) -> Result<(), PutError> {
        let input = self.replaceable(plan, stage, position)?;
        for cell in cells.iter().filter(|cell| cell.state == CellState::Value) {
            input.admits(cell.value)?;
        }
        if let ([first, _, ..], false) = (cells, input.many) {
            return Err(PutError::Taken(*first));
        }
        if self.entrants.get(row).is_none() {
            return Err(PutError::Nowhere);
        }
        let given: Vec<Cell> =
            cells.iter().filter(|cell| !input.many || cell.state != CellState::Blank).copied().collect();
        let (mut cell, values) =
            if input.many { merged(given.iter()) } else { (given.first().copied(), Vec::new()) };
        let mut said = Said::of(cell.get_or_insert(BLANK), values);
        if stage == StageId::OFFICIAL && said.state == CellState::Blank {
            said = self.behind(plan, row, position).unwrap_or(said);
        }
        let before =
            self.stages.get(stage).and_then(|(_, columns)| columns.get(position)).map(|old| old.said(row));
        let claim = (stage > StageId::OFFICIAL).then(|| (before, said.clone()));
        let Some((_, columns)) = self.stages.get_mut(stage) else { return Err(PutError::Nowhere) };
        // Whoever sends one cell has sent the sheet: the others are blank now.
        let mut late = Vec::new();
        for (other, column) in columns.iter_mut_enumerated() {
            if column.state(row) == CellState::NotSubmitted {
                column.set_state(row, CellState::Blank);
                late.push(other);
            }
        }
        if let Some(column) = columns.get_mut(position) {
            column.set(row, said);
        }
        for other in late.into_iter().filter(|other| stage == StageId::OFFICIAL && *other != position) {
            if let Some(said) = self.behind(plan, row, other)
                && let Some(column) = self.stages.first_mut().and_then(|(_, columns)| columns.get_mut(other))
            {
                column.set(row, said);
            }
        }
        if let Some((before, said)) = claim {
            self.hear_claim(plan, (row, position), before, said);
        }
        let Some((_, columns)) = self.stages.get_mut(stage) else { return Err(PutError::Nowhere) };
        if let Some(details) = self.details.get(stage) {
            let blanks: TiVec<InputId, Option<Exact>> =
                plan.inputs.iter().map(|input| input.blank.clone()).collect();
            compute(&plan.per_row, columns, details, &blanks);
        }
        Ok(())
    }

    /// Whether cells of an input can be changed one by one at a stage: those of detail rows belong together, and a
    /// stage that the official one falls back to stands in two places.
    ///
    /// # Errors
    /// Why they cannot.
    pub fn replaceable<'a>(
        &self,
        plan: &'a Plan,
        stage: StageId,
        position: InputId,
    ) -> Result<&'a PlanInput, PutError> {
        let input = plan.inputs.get(position).filter(|input| !input.computed).ok_or(PutError::Nowhere)?;
        let (name, _) = self.stages.get(stage).ok_or(PutError::Nowhere)?;
        if plan.per_row.iter().any(|each| each.columns.contains(&position)) {
            return Err(PutError::InDetailRow);
        }
        if stage > StageId::OFFICIAL && plan.rules.fall_back.iter().any(|other| other.value == *name) {
            return Err(PutError::StandsIn);
        }
        Ok(input)
    }

    /// What the official stage takes over where it says nothing itself: a cell of a stage it falls back to, or a claim
    /// made at any.
    fn behind(&self, plan: &Plan, row: EntrantId, position: InputId) -> Option<Said> {
        let mut stages = plan.rules.fall_back.iter().filter_map(|name| {
            let (_, columns) = self.stages.iter().find(|(stage, _)| *stage == name.value)?;
            columns.get(position)
        });
        let found = stages.find_map(|column| {
            let said = !matches!(column.state(row), CellState::Blank | CellState::NotSubmitted);
            said.then(|| column.said(row))
        });
        let mut others = self.stages.iter().skip(1).filter_map(|(_, columns)| columns.get(position));
        found.or_else(|| others.find_map(|column| column.state(row).is_claim().then(|| column.said(row))))
    }

    /// A claim that was made or taken back at another stage stands, or no longer stands, at the official one.
    fn hear_claim(
        &mut self,
        plan: &Plan,
        (row, position): (EntrantId, InputId),
        before: Option<Said>,
        said: Said,
    ) {
        let Some(official) = self.columns(StageId::OFFICIAL).get(position) else { return };
        let taken = before.is_some_and(|before| {
            before.state.is_claim()
                && official.state(row) == before.state
                && official.origins.of(row) == before.origin
        });
        let heard = said.state.is_claim() && official.state(row) == CellState::Blank;
        if !taken && !heard {
            return;
        }
        let blank = Said::of(&BLANK, Vec::new());
        let stands = self.behind(plan, row, position).unwrap_or(blank);
        let column = self.stages.first_mut().and_then(|(_, columns)| columns.get_mut(position));
        if let Some(column) = column {
            column.set(row, stands);
        }
    }
}

const BLANK: Cell =
    Cell { state: CellState::Blank, value: Decimal::ZERO, origin: Origin { source: 0, row: 0, column: 0 } };

/// What stands in one row of a column.
#[derive(Clone)]
struct Said {
    state: CellState,
    value: Exact,
    origin: Origin,
    list: Vec<Exact>,
}

impl Said {
    fn of(cell: &Cell, list: Vec<Exact>) -> Self {
        let value = if cell.state == CellState::Value { Exact::from(cell.value) } else { Exact::ZERO };
        Self { state: cell.state, value, origin: cell.origin, list }
    }
}

impl Column {
    fn said(&self, row: EntrantId) -> Said {
        Said {
            state: self.state(row),
            value: self.value(row),
            origin: self.origins.of(row),
            list: self.list(row),
        }
    }

    fn set_state(&mut self, row: EntrantId, state: CellState) {
        if let Some(slot) = Arc::make_mut(&mut self.states).get_mut(usize::from(row)) {
            *slot = state;
        }
        // What holds of everybody is looked up again only where it can have changed.
        self.complete = state == CellState::Value
            && (self.complete || self.states.iter().all(|state| *state == CellState::Value));
    }

    fn set(&mut self, row: EntrantId, said: Said) {
        self.values.set(row.into(), said.value);
        self.origins.set(row, said.origin, self.states.len());
        if let Some(lists) = &mut self.lists {
            lists.set(row.into(), &said.list);
        }
        self.set_state(row, said.state);
    }
}

impl Values {
    fn set(&mut self, row: usize, value: Exact) {
        if let Self::Scaled { denominator, numerators } = self
            && let Some(numerator) = value.to_scaled_i64(*denominator)
        {
            return numerators.set(row, numerator);
        }
        // More decimal places than any cell had before.
        self.splice(row..row + 1, &[value]);
    }

    /// Puts as many numbers as there are in the place of those.
    pub(super) fn splice(&mut self, range: Range<usize>, numbers: &[Exact]) {
        if let Self::Scaled { denominator, numerators } = self {
            let whole = numbers.iter().map(|number| number.to_scaled_i64(*denominator));
            if let Some(whole) = whole.collect::<Option<Vec<i64>>>() {
                return numerators.splice(range, &whole);
            }
        }
        let rows = match self {
            Self::Scaled { numerators, .. } => numerators.len(),
            Self::Exact(values) => values.len(),
        };
        let before = (0..range.start.min(rows)).map(|row| self.get(row));
        let after = (range.end..rows).map(|row| self.get(row));
        *self = Self::compress(before.chain(numbers.iter().cloned()).chain(after).collect());
    }
}
