use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Pow, Zero};

use super::{Exact, RoundingMode};

impl Exact {
    /// The multiple of the step nearest to the `root`-th root of this number raised to `raise`, by the mode; decided by
    /// whole numbers, so that the last digit is right. `None` below zero, where there is no real root for every pair.
    #[doc(hidden)]
    pub fn root_to_multiple(&self, raise: u32, root: u32, step: &Self, mode: RoundingMode) -> Option<Self> {
        if self.is_negative() || root == 0 || *step <= Self::ZERO {
            return None;
        }
        let (value, step_big) = (self.to_big(), step.to_big());
        // x^(p/q) ≥ k·s  ⇔  x^p / s^q ≥ k^q: the largest such k is a whole root of a whole number.
        let numerator = value.numer().pow(raise) * step_big.denom().pow(root);
        let denominator = value.denom().pow(raise) * step_big.numer().pow(root);
        let whole = (&numerator / &denominator).nth_root(root);
        let exact = whole.clone().pow(root) * &denominator == numerator;
        let up = match mode {
            RoundingMode::Down => false,
            RoundingMode::Up => !exact,
            RoundingMode::HalfUp | RoundingMode::HalfEven => {
                // Beside the middle (k + 1/2)·s, both to the power and without fractions.
                let middle = (BigInt::from(2) * &whole + BigInt::one()).pow(root) * &denominator;
                match (BigInt::from(2).pow(root) * &numerator).cmp(&middle) {
                    std::cmp::Ordering::Greater => true,
                    std::cmp::Ordering::Less => false,
                    std::cmp::Ordering::Equal => mode == RoundingMode::HalfUp || whole.is_odd(),
                }
            }
        };
        let times = if up { whole + BigInt::one() } else { whole };
        if times.is_zero() {
            return Some(Self::ZERO);
        }
        Some(Self::from_whole(times) * step.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_is_right() {
        let step = |places: u32| Exact::ratio(1, 10_i128.pow(places));
        let root = |value: Exact, raise, root, places, mode| {
            value.root_to_multiple(raise, root, &step(places), mode).map(|root| root.to_string())
        };
        let half = RoundingMode::HalfUp;
        assert_eq!(root(Exact::from(2), 1, 2, 6, half).as_deref(), Some("1.414214"));
        assert_eq!(root(Exact::from(8), 1, 3, 2, half).as_deref(), Some("2"));
        assert_eq!(root(Exact::from(8), 2, 3, 2, RoundingMode::Up).as_deref(), Some("4"));
        assert_eq!(root(Exact::ratio(1, 4), 1, 2, 0, half).as_deref(), Some("1"));
        assert_eq!(root(Exact::ratio(1, 4), 1, 2, 0, RoundingMode::HalfEven).as_deref(), Some("0"));
        assert_eq!(root(Exact::from(-1), 1, 3, 2, half), None);
        // Every root lies within one step of the number itself, on the right side.
        for value in 0..200_i64 {
            let down = Exact::from(value).root_to_multiple(1, 3, &step(3), RoundingMode::Down).unwrap();
            let next = down.clone() + step(3);
            let cube = |root: &Exact| root.clone() * root.clone() * root.clone();
            assert!(cube(&down) <= Exact::from(value) && cube(&next) > Exact::from(value));
        }
    }
}
