use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Decimal, Exact};
use crate::text;

/// A number in a rule file (con số trong bộ tiêu chí): a decimal, or a percentage such as `95%`.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    written: Decimal,
    percent: bool,
    exact: Exact,
}

impl Number {
    /// Reads `8.5`, `-2` or `95%`.
    ///
    /// # Errors
    /// What is wrong with the text, in both languages.
    pub fn parse(words: &str) -> Result<Self, crate::Text> {
        let trimmed = words.trim();
        let (digits, percent) = match trimmed.strip_suffix('%') {
            Some(digits) => (digits.trim_end(), true),
            None => (trimmed, false),
        };
        let written: Decimal = digits.parse().map_err(|error| match error {
            super::DecimalError::Comma => text!(
                "`{words}` dùng dấu phẩy thập phân; trong bộ tiêu chí hãy viết `{}`",
                "`{words}` has a decimal comma; in a rule file write `{}`",
                words.replace(',', ".")
            ),
            super::DecimalError::TooLong => {
                text!("`{words}` có hơn 28 chữ số", "`{words}` has more than 28 digits")
            }
            super::DecimalError::NotANumber => {
                text!("`{words}` không phải là số", "`{words}` is not a number")
            }
        })?;
        let value = Exact::from(written);
        let exact = if percent { value * Exact::ratio(1, 100) } else { value };
        Ok(Self { written, percent, exact })
    }

    /// The value: `95%` is 95/100.
    #[must_use]
    pub fn exact(&self) -> &Exact {
        &self.exact
    }

    /// Whether it was written with a percent sign.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.percent
    }
}

impl From<Decimal> for Number {
    fn from(written: Decimal) -> Self {
        Self { written, percent: false, exact: written.into() }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Decimal::from(value).into()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.written, if self.percent { "%" } else { "" })
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = String::deserialize(deserializer)?;
        Self::parse(&words).map_err(de::Error::custom)
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Số viết bằng dấu chấm thập phân hoặc tỷ lệ phần trăm: 8.5, 95%. A decimal or a percentage.",
            "type": ["number", "string"],
            "pattern": r"^-?\d+(\.\d+)?\s*%?$"
        })
    }
}
