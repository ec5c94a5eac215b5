//! Conditions: negations pushed inwards, and comparisons of whole numbers with one number in one way of saying it.

use thidua_core::plan::Anyone;
use thidua_core::{Comparator, Comparison, Exact, Number, Plan, RoundingMode, Span, Term};
use thidua_rules::program::{PlanComparison, PlanCondition, PlanTerm};

pub(super) fn normal(plan: &Plan, condition: &PlanCondition, negated: bool) -> PlanCondition {
    let parts =
        |list: &[PlanCondition]| list.iter().map(|part| normal(plan, part, negated)).collect::<Vec<_>>();
    match (condition, negated) {
        (PlanCondition::Not(part), _) => normal(plan, part, !negated),
        (PlanCondition::All(list), false) | (PlanCondition::Any(list), true) => {
            PlanCondition::All(parts(list))
        }
        (PlanCondition::Any(list), false) | (PlanCondition::All(list), true) => {
            PlanCondition::Any(parts(list))
        }
        (PlanCondition::Compare(each), _) => {
            PlanCondition::Compare(Box::new(comparison(plan, each, negated)))
        }
    }
}

fn comparison(plan: &Plan, compiled: &PlanComparison, negated: bool) -> PlanComparison {
    let comparator = if negated { compiled.comparator.opposite() } else { compiled.comparator };
    let whole = match &compiled.right {
        PlanTerm::Constant(end) | PlanTerm::Day(end) => {
            on_whole_numbers(plan, &compiled.left, comparator, end)
        }
        _ => None,
    };
    let (comparator, right) = match whole {
        Some((comparator, end)) => (comparator, PlanTerm::Constant(Exact::from(end))),
        None => (comparator, compiled.right.clone()),
    };
    PlanComparison { left: compiled.left.clone(), comparator, right, written: unwritten() }
}

/// How a comparison is written is no part of what it says.
fn unwritten() -> Comparison {
    let nothing = || Term::Number(Number::from(0));
    Comparison {
        left: nothing(),
        comparator: Comparator::Equal,
        right: nothing(),
        label: None,
        way: None,
        bare: false,
        basis: None,
        span: Span::default(),
    }
}

/// Over whole numbers `> 9` is `>= 10`; ends beyond what can occur come back to where they make no difference.
fn on_whole_numbers(
    plan: &Plan,
    left: &PlanTerm,
    comparator: Comparator,
    end: &Exact,
) -> Option<(Comparator, i64)> {
    let range = Anyone::of(plan).range(left);
    if !range.grid.is_whole() {
        return None;
    }
    let (lowest, highest) = (range.low.clone(), range.high.clone());
    let down = floor(end)?;
    let up = if end.is_integer() { down } else { down.checked_add(1)? };
    let lowest = lowest.and_then(|end| floor(&end));
    let highest = highest.and_then(|end| floor(&end));
    let clamped = |end: i64| {
        let end = lowest.map_or(end, |lowest| end.max(lowest));
        highest.map_or(end, |highest| end.min(highest.saturating_add(1)))
    };
    Some(match comparator {
        Comparator::AtLeast => (Comparator::AtLeast, clamped(up)),
        Comparator::Above => (Comparator::AtLeast, clamped(down.checked_add(1)?)),
        Comparator::AtMost => (Comparator::Below, clamped(down.checked_add(1)?)),
        Comparator::Below => (Comparator::Below, clamped(up)),
        Comparator::Equal | Comparator::NotEqual => {
            let is = comparator == Comparator::Equal;
            if end.is_integer() && Some(down) == lowest {
                (if is { Comparator::Below } else { Comparator::AtLeast }, down.checked_add(1)?)
            } else if end.is_integer() && Some(down) == highest {
                (if is { Comparator::AtLeast } else { Comparator::Below }, down)
            } else if end.is_integer() {
                (comparator, down)
            } else {
                return None;
            }
        }
    })
}

fn floor(value: &Exact) -> Option<i64> {
    let towards_zero = value.round_to_multiple(&Exact::ONE, RoundingMode::Down).floor_i64()?;
    if value.is_negative() && !value.is_integer() { towards_zero.checked_sub(1) } else { Some(towards_zero) }
}
