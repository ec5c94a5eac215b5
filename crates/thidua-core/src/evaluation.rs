//! What was entered (phiếu chấm điểm): entrants and columns of exact numbers, bound to a plan.

mod builder;
mod carried;
mod column;
mod decision;
mod decision_index;
mod detail;
mod gathered;
mod history;
mod laid;
mod lists;
mod many;
mod numerators;
mod origin;
mod part;
mod replace;
mod transfer;

use crate::{EntrantId, InputId, KindId, StageId, TiSlice, TiVec};
pub use builder::{CellsOf, EvaluationsBuilder, PutError};
pub use carried::CarriedSheets;
pub(crate) use carried::{Numbers, Runs, other_columns};
pub use column::{Cell, CellState};
pub(crate) use column::{Column, LARGEST_DENOMINATOR, Values, over_one_denominator};
pub use decision::{
    Approval, AwardDecision, AwardOutcome, CapDecision, ChosenFile, Decision, DecisionText, Decisions,
    GapReason, GradeDecision, PlacesDecision, SuppliedValue, TieOrder, Vote,
};
pub use decision_index::DecisionIndex;
pub(crate) use decision_index::{Ballot, Ruling};
pub(crate) use detail::{Details, Reader as DetailReader};
pub use history::{BaseSalary, History, HistoryRecord, Predecessor};
pub use laid::PartRow;
pub(crate) use numerators::Numerators;
pub(crate) use origin::FileColumn;
pub use origin::Origin;
pub use transfer::{TransferRules, Transferred, transfer};

use std::sync::Arc;

use arcstr::Substr;

use thidua_rules::rule::{EntrantKind, Scope};

/// One unit, person or household that is scored (đối tượng được chấm).
///
/// Its texts may be parts of one that it shares with others: those of a whole register lie in one piece of memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    /// The id all files use.
    pub id: Substr,
    /// The name people read.
    pub name: Substr,
    /// Its kind.
    pub kind: Option<KindId>,
    /// What it is in law.
    pub entrant: EntrantKind,
    /// The cluster it is compared in, mostly one text for all who are in it; empty when there is none.
    pub cluster: Arc<str>,
}

/// Everything that was entered for one plan (phiếu chấm điểm của cả kỳ), sorted by entrant id.
///
/// The order of rows and files it came from leaves no trace in it.
#[derive(Clone, Debug)]
pub struct Evaluations {
    pub(crate) entrants: TiVec<EntrantId, Entrant>,
    /// Cluster of each entrant by position in `clusters`.
    pub(crate) cluster_of: TiVec<EntrantId, u32>,
    pub(crate) clusters: Vec<Arc<str>>,
    /// The official stage first.
    pub(crate) stages: TiVec<StageId, (String, TiVec<InputId, Column>)>,
    pub(crate) sources: Vec<Arc<str>>,
    /// For each stage the rows of detail tables, where something is computed of them.
    pub(crate) details: TiVec<StageId, Details>,
}

impl Evaluations {
    /// The entrants, sorted by id.
    #[must_use]
    pub fn entrants(&self) -> &TiSlice<EntrantId, Entrant> {
        &self.entrants
    }

    /// The clusters, sorted.
    #[must_use]
    pub fn clusters(&self) -> &[Arc<str>] {
        &self.clusters
    }

    /// The entrant with this id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<EntrantId> {
        self.entrants.binary_search_by(|entrant| entrant.id.as_str().cmp(id)).ok()
    }

    /// The state of a cell of the official stage (trạng thái ô).
    #[must_use]
    pub fn state(&self, entrant: EntrantId, input: InputId) -> Option<CellState> {
        let (_, columns) = self.stages.first()?;
        columns
            .get(input)
            .filter(|_| self.entrants.get(entrant).is_some())
            .map(|column| column.state(entrant))
    }

    /// Whether anything came from the entrant (đã nộp), at whatever stage.
    #[must_use]
    pub fn is_submitted(&self, row: EntrantId) -> bool {
        let mut columns = self.stages.iter().flat_map(|(_, columns)| columns);
        columns.any(|column| column.state(row) != CellState::NotSubmitted)
    }

    /// Whether anything came from the entrant at a stage; what the official one takes over counts for it.
    pub(crate) fn is_submitted_at(&self, stage: StageId, row: EntrantId) -> bool {
        self.columns(stage).iter().any(|column| column.state(row) != CellState::NotSubmitted)
    }

    /// The names of the stages, the official one first.
    pub fn stages(&self) -> impl Iterator<Item = &str> {
        self.stages.iter().map(|(name, _)| name.as_str())
    }

    /// A stage by its name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<StageId> {
        self.stages.position(|(stage, _)| stage == name)
    }

    /// The files the cells came from.
    #[must_use]
    pub fn sources(&self) -> &[Arc<str>] {
        &self.sources
    }

    /// Numbers the clusters of the entrants, in the order of their names.
    fn gather_clusters(&mut self) {
        // Entrants of one cluster mostly stand together.
        let same = |one: &Entrant, other: &Entrant| {
            Arc::ptr_eq(&one.cluster, &other.cluster) || one.cluster == other.cluster
        };
        let runs = || self.entrants.chunk_by(same);
        let mut clusters: Vec<&Arc<str>> = runs().filter_map(|run| Some(&run.first()?.cluster)).collect();
        clusters.sort();
        clusters.dedup();
        let mut cluster_of = TiVec::with_capacity(self.entrants.len());
        let mut last = None;
        for run in runs() {
            // Of a register that is kept well the next one comes.
            let own = |at: &usize| {
                clusters.get(*at).zip(run.first()).is_some_and(|(cluster, first)| **cluster == first.cluster)
            };
            let next = Some(last.map_or(0, |last: usize| last + 1)).filter(own);
            let at = next.or_else(|| clusters.binary_search(&&run.first()?.cluster).ok());
            last = at;
            let number = at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
            cluster_of.resize(cluster_of.len() + run.len(), number);
        }
        let clusters = clusters.into_iter().cloned().collect();
        (self.cluster_of, self.clusters) = (cluster_of, clusters);
    }

    /// The columns of a stage.
    pub(crate) fn columns(&self, stage: StageId) -> &TiSlice<InputId, Column> {
        self.stages.get(stage).map(|(_, columns)| columns.as_slice()).unwrap_or_default()
    }

    #[doc(hidden)]
    pub fn column(&self, stage: StageId, input: InputId) -> Option<&Column> {
        self.columns(stage).get(input)
    }

    #[doc(hidden)]
    pub fn kind_of(&self, row: EntrantId) -> Option<KindId> {
        self.entrants.get(row).and_then(|entrant| entrant.kind)
    }

    /// The number of the group an entrant is compared in.
    #[doc(hidden)]
    pub fn group_of(&self, row: EntrantId, scope: Scope) -> u32 {
        match scope {
            Scope::All => 0,
            Scope::Cluster => self.cluster_of.get(row).copied().unwrap_or(0),
            Scope::Kind => {
                self.kind_of(row).and_then(|kind| u32::try_from(usize::from(kind) + 1).ok()).unwrap_or(0)
            }
        }
    }

    /// The same as a position in a list of all groups of the scope.
    #[doc(hidden)]
    pub fn group_position(&self, row: EntrantId, scope: Scope) -> usize {
        usize::try_from(self.group_of(row, scope)).unwrap_or(usize::MAX)
    }

    /// The number of groups of a scope.
    #[doc(hidden)]
    pub fn group_count(&self, scope: Scope) -> usize {
        match scope {
            Scope::All => 1,
            Scope::Cluster => self.clusters.len().max(1),
            Scope::Kind => self
                .entrants
                .iter()
                .filter_map(|entrant| entrant.kind)
                .max()
                .map_or(1, |kind| usize::from(kind) + 2),
        }
    }
}
