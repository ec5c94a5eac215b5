use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal as Inner;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A decimal number exactly as a person wrote it (số thập phân), at most 28 digits.
///
/// It never passes through binary floating point: text in, text out. In JSON and YAML it may be
/// written bare (`8.5`) or quoted (`"8.5"`); readers that can only offer a float are refused.
///
/// ```
/// use thidua_rules::Decimal;
/// let points: Decimal = "8.50".parse()?;
/// assert_eq!(points.to_string(), "8.50");
/// assert!("8,5".parse::<Decimal>().is_err());
/// # Ok::<(), thidua_rules::DecimalError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(Inner);

/// Why a text is not a [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecimalError {
    /// The text is empty or holds something other than digits, one point and a leading minus.
    #[error("not a decimal number")]
    NotANumber,
    /// The text uses a decimal comma where a point is required.
    #[error("a decimal comma where a decimal point is required")]
    Comma,
    /// The text has more than 28 digits.
    #[error("more than 28 digits")]
    TooLong,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self(Inner::ZERO);
    /// One.
    pub const ONE: Self = Self(Inner::ONE);
    /// One hundred.
    pub const HUNDRED: Self = Self(Inner::ONE_HUNDRED);

    /// The integer `mantissa` divided by ten to the power `scale`.
    ///
    /// # Errors
    /// [`DecimalError::TooLong`] when it does not fit in 28 digits.
    pub fn from_scaled(mantissa: i128, scale: u32) -> Result<Self, DecimalError> {
        Inner::try_from_i128_with_scale(mantissa, scale).map(Self).map_err(|_| DecimalError::TooLong)
    }

    /// The digits without the point; together with [`Decimal::scale`] the whole number.
    #[must_use]
    pub fn mantissa(self) -> i128 {
        self.0.mantissa()
    }

    /// The number of digits after the point, as written.
    #[must_use]
    pub fn scale(self) -> u32 {
        self.0.scale()
    }

    /// Whether the number is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.mantissa() < 0
    }

    /// Whether the number is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The same number without trailing zeros after the point.
    #[must_use]
    pub fn normalized(self) -> Self {
        Self(self.0.normalize())
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(Inner::from(value))
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !fraction.is_none_or(all_digits) {
            let comma = text.bytes().filter(|byte| *byte == b',').count() == 1
                && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'-');
            return Err(if comma { DecimalError::Comma } else { DecimalError::NotANumber });
        }
        let significant = whole.trim_start_matches('0').len() + fraction.map_or(0, str::len);
        if significant > 28 || fraction.map_or(0, str::len) > 28 {
            return Err(DecimalError::TooLong);
        }
        Inner::from_str_exact(text).map(Self).map_err(|_| DecimalError::TooLong)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_zero() && self.0.is_sign_negative() {
            return fmt::Display::fmt(&-self.0, formatter);
        }
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("decimal")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(Decimal::from(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(Decimal(Inner::from(value)))
    }
}

impl JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Số thập phân viết bằng dấu chấm, ví dụ 8.5 hoặc \"8.5\"; tối đa 28 chữ số. A decimal number with a point, bare or quoted.",
            "type": ["number", "string"],
            "pattern": r"^-?\d+(\.\d+)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_was_written() {
        for text in ["0", "8.50", "-3", "12345678901234.56789", "0.30000000000000004", "1.10"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        assert_eq!("-0".parse::<Decimal>().unwrap().to_string(), "0");
    }

    #[test]
    fn knows_its_sign() {
        let negative = |text: &str| text.parse::<Decimal>().unwrap().is_negative();
        assert!(negative("-3") && negative("-0.01"));
        assert!(!negative("0") && !negative("-0") && !negative("0.01") && !negative("3"));
    }

    #[test]
    fn refuses_what_is_not_plain() {
        for text in ["", "-", ".5", "5.", "+1", "1_000", "1e5", "NaN", "1.2.3", " 1"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError::NotANumber), "{text}");
        }
        for text in ["8,5", "-8,5", "1000,25"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError::Comma), "{text}");
        }
        for text in ["1,2,3", "8,5x", "a,5", "8;5"] {
            assert_eq!(text.parse::<Decimal>(), Err(DecimalError::NotANumber), "{text}");
        }
        assert_eq!(("1".to_owned() + &"0".repeat(28)).parse::<Decimal>(), Err(DecimalError::TooLong));
        assert_eq!("1".repeat(60).parse::<Decimal>(), Err(DecimalError::TooLong));
        assert_eq!("79228162514264337593543950336".parse::<Decimal>(), Err(DecimalError::TooLong));
    }
}
