use std::rc::Rc;

use thidua_rules::Comparator;
use thidua_rules::program::{Cases, Exponent, Fold};

use super::expression::{Expression, Operand};
use super::presence::Slot;
use super::quantity::{Quantity, Truth, Values, kept};
use crate::{Exact, RoundingMode};

/// An exact number and how it came about (vết tính): the same walk that scores writes the arithmetic of a page.
#[derive(Clone, Debug)]
pub struct Traced {
    pub(crate) value: Exact,
    pub(crate) from: Expression,
}

impl Traced {
    /// A number of the rules, or a result that is printed elsewhere.
    pub(crate) fn number(value: Exact) -> Self {
        Self::read(value, Expression::Number, Operand::Stated)
    }

    /// What was read: a number, a percentage or a day.
    pub(crate) fn read(value: Exact, kind: fn(Exact, Operand) -> Expression, of: Operand) -> Self {
        Self { from: kind(value.clone(), of), value }
    }

    fn new(value: Exact, from: Expression) -> Self {
        Self { value, from: from.tidy() }
    }

    fn join(
        &self,
        other: &Self,
        value: Exact,
        join: fn(Rc<Expression>, Rc<Expression>) -> Expression,
    ) -> Self {
        Self::new(value, join(Rc::new(self.from.clone()), Rc::new(other.from.clone())))
    }
}

impl Quantity for Traced {
    const EXACT: bool = true;
    type Answer = Truth;

    fn exactly(value: &Exact) -> Self {
        Self::number(value.clone())
    }

    fn day(value: &Exact) -> Self {
        Self::read(value.clone(), Expression::Day, Operand::Stated)
    }

    fn only(&self) -> Option<&Exact> {
        Some(&self.value)
    }

    fn join(&self, _: &Self) -> Self {
        self.clone()
    }

    fn between(self) -> Self {
        self
    }

    fn plus(&self, other: &Self) -> Self {
        self.join(other, self.value.plus(&other.value), Expression::Sum)
    }

    fn minus(&self, other: &Self) -> Self {
        self.join(other, self.value.minus(&other.value), Expression::Difference)
    }

    fn times(&self, other: &Self) -> Self {
        self.join(other, self.value.times(&other.value), Expression::Product)
    }

    fn over(&self, divisor: &Self) -> Slot<Self> {
        let quotient = self.value.over(&divisor.value);
        let value = quotient.value.map(|value| self.join(divisor, value, Expression::Quotient));
        Slot { value, absent: quotient.absent }
    }

    // Of two numbers one is the result: its own arithmetic is that of the result.
    fn least(&self, other: &Self) -> Self {
        if self.value <= other.value { self.clone() } else { other.clone() }
    }

    fn greatest(&self, other: &Self) -> Self {
        if self.value >= other.value { self.clone() } else { other.clone() }
    }

    fn round(&self, step: &Exact, mode: RoundingMode) -> Self {
        let value = self.value.round(step, mode);
        // What was round already is printed as it came about.
        if value == self.value {
            return self.clone();
        }
        Self { from: Expression::Rounded(Rc::new(self.from.clone()), step.clone(), mode), value }
    }

    fn root(&self, exponent: Exponent, step: &Exact, mode: RoundingMode) -> Slot<Self> {
        let root = self.value.root(exponent, step, mode);
        let from = Expression::Root(Rc::new(self.from.clone()), exponent, step.clone(), mode);
        Slot { value: root.value.map(|value| Self { from, value }), absent: root.absent }
    }

    fn multiple(&self, step: &Exact) -> Slot<Self> {
        let multiple = self.value.multiple(step);
        Slot { value: multiple.value.map(|_| self.clone()), absent: multiple.absent }
    }

    fn pieces(&self, cases: &Cases, each: &mut dyn FnMut(usize, &Self)) {
        each(cases.piece_of(&self.value), self);
    }

    fn line(&self, at: &Exact, points: &Exact, slope: &Exact) -> Self {
        let along = self.minus(&Self::exactly(at)).times(&Self::exactly(slope));
        Self::exactly(points).plus(&along)
    }

    fn fold(marks: &Values<Self>, fold: Fold) -> Slot<Self> {
        let values = |marks: &Values<Self>| marks.certain.iter().map(|mark| mark.value.clone()).collect();
        let exact = Values { certain: values(marks), possible: Vec::new(), more: None };
        let found = Exact::fold(&exact, fold);
        // The values of a list are those of one input; of several, nothing is said.
        let operands = marks.certain.iter().map(|mark| mark.from.operand());
        let of = operands.reduce(|one, other| if one == other { one } else { Operand::Stated });
        let of = of.unwrap_or(Operand::Stated);
        let sum = |kept: &[Exact]| {
            let numbers = kept.iter().map(|value| Expression::Number(value.clone(), of));
            numbers.reduce(|sum, number| Expression::Sum(Rc::new(sum), Rc::new(number)))
        };
        let from = |value: &Exact| {
            match fold {
                Fold::Count => None,
                Fold::Best(_) => sum(kept(fold, &mut exact.certain.clone())),
                Fold::Mean(_) | Fold::Median(_) => {
                    let mut marks = exact.certain.clone();
                    let counted = kept(fold, &mut marks);
                    let count = Exact::from(i64::try_from(counted.len()).unwrap_or(i64::MAX));
                    let divided = |sum: Expression| match counted.len() {
                        1 => sum,
                        _ => Expression::Quotient(
                            Rc::new(sum),
                            Rc::new(Expression::Number(count, Operand::Stated)),
                        ),
                    };
                    sum(counted).map(divided)
                }
            }
            .unwrap_or_else(|| Expression::Number(value.clone(), Operand::Stated))
        };
        let value = found.value.map(|value| Self { from: from(&value), value });
        Slot { value, absent: found.absent }
    }

    fn compare(&self, comparator: Comparator, other: &Self) -> Truth {
        self.value.compare(comparator, &other.value)
    }

    fn told(answer: &Truth) -> Slot<Self> {
        answer.number()
    }

    fn days_to(&self, other: &Self, count: &dyn Fn(&Exact, &Exact) -> Option<Exact>) -> Slot<Self> {
        let days = self.value.days_to(&other.value, count);
        Slot { value: days.value.map(Self::number), absent: days.absent }
    }
}
