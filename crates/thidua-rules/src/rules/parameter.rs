use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer};
use serde::{Deserialize, Deserializer, Serialize};

use super::input::{DatedNumber, DatedValue};
use crate::{Date, Located, Number, text};

/// A named value of the rule set (tham số): a number or a day, one or a list by date.
///
/// ```yaml
/// mức_đạt: 70
/// hạn_nộp: 2025-12-15
/// hạn_hồ_sơ: [ { until: 2025-12-31, value: 10/12/2025 }, { from: 2026-01-01, value: 2026-12-10 } ]
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Parameter(DatedNumber);

/// One value of a parameter with its dates of effect.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ParameterValue {
    /// The first day.
    #[serde(default)]
    from: Option<Date>,
    /// The last day.
    #[serde(default)]
    until: Option<Date>,
    /// The value: a number or a day.
    value: NumberOrDay,
    /// The clause it comes from.
    #[serde(default)]
    basis: Option<String>,
}

/// A number, or a day.
#[derive(Clone, Debug, PartialEq)]
struct NumberOrDay(Number);

impl Deref for Parameter {
    type Target = DatedNumber;

    fn deref(&self) -> &DatedNumber {
        &self.0
    }
}

impl From<DatedNumber> for Parameter {
    fn from(number: DatedNumber) -> Self {
        Self(number)
    }
}

/// What has the shape of a day is one, or a mistake.
fn read<E: de::Error>(words: &str) -> Result<Number, E> {
    let words = words.trim();
    let parts: Vec<&str> = words.split(['-', '/']).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.len() == 3 && parts.iter().all(digits) {
        let day = words.parse::<Date>().map(Number::day);
        return day.map_err(|()| {
            E::custom(
                text!(
                    "không có ngày `{words}`; viết `31/12/2014` hoặc `2014-12-31`",
                    "there is no day `{words}`; write `31/12/2014` or `2014-12-31`"
                )
                .carry(),
            )
        });
    }
    Number::parse(words).map_err(|wrong| E::custom(wrong.carry()))
}

impl<'de> Deserialize<'de> for NumberOrDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(&String::deserialize(deserializer)?).map(Self)
    }
}

impl<'de> Deserialize<'de> for Parameter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ParameterVisitor)
    }
}

struct ParameterVisitor;

impl<'de> Visitor<'de> for ParameterVisitor {
    type Value = Parameter;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("decimal")
    }

    fn visit_str<E: de::Error>(self, words: &str) -> Result<Parameter, E> {
        read(words).map(|number| Parameter(DatedNumber::Always(number)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Parameter, A::Error> {
        let values: Vec<Located<ParameterValue>> = Vec::deserialize(SeqAccessDeserializer::new(sequence))?;
        let values = values.into_iter().map(|located| {
            let ParameterValue { from, until, value, basis } = located.value;
            Located { span: located.span, value: DatedValue { from, until, value: value.0, basis } }
        });
        Ok(Parameter(DatedNumber::Dated(values.collect())))
    }
}

impl JsonSchema for NumberOrDay {
    fn schema_name() -> Cow<'static, str> {
        "NumberOrDay".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (number, day) = (generator.subschema_for::<Number>(), generator.subschema_for::<Date>());
        json_schema!({ "anyOf": [number, day] })
    }
}

impl JsonSchema for Parameter {
    fn schema_name() -> Cow<'static, str> {
        "Parameter".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<NumberOrDay>();
        let value = generator.subschema_for::<ParameterValue>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": value, "minItems": 1 }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stays_a_day_there_and_back() {
        let read = |json: &str| serde_json::from_str::<Parameter>(json);
        let day = read("\"15/12/2025\"").unwrap();
        assert!(day.all().iter().all(|number| number.is_day()));
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2025-12-15\"");
        assert_eq!(read("\"2/3\"").unwrap().all().first().map(|number| number.is_day()), Some(false));
        assert!(read("\"31/11/2025\"").unwrap_err().to_string().contains("31/11/2025"));
        let dated = read("[{\"until\": \"2025-12-31\", \"value\": \"2025-12-10\"}]").unwrap();
        assert_eq!(read(&serde_json::to_string(&dated).unwrap()).unwrap(), dated);
    }
}
