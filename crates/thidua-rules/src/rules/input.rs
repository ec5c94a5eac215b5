use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use crate::{Condition, Date, Formula, Located, Number};

/// A named value about an entrant (số liệu).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The name people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub title: Option<String>,
    /// What kind of value it is.
    pub kind: ValueKind,
    /// What it counts: hồ sơ, ngày, đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Lowest value that may be entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// Highest value that may be entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// So many decimals its values have at most, for kind `number`: a value with more is a mistake, and a binary fraction in
    /// a Parquet file is read as the decimal of so many places that it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<u32>,
    /// The choices, for kind `choice`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Which choice is the best, where they are compared by more and less; no order when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<ChoiceOrder>,
    /// Whether an entrant has many values of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub many: bool,
    /// What a blank cell of this input means; a gap in the data when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<Number>,
    /// It is not entered but computed, one value of each row of a detail table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_row: Option<PerRowFormula>,
}

/// What is computed of each row of a detail table (tính trên từng dòng của bảng chi tiết).
///
/// The rows are those of the inputs with many values that the formula names: numbers of one row belong together.
///
/// ```yaml
/// đạt: { kind: number, per_row: { is: hệ_số * (số_lượng - 25% * lỗi), at_least: 0 } }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerRowFormula {
    /// The value of a row.
    pub is: Formula,
    /// Only the rows that meet this count; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// It is at least this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Number>,
    /// It is at most this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Number>,
}

/// What kind of value an input holds (kiểu dữ liệu).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    /// Any decimal.
    Number,
    /// A whole number, zero or more.
    Count,
    /// A share; `95`, when written without a percent sign, is refused unless it is at most 1.
    Percent,
    /// Yes or no.
    YesNo,
    /// One of `choices`.
    Choice,
    /// A day.
    Date,
}

/// How the choices of an input are ordered (thứ bậc của các lựa chọn); better choices are greater, as better grades are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceOrder {
    /// The best choice is listed first.
    BestFirst,
    /// The best choice is listed last.
    WorstFirst,
}

/// One choice of an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Short name.
    pub id: String,
    /// The name people read.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
}

/// A number of the rule set that may change with time (giá trị theo thời điểm): one value, or a list with dates.
///
/// ```yaml
/// weight: 10%
/// weight:
/// - { until: 2012-12-31, value: 5% }
/// - { from: 2013-01-01, value: 10%, basis: qd 2 }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DatedNumber {
    /// The same at all times.
    Always(Number),
    /// By date.
    Dated(Vec<Located<DatedValue>>),
}

/// One value with its dates of effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedValue {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The value.
    pub value: Number,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
}

impl DatedNumber {
    /// The value on a day; `None` when no entry covers it.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Number> {
        match self {
            Self::Always(number) => Some(number),
            Self::Dated(values) => values
                .iter()
                .find(|value| crate::Dates { from: value.from, until: value.until }.contains(day))
                .map(|value| &value.value.value),
        }
    }

    /// Every value it can take.
    #[must_use]
    pub fn all(&self) -> Vec<&Number> {
        match self {
            Self::Always(number) => vec![number],
            Self::Dated(values) => values.iter().map(|value| &value.value.value).collect(),
        }
    }
}

impl<'de> Deserialize<'de> for DatedNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DatedVisitor)
    }
}

struct DatedVisitor;

impl<'de> Visitor<'de> for DatedVisitor {
    type Value = DatedNumber;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("decimal")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<DatedNumber, E> {
        Number::parse(words).map(DatedNumber::Always).map_err(|wrong| E::custom(wrong.carry()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<DatedNumber, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(sequence)).map(DatedNumber::Dated)
    }
}

impl JsonSchema for DatedNumber {
    fn schema_name() -> Cow<'static, str> {
        "DatedNumber".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<Number>();
        let value = generator.subschema_for::<DatedValue>();
        json_schema!({ "oneOf": [number, { "type": "array", "items": value, "minItems": 1 }] })
    }
}
