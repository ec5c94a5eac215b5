use super::range::{Range, hull};
use super::world::World;
use crate::Exact;
use crate::check::interval::Interval;
use crate::expression::{Operator, Reduction};
use crate::plan::{Plan, PlanInput, PlanTerm};
use crate::rules::ValueKind;

/// The values a calculation can have.
#[derive(Clone, Debug)]
pub(in crate::check) struct Values {
    pub(in crate::check) range: Range,
    /// Each of them, when there are few.
    pub(in crate::check) listed: Option<Vec<Exact>>,
    /// They are whole numbers.
    pub(in crate::check) whole: bool,
}

impl Values {
    fn of(range: Range) -> Self {
        Self { range, listed: None, whole: false }
    }

    fn listed(values: Vec<Exact>) -> Option<Self> {
        let range = hull(values.iter().cloned().map(Range::point))?;
        Some(Self { range, listed: Some(values), whole: false })
    }

    /// Whether some value lies in the interval, none of `except` counted.
    pub(super) fn meets(&self, interval: &Interval, except: &[&Exact]) -> bool {
        if let Some(listed) = &self.listed {
            let inside = |value: &Exact| {
                let point = Range::point(value.clone()).interval();
                point.intersection(interval).witness().is_some()
            };
            return listed.iter().any(|value| inside(value) && !except.contains(&value));
        }
        let mut left = interval.intersection(&self.range.interval());
        if !self.whole {
            let single =
                left.lower.as_ref().zip(left.upper.as_ref()).is_some_and(|(low, high)| low.0 == high.0);
            return left.witness().is_some_and(|value| !single || !except.contains(&&value));
        }
        // Each value that does not count is passed over once.
        for _ in 0..=except.len() {
            let Some(value) = left.whole_witness() else { return false };
            if !except.contains(&&value) {
                return true;
            }
            if left.lower.is_none() {
                return true;
            }
            left.lower = Some((value, false));
        }
        true
    }
}

/// What a calculation can give in this world; `None` when it can only be missing.
pub(in crate::check) fn values(plan: &Plan, world: &World, term: &PlanTerm) -> Option<Values> {
    calculated(plan, Some(world), term)
}

/// What a calculation over inputs can give in any world.
pub(super) fn read(plan: &Plan, term: &PlanTerm) -> Option<Values> {
    calculated(plan, None, term)
}

fn calculated(plan: &Plan, world: Option<&World>, term: &PlanTerm) -> Option<Values> {
    let whole = |number: usize| Exact::from(i64::try_from(number).unwrap_or(i64::MAX));
    let from_one = Range { low: Some(Exact::ONE), high: None };
    Some(match term {
        PlanTerm::Constant(value) => Values::listed(vec![value.clone()])?,
        PlanTerm::Input(input) => return plan.inputs.get(*input).and_then(entered),
        PlanTerm::Reduced(reduction, input) => reduced(*reduction, plan.inputs.get(*input)?),
        PlanTerm::Points(node) => Values::of(world?.nodes.get(*node)?.points.clone()?),
        PlanTerm::Share(node) => {
            let node = world?.nodes.get(*node)?;
            node.points.as_ref()?;
            Values::of(node.share.clone().unwrap_or_default())
        }
        PlanTerm::Total => Values::of(world?.ranked.clone()?),
        PlanTerm::Percent => Values::of(percent(plan, world?)?),
        PlanTerm::EveryGroup => Values::of(lowest_group(plan, world?)?),
        PlanTerm::Grade(grading) => {
            let reached = world?.grades.get(*grading)?;
            let numbers = reached.iter().enumerate().filter(|(_, reached)| **reached);
            Values::listed(numbers.map(|(position, _)| whole(reached.len() - position)).collect())?
        }
        PlanTerm::GradeValue(grading) => {
            let reached = world?.grades.get(*grading)?.iter();
            let grades = plan.rules.gradings.get(*grading)?.grades.iter();
            let values = grades.zip(reached).filter(|(_, reached)| **reached);
            let values = values.filter_map(|(grade, _)| Some(grade.value.value.as_ref()?.exact().clone()));
            Values::listed(values.collect())?
        }
        PlanTerm::Rank(_) => Values { whole: true, ..Values::of(from_one) },
        PlanTerm::Bonus => Values::of(world?.bonus.clone()),
        PlanTerm::Deductions => Values::of(world?.deductions.clone()),
        PlanTerm::Kind => Values::listed(vec![whole(world?.kind?)])?,
        PlanTerm::Negate(inner) => Values::of(calculated(plan, world, inner)?.range.negated()),
        PlanTerm::Binary(operator, left, right) => {
            let (left, right) = (calculated(plan, world, left)?.range, calculated(plan, world, right)?.range);
            Values::of(match operator {
                Operator::Add => left.plus(&right),
                Operator::Subtract => left.plus(&right.negated()),
                Operator::Multiply => left.times(&right),
                Operator::Divide if right.only().is_some_and(Exact::is_zero) => return None,
                Operator::Divide => left.over(&right),
            })
        }
    })
}

/// What may be entered, and what blank means.
fn entered(input: &PlanInput) -> Option<Values> {
    let numbers =
        |count: usize| (0..count).map(|number| Exact::from(i64::try_from(number).unwrap_or(i64::MAX)));
    let mut listed: Vec<Exact> = match input.kind {
        ValueKind::YesNo => numbers(2).collect(),
        ValueKind::Choice => numbers(input.choices.len()).collect(),
        _ => {
            let counted = input.kind == ValueKind::Count;
            let low = match input.min.clone() {
                Some(min) if counted => Some(min.max(Exact::ZERO)),
                None if counted => Some(Exact::ZERO),
                min => min,
            };
            let mut range = Range { low, high: input.max.clone() };
            let mut whole = counted;
            if let Some(blank) = &input.blank {
                range = range.hull(&Range::point(blank.clone()));
                whole &= blank.is_integer();
            }
            return Some(Values { whole, ..Values::of(range) });
        }
    };
    listed.extend(input.blank.clone().filter(|blank| !listed.contains(blank)));
    Values::listed(listed)
}

fn reduced(reduction: Reduction, input: &PlanInput) -> Values {
    let one =
        entered(&PlanInput { blank: None, ..input.clone() }).map(|values| values.range).unwrap_or_default();
    let zero = Exact::ZERO;
    match reduction {
        Reduction::Count => Values { whole: true, ..Values::of(Range { low: Some(zero), high: None }) },
        Reduction::Sum => Values::of(Range {
            low: one.low.filter(|low| !low.is_negative()).map(|_| zero.clone()),
            high: one.high.filter(|high| *high <= zero).map(|_| zero),
        }),
        Reduction::Highest | Reduction::Lowest | Reduction::Mean => Values::of(one),
    }
}

fn percent(plan: &Plan, world: &World) -> Option<Range> {
    let ranked = world.ranked.as_ref()?;
    let root = world.nodes.get(plan.root)?;
    // The share of the sheet knows which points go with which maximum, where nothing is added to them.
    let bare = plan.rules.rounding.total.is_none()
        && plan.rules.adjustments.as_ref().is_none_or(|adjustments| adjustments.outside_total);
    match &root.share {
        Some(share) if bare => Some(share.clone()),
        _ => Some(ranked.over(&root.max)),
    }
}

/// The lowest share among the groups that can earn points.
fn lowest_group(plan: &Plan, world: &World) -> Option<Range> {
    let children = plan.nodes.get(plan.root)?.children.iter().filter_map(|child| world.nodes.get(*child));
    let counted: Vec<_> = children
        .filter(|child| {
            child.points.is_some() && child.max.high.as_ref().is_none_or(|high| *high > Exact::ZERO)
        })
        .collect();
    let share = |child: &&super::Reached| child.share.clone().unwrap_or_default();
    let whole = hull(counted.iter().map(share))?;
    let sure = counted
        .iter()
        .filter(|child| !child.drops() && child.max.low.as_ref().is_some_and(|low| *low > Exact::ZERO));
    // The lowest of them is no higher than any that is surely among them.
    let held = sure.filter_map(|child| share(child).high).min();
    Some(Range { low: whole.low, high: held.or(whole.high) })
}
