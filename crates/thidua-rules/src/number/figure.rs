use super::exact::Exact;
use super::power::power_of_ten;
use super::short::ShortDecimal;

/// A number as a column holds it (con số của một cột): it need not be in lowest terms to be written.
#[derive(Clone, Debug)]
pub enum Figure {
    /// A number that does not fit in two whole ones of 64 bits.
    Exact(Box<Exact>),
    /// The first whole number divided by the second, which is above zero.
    Over(i64, i64),
}

impl Figure {
    /// The number in lowest terms.
    #[must_use]
    pub fn exact(&self) -> Exact {
        match self {
            Self::Exact(exact) => (**exact).clone(),
            Self::Over(numerator, 1) => Exact::from(*numerator),
            Self::Over(numerator, denominator) => Exact::ratio((*numerator).into(), (*denominator).into()),
        }
    }

    /// The decimal with exactly so many digits behind the mark, a sign of ASCII, where the number is seen to have no more of
    /// them as it stands, and few before it.
    ///
    /// ```
    /// use thidua_rules::Figure;
    /// let short = |figure: Figure| figure.short(2, b',').map(|short| short.to_string());
    /// assert_eq!(short(Figure::Over(-850, 100)).as_deref(), Some("-8,50"));
    /// assert_eq!(short(Figure::Over(1, 3)), None, "left to whoever rounds");
    /// ```
    #[must_use]
    #[inline]
    pub fn short(&self, places: u32, mark: u8) -> Option<ShortDecimal> {
        let Self::Over(numerator, denominator) = self else { return None };
        let scale = power_of_ten(places)?;
        if scale == *denominator {
            return ShortDecimal::new(*numerator, places, mark);
        }
        let factor =
            scale.checked_rem(*denominator).filter(|rest| *rest == 0).map(|_| scale / denominator)?;
        ShortDecimal::new(numerator.checked_mul(factor)?, places, mark)
    }
}

impl From<Exact> for Figure {
    fn from(exact: Exact) -> Self {
        let narrow = |(numerator, denominator): (i128, i128)| {
            Some(Self::Over(i64::try_from(numerator).ok()?, i64::try_from(denominator).ok()?))
        };
        exact.parts().and_then(narrow).unwrap_or_else(|| Self::Exact(Box::new(exact)))
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.exact() == other.exact()
    }
}

impl Eq for Figure {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_written_as_in_lowest_terms(
            numerator in prop_oneof![any::<i64>(), -100_000..100_000_i64],
            (held, part) in (0..=18_u32, prop_oneof![Just(1), Just(2), Just(5), Just(3)]),
            places in 0..24_u32,
        ) {
            let figure = Figure::Over(numerator, (10_i64.pow(held) / part).max(1));
            let mut decimal = String::new();
            if let Some(short) = figure.short(places, b',') {
                let written = figure.exact().write_decimal(places, ',', &mut decimal).unwrap();
                if written == 0 && places > 0 {
                    decimal.push(',');
                }
                decimal.extend((written..places).map(|_| '0'));
                prop_assert_eq!(short.to_string(), decimal);
            } else {
                // What has more than eight signs is left to whoever writes rationals.
                let Figure::Over(numerator, denominator) = figure else { unreachable!() };
                let scale = 10_i128.pow(places.min(18)) / i128::from(denominator);
                let divides = 10_i128.pow(places.min(18)) % i128::from(denominator) == 0;
                let fits = i128::from(numerator).abs() * scale < 1_000_000;
                prop_assert!(places >= 6 || !divides || !fits);
            }
        }
    }
}
