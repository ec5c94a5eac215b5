//! A column of points that grows batch by batch: whole numbers over one denominator as long as one serves them all.

use super::{NodeColumn, NodeState};
use crate::Exact;
use crate::calculus::Outcome;
use crate::calculus::columns::{Batch, Scaled};
use crate::evaluation::{LARGEST_DENOMINATOR, Numerators, Values};

/// The points of the rows so far.
pub(super) struct Growing<'a> {
    usual: &'a Exact,
    numbers: Numbers,
    /// How many there are.
    rows: usize,
    /// Empty while all are there.
    states: Vec<NodeState>,
    /// Empty while every row has the usual maximum.
    maxima: Vec<Exact>,
}

/// Whole numbers over the denominator, until one does not fit: from then on rationals.
struct Numbers {
    /// How many rows there will be.
    all: usize,
    /// A column of which these are the first rows, unchanged: then nothing is copied.
    shared: Option<(Numerators, usize)>,
    denominator: i64,
    numerators: Vec<i64>,
    exact: Option<Vec<Exact>>,
}

impl<'a> Growing<'a> {
    /// An empty column of so many rows to come; `usual` is the maximum of those that have none of their own.
    pub(super) fn new(usual: &'a Exact, all: usize) -> Self {
        let numbers = Numbers { all, shared: None, denominator: 1, numerators: Vec::new(), exact: None };
        Self { usual, numbers, rows: 0, states: Vec::new(), maxima: Vec::new() }
    }

    /// Adds so many rows. Those that are gone from the batch, or all where there is none, are read one by one.
    pub(super) fn push(
        &mut self,
        batch: Option<(&Batch, &Exact)>,
        rows: usize,
        alone: impl Fn(usize) -> Outcome<Exact>,
    ) {
        let start = self.rows;
        let scaled = batch.and_then(|(batch, _)| batch.to_scaled());
        match (&scaled, batch) {
            (_, None) => self.numbers.push(&vec![0; rows], 1),
            (Some(scaled), _) if self.numbers.share(scaled, start, rows) => {}
            (scaled, Some((batch, _))) => match scaled.as_ref().and_then(|scaled| scaled.to_narrow(rows)) {
                Some((numerators, denominator)) => self.numbers.push(&numerators, denominator),
                None => self.numbers.exact().extend((0..rows).map(|row| batch.get(row))),
            },
        }
        self.rows += rows;
        if !self.states.is_empty() {
            self.states.resize(self.rows, NodeState::Present);
        }
        let max = batch.map_or(self.usual, |(_, max)| max);
        if !self.maxima.is_empty() || max != self.usual {
            self.own_maxima(start);
            self.maxima.resize(start + rows, max.clone());
        }
        let gone = match batch.map(|(batch, _)| batch.gone()) {
            Some(None) => return,
            Some(Some(gone)) => Some(gone),
            None => None,
        };
        for index in (0..rows).filter(|index| gone.is_none_or(|gone| gone.get(*index) == Some(&true))) {
            self.set(start + index, alone(index));
        }
    }

    fn set(&mut self, row: usize, outcome: Outcome<Exact>) {
        let state = NodeState::of(&outcome);
        if self.states.is_empty() && state != NodeState::Present {
            self.states.resize(self.rows, NodeState::Present);
        }
        if let Some(known) = self.states.get_mut(row) {
            *known = state;
        }
        self.numbers.set(row, outcome.points.unwrap_or_default());
        if !self.maxima.is_empty() || outcome.max != *self.usual {
            self.own_maxima(self.rows);
            if let Some(max) = self.maxima.get_mut(row) {
                *max = outcome.max;
            }
        }
    }

    /// From here on each row tells its maximum.
    fn own_maxima(&mut self, rows: usize) {
        if self.maxima.len() < rows {
            self.maxima.resize(rows, self.usual.clone());
        }
    }

    pub(super) fn finish(self) -> NodeColumn {
        let complete = self.states.iter().all(|state| *state == NodeState::Present);
        let mut numbers = self.numbers;
        let shared = numbers.shared.take_if(|(column, rows)| column.len() == *rows);
        numbers.copy();
        let Numbers { denominator, numerators, exact, .. } = numbers;
        let values = match exact {
            None => Values::Scaled {
                denominator,
                numerators: shared.map_or_else(|| numerators.into(), |(column, _)| column),
            },
            Some(values) => Values::compress(values),
        };
        NodeColumn {
            values,
            states: (!complete).then(|| self.states.into()),
            maxima: (!self.maxima.is_empty()).then(|| self.maxima.into()),
        }
    }
}

impl Numbers {
    /// Takes the rows that follow in a column as they stand there; `false` where they are no such rows.
    fn share(&mut self, added: &Scaled, start: usize, rows: usize) -> bool {
        let Some((column, _, denominator)) = added.column().filter(|(_, first, _)| *first == start) else {
            return false;
        };
        match &mut self.shared {
            Some((known, taken))
                if *taken == start && known.is(column) && self.denominator == denominator =>
            {
                *taken += rows;
                true
            }
            None if start == 0 && denominator <= LARGEST_DENOMINATOR => {
                (self.shared, self.denominator) = (Some((column.clone(), rows)), denominator);
                true
            }
            Some(_) | None => false,
        }
    }

    /// Copies what was shared: something else follows, or changes.
    fn copy(&mut self) {
        if let Some((column, rows)) = self.shared.take() {
            self.numerators.extend_from_slice(column.get(..rows).unwrap_or_default());
        }
    }

    fn push(&mut self, added: &[i64], denominator: i64) {
        self.numerators.reserve_exact(self.all.saturating_sub(self.numerators.len()));
        let factor = self.over(denominator).then(|| self.denominator.checked_div(denominator)).flatten();
        if factor == Some(1) {
            return self.numerators.extend_from_slice(added);
        }
        let mut scaled = added.to_vec();
        if factor.is_some_and(|factor| scale(&mut scaled, factor)) {
            return self.numerators.append(&mut scaled);
        }
        let exact = added.iter().map(|numerator| Exact::ratio((*numerator).into(), denominator.into()));
        self.exact().extend(exact);
    }

    fn set(&mut self, row: usize, value: Exact) {
        let fits = value.denominator_i64().is_some_and(|denominator| self.over(denominator));
        let numerator = fits.then(|| value.to_scaled_i64(self.denominator)).flatten();
        if let (Some(numerator), Some(slot)) = (numerator, self.numerators.get_mut(row)) {
            *slot = numerator;
        } else if let Some(slot) = self.exact().get_mut(row) {
            *slot = value;
        }
    }

    /// Brings all numbers over a denominator that holds this one too; `false` where that does not fit.
    fn over(&mut self, wanted: i64) -> bool {
        self.copy();
        if self.exact.is_some() {
            return false;
        }
        if self.denominator % wanted.max(1) == 0 {
            return true;
        }
        if wanted > LARGEST_DENOMINATOR {
            return false;
        }
        let common = num_integer::lcm(self.denominator, wanted);
        if common > LARGEST_DENOMINATOR || !scale(&mut self.numerators, common / self.denominator) {
            return false;
        }
        self.denominator = common;
        true
    }

    /// From here on rationals.
    fn exact(&mut self) -> &mut Vec<Exact> {
        self.copy();
        let Self { denominator, numerators, exact, .. } = self;
        exact.get_or_insert_with(|| {
            let known = std::mem::take(numerators).into_iter();
            known.map(|numerator| Exact::ratio(numerator.into(), (*denominator).into())).collect()
        })
    }
}

/// All numbers so many times, or as they were where one would not fit.
fn scale(numbers: &mut [i64], factor: i64) -> bool {
    if factor == 1 {
        return true;
    }
    if numbers.iter().any(|number| number.checked_mul(factor).is_none()) {
        return false;
    }
    for number in numbers {
        *number = number.wrapping_mul(factor);
    }
    true
}
