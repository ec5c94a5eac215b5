use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The row of a header, or its first and last row (các dòng tiêu đề): `4` or `[4, 5]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderRows {
    /// First row.
    pub first: u32,
    /// Last row.
    pub last: u32,
}

impl Serialize for HeaderRows {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.first, self.last].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for HeaderRows {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = HeaderRows;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a row number or the first and last of several")
            }

            fn visit_u64<E: serde::de::Error>(self, row: u64) -> Result<HeaderRows, E> {
                let row = u32::try_from(row).map_err(E::custom)?;
                Ok(HeaderRows { first: row, last: row })
            }

            fn visit_str<E: serde::de::Error>(self, row: &str) -> Result<HeaderRows, E> {
                self.visit_u64(row.parse().map_err(E::custom)?)
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, sequence: A) -> Result<HeaderRows, A::Error> {
                let [first, last] =
                    <[u32; 2]>::deserialize(serde::de::value::SeqAccessDeserializer::new(sequence))?;
                Ok(HeaderRows { first, last })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for HeaderRows {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HeaderRows".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let row = schemars::json_schema!({ "type": "integer", "minimum": 1 });
        schemars::json_schema!({
            "oneOf": [row, { "type": "array", "items": row, "minItems": 2, "maxItems": 2 }]
        })
    }
}
