//! Hands a node of the tree to a type, every number as the digits that were written (bộ đọc).

mod access;
mod hole;

use serde::de::{self, Expected, Visitor};
use thidua_core::Text;

use crate::error::{Error, Fault, Found, wanted};
use crate::tree::{Kind, Node};
use access::{Choice, Items, Keys, LocatedParts, Pairs, Tag};
use hole::Hole;

pub(crate) use hole::ATTEMPTS as HOLE_ATTEMPTS;

/// The newtype name by which a type asks for its place: see `thidua_core::Located`.
const LOCATED: &str = "$thidua::Located";

/// Reads one node, or one key. What stands in the place of a mistake reads as anything: see [`Hole`].
///
/// One type for both, so that what reads a rule set is compiled once.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    node: &'de Node,
    /// In JSON every key is quoted, so quotes mean nothing there, nor does `null`.
    key: bool,
    /// How deep in what a hole makes up.
    depth: u8,
}

impl<'de> Reader<'de> {
    pub(crate) fn value(node: &'de Node) -> Self {
        Self { node, key: false, depth: 0 }
    }

    fn key(node: &'de Node) -> Self {
        Self { node, key: true, depth: 0 }
    }

    fn is_nothing(self) -> bool {
        !self.key && self.node.is_nothing()
    }

    fn wrong(self, wanted: Text) -> Error {
        if self.is_nothing() {
            return Error::new(Fault::Nothing { wanted });
        }
        Error::new(Fault::WrongType { wanted, found: Found::of(self.node) })
    }

    fn scalar(self, wanted: impl FnOnce() -> Text) -> Result<&'de str, Error> {
        if let Some(hole) = Hole::of(self) {
            return Ok(hole.text());
        }
        self.node.text().filter(|_| !self.is_nothing()).ok_or_else(|| self.wrong(wanted()))
    }

    /// A whole number written with digits only, without quotes unless it is a key.
    fn whole<T: TryFrom<i128>>(self, min: impl ToString, max: impl ToString) -> Result<T, Error> {
        let min = min.to_string();
        if let (Some(_), Ok(one)) = (Hole::of(self), T::try_from(1)) {
            return Ok(one);
        }
        let wanted = || if min == "0" { wanted::natural() } else { wanted::whole() };
        let plain = self.key || matches!(self.node.kind, Kind::Scalar { plain: true, .. });
        let text = self.scalar(wanted)?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        if !plain || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong(wanted()));
        }
        let number = text.parse::<i128>().ok().and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| {
            Error::new(Fault::Range { written: text.to_owned(), min: min.clone(), max: max.to_string() })
        })
    }

    fn flag(self) -> Result<bool, Error> {
        if Hole::of(self).is_some() {
            return Ok(false);
        }
        match self.scalar(wanted::flag)?.to_lowercase().as_str() {
            "true" | "có" | "yes" => Ok(true),
            "false" | "không" | "no" => Ok(false),
            _ => Err(self.wrong(wanted::flag())),
        }
    }

    fn items(self) -> Result<Items<'de>, Error> {
        match (&self.node.kind, Hole::of(self)) {
            (Kind::Sequence(items), _) => Ok(Items::written(items)),
            (_, Some(hole)) => hole.items(),
            _ => Err(self.wrong(wanted::list())),
        }
    }

    fn pairs(self) -> Result<Pairs<'de>, Error> {
        match (&self.node.kind, Hole::of(self)) {
            (Kind::Mapping(entries), _) => Ok(Keys::Written(entries.iter()).into()),
            (_, Some(hole)) => Ok(hole.map()?.into()),
            _ => Err(self.wrong(wanted::group())),
        }
    }

    fn choice(self, variants: &'static [&'static str]) -> Result<Choice<'de>, Error> {
        if let Some(hole) = Hole::of(self) {
            return hole.choice(variants);
        }
        match &self.node.kind {
            Kind::Scalar { .. } if !self.is_nothing() => {
                Ok(Choice { tag: Tag::Written(self), content: None })
            }
            Kind::Mapping(entries) => match entries.as_slice() {
                [entry] => Ok(Choice {
                    tag: Tag::Written(Reader::key(&entry.key)),
                    content: Some(Reader::value(&entry.value)),
                }),
                _ => Err(Error::new(Fault::OneChoice {
                    found: entries.len(),
                    allowed: variants.iter().map(|name| (*name).to_owned()).collect(),
                })),
            },
            _ => Err(self.wrong(wanted::choice(variants))),
        }
    }

    fn visit_sequence<V: Visitor<'de>>(mut items: Items<'de>, visitor: V) -> Result<V::Value, Error> {
        let value = visitor.visit_seq(&mut items)?;
        items.finish()?;
        Ok(value)
    }

    /// What the visitor says it expects when it says more than the kind of value, as `Decimal` does.
    fn text_for(self, expected: &dyn Expected) -> Result<&'de str, Error> {
        self.scalar(|| crate::wording::expectation(&expected.to_string()).unwrap_or_else(wanted::words))
    }
}

/// Asked for a newtype of this name, the reader gives quoted text as text and hands on what stands without quotes
/// (giá trị như được viết): the one way to tell `"8.125"` from `8.125`.
pub const AS_WRITTEN: &str = "thidua: as written";

/// Writes the methods of [`de::Deserializer`]: a mistake without a place gets this node's.
macro_rules! methods {
    ($($method:ident($reader:ident, $visitor:ident $(, $argument:ident: $type:ty)*) => $body:expr;)*) => {
        $(fn $method<V: Visitor<'de>>(self $(, $argument: $type)*, $visitor: V) -> Result<V::Value, Error> {
            let $reader = self;
            // A function of its own, so that `?` in the body stays inside.
            let read = || -> Result<V::Value, Error> { $body };
            read().map_err(|error| error.at(self.node))
        })*
    };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = Error;

    methods! {
        deserialize_any(reader, visitor) => match &reader.node.kind {
            _ if reader.is_nothing() => visitor.visit_unit(),
            Kind::Scalar { text, .. } => visitor.visit_borrowed_str(text),
            Kind::Sequence(_) => Reader::visit_sequence(reader.items()?, visitor),
            Kind::Mapping(_) => visitor.visit_map(reader.pairs()?),
            Kind::Hole(_) => visitor.visit_borrowed_str(reader.scalar(wanted::words)?),
        };
        deserialize_bool(reader, visitor) => visitor.visit_bool(reader.flag()?);
        deserialize_i8(reader, visitor) => visitor.visit_i8(reader.whole(i8::MIN, i8::MAX)?);
        deserialize_i16(reader, visitor) => visitor.visit_i16(reader.whole(i16::MIN, i16::MAX)?);
        deserialize_i32(reader, visitor) => visitor.visit_i32(reader.whole(i32::MIN, i32::MAX)?);
        deserialize_i64(reader, visitor) => visitor.visit_i64(reader.whole(i64::MIN, i64::MAX)?);
        deserialize_i128(reader, visitor) => visitor.visit_i128(reader.whole(i128::MIN, i128::MAX)?);
        deserialize_u8(reader, visitor) => visitor.visit_u8(reader.whole(u8::MIN, u8::MAX)?);
        deserialize_u16(reader, visitor) => visitor.visit_u16(reader.whole(u16::MIN, u16::MAX)?);
        deserialize_u32(reader, visitor) => visitor.visit_u32(reader.whole(u32::MIN, u32::MAX)?);
        deserialize_u64(reader, visitor) => visitor.visit_u64(reader.whole(u64::MIN, u64::MAX)?);
        deserialize_u128(reader, visitor) => visitor.visit_u128(reader.whole(u128::MIN, i128::MAX)?);
        deserialize_f32(reader, visitor) => reader.only_made_up(wanted::decimal(), visitor);
        deserialize_f64(reader, visitor) => reader.only_made_up(wanted::decimal(), visitor);
        deserialize_char(reader, visitor) => {
            let text = if Hole::of(reader).is_some() { "a" } else { reader.scalar(wanted::letter)? };
            let mut letters = text.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => visitor.visit_char(letter),
                _ => Err(reader.wrong(wanted::letter())),
            }
        };
        deserialize_str(reader, visitor) => {
            let text = reader.text_for(&visitor)?;
            visitor.visit_borrowed_str(text)
        };
        deserialize_string(reader, visitor) => {
            let text = reader.text_for(&visitor)?;
            visitor.visit_borrowed_str(text)
        };
        deserialize_bytes(reader, visitor) => reader.only_made_up(wanted::words(), visitor);
        deserialize_byte_buf(reader, visitor) => reader.only_made_up(wanted::words(), visitor);
        deserialize_option(reader, visitor) => if reader.is_nothing() || Hole::of(reader).is_some() {
            visitor.visit_none()
        } else {
            visitor.visit_some(reader)
        };
        deserialize_unit(reader, visitor) => if reader.is_nothing() || Hole::of(reader).is_some() {
            visitor.visit_unit()
        } else {
            Err(reader.wrong(wanted::nothing()))
        };
        deserialize_unit_struct(reader, visitor, name: &'static str) => {
            let _ = name;
            reader.deserialize_unit(visitor)
        };
        deserialize_newtype_struct(reader, visitor, name: &'static str) => {
            let quoted = matches!(reader.node.kind, Kind::Scalar { plain: false, .. });
            if name == LOCATED {
                visitor.visit_map(LocatedParts::new(reader))
            } else if name == AS_WRITTEN && quoted {
                visitor.visit_borrowed_str(reader.node.text().unwrap_or_default())
            } else {
                visitor.visit_newtype_struct(reader)
            }
        };
        deserialize_seq(reader, visitor) => Reader::visit_sequence(reader.items()?, visitor);
        deserialize_tuple(reader, visitor, length: usize) => {
            let items = match Hole::of(reader) {
                Some(hole) => hole.tuple(length)?,
                None => reader.items()?,
            };
            let found = items.count();
            if found == length {
                Reader::visit_sequence(items, visitor)
            } else {
                Err(Error::new(Fault::WrongLength { found }))
            }
        };
        deserialize_tuple_struct(reader, visitor, name: &'static str, length: usize) => {
            let _ = name;
            reader.deserialize_tuple(length, visitor)
        };
        deserialize_map(reader, visitor) => visitor.visit_map(reader.pairs()?);
        deserialize_struct(reader, visitor, name: &'static str, fields: &'static [&'static str]) => {
            let _ = name;
            match Hole::of(reader) {
                Some(hole) => visitor.visit_map(Pairs::from(hole.fields(fields)?)),
                None => visitor.visit_map(reader.pairs()?),
            }
        };
        deserialize_enum(reader, visitor, name: &'static str, variants: &'static [&'static str]) => {
            let _ = name;
            visitor.visit_enum(reader.choice(variants)?)
        };
        deserialize_identifier(reader, visitor) => reader.deserialize_str(visitor);
        deserialize_ignored_any(reader, visitor) => {
            let _ = reader;
            visitor.visit_unit()
        };
    }
}

impl<'de> Reader<'de> {
    /// No type may ask for binary floating point, which would change what was written, nor for bytes.
    fn only_made_up<V: Visitor<'de>>(self, wanted: Text, visitor: V) -> Result<V::Value, Error> {
        match Hole::of(self) {
            Some(hole) => visitor.visit_borrowed_str(hole.text()),
            None => Err(self.wrong(wanted)),
        }
    }
}
