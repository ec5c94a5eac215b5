//! Columns under way (cột đang gom): whole numbers over one power of ten from the first cell on, and the place of a cell
//! derived from the row of its entrant, so that gathering costs no more than the column itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::{Cell, CellState, Column, LARGEST_DENOMINATOR, Values};
use super::origin::{Origin, Origins};
use thidua_rules::number::power_of_ten;

use crate::{Decimal, EntrantId, Exact, TiSlice, TiVec};

/// The rows of each file, by entrant: 0 where the file has none. What many columns of a file share.
pub(super) type FileRows = BTreeMap<u32, TiVec<EntrantId, u32>>;

/// One input of one stage, for all entrants.
#[derive(Clone, Debug)]
pub(super) struct Gathered {
    /// `None` where no cell was put yet.
    states: TiVec<EntrantId, Option<CellState>>,
    numbers: Numbers,
    places: Places,
}

#[derive(Clone, Debug)]
enum Numbers {
    /// Each over ten to the power of the scale.
    Scaled {
        scale: u32,
        numerators: TiVec<EntrantId, i64>,
    },
    Decimals(TiVec<EntrantId, Decimal>),
}

#[derive(Clone, Debug)]
enum Places {
    Nowhere,
    Column { source: u32, column: u32 },
    Each(TiVec<EntrantId, Origin>),
}

impl Gathered {
    pub(super) fn new(entrants: usize) -> Self {
        Self {
            states: vec![None; entrants].into(),
            numbers: Numbers::Scaled { scale: 0, numerators: vec![0; entrants].into() },
            places: Places::Nowhere,
        }
    }

    /// The cell of an entrant.
    pub(super) fn get(&self, entrant: EntrantId, files: &FileRows) -> Option<Cell> {
        let state = (*self.states.get(entrant)?)?;
        let value = match &self.numbers {
            Numbers::Scaled { scale, numerators } => {
                Decimal::from_scaled(i128::from(*numerators.get(entrant)?), *scale).ok()?
            }
            Numbers::Decimals(values) => *values.get(entrant)?,
        };
        Some(Cell { state, value, origin: self.origin(entrant, files) })
    }

    /// The state of the cell of an entrant, to be changed by a decision.
    pub(super) fn state_mut(&mut self, entrant: EntrantId) -> Option<&mut CellState> {
        self.states.get_mut(entrant)?.as_mut()
    }

    /// Puts the first cell of an entrant.
    pub(super) fn put(&mut self, entrant: EntrantId, cell: Cell, files: &mut FileRows) {
        self.place(entrant, cell.origin, files);
        if let Some(state) = self.states.get_mut(entrant) {
            *state = Some(cell.state);
        }
        if !self.put_scaled(entrant, cell.value) {
            self.put_decimal(entrant, cell.value);
        }
    }

    /// How many digits behind the point its whole numbers have; 0 where it holds no whole numbers.
    pub(super) fn scale(&self) -> u32 {
        match self.numbers {
            Numbers::Scaled { scale, .. } => scale,
            Numbers::Decimals(_) => 0,
        }
    }

    /// Puts the first cell of an entrant where it is like those before it: a number that the scale of the column holds and
    /// that is `admitted` at it, in the same column of the same file. Else nothing is put.
    #[inline]
    pub(super) fn put_in_line(
        &mut self,
        entrant: EntrantId,
        state: CellState,
        (whole, own_scale): (i64, u32),
        origin: Origin,
        files: &mut FileRows,
        admitted: impl FnOnce(i64) -> bool,
    ) -> bool {
        let (Numbers::Scaled { scale, numerators }, Places::Column { source, column }) =
            (&mut self.numbers, &self.places)
        else {
            return false;
        };
        let factor = scale.checked_sub(own_scale).and_then(power_of_ten);
        let Some(numerator) = factor.and_then(|factor| whole.checked_mul(factor)) else { return false };
        let rows = files.get_mut(source).filter(|_| (*source, *column) == (origin.source, origin.column));
        let row = rows.and_then(|rows| rows.get_mut(entrant)).filter(|row| [0, origin.row].contains(row));
        match (self.states.get_mut(entrant), numerators.get_mut(entrant), row) {
            (Some(own @ None), Some(slot), Some(row)) if origin.row > 0 && admitted(numerator) => {
                (*own, *slot, *row) = (Some(state), numerator, origin.row);
                true
            }
            _ => false,
        }
    }

    /// Takes over the cells of another column where there is none yet, or a blank one.
    pub(super) fn fill(&mut self, other: &Self, files: &mut FileRows, theirs: &FileRows) {
        for entrant in self.states.keys() {
            let lacking = matches!(self.states.get(entrant), Some(None | Some(CellState::Blank)));
            if let Some(cell) = lacking.then(|| other.get(entrant, theirs)).flatten() {
                self.put(entrant, cell, files);
            }
        }
    }

    /// Takes over what another column says about whether the criterion applies, where this one says nothing itself.
    pub(super) fn take_claims(
        &mut self,
        other: &Self,
        submitted: &TiSlice<EntrantId, bool>,
        files: &mut FileRows,
        theirs: &FileRows,
    ) {
        let claims =
            other.states.iter_enumerated().filter(|(_, state)| state.is_some_and(CellState::is_claim));
        for (entrant, _) in claims {
            let silent = match self.states.get(entrant) {
                Some(Some(CellState::Blank)) => true,
                Some(None) => submitted.get(entrant) == Some(&true),
                Some(Some(_)) | None => false,
            };
            if silent && let Some(cell) = other.get(entrant, theirs) {
                self.put(entrant, cell, files);
            }
        }
    }

    fn put_scaled(&mut self, entrant: EntrantId, value: Decimal) -> bool {
        let Numbers::Scaled { scale, numerators } = &mut self.numbers else { return false };
        // Zeros at its end ask for no finer scale.
        let value = if value.scale() > *scale { value.normalized() } else { value };
        if value.scale() > *scale && !rescale(scale, numerators, value.scale()) {
            return false;
        }
        let factor = power_of_ten(scale.saturating_sub(value.scale()));
        let mantissa = i64::try_from(value.mantissa()).ok();
        let numerator = mantissa.zip(factor).and_then(|(mantissa, factor)| mantissa.checked_mul(factor));
        match (numerator, numerators.get_mut(entrant)) {
            (Some(numerator), Some(slot)) => {
                *slot = numerator;
                true
            }
            (None, _) => false,
            (_, None) => true,
        }
    }

    /// Beyond what whole numbers hold, each value stays the decimal that it is.
    fn put_decimal(&mut self, entrant: EntrantId, value: Decimal) {
        if let Numbers::Scaled { scale, numerators } = &self.numbers {
            let decimals = numerators.iter().map(|numerator| {
                // Every one of them was a decimal before.
                Decimal::from_scaled(i128::from(*numerator), *scale).unwrap_or_default()
            });
            self.numbers = Numbers::Decimals(decimals.collect());
        }
        if let Numbers::Decimals(values) = &mut self.numbers
            && let Some(slot) = values.get_mut(entrant)
        {
            *slot = value;
        }
    }

    fn place(&mut self, entrant: EntrantId, origin: Origin, files: &mut FileRows) {
        if let (Places::Nowhere, 1..) = (&self.places, origin.row)
            && self.states.iter().all(Option::is_none)
        {
            self.places = Places::Column { source: origin.source, column: origin.column };
        }
        match &mut self.places {
            Places::Nowhere if origin.row == 0 => return,
            Places::Column { source, column } if (*source, *column) == (origin.source, origin.column) => {
                let entrants = self.states.len();
                let rows = files.entry(*source).or_insert_with(|| vec![0; entrants].into());
                if let Some(row) = rows.get_mut(entrant).filter(|row| [0, origin.row].contains(row)) {
                    *row = origin.row;
                    return;
                }
            }
            Places::Nowhere | Places::Column { .. } | Places::Each(_) => {}
        }
        // Of several files, columns or rows: from here on each cell keeps its own place.
        if !matches!(self.places, Places::Each(_)) {
            let each = self.states.keys().map(|entrant| self.origin(entrant, files)).collect();
            self.places = Places::Each(each);
        }
        if let Places::Each(origins) = &mut self.places
            && let Some(slot) = origins.get_mut(entrant)
        {
            *slot = origin;
        }
    }

    fn origin(&self, entrant: EntrantId, files: &FileRows) -> Origin {
        match &self.places {
            Places::Nowhere => Origin::default(),
            Places::Column { source, column } => {
                // The file may have a row for an entrant without a cell in this column.
                let put = self.states.get(entrant).is_some_and(Option::is_some);
                let row = files.get(source).and_then(|rows| rows.get(entrant)).filter(|row| put && **row > 0);
                row.map_or_else(Origin::default, |row| Origin { source: *source, row: *row, column: *column })
            }
            Places::Each(origins) => origins.get(entrant).copied().unwrap_or_default(),
        }
    }

    /// The column, where those who sent nothing are told from those who left the cell empty.
    pub(super) fn finish(
        self,
        submitted: &TiSlice<EntrantId, bool>,
        rows: &BTreeMap<u32, Arc<[u32]>>,
    ) -> Column {
        let every = self.states.iter().all(Option::is_some);
        let missing = |entrant: EntrantId| match submitted.get(entrant) {
            Some(true) => CellState::Blank,
            _ => CellState::NotSubmitted,
        };
        let states: Arc<[CellState]> = self
            .states
            .iter_enumerated()
            .map(|(entrant, state)| state.unwrap_or_else(|| missing(entrant)))
            .collect();
        let complete = states.iter().all(|state| *state == CellState::Value);
        let values = match self.numbers {
            Numbers::Scaled { scale, numerators } => Values::Scaled {
                denominator: power_of_ten(scale).unwrap_or(LARGEST_DENOMINATOR),
                numerators: Vec::from(numerators).into(),
            },
            Numbers::Decimals(values) => Values::Exact(values.into_iter().map(Exact::from).collect()),
        };
        let origins = match self.places {
            Places::Nowhere => Origins::Nowhere,
            Places::Column { source, column } => match rows.get(&source) {
                Some(rows) if every => Origins::Column { source, column, rows: rows.clone() },
                Some(rows) => {
                    let put = self.states.iter().zip(rows.iter());
                    let rows = put.map(|(state, row)| if state.is_some() { *row } else { 0 }).collect();
                    Origins::Column { source, column, rows }
                }
                None => Origins::Nowhere,
            },
            Places::Each(origins) => Origins::Each(Vec::from(origins).into()),
        };
        Column { values, states, origins, complete, lists: None }
    }
}

/// Brings all numbers to a finer scale, or leaves them as they are where one of them would not fit.
fn rescale(scale: &mut u32, numerators: &mut TiSlice<EntrantId, i64>, finer: u32) -> bool {
    let factor = power_of_ten(finer).filter(|denominator| *denominator <= LARGEST_DENOMINATOR);
    let Some(factor) = factor.and_then(|_| power_of_ten(finer.checked_sub(*scale)?)) else {
        return false;
    };
    if numerators.iter().any(|numerator| numerator.checked_mul(factor).is_none()) {
        return false;
    }
    for numerator in numerators {
        *numerator = numerator.saturating_mul(factor);
    }
    *scale = finer;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: &str, row: u32, column: u32) -> Cell {
        let value = value.parse().unwrap();
        Cell { state: CellState::Value, value, origin: Origin { source: 0, row, column } }
    }

    fn gathered(cells: &[(usize, Cell)]) -> (Column, Vec<Option<Cell>>) {
        let (mut files, mut column) = (FileRows::new(), Gathered::new(4));
        for (entrant, cell) in cells {
            column.put((*entrant).into(), *cell, &mut files);
        }
        let seen = (0..4_usize).map(|entrant| column.get(EntrantId::from(entrant), &files)).collect();
        let rows = files.into_iter().map(|(source, rows)| (source, Vec::from(rows).into())).collect();
        (column.finish(TiSlice::from_ref(&[true, true, true, false]), &rows), seen)
    }

    #[test]
    fn every_cell_keeps_its_value_and_its_place() {
        let cells = [(2, cell("7", 9, 3)), (0, cell("8.50", 2, 3)), (1, cell("-0.125", 4, 3))];
        let (column, seen) = gathered(&cells);
        for (entrant, put) in cells {
            assert_eq!(column.values.get(entrant), put.value.into());
            assert_eq!(column.origins.of(entrant.into()), put.origin);
            assert_eq!(seen[entrant].map(|cell| (cell.value.normalized(), cell.origin)), {
                Some((put.value.normalized(), put.origin))
            });
        }
        assert!(matches!(column.values, Values::Scaled { denominator: 1000, .. }));
        assert!(matches!(column.origins, Origins::Column { .. }));
        assert_eq!(
            (column.state(EntrantId::from(3)), column.origins.of(EntrantId::from(3))),
            (CellState::NotSubmitted, Origin::default())
        );
    }

    #[test]
    fn numbers_that_whole_numbers_cannot_hold_stay_decimals() {
        let large = "9999999999999999999999999999";
        for second in [large, "0.0000000001"] {
            let (column, _) = gathered(&[(0, cell("12.5", 2, 1)), (1, cell(second, 3, 1))]);
            assert_eq!(column.values.get(0), Exact::ratio(25, 2));
            assert_eq!(column.values.get(1), second.parse::<Decimal>().unwrap().into());
        }
        // What fits at its own scale may not fit at a finer one.
        let (column, _) = gathered(&[(0, cell("9000000000000000000", 2, 1)), (1, cell("0.5", 3, 1))]);
        assert_eq!(column.values.get(0), Exact::from(9_000_000_000_000_000_000));
    }

    #[test]
    fn a_cell_from_nowhere_is_given_no_place() {
        let nowhere = Cell { origin: Origin::default(), ..cell("1", 0, 0) };
        for cells in [[(0, nowhere), (1, cell("2", 3, 3))], [(1, cell("2", 3, 3)), (0, nowhere)]] {
            let (column, _) = gathered(&cells);
            assert_eq!(column.origins.of(EntrantId::from(0)), Origin::default());
            assert_eq!(
                column.origins.of(EntrantId::from(1)),
                cells.iter().find(|(at, _)| *at == 1).unwrap().1.origin
            );
        }
    }

    #[test]
    fn cells_of_two_columns_or_rows_keep_their_own_places() {
        let cells = [(0, cell("1", 2, 3)), (1, cell("2", 3, 3)), (2, cell("3", 4, 5)), (3, cell("4", 2, 3))];
        let (column, _) = gathered(&cells);
        for (entrant, put) in cells {
            assert_eq!(column.origins.of(entrant.into()), put.origin);
        }
    }
}
