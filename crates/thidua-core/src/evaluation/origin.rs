use crate::EntrantId;
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

/// A column of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileColumn {
    pub(crate) source: u32,
    pub(crate) column: u32,
}

/// Where the cells of one column of evaluations stand.
#[derive(Clone, Debug)]
pub(crate) enum Origins {
    /// They came from nowhere.
    Nowhere,
    /// All from one column of one file, which has a row for each entrant: 0 where it has none.
    Column { source: u32, column: u32, rows: Arc<[u32]> },
    /// Of several files, each entrant's from one: which column of which file, and the row, 0 where there is none. Columns
    /// of the same files share the lists.
    Columns { files: Arc<[FileColumn]>, which: Arc<[u32]>, rows: Arc<[u32]> },
    /// Each from a place of its own.
    Each(Arc<[Origin]>),
}

impl Origins {
    /// Where the cell of an entrant stands; row 0 when it came from nowhere.
    pub(crate) fn of(&self, entrant: EntrantId) -> Origin {
        match self {
            Self::Nowhere => Origin::default(),
            Self::Column { source, column, rows } => match rows.get(usize::from(entrant)) {
                Some(row) if *row > 0 => Origin { source: *source, row: *row, column: *column },
                _ => Origin::default(),
            },
            Self::Columns { files, which, rows } => {
                match (file_of(files, which, entrant), rows.get(usize::from(entrant))) {
                    (Some(FileColumn { source, column }), Some(row)) if *row > 0 => {
                        Origin { source, row: *row, column }
                    }
                    _ => Origin::default(),
                }
            }
            Self::Each(origins) => origins.get(usize::from(entrant)).copied().unwrap_or_default(),
        }
    }

    /// The columns of files that they stand in, those of one file beside one another more than once where they are many.
    pub(crate) fn columns(&self, entrants: usize) -> Vec<FileColumn> {
        if let Self::Column { source, column, rows } = self {
            let any = rows.iter().any(|row| *row > 0);
            return any.then_some(FileColumn { source: *source, column: *column }).into_iter().collect();
        }
        let origins = (0..entrants).map(|entrant| self.of(entrant.into())).filter(|origin| origin.row > 0);
        let mut columns: Vec<FileColumn> =
            origins.map(|Origin { source, column, .. }| FileColumn { source, column }).collect();
        // Cells of one file mostly follow one another.
        columns.dedup_by_key(|column| column.source);
        columns
    }

    /// Where the cells of some of the entrants stand.
    pub(super) fn part(&self, entrants: &[EntrantId]) -> Self {
        match self {
            Self::Nowhere => Self::Nowhere,
            Self::Column { source, column, rows } => {
                Self::Column { source: *source, column: *column, rows: some_of(rows, entrants) }
            }
            Self::Columns { files, which, rows } => Self::Columns {
                files: files.clone(),
                which: some_of(which, entrants),
                rows: some_of(rows, entrants),
            },
            Self::Each(_) => Self::Each(entrants.iter().map(|entrant| self.of(*entrant)).collect()),
        }
    }

    /// Says that the cell of one of so many entrants stands elsewhere.
    pub(super) fn set(&mut self, entrant: EntrantId, origin: Origin, entrants: usize) {
        if self.of(entrant) == origin {
            return;
        }
        match self {
            Self::Column { source, column, rows }
                if origin.row == 0 || (*source, *column) == (origin.source, origin.column) =>
            {
                if let Some(slot) = Arc::make_mut(rows).get_mut(usize::from(entrant)) {
                    *slot = origin.row;
                }
            }
            Self::Columns { files, which, rows }
                if origin.row == 0
                    || file_of(files, which, entrant)
                        .is_some_and(|of| (of.source, of.column) == (origin.source, origin.column)) =>
            {
                if let Some(slot) = Arc::make_mut(rows).get_mut(usize::from(entrant)) {
                    *slot = origin.row;
                }
            }
            Self::Each(origins) => {
                if let Some(slot) = Arc::make_mut(origins).get_mut(usize::from(entrant)) {
                    *slot = origin;
                }
            }
            // Of several files or columns: from here on each cell keeps its own place.
            Self::Nowhere | Self::Column { .. } | Self::Columns { .. } => {
                let own = |other: EntrantId| if other == entrant { origin } else { self.of(other) };
                *self = Self::Each((0..entrants).map(EntrantId::from).map(own).collect());
            }
        }
    }
}

fn file_of(files: &[FileColumn], which: &[u32], entrant: EntrantId) -> Option<FileColumn> {
    let which = which.get(usize::from(entrant)).and_then(|which| usize::try_from(*which).ok())?;
    files.get(which).copied()
}

fn some_of(all: &[u32], entrants: &[EntrantId]) -> Arc<[u32]> {
    entrants.iter().map(|entrant| all.get(usize::from(*entrant)).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: u32, row: u32, column: u32) -> Origin {
        Origin { source, row, column }
    }

    fn places(origins: &Origins) -> Vec<Origin> {
        (0..3_usize).map(|entrant| origins.of(EntrantId::from(entrant))).collect()
    }

    #[test]
    fn a_cell_that_stands_elsewhere_moves_no_other() {
        let column = || Origins::Column { source: 1, column: 4, rows: [2, 0, 5].into() };
        let each = || Origins::Each([at(1, 2, 4), at(0, 0, 0), at(2, 5, 3)].into());
        let columns = || {
            let files = [FileColumn { source: 1, column: 4 }, FileColumn { source: 2, column: 5 }];
            Origins::Columns { files: files.into(), which: [0, 0, 1].into(), rows: [2, 0, 5].into() }
        };
        for made in [&|| Origins::Nowhere as Origins, &column, &each, &columns] as [&dyn Fn() -> Origins; 4] {
            for place in [at(1, 9, 4), at(1, 9, 5), at(3, 9, 4), Origin::default()] {
                let (mut origins, before) = (made(), places(&made()));
                origins.set(EntrantId::from(1), place, 3);
                assert_eq!(places(&origins), [before[0], place, before[2]], "{origins:?}");
                assert_eq!(origins.part(&[1, 2].map(EntrantId::from)).of(EntrantId::from(0)), place);
                assert_eq!(origins.part(&[1, 2].map(EntrantId::from)).of(EntrantId::from(1)), before[2]);
            }
        }
    }

    #[test]
    fn columns_of_one_file_keep_their_rows_when_one_is_changed() {
        let rows: Arc<[u32]> = [2, 3, 5].into();
        let other = Origins::Column { source: 0, column: 1, rows: rows.clone() };
        let mut changed = Origins::Column { source: 0, column: 2, rows };
        changed.set(EntrantId::FIRST, at(0, 8, 2), 3);
        assert_eq!((changed.of(EntrantId::FIRST), other.of(EntrantId::FIRST)), (at(0, 8, 2), at(0, 2, 1)));
    }
}
