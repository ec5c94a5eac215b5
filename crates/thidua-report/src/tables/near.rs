use super::words::{CLUSTER, ENTRANT, ID, LINE, LINE_DISTANCE, OTHER_TOTAL, TOTAL};
use crate::run::RunResults;
use crate::table::{Column, ColumnWords};

pub(crate) const NEAR: &[&ColumnWords] =
    &[&ID, &ENTRANT, &CLUSTER, &LINE, &LINE_DISTANCE, &TOTAL, &OTHER_TOTAL];

/// The columns of the list of those near a line (cột của danh sách sát mức).
#[must_use]
pub fn near_columns(run: &RunResults<'_>) -> Vec<Column> {
    NEAR.iter().map(|words| Column::new(words).with_places(run.places().total())).collect()
}
