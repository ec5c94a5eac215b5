//! The cells an entrant can change, and what can be entered in each.

use std::collections::BTreeSet;

use super::Budget;
use thidua_core::calculus::Range;
use thidua_core::plan::PlanStep;
use thidua_core::{
    CellState, Decimal, EntrantId, Evaluations, Exact, InputId, NodeKind, Plan, PlanInput, StageId,
};
use thidua_rules::rule::ValueKind;

/// So many rows are looked at to see with how many digits a column is written.
const ROWS_LOOKED_AT: usize = 2_000;
/// Nobody enters more digits than this after the point.
const PLACES_MAX: u32 = 4;

/// Which value of an input a change is about (giá trị nào của chỉ tiêu).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The only one it has.
    Only,
    /// One of several, by position, the highest first.
    Value(usize),
    /// One more row; those of one input are numbered.
    More(usize),
}

/// Why an input is left as it is while changes are looked for (vì sao không xét).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixed {
    /// Its values stand in the rows of a detail table, where they belong together.
    DetailRow,
    /// It was let go, or a decision on it is awaited.
    Decided,
}

/// A cell that can be changed.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) input: InputId,
    pub(super) which: Which,
    /// What it counts as now; `None` where nothing stands there.
    pub(super) from: Option<Exact>,
    pub(super) values: Values,
}

/// What can be entered in it.
#[derive(Clone, Debug)]
pub(super) enum Values {
    /// One of a few, each one step away.
    Listed(Vec<Exact>),
    /// From a base up and down by steps.
    Line { base: Exact, step: Exact, up: u64, down: u64 },
}

impl Cell {
    /// All of it.
    pub(super) fn all(&self, plan: &Plan) -> Range {
        let possible = plan.inputs.get(self.input).map(PlanInput::possible).unwrap_or_default();
        match &self.values {
            Values::Listed(values) => Range::of_list(values.clone()).unwrap_or(possible),
            // Whatever its bounds allow, however far away.
            Values::Line { .. } => possible,
        }
    }

    /// What stands so many steps from the base.
    pub(super) fn at(&self, up: bool, steps: u64) -> Option<Exact> {
        let Values::Line { base, step, .. } = &self.values else { return None };
        let distance = step.clone() * Exact::from(i64::try_from(steps).ok()?);
        Some(if up { base.clone() + distance } else { base.clone() - distance })
    }

    /// Filling a blank is a step of its own.
    pub(super) fn first(&self) -> u64 {
        u64::from(self.from.is_some())
    }
}

/// The cells of an entrant at the official stage that something reads, those with one value first; then every value of a
/// list, and so many rows more.
pub(super) fn of(plan: &Plan, evaluations: &Evaluations, row: EntrantId, budget: Budget) -> Vec<Cell> {
    let foreign = read_by_others_only(plan, evaluations, row);
    let read = |many: bool| {
        let inputs = plan.inputs.iter_enumerated();
        inputs.filter(move |(_, each)| each.many == many).filter(|(input, _)| {
            !foreign.contains(input) && evaluations.replaceable(plan, StageId::OFFICIAL, *input).is_ok()
        })
    };
    let only = read(false).filter_map(|(input, declared)| {
        let from = match evaluations.column(StageId::OFFICIAL, input)?.state(row) {
            CellState::Value => Some(evaluations.column(StageId::OFFICIAL, input)?.value(row)),
            _ => declared.blank.clone(),
        };
        cell(evaluations, (input, declared), row, (Which::Only, from), budget.steps, plan)
    });
    let listed = read(true).flat_map(|(input, declared)| {
        let values =
            evaluations.column(StageId::OFFICIAL, input).map(|column| column.list(row)).unwrap_or_default();
        let values = values.into_iter().enumerate().map(|(at, value)| (Which::Value(at), Some(value)));
        let more = (0..budget.cells).map(|number| (Which::More(number), None));
        let each = values.chain(more);
        each.filter_map(move |which| cell(evaluations, (input, declared), row, which, budget.steps, plan))
    });
    only.chain(listed).collect()
}

/// The inputs that a search leaves as they are, and why (chỉ tiêu không xét khi tìm thay đổi).
#[must_use]
pub fn left_as_they_are(plan: &Plan, evaluations: &Evaluations, row: EntrantId) -> Vec<(InputId, Fixed)> {
    let foreign = read_by_others_only(plan, evaluations, row);
    let fixed = |(input, declared): (InputId, &PlanInput)| {
        if declared.computed || foreign.contains(&input) {
            return None;
        }
        if evaluations.replaceable(plan, StageId::OFFICIAL, input).is_err() {
            return Some((input, Fixed::DetailRow));
        }
        let state = evaluations.column(StageId::OFFICIAL, input)?.state(row);
        is_decided(state).then_some((input, Fixed::Decided))
    };
    plan.inputs.iter_enumerated().filter_map(fixed).collect()
}

/// What was let go, or is being decided, is not theirs to change.
fn is_decided(state: CellState) -> bool {
    match state {
        CellState::Value | CellState::Blank | CellState::NotSubmitted => false,
        CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown | CellState::Exempt => true,
    }
}

fn cell(
    evaluations: &Evaluations,
    (input, declared): (InputId, &PlanInput),
    row: EntrantId,
    (which, from): (Which, Option<Exact>),
    steps: u64,
    plan: &Plan,
) -> Option<Cell> {
    let column = evaluations.column(StageId::OFFICIAL, input)?;
    if is_decided(column.state(row)) {
        return None;
    }
    let values = match declared.kind {
        ValueKind::YesNo | ValueKind::Choice => {
            let count = if declared.kind == ValueKind::YesNo { 2 } else { declared.choices.len() };
            let all = (0..count).filter_map(|value| i64::try_from(value).ok()).map(Exact::from);
            Values::Listed(all.filter(|value| Some(value) != from.as_ref()).collect())
        }
        ValueKind::Count | ValueKind::Date => line(declared, from.as_ref(), Exact::ONE, steps, plan),
        ValueKind::Number | ValueKind::Percent => {
            let least = if declared.kind == ValueKind::Percent { 2 } else { 0 };
            let rows = evaluations.entrants().keys().take(ROWS_LOOKED_AT);
            let values = rows
                .filter(|row| column.state(*row) == CellState::Value)
                .flat_map(|row| if declared.many { column.list(row) } else { vec![column.value(row)] });
            let places = |value: Exact| value.to_decimal().map_or(0, |value| value.normalized().scale());
            let places = values.chain(from.clone()).map(places).max().unwrap_or(0).clamp(least, PLACES_MAX);
            let step = Exact::ratio(1, 10_i128.pow(places));
            line(declared, from.as_ref(), step, steps, plan)
        }
    };
    Some(Cell { input, which, from, values })
}

/// Whether a set is not another one under other numbers: of equal values of a list the first ones change, and rows are
/// added in order.
pub(super) fn is_told_once(cells: &[Cell], set: &[usize]) -> bool {
    set.iter().all(|at| {
        let Some((before, cell)) =
            at.checked_sub(1).and_then(|before| Some((cells.get(before)?, cells.get(*at)?)))
        else {
            return true;
        };
        let alike = match (before.which, cell.which) {
            (Which::Value(_), Which::Value(_)) => before.from == cell.from,
            (Which::More(_), Which::More(_)) => true,
            _ => false,
        };
        !alike || before.input != cell.input || set.contains(&(at - 1))
    })
}

fn line(declared: &PlanInput, from: Option<&Exact>, step: Exact, steps: u64, plan: &Plan) -> Values {
    let possible = declared.possible();
    let base = from.cloned().or(possible.low.clone()).unwrap_or_else(|| {
        let day = i64::from(plan.day.day_number());
        if declared.kind == ValueKind::Date { Exact::from(day) } else { Exact::ZERO }
    });
    let count = |distance: Option<Exact>| {
        let whole = distance.and_then(|distance| distance.checked_div(&step)?.floor_i64());
        whole.map_or(steps, |whole| u64::try_from(whole).unwrap_or(0).min(steps))
    };
    let up = count(possible.high.map(|high| high - base.clone()));
    let down = count(possible.low.map(|low| base.clone() - low));
    Values::Line { base, step, up, down }
}

/// Inputs that only criteria read which the entrant does not have.
fn read_by_others_only(plan: &Plan, evaluations: &Evaluations, row: EntrantId) -> BTreeSet<InputId> {
    let kind = evaluations.kind_of(row);
    let (mut own, mut foreign) = (BTreeSet::new(), BTreeSet::new());
    for node in &plan.nodes {
        let NodeKind::Leaf(leaf) = &node.kind else { continue };
        let read = if node.has_kind(kind) { &mut own } else { &mut foreign };
        read.extend(leaf.inputs.iter().copied());
        read.extend(leaf.only_if.iter().flat_map(|condition| condition.inputs()));
        read.extend(node.asked.iter().flat_map(|condition| condition.inputs()));
        // Who is compared with whom is a question of every entrant.
        let among = leaf.reference.iter().filter_map(|reference| reference.among.as_ref());
        own.extend(among.flat_map(|condition| condition.inputs()));
    }
    for grading in &plan.gradings {
        own.extend(grading.of.inputs());
        let grades = grading.grades.iter().flat_map(|(requires, knock_out)| requires.iter().chain(knock_out));
        own.extend(
            grades
                .chain(grading.ceilings.iter().map(|(condition, _)| condition))
                .flat_map(|each| each.inputs()),
        );
    }
    for ranking in &plan.rankings {
        own.extend(ranking.by.0.inputs());
        own.extend(ranking.among.iter().flat_map(|condition| condition.inputs()));
        for step in &ranking.steps {
            match step {
                PlanStep::Value(term, _) => own.extend(term.inputs()),
                PlanStep::Marks(input, _) => own.extend([*input]),
                PlanStep::Council => {}
            }
        }
    }
    for award in &plan.awards {
        own.extend(award.conditions().chain(&award.hold_when).flat_map(|condition| condition.inputs()));
    }
    foreign.difference(&own).copied().collect()
}

/// A number as a cell holds it.
pub(super) fn decimal(value: &Exact) -> Option<Decimal> {
    value.to_decimal()
}
