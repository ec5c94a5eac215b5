//! Cases whose pieces pay a number or a line: every row is paid in one pass, as `rise × number + base`.

use num_integer::Integer;
use thidua_rules::program::{Cases, Cut, Pays, Side};

use super::pair::common_scale;
use super::scaled::Scaled;
use super::whole::Wholes;
use super::{Batch, Numbers};
use crate::Exact;

/// What the rows are paid; `None` where a piece pays what another step gave, or where a number is not sure to stay in 64
/// bits: then each piece is worked out by itself.
pub(super) fn paid(of: &Batch, cases: &Cases) -> Option<Batch> {
    let Numbers::Scaled(scaled) = &of.numbers else { return None };
    let numbers = scaled.numerators.narrow()?;
    let (lines, scale) = lines(cases, scaled.scale)?;
    let (paid, nothing) = match &scaled.divisors {
        None => {
            let steps = cases.cuts.iter().map(|cut| lowest_above(cut, scaled.scale));
            let steps = steps.collect::<Option<Vec<i64>>>()?;
            within_reach(scaled, |reach, _| lines.iter().all(|line| line.fits(reach, 1)))?;
            pay(
                &lines,
                numbers
                    .iter()
                    .map(|number| (*number, 1, steps.iter().filter(|step| number >= *step).count())),
            )
        }
        Some(divisors) => {
            let ends =
                cases.cuts.iter().map(|cut| End::of(cut, scaled.scale)).collect::<Option<Vec<End>>>()?;
            within_reach(scaled, |reach, by| {
                lines.iter().all(|line| line.fits(reach, by)) && ends.iter().all(|end| end.fits(reach, by))
            })?;
            pay(
                &lines,
                numbers.iter().zip(divisors.narrow()?).map(|(number, by)| {
                    (*number, *by, ends.iter().filter(|end| end.is_passed(*number, *by)).count())
                }),
            )
        }
    };
    let numbers = Numbers::Scaled(Scaled { numerators: paid, scale, divisors: scaled.divisors.clone() });
    Some(Batch { numbers, gone: of.gone.clone() }.without(nothing.map(Into::into).as_ref()))
}

/// Whether this holds of the distances from zero that no number and no divisor goes beyond.
fn within_reach(of: &Scaled, holds: impl Fn(u128, u128) -> bool) -> Option<()> {
    let reach = |far: fn(&Wholes) -> u128| {
        (far(&of.numerators), of.divisors.as_ref().map_or(1, |divisors| far(divisors)))
    };
    // What is known without a look at every number does in most columns.
    [Wholes::bound as fn(&Wholes) -> u128, Wholes::largest]
        .into_iter()
        .map(reach)
        .any(|(number, by)| holds(number, by))
        .then_some(())
}

/// What a piece pays, over one scale for all pieces.
#[derive(Clone, Copy, Default)]
struct Line {
    rise: i64,
    base: i64,
    /// Whether it pays nothing: then its rows are gone.
    nothing: bool,
}

impl Line {
    fn fits(&self, reach: u128, by: u128) -> bool {
        let rise = u128::from(self.rise.unsigned_abs()).checked_mul(reach);
        let base = u128::from(self.base.unsigned_abs()).checked_mul(by);
        rise.zip(base).and_then(|(rise, base)| rise.checked_add(base)).is_some_and(is_narrow)
    }

    fn at(&self, number: i64, by: i64) -> i64 {
        // Within what `fits` has proven.
        self.rise.wrapping_mul(number).wrapping_add(self.base.wrapping_mul(by))
    }
}

/// The lines of all pieces for numbers over a scale, and the scale of what they pay.
fn lines(cases: &Cases, scale: i128) -> Option<(Vec<Line>, i128)> {
    let of = |pays: &Pays| match pays {
        Pays::Constant(_) | Pays::Line { .. } => {
            let base = pays.at(&Exact::ZERO)?;
            let rise = (pays.at(&Exact::ONE)? - base.clone()).checked_div(&Exact::ratio(scale, 1))?;
            Some(Some((rise.parts()?, base.parts()?)))
        }
        Pays::Nothing(_) => Some(None),
        Pays::Step(_) => None,
    };
    let pieces = cases.pieces.iter().map(|piece| of(&piece.pays)).collect::<Option<Vec<_>>>()?;
    let parts = pieces.iter().flatten().flat_map(|(rise, base)| [rise.1, base.1]);
    let common = parts.clone().try_fold(1, common_scale)?;
    let whole = |(number, scale): (i128, i128)| i64::try_from(number.checked_mul(common / scale)?).ok();
    let line = |piece| match piece {
        Some((rise, base)) => Some(Line { rise: whole(rise)?, base: whole(base)?, nothing: false }),
        None => Some(Line { nothing: true, ..Line::default() }),
    };
    Some((pieces.into_iter().map(line).collect::<Option<Vec<Line>>>()?, common))
}

/// What every row is paid by the piece into which it falls, and the rows that are paid nothing.
fn pay(lines: &[Line], rows: impl Iterator<Item = (i64, i64, usize)> + Clone) -> (Wholes, Option<Vec<bool>>) {
    let line = |piece: usize| lines.get(piece).copied().unwrap_or_default();
    let (mut bits, mut nothing) = (0, false);
    let paid = rows.clone().map(|(number, by, piece)| {
        let line = line(piece);
        let paid = line.at(number, by);
        bits |= paid.unsigned_abs();
        nothing |= line.nothing;
        paid
    });
    let paid = paid.collect();
    (Wholes::Narrow(paid, bits), nothing.then(|| rows.map(|(.., piece)| line(piece).nothing).collect()))
}

/// The lowest whole number that lies above a cut, of those over a scale.
pub(super) fn lowest_above(cut: &Cut, scale: i128) -> Option<i64> {
    let (at, by) = cut.at.parts()?;
    let at = at.checked_mul(scale)?;
    let lowest = match cut.side {
        Side::Upper => Integer::div_ceil(&at, &by),
        Side::Lower => Integer::div_floor(&at, &by) + 1,
    };
    i64::try_from(lowest).ok()
}

/// A cut between quotients: `number × times` against `divisor × end`.
struct End {
    times: i64,
    end: i64,
    /// 1 where the cut itself lies below it.
    above: i64,
}

impl End {
    fn of(cut: &Cut, scale: i128) -> Option<Self> {
        let (at, times) = cut.at.parts()?;
        let end = i64::try_from(at.checked_mul(scale)?).ok()?;
        Some(Self { times: i64::try_from(times).ok()?, end, above: i64::from(cut.side == Side::Lower) })
    }

    fn fits(&self, reach: u128, by: u128) -> bool {
        let fits = |number: i64, reach: u128| {
            let product = u128::from(number.unsigned_abs()).checked_mul(reach);
            product.and_then(|product| product.checked_add(1)).is_some_and(is_narrow)
        };
        fits(self.times, reach) && fits(self.end, by)
    }

    fn is_passed(&self, number: i64, by: i64) -> bool {
        number.wrapping_mul(self.times) >= by.wrapping_mul(self.end).wrapping_add(self.above)
    }
}

/// Whether numbers no further from zero than this are of 64 bits.
fn is_narrow(reach: u128) -> bool {
    i64::try_from(reach).is_ok()
}
