//! The parts of a node, one after another (các phần của một nút).

use std::slice::Iter;

use serde::Deserializer as _;
use serde::de::value::{BorrowedStrDeserializer, MapDeserializer};
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use thidua_core::Span;

use super::Reader;
use crate::error::{Error, Fault};
use crate::tree::{Entry, Node};

/// The items of a list.
pub(super) struct Items<'de> {
    rest: Iter<'de, Node>,
    length: usize,
}

impl<'de> Items<'de> {
    pub(super) fn new(items: &'de [Node]) -> Self {
        Self { rest: items.iter(), length: items.len() }
    }

    pub(super) fn count(&self) -> usize {
        self.length
    }

    /// Every item must have been wanted.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self.rest.len() {
            0 => Ok(()),
            _ => Err(Error::new(Fault::WrongLength { found: self.length })),
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.rest.next().map(|node| seeded(seed, node)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// Reads a value. A type that judges it only afterwards, as `try_from` does, leaves its mistake
/// without a place: it gets this one.
fn seeded<'de, T: DeserializeSeed<'de>>(seed: T, node: &'de Node) -> Result<T::Value, Error> {
    seed.deserialize(Reader::value(node)).map_err(|error| error.at(node))
}

/// The entries of a group of keys.
pub(super) struct Pairs<'de> {
    rest: Iter<'de, Entry>,
    value: Option<&'de Node>,
}

impl<'de> Pairs<'de> {
    pub(super) fn new(entries: &'de [Entry]) -> Self {
        Self { rest: entries.iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for Pairs<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(&entry.value);
        seed.deserialize(Reader::key(&entry.key)).map(Some).map_err(|error| error.at(&entry.key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(node) => seeded(seed, node),
            None => Err(Error::new(Fault::WrongLength { found: 0 })),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// One of several forms: a bare name, or a name with its content.
pub(super) struct Choice<'de> {
    pub(super) tag: Reader<'de>,
    pub(super) content: Option<&'de Node>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let variant = seed.deserialize(self.tag).map_err(|error| error.at(self.tag.node))?;
        Ok((variant, self))
    }
}

impl<'de> Choice<'de> {
    fn name(&self) -> String {
        self.tag.node.text().unwrap_or("").to_owned()
    }

    fn content(&self) -> Result<Reader<'de>, Error> {
        let missing = || Error::new(Fault::ChoiceNeedsContent(self.name())).at(self.tag.node);
        self.content.map(Reader::value).ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.content {
            Some(node) if !node.is_nothing() && !matches!(node.kind, crate::tree::Kind::Hole(_)) => {
                Err(Error::new(Fault::ChoiceTakesNothing(self.name())).at(node))
            }
            _ => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seeded(seed, self.content()?.node)
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
pub(super) struct LocatedParts<D> {
    span: Option<Span>,
    value: Option<D>,
}

impl<D> LocatedParts<D> {
    pub(super) fn new(span: Span, value: D) -> Self {
        Self { span: Some(span), value: Some(value) }
    }
}

impl<'de, D: IntoDeserializer<'de, Error>> MapAccess<'de> for LocatedParts<D> {
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
            Some(value) => seed.deserialize(value.into_deserializer()),
            None => Err(Error::new(Fault::WrongLength { found: 0 })),
        }
    }
}
