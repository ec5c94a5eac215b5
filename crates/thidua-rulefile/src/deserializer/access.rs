//! The parts of a node, one after another (các phần của một nút).

use std::slice::Iter;

use serde::Deserializer as _;
use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use thidua_core::Span;

use super::Reader;
use crate::error::{Error, Fault};
use crate::tree::{Entry, Node};

/// The items of a list.
pub(super) enum Items<'de> {
    Written {
        rest: Iter<'de, Node>,
        length: usize,
    },
    /// As many as are asked for, all made up.
    Hole {
        rest: usize,
        hole: Reader<'de>,
    },
}

impl<'de> Items<'de> {
    pub(super) fn written(items: &'de [Node]) -> Self {
        Self::Written { rest: items.iter(), length: items.len() }
    }

    fn rest(&self) -> usize {
        match self {
            Self::Written { rest, .. } => rest.len(),
            Self::Hole { rest, .. } => *rest,
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Written { length, .. } => *length,
            Self::Hole { rest, .. } => *rest,
        }
    }

    /// Every item must have been wanted.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self.rest() {
            0 => Ok(()),
            _ => Err(Error::new(Fault::WrongLength { found: self.count() })),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let next = match self {
            Items::Written { rest, .. } => rest.next().map(Reader::value),
            Items::Hole { rest, hole } => rest.checked_sub(1).map(|left| {
                *rest = left;
                *hole
            }),
        };
        next.map(|reader| seeded(seed, reader)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest())
    }
}

/// Reads a value. A type that judges it only afterwards, as `try_from` does, leaves its mistake
/// without a place: it gets this one.
fn seeded<'de, T: DeserializeSeed<'de>>(seed: T, reader: Reader<'de>) -> Result<T::Value, Error> {
    seed.deserialize(reader).map_err(|error| error.at(reader.node))
}

/// The entries of a group of keys.
pub(super) struct Pairs<'de> {
    rest: Keys<'de>,
    value: Option<Reader<'de>>,
}

/// Where the keys of a group come from.
pub(super) enum Keys<'de> {
    Written(Iter<'de, Entry>),
    /// Those the type names, each with a made-up value.
    Named(Iter<'static, &'static str>, Reader<'de>),
    /// One made-up key with a made-up value.
    One(Option<Reader<'de>>),
}

impl<'de> From<Keys<'de>> for Pairs<'de> {
    fn from(rest: Keys<'de>) -> Self {
        Self { rest, value: None }
    }
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let (key, value) = match &mut self.rest {
            Keys::Written(rest) => match rest.next() {
                Some(entry) => (Reader::key(&entry.key), Reader::value(&entry.value)),
                None => return Ok(None),
            },
            Keys::One(hole) => match hole.take() {
                Some(hole) => (hole, hole),
                None => return Ok(None),
            },
            Keys::Named(rest, hole) => {
                self.value = Some(*hole);
                let key = rest.next().map(|name| seed.deserialize(BorrowedStrDeserializer::new(name)));
                return key.transpose();
            }
        };
        self.value = Some(value);
        seeded(seed, key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(reader) => seeded(seed, reader),
            None => Err(Error::new(Fault::WrongLength { found: 0 })),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        match &self.rest {
            Keys::Written(rest) => Some(rest.len()),
            Keys::Named(rest, _) => Some(rest.len()),
            Keys::One(hole) => Some(usize::from(hole.is_some())),
        }
    }
}

/// One of several forms: a bare name, or a name with its content.
pub(super) struct Choice<'de> {
    pub(super) tag: Tag<'de>,
    pub(super) content: Option<Reader<'de>>,
}

/// Where the name of the form stands.
pub(super) enum Tag<'de> {
    Written(Reader<'de>),
    /// One that the type names, for a made-up value.
    Named(&'static str),
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant = match &self.tag {
            Tag::Written(tag) => seeded(seed, *tag)?,
            Tag::Named(name) => seed.deserialize(BorrowedStrDeserializer::new(name))?,
        };
        Ok((variant, self))
    }
}

impl<'de> Choice<'de> {
    fn name(&self) -> String {
        match &self.tag {
            Tag::Written(tag) => tag.node.text().unwrap_or("").to_owned(),
            Tag::Named(name) => (*name).to_owned(),
        }
    }

    fn content(&self) -> Result<Reader<'de>, Error> {
        self.content.ok_or_else(|| {
            let missing = Error::new(Fault::ChoiceNeedsContent(self.name()));
            match &self.tag {
                Tag::Written(tag) => missing.at(tag.node),
                Tag::Named(_) => missing,
            }
        })
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content.map(|content| content.node) {
            Some(node) if !node.is_nothing() && !matches!(node.kind, crate::tree::Kind::Hole(_)) => {
                Err(Error::new(Fault::ChoiceTakesNothing(self.name())).at(node))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seeded(seed, self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.content()?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.content()?.deserialize_struct("", fields, visitor)
    }
}

/// A value together with its place, in the two parts `thidua_core::Located` asks for.
pub(super) struct LocatedParts<'de> {
    span: Option<Span>,
    value: Option<Reader<'de>>,
}

impl<'de> LocatedParts<'de> {
    pub(super) fn new(value: Reader<'de>) -> Self {
        Self { span: Some(value.node.span), value: Some(value) }
    }
}

impl<'de> MapAccess<'de> for LocatedParts<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let key = match (&self.span, &self.value) {
            (Some(_), _) => "span",
            (None, Some(_)) => "value",
            (None, None) => return Ok(None),
        };
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        if let Some(span) = self.span.take() {
            let Span { line, column, end_line, end_column } = span;
            let parts =
                [("line", line), ("column", column), ("end_line", end_line), ("end_column", end_column)];
            return seed.deserialize(MapDeserializer::new(parts.into_iter()));
        }
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::new(Fault::WrongLength { found: 0 })),
        }
    }
}
