use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::lists::Lists;
use super::numerators::Numerators;
use super::origin::{Origin, Origins};
use crate::{Decimal, EntrantId, Exact, Figure};

/// What a cell says (trạng thái ô): blank, zero, not applicable, exempt and not submitted are five different things.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
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

impl CellState {
    /// Whether it says that the criterion does not apply, decided or not.
    pub(crate) fn is_claim(self) -> bool {
        matches!(self, Self::Claimed | Self::NotApplicable | Self::TurnedDown)
    }
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
pub struct Column {
    pub values: Values,
    pub(crate) states: Arc<[CellState]>,
    pub(crate) origins: Origins,
    /// Whether every entrant has a value.
    pub(crate) complete: bool,
    /// The values of an input that has many.
    pub(crate) lists: Option<Lists>,
}

/// Exact numbers for all entrants: whole numbers over one denominator where they fit, else rationals.
#[derive(Clone, Debug)]
pub enum Values {
    /// Each number is the whole number divided by the denominator.
    Scaled {
        /// Above zero.
        denominator: i64,
        /// One for each entrant.
        numerators: Numerators,
    },
    /// One rational for each entrant.
    Exact(Arc<[Exact]>),
}

impl Values {
    /// The number in this row, as the column holds it.
    #[inline]
    pub(crate) fn figure(&self, row: usize) -> Figure {
        match self {
            Self::Scaled { denominator, numerators } => {
                Figure::Over(numerators.get(row).copied().unwrap_or_default(), *denominator)
            }
            Self::Exact(values) => values.get(row).cloned().unwrap_or_default().into(),
        }
    }

    /// The number in this row.
    pub fn get(&self, row: usize) -> Exact {
        match self.figure(row) {
            Figure::Exact(exact) => *exact,
            figure @ Figure::Over(..) => figure.exact(),
        }
    }

    /// Rationals as whole numbers over one denominator, when a small one serves them all.
    pub(crate) fn compress(values: Vec<Exact>) -> Self {
        match over_one_denominator(&values) {
            Some((numerators, denominator)) => Self::Scaled { denominator, numerators: numerators.into() },
            None => Self::Exact(values.into()),
        }
    }
}

/// Rationals as whole numbers over one denominator, when a small one serves them all.
pub(crate) fn over_one_denominator(values: &[Exact]) -> Option<(Vec<i64>, i64)> {
    let denominator = common_denominator(values)?;
    let numerators: Option<Vec<i64>> = values.iter().map(|value| value.to_scaled_i64(denominator)).collect();
    Some((numerators?, denominator))
}

/// Denominators beyond this leave too little room for sums in 64 bits.
pub(crate) const LARGEST_DENOMINATOR: i64 = 1_000_000_000;

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

impl Column {
    pub fn state(&self, entrant: EntrantId) -> CellState {
        self.states.get(usize::from(entrant)).copied().unwrap_or_default()
    }

    /// The number of an entrant.
    pub fn value(&self, entrant: EntrantId) -> Exact {
        self.values.get(entrant.into())
    }

    /// The values of an entrant, where a column has many.
    pub fn list(&self, entrant: EntrantId) -> Vec<Exact> {
        self.lists.as_ref().map(|lists| lists.get(entrant.into())).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denominators_without_a_small_multiple_stay_rationals() {
        let values = vec![Exact::ratio(1, 999_999_937), Exact::ratio(1, i128::from(i64::MAX))];
        assert!(matches!(Values::compress(values), Values::Exact(_)));
    }
}
