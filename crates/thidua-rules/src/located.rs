use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Span;

/// A value and where it was written (giá trị kèm vị trí), so that every later finding can point at its line.
///
/// Readers that know places hand them over under the newtype name `$thidua::Located`, as `span` and `value`;
/// to others, and in the schema and when written, it is a plain `T`.
#[derive(Clone, Debug, Default)]
pub struct Located<T> {
    /// Where the value stands in its file; line 0 when it has no place.
    pub span: Span,
    /// The value.
    pub value: T,
}

impl<T> Located<T> {
    /// A value that was not read from a file.
    pub fn nowhere(value: T) -> Self {
        Self { span: Span::default(), value }
    }
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Located<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Located<T> {}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct("$thidua::Located", LocatedVisitor(PhantomData))
    }
}

struct LocatedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
    type Value = Located<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value with its place")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, plain: D) -> Result<Located<T>, D::Error> {
        T::deserialize(plain).map(Located::nowhere)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Located<T>, A::Error> {
        let mut span = Span::default();
        let mut value = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "span" => {
                    let written: SpanText = map.next_value()?;
                    span = Span {
                        line: written.line,
                        column: written.column,
                        end_line: written.end_line,
                        end_column: written.end_column,
                    };
                }
                _ => value = Some(map.next_value()?),
            }
        }
        let value = value.ok_or_else(|| de::Error::missing_field("value"))?;
        Ok(Located { span, value })
    }
}

#[derive(Deserialize)]
struct SpanText {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A mapping in the order it was written (các mục theo thứ tự đã viết), each key with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entries<T> {
    entries: Vec<(Located<String>, T)>,
    /// The position of each key; of a repeated one the first.
    positions: HashMap<String, usize>,
}

impl<T> Entries<T> {
    fn new(entries: Vec<(Located<String>, T)>) -> Self {
        // Later entries are put in first, so that the first of each key stays.
        let positions = entries.iter().enumerate().rev().map(|(at, (key, _))| (key.value.clone(), at));
        Self { positions: positions.collect(), entries }
    }

    /// The entries in written order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Located<String>, &T)> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The entry with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&T> {
        self.position(key).and_then(|position| self.entries.get(position)).map(|(_, value)| value)
    }

    /// The position of the entry with this key.
    #[must_use]
    pub fn position(&self, key: &str) -> Option<usize> {
        self.positions.get(key).copied()
    }

    /// The keys in written order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| key.value.as_str())
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl<T> FromIterator<(String, T)> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self::new(entries.into_iter().map(|(key, value)| (Located::nowhere(key), value)).collect())
    }
}

impl<T: Serialize> Serialize for Entries<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

struct EntriesVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EntriesVisitor<T> {
    type Value = Entries<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries::new(entries))
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("EntriesOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        std::collections::BTreeMap::<String, T>::json_schema(generator)
    }
}
