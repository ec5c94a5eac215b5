use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::{Cell, CellState, Column};
use super::{Entrant, Evaluations};
use crate::{Exact, Located, Plan};

/// Collects entrants and cells in any order and makes [`Evaluations`] of them (gom phiếu chấm điểm).
///
/// Readers of files use it; they have checked the values against [`crate::PlanInput`] first.
#[derive(Debug)]
pub struct EvaluationsBuilder {
    inputs: usize,
    many: Vec<bool>,
    entrants: Vec<Entrant>,
    /// For each stage: columns of cells by entrant, and who sent anything at all.
    stages: Vec<StageCells>,
    /// Where the official stage falls back to, first things first.
    fall_back: Vec<usize>,
    sources: Vec<Arc<str>>,
}

#[derive(Debug)]
struct StageCells {
    name: String,
    columns: Vec<Vec<Option<Cell>>>,
    lists: BTreeMap<usize, Vec<Vec<Cell>>>,
    submitted: Vec<bool>,
}

impl EvaluationsBuilder {
    /// Starts with the register of entrants; stages are those of the rule set, the official one first.
    #[must_use]
    pub fn new(plan: &Plan, mut entrants: Vec<Entrant>) -> Self {
        entrants.sort_by(|left, right| left.id.cmp(&right.id));
        entrants.dedup_by(|left, right| left.id == right.id);
        let official = plan.rules().official();
        let others = plan.rules().stages.iter().map(|stage| stage.id.as_str()).filter(|id| *id != official);
        let names: Vec<String> = std::iter::once(official).chain(others).map(str::to_owned).collect();
        let position = |stage: &Located<String>| names.iter().position(|name| *name == stage.value);
        let fall_back = plan.rules().fall_back.iter().filter_map(position).collect();
        let many: Vec<bool> = plan.inputs().iter().map(|input| input.many).collect();
        let stages = names
            .into_iter()
            .map(|name| StageCells {
                name,
                columns: many
                    .iter()
                    .map(|many| if *many { Vec::new() } else { vec![None; entrants.len()] })
                    .collect(),
                lists: many
                    .iter()
                    .enumerate()
                    .filter(|(_, many)| **many)
                    .map(|(input, _)| (input, vec![Vec::new(); entrants.len()]))
                    .collect(),
                submitted: vec![false; entrants.len()],
            })
            .collect();
        Self { inputs: many.len(), many, entrants, stages, fall_back, sources: Vec::new() }
    }

    /// Registers a file that cells come from.
    pub fn source(&mut self, name: Arc<str>) -> u32 {
        let position = self.sources.iter().position(|source| *source == name).unwrap_or_else(|| {
            self.sources.push(name);
            self.sources.len() - 1
        });
        u32::try_from(position).unwrap_or(u32::MAX)
    }

    /// The name of a registered file.
    #[must_use]
    pub fn source_name(&self, source: u32) -> Option<&Arc<str>> {
        self.sources.get(usize::try_from(source).ok()?)
    }

    /// The position of an entrant.
    #[must_use]
    pub fn entrant(&self, id: &str) -> Option<usize> {
        self.entrants.binary_search_by(|entrant| entrant.id.as_str().cmp(id)).ok()
    }

    /// The entrants, sorted by id.
    #[must_use]
    pub fn entrants(&self) -> &[Entrant] {
        &self.entrants
    }

    /// The position of a stage.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.name == name)
    }

    /// The number of stages.
    #[must_use]
    pub fn stage_count(&self) -> usize {
        self.stages.len()
    }

    /// Says that the entrant sent something at the stage, even if every cell is blank.
    pub fn submitted(&mut self, stage: usize, entrant: usize) {
        if let Some(flag) = self.stages.get_mut(stage).and_then(|stage| stage.submitted.get_mut(entrant)) {
            *flag = true;
        }
    }

    /// Puts a cell in its place. A value already there is given back and kept.
    ///
    /// # Errors
    /// The cell that was there first, when the input takes one value only.
    pub fn put(&mut self, stage: usize, entrant: usize, input: usize, cell: Cell) -> Result<(), Cell> {
        self.submitted(stage, entrant);
        let many = self.many.get(input).copied().unwrap_or(false);
        let Some(stage) = self.stages.get_mut(stage) else { return Ok(()) };
        if many {
            if cell.state != CellState::Blank
                && let Some(list) = stage.lists.get_mut(&input).and_then(|lists| lists.get_mut(entrant))
            {
                list.push(cell);
            }
            return Ok(());
        }
        let slot = stage.columns.get_mut(input).and_then(|column| column.get_mut(entrant));
        match slot {
            Some(Some(first)) => Err(*first),
            Some(empty) => {
                *empty = Some(cell);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Changes the state of a cell after a decision (approved or turned down); tells whether it was claimed.
    pub fn decide(&mut self, entrant: usize, input: usize, approved: bool) -> bool {
        let mut found = false;
        for stage in &mut self.stages {
            let list = stage.lists.get_mut(&input).and_then(|lists| lists.get_mut(entrant));
            for cell in list.into_iter().flatten().filter(|cell| cell.state == CellState::Claimed) {
                cell.state = if approved { CellState::NotApplicable } else { CellState::TurnedDown };
                found = true;
            }
            if let Some(Some(cell)) = stage.columns.get_mut(input).and_then(|column| column.get_mut(entrant))
                && matches!(cell.state, CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown)
            {
                cell.state = if approved { CellState::NotApplicable } else { CellState::TurnedDown };
                found = true;
            }
        }
        found
    }

    /// Makes the columns.
    #[must_use]
    pub fn finish(mut self) -> Evaluations {
        self.fill_official();
        let mut clusters: Vec<String> = self.entrants.iter().map(|entrant| entrant.cluster.clone()).collect();
        clusters.sort();
        clusters.dedup();
        let cluster_of = self
            .entrants
            .iter()
            .map(|entrant| {
                clusters
                    .binary_search(&entrant.cluster)
                    .ok()
                    .and_then(|at| u32::try_from(at).ok())
                    .unwrap_or(0)
            })
            .collect();
        let inputs = self.inputs;
        let stages = self
            .stages
            .into_iter()
            .map(|stage| {
                let columns = (0..inputs).map(|input| stage.column(input)).collect();
                (stage.name, columns)
            })
            .collect();
        Evaluations { entrants: self.entrants, cluster_of, clusters, stages, sources: self.sources }
    }
}

impl EvaluationsBuilder {
    /// Gives the official stage what it lacks, from the stages it falls back to.
    fn fill_official(&mut self) {
        let Some((official, others)) = self.stages.split_first_mut() else { return };
        let others = self.fall_back.iter().filter_map(|stage| others.get(stage.checked_sub(1)?));
        for other in others {
            let blank = |cell: &Option<Cell>| cell.is_none_or(|cell| cell.state == CellState::Blank);
            for (own, theirs) in official.columns.iter_mut().zip(&other.columns) {
                for (own, theirs) in own.iter_mut().zip(theirs).filter(|(own, _)| blank(own)) {
                    *own = theirs.or(*own);
                }
            }
            for (input, own) in &mut official.lists {
                let theirs = other.lists.get(input).map(Vec::as_slice).unwrap_or_default();
                for (own, theirs) in own.iter_mut().zip(theirs).filter(|(own, _)| own.is_empty()) {
                    own.clone_from(theirs);
                }
            }
            for (own, theirs) in official.submitted.iter_mut().zip(&other.submitted) {
                *own |= *theirs;
            }
        }
    }
}

impl StageCells {
    fn column(&self, input: usize) -> Column {
        let absent: Vec<bool> = self.submitted.iter().map(|submitted| !submitted).collect();
        let Some(lists) = self.lists.get(&input) else {
            let cells = self.columns.get(input).map(Vec::as_slice).unwrap_or_default();
            return Column::from_cells(cells, &absent);
        };
        let mut starts = vec![0];
        let mut values: Vec<Exact> = Vec::new();
        let mut cells = Vec::with_capacity(lists.len());
        for list in lists {
            // A claim or an exemption is about the whole list, whatever else stands in it.
            let claim = list.iter().map(|cell| cell.state).find(|state| *state != CellState::Value);
            let given = list.iter().filter(|cell| cell.state == CellState::Value && claim.is_none());
            let mut sorted: Vec<Exact> = given.map(|cell| cell.value.into()).collect();
            sorted.sort_by(|left, right| right.cmp(left));
            values.extend(sorted);
            starts.push(u32::try_from(values.len()).unwrap_or(u32::MAX));
            let origin = list.iter().map(|cell| cell.origin).min().unwrap_or_default();
            cells.push((!list.is_empty()).then_some(Cell {
                state: claim.unwrap_or(CellState::Value),
                value: crate::Decimal::ZERO,
                origin,
            }));
        }
        let mut column = Column::from_cells(&cells, &absent);
        column.lists = Some((starts, values));
        column
    }
}
