//! Exact numbers read back from their written text (đọc lại số chính xác): `94.5`, or `10/3`.

use std::str::FromStr;

use num_bigint::BigInt;
use serde::{Deserialize, Deserializer, de};

use super::{Decimal, DecimalError, Exact};

impl FromStr for Exact {
    type Err = DecimalError;

    /// Reads what [`Display`](std::fmt::Display) writes: a decimal, or whole number over whole number.
    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let Some((numerator, denominator)) = text.split_once('/') else {
            return match text.parse::<Decimal>() {
                Ok(decimal) => Ok(decimal.into()),
                // Whole numbers of any length are written without a point.
                Err(DecimalError::TooLong) if !text.contains('.') => Ok(Self::from_whole(whole(text)?)),
                Err(error) => Err(error),
            };
        };
        let (numerator, denominator) = (whole(numerator)?, whole(denominator)?);
        Self::from_whole(numerator)
            .checked_div(&Self::from_whole(denominator))
            .ok_or(DecimalError::NotANumber)
    }
}

/// No number that is written here is longer; reading one takes time with the square of its length.
const DIGITS_MAX: usize = 10_000;

fn whole(text: &str) -> Result<BigInt, DecimalError> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DecimalError::NotANumber);
    }
    if digits.len() > DIGITS_MAX {
        return Err(DecimalError::TooLong);
    }
    text.parse().map_err(|_| DecimalError::NotANumber)
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let huge = Exact::from(i64::MAX) * Exact::from(i64::MAX) * Exact::from(i64::MAX);
        let fine = Exact::ratio(1, 3).checked_div(&huge).unwrap();
        for number in [Exact::ratio(10, 3), Exact::ratio(-1, 8), Exact::ZERO, huge, fine] {
            assert_eq!(number.to_string().parse::<Exact>(), Ok(number));
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", "1/0", "1/", "/3", "1.5/2", "1/-", "1e5", "8,5", "0x10", "1/2/3", "+5/3", "1_0/3", "3/+5"]
        {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
        assert_eq!("9".repeat(DIGITS_MAX + 1).parse::<Exact>(), Err(DecimalError::TooLong));
        assert!(format!("{}/7", "9".repeat(DIGITS_MAX)).parse::<Exact>().is_ok());
    }
}
