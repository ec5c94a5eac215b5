//! What is known about one entrant so far, for formulas and conditions.

use std::cmp::Ordering;

use crate::Exact;
use crate::evaluation::{CellState, Evaluations};
use crate::expression::{Operator, Reduction};
use crate::grade::Grades;
use crate::plan::{Plan, PlanComparison, PlanCondition, PlanTerm};
use crate::rank::Standings;
use crate::score::Scorecards;

/// Everything computed up to some step; later steps see more.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) evaluations: &'a Evaluations,
    pub(crate) stage: usize,
    pub(crate) scorecards: Option<&'a Scorecards>,
    pub(crate) grades: Option<&'a Grades>,
    pub(crate) standings: Option<&'a Standings>,
}

impl Facts<'_> {
    /// The value of a calculation; `None` when something it needs is missing or it divides by zero.
    pub(crate) fn value(&self, term: &PlanTerm, row: usize) -> Option<Exact> {
        Some(match term {
            PlanTerm::Constant(number) => number.clone(),
            PlanTerm::Input(input) => return self.input(*input, row),
            PlanTerm::Reduced(reduction, input) => return self.reduced(*reduction, *input, row),
            PlanTerm::Points(node) => return self.scorecards?.points(*node, row),
            PlanTerm::Share(node) => return self.share(*node, row),
            PlanTerm::Total => return self.scorecards?.ranked_total(row),
            PlanTerm::Percent => {
                let scorecards = self.scorecards?;
                return scorecards.ranked_total(row)?.checked_div(&scorecards.max(
                    self.plan,
                    self.plan.root,
                    row,
                ));
            }
            PlanTerm::EveryGroup => return self.lowest_group(row),
            PlanTerm::Bonus => return self.scorecards?.bonus(row),
            PlanTerm::Deductions => return self.scorecards?.deductions(row),
            PlanTerm::Kind => Exact::from(i64::try_from(self.evaluations.kind_of(row)?).ok()?),
            PlanTerm::Grade(grading) => {
                let count = self.plan.gradings.get(*grading)?.grades.len();
                let position = self.grades?.grade(*grading, row)?;
                Exact::from(i64::try_from(count - position).ok()?)
            }
            PlanTerm::GradeValue(grading) => {
                let position = self.grades?.grade(*grading, row)?;
                let grade = self.plan.rules.gradings.get(*grading)?.grades.get(position)?;
                grade.value.value.as_ref()?.exact().clone()
            }
            PlanTerm::Rank(ranking) => Exact::from(i64::from(self.standings?.place(*ranking, row)?)),
            PlanTerm::Negate(inner) => -self.value(inner, row)?,
            PlanTerm::Binary(operator, left, right) => {
                let (left, right) = (self.value(left, row)?, self.value(right, row)?);
                match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => return left.checked_div(&right),
                }
            }
        })
    }

    /// Whether the condition holds; `None` when that cannot be told.
    pub(crate) fn verdict(&self, condition: &PlanCondition, row: usize) -> Option<bool> {
        match condition {
            PlanCondition::All(parts) => combine(parts.iter().map(|part| self.verdict(part, row)), false),
            PlanCondition::Any(parts) => combine(parts.iter().map(|part| self.verdict(part, row)), true),
            PlanCondition::Not(part) => self.verdict(part, row).map(|holds| !holds),
            PlanCondition::Compare(comparison) => {
                self.compare(comparison, row).map(|order| comparison.comparator.holds(order))
            }
        }
    }

    pub(crate) fn compare(&self, comparison: &PlanComparison, row: usize) -> Option<Ordering> {
        Some(self.value(&comparison.left, row)?.cmp(&self.value(&comparison.right, row)?))
    }

    pub(crate) fn input(&self, input: usize, row: usize) -> Option<Exact> {
        let column = self.evaluations.column(self.stage, input)?;
        match column.state(row) {
            CellState::Value => Some(column.values.get(row)),
            CellState::Blank => self.plan.inputs.get(input)?.blank.clone(),
            _ => None,
        }
    }

    pub(crate) fn list(&self, input: usize, row: usize) -> &[Exact] {
        self.evaluations.column(self.stage, input).map(|column| column.list(row)).unwrap_or_default()
    }

    /// The values of a list; for a blank one the value that blank means, if the input says so.
    pub(crate) fn list_or_blank(&self, input: usize, row: usize) -> &[Exact] {
        let list = self.list(input, row);
        let state = self.evaluations.column(self.stage, input).map(|column| column.state(row));
        let blank = self.plan.inputs.get(input).and_then(|input| input.blank.as_ref());
        match blank.filter(|_| list.is_empty() && state == Some(CellState::Blank)) {
            Some(blank) => std::slice::from_ref(blank),
            None => list,
        }
    }

    fn reduced(&self, reduction: Reduction, input: usize, row: usize) -> Option<Exact> {
        if self.evaluations.column(self.stage, input)?.state(row) == CellState::NotSubmitted {
            return None;
        }
        let list = self.list(input, row);
        let sum = || list.iter().fold(Exact::ZERO, |sum, value| sum + value.clone());
        let count = Exact::from(i64::try_from(list.len()).ok()?);
        match reduction {
            Reduction::Sum => Some(sum()),
            Reduction::Count => Some(count),
            Reduction::Highest => list.iter().max().cloned(),
            Reduction::Lowest => list.iter().min().cloned(),
            Reduction::Mean => sum().checked_div(&count),
        }
    }

    fn share(&self, node: usize, row: usize) -> Option<Exact> {
        let scorecards = self.scorecards?;
        scorecards.points(node, row)?.checked_div(&scorecards.max(self.plan, node, row))
    }

    /// The lowest share among the top-level criteria that this entrant has and that can earn points.
    fn lowest_group(&self, row: usize) -> Option<Exact> {
        let (scorecards, root) = (self.scorecards?, self.plan.nodes.get(self.plan.root)?);
        let counts = |child: &&usize| {
            scorecards.is_present(**child, row) && scorecards.max(self.plan, **child, row) > Exact::ZERO
        };
        root.children.iter().filter(counts).map(|child| self.share(*child, row)).min().flatten()
    }
}

/// Three-valued: one `decisive` verdict settles it, else one unknown leaves it open.
fn combine(verdicts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut known = true;
    for verdict in verdicts {
        match verdict {
            Some(verdict) if verdict == decisive => return Some(decisive),
            Some(_) => {}
            None => known = false,
        }
    }
    known.then_some(!decisive)
}
