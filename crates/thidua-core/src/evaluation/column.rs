use std::sync::Arc;

use crate::{Decimal, Exact};

/// What a cell says (trạng thái ô): blank, zero, not applicable, exempt and not submitted are five different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum CellState {
    /// The entrant sent nothing at this stage (chưa nộp).
    #[default]
    NotSubmitted,
    /// The row is there and the cell is empty (để trống).
    Blank,
    /// A value, zero included.
    Value,
    /// Claimed as not applicable, no decision yet (đề nghị không áp dụng).
    Claimed,
    /// Not applicable, approved (không áp dụng, đã duyệt).
    NotApplicable,
    /// Claimed as not applicable and turned down (không được chấp thuận).
    TurnedDown,
    /// Exempt (được miễn).
    Exempt,
}

/// Where a cell stands: number of the file in the evaluations, row and column from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Origin {
    /// Position in the list of files.
    pub source: u32,
    /// Row, from 1; 0 when the cell came from nowhere.
    pub row: u32,
    /// Column, from 1.
    pub column: u32,
}

/// One cell on its way into a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub state: CellState,
    /// The number, when it says one; yes is 1, a choice its position, a date its day number.
    pub value: Decimal,
    /// Where it stands.
    pub origin: Origin,
}

/// One input for all entrants (cột dữ liệu).
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) values: Values,
    pub(crate) states: Arc<[CellState]>,
    pub(crate) origins: Vec<Origin>,
    /// Whether every entrant has a value.
    pub(crate) complete: bool,
    /// For inputs with many values: where each entrant's values start, and the values.
    pub(crate) lists: Option<(Vec<u32>, Vec<Exact>)>,
}

/// Exact numbers for all entrants: whole numbers over one denominator where they fit, else rationals.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    /// Each number is the whole number divided by the denominator.
    Scaled {
        /// Above zero.
        denominator: i64,
        /// One for each entrant.
        numerators: Arc<[i64]>,
    },
    /// One rational for each entrant.
    Exact(Arc<[Exact]>),
}

impl Values {
    /// The number in this row.
    pub(crate) fn get(&self, row: usize) -> Exact {
        match self {
            Self::Scaled { denominator, numerators } => {
                let numerator = numerators.get(row).copied().unwrap_or_default();
                if *denominator == 1 {
                    Exact::from(numerator)
                } else {
                    Exact::ratio(numerator.into(), (*denominator).into())
                }
            }
            Self::Exact(values) => values.get(row).cloned().unwrap_or_default(),
        }
    }

    /// The greatest distance from zero.
    pub(crate) fn largest(&self) -> Exact {
        match self {
            Self::Scaled { denominator, numerators } => {
                let largest = numerators.iter().map(|value| value.unsigned_abs()).max().unwrap_or(0);
                Exact::ratio(largest.into(), (*denominator).into())
            }
            Self::Exact(values) => {
                let sizes = values.iter().map(|value| value.clone().max(-value.clone()));
                sizes.max().unwrap_or_default()
            }
        }
    }

    /// Rationals as whole numbers over one denominator, when a small one serves them all.
    pub(crate) fn compress(values: Vec<Exact>) -> Self {
        match common_denominator(&values).and_then(|denominator| scaled(&values, denominator)) {
            Some(scaled) => scaled,
            None => Self::Exact(values.into()),
        }
    }
}

/// Denominators beyond this leave too little room for sums in 64 bits.
const LARGEST_DENOMINATOR: i64 = 1_000_000_000;

fn common_denominator(values: &[Exact]) -> Option<i64> {
    let mut common: i64 = 1;
    for value in values {
        let denominator = value.denominator_i64()?;
        if common % denominator != 0 {
            // Only then is the least common multiple sure to fit.
            if denominator > LARGEST_DENOMINATOR {
                return None;
            }
            common = num_integer::lcm(common, denominator);
            if common > LARGEST_DENOMINATOR {
                return None;
            }
        }
    }
    Some(common)
}

fn scaled(values: &[Exact], denominator: i64) -> Option<Values> {
    let numerators: Option<Vec<i64>> = values.iter().map(|value| value.to_scaled_i64(denominator)).collect();
    Some(Values::Scaled { denominator, numerators: numerators?.into() })
}

impl Column {
    pub(super) fn from_cells(cells: &[Option<Cell>], not_submitted: &[bool]) -> Self {
        let mut states = Vec::with_capacity(cells.len());
        let mut scale = 0;
        for (cell, absent) in cells.iter().zip(not_submitted) {
            let missing = if *absent { CellState::NotSubmitted } else { CellState::Blank };
            states.push(cell.map_or(missing, |cell| cell.state));
            scale = scale.max(cell.map_or(0, |cell| cell.value.normalized().scale()));
        }
        let complete = states.iter().all(|state| *state == CellState::Value);
        let values = scaled_decimals(cells, scale).unwrap_or_else(|| {
            Values::Exact(
                cells.iter().map(|cell| cell.map_or(Exact::ZERO, |cell| cell.value.into())).collect(),
            )
        });
        let origins =
            cells.iter().map(|cell| cell.map_or_else(Origin::default, |cell| cell.origin)).collect();
        Self { values, states: states.into(), origins, complete, lists: None }
    }

    pub(crate) fn state(&self, row: usize) -> CellState {
        self.states.get(row).copied().unwrap_or_default()
    }

    pub(crate) fn list(&self, row: usize) -> &[Exact] {
        let Some((starts, values)) = &self.lists else { return &[] };
        let bound = |row: usize| starts.get(row).and_then(|start| usize::try_from(*start).ok());
        match (bound(row), bound(row + 1)) {
            (Some(start), Some(end)) => values.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }
}

fn scaled_decimals(cells: &[Option<Cell>], scale: u32) -> Option<Values> {
    let denominator = 10_i64.checked_pow(scale).filter(|denominator| *denominator <= LARGEST_DENOMINATOR)?;
    let numerators: Option<Vec<i64>> = cells
        .iter()
        .map(|cell| {
            let Some(cell) = cell else { return Some(0) };
            let value = cell.value.normalized();
            let shift = 10_i128.checked_pow(scale.checked_sub(value.scale())?)?;
            i64::try_from(value.mantissa().checked_mul(shift)?).ok()
        })
        .collect();
    Some(Values::Scaled { denominator, numerators: numerators?.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_found_on_either_side_of_zero() {
        let numerators = vec![3, i64::MIN, 5].into();
        let values = Values::Scaled { denominator: 4, numerators };
        assert_eq!(values.largest(), Exact::ratio(-i128::from(i64::MIN), 4));
        assert_eq!(Values::Exact(vec![Exact::ratio(-7, 3), Exact::ONE].into()).largest(), Exact::ratio(7, 3));
    }

    #[test]
    fn denominators_without_a_small_multiple_stay_rationals() {
        let values = vec![Exact::ratio(1, 999_999_937), Exact::ratio(1, i128::from(i64::MAX))];
        assert!(matches!(Values::compress(values), Values::Exact(_)));
    }
}
