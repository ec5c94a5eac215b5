use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Decimal, Exact};
use crate::{Date, text};

/// A number in a rule file (con số trong bộ tiêu chí): a decimal, a percentage such as `95%` or a fraction such as `2/3`.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    written: Decimal,
    form: Form,
    exact: Exact,
}

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Percent,
    /// Divided by this one, which is not zero.
    Over(Decimal),
    /// A day of the calendar, by its number.
    Day,
}

impl Number {
    /// Reads `8.5`, `-2`, `95%` or `2/3`.
    ///
    /// # Errors
    /// What is wrong with the text, in both languages.
    pub fn parse(words: &str) -> Result<Self, crate::Text> {
        let trimmed = words.trim();
        if let Some((above, below)) = trimmed.split_once('/') {
            return Self::fraction(words, above.trim_end(), below.trim_start());
        }
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
        let form = if percent { Form::Percent } else { Form::Plain };
        Ok(Self { written, form, exact })
    }

    /// Two whole numbers, the lower one above zero.
    fn fraction(words: &str, above: &str, below: &str) -> Result<Self, crate::Text> {
        let whole = |digits: &str| digits.parse::<Decimal>().ok().filter(|number| number.scale() == 0);
        let parts = whole(above).zip(whole(below).filter(|below| below.mantissa() > 0));
        let (written, below) = parts.ok_or_else(|| {
            text!(
                "`{words}` không phải là phân số: viết hai số nguyên, chẳng hạn `2/3`",
                "`{words}` is no fraction: write two whole numbers, for example `2/3`"
            )
        })?;
        let exact = Exact::from(written).checked_div(&Exact::from(below)).unwrap_or_default();
        Ok(Self { written, form: Form::Over(below), exact })
    }

    /// The value: `95%` is 95/100.
    #[must_use]
    pub fn exact(&self) -> &Exact {
        &self.exact
    }

    /// A day of the calendar: its value is the number of the day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        let written = Decimal::from(i64::from(day.day_number()));
        Self { written, form: Form::Day, exact: written.into() }
    }

    /// Whether it is a day of the calendar.
    #[must_use]
    pub fn is_day(&self) -> bool {
        self.form == Form::Day
    }

    /// Whether it was written with a percent sign.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.form == Form::Percent
    }
}

impl From<Decimal> for Number {
    fn from(written: Decimal) -> Self {
        Self { written, form: Form::Plain, exact: written.into() }
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Decimal::from(value).into()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Plain => write!(formatter, "{}", self.written),
            Form::Percent => write!(formatter, "{}%", self.written),
            Form::Over(below) => write!(formatter, "{}/{below}", self.written),
            Form::Day => match self.exact.floor_i64().and_then(Date::from_day_number) {
                Some(day) => write!(formatter, "{day}"),
                None => write!(formatter, "{}", self.written),
            },
        }
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
        Self::parse(&words).map_err(|wrong| de::Error::custom(wrong.carry()))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Số viết bằng dấu chấm thập phân, tỷ lệ phần trăm hoặc phân số: 8.5, 95%, 2/3. A decimal, a percentage or a fraction.",
            "type": ["number", "string"],
            "pattern": r"^-?\d+((\.\d+)?\s*%?|\s*/\s*\d+)$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_as_it_was_written() {
        let percent: Number = serde_json::from_str("\"50%\"").unwrap();
        assert!(percent.is_percent() && !percent.is_day());
        assert_eq!((format!("{percent}"), format!("{percent:?}")), ("50%".to_owned(), "50%".to_owned()));
        assert_eq!(*percent.exact(), Exact::ratio(1, 2));
        assert!(!Number::from(50).is_percent());
    }
}
