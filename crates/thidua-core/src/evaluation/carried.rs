//! What was entered for some of the entrants, on its way to another process (phiếu của một phần): exact, and as columns.

mod numbers;
mod origins;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(crate) use numbers::{Numbers, Runs};
use origins::{CarriedOrigins, RowLists};

use super::column::{CellState, Column};
use super::detail::{DetailRow, Details};
use super::lists::Lists;
use super::origin::Origin;
use super::{Entrant, Evaluations};
use crate::plan::Plan;
use crate::{EntrantId, Exact, InputId, KindId, Text, TiVec, text};
use thidua_rules::rule::EntrantKind;

/// The sheets of some of the entrants, to be written and read back (phiếu của một phần): every number exact, every state
/// of a cell as it was, every place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedSheets {
    entrants: CarriedEntrants,
    files: Vec<String>,
    /// The rows of files that columns share.
    rows: Vec<Vec<u32>>,
    stages: Vec<CarriedStage>,
}

/// The entrants, a list for each thing that is known of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedEntrants {
    id: Vec<String>,
    name: Vec<String>,
    kind: Vec<Option<KindId>>,
    entrant: Vec<EntrantKind>,
    cluster: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedStage {
    stage: String,
    columns: Vec<CarriedColumn>,
    /// The rows of detail tables of each entrant, where something is computed of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<Vec<Vec<CarriedDetail>>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedColumn {
    values: Numbers,
    states: Runs<CellState>,
    origins: CarriedOrigins,
    /// Where the values of each entrant begin, and the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lists: Option<(Vec<u32>, Vec<Exact>)>,
}

/// The cells of one row, by input, and its place.
type CarriedDetail = (Vec<(InputId, Exact)>, (u32, u32, u32));

impl CarriedSheets {
    /// Takes along what was entered.
    #[must_use]
    pub fn of(evaluations: &Evaluations) -> Self {
        let mut rows = RowLists::default();
        let all = &evaluations.entrants;
        let entrants = CarriedEntrants {
            id: all.iter().map(|entrant| entrant.id.as_str().to_owned()).collect(),
            name: all.iter().map(|entrant| entrant.name.as_str().to_owned()).collect(),
            kind: all.iter().map(|entrant| entrant.kind).collect(),
            entrant: all.iter().map(|entrant| entrant.entrant).collect(),
            cluster: all.iter().map(|entrant| entrant.cluster.to_string()).collect(),
        };
        let stages = evaluations.stages.iter_enumerated().map(|(stage, (name, columns))| CarriedStage {
            stage: name.clone(),
            columns: columns
                .iter()
                .map(|column| CarriedColumn {
                    values: Numbers::of(&column.values),
                    states: Runs::of(column.states.iter().copied()),
                    origins: CarriedOrigins::of(&column.origins, &mut rows),
                    lists: column.lists.as_ref().map(Lists::carried),
                })
                .collect(),
            details: evaluations
                .details
                .get(stage)
                .map(|details| details.iter().map(|rows| carried_rows(rows)).collect()),
        });
        let stages = stages.collect();
        let files = evaluations.sources.iter().map(|name| name.to_string()).collect();
        Self { entrants, files, rows: rows.into_lists(), stages }
    }

    /// The number of entrants.
    #[must_use]
    pub fn entrants(&self) -> usize {
        self.entrants.id.len()
    }

    /// What was entered, for the plan it was bound to.
    ///
    /// # Errors
    /// What does not fit the plan, or contradicts itself, in words.
    pub fn restore(self, plan: &Plan) -> Result<Evaluations, Text> {
        let entrants = self.entrants.restored(plan.rules.kinds.len())?;
        let count = entrants.len();
        let sources: Vec<Arc<str>> = self.files.into_iter().map(Arc::from).collect();
        let lists: Vec<Arc<[u32]>> = self.rows.into_iter().map(Arc::from).collect();
        let (mut stages, mut details) = (TiVec::new(), TiVec::new());
        for stage in self.stages {
            if stage.columns.len() != plan.inputs.len() || stage.details.is_some() == plan.per_row.is_empty()
            {
                return Err(other_columns());
            }
            let restored =
                stage.columns.into_iter().map(|column| column.restored(count, sources.len(), &lists));
            stages.push((stage.stage, restored.collect::<Result<TiVec<InputId, Column>, Text>>()?));
            if let Some(rows) = stage.details {
                details.push(restored_rows(rows, count, plan.inputs.len(), sources.len())?);
            }
        }
        if !stages.iter().map(|(name, _)| name.as_str()).eq(plan.rules.stage_names()) {
            return Err(other_columns());
        }
        let (cluster_of, clusters) = Default::default();
        let mut restored = Evaluations { entrants, cluster_of, clusters, stages, sources, details };
        restored.gather_clusters();
        Ok(restored)
    }
}

impl CarriedEntrants {
    fn restored(self, kinds: usize) -> Result<TiVec<EntrantId, Entrant>, Text> {
        let count = self.id.len();
        if [self.name.len(), self.kind.len(), self.entrant.len(), self.cluster.len()] != [count; 4] {
            return Err(odd_lengths());
        }
        if self.kind.iter().flatten().any(|kind| usize::from(*kind) >= kinds) {
            return Err(text!(
                "có loại đối tượng mà bộ tiêu chí không có",
                "a kind is none of the rule set's"
            ));
        }
        if !self.id.is_sorted_by(|one, other| one < other) {
            return Err(text!(
                "đối tượng không xếp theo mã",
                "the entrants do not stand in the order of their ids"
            ));
        }
        let others = self.kind.into_iter().zip(self.entrant).zip(self.cluster);
        let all = self.id.into_iter().zip(self.name).zip(others);
        let entrant = |((id, name), ((kind, entrant), cluster)): ((String, String), (_, String))| Entrant {
            id: id.into(),
            name: name.into(),
            kind,
            entrant,
            cluster: cluster.into(),
        };
        Ok(all.map(entrant).collect())
    }
}

impl CarriedColumn {
    fn restored(self, count: usize, sources: usize, rows: &[Arc<[u32]>]) -> Result<Column, Text> {
        let values = self.values.restored(count)?;
        let states = self.states.restored(count)?;
        let origins = self.origins.restored(count, sources, rows)?;
        let lists =
            self.lists.map(|(starts, values)| Lists::restored(starts, values, count).ok_or_else(odd_lengths));
        let lists = lists.transpose()?;
        let complete = states.iter().all(|state| *state == CellState::Value);
        Ok(Column { values, states: states.into(), origins, complete, lists })
    }
}

fn carried_rows(rows: &[DetailRow]) -> Vec<CarriedDetail> {
    let row = |row: &DetailRow| (row.cells.clone(), (row.origin.source, row.origin.row, row.origin.column));
    rows.iter().map(row).collect()
}

fn restored_rows(
    rows: Vec<Vec<CarriedDetail>>,
    count: usize,
    inputs: usize,
    sources: usize,
) -> Result<Details, Text> {
    if rows.len() != count {
        return Err(odd_lengths());
    }
    let row = |(cells, origin): CarriedDetail| {
        if cells.iter().any(|(input, _)| usize::from(*input) >= inputs) {
            return Err(other_columns());
        }
        Ok(DetailRow { cells, origin: origins::placed(origin, sources)? })
    };
    rows.into_iter().map(|rows| rows.into_iter().map(row).collect()).collect()
}

pub(crate) fn odd_lengths() -> Text {
    text!("các cột không cùng số dòng", "the columns do not have the same number of rows")
}

pub(crate) fn other_columns() -> Text {
    text!("các cột không phải của bộ tiêu chí này", "the columns are not those of this rule set")
}

impl Origin {
    fn known(self, sources: usize) -> bool {
        self.row == 0 || usize::try_from(self.source).is_ok_and(|source| source < sources)
    }
}
