//! Places of cells as they are written: the rows of a file stand once for all its columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::odd_lengths;
use crate::evaluation::Origin;
use crate::evaluation::origin::Origins;
use crate::{Text, text};

/// Where the cells of a column stand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CarriedOrigins {
    Nowhere,
    /// File, column, and which of the lists of rows.
    Column(u32, u32, usize),
    Each(Vec<(u32, u32, u32)>),
}

/// Lists of rows, each once.
#[derive(Default)]
pub(super) struct RowLists {
    known: BTreeMap<Arc<[u32]>, usize>,
}

impl RowLists {
    fn number(&mut self, rows: &Arc<[u32]>) -> usize {
        let next = self.known.len();
        *self.known.entry(rows.clone()).or_insert(next)
    }

    pub(super) fn into_lists(self) -> Vec<Vec<u32>> {
        let mut lists: Vec<(usize, Arc<[u32]>)> =
            self.known.into_iter().map(|(rows, number)| (number, rows)).collect();
        lists.sort_unstable();
        lists.into_iter().map(|(_, rows)| rows.to_vec()).collect()
    }
}

impl CarriedOrigins {
    pub(super) fn of(origins: &Origins, lists: &mut RowLists) -> Self {
        match origins {
            Origins::Nowhere => Self::Nowhere,
            Origins::Column { source, column, rows } => Self::Column(*source, *column, lists.number(rows)),
            Origins::Columns { rows, .. } => {
                let place = |entrant: usize| origins.of(entrant.into());
                Self::Each((0..rows.len()).map(|entrant| carried(place(entrant))).collect())
            }
            Origins::Each(each) => Self::Each(each.iter().map(|origin| carried(*origin)).collect()),
        }
    }

    pub(super) fn restored(
        self,
        count: usize,
        sources: usize,
        lists: &[Arc<[u32]>],
    ) -> Result<Origins, Text> {
        Ok(match self {
            Self::Nowhere => Origins::Nowhere,
            Self::Column(source, column, list) => {
                let rows =
                    lists.get(list).filter(|rows| rows.len() == count).ok_or_else(odd_lengths)?.clone();
                placed((source, 1, column), sources)?;
                Origins::Column { source, column, rows }
            }
            Self::Each(each) if each.len() == count => {
                Origins::Each(each.into_iter().map(|place| placed(place, sources)).collect::<Result<_, _>>()?)
            }
            Self::Each(_) => return Err(odd_lengths()),
        })
    }
}

fn carried(Origin { source, row, column }: Origin) -> (u32, u32, u32) {
    (source, row, column)
}

/// A place in one of so many files.
pub(super) fn placed((source, row, column): (u32, u32, u32), sources: usize) -> Result<Origin, Text> {
    let origin = Origin { source, row, column };
    if origin.known(sources) {
        return Ok(origin);
    }
    Err(text!(
        "một ô thuộc tệp thứ {source}, không có trong phần này",
        "a cell is of file {source}, which the part does not have"
    ))
}
