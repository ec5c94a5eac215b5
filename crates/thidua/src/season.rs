use std::collections::BTreeSet;

use thidua_check::independent;
use thidua_core::{
    Approval, Cell, CellState, Diagnostic, EntrantId, Evaluations, InputId, Outcome, Plan, PlanInput,
    PutError, StageId, TiVec, evaluate, text,
};
use thidua_table::Layout;

use crate::rejected::{Finding, Rejected};
use crate::result::EntrantResult;
use crate::run::{Run, renew};
use crate::sheet::{Evaluated, entered, no_entrant, no_input, no_stage, place, two_values};
use crate::value::{Value, layout};

/// A run that stays in memory and answers changed cells (mùa xét khen thưởng).
///
/// A changed cell moves nobody outside the entrants that are compared with its own: only those are worked out
/// again, by the same steps as all others, so that every answer is that of a run made anew.
///
/// ```
/// # let rules = "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: chung, scope: cluster } ]";
/// # let plan = thidua::plan(&thidua::read_rules("a.yaml", rules)?, thidua::day("2026-12-31")?)?;
/// let mut sheet = thidua::Sheet::new(&plan, ["xa-a", "xa-b"])?;
/// sheet.column("I", [("xa-a", 8), ("xa-b", 9)])?;
/// let mut season = sheet.season()?;
/// let change = season.set("xa-a", "I", "9.5")?;
/// assert_eq!(change.moved, ["xa-a", "xa-b"]);
/// assert_eq!(season.entrant("xa-a").and_then(|xa| xa.place("chung")), Some(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Season {
    /// What was entered is always up to date; the rest is what it was when everything was last worked out.
    run: Run,
    /// Whether something was changed since.
    stale: bool,
    parts: Vec<Part>,
    /// The part of each row, and which entrant it is there.
    at: TiVec<EntrantId, (usize, EntrantId)>,
    layout: Layout,
    warnings: Vec<Finding>,
}

/// Entrants that nobody else can move.
#[derive(Debug)]
struct Part {
    rows: Vec<EntrantId>,
    /// What came of them alone, once something in the part has changed.
    own: Option<(Evaluations, Outcome)>,
}

/// Other cells that may take the place of those that are there.
#[derive(Debug)]
pub(crate) struct Judged {
    stage: StageId,
    row: EntrantId,
    input: InputId,
    cells: Vec<Cell>,
    warnings: Vec<Finding>,
}

impl Judged {
    /// Which cell it is about.
    pub(crate) fn cell(&self) -> (StageId, EntrantId, InputId) {
        (self.stage, self.row, self.input)
    }
}

/// What a changed cell moved (thay đổi kéo theo).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// How many entrants were worked out again.
    pub worked_out: usize,
    /// Ids of those whose total, grade, place or award is another now, sorted.
    pub moved: Vec<String>,
}

impl Season {
    /// Keeps what came of a sheet.
    pub(crate) fn of(evaluated: Evaluated) -> Self {
        Self { warnings: evaluated.warnings, ..Self::of_run(evaluated.run) }
    }

    /// Keeps a run that was made of files (giữ lại một đợt xét), ready for changed cells.
    #[must_use]
    pub fn of_run(run: Run) -> Self {
        let parts: Vec<Part> = independent(&run.plan, &run.evaluations)
            .into_iter()
            .map(|rows| Part { rows, own: None })
            .collect();
        let mut at: TiVec<EntrantId, _> =
            vec![(0, EntrantId::FIRST); run.evaluations.entrants().len()].into();
        for (number, part) in parts.iter().enumerate() {
            for (position, row) in part.rows.iter().enumerate() {
                if let Some(slot) = at.get_mut(*row) {
                    *slot = (number, position.into());
                }
            }
        }
        let layout = Layout { period: Some(run.period.dates()), ..layout() };
        Self { run, stale: false, parts, at, layout, warnings: Vec::new() }
    }

    /// The result of one entrant as of now; `None` when nobody has this id.
    #[must_use]
    pub fn entrant(&self, id: &str) -> Option<EntrantResult<'_>> {
        self.result(self.run.evaluations.position(id)?)
    }

    /// Ids of all entrants, sorted.
    pub fn entrants(&self) -> impl Iterator<Item = &str> {
        self.run.evaluations.entrants().iter().map(|entrant| entrant.id.as_str())
    }

    /// The stage that is scored.
    pub(crate) fn official(&self) -> &str {
        self.run.plan.rules().official()
    }

    /// What was said about values when they were filled in.
    #[must_use]
    pub fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// The whole run, worked out again where cells have changed: for papers, and for findings about everybody.
    pub fn run(&mut self) -> &Run {
        if std::mem::take(&mut self.stale) {
            renew(&mut self.run, 1);
            self.parts.iter_mut().for_each(|part| part.own = None);
        }
        &self.run
    }

    /// Puts another value in the place of a cell at the official stage (sửa một ô).
    ///
    /// # Errors
    /// An entrant or input that is not there, and whatever a table would refuse; then nothing is changed.
    pub fn set(&mut self, entrant: &str, input: &str, value: impl Into<Value>) -> Result<Change, Rejected> {
        self.set_all(entrant, input, [value])
    }

    /// Puts other values in the place of all that an entrant has of an input (sửa các giá trị của một số liệu).
    ///
    /// # Errors
    /// As for [`set`](Self::set), and several values of an input that takes one.
    pub fn set_all<V: Into<Value>>(
        &mut self,
        entrant: &str,
        input: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Change, Rejected> {
        let official = self.run.plan.rules().official().to_owned();
        self.set_all_at(&official, entrant, input, values)
    }

    /// The same at any stage (sửa các giá trị của một vòng chấm).
    ///
    /// # Errors
    /// As for [`set_all`](Self::set_all), and a stage that is not there.
    pub fn set_all_at<V: Into<Value>>(
        &mut self,
        stage: &str,
        entrant: &str,
        input: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Change, Rejected> {
        let values: Vec<Value> = values.into_iter().map(Into::into).collect();
        Ok(self.apply(vec![self.judge(stage, entrant, input, &values)?]))
    }

    /// Judges other values for the cells of an entrant's input, before anything is changed.
    pub(crate) fn judge(
        &self,
        stage: &str,
        entrant: &str,
        input: &str,
        values: &[Value],
    ) -> Result<Judged, Box<Finding>> {
        let about = |finding| Finding::boxed(entrant, input, finding);
        let (plan, evaluations) = (&self.run.plan, &self.run.evaluations);
        let ids = evaluations.entrants().iter().map(|entrant| entrant.id.as_str());
        let row = evaluations.position(entrant).ok_or_else(|| about(no_entrant(entrant, ids)))?;
        let (position, known) = entered(plan, input).ok_or_else(|| about(no_input(plan, input)))?;
        let stage_position = evaluations.stage(stage);
        let stage = stage_position.ok_or_else(|| about(no_stage(plan, stage)))?;
        evaluations.replaceable(plan, stage, position).map_err(|error| about(fixed(error, known)))?;
        let mut judged = Judged { stage, row, input: position, cells: Vec::new(), warnings: Vec::new() };
        for value in values {
            let (cell, warning) = value.cell(known, &self.layout, &place()).map_err(about)?;
            judged.cells.push(decided(&self.run, entrant, position, cell));
            judged
                .warnings
                .extend(warning.map(|warning| Finding::about(entrant, Some(&known.name), warning)));
        }
        if values.len() > 1 && !known.many {
            return Err(about(two_values(entrant, known)));
        }
        Ok(judged)
    }

    /// Changes what was judged, and works out those whom that can move.
    pub(crate) fn apply(&mut self, all: Vec<Judged>) -> Change {
        let mut parts = BTreeSet::new();
        let plan = self.run.plan.clone();
        for judged in all {
            let Some(input) = plan.inputs().get(judged.input) else { continue };
            // It was judged by the same rules: nothing is refused any more.
            let place = (judged.stage, judged.row, judged.input);
            if self.run.evaluations.replace(&plan, place, &judged.cells).is_err() {
                continue;
            }
            self.stale = true;
            let id = self.run.evaluations.entrants().get(judged.row).map(|entrant| entrant.id.as_str());
            let same = |warning: &Finding| {
                warning.entrant.as_deref() == id && warning.input.as_ref() == Some(&input.name)
            };
            self.warnings.retain(|warning| !same(warning));
            self.warnings.extend(judged.warnings);
            parts.extend(self.at.get(judged.row).map(|(part, _)| *part));
        }
        let mut change = Change::default();
        for part in parts {
            let one = self.work_out(part);
            change.worked_out += one.worked_out;
            change.moved.extend(one.moved);
        }
        change.moved.sort_unstable();
        change
    }

    /// Works out a part, and tells whom that moved.
    fn work_out(&mut self, number: usize) -> Change {
        let Some(part) = self.parts.get(number) else { return Change::default() };
        let plan: &Plan = &self.run.plan;
        if part.rows.len() == self.run.evaluations.entrants().len() {
            let outcome = evaluate(plan, &self.run.evaluations, &self.run.circumstances());
            let before = std::mem::replace(&mut self.run.outcome, outcome);
            let rows = self.run.evaluations.entrants().keys();
            let circumstances = self.run.circumstances();
            let was = |row| EntrantResult::new(plan, &self.run.evaluations, &before, circumstances, row);
            let moved = rows.clone().filter_map(|row| moved(was(row), self.result(row)));
            return Change { worked_out: rows.len(), moved: moved.collect() };
        }
        let evaluations = self.run.evaluations.part(&part.rows);
        let outcome = evaluate(plan, &evaluations, &self.run.circumstances());
        let circumstances = self.run.circumstances();
        let is = |row| EntrantResult::new(plan, &evaluations, &outcome, circumstances, row);
        let rows = part.rows.iter().enumerate();
        let moved: Vec<String> =
            rows.filter_map(|(at, row)| moved(self.result(*row), is(at.into()))).collect();
        let worked_out = part.rows.len();
        if let Some(part) = self.parts.get_mut(number) {
            part.own = Some((evaluations, outcome));
        }
        Change { worked_out, moved }
    }

    /// The result of the entrant in a row, as of now.
    pub(crate) fn result(&self, row: EntrantId) -> Option<EntrantResult<'_>> {
        let (part, position) = *self.at.get(row)?;
        match &self.parts.get(part)?.own {
            Some((evaluations, outcome)) => {
                EntrantResult::new(&self.run.plan, evaluations, outcome, self.run.circumstances(), position)
            }
            None => self.run.result(row),
        }
    }
}

/// A cell that cannot be changed alone.
fn fixed(error: PutError, input: &PlanInput) -> Diagnostic {
    let name = &input.name;
    let (code, message, help) = if error == PutError::StandsIn {
        (
            "TD0516",
            text!(
                "vòng chính thức lấy `{name}` của vòng này khi để trống: một ô có ở hai nơi",
                "the official stage takes `{name}` from this stage where it is blank: one cell in two places"
            ),
            text!(
                "sửa ô ở vòng chính thức, hoặc lập phiếu mới",
                "change the cell at the official stage, or make a new sheet"
            ),
        )
    } else {
        (
            "TD0515",
            text!(
                "`{name}` nằm trong dòng chi tiết: các ô của một dòng đi cùng nhau",
                "`{name}` stands in detail rows: the cells of a row belong together"
            ),
            text!("lập phiếu mới với các dòng của đơn vị", "make a new sheet with the rows of the entrant"),
        )
    };
    Diagnostic::error(code, place(), message).with_help(help)
}

/// The id of an entrant whose result is another one now.
fn moved(was: Option<EntrantResult<'_>>, is: Option<EntrantResult<'_>>) -> Option<String> {
    let (was, is) = was.zip(is)?;
    (!was.stands_as(&is)).then(|| is.id().to_owned())
}

/// A claim that somebody has decided on already is approved or turned down at once.
fn decided(run: &Run, entrant: &str, input: InputId, cell: Cell) -> Cell {
    if cell.state != CellState::Claimed {
        return cell;
    }
    let about = |approval: &&Approval| {
        let inputs = || run.plan.criterion_inputs(&approval.criterion);
        approval.entrant == entrant && inputs().is_some_and(|inputs| inputs.contains(&input))
    };
    let approvals = run.decisions.in_force().filter_map(|decision| decision.not_applicable.as_ref());
    match approvals.filter(about).last() {
        Some(approval) if approval.approved => Cell { state: CellState::NotApplicable, ..cell },
        Some(_) => Cell { state: CellState::TurnedDown, ..cell },
        None => cell,
    }
}
