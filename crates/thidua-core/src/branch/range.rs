//! What values a calculation can take, as far as the rule set itself says: for the proof that a branch is never taken.

use crate::Exact;
use crate::check::Interval;
use crate::expression::{Operator, Reduction};
use crate::plan::{NodeKind, Plan, PlanTerm};
use crate::rules::ValueKind;

/// Values that can occur.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub(crate) interval: Interval,
    /// Whole numbers only.
    pub(crate) whole: bool,
}

impl Range {
    pub(crate) fn unknown() -> Self {
        Self { interval: Interval { lower: None, upper: None }, whole: false }
    }

    fn between(lower: Option<Exact>, upper: Option<Exact>, whole: bool) -> Self {
        let closed = |end: Option<Exact>| end.map(|end| (end, true));
        Self { interval: Interval { lower: closed(lower), upper: closed(upper) }, whole }
    }

    fn one(value: Exact) -> Self {
        let whole = value.is_integer();
        Self::between(Some(value.clone()), Some(value), whole)
    }

    /// Whether some value of the range lies in the interval.
    pub(crate) fn meets(&self, interval: &Interval) -> bool {
        let common = self.interval.intersection(interval);
        if self.whole { common.whole_witness().is_some() } else { common.witness().is_some() }
    }

    pub(crate) fn ends(&self) -> (Option<Exact>, Option<Exact>) {
        let end = |end: &Option<(Exact, bool)>| end.as_ref().map(|(end, _)| end.clone());
        (end(&self.interval.lower), end(&self.interval.upper))
    }
}

/// What values a calculation can take.
pub(crate) fn range(plan: &Plan, term: &PlanTerm) -> Range {
    match term {
        PlanTerm::Constant(value) => Range::one(value.clone()),
        PlanTerm::Input(input) => of_input(plan, *input),
        PlanTerm::Reduced(Reduction::Count, _) => Range::between(Some(Exact::ZERO), None, true),
        PlanTerm::Reduced(Reduction::Highest | Reduction::Lowest, input) => of_input(plan, *input),
        PlanTerm::Reduced(Reduction::Mean, input) => Range { whole: false, ..of_input(plan, *input) },
        PlanTerm::Reduced(Reduction::Sum, input) => {
            let one = of_input(plan, *input);
            let lower = one.ends().0.filter(|lower| !lower.is_negative()).map(|_| Exact::ZERO);
            Range::between(lower, None, one.whole)
        }
        PlanTerm::Points(node) => of_points(plan, *node),
        PlanTerm::Grade(grading) => {
            let count = plan.gradings.get(*grading).map(|grading| grading.grades.len());
            let count = count.and_then(|count| i64::try_from(count).ok()).map(Exact::from);
            Range::between(Some(Exact::ONE), count, true)
        }
        PlanTerm::Rank(_) => Range::between(Some(Exact::ONE), None, true),
        PlanTerm::Kind => {
            let last = i64::try_from(plan.rules.kinds.len()).ok().map(|count| Exact::from(count - 1));
            Range::between(Some(Exact::ZERO), last, true)
        }
        PlanTerm::Negate(inner) => {
            let inner = range(plan, inner);
            let (lower, upper) = inner.ends();
            Range::between(upper.map(|end| -end), lower.map(|end| -end), inner.whole)
        }
        PlanTerm::Binary(operator, left, right) => {
            combined(*operator, &range(plan, left), &range(plan, right))
        }
        PlanTerm::Share(_)
        | PlanTerm::Total
        | PlanTerm::Percent
        | PlanTerm::EveryGroup
        | PlanTerm::GradeValue(_)
        | PlanTerm::Bonus
        | PlanTerm::Deductions => Range::unknown(),
    }
}

fn of_input(plan: &Plan, input: usize) -> Range {
    let Some(input) = plan.inputs.get(input) else { return Range::unknown() };
    let (lower, upper, whole) = match input.kind {
        ValueKind::Number | ValueKind::Percent => (None, None, false),
        ValueKind::Count => (Some(Exact::ZERO), None, true),
        ValueKind::YesNo => (Some(Exact::ZERO), Some(Exact::ONE), true),
        ValueKind::Choice => {
            let last = i64::try_from(input.choices.len()).ok().map(|count| Exact::from(count - 1));
            (Some(Exact::ZERO), last, true)
        }
        ValueKind::Date => (None, None, true),
    };
    let lower = input.min.clone().into_iter().chain(lower).max();
    let upper = input.max.clone().into_iter().chain(upper).min();
    // A blank cell may stand for a value that nobody could enter.
    match &input.blank {
        Some(blank) => Range::between(
            lower.map(|lower| lower.min(blank.clone())),
            upper.map(|upper| upper.max(blank.clone())),
            whole && blank.is_integer(),
        ),
        None => Range::between(lower, upper, whole),
    }
}

/// Points of a leaf keep to its bounds; rounding is to a grid that may lie beyond them, so only unrounded ones are known.
fn of_points(plan: &Plan, node: usize) -> Range {
    match plan.nodes.get(node) {
        Some(node) if matches!(node.kind, NodeKind::Leaf(_)) && node.rounding.is_none() => {
            Range::between(Some(node.min.clone()), Some(node.ceiling.clone()), false)
        }
        _ => Range::unknown(),
    }
}

fn combined(operator: Operator, left: &Range, right: &Range) -> Range {
    let ((a, b), (c, d)) = (left.ends(), right.ends());
    let both = |left: Option<Exact>, right: Option<Exact>, join: fn(Exact, Exact) -> Exact| {
        left.zip(right).map(|(left, right)| join(left, right))
    };
    let whole = left.whole && right.whole;
    let positive = |end: &Option<Exact>| end.as_ref().is_some_and(|end| !end.is_negative());
    match operator {
        Operator::Add => Range::between(both(a, c, |x, y| x + y), both(b, d, |x, y| x + y), whole),
        Operator::Subtract => Range::between(both(a, d, |x, y| x - y), both(b, c, |x, y| x - y), whole),
        Operator::Multiply if positive(&a) && positive(&c) => {
            Range::between(both(a, c, |x, y| x * y), both(b, d, |x, y| x * y), whole)
        }
        Operator::Divide if positive(&a) && positive(&c) => Range::between(Some(Exact::ZERO), None, false),
        Operator::Multiply | Operator::Divide => {
            Range { whole: operator == Operator::Multiply && whole, ..Range::unknown() }
        }
    }
}
