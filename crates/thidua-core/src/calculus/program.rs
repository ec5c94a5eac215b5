//! Programs: the operations by which one criterion becomes points, in order; each reads earlier ones only.

use std::sync::Arc;

use super::cases::{Cases, Pays, Way};
use crate::method::Better;
use crate::plan::{PlanCondition, PlanTerm};
use crate::{Date, Exact, Number, RoundingMode, Span, Text};

/// A step that gives a number, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Num(u32);

impl Num {
    pub(crate) fn at(position: usize) -> Self {
        Self(u32::try_from(position).unwrap_or(u32::MAX))
    }

    pub(crate) fn position(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One step of a program. The set is closed: nothing here knows of rules or files.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operation {
    Constant(Exact),
    /// A calculation over the entrant's inputs.
    Term(PlanTerm),
    /// 1 where the condition holds, 0 where it does not.
    Holds(PlanCondition),
    Add(Num, Num),
    Subtract(Num, Num),
    Multiply(Num, Num),
    Divide(Num, Num),
    Least(Num, Num),
    Greatest(Num, Num),
    /// By the piece into which the value falls.
    Cases(Num, Cases),
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
    pub(crate) fn reads(&mut self, each: &mut dyn FnMut(&mut Num)) {
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
pub(crate) struct Exponent {
    pub(crate) raise: u32,
    /// Not zero.
    pub(crate) root: u32,
}

/// Which days count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Calendar {
    pub(crate) working: bool,
    pub(crate) holidays: Vec<Date>,
}

/// Where many values come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Marks {
    /// An input that has many values.
    List(usize),
    /// Steps of which some may be absent: those are left out.
    Steps(Vec<Num>),
}

/// How many values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fold {
    Count,
    /// The sum of the best so many; of all when there is no number.
    Best(Option<u32>),
    /// Without so many of the lowest and of the highest.
    Mean(Dropped),
    Median(Dropped),
}

/// How many values are left out at either end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dropped {
    Counts {
        lowest: u32,
        highest: u32,
    },
    /// This part of them at either end, whole ones only; below one half, so that some are left.
    Part {
        above: i128,
        below: i128,
    },
}

impl Dropped {
    pub(crate) const NONE: Self = Self::Counts { lowest: 0, highest: 0 };

    /// How many of so many values fall away at the lowest end, and at the highest.
    pub(crate) fn of(self, count: usize) -> (usize, usize) {
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
pub(crate) enum Figure {
    Best(Better),
    Worst(Better),
    /// How many are better than the value of the step.
    Ahead(Num, Better),
    /// By how much the best one exceeds its target, as a share of it.
    BestExcess,
}

/// How one criterion becomes points (chương trình tính của một tiêu chí).
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub(crate) steps: Vec<Operation>,
    pub(crate) output: Num,
    pub(crate) ways: Vec<Way>,
}

/// Builds a program step by step.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    steps: Vec<Operation>,
    ways: Vec<Way>,
    under: &'static [&'static str],
    /// Where ways stand that have no place of their own.
    inside: Option<Span>,
}

impl Builder {
    fn push(&mut self, operation: Operation) -> Num {
        self.steps.push(operation);
        Num::at(self.steps.len() - 1)
    }

    pub(crate) fn constant(&mut self, value: impl Into<Exact>) -> Num {
        self.push(Operation::Constant(value.into()))
    }

    pub(crate) fn term(&mut self, term: PlanTerm) -> Num {
        self.push(Operation::Term(term))
    }

    pub(crate) fn holds(&mut self, condition: PlanCondition) -> Num {
        self.push(Operation::Holds(condition))
    }

    pub(crate) fn add(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Add(left, right))
    }

    pub(crate) fn subtract(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Subtract(left, right))
    }

    pub(crate) fn multiply(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Multiply(left, right))
    }

    pub(crate) fn divide(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Divide(left, right))
    }

    pub(crate) fn least(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Least(left, right))
    }

    pub(crate) fn greatest(&mut self, left: Num, right: Num) -> Num {
        self.push(Operation::Greatest(left, right))
    }

    pub(crate) fn cases(&mut self, of: Num, cases: Cases) -> Num {
        self.push(Operation::Cases(of, cases))
    }

    /// Towards zero to whole numbers.
    pub(crate) fn whole(&mut self, of: Num) -> Num {
        self.rounded(of, Exact::ONE, RoundingMode::Down)
    }

    pub(crate) fn rounded(&mut self, of: Num, step: Exact, mode: RoundingMode) -> Num {
        self.push(Operation::Round(of, step, mode))
    }

    pub(crate) fn root(&mut self, of: Num, exponent: Exponent, step: Exact, mode: RoundingMode) -> Num {
        self.push(Operation::Root(of, exponent, step, mode))
    }

    pub(crate) fn multiple(&mut self, of: Num, step: Exact) -> Num {
        self.push(Operation::Multiple(of, step))
    }

    pub(crate) fn days(&mut self, from: Num, to: Num, calendar: Calendar) -> Num {
        self.push(Operation::Days(from, to, Arc::new(calendar)))
    }

    pub(crate) fn fold(&mut self, marks: Marks, fold: Fold) -> Num {
        self.push(Operation::Fold(marks, fold))
    }

    pub(crate) fn mean(&mut self, parts: Vec<(Exact, Num)>) -> Num {
        self.push(Operation::Mean(parts))
    }

    pub(crate) fn peers(&mut self, figure: Figure) -> Num {
        self.push(Operation::Peers(figure))
    }

    pub(crate) fn given(&mut self, reads: Vec<Num>, then: Num) -> Num {
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
    pub(crate) fn way(&mut self, what: Text) -> Option<usize> {
        self.add_way(what, None, true)
    }

    /// A way that the arithmetic shows by itself.
    pub(crate) fn quiet(&mut self, what: Text) -> Option<usize> {
        self.add_way(what, None, false)
    }

    /// A way with a place of its own.
    pub(crate) fn way_at(&mut self, what: Text, span: Span) -> Option<usize> {
        self.add_way(what, Some(span).filter(|span| span.line > 0), true)
    }

    /// Such a way that the arithmetic shows by itself.
    pub(crate) fn quiet_at(&mut self, what: Text, span: Span) -> Option<usize> {
        self.add_way(what, Some(span).filter(|span| span.line > 0), false)
    }

    /// The same way, which goes by numbers written like these: as percentages, if one of them is.
    pub(crate) fn ends<'n>(
        &mut self,
        way: Option<usize>,
        mut ends: impl Iterator<Item = &'n Number>,
    ) -> Option<usize> {
        if let Some(way) = way.and_then(|way| self.ways.get_mut(way)) {
            way.in_percent = ends.any(Number::is_percent);
        }
        way
    }

    fn add_way(&mut self, what: Text, span: Option<Span>, told: bool) -> Option<usize> {
        let (span, under) = (span.or(self.inside), self.under);
        self.ways.push(Way { what, span, under, told, in_percent: false });
        Some(self.ways.len() - 1)
    }

    pub(crate) fn finish(self, output: Num) -> Program {
        Program { steps: self.steps, output, ways: self.ways }
    }
}

impl Program {
    /// The same, its output put through cases.
    pub(crate) fn then_cases(self, cases: Cases) -> Self {
        let mut to = Builder { steps: self.steps, ways: self.ways, ..Builder::default() };
        let output = to.cases(self.output, cases);
        to.finish(output)
    }
}
