//! Columns (cách đọc theo cột): one number of every row of a batch, as whole numbers over one scale. It is a domain like
//! the others: the walk that reads one entrant reads a batch of them.
//!
//! * Every operation first asks whether its result is sure to fit, from the largest numbers that are there; where it is
//!   not, or where it has no loop of its own, that operation alone goes row by row through [`Exact`].
//! * A row in which a value is not there is *gone*: whoever reads a batch reads such a row again by itself. So presence
//!   stays where it is decided, in the walk over one entrant.

mod answers;
mod choice;
mod days;
mod fold;
mod pair;
mod scaled;
mod straight;
mod whole;

use std::cmp::Ordering;
use std::rc::Rc;

pub(crate) use answers::Answers;
pub(crate) use fold::folded;
pub(crate) use scaled::Scaled;

use super::presence::Slot;
use super::quantity::{Quantity, Values, added};
use crate::{Exact, Figure, RoundingMode};
use thidua_rules::Comparator;
use thidua_rules::program::{Cases, Exponent, Fold, Reason};

/// So many rows are read at a time: a batch of every step of a program stays in the second cache, and a column is read in
/// stretches long enough that the memory runs ahead.
pub(crate) const BATCH: usize = 4096;

/// One number of every row (một cột của một lô).
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    numbers: Numbers,
    /// The rows that have none.
    gone: Option<Rc<[bool]>>,
}

#[derive(Clone, Debug)]
enum Numbers {
    /// The same in every row, however many there are.
    Same(Exact),
    Scaled(Scaled),
    /// What whole numbers over one scale cannot hold.
    Exact(Rc<[Exact]>),
}

impl Batch {
    /// Whole numbers over a scale; where `gone` says so the row has none.
    pub(crate) fn scaled(numbers: Scaled, gone: Option<Rc<[bool]>>) -> Self {
        Self { numbers: Numbers::Scaled(numbers), gone }
    }

    /// The same rows without those that this says.
    pub(crate) fn without(self, gone: Option<&Rc<[bool]>>) -> Self {
        Self { gone: either(self.gone.as_ref(), gone), ..self }
    }

    /// The numbers of the rows as they are, none where a row has none.
    pub(crate) fn of_rows(rows: Vec<Option<Exact>>) -> Self {
        let gone = rows.iter().any(Option::is_none);
        let gone = gone.then(|| rows.iter().map(Option::is_none).collect());
        let exact: Vec<Exact> = rows.into_iter().map(Option::unwrap_or_default).collect();
        let numbers = match Scaled::of(&exact) {
            Some(scaled) => Numbers::Scaled(scaled),
            None => Numbers::Exact(exact.into()),
        };
        Self { numbers, gone }
    }

    /// The numbers of these rows, in this order.
    pub(crate) fn select(&self, rows: &[usize]) -> Self {
        let numbers = match &self.numbers {
            Numbers::Same(value) => Numbers::Same(value.clone()),
            Numbers::Scaled(scaled) => Numbers::Scaled(scaled.select(rows)),
            Numbers::Exact(_) => Numbers::Exact(rows.iter().map(|row| self.get(*row)).collect()),
        };
        let gone = self.gone.as_ref().map(|_| rows.iter().map(|row| self.is_gone(*row)).collect());
        Self { numbers, gone }
    }

    /// The number of a row; zero or anything where it is gone.
    pub(crate) fn get(&self, row: usize) -> Exact {
        match &self.numbers {
            Numbers::Same(value) => value.clone(),
            Numbers::Scaled(scaled) => scaled.get(row),
            Numbers::Exact(values) => values.get(row).cloned().unwrap_or_default(),
        }
    }

    /// The number of one row, as it stands here.
    pub(crate) fn figure(&self, row: usize) -> Figure {
        match &self.numbers {
            Numbers::Scaled(scaled) => scaled.figure(row),
            Numbers::Same(_) | Numbers::Exact(_) => self.get(row).into(),
        }
    }

    /// How the number of one row stands to that of another.
    pub(crate) fn order(&self, one: usize, other: usize) -> Ordering {
        if let Numbers::Scaled(Scaled { numerators, divisors, .. }) = &self.numbers {
            let by = |row: usize| divisors.as_ref().map_or(1, |divisors| divisors.get(row));
            let (left, right) = (numerators.get(one), numerators.get(other));
            if let Some((left, right)) = left.checked_mul(by(other)).zip(right.checked_mul(by(one))) {
                return left.cmp(&right);
            }
        }
        self.get(one).cmp(&self.get(other))
    }

    /// The rows that have no number.
    pub(crate) fn gone(&self) -> Option<&Rc<[bool]>> {
        self.gone.as_ref()
    }

    /// The whole numbers, where all are over the same scale.
    pub(crate) fn to_scaled(&self) -> Option<Scaled> {
        match &self.numbers {
            Numbers::Same(value) => Scaled::same(value),
            Numbers::Scaled(scaled) => Some(scaled.clone()),
            Numbers::Exact(_) => None,
        }
    }

    /// The rows whose number is farther from zero than the limit; those that are gone too.
    pub(crate) fn farther_than(&self, limit: &Exact, rows: usize) -> Vec<bool> {
        if limit.is_negative() {
            return vec![true; rows];
        }
        let far = choice::beyond(self, limit, rows);
        far.into_iter().enumerate().map(|(row, far)| far || self.is_gone(row)).collect()
    }

    pub(crate) fn is_gone(&self, row: usize) -> bool {
        self.gone.as_ref().is_some_and(|gone| gone.get(row) == Some(&true))
    }

    /// How many rows there are; `None` where it is the same in however many.
    fn rows(&self) -> Option<usize> {
        match &self.numbers {
            Numbers::Same(_) => self.gone.as_ref().map(|gone| gone.len()),
            Numbers::Scaled(scaled) => scaled.rows(),
            Numbers::Exact(values) => Some(values.len()),
        }
    }

    /// One operation, in whole numbers where they are sure to fit, else row by row.
    fn with(
        &self,
        other: &Self,
        scaled: impl FnOnce(&Scaled, &Scaled) -> Option<Scaled>,
        exact: impl Fn(&Exact, &Exact) -> Option<Exact>,
    ) -> Slot<Self> {
        if let (Numbers::Same(left), Numbers::Same(right)) = (&self.numbers, &other.numbers) {
            return found(exact(left, right).map(|value| self.like(other, Numbers::Same(value))));
        }
        let wholes = self.to_scaled().zip(other.to_scaled());
        match wholes.and_then(|(left, right)| scaled(&left, &right)) {
            Some(numbers) => Slot::of(self.like(other, Numbers::Scaled(numbers))),
            None => Slot::of(self.row_by_row(other, exact)),
        }
    }

    /// The same for an operation that always has a result.
    fn always(
        &self,
        other: &Self,
        scaled: impl FnOnce(&Scaled, &Scaled) -> Option<Scaled>,
        exact: impl Fn(&Exact, &Exact) -> Exact,
    ) -> Self {
        if let (Numbers::Same(left), Numbers::Same(right)) = (&self.numbers, &other.numbers) {
            return self.like(other, Numbers::Same(exact(left, right)));
        }
        let wholes = self.to_scaled().zip(other.to_scaled());
        match wholes.and_then(|(left, right)| scaled(&left, &right)) {
            Some(numbers) => self.like(other, Numbers::Scaled(numbers)),
            None => self.row_by_row(other, |left, right| Some(exact(left, right))),
        }
    }

    /// Other numbers, gone where either is gone.
    fn like(&self, other: &Self, numbers: Numbers) -> Self {
        Self { numbers, gone: either(self.gone.as_ref(), other.gone.as_ref()) }
    }

    fn row_by_row(&self, other: &Self, exact: impl Fn(&Exact, &Exact) -> Option<Exact>) -> Self {
        let rows = self.rows().or(other.rows()).unwrap_or(0);
        let value = |row: usize| match self.is_gone(row) || other.is_gone(row) {
            true => None,
            false => exact(&self.get(row), &other.get(row)),
        };
        Self::of_rows((0..rows).map(value).collect())
    }

    /// An operation on one number that has no loop of its own.
    fn each(&self, exact: impl Fn(&Exact) -> Option<Exact>) -> Slot<Self> {
        match &self.numbers {
            Numbers::Same(value) => found(
                exact(value).map(|value| Self { numbers: Numbers::Same(value), gone: self.gone.clone() }),
            ),
            Numbers::Scaled(_) | Numbers::Exact(_) => {
                Slot::of(self.row_by_row(self, |value, _| exact(value)))
            }
        }
    }

    fn map(&self, scaled: impl FnOnce(&Scaled) -> Option<Scaled>, exact: impl Fn(&Exact) -> Exact) -> Self {
        let numbers = match &self.numbers {
            Numbers::Same(value) => Numbers::Same(exact(value)),
            Numbers::Scaled(numbers) => match scaled(numbers) {
                Some(numbers) => Numbers::Scaled(numbers),
                None => return self.row_by_row(self, |value, _| Some(exact(value))),
            },
            Numbers::Exact(_) => return self.row_by_row(self, |value, _| Some(exact(value))),
        };
        Self { numbers, gone: self.gone.clone() }
    }
}

/// No reason is told here: the row is read again by itself, and then there is one.
fn found(batch: Option<Batch>) -> Slot<Batch> {
    batch.map_or(Slot::absent(Reason::NotKnown), Slot::of)
}

/// The rows that are in one or the other.
pub(crate) fn either(one: Option<&Rc<[bool]>>, other: Option<&Rc<[bool]>>) -> Option<Rc<[bool]>> {
    match (one, other) {
        (Some(one), Some(other)) if !Rc::ptr_eq(one, other) => {
            Some(one.iter().zip(other.iter()).map(|(one, other)| *one || *other).collect())
        }
        (one, other) => one.or(other).cloned(),
    }
}

impl Quantity for Batch {
    const EXACT: bool = true;
    type Answer = Answers;

    fn exactly(value: &Exact) -> Self {
        Self { numbers: Numbers::Same(value.clone()), gone: None }
    }

    fn only(&self) -> Option<&Exact> {
        match &self.numbers {
            Numbers::Same(value) => Some(value),
            Numbers::Scaled(_) | Numbers::Exact(_) => None,
        }
    }

    fn join(&self, _: &Self) -> Self {
        self.clone()
    }

    fn between(self) -> Self {
        self
    }

    fn plus(&self, other: &Self) -> Self {
        self.always(other, Scaled::plus, Exact::plus)
    }

    fn add(&mut self, other: &Self, times: Option<&Exact>) {
        if let (Numbers::Scaled(sum), Numbers::Scaled(numbers)) = (&mut self.numbers, &other.numbers)
            && sum.add(numbers, times.unwrap_or(&Exact::ONE))
        {
            self.gone = either(self.gone.as_ref(), other.gone.as_ref());
            return;
        }
        *self = added(self, other, times);
    }

    fn minus(&self, other: &Self) -> Self {
        self.always(other, Scaled::minus, Exact::minus)
    }

    fn times(&self, other: &Self) -> Self {
        self.always(other, Scaled::times, Exact::times)
    }

    fn over(&self, divisor: &Self) -> Slot<Self> {
        let mut quotient = self.with(divisor, Scaled::over, Exact::checked_div);
        // What is divided by zero is gone, whatever stands there.
        if let (Some(value), Numbers::Scaled(by)) = (&mut quotient.value, &divisor.numbers)
            && let Some(zeros) = by.zeros()
        {
            value.gone = either(value.gone.as_ref(), Some(&zeros));
        }
        quotient
    }

    fn least(&self, other: &Self) -> Self {
        self.always(other, Scaled::least, Exact::least)
    }

    fn greatest(&self, other: &Self) -> Self {
        self.always(other, Scaled::greatest, Exact::greatest)
    }

    fn round(&self, step: &Exact, mode: RoundingMode) -> Self {
        self.map(|numbers| numbers.round(step, mode), |value| value.round(step, mode))
    }

    fn root(&self, exponent: Exponent, step: &Exact, mode: RoundingMode) -> Slot<Self> {
        self.each(|value| value.root(exponent, step, mode).value)
    }

    fn multiple(&self, step: &Exact) -> Slot<Self> {
        if let Numbers::Scaled(numbers) = &self.numbers
            && let Some(others) = numbers.no_multiples(step)
        {
            let others: Option<Rc<[bool]>> = others.contains(&true).then(|| others.into());
            return Slot::of(self.clone().without(others.as_ref()));
        }
        self.each(|value| value.multiple(step).value)
    }

    fn pieces(&self, cases: &Cases, each: &mut dyn FnMut(usize, &Self)) {
        for piece in 0..cases.pieces.len() {
            each(piece, self);
        }
    }

    fn choose(&self, cases: &Cases, pay: &mut dyn FnMut(usize, &Self) -> Slot<Self>) -> Slot<Self> {
        choice::choose(self, cases, pay)
    }

    fn line(&self, at: &Exact, points: &Exact, slope: &Exact) -> Self {
        let line = |value: &Exact| value.line(at, points, slope);
        self.map(|numbers| numbers.line(&(points.clone() - at.clone() * slope.clone()), slope), line)
    }

    fn fold(marks: &Values<Self>, fold: Fold) -> Slot<Self> {
        // The best one of one, and the sum of all, need no sorting.
        match (fold, marks.certain.as_slice()) {
            (Fold::Best(Some(1)), [first, rest @ ..]) => {
                return Slot::of(rest.iter().fold(first.clone(), |best, mark| best.greatest(mark)));
            }
            (Fold::Best(None), [first, rest @ ..]) => {
                return Slot::of(rest.iter().fold(first.clone(), |sum, mark| sum.plus(mark)));
            }
            _ => {}
        }
        let Some(rows) = marks.certain.iter().find_map(Self::rows) else {
            let certain = marks.certain.iter().filter_map(Self::only).cloned().collect();
            let exact = Values { certain, possible: Vec::new(), more: None };
            return found(Exact::fold(&exact, fold).value.as_ref().map(Self::exactly));
        };
        if let Some(folded) = fold::folded_columns(&marks.certain, fold) {
            return Slot::of(folded);
        }
        let value = |row: usize| {
            if marks.certain.iter().any(|mark| mark.is_gone(row)) {
                return None;
            }
            let certain = marks.certain.iter().map(|mark| mark.get(row)).collect();
            Exact::fold(&Values { certain, possible: Vec::new(), more: None }, fold).value
        };
        Slot::of(Self::of_rows((0..rows).map(value).collect()))
    }

    fn compare(&self, comparator: Comparator, other: &Self) -> Answers {
        answers::compared(self, comparator, other)
    }

    fn told(answer: &Answers) -> Slot<Self> {
        answers::number(answer)
    }

    fn days_to(&self, other: &Self, count: &dyn Fn(&Exact, &Exact) -> Option<Exact>) -> Slot<Self> {
        match days::counted(self, other, count) {
            Some(days) => Slot::of(days),
            None => self.with(other, |_, _| None, count),
        }
    }
}

#[cfg(test)]
mod tests;
