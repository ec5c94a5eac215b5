//! The cells an entrant can change, and what can be entered in each.

use std::collections::BTreeSet;

use thidua_core::calculus::Range;
use thidua_core::plan::PlanStep;
use thidua_core::{CellState, Decimal, Evaluations, Exact, NodeKind, Plan, PlanInput};
use thidua_rules::rule::ValueKind;

/// So many rows are looked at to see with how many digits a column is written.
const ROWS_LOOKED_AT: usize = 2_000;
/// Nobody enters more digits than this after the point.
const PLACES_MAX: u32 = 4;

/// A cell that can be changed.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) input: usize,
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

/// The cells of an entrant at the official stage that hold one value and that something reads.
pub(super) fn of(plan: &Plan, evaluations: &Evaluations, row: usize, steps: u64) -> Vec<Cell> {
    let foreign = read_by_others_only(plan, evaluations, row);
    let inputs = plan.inputs.iter().enumerate().filter(|(input, each)| {
        !each.many && !foreign.contains(input) && evaluations.replaceable(plan, 0, *input).is_ok()
    });
    inputs.filter_map(|(input, declared)| cell(evaluations, (input, declared), row, steps, plan)).collect()
}

fn cell(
    evaluations: &Evaluations,
    (input, declared): (usize, &PlanInput),
    row: usize,
    steps: u64,
    plan: &Plan,
) -> Option<Cell> {
    let column = evaluations.column(0, input)?;
    let from = match column.state(row) {
        CellState::Value => Some(column.values.get(row)),
        CellState::Blank | CellState::NotSubmitted => declared.blank.clone(),
        // What was let go, or is being decided, is not theirs to change.
        CellState::Claimed | CellState::NotApplicable | CellState::TurnedDown | CellState::Exempt => {
            return None;
        }
    };
    let values = match declared.kind {
        ValueKind::YesNo | ValueKind::Choice => {
            let count = if declared.kind == ValueKind::YesNo { 2 } else { declared.choices.len() };
            let all = (0..count).filter_map(|value| i64::try_from(value).ok()).map(Exact::from);
            Values::Listed(all.filter(|value| Some(value) != from.as_ref()).collect())
        }
        ValueKind::Count | ValueKind::Date => line(declared, from.as_ref(), Exact::ONE, steps, plan),
        ValueKind::Number | ValueKind::Percent => {
            let least = if declared.kind == ValueKind::Percent { 2 } else { 0 };
            let rows = (0..evaluations.entrants().len()).take(ROWS_LOOKED_AT);
            let values =
                rows.filter(|row| column.state(*row) == CellState::Value).map(|row| column.values.get(row));
            let places = |value: Exact| value.to_decimal().map_or(0, |value| value.normalized().scale());
            let places = values.chain(from.clone()).map(places).max().unwrap_or(0).clamp(least, PLACES_MAX);
            let step = Exact::ratio(1, 10_i128.pow(places));
            line(declared, from.as_ref(), step, steps, plan)
        }
    };
    Some(Cell { input, from, values })
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
fn read_by_others_only(plan: &Plan, evaluations: &Evaluations, row: usize) -> BTreeSet<usize> {
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
