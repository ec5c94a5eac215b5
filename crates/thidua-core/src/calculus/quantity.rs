use thidua_rules::Comparator;
use thidua_rules::program::{Cases, Exponent, Fold, Reason};

use super::presence::{Reasons, Slot};
use crate::{Exact, RoundingMode};

/// What numbers are in a reading: one exact number, or every number that is possible.
///
/// Operations are monotone or exact in each domain; presence is none of their business.
pub trait Quantity: Clone + std::fmt::Debug {
    /// Whether it is one number: then exactly one thing is the case everywhere.
    const EXACT: bool;
    /// What questions about such numbers are answered with.
    type Answer: Answer;
    /// One number and no other.
    fn exactly(value: &Exact) -> Self;
    /// One day of the calendar, by its number.
    fn day(value: &Exact) -> Self {
        Self::exactly(value)
    }
    /// The number, when there is only one.
    fn only(&self) -> Option<&Exact>;
    /// What is one or the other.
    fn join(&self, other: &Self) -> Self;
    /// Everything between its ends: what a mean of several such numbers may be.
    fn between(self) -> Self;
    /// The sum.
    fn plus(&self, other: &Self) -> Self;
    /// Adds the other so many times. It says no more than `plus` and `times` do: a domain of many numbers may do both in one go.
    fn add(&mut self, other: &Self, times: Option<&Exact>) {
        *self = added(self, other, times);
    }
    /// The first less the other.
    fn minus(&self, other: &Self) -> Self;
    /// The product.
    fn times(&self, other: &Self) -> Self;
    /// The quotient, where the divisor is not zero; absent where it may be.
    fn over(&self, divisor: &Self) -> Slot<Self>;
    /// The lower of both.
    fn least(&self, other: &Self) -> Self;
    /// The higher of both.
    fn greatest(&self, other: &Self) -> Self;
    /// Rounded to a multiple of the step.
    fn round(&self, step: &Exact, mode: RoundingMode) -> Self;
    /// The root of the power, to a multiple of the step; absent where the number may lie below zero.
    fn root(&self, exponent: Exponent, step: &Exact, mode: RoundingMode) -> Slot<Self>;
    /// The whole multiples of the step; absent where it may be none.
    fn multiple(&self, step: &Exact) -> Slot<Self>;
    /// Shows every piece into which the value may fall, with what it is there.
    fn pieces(&self, cases: &Cases, each: &mut dyn FnMut(usize, &Self));
    /// What the pieces pay into which the value may fall.
    fn choose(&self, cases: &Cases, pay: &mut dyn FnMut(usize, &Self) -> Slot<Self>) -> Slot<Self> {
        let mut found: Slot<Self> = Slot { value: None, absent: Reasons::default() };
        self.pieces(cases, &mut |piece, here| {
            let paid = pay(piece, here);
            found.absent = found.absent.and(paid.absent);
            found.value = match (found.value.take(), paid.value) {
                (Some(one), Some(other)) => Some(one.join(&other)),
                (one, other) => one.or(other),
            };
        });
        found
    }
    /// `points + (self − at) × slope`.
    fn line(&self, at: &Exact, points: &Exact, slope: &Exact) -> Self;
    /// Many values become one.
    fn fold(marks: &Values<Self>, fold: Fold) -> Slot<Self>;
    /// Whether it may stand so to the other, and whether it may not.
    fn compare(&self, comparator: Comparator, other: &Self) -> Self::Answer;
    /// The answer as a number, 1 where it holds and 0 where it does not; absent as well where it may be unknown.
    fn told(answer: &Self::Answer) -> Slot<Self>;
    /// Through a function of one number that need not be monotone; `None` says nothing about a range.
    fn days_to(&self, other: &Self, count: &dyn Fn(&Exact, &Exact) -> Option<Exact>) -> Slot<Self>;
}

/// Many values: those that are there, those that may be, and what any number more of them may be.
#[derive(Clone, Debug)]
pub struct Values<Q> {
    /// Values that are there in any case.
    pub certain: Vec<Q>,
    /// Values that may be there.
    pub possible: Vec<Q>,
    /// What any further values may be, where there may be some.
    pub more: Option<Q>,
}

/// What a question is answered with, in a domain of numbers.
pub trait Answer: Clone {
    /// Nothing is known.
    fn unknown() -> Self;
    /// Whether all hold: one that fails settles it, else one unknown leaves it open.
    fn all(parts: impl IntoIterator<Item = Self>) -> Self;
    /// The opposite.
    fn not(self) -> Self;
    /// Whether at least one holds.
    fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::all(parts.into_iter().map(Self::not)).not()
    }
    /// It may be unknown besides.
    fn or_unknown(self) -> Self;
    /// It may hold besides.
    fn or_holds(self) -> Self;
    /// Whether it may hold.
    fn may_hold(&self) -> bool;
}

/// The answer to a question: what it may be. One exact entrant has exactly one of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Truth {
    /// It may hold.
    pub yes: bool,
    /// It may fail.
    pub no: bool,
    /// It may be unknown.
    pub unknown: bool,
}

impl Truth {
    pub(crate) fn of(holds: bool) -> Self {
        Self { yes: holds, no: !holds, unknown: false }
    }

    /// The one answer; `None` when it is unknown or there are several.
    pub(crate) fn settled(self) -> Option<bool> {
        match (self.yes, self.no, self.unknown) {
            (true, false, false) => Some(true),
            (false, true, false) => Some(false),
            _ => None,
        }
    }

    /// The answer as a number, where it is one or several of three.
    pub(super) fn number<Q: Quantity>(self) -> Slot<Q> {
        let (yes, no) = (Q::exactly(&Exact::ONE), Q::exactly(&Exact::ZERO));
        let value = match (self.yes, self.no) {
            (true, true) => Some(yes.join(&no)),
            (true, false) => Some(yes),
            (false, true) => Some(no),
            (false, false) => None,
        };
        let absent = if self.unknown { Reasons::of(&[Reason::NotKnown]) } else { Reasons::default() };
        Slot { value, absent }
    }
}

impl Answer for Truth {
    fn unknown() -> Self {
        Self { yes: false, no: false, unknown: true }
    }

    fn not(self) -> Self {
        Self { yes: self.no, no: self.yes, ..self }
    }

    fn or_unknown(self) -> Self {
        Self { unknown: true, ..self }
    }

    fn or_holds(self) -> Self {
        Self { yes: true, ..self }
    }

    fn may_hold(&self) -> bool {
        self.yes
    }

    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let (mut yes, mut no, mut unknown, mut open) = (true, false, false, true);
        for part in parts {
            yes &= part.yes;
            no |= part.no;
            unknown |= part.unknown;
            open &= part.yes || part.unknown;
        }
        Self { yes, no, unknown: unknown && open }
    }
}

/// The values that count, in the order in which they are added up.
pub(crate) fn kept<T: Ord>(fold: Fold, marks: &mut [T]) -> &[T] {
    let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let dropped = match fold {
        Fold::Count | Fold::Best(None) => return marks,
        Fold::Best(Some(count)) => {
            marks.sort_by(|left, right| right.cmp(left));
            return marks.get(..number(count)).unwrap_or(marks);
        }
        Fold::Mean(dropped) | Fold::Median(dropped) => dropped,
    };
    marks.sort();
    let (lowest, highest) = dropped.of(marks.len());
    let end = marks.len().saturating_sub(highest);
    let kept = marks.get(lowest.min(end)..end).unwrap_or_default();
    if matches!(fold, Fold::Mean(_)) || kept.is_empty() {
        return kept;
    }
    let middle = kept.len() / 2;
    let lower = if kept.len() % 2 == 1 { middle } else { middle.saturating_sub(1) };
    kept.get(lower..=middle).unwrap_or_default()
}

/// The one and the other so many times.
pub(super) fn added<Q: Quantity>(one: &Q, other: &Q, times: Option<&Exact>) -> Q {
    match times {
        Some(times) => one.plus(&other.times(&Q::exactly(times))),
        None => one.plus(other),
    }
}

impl Quantity for Exact {
    const EXACT: bool = true;
    type Answer = Truth;

    fn exactly(value: &Exact) -> Self {
        value.clone()
    }

    fn only(&self) -> Option<&Exact> {
        Some(self)
    }

    fn join(&self, _: &Self) -> Self {
        self.clone()
    }

    fn between(self) -> Self {
        self
    }

    fn plus(&self, other: &Self) -> Self {
        self.clone() + other.clone()
    }

    fn minus(&self, other: &Self) -> Self {
        self.clone() - other.clone()
    }

    fn times(&self, other: &Self) -> Self {
        self.clone() * other.clone()
    }

    fn over(&self, divisor: &Self) -> Slot<Self> {
        self.checked_div(divisor).map_or(Slot::absent(Reason::DividesByZero), Slot::of)
    }

    fn least(&self, other: &Self) -> Self {
        self.min(other).clone()
    }

    fn greatest(&self, other: &Self) -> Self {
        self.max(other).clone()
    }

    fn round(&self, step: &Exact, mode: RoundingMode) -> Self {
        self.round_to_multiple(step, mode)
    }

    fn root(&self, exponent: Exponent, step: &Exact, mode: RoundingMode) -> Slot<Self> {
        let root = self.root_to_multiple(exponent.raise, exponent.root, step, mode);
        root.map_or(Slot::absent(Reason::BelowZero), Slot::of)
    }

    fn multiple(&self, step: &Exact) -> Slot<Self> {
        match self.checked_div(step).is_some_and(|times| times.is_integer()) {
            true => Slot::of(self.clone()),
            false => Slot::absent(Reason::NotMultiple),
        }
    }

    fn pieces(&self, cases: &Cases, each: &mut dyn FnMut(usize, &Self)) {
        each(cases.piece_of(self), self);
    }

    fn line(&self, at: &Exact, points: &Exact, slope: &Exact) -> Self {
        let along = if at.is_zero() { self.clone() } else { self.clone() - at.clone() };
        let rise = if *slope == Exact::ONE { along } else { along * slope.clone() };
        if points.is_zero() { rise } else { points.clone() + rise }
    }

    fn fold(marks: &Values<Self>, fold: Fold) -> Slot<Self> {
        let marks = &marks.certain;
        let number = |count: usize| Exact::from(i64::try_from(count).unwrap_or(i64::MAX));
        let sum = |values: &[Self]| values.iter().fold(Self::ZERO, |sum, value| sum + value.clone());
        let mean = |values: &[Self]| match sum(values).checked_div(&number(values.len())) {
            Some(mean) => Slot::of(mean),
            None => Slot::absent(Reason::TooFew),
        };
        match fold {
            Fold::Count => Slot::of(number(marks.len())),
            Fold::Best(_) => Slot::of(sum(kept(fold, &mut marks.clone()))),
            Fold::Mean(_) | Fold::Median(_) => mean(kept(fold, &mut marks.clone())),
        }
    }

    fn compare(&self, comparator: Comparator, other: &Self) -> Truth {
        Truth::of(comparator.holds(self.cmp(other)))
    }

    fn told(answer: &Truth) -> Slot<Self> {
        answer.number()
    }

    fn days_to(&self, other: &Self, count: &dyn Fn(&Exact, &Exact) -> Option<Exact>) -> Slot<Self> {
        count(self, other).map_or(Slot::absent(Reason::NoDay), Slot::of)
    }
}
