//! The place of a mistake already reported: it reads as whatever is asked for (chỗ trống thay lỗi),
//! so that the reading goes on and meets the next mistake.

use serde::Deserializer as _;
use serde::de::value::{BorrowedStrDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, VariantAccess, Visitor};

use super::LOCATED;
use super::access::LocatedParts;
use crate::error::{Error, Fault};
use crate::tree::Node;

/// Texts to offer, one at each attempt: a number, a name, a condition, a day, a year.
const TEXTS: [&str; 5] = ["1", "a", "a >= 1", "2000-01-01", "2000"];

/// The number of attempts that can differ.
pub(crate) const ATTEMPTS: u8 = 5;

/// Deepest group a hole makes up.
const DEEPEST: u8 = 12;

#[derive(Clone, Copy)]
pub(super) struct Hole<'de> {
    node: &'de Node,
    attempt: u8,
    depth: u8,
}

impl<'de> Hole<'de> {
    pub(super) fn new(node: &'de Node, attempt: u8) -> Self {
        Self { node, attempt, depth: 0 }
    }

    fn text(self) -> &'static str {
        TEXTS.get(usize::from(self.attempt)).copied().unwrap_or("a")
    }

    fn deeper(self) -> Result<Self, Error> {
        if self.depth >= DEEPEST {
            return Err(Error::new(Fault::Refused(String::new())));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// A group with every key; at later attempts with none, for types whose keys exclude each other.
    fn keys(self, fields: &'static [&'static str]) -> Result<HoleKeys<'de>, Error> {
        let fields = if self.attempt == 0 { fields } else { &[] };
        Ok(HoleKeys { rest: fields.iter(), hole: self.deeper()? })
    }
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_borrowed_str(self.text())
        })*
    };
}

macro_rules! numbers {
    ($($method:ident $visit:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit(1)
        })*
    };
}

impl<'de> de::Deserializer<'de> for Hole<'de> {
    type Error = Error;

    texts! { deserialize_any deserialize_str deserialize_string deserialize_identifier deserialize_f32 deserialize_f64
    deserialize_bytes deserialize_byte_buf }
    numbers! { deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
    deserialize_i128 visit_i128 deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32
    deserialize_u64 visit_u64 deserialize_u128 visit_u128 }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(false)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_char('a')
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == LOCATED {
            return visitor.visit_map(LocatedParts::new(self.node.span, self));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items: &[Self] = if self.attempt == 0 { &[] } else { &[self.deeper()?] };
        visitor.visit_seq(SeqDeserializer::new(items.iter().copied()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(SeqDeserializer::new(std::iter::repeat_n(self.deeper()?, length)))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries: &[(Self, Self)] =
            if self.attempt == 0 { &[] } else { &[(self.deeper()?, self.deeper()?)] };
        visitor.visit_map(MapDeserializer::new(entries.iter().copied()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_map(self.keys(fields)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let name =
            variants.get(usize::from(self.attempt)).or_else(|| variants.first()).copied().unwrap_or("");
        visitor.visit_enum(HoleChoice { name, hole: self.deeper()? })
    }
}

impl<'de> IntoDeserializer<'de, Error> for Hole<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct HoleKeys<'de> {
    rest: std::slice::Iter<'static, &'static str>,
    hole: Hole<'de>,
}

impl<'de> MapAccess<'de> for HoleKeys<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.rest.next().map(|name| seed.deserialize(BorrowedStrDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.hole)
    }
}

struct HoleChoice<'de> {
    name: &'static str,
    hole: Hole<'de>,
}

impl<'de> EnumAccess<'de> for HoleChoice<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        Ok((seed.deserialize(BorrowedStrDeserializer::new(self.name))?, self))
    }
}

impl<'de> VariantAccess<'de> for HoleChoice<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.hole)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.hole.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.hole.deserialize_struct("", fields, visitor)
    }
}
