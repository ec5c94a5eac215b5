use super::Evaluations;
use super::column::{CellState, Column, Values};
use super::lists::Lists;
use crate::{EntrantId, TiSlice, TiVec};

impl Evaluations {
    /// What was entered for some of the entrants (phiếu của một số đơn vị): `rows`, lowest first.
    ///
    /// With `thidua_check::independent` the way to work out only those whom a change can move.
    #[must_use]
    pub fn part(&self, rows: &[EntrantId]) -> Self {
        let entrants = rows.iter().filter_map(|row| self.entrants.get(*row)).cloned().collect();
        let mut part = Self {
            entrants,
            cluster_of: TiVec::new(),
            clusters: Vec::new(),
            stages: self
                .stages
                .iter()
                .map(|(name, columns)| {
                    (name.clone(), columns.iter().map(|column| column.part(rows)).collect())
                })
                .collect(),
            sources: self.sources.clone(),
            details: self.details.iter().map(|details| of_rows(details, rows)).collect(),
        };
        part.gather_clusters();
        part
    }
}

fn of_rows<T: Clone + Default>(all: &TiSlice<EntrantId, T>, rows: &[EntrantId]) -> TiVec<EntrantId, T> {
    rows.iter().map(|row| all.get(*row).cloned().unwrap_or_default()).collect()
}

impl Column {
    fn part(&self, rows: &[EntrantId]) -> Self {
        let states: Vec<CellState> = rows.iter().map(|row| self.state(*row)).collect();
        let values = match &self.values {
            Values::Scaled { denominator, numerators } => Values::Scaled {
                denominator: *denominator,
                numerators: rows
                    .iter()
                    .map(|row| numerators.get(usize::from(*row)).copied().unwrap_or_default())
                    .collect(),
            },
            Values::Exact(values) => Values::compress(
                rows.iter().map(|row| values.get(usize::from(*row)).cloned().unwrap_or_default()).collect(),
            ),
        };
        let lists = self.lists.as_ref().map(|_| Lists::of(rows.iter().map(|row| self.list(*row))));
        let complete = states.iter().all(|state| *state == CellState::Value);
        Self { values, states: states.into(), origins: self.origins.part(rows), complete, lists }
    }
}
