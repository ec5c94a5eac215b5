//! A small movement with every shape a rule file can have.

#![allow(dead_code, reason = "some fields are only there to be read")]

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use thidua_core::{Decimal, Diagnostic, Spot};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Movement {
    pub(crate) title: Located<String>,
    pub(crate) criteria: Vec<Criterion>,
    #[serde(default)]
    pub(crate) weights: BTreeMap<String, Decimal>,
    #[serde(default)]
    pub(crate) grades: Ordered<Grade>,
    pub(crate) members: Option<u32>,
    pub(crate) public: Option<bool>,
    pub(crate) when: Option<Condition>,
    pub(crate) between: Option<(Decimal, Decimal)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Criterion {
    #[serde(alias = "mã")]
    pub(crate) id: Name,
    pub(crate) points_max: Decimal,
    #[serde(default)]
    pub(crate) method: Method,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Method {
    #[default]
    Linear,
    Checklist(Vec<String>),
    #[serde(rename_all = "kebab-case")]
    Count {
        each: Decimal,
        at_most: Option<u8>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, try_from = "GradeText")]
pub(crate) struct Grade {
    pub(crate) from: Decimal,
    pub(crate) to: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GradeText {
    from: Decimal,
    to: Decimal,
}

impl TryFrom<GradeText> for Grade {
    type Error = String;

    fn try_from(written: GradeText) -> Result<Self, String> {
        if written.from > written.to {
            return Err(thidua_core::text!("`from` lớn hơn `to`", "`from` is above `to`").carry());
        }
        Ok(Self { from: written.from, to: written.to })
    }
}

/// A transparent newtype.
#[derive(Debug, Deserialize)]
pub(crate) struct Name(pub(crate) String);

/// Refuses each `?` and says where it is.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Condition(pub(crate) String);

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        match written.chars().position(|character| character == '?') {
            Some(at) => Err(format!("\u{1e}{at}:1\u{1e}dấu `?` thừa\u{1f}stray `?`")),
            None => Ok(Self(written)),
        }
    }
}

/// The same contract as `thidua_core::Located`.
#[derive(Debug, Default)]
pub(crate) struct Located<T> {
    pub(crate) span: Where,
    pub(crate) value: T,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
pub(crate) struct Where {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
            type Value = Located<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value with its place")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Located<T>, A::Error> {
                let (Some("span"), span) = (map.next_key()?, map.next_value()?) else {
                    return Err(de::Error::missing_field("span"));
                };
                let (Some("value"), value) = (map.next_key()?, map.next_value()?) else {
                    return Err(de::Error::missing_field("value"));
                };
                Ok(Located { span, value })
            }
        }
        deserializer.deserialize_newtype_struct("$thidua::Located", Parts(PhantomData))
    }
}

/// Entries in written order, each key with its place.
#[derive(Debug)]
pub(crate) struct Ordered<T>(pub(crate) Vec<(Located<String>, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Ordered<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// The findings as `TD0120 3:5`, in order.
pub(crate) fn places(found: &[Diagnostic]) -> Vec<String> {
    found
        .iter()
        .map(|found| match found.place.spot {
            Spot::Text(span) => format!("{} {}:{}", found.code, span.line, span.column),
            _ => found.code.to_owned(),
        })
        .collect()
}

/// The findings of reading a text as `T`; none when it reads.
pub(crate) fn findings<T: DeserializeOwned>(source: &str) -> Vec<Diagnostic> {
    thidua_rulefile::read::<T>("thu.yaml", source).err().unwrap_or_default()
}
