use std::sync::Arc;

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

/// Where the cells of one column of evaluations stand.
#[derive(Clone, Debug)]
pub(crate) enum Origins {
    /// They came from nowhere.
    Nowhere,
    /// All from one column of one file, which has a row for each entrant: 0 where it has none.
    Column { source: u32, column: u32, rows: Arc<[u32]> },
    /// Each from a place of its own.
    Each(Arc<[Origin]>),
}

impl Origins {
    /// Where the cell of an entrant stands; row 0 when it came from nowhere.
    pub(crate) fn of(&self, entrant: usize) -> Origin {
        match self {
            Self::Nowhere => Origin::default(),
            Self::Column { source, column, rows } => match rows.get(entrant) {
                Some(row) if *row > 0 => Origin { source: *source, row: *row, column: *column },
                _ => Origin::default(),
            },
            Self::Each(origins) => origins.get(entrant).copied().unwrap_or_default(),
        }
    }

    /// Where the cells of some of the entrants stand.
    pub(super) fn part(&self, entrants: &[usize]) -> Self {
        match self {
            Self::Nowhere => Self::Nowhere,
            Self::Column { source, column, rows } => {
                let rows = entrants.iter().map(|entrant| rows.get(*entrant).copied().unwrap_or(0)).collect();
                Self::Column { source: *source, column: *column, rows }
            }
            Self::Each(_) => Self::Each(entrants.iter().map(|entrant| self.of(*entrant)).collect()),
        }
    }

    /// Says that the cell of one of so many entrants stands elsewhere.
    pub(super) fn set(&mut self, entrant: usize, origin: Origin, entrants: usize) {
        if self.of(entrant) == origin {
            return;
        }
        match self {
            Self::Column { source, column, rows }
                if origin.row == 0 || (*source, *column) == (origin.source, origin.column) =>
            {
                if let Some(slot) = Arc::make_mut(rows).get_mut(entrant) {
                    *slot = origin.row;
                }
            }
            Self::Each(origins) => {
                if let Some(slot) = Arc::make_mut(origins).get_mut(entrant) {
                    *slot = origin;
                }
            }
            // Of several files or columns: from here on each cell keeps its own place.
            Self::Nowhere | Self::Column { .. } => {
                let own = |other: usize| if other == entrant { origin } else { self.of(other) };
                *self = Self::Each((0..entrants).map(own).collect());
            }
        }
    }
}
