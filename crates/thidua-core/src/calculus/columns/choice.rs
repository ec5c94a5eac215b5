//! Cases over a batch: every piece into which some row falls pays once for all rows, then each row takes its own.

use std::borrow::Cow;
use std::rc::Rc;

use thidua_rules::program::{Cases, Cut, Pays, Reason, Side};

use super::pair::common_scale;
use super::scaled::Scaled;
use super::straight::{self, lowest_above};
use super::whole::{Wholes, product};
use super::{Batch, Numbers};
use crate::Exact;
use crate::calculus::presence::Slot;

/// What the rows are paid; gone where the value is gone, where nothing is paid, or where what is paid is gone.
pub(super) fn choose(
    of: &Batch,
    cases: &Cases,
    pay: &mut dyn FnMut(usize, &Batch) -> Slot<Batch>,
) -> Slot<Batch> {
    let Some(rows) = of.rows() else {
        let piece = of.numbers.same().map(|value| cases.piece_of(value));
        return piece.map_or(Slot::absent(Reason::NotKnown), |piece| pay(piece, of));
    };
    if let Some(piece) = one_piece(of, cases) {
        return match pay(piece, of) {
            Slot { value: Some(paid), .. } => Slot::of(paid.like(of, paid.numbers.clone())),
            nothing => nothing,
        };
    }
    if let Some(paid) = straight::paid(of, cases) {
        return Slot::of(paid);
    }
    let pieces = pieces_of(of, cases, rows);
    let mut hit = vec![false; cases.pieces.len()];
    for (row, piece) in pieces.iter().enumerate() {
        if let Some(hit) = hit.get_mut(*piece)
            && (of.gone.is_none() || !of.is_gone(row))
        {
            *hit = true;
        }
    }
    let paid: Vec<Option<Batch>> =
        hit.iter().enumerate().map(|(piece, hit)| if *hit { pay(piece, of).value } else { None }).collect();
    if let Some(one) = only_one(cases, &hit, &paid) {
        let nothing = |row: &usize| paid.get(*row).is_none_or(Option::is_none);
        let nothing = pieces.iter().any(nothing).then(|| pieces.iter().map(nothing).collect());
        return Slot::of(one.like(of, one.numbers.clone()).without(nothing.as_ref()));
    }
    let of_row = |row: usize| paid.get(*pieces.get(row)?)?.as_ref();
    let is_gone = |row: usize| of.is_gone(row) || of_row(row).is_none_or(|paid| paid.is_gone(row));
    let all_there = of.gone.is_none()
        && hit
            .iter()
            .zip(&paid)
            .all(|(hit, paid)| !hit || paid.as_ref().is_some_and(|paid| paid.gone.is_none()));
    let gone = (!all_there && (0..rows).any(is_gone)).then(|| (0..rows).map(is_gone).collect());
    let numbers = match blended(&paid, &pieces) {
        Some(scaled) => Numbers::Scaled(scaled),
        None => {
            let values = (0..rows).map(|row| of_row(row).map(|paid| paid.get(row)).unwrap_or_default());
            Numbers::Exact(values.collect())
        }
    };
    Slot::of(Batch { numbers, gone })
}

/// What the rows are paid, where all pieces that pay anything pay what the same step gave.
fn only_one<'a>(cases: &Cases, hit: &[bool], paid: &'a [Option<Batch>]) -> Option<&'a Batch> {
    let pays = cases.pieces.iter().zip(hit).zip(paid);
    let mut pays =
        pays.filter_map(|((piece, hit), paid)| Some((&piece.pays, paid.as_ref().filter(|_| *hit)?)));
    let (first, one) = pays.next()?;
    let same = |pays: &Pays| pays == first && matches!(pays, Pays::Step(_));
    pays.all(|(pays, _)| same(pays)).then_some(one)
}

impl Numbers {
    fn same(&self) -> Option<&Exact> {
        match self {
            Self::Same(value) => Some(value),
            Self::Scaled(_) | Self::Exact(_) => None,
        }
    }
}

/// Whether the number of a row is farther from zero than the limit.
pub(super) fn beyond(of: &Batch, limit: &Exact, rows: usize) -> Vec<bool> {
    let near = || Pays::Constant(Exact::ZERO);
    let cases = Cases::lowest(near(), None).then(Cut::from(-limit.clone()), near(), None).then(
        Cut::above(limit.clone()),
        near(),
        None,
    );
    pieces_of(of, &cases, rows).into_iter().map(|piece| piece != 1).collect()
}

/// The piece into which all rows fall, if it is that of the first.
fn one_piece(of: &Batch, cases: &Cases) -> Option<usize> {
    let Numbers::Scaled(Scaled { numerators, scale, divisors: None }) = &of.numbers else { return None };
    let piece = cases.piece_of(&Exact::ratio((*numerators.narrow()?.first()?).into(), *scale));
    // Whatever fits in 62 bits lies between these.
    let (mut low, mut high) = (-MOST, MOST);
    if let Some(cut) = piece.checked_sub(1).and_then(|below| cases.cuts.get(below)) {
        low = lowest_above(cut, *scale)?;
    }
    if let Some(cut) = cases.cuts.get(piece) {
        high = lowest_above(cut, *scale)?.checked_sub(1)?;
    }
    numerators.all_within(low, high).then_some(piece)
}

/// See [`Wholes::all_within`].
const MOST: i64 = (1 << 62) - 1;

/// The piece of every row.
fn pieces_of(of: &Batch, cases: &Cases, rows: usize) -> Vec<usize> {
    let by_wholes = match &of.numbers {
        Numbers::Scaled(scaled) => whole_pieces(scaled, cases, rows),
        Numbers::Same(_) | Numbers::Exact(_) => None,
    };
    by_wholes.unwrap_or_else(|| (0..rows).map(|row| cases.piece_of(&of.get(row))).collect())
}

/// As many cuts as lie below the value; `None` where the comparison is not sure to fit.
fn whole_pieces(of: &Scaled, cases: &Cases, rows: usize) -> Option<Vec<usize>> {
    let mut pieces = vec![0; rows];
    for Cut { at, side } in &cases.cuts {
        // n/(s·d) against c/e: n·e against c·s·d.
        let (cut, times) = at.parts()?;
        let right = cut.checked_mul(of.scale)?;
        let values = of.numerators.times(times)?;
        let ends = match &of.divisors {
            Some(divisors) => divisors.times(right)?,
            None => Wholes::Same(right),
        };
        count(&mut pieces, &values, &ends, *side);
    }
    Some(pieces)
}

/// Counts a cut for every row whose value lies above it.
fn count(pieces: &mut [usize], values: &Wholes, ends: &Wholes, side: Side) {
    match (values.narrow(), ends, ends.narrow()) {
        (Some(values), Wholes::Same(end), _) => match i64::try_from(*end) {
            Ok(end) => tally(pieces, values.iter().map(|value| is_above(value, &end, side))),
            // What lies outside 64 bits lies above every value or below every one.
            Err(_) => tally(pieces, values.iter().map(|_| *end < 0)),
        },
        (Some(values), _, Some(ends)) => {
            tally(pieces, values.iter().zip(ends).map(|(value, end)| is_above(value, end, side)));
        }
        _ => {
            let rows = 0..pieces.len();
            tally(pieces, rows.map(|row| is_above(&values.get(row), &ends.get(row), side)));
        }
    }
}

fn tally(pieces: &mut [usize], above: impl Iterator<Item = bool>) {
    for (piece, above) in pieces.iter_mut().zip(above) {
        *piece += usize::from(above);
    }
}

fn is_above<T: Ord>(value: &T, end: &T, side: Side) -> bool {
    match side {
        Side::Upper => value >= end,
        Side::Lower => value > end,
    }
}

/// The numbers of the pieces over one scale, each row from its own piece.
fn blended(paid: &[Option<Batch>], pieces: &[usize]) -> Option<Scaled> {
    let scaled: Vec<Option<Scaled>> = paid
        .iter()
        .map(|paid| paid.as_ref().map(Batch::to_scaled))
        .map(|paid| match paid {
            Some(None) => None,
            Some(Some(scaled)) => Some(Some(scaled)),
            None => Some(None),
        })
        .collect::<Option<Vec<_>>>()?;
    let (mut scale, mut divisors): (i128, Option<Rc<Wholes>>) = (1, None);
    for one in scaled.iter().flatten() {
        scale = common_scale(scale, one.scale)?;
        match (&divisors, &one.divisors) {
            (Some(known), Some(own)) if !Rc::ptr_eq(known, own) => return None,
            (None, Some(own)) => divisors = Some(own.clone()),
            (Some(_) | None, _) => {}
        }
    }
    let mut bound = 0;
    let mut columns: Vec<Option<Wholes>> = Vec::with_capacity(scaled.len());
    for one in &scaled {
        let Some(one) = one else {
            columns.push(None);
            continue;
        };
        let mut numerators = one.numerators.times(scale / one.scale)?;
        if let (Some(divisors), None) = (&divisors, &one.divisors) {
            numerators = numerators.by(divisors)?;
        }
        bound = numerators.largest().max(bound);
        columns.push(Some(numerators));
    }
    product(bound, 1)?;
    let numerators = match columns.iter().map(narrow).collect::<Option<Vec<Narrow<'_>>>>() {
        Some(columns) => {
            let of_row = |(row, piece): (usize, &usize)| columns.get(*piece).map_or(0, |one| one.get(row));
            let numbers = pieces.iter().enumerate().map(of_row).collect();
            Wholes::Narrow(numbers, u64::try_from(bound).unwrap_or(u64::MAX))
        }
        None => {
            let of_row = |(row, piece): (usize, &usize)| {
                columns.get(*piece).and_then(Option::as_ref).map_or(0, |one| one.get(row))
            };
            Wholes::gathered(bound, pieces.iter().enumerate().map(of_row))
        }
    };
    Some(Scaled { numerators, scale, divisors })
}

/// What a piece pays in 64 bits, row by row or always the first: which of them is no question that each row asks.
struct Narrow<'a> {
    numbers: Cow<'a, [i64]>,
    step: usize,
}

impl Narrow<'_> {
    fn get(&self, row: usize) -> i64 {
        self.numbers.get(row * self.step).copied().unwrap_or(0)
    }
}

/// The numbers of a piece in 64 bits, where they fit; nobody asks those of a piece into which no row falls.
fn narrow(column: &Option<Wholes>) -> Option<Narrow<'_>> {
    match column {
        None => Some(Narrow { numbers: Cow::Borrowed(&[]), step: 0 }),
        Some(Wholes::Same(number)) => {
            Some(Narrow { numbers: vec![i64::try_from(*number).ok()?].into(), step: 0 })
        }
        Some(numbers) => numbers.narrow().map(|numbers| Narrow { numbers: numbers.into(), step: 1 }),
    }
}
