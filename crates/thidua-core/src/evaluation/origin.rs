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
}
