//! What the engine is held against: a weighted sum by columns and a sort, with nothing else.

use std::cmp::Reverse;

use rust_decimal::Decimal;

/// Whole hundredths, one column for each criterion.
pub(crate) fn i64_sum(columns: &[Vec<i64>], weights: &[i64]) -> Vec<(Reverse<i64>, usize)> {
    let mut sums = vec![0_i64; columns[0].len()];
    for (column, weight) in columns.iter().zip(weights) {
        for (sum, value) in sums.iter_mut().zip(column) {
            *sum += value * weight;
        }
    }
    let mut order: Vec<(Reverse<i64>, usize)> =
        sums.into_iter().enumerate().map(|(row, sum)| (Reverse(sum), row)).collect();
    order.sort_unstable();
    order
}

/// The same in binary floating point, which is not exact.
#[expect(clippy::float_arithmetic, reason = "measured against, never used")]
pub(crate) fn f64_sum(columns: &[Vec<f64>], weights: &[f64]) -> Vec<(f64, usize)> {
    let mut sums = vec![0.0_f64; columns[0].len()];
    for (column, weight) in columns.iter().zip(weights) {
        for (sum, value) in sums.iter_mut().zip(column) {
            *sum += value * weight;
        }
    }
    let mut order: Vec<(f64, usize)> = sums.into_iter().enumerate().map(|(row, sum)| (sum, row)).collect();
    order.sort_unstable_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
    order
}

/// The same with decimals.
pub(crate) fn decimal_sum(columns: &[Vec<Decimal>], weights: &[Decimal]) -> Vec<(Reverse<Decimal>, usize)> {
    let mut sums = vec![Decimal::ZERO; columns[0].len()];
    for (column, weight) in columns.iter().zip(weights) {
        for (sum, value) in sums.iter_mut().zip(column) {
            *sum += value * weight;
        }
    }
    let mut order: Vec<(Reverse<Decimal>, usize)> =
        sums.into_iter().enumerate().map(|(row, sum)| (Reverse(sum), row)).collect();
    order.sort_unstable();
    order
}
