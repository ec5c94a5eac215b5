use super::digits::parts;
use super::exact::Exact;
use super::power::power_of_ten;

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

    /// Adds the decimal with exactly so many digits after the mark to a text, where the number is seen to have no more of them
    /// as it stands; tells whether it did.
    ///
    /// ```
    /// use thidua_rules::Figure;
    /// let mut text = String::new();
    /// assert!(Figure::Over(-850, 100).write_places(2, ',', &mut text));
    /// assert!(!Figure::Over(1, 3).write_places(2, ',', &mut text), "left to whoever rounds");
    /// assert_eq!(text, "-8,50");
    /// ```
    #[inline]
    pub fn write_places(&self, places: u32, mark: char, text: &mut String) -> bool {
        let Self::Over(numerator, denominator) = self else { return false };
        let factor = match power_of_ten(places) {
            Some(scale) if scale == *denominator => Some(1),
            Some(scale) => {
                scale.checked_rem(*denominator).filter(|rest| *rest == 0).map(|_| scale / denominator)
            }
            None => None,
        };
        let whole = factor.and_then(|factor| numerator.unsigned_abs().checked_mul(factor.unsigned_abs()));
        let Some(whole) = whole else { return false };
        if *numerator < 0 {
            text.push('-');
        }
        // So few letters are added one by one in less time than they are copied.
        parts(whole.into(), places, mark, |part| part.bytes().for_each(|letter| text.push(letter.into())));
        true
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
            let (mut text, mut decimal) = (String::new(), String::new());
            if figure.write_places(places, ',', &mut text) {
                let written = figure.exact().write_decimal(places, ',', &mut decimal).unwrap();
                if written == 0 && places > 0 {
                    decimal.push(',');
                }
                decimal.extend((written..places).map(|_| '0'));
                prop_assert_eq!(text, decimal);
            } else {
                prop_assert!(text.is_empty());
                // Whole numbers that do not fit in 64 bits are left to whoever writes rationals.
                let Figure::Over(numerator, denominator) = figure else { unreachable!() };
                let scale = 10_i128.pow(places.min(18)) / i128::from(denominator);
                let divides = 10_i128.pow(places.min(18)) % i128::from(denominator) == 0;
                let fits = i128::from(numerator).abs() * scale < 1 << 63;
                prop_assert!(places > 18 || !divides || !fits);
            }
        }
    }
}
