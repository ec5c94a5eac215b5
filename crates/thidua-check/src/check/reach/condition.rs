use thidua_core::calculus::{Quantity, Range};
use thidua_core::{Comparator, Exact, Plan};
use thidua_rules::program::{Interval, PlanComparison, PlanCondition, PlanTerm};

use super::value::{every, values};
use super::world::World;

/// A condition that falls into more cases than this is taken to be open.
const CASES: usize = 256;

/// Whether the condition can hold in this world, or, with `holds` false, whether it can fail.
pub(in crate::check) fn possible(plan: &Plan, world: &World, condition: &PlanCondition, holds: bool) -> bool {
    cases(condition, holds).is_none_or(|cases| cases.iter().any(|case| consistent(plan, world, case)))
}

/// Whether the condition is small enough to be looked at in every case.
pub(in crate::check) fn is_read(condition: &PlanCondition) -> bool {
    cases(condition, true).is_some() && cases(condition, false).is_some()
}

/// A comparison that must come out this way.
type Fact<'a> = (&'a PlanComparison, bool);

/// The ways in which the condition comes out so: in each of them every comparison does its part.
fn cases(condition: &PlanCondition, holds: bool) -> Option<Vec<Vec<Fact<'_>>>> {
    match (condition, holds) {
        (PlanCondition::Compare(comparison), _) => Some(vec![vec![(comparison.as_ref(), holds)]]),
        (PlanCondition::Not(part), _) => cases(part, !holds),
        (PlanCondition::Any(parts), true) | (PlanCondition::All(parts), false) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(cases(part, holds)?);
            }
            Some(all).filter(|all| all.len() <= CASES)
        }
        (PlanCondition::All(parts), true) | (PlanCondition::Any(parts), false) => {
            let mut all: Vec<Vec<Fact<'_>>> = vec![Vec::new()];
            for part in parts {
                let part = cases(part, holds)?;
                if all.len().saturating_mul(part.len()) > CASES {
                    return None;
                }
                all = all
                    .iter()
                    .flat_map(|left| part.iter().map(|right| [left.as_slice(), right].concat()))
                    .collect();
            }
            Some(all)
        }
    }
}

/// What is left of the values of one term.
struct Left<'a> {
    term: &'a PlanTerm,
    values: Range,
    interval: Interval,
    except: Vec<Exact>,
}

impl Left<'_> {
    fn narrow(&mut self, comparator: Comparator, end: &Exact) {
        let end = |included| Some((end.clone(), included));
        let (lower, upper) = match comparator {
            Comparator::Equal => (end(true), end(true)),
            Comparator::AtLeast => (end(true), None),
            Comparator::Above => (end(false), None),
            Comparator::AtMost => (None, end(true)),
            Comparator::Below => (None, end(false)),
            Comparator::NotEqual => {
                self.except.extend(end(true).map(|(value, _)| value));
                return;
            }
        };
        self.interval = self.interval.intersection(&Interval { lower, upper });
    }

    fn open(&self) -> bool {
        self.values.meets(&self.interval, &self.except)
    }
}

/// Whether all the comparisons can come out so together, as far as each term is looked at alone.
fn consistent(plan: &Plan, world: &World, facts: &[Fact<'_>]) -> bool {
    let mut left: Vec<Left<'_>> = Vec::new();
    for (comparison, holds) in facts {
        let comparator = if *holds { comparison.comparator } else { comparison.comparator.opposite() };
        let side = |term: &PlanTerm, written: Comparator| match term {
            PlanTerm::Every(all) => every(plan, world, *all, written),
            _ => values(plan, world, term),
        };
        let (Some(one), Some(other)) = (
            side(&comparison.left, comparison.comparator),
            side(&comparison.right, comparison.comparator.mirrored()),
        ) else {
            return false;
        };
        if comparison.left == comparison.right {
            if !comparator.holds(std::cmp::Ordering::Equal) {
                return false;
            }
            continue;
        }
        let (term, values, comparator, end) = match (one.only(), other.only()) {
            (_, Some(end)) => {
                let end = end.clone();
                (&comparison.left, one, comparator, end)
            }
            (Some(end), None) => {
                let end = end.clone();
                (&comparison.right, other, comparator.mirrored(), end)
            }
            (None, None) => {
                if !one.compare(comparator, &other).yes {
                    return false;
                }
                continue;
            }
        };
        let known = left.iter().position(|left| left.term == term);
        let at = known.unwrap_or(left.len());
        if known.is_none() {
            let interval = Interval { lower: None, upper: None };
            left.push(Left { term, values, interval, except: Vec::new() });
        }
        if let Some(left) = left.get_mut(at) {
            left.narrow(comparator, &end);
        }
    }
    left.iter().all(Left::open) && grades_fit(plan, &left)
}

/// Whether a grade that is asked for goes with the value that is asked for.
fn grades_fit(plan: &Plan, left: &[Left<'_>]) -> bool {
    left.iter().all(|grade| {
        let PlanTerm::Grade(grading) = grade.term else { return true };
        let of = plan.gradings.get(*grading).map(|grading| &grading.of);
        let Some(value) = left.iter().find(|left| Some(left.term) == of) else { return true };
        let count = plan.gradings.get(*grading).map_or(0, |grading| grading.grades.len());
        (0..count).any(|position| {
            let number = Exact::from(i64::try_from(count - position).unwrap_or(i64::MAX));
            let given = Interval { lower: Some((number.clone(), true)), upper: Some((number, true)) };
            let given = grade.interval.intersection(&given);
            let band =
                super::grade::values_with(plan, *grading, position.into()).intersection(&value.interval);
            grade.values.meets(&given, &grade.except) && value.values.meets(&band, &value.except)
        })
    })
}
