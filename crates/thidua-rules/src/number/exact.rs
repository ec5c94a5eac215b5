use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, PrimInt, Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};

use super::digits::{Digits, parts};
use super::power::power_of_ten;
use super::{Decimal, RoundingMode};

/// An exact rational number (số hữu tỉ): no result is ever approximated, none overflows.
///
/// Numbers that fit are a pair of 128-bit integers without allocation; the rest grow on the heap.
///
/// ```
/// use thidua_rules::Exact;
/// let third = Exact::ratio(1, 3);
/// assert_eq!(third.clone() + third.clone() + third, Exact::from(1));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Exact(Repr);

/// Lowest terms, denominator above zero; `Big` only when `Small` cannot hold it, so that equality is structural.
#[derive(Clone, PartialEq, Eq)]
enum Repr {
    Small { numerator: i128, denominator: i128 },
    Big(Box<BigRational>),
}

impl Exact {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Small { numerator: 0, denominator: 1 });
    /// One.
    pub const ONE: Self = Self(Repr::Small { numerator: 1, denominator: 1 });

    /// `numerator / denominator` in lowest terms; a zero denominator is read as one.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Self {
        let denominator = if denominator == 0 { 1 } else { denominator };
        if numerator == i128::MIN || denominator == i128::MIN {
            return Self::from_big(BigRational::new(numerator.into(), denominator.into()));
        }
        if denominator == 1 {
            return Self(Repr::Small { numerator, denominator });
        }
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs());
        let sign = denominator.signum();
        Self(Repr::Small {
            numerator: quotient(sign * numerator, divisor),
            denominator: quotient(sign * denominator, divisor),
        })
    }

    /// The quotient, or `None` when the divisor is zero.
    #[must_use]
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        match &divisor.0 {
            Repr::Small { numerator: 0, .. } => None,
            Repr::Small { numerator, denominator } => {
                Some(self.clone() * Self::ratio(*denominator, *numerator))
            }
            Repr::Big(big) => Some(self.clone() * Self::from_big(big.recip())),
        }
    }

    /// The largest number of which both are whole multiples; zero when both are zero.
    #[doc(hidden)]
    pub fn common_step(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let (one, other) = (self.to_big(), other.to_big());
        Self::from_big(BigRational::new(one.numer().gcd(other.numer()), one.denom().lcm(other.denom())))
    }

    /// How the number stands to a decimal, which need not be in lowest terms.
    ///
    /// ```
    /// use std::cmp::Ordering;
    /// use thidua_rules::{Decimal, Exact};
    /// let half: Decimal = "0.50".parse()?;
    /// assert_eq!(Exact::ratio(1, 3).cmp_decimal(half), Ordering::Less);
    /// assert_eq!(Exact::ratio(1, 2).cmp_decimal(half), Ordering::Equal);
    /// # Ok::<(), thidua_rules::DecimalError>(())
    /// ```
    #[must_use]
    pub fn cmp_decimal(&self, decimal: Decimal) -> Ordering {
        let crossed = || {
            let Repr::Small { numerator, denominator } = &self.0 else { return None };
            let own = product(*numerator, power_of_ten(decimal.scale())?.into())?;
            Some(own.cmp(&product(decimal.mantissa(), *denominator)?))
        };
        crossed().unwrap_or_else(|| self.cmp(&Self::from(decimal)))
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        matches!(self.0, Repr::Small { numerator: 0, .. })
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small { numerator, .. } => *numerator < 0,
            Repr::Big(big) => big.is_negative(),
        }
    }

    /// Whether the number is a whole number.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { denominator, .. } => *denominator == 1,
            Repr::Big(big) => big.is_integer(),
        }
    }

    /// The greatest whole number not above this one, if it fits in 64 bits.
    #[must_use]
    pub fn floor_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small { numerator, denominator } => numerator.div_euclid(*denominator).to_i64(),
            Repr::Big(big) => big.floor().to_integer().to_i64(),
        }
    }

    /// The multiple of `step` that `mode` chooses; `step` must be above zero.
    #[must_use]
    pub fn round_to_multiple(&self, step: &Self, mode: RoundingMode) -> Self {
        let Some(quotient) = self.checked_div(step) else { return self.clone() };
        let rounded = match &quotient.0 {
            Repr::Small { numerator, denominator } => {
                round_quotient(*numerator, *denominator, mode).map(|whole| Self::ratio(whole, 1))
            }
            Repr::Big(_) => None,
        };
        let whole = rounded.unwrap_or_else(|| round_big(&quotient.to_big(), mode));
        whole * step.clone()
    }

    /// This number times `scale` as a whole number, when it is one and fits in 64 bits.
    #[must_use]
    pub fn to_scaled_i64(&self, scale: i64) -> Option<i64> {
        match &self.0 {
            Repr::Small { numerator, denominator } => {
                let product = numerator.checked_mul(i128::from(scale))?;
                (product % denominator == 0).then(|| (product / denominator).to_i64()).flatten()
            }
            Repr::Big(_) => None,
        }
    }

    /// The denominator in lowest terms, if it fits in 64 bits.
    #[must_use]
    pub fn denominator_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small { denominator, .. } => denominator.to_i64(),
            Repr::Big(_) => None,
        }
    }

    /// Numerator and denominator in lowest terms, in decimal digits.
    #[must_use]
    pub fn to_fraction_text(&self) -> (String, String) {
        match &self.0 {
            Repr::Small { numerator, denominator } => (numerator.to_string(), denominator.to_string()),
            Repr::Big(big) => (big.numer().to_string(), big.denom().to_string()),
        }
    }

    /// The number as a decimal when it has one of at most 28 digits.
    #[must_use]
    pub fn to_decimal(&self) -> Option<Decimal> {
        let (digits, places) = self.decimal_digits()?;
        Decimal::from_scaled(digits, places).ok()
    }

    /// Numerator and denominator in lowest terms, where both fit in 128 bits.
    #[doc(hidden)]
    pub fn parts(&self) -> Option<(i128, i128)> {
        match &self.0 {
            Repr::Small { numerator, denominator } => Some((*numerator, *denominator)),
            Repr::Big(_) => None,
        }
    }

    /// Whether it is a decimal of at most 28 digits.
    #[doc(hidden)]
    pub fn is_decimal(&self) -> bool {
        self.decimal_digits().is_some()
    }

    /// The whole number and how many of its digits stand behind the point, as few as there can be.
    fn decimal_digits(&self) -> Option<(i128, u32)> {
        let Repr::Small { numerator, denominator } = &self.0 else { return None };
        let places = if *denominator == 1 { 0 } else { decimal_places(*denominator)? };
        // Without multiplications of 128 bits where 64 are enough.
        let scale = match power_of_ten(places) {
            Some(scale) => i128::from(scale),
            None => 10_i128.checked_pow(places)?,
        };
        let factor = quotient(scale, *denominator);
        let digits = numerator.checked_mul(factor)?;
        (digits.unsigned_abs() < 1 << 96).then_some((digits, places))
    }

    /// Adds the decimal of at most `places_max` digits after the mark to a text, and tells how many those are; `None` when
    /// there is no such decimal, and then the text is as it was.
    ///
    /// ```
    /// use thidua_rules::Exact;
    /// let mut text = String::new();
    /// assert_eq!(Exact::ratio(-17, 2).write_decimal(6, ',', &mut text), Some(1));
    /// assert_eq!(Exact::ratio(1, 3).write_decimal(6, ',', &mut text), None);
    /// assert_eq!(text, "-8,5");
    /// ```
    pub fn write_decimal(&self, places_max: u32, mark: char, text: &mut String) -> Option<u32> {
        let (digits, places) = self.decimal_digits().filter(|(_, places)| *places <= places_max)?;
        if digits < 0 {
            text.push('-');
        }
        parts(digits.unsigned_abs(), places, mark, |part| text.push_str(part));
        Some(places)
    }

    /// The decimal of `places` digits nearest to this number (half up), for display only.
    #[must_use]
    pub fn display_rounded(&self, places: u32) -> String {
        let step = Self::ratio(1, 10_i128.pow(places.min(28)));
        self.round_to_multiple(&step, RoundingMode::HalfUp).to_string()
    }

    pub(super) fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small { numerator, denominator } => {
                BigRational::new_raw((*numerator).into(), (*denominator).into())
            }
            Repr::Big(big) => (**big).clone(),
        }
    }

    pub(super) fn from_whole(whole: BigInt) -> Self {
        Self::from_big(BigRational::from_integer(whole))
    }

    fn from_big(big: BigRational) -> Self {
        match (big.numer().to_i128(), big.denom().to_i128()) {
            (Some(numerator), Some(denominator)) if numerator != i128::MIN => {
                Self(Repr::Small { numerator, denominator })
            }
            _ => Self(Repr::Big(Box::new(big))),
        }
    }
}

/// `value / divisor` without the slow division of 128 bits where 64 are enough; `divisor` is above zero.
fn quotient(value: i128, divisor: i128) -> i128 {
    if divisor == 1 {
        return value;
    }
    match (i64::try_from(value), i64::try_from(divisor)) {
        (Ok(value), Ok(divisor)) => i128::from(value / divisor),
        _ => value / divisor,
    }
}

/// `one · other`, where it fits; without a question where both are of 64 bits.
fn product(one: i128, other: i128) -> Option<i128> {
    match (i64::try_from(one), i64::try_from(other)) {
        (Ok(one), Ok(other)) => Some(i128::from(one) * i128::from(other)),
        _ => one.checked_mul(other),
    }
}

fn gcd(left: u128, right: u128) -> i128 {
    if left == 1 || right == 1 {
        return 1;
    }
    // Both come from i128 values above i128::MIN and at least one is not zero, so the result fits.
    if let (Ok(left), Ok(right)) = (u64::try_from(left), u64::try_from(right)) {
        // Most denominators are small: one division leaves small numbers of both.
        return i128::from(match left.checked_rem(right) {
            Some(0) => right,
            Some(rest) => right.gcd(&rest),
            None => left,
        });
    }
    left.gcd(&right).to_i128().unwrap_or(1)
}

/// How many digits behind the point a fraction in lowest terms has; `None` when they have no end, or are too many.
fn decimal_places(denominator: i128) -> Option<u32> {
    let twos = denominator.trailing_zeros();
    let odd = denominator >> twos;
    let (rest, fives) = match u64::try_from(odd) {
        Ok(odd) => {
            let (mut rest, mut fives) = (odd, 0);
            while rest % 5 == 0 {
                rest /= 5;
                fives += 1;
            }
            (i128::from(rest), fives)
        }
        Err(_) => {
            let (mut rest, mut fives) = (odd, 0);
            while rest % 5 == 0 {
                rest /= 5;
                fives += 1;
            }
            (rest, fives)
        }
    };
    (rest == 1).then_some(twos.max(fives)).filter(|places| *places <= 28)
}

/// `numerator / denominator` rounded to a whole number by its remainder; `denominator` is above zero.
pub fn round_quotient(numerator: i128, denominator: i128, mode: RoundingMode) -> Option<i128> {
    let quotient = quotient(numerator, denominator);
    let away = is_away(quotient, numerator - quotient * denominator, denominator, mode);
    quotient.checked_add(if away { numerator.signum() } else { 0 })
}

/// The same for numbers of 64 bits, neither of them the lowest there is.
#[must_use]
#[inline]
pub fn round_narrow_quotient(numerator: i64, denominator: i64, mode: RoundingMode) -> i64 {
    let quotient = numerator.checked_div(denominator).unwrap_or_default();
    let remainder = numerator.wrapping_sub(quotient.wrapping_mul(denominator));
    let away = is_away(quotient, remainder, denominator, mode);
    quotient.wrapping_add(i64::from(away) * numerator.signum())
}

/// Whether what remains of a division moves the quotient one step further from zero.
#[inline]
fn is_away<T: PrimInt + Signed>(quotient: T, remainder: T, denominator: T, mode: RoundingMode) -> bool {
    let remainder = remainder.abs();
    // The remainder against what it lacks: twice the remainder may not fit.
    let lacking = denominator.abs() - remainder;
    match mode {
        RoundingMode::Up => !remainder.is_zero(),
        RoundingMode::Down => false,
        RoundingMode::HalfUp => remainder >= lacking,
        RoundingMode::HalfEven => {
            remainder > lacking || (remainder == lacking && !(quotient & T::one()).is_zero())
        }
    }
}

fn round_big(value: &BigRational, mode: RoundingMode) -> Exact {
    let (quotient, remainder) = value.numer().div_rem(value.denom());
    let remainder = remainder.abs();
    let away = match mode {
        _ if remainder.is_zero() => false,
        RoundingMode::Up => true,
        RoundingMode::Down => false,
        RoundingMode::HalfUp | RoundingMode::HalfEven => {
            match (&remainder * BigInt::from(2)).cmp(value.denom()) {
                Ordering::Greater => true,
                Ordering::Less => false,
                Ordering::Equal => mode == RoundingMode::HalfUp || quotient.is_odd(),
            }
        }
    };
    let step = if value.is_negative() { -BigInt::one() } else { BigInt::one() };
    Exact::from_big(BigRational::from_integer(if away { quotient + step } else { quotient }))
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Repr::Small { numerator: value.into(), denominator: 1 })
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        // 10^28 is the largest scale a Decimal has, and it fits.
        Self::ratio(value.mantissa(), 10_i128.pow(value.scale()))
    }
}

impl Add for Exact {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        if let (Repr::Small { numerator: a, denominator: b }, Repr::Small { numerator: c, denominator: d }) =
            (&self.0, &other.0)
            && let Some(sum) = add_small(*a, *b, *c, *d)
        {
            return sum;
        }
        Self::from_big(self.to_big() + other.to_big())
    }
}

fn add_small(a: i128, b: i128, c: i128, d: i128) -> Option<Exact> {
    if b == d {
        let numerator = a.checked_add(c)?;
        return Some(if b == 1 && numerator != i128::MIN {
            Exact(Repr::Small { numerator, denominator: 1 })
        } else {
            Exact::ratio(numerator, b)
        });
    }
    let divisor = gcd(b.unsigned_abs(), d.unsigned_abs());
    let left = product(a, quotient(d, divisor))?;
    let right = product(c, quotient(b, divisor))?;
    Some(Exact::ratio(left.checked_add(right)?, product(quotient(b, divisor), d)?))
}

impl AddAssign<&Self> for Exact {
    fn add_assign(&mut self, other: &Self) {
        // Whoever counts adds whole numbers.
        if let (Repr::Small { numerator, denominator: 1 }, Repr::Small { numerator: more, denominator: 1 }) =
            (&mut self.0, &other.0)
            && let Some(sum) = numerator.checked_add(*more).filter(|sum| *sum != i128::MIN)
        {
            *numerator = sum;
            return;
        }
        *self = std::mem::replace(self, Self::ZERO) + other.clone();
    }
}

impl Neg for Exact {
    type Output = Self;

    fn neg(self) -> Self {
        match self.0 {
            Repr::Small { numerator, denominator } => {
                Self(Repr::Small { numerator: -numerator, denominator })
            }
            Repr::Big(big) => Self::from_big(-*big),
        }
    }
}

impl Sub for Exact {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Exact {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        if let (Repr::Small { numerator: a, denominator: b }, Repr::Small { numerator: c, denominator: d }) =
            (&self.0, &other.0)
            && let Some(product) = mul_small(*a, *b, *c, *d)
        {
            return product;
        }
        Self::from_big(self.to_big() * other.to_big())
    }
}

fn mul_small(a: i128, b: i128, c: i128, d: i128) -> Option<Exact> {
    if a == 0 || c == 0 {
        return Some(Exact::ZERO);
    }
    // Cancelling crosswise first keeps the products small, and leaves them in lowest terms.
    let left = gcd(a.unsigned_abs(), d.unsigned_abs());
    let right = gcd(c.unsigned_abs(), b.unsigned_abs());
    let numerator = product(quotient(a, left), quotient(c, right))?;
    let denominator = product(quotient(b, right), quotient(d, left))?;
    (numerator != i128::MIN).then_some(Exact(Repr::Small { numerator, denominator }))
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Small { numerator: a, denominator: b }, Repr::Small { numerator: c, denominator: d }) =
            (&self.0, &other.0)
        {
            if b == d {
                return a.cmp(c);
            }
            if let (Some(left), Some(right)) = (product(*a, *d), product(*c, *b)) {
                return left.cmp(&right);
            }
        }
        self.to_big().cmp(&other.to_big())
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small { numerator, denominator } => (numerator, denominator).hash(state),
            Repr::Big(big) => big.hash(state),
        }
    }
}

impl Default for Exact {
    fn default() -> Self {
        Self::ZERO
    }
}

impl fmt::Display for Exact {
    /// The decimal when there is a finite one, else the fraction `n/d`: never an approximation.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal_digits() {
            Some((digits, places)) => {
                let text = Digits::new(digits.unsigned_abs(), places, '.');
                formatter.pad_integral(digits >= 0, "", text.as_str())
            }
            None => {
                let (numerator, denominator) = self.to_fraction_text();
                if denominator == "1" {
                    formatter.write_str(&numerator)
                } else {
                    write!(formatter, "{numerator}/{denominator}")
                }
            }
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.decimal_digits() {
            // Of large results almost every number is one: its digits are already a text.
            Some((digits @ 0.., places)) => {
                serializer.serialize_str(Digits::new(digits.unsigned_abs(), places, '.').as_str())
            }
            _ => serializer.collect_str(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse::<Decimal>().unwrap().into()
    }

    /// The lowest number of 128 bits has no opposite among them.
    #[test]
    fn the_lowest_number_is_one_like_any_other() {
        let lowest = Exact::ratio(i128::MIN, 1);
        assert_eq!(Exact::ratio(i128::MIN + 1, 1) + Exact::from(-1), lowest);
        assert_eq!(
            -(Exact::ratio(i128::MIN + 1, 1) + Exact::from(-1)),
            Exact::ratio(i128::MAX, 1) + Exact::ONE
        );
        let least = Exact::ONE.checked_div(&lowest);
        assert_eq!(Some(Exact::ratio(1, i128::MIN)), least);
        assert_eq!(Exact::ratio(i128::MIN, i128::MIN), Exact::ONE);
    }

    #[test]
    fn multiplies_before_it_rounds() {
        let score = Exact::ratio(7, 12) * exact("7.5");
        let rounded = score.round_to_multiple(&exact("0.01"), RoundingMode::HalfUp);
        assert_eq!(rounded.to_string(), "4.38");
    }

    #[test]
    fn percentages_of_a_count_are_exact() {
        let quota = Exact::from(100) * exact("29").checked_div(&Exact::from(100)).unwrap();
        assert_eq!(quota.floor_i64(), Some(29));
    }

    #[test]
    fn decimals_are_written_as_the_decimal_type_writes_them() {
        for value in ["0", "-0.5", "12.34", "100", "0.0000000000000000000000000001"] {
            assert_eq!(exact(value).to_string(), value);
            assert_eq!(exact(value).to_decimal().unwrap().to_string(), value);
        }
        // One more than a decimal holds is a whole number all the same.
        let largest = Exact::ratio((1 << 96) - 1, 1);
        assert_eq!(largest.to_decimal().unwrap().to_string(), largest.to_string());
        let beyond = largest + Exact::ONE;
        assert_eq!(
            (beyond.to_decimal(), beyond.to_string()),
            (None, "79228162514264337593543950336".to_owned())
        );
        assert_eq!(Exact::ratio(7, 3).to_string(), "7/3");
        assert_eq!(Exact::ratio(1, 125).to_string(), "0.008");
        assert_eq!(Exact::ratio(1, 5_i128.pow(28)).to_string(), "0.0000000000000000000268435456");
        assert_eq!(
            (Exact::ratio(7, 3).display_rounded(2), Exact::ratio(1, 8).display_rounded(2)),
            ("2.33".to_owned(), "0.13".to_owned())
        );
        assert_eq!(format!("{:>6}|{:<6}|{:+}", exact("-0.5"), exact("1.5"), exact("2")), "  -0.5|1.5   |+2");
    }

    #[test]
    fn every_mode_on_both_sides_of_zero() {
        let one = Exact::ONE;
        let cases = [
            ("2.5", "3", "2", "3", "2"),
            ("3.5", "4", "4", "4", "3"),
            ("-2.5", "-3", "-2", "-3", "-2"),
            ("2.4", "2", "2", "3", "2"),
            ("-2.6", "-3", "-3", "-3", "-2"),
            ("7", "7", "7", "7", "7"),
        ];
        for (value, half_up, half_even, up, down) in cases {
            let value = exact(value);
            assert_eq!(value.round_to_multiple(&one, RoundingMode::HalfUp), exact(half_up));
            assert_eq!(value.round_to_multiple(&one, RoundingMode::HalfEven), exact(half_even));
            assert_eq!(value.round_to_multiple(&one, RoundingMode::Up), exact(up));
            assert_eq!(value.round_to_multiple(&one, RoundingMode::Down), exact(down));
        }
    }

    #[test]
    fn grows_instead_of_wrapping() {
        let huge = exact("9999999999999999999999999999");
        let product = huge.clone() * huge.clone() * huge.clone();
        assert_eq!(product.checked_div(&huge).unwrap().checked_div(&huge).unwrap(), huge);
        assert_eq!(product.clone() - product, Exact::ZERO);
    }

    proptest! {
        #[test]
        fn agrees_with_big_rationals(a: i128, b in 1_i128.., c: i128, d in 1_i128..) {
            let (left, right) = (Exact::ratio(a, b), Exact::ratio(c, d));
            let (big_left, big_right) = (BigRational::new(a.into(), b.into()), BigRational::new(c.into(), d.into()));
            prop_assert_eq!((left.clone() + right.clone()).to_big(), &big_left + &big_right);
            prop_assert_eq!((left.clone() * right.clone()).to_big(), &big_left * &big_right);
            prop_assert_eq!(left.cmp(&right), big_left.cmp(&big_right));
        }

        #[test]
        fn rounding_by_remainder_agrees_with_big(a in -1_000_000_i128..1_000_000, b in 1_i128..1000) {
            for mode in [RoundingMode::HalfUp, RoundingMode::HalfEven, RoundingMode::Up, RoundingMode::Down] {
                let value = Exact::ratio(a, b);
                prop_assert_eq!(value.round_to_multiple(&Exact::ONE, mode), round_big(&value.to_big(), mode));
            }
        }
    }
}
