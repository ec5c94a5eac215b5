use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use thidua_core::Exact;

/// An exact number (số chính xác): `decimal` where there is a finite one, else `fraction` and a rounded `shown`.
///
/// Nothing here is a JSON number, so that no reader makes a binary float of it, and no field holds two kinds of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Number")]
pub(crate) struct NumberText {
    /// The number, exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$"))]
    decimal: Option<String>,
    /// The number, exact, in lowest terms, where no decimal of at most 28 digits is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^-?[0-9]+/[1-9][0-9]*$"))]
    fraction: Option<String>,
    /// The same, rounded to six places, half up, for people to read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$"))]
    shown: Option<String>,
}

/// Digits behind the point of what is only shown.
const PLACES: u32 = 6;

impl From<&Exact> for NumberText {
    fn from(number: &Exact) -> Self {
        if let Some(decimal) = number.to_decimal() {
            return Self { decimal: Some(decimal.normalized().to_string()), fraction: None, shown: None };
        }
        let (numerator, denominator) = number.to_fraction_text();
        if denominator == "1" {
            return Self { decimal: Some(numerator), fraction: None, shown: None };
        }
        let shown = number.display_rounded(PLACES);
        // What cannot be shown as a decimal either is left to its fraction.
        let shown = Some(shown).filter(|shown| !shown.contains('/'));
        Self { decimal: None, fraction: Some(format!("{numerator}/{denominator}")), shown }
    }
}

impl NumberText {
    pub(crate) fn of(number: Option<Exact>) -> Option<Self> {
        number.as_ref().map(Self::from)
    }
}

/// An exact number of a column (số trong cột): its decimal as text where there is a finite one, else as [`NumberText`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NumberCell(NumberText);

impl From<&Exact> for NumberCell {
    fn from(number: &Exact) -> Self {
        Self(NumberText::from(number))
    }
}

impl NumberCell {
    pub(crate) fn of(number: Option<Exact>) -> Option<Self> {
        number.as_ref().map(Self::from)
    }
}

impl Serialize for NumberCell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.decimal {
            Some(decimal) => serializer.serialize_str(decimal),
            None => self.0.serialize(serializer),
        }
    }
}

impl JsonSchema for NumberCell {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NumberCell".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let fraction = generator.subschema_for::<NumberText>();
        schemars::json_schema!({
            "description": "An exact number of a column: its decimal as text, or an object with `fraction` where no finite decimal is.",
            "oneOf": [{ "type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$" }, fraction]
        })
    }
}
