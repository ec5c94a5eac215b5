//! What a scorecard costs with nothing around it: the same points, totals and grades, column after column.

use std::ops::AddAssign;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Band;

/// The points of every criterion, the totals, and how many grades are better than that of an entrant.
pub(crate) struct Scored<T> {
    pub(crate) points: Vec<Vec<T>>,
    pub(crate) totals: Vec<T>,
    pub(crate) grades: Vec<u8>,
}

impl<T> Scored<T> {
    /// How many points and how many grades are not the exact ones.
    pub(crate) fn wrong(&self, exact: &Scored<i64>, hundredths: impl Fn(&T) -> i64) -> (usize, usize) {
        let theirs = self.points.iter().flatten().map(hundredths);
        let points = theirs.zip(exact.points.iter().flatten()).filter(|(theirs, exact)| theirs != *exact);
        (points.count(), wrong_grades(&self.grades, &exact.grades))
    }
}

/// How many grades are not the exact ones.
pub(crate) fn wrong_grades(theirs: &[u8], exact: &[u8]) -> usize {
    theirs.iter().zip(exact).filter(|(theirs, exact)| theirs != exact).count()
}

/// Whole hundredths: nothing is lost, and half of one is seen as half.
pub(crate) fn i64_card(columns: &[Vec<i64>], bands: &[Band], grades: &[i64]) -> Scored<i64> {
    let points = |band: &Band, value: i64| {
        if value >= band.full {
            band.max
        } else if value >= band.from {
            let run = band.full - band.from;
            band.start + (2 * (value - band.from) * (band.max - band.start) + run) / (2 * run)
        } else {
            0
        }
    };
    card(columns, bands, points, |total| total, grades)
}

/// How many values of a criterion come to half a hundredth before they are rounded.
pub(crate) fn halves(values: &[i64], band: &Band) -> usize {
    let run = band.full - band.from;
    let half = |value: &&i64| 2 * ((**value - band.from) * (band.max - band.start) % run) == run;
    values.iter().filter(|value| (band.from..band.full).contains(*value)).filter(half).count()
}

/// Points and values as they are written, in binary floating point.
pub(crate) struct FloatBand {
    from: f64,
    full: f64,
    start: f64,
    rise: f64,
    run: f64,
    max: f64,
}

impl FloatBand {
    pub(crate) fn of(band: &Band) -> Self {
        let [from, full, start, max] = [band.from, band.full, band.start, band.max].map(to_float);
        let [rise, run] = [band.max - band.start, band.full - band.from].map(to_float);
        Self { from, full, start, rise, run, max }
    }
}

/// The same in binary floating point: it multiplies before it divides and rounds the total too, and still is not exact.
#[expect(clippy::float_arithmetic, reason = "measured against, never used")]
pub(crate) fn f64_card(columns: &[Vec<f64>], bands: &[FloatBand], grades: &[i64]) -> Scored<f64> {
    let rounded = |points: f64| (points * 100.0).round() / 100.0;
    let points = |band: &FloatBand, value: f64| {
        if value >= band.full {
            band.max
        } else if value >= band.from {
            rounded(band.start + (value - band.from) * band.rise / band.run)
        } else {
            0.0
        }
    };
    let grades: Vec<f64> = grades.iter().map(|grade| to_float(*grade)).collect();
    card(columns, bands, points, rounded, &grades)
}

/// Points and values as decimals.
pub(crate) struct DecimalBand {
    from: Decimal,
    full: Decimal,
    start: Decimal,
    rise: Decimal,
    run: Decimal,
    max: Decimal,
}

impl DecimalBand {
    pub(crate) fn of(band: &Band) -> Self {
        let decimal = |hundredths| Decimal::new(hundredths, 2);
        let [from, full, start, max] = [band.from, band.full, band.start, band.max].map(decimal);
        let [rise, run] = [band.max - band.start, band.full - band.from].map(decimal);
        Self { from, full, start, rise, run, max }
    }
}

/// The same with decimals.
pub(crate) fn decimal_card(
    columns: &[Vec<Decimal>],
    bands: &[DecimalBand],
    grades: &[i64],
) -> Scored<Decimal> {
    let rounded = |points: Decimal| points.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let points = |band: &DecimalBand, value: Decimal| {
        if value >= band.full {
            band.max
        } else if value >= band.from {
            rounded(band.start + (value - band.from) * band.rise / band.run)
        } else {
            Decimal::ZERO
        }
    };
    let grades: Vec<Decimal> = grades.iter().map(|grade| Decimal::new(*grade, 2)).collect();
    card(columns, bands, points, rounded, &grades)
}

fn card<T: Copy + Default + PartialOrd + AddAssign, B>(
    columns: &[Vec<T>],
    bands: &[B],
    points: impl Fn(&B, T) -> T,
    rounded: impl Fn(T) -> T,
    grades: &[T],
) -> Scored<T> {
    let mut totals = vec![T::default(); columns[0].len()];
    let mut all = Vec::with_capacity(columns.len());
    for (column, band) in columns.iter().zip(bands) {
        let mut own = Vec::with_capacity(column.len());
        for (total, value) in totals.iter_mut().zip(column) {
            let points = points(band, *value);
            *total += points;
            own.push(points);
        }
        all.push(own);
    }
    totals.iter_mut().for_each(|total| *total = rounded(*total));
    let better = |total: &T| grades.iter().map(|grade| u8::from(total < grade)).sum();
    let grades = totals.iter().map(better).collect();
    Scored { points: all, totals, grades }
}

/// Hundredths as the number they are.
#[expect(clippy::float_arithmetic, reason = "measured against, never used")]
pub(crate) fn to_float(hundredths: i64) -> f64 {
    f64::from(i32::try_from(hundredths).unwrap_or(0)) / 100.0
}

/// The nearest whole number of hundredths.
#[expect(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "points are small")]
pub(crate) fn to_hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}
