//! Programs: the operations by which one criterion becomes points, in order; each reads earlier ones only.

mod cases;
mod cover;
mod interval;
mod kind;
mod reason;
mod term;

use std::sync::Arc;

pub use cases::{Cases, Cut, Pays, Piece, Side, Way};
pub use cover::{Cover, Edge, edges, meetings};
pub use interval::{Interval, covered, gaps};
pub use kind::Kind;
pub use reason::Reason;
pub use term::{PlanComparison, PlanCondition, PlanTerm};

pub use crate::id::Num;
use crate::id::{InputId, TiVec, WayId};
use crate::method::Better;
use crate::{Date, Exact, Number, RoundingMode, Span, Text};

/// One step of a program. The set is closed: nothing here knows of rules or files.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// A number of the rules.
    Constant(Exact),
    /// A calculation over the entrant's inputs.
    Term(PlanTerm),
    /// 1 where the condition holds, 0 where it does not.
    Holds(PlanCondition),
    /// The sum.
    Add(Num, Num),
    /// The first less the second.
    Subtract(Num, Num),
    /// The product.
    Multiply(Num, Num),
    /// The quotient; none where the second is zero.
    Divide(Num, Num),
    /// The lower of both.
    Least(Num, Num),
    /// The higher of both.
    Greatest(Num, Num),
    /// By the piece into which the value falls.
    Cases(Num, Cases),
    /// Rounded to a multiple of the number.
    Round(Num, Exact, RoundingMode),
    /// A root of a power, rounded in the same breath: it is irrational otherwise.
    Root(Num, Exponent, Exact, RoundingMode),
    /// The value, where it is a whole multiple of the step.
    Multiple(Num, Exact),
    /// Days from the first to the second that count; none when the second comes first.
    Days(Num, Num, Arc<Calendar>),
    /// Many values become one.
    Fold(Marks, Fold),
    /// The mean of the numbers, each as often as its step says.
    Mean(Vec<(Exact, Num)>),
    /// Something about the reference set.
    Peers(Figure),
    /// The last one, where all of the first are there.
    Given(Vec<Num>, Num),
}

impl Operation {
    /// Every step it reads; `each` may put another in its place.
    pub fn reads(&mut self, each: &mut dyn FnMut(&mut Num)) {
        match self {
            Self::Constant(_) | Self::Term(_) | Self::Holds(_) | Self::Fold(Marks::List(_), _) => {}
            Self::Peers(Figure::Best(_) | Figure::Worst(_) | Figure::BestExcess) => {}
            Self::Add(left, right)
            | Self::Subtract(left, right)
            | Self::Multiply(left, right)
            | Self::Divide(left, right)
            | Self::Least(left, right)
            | Self::Greatest(left, right)
            | Self::Days(left, right, _) => [left, right].into_iter().for_each(each),
            Self::Cases(of, cases) => {
                each(of);
                for piece in &mut cases.pieces {
                    if let Pays::Step(step) = &mut piece.pays {
                        each(step);
                    }
                }
            }
            Self::Round(of, ..)
            | Self::Root(of, ..)
            | Self::Multiple(of, _)
            | Self::Peers(Figure::Ahead(of, _)) => each(of),
            Self::Fold(Marks::Steps(steps), _) => steps.iter_mut().for_each(each),
            Self::Mean(parts) => parts.iter_mut().for_each(|(_, step)| each(step)),
            Self::Given(reads, then) => reads.iter_mut().chain([then]).for_each(each),
        }
    }
}

/// An exponent that is a fraction of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponent {
    /// The power to which the value is raised.
    pub raise: u32,
    /// Not zero.
    pub root: u32,
}

/// Which days count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Only Monday to Friday.
    pub working: bool,
    /// The days that do not count.
    pub holidays: Vec<Date>,
}

/// Where many values come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marks {
    /// An input that has many values.
    List(InputId),
    /// Steps of which some may be absent: those are left out.
    Steps(Vec<Num>),
}

/// How many values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// How many there are.
    Count,
    /// The sum of the best so many; of all when there is no number.
    Best(Option<u32>),
    /// Without so many of the lowest and of the highest.
    Mean(Dropped),
    /// The middle one of those that are left, or the mean of the middle two.
    Median(Dropped),
}

/// How many values are left out at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// So many.
    Counts {
        /// From the lowest on.
        lowest: u32,
        /// From the highest on.
        highest: u32,
    },
    /// This part of them at either end, whole ones only; below one half, so that some are left.
    Part {
        /// The numerator of the part.
        above: i128,
        /// Its denominator.
        below: i128,
    },
}

impl Dropped {
    /// None at all.
    pub const NONE: Self = Self::Counts { lowest: 0, highest: 0 };

    /// How many of so many values fall away at the lowest end, and at the highest.
    pub fn of(self, count: usize) -> (usize, usize) {
        let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        match self {
            Self::Counts { lowest, highest } => (number(lowest), number(highest)),
            Self::Part { above, below } => {
                let all = i128::try_from(count).ok().and_then(|count| count.checked_mul(above));
                let each =
                    all.and_then(|all| all.checked_div(below)).and_then(|part| usize::try_from(part).ok());
                (each.unwrap_or(0), each.unwrap_or(0))
            }
        }
    }
}

/// What is asked of a reference set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The best value.
    Best(Better),
    /// The worst value.
    Worst(Better),
    /// How many are better than the value of the step.
    Ahead(Num, Better),
    /// By how much the best one exceeds its target, as a share of it.
    BestExcess,
}

/// How one criterion becomes points (chương trình tính của một tiêu chí).
#[derive(Clone, Debug)]
pub struct Program {
    /// The operations, each reading earlier ones only.
    pub steps: TiVec<Num, Operation>,
    /// The step with the points.
    pub output: Num,
    /// The ways it can go, which pieces of cases name by position.
    pub ways: TiVec<WayId, Way>,
}

/// Builds a program step by step.
#[derive(Debug, Default)]
pub struct Builder {
    steps: TiVec<Num, Operation>,
    ways: TiVec<WayId, Way>,
    under: &'static [&'static str],
    /// Where ways stand that have no place of their own.
    inside: Option<Span>,
}

impl Builder {
    fn push(&mut self, operation: Operation) -> Num {
        self.steps.push_and_get_key(operation)
    }

    /// A number of the rules.
    pub fn constant(&mut self, value: impl Into<Exact>) -> Num {
        self.push(Operation::Constant(value.into()))
    }

    /// A calculation over what was entered.
    pub fn term(&mut self, term: PlanTerm) -> Num {
        self.push(Operation::Term(term))
    }

    /// One where the condition holds, else zero.
    pub fn holds(&mut self, condition: PlanCondition) -> Num {
        self.push(Operation::Holds(condition))
    }

    /// The sum.
    pub fn add(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Add(left, right))
    }

    /// The first less the second.
    pub fn subtract(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Subtract(left, right))
    }

    /// The product.
    pub fn multiply(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Multiply(left, right))
    }

    /// The quotient.
    pub fn divide(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Divide(left, right))
    }

    /// The lower of both.
    pub fn least(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Least(left, right))
    }

    /// The higher of both.
    pub fn greatest(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Greatest(left, right))
    }

    /// By the piece into which the value falls.
    pub fn cases(&mut self, of: Num, cases: Cases) -> Num {
        self.push(Operation::Cases(of, cases))
    }

    /// Towards zero to whole numbers.
    pub(crate) fn whole(&mut self, of: Num) -> Num {
        self.rounded(of, Exact::ONE, RoundingMode::Down)
    }

    /// To a multiple of the step.
    pub fn rounded(&mut self, of: Num, step: Exact, mode: RoundingMode) -> Num {
        self.push(Operation::Round(of, step, mode))
    }

    /// A root of a power, to a multiple of the step.
    pub fn root(&mut self, of: Num, exponent: Exponent, step: Exact, mode: RoundingMode) -> Num {
        self.push(Operation::Root(of, exponent, step, mode))
    }

    /// The value itself, where it is a multiple of the step.
    pub fn multiple(&mut self, of: Num, step: Exact) -> Num {
        self.push(Operation::Multiple(of, step))
    }

    /// The days from one to the other.
    pub fn days(&mut self, from: Num, to: Num, calendar: Calendar) -> Num {
        self.push(Operation::Days(from, to, Arc::new(calendar)))
    }

    /// Many values as one.
    pub fn fold(&mut self, marks: Marks, fold: Fold) -> Num {
        self.push(Operation::Fold(marks, fold))
    }

    /// The mean, each number as often as its step says.
    pub fn mean(&mut self, parts: Vec<(Exact, Num)>) -> Num {
        self.push(Operation::Mean(parts))
    }

    /// Something about the reference set.
    pub fn peers(&mut self, figure: Figure) -> Num {
        self.push(Operation::Peers(figure))
    }

    /// The last step, where all of the first are there.
    pub fn given(&mut self, reads: Vec<Num>, then: Num) -> Num {
        self.push(Operation::Given(reads, then))
    }

    /// The keys that the next ways stand under.
    pub(crate) fn under(&mut self, keys: &'static [&'static str]) {
        self.under = keys;
    }

    /// The place of the next ways that have none of their own.
    pub(crate) fn inside(&mut self, place: Option<Span>) {
        self.inside = place;
    }

    /// A way, and its number for the pieces that go it; pages say it beside the arithmetic.
    pub(crate) fn way(&mut self, what: Text) -> Option<WayId> {
        self.add_way(what, None, true)
    }

    /// A way that the arithmetic shows by itself.
    pub(crate) fn quiet(&mut self, what: Text) -> Option<WayId> {
        self.add_way(what, None, false)
    }

    /// A way with a place of its own.
    pub(crate) fn way_at(&mut self, what: Text, span: Span) -> Option<WayId> {
        self.add_way(what, Some(span).filter(|span| span.line > 0), true)
    }

    /// Such a way that the arithmetic shows by itself.
    pub(crate) fn quiet_at(&mut self, what: Text, span: Span) -> Option<WayId> {
        self.add_way(what, Some(span).filter(|span| span.line > 0), false)
    }

    /// The same way, which goes by numbers written like these: as percentages, if one of them is.
    pub(crate) fn ends<'n>(
        &mut self,
        way: Option<WayId>,
        mut ends: impl Iterator<Item = &'n Number>,
    ) -> Option<WayId> {
        if let Some(way) = way.and_then(|way| self.ways.get_mut(way)) {
            way.in_percent = ends.any(Number::is_percent);
        }
        way
    }

    fn add_way(&mut self, what: Text, span: Option<Span>, told: bool) -> Option<WayId> {
        let (span, under) = (span.or(self.inside), self.under);
        Some(self.ways.push_and_get_key(Way { what, span, under, told, in_percent: false }))
    }

    /// The program whose points are this step.
    pub fn finish(self, output: Num) -> Program {
        Program { steps: self.steps, output, ways: self.ways }
    }
}

impl Program {
    /// The same, its output put through cases.
    pub fn then_cases(self, cases: Cases) -> Self {
        let mut to = Builder { steps: self.steps, ways: self.ways, ..Builder::default() };
        let output = to.cases(self.output, cases);
        to.finish(output)
    }
}
