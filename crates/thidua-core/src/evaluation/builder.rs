use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::{Cell, CellState, Column};
use super::detail::{self, DetailRow, Details};
use super::gathered::{FileRows, Gathered};
use super::lists::Lists;
use super::many::{ManyCells, RowKey};
use super::origin::Origin;
use super::{Entrant, Evaluations};
use crate::plan::{Misfit, PerRow, PlanInput};
use crate::{EntrantId, Exact, InputId, Located, Plan, StageId, TiSlice, TiVec};

/// Collects entrants and cells in any order and makes [`Evaluations`] of them (gom phiếu chấm điểm).
///
/// Readers of files use it, and say with words and places what is wrong with a cell before it comes here;
/// what no table could hold is refused here too.
#[derive(Clone, Debug)]
pub struct EvaluationsBuilder {
    inputs: Arc<TiSlice<InputId, PlanInput>>,
    entrants: TiVec<EntrantId, Entrant>,
    /// For each stage: columns of cells by entrant, and who sent anything at all.
    stages: TiVec<StageId, StageCells>,
    /// Where the official stage falls back to, first things first.
    fall_back: Vec<StageId>,
    per_row: Vec<PerRow>,
    /// What a blank cell of each input means.
    blanks: TiVec<InputId, Option<Exact>>,
    sources: Vec<Arc<str>>,
}

/// Why a cell was not put in its place (vì sao ô không được nhận).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PutError {
    /// There is a value already, and the input takes one only: the cell that was there first stays.
    #[error("there is a value already")]
    Taken(Cell),
    /// There is no such stage, entrant or input.
    #[error("there is no such stage, entrant or input")]
    Nowhere,
    /// The input cannot hold the value.
    #[error(transparent)]
    Misfit(#[from] Misfit),
    /// The cell stands in a detail row, whose cells belong together: it cannot be changed alone.
    #[error("the cells of a detail row belong together")]
    InDetailRow,
    /// The official stage falls back to this one: the cell stands in two places.
    #[error("the official stage falls back to this one")]
    StandsIn,
}

#[derive(Clone, Debug)]
struct StageCells {
    name: String,
    columns: TiVec<InputId, Gathered>,
    files: FileRows,
    lists: BTreeMap<InputId, ManyCells>,
    submitted: TiVec<EntrantId, bool>,
}

/// The cells of one input at one stage (các ô của một tiêu chí ở một vòng), each put in its place.
///
/// Whoever reads a table column after column looks the column up once.
#[derive(Debug)]
pub struct CellsOf<'b> {
    known: &'b PlanInput,
    column: &'b mut Gathered,
    files: &'b mut FileRows,
    /// Of an input with many values.
    lists: Option<&'b mut ManyCells>,
    submitted: &'b mut TiVec<EntrantId, bool>,
    /// Between which whole numbers over the scale of the column the input surely admits all, once somebody asks.
    admitted: Option<(i64, i64)>,
}

impl CellsOf<'_> {
    /// Puts the cell of an entrant in its place. A value already there is given back and kept.
    ///
    /// # Errors
    /// A second value of an input that takes one only, an entrant who is not there, and a value that the input cannot hold.
    pub fn put(&mut self, entrant: EntrantId, cell: Cell) -> Result<(), PutError> {
        // The scale of the column may be another behind it.
        self.admitted = None;
        self.put_in_row(entrant, cell, (cell.origin.source, cell.origin.row))
    }

    /// Puts a cell like those before it in its column, as almost all are: a whole number over ten to the power of `scale`, or
    /// a blank. Where it is not seen to be one nothing is put, and [`put`](Self::put) says what it is.
    // A cell in one piece would be written and read again on the way, which takes longer than all the rest.
    #[inline]
    pub fn put_in_line(
        &mut self,
        entrant: EntrantId,
        state: CellState,
        (whole, scale): (i64, u32),
        origin: Origin,
    ) -> bool {
        if self.lists.is_some() {
            return false;
        }
        let (known, column) = (self.known, &*self.column);
        let (low, high) = *self.admitted.get_or_insert_with(|| known.surely_admitted(column.scale()));
        let admitted = |number: i64| state != CellState::Value || (low <= number && number <= high);
        let put = self.column.put_in_line(entrant, state, (whole, scale), origin, self.files, admitted);
        if let Some(flag) = self.submitted.get_mut(entrant).filter(|_| put) {
            *flag = true;
        }
        put
    }

    fn put_in_row(&mut self, entrant: EntrantId, cell: Cell, row: (u32, u32)) -> Result<(), PutError> {
        if cell.state == CellState::Value {
            self.known.admits(cell.value)?;
        }
        self.put_unjudged(entrant, cell, row)
    }

    fn put_unjudged(&mut self, entrant: EntrantId, cell: Cell, row: (u32, u32)) -> Result<(), PutError> {
        *self.submitted.get_mut(entrant).ok_or(PutError::Nowhere)? = true;
        if let Some(lists) = &mut self.lists {
            if cell.state != CellState::Blank {
                lists.put(entrant, cell, row);
            }
            return Ok(());
        }
        if let Some(first) = self.column.get(entrant, self.files) {
            return Err(PutError::Taken(first));
        }
        self.column.put(entrant, cell, self.files);
        Ok(())
    }
}

impl EvaluationsBuilder {
    /// Starts with the register of entrants; stages are those of the rule set, the official one first.
    #[must_use]
    pub fn new(plan: &Plan, mut entrants: Vec<Entrant>) -> Self {
        // A register has them in this order already.
        if !entrants.is_sorted_by(|left, right| left.id < right.id) {
            entrants.sort_by(|left, right| left.id.cmp(&right.id));
            entrants.dedup_by(|left, right| left.id == right.id);
        }
        // Names and clusters are printed everywhere, one to a line.
        let mut last: Option<[Arc<str>; 2]> = None;
        for entrant in &mut entrants {
            if let Cow::Owned(shown) = crate::one_line(&entrant.name) {
                entrant.name = shown.into();
            }
            let same =
                |[last, _]: &[Arc<str>; 2]| Arc::ptr_eq(last, &entrant.cluster) || *last == entrant.cluster;
            let [_, shown] = match last.take().filter(same) {
                Some(same) => last.insert(same),
                None => last.insert([
                    Arc::clone(&entrant.cluster),
                    match crate::one_line(&entrant.cluster) {
                        Cow::Borrowed(_) => Arc::clone(&entrant.cluster),
                        Cow::Owned(shown) => shown.into(),
                    },
                ]),
            };
            entrant.cluster = Arc::clone(shown);
        }
        let names: Vec<String> = plan.rules().stage_names().map(str::to_owned).collect();
        let position =
            |stage: &Located<String>| names.iter().position(|name| *name == stage.value).map(StageId::from);
        let fall_back = plan.rules().fall_back.iter().filter_map(position).collect();
        let many: TiVec<InputId, bool> = plan.inputs().iter().map(|input| input.many).collect();
        let stages = names
            .into_iter()
            .map(|name| StageCells {
                name,
                columns: many
                    .iter()
                    .map(|many| Gathered::new(if *many { 0 } else { entrants.len() }))
                    .collect(),
                files: FileRows::new(),
                lists: many
                    .iter_enumerated()
                    .filter(|(_, many)| **many)
                    .map(|(input, _)| (input, ManyCells::new(entrants.len())))
                    .collect(),
                submitted: vec![false; entrants.len()].into(),
            })
            .collect();
        let blanks = plan.inputs().iter().map(|input| input.blank.clone()).collect();
        let (inputs, per_row) = (plan.inputs.clone(), plan.per_row.clone());
        Self { inputs, entrants: entrants.into(), stages, fall_back, per_row, blanks, sources: Vec::new() }
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

    /// The entrant with this id.
    #[must_use]
    pub fn entrant(&self, id: &str) -> Option<EntrantId> {
        self.entrants.binary_search_by(|entrant| entrant.id.as_str().cmp(id)).ok()
    }

    /// The entrants, sorted by id.
    #[must_use]
    pub fn entrants(&self) -> &TiSlice<EntrantId, Entrant> {
        &self.entrants
    }

    /// A stage by its name.
    #[must_use]
    pub fn stage(&self, name: &str) -> Option<StageId> {
        self.stages.position(|stage| stage.name == name)
    }

    /// The number of stages.
    #[must_use]
    pub fn stage_count(&self) -> usize {
        self.stages.len()
    }

    /// Says that the entrant sent something at the stage, even if every cell is blank.
    pub fn submitted(&mut self, stage: StageId, entrant: EntrantId) {
        if let Some(flag) = self.stages.get_mut(stage).and_then(|stage| stage.submitted.get_mut(entrant)) {
            *flag = true;
        }
    }

    /// The cells of one input at one stage, for who puts many of them; `None` where there is no such stage, or no such input
    /// that is entered.
    pub fn cells(&mut self, stage: StageId, input: InputId) -> Option<CellsOf<'_>> {
        let known = self.inputs.get(input).filter(|input| !input.computed)?;
        let StageCells { columns, files, lists, submitted, .. } = self.stages.get_mut(stage)?;
        let column = columns.get_mut(input)?;
        Some(CellsOf { known, column, files, lists: lists.get_mut(&input), submitted, admitted: None })
    }

    /// Puts a cell in its place. A value already there is given back and kept.
    ///
    /// # Errors
    /// A second value of an input that takes one only, a place that is not there, and a value that the input cannot hold.
    pub fn put(
        &mut self,
        stage: StageId,
        entrant: EntrantId,
        input: InputId,
        cell: Cell,
    ) -> Result<(), PutError> {
        self.cells(stage, input).ok_or(PutError::Nowhere)?.put(entrant, cell)
    }

    /// The same for a cell of a detail table, with the file and number of its row: cells of one row belong together.
    ///
    /// # Errors
    /// As for [`put`](Self::put).
    pub fn put_in_row(
        &mut self,
        stage: StageId,
        entrant: EntrantId,
        input: InputId,
        cell: Cell,
        row: (u32, u32),
    ) -> Result<(), PutError> {
        self.cells(stage, input).ok_or(PutError::Nowhere)?.put_in_row(entrant, cell, row)
    }

    /// The same whatever the number is, for those who want to see what the steps make of it.
    ///
    /// # Errors
    /// A second value of an input that takes one only, and a place that is not there.
    pub fn put_unjudged(
        &mut self,
        stage: StageId,
        entrant: EntrantId,
        input: InputId,
        cell: Cell,
        row: (u32, u32),
    ) -> Result<(), PutError> {
        self.cells(stage, input).ok_or(PutError::Nowhere)?.put_unjudged(entrant, cell, row)
    }

    /// Puts a cell of the official stage where there is none, or a blank one; a value that is there is given back and kept.
    ///
    /// # Errors
    /// A value that is there, a place that is not, an input with many values, and a value that the input cannot hold.
    pub fn put_in_blank(&mut self, entrant: EntrantId, input: InputId, cell: Cell) -> Result<(), PutError> {
        let known = self.inputs.get(input).filter(|known| !known.computed && !known.many);
        let (Some(known), Some(stage), true) =
            (known, self.stages.first_mut(), self.entrants.get(entrant).is_some())
        else {
            return Err(PutError::Nowhere);
        };
        if cell.state == CellState::Value {
            known.admits(cell.value)?;
        }
        let Some(column) = stage.columns.get_mut(input) else { return Err(PutError::Nowhere) };
        if let Some(first) = column.get(entrant, &stage.files).filter(|first| first.state != CellState::Blank)
        {
            return Err(PutError::Taken(first));
        }
        column.put(entrant, cell, &mut stage.files);
        if let Some(flag) = stage.submitted.get_mut(entrant) {
            *flag = true;
        }
        Ok(())
    }

    /// Changes the state of a cell after a decision (approved or turned down); tells whether it was claimed, and no value
    /// of the official stage stands against an approval.
    pub fn decide(&mut self, entrant: EntrantId, input: InputId, approved: bool) -> bool {
        let mut found = false;
        for stage in &mut self.stages {
            let decided = if approved { CellState::NotApplicable } else { CellState::TurnedDown };
            if let Some(lists) = stage.lists.get_mut(&input) {
                lists.change(entrant, |cell| {
                    if cell.state == CellState::Claimed {
                        (cell.state, found) = (decided, true);
                    }
                });
            }
            if let Some(state) = stage.columns.get_mut(input).and_then(|column| column.state_mut(entrant))
                && matches!(state, CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown)
            {
                (*state, found) = (decided, true);
            }
        }
        found && !(approved && self.is_entered(entrant, input))
    }

    /// Whether the official stage has a value of a single cell: nobody can claim against it.
    #[must_use]
    pub fn is_entered(&self, entrant: EntrantId, input: InputId) -> bool {
        let official = self.stages.first();
        let cell = official.and_then(|stage| stage.columns.get(input)?.get(entrant, &stage.files));
        cell.is_some_and(|cell| cell.state == CellState::Value)
    }

    /// Makes the columns.
    #[must_use]
    pub fn finish(mut self) -> Evaluations {
        self.fill_official();
        self.hear_claims();
        let mut stages = TiVec::with_capacity(self.stages.len());
        let mut details = TiVec::new();
        for stage in self.stages {
            let rows = (!self.per_row.is_empty()).then(|| stage.details(self.entrants.len()));
            let (name, mut columns) = stage.finish();
            if let Some(rows) = rows {
                compute(&self.per_row, &mut columns, &rows, &self.blanks);
                details.push(rows);
            }
            stages.push((name, columns));
        }
        let (cluster_of, clusters) = Default::default();
        let (entrants, sources) = (self.entrants, self.sources);
        let mut evaluations = Evaluations { entrants, cluster_of, clusters, stages, sources, details };
        evaluations.gather_clusters();
        evaluations
    }
}

impl EvaluationsBuilder {
    /// Gives the official stage what it lacks, from the stages it falls back to.
    fn fill_official(&mut self) {
        let Some((official, others)) = self.stages.split_first_mut() else { return };
        let others = self
            .fall_back
            .iter()
            .filter_map(|stage| others.get(StageId::from(usize::from(*stage).checked_sub(1)?)));
        for other in others {
            for (own, theirs) in official.columns.iter_mut().zip(&other.columns) {
                own.fill(theirs, &mut official.files, &other.files);
            }
            for (input, own) in &mut official.lists {
                other.lists.get(input).into_iter().for_each(|theirs| own.take(theirs, |_, _| true));
            }
            for (own, theirs) in official.submitted.iter_mut().zip(&other.submitted) {
                *own |= *theirs;
            }
        }
    }
}

impl EvaluationsBuilder {
    /// A claim is about the criterion, at whatever stage it was made: it stands at the official one, unless that says something.
    fn hear_claims(&mut self) {
        let Some((official, others)) = self.stages.split_first_mut() else { return };
        for other in others {
            for (own, theirs) in official.columns.iter_mut().zip(&other.columns) {
                own.take_claims(theirs, &official.submitted, &mut official.files, &other.files);
            }
            for (input, own) in &mut official.lists {
                let submitted = |entrant: EntrantId| official.submitted.get(entrant) == Some(&true);
                let heard = |entrant: EntrantId, cell: &Cell| submitted(entrant) && cell.state.is_claim();
                other.lists.get(input).into_iter().for_each(|theirs| own.take(theirs, heard));
            }
        }
    }
}

impl StageCells {
    fn finish(self) -> (String, TiVec<InputId, Column>) {
        let Self { name, columns, files, mut lists, submitted } = self;
        let rows: BTreeMap<u32, Arc<[u32]>> =
            files.into_iter().map(|(source, rows)| (source, Vec::from(rows).into())).collect();
        let column = |(input, column): (InputId, Gathered)| match lists.remove(&input) {
            Some(lists) => listed(&lists, &submitted),
            None => column.finish(&submitted, &rows),
        };
        (name, columns.into_iter_enumerated().map(column).collect())
    }

    /// The rows of each entrant, sorted by what stands in them.
    fn details(&self, entrants: usize) -> Details {
        // By row, and which of several on it.
        let mut rows: Vec<BTreeMap<(RowKey, usize), DetailRow>> = vec![BTreeMap::new(); entrants];
        let (mut list, mut on_row) = (Vec::new(), BTreeMap::new());
        for (input, lists) in &self.lists {
            for (entrant, rows) in lists.entrants().zip(&mut rows) {
                lists.read(entrant, &mut list);
                on_row.clear();
                for (cell, key) in &list {
                    let count = on_row.entry(*key).or_insert(0_usize);
                    let nth = std::mem::replace(count, *count + 1);
                    if cell.state != CellState::Value {
                        continue;
                    }
                    let new = || DetailRow { cells: Vec::new(), origin: cell.origin };
                    let row = rows.entry((*key, nth)).or_insert_with(new);
                    row.origin = row.origin.min(cell.origin);
                    row.cells.push((*input, cell.value.into()));
                }
            }
        }
        let sorted = |rows: BTreeMap<(RowKey, usize), DetailRow>| {
            let mut rows: Vec<DetailRow> = rows.into_values().collect();
            rows.sort_by(|left, right| left.cells.cmp(&right.cells).then(left.origin.cmp(&right.origin)));
            rows
        };
        rows.into_iter().map(sorted).collect()
    }
}

/// Fills in what is computed of the rows.
pub(super) fn compute(
    per_row: &[PerRow],
    columns: &mut TiSlice<InputId, Column>,
    details: &Details,
    blanks: &TiSlice<InputId, Option<Exact>>,
) {
    for each in per_row {
        let computed = detail::column(each, columns, details, blanks);
        if let Some(column) = columns.get_mut(each.input) {
            *column = computed;
        }
    }
}

/// The column of an input with many values.
fn listed(lists: &ManyCells, submitted: &TiSlice<EntrantId, bool>) -> Column {
    let (mut files, mut column) = (FileRows::new(), Gathered::new(submitted.len()));
    let mut list = Vec::new();
    let values = Lists::of(lists.entrants().map(|entrant| {
        lists.read(entrant, &mut list);
        let (cell, sorted) = merged(list.iter().map(|(cell, _)| cell));
        if let Some(cell) = cell {
            column.put(entrant, cell, &mut files);
        }
        sorted
    }));
    let rows = files.into_iter().map(|(source, rows)| (source, Vec::from(rows).into())).collect();
    let mut column = column.finish(submitted, &rows);
    column.lists = Some(values);
    column
}

/// The many cells of one entrant as one cell, and their values, highest first.
pub(super) fn merged<'c>(list: impl Iterator<Item = &'c Cell> + Clone) -> (Option<Cell>, Vec<Exact>) {
    // A claim or an exemption is about the whole list, whatever else stands in it; of several what is yet to be decided, in
    // whatever order they stand.
    let claim = list.clone().map(|cell| cell.state).filter(|state| *state != CellState::Value).min();
    let given = list.clone().filter(|cell| cell.state == CellState::Value && claim.is_none());
    let mut sorted: Vec<Exact> = given.map(|cell| cell.value.into()).collect();
    sorted.sort_by(|left, right| right.cmp(left));
    let state = claim.unwrap_or(CellState::Value);
    let origin = list.map(|cell| cell.origin).min();
    (origin.map(|origin| Cell { state, value: crate::Decimal::ZERO, origin }), sorted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use thidua_rules::rule::ValueKind;

    use super::*;
    use crate::{Decimal, Span};

    const ENTRANTS: usize = 5;

    fn input(kind: ValueKind, (min, max): (Option<i64>, Option<i64>), places: Option<u32>) -> PlanInput {
        PlanInput {
            name: String::new(),
            aliases: Vec::new(),
            title: String::new(),
            unit: None,
            kind,
            choices: vec![Default::default(); 3],
            min: min.map(|min| Exact::ratio(min.into(), 4)),
            max: max.map(|max| Exact::ratio(max.into(), 3)),
            places,
            rounded: None,
            many: false,
            blank: None,
            computed: false,
            node: None,
            span: Span::default(),
        }
    }

    fn kind() -> impl Strategy<Value = ValueKind> {
        use ValueKind::{Choice, Count, Date, Number, Percent, YesNo};
        prop::sample::select(vec![Number, Number, Percent, Count, YesNo, Choice, Date])
    }

    fn cell() -> impl Strategy<Value = Cell> {
        let value = prop_oneof![
            (-3..40_i128, 0..3_u32),
            Just((2000, 3)),
            Just((7, 12)),
            Just((9_000_000_000_000_000_000, 0)),
            Just((90_000_000_000_000_000_000, 0)),
        ];
        let state = prop::sample::select(vec![CellState::Value, CellState::Value, CellState::Blank]);
        let origin =
            (prop_oneof![9 => Just(0), 1 => 1..3_u32], 0..4_u32, prop_oneof![9 => Just(7), 1 => 8..9_u32]);
        (value, state, origin).prop_map(|((digits, scale), state, (source, row, column))| Cell {
            state,
            value: match state {
                CellState::Value => Decimal::from_scaled(digits, scale).unwrap(),
                _ => Decimal::ZERO,
            },
            origin: Origin { source, row, column },
        })
    }

    proptest! {
        /// What is put at a glance is put as with care.
        #[test]
        fn a_glance_puts_no_other_cell(
            kind in kind(),
            ends in (prop::option::of(-9..9_i64), prop::option::of(0..90_i64)),
            places in prop::option::of(0..3_u32),
            cells in prop::collection::vec((0..ENTRANTS + 1, cell()), 0..12),
        ) {
            let known = input(kind, ends, places);
            let mut columns = [true, false].map(|at_a_glance| {
                let (mut column, mut files) = (Gathered::new(ENTRANTS), FileRows::new());
                let mut submitted: TiVec<EntrantId, bool> = vec![false; ENTRANTS].into();
                let of = (&known, &mut column, &mut files, &mut submitted);
                let (known, column, files, submitted) = of;
                let mut own = CellsOf { known, column, files, lists: None, submitted, admitted: None };
                let put = cells.iter().map(|(entrant, cell)| {
                    let (entrant, Cell { state, value, origin }) = (EntrantId::from(*entrant), *cell);
                    let whole = i64::try_from(value.mantissa()).ok().filter(|_| at_a_glance);
                    let in_line = whole
                        .is_some_and(|whole| own.put_in_line(entrant, state, (whole, value.scale()), origin));
                    if in_line { Ok(()) } else { own.put(entrant, *cell) }
                });
                let put: Vec<_> = put.collect();
                let seen: Vec<_> =
                    (0..ENTRANTS).map(|entrant| own.column.get(entrant.into(), own.files)).collect();
                format!("{put:?} {seen:?} {:?} {:?}", own.submitted, own.files)
            });
            columns.sort();
            prop_assert_eq!(&columns[0], &columns[1]);
        }

        /// What many cells say together does not hang on the order of their rows.
        #[test]
        fn many_cells_are_one_in_any_order(
            states in prop::collection::vec(0..4_usize, 0..5).prop_shuffle(),
            values in prop::collection::vec(-2..3_i128, 5),
        ) {
            const STATES: [CellState; 4] =
                [CellState::Value, CellState::Claimed, CellState::Exempt, CellState::TurnedDown];
            let cells: Vec<Cell> = (0..)
                .zip(&states)
                .zip(values)
                .map(|((row, state), value)| Cell {
                    state: STATES[*state],
                    value: Decimal::from_scaled(value, 0).unwrap(),
                    origin: Origin { source: 0, row, column: 1 },
                })
                .collect();
            prop_assert_eq!(merged(cells.iter()), merged(cells.iter().rev()));
            let waits = states.contains(&1);
            prop_assert_eq!(merged(cells.iter()).0.map(|cell| cell.state == CellState::Claimed), {
                (!cells.is_empty()).then_some(waits)
            });
        }

        /// What is surely admitted is admitted.
        #[test]
        fn no_other_number_is_surely_admitted(
            kind in kind(),
            ends in (prop::option::of(-9..9_i64), prop::option::of(0..90_i64)),
            places in prop::option::of(0..3_u32),
            (digits, scale) in (-50..400_i64, 0..4_u32),
        ) {
            let known = input(kind, ends, places);
            let (low, high) = known.surely_admitted(scale);
            if (low..=high).contains(&digits) {
                let value = Decimal::from_scaled(digits.into(), scale).unwrap();
                prop_assert_eq!(known.admits(value), Ok(()));
            }
        }
    }
}
