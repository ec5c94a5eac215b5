//! The place of a mistake already reported: it reads as whatever is asked for (chỗ trống thay lỗi),
//! so that the reading goes on and meets the next mistake.

use super::Reader;
use super::access::{Choice, Items, Keys, Tag};
use crate::error::{Error, Fault};
use crate::tree::Kind;

/// Texts to offer, one at each attempt: a number, a name, a condition, a day, a year.
const TEXTS: [&str; 5] = ["1", "a", "a >= 1", "2000-01-01", "2000"];

/// The number of attempts that can differ.
pub(crate) const ATTEMPTS: u8 = 5;

/// Deepest group a hole makes up.
const DEEPEST: u8 = 12;

/// A reader of a hole, and which attempt it is.
#[derive(Clone, Copy)]
pub(super) struct Hole<'de> {
    reader: Reader<'de>,
    attempt: u8,
}

impl<'de> Hole<'de> {
    pub(super) fn of(reader: Reader<'de>) -> Option<Self> {
        match reader.node.kind {
            Kind::Hole(attempt) => Some(Self { reader, attempt }),
            _ => None,
        }
    }

    pub(super) fn text(self) -> &'static str {
        TEXTS.get(usize::from(self.attempt)).copied().unwrap_or("a")
    }

    fn deeper(self) -> Result<Reader<'de>, Error> {
        if self.reader.depth >= DEEPEST {
            return Err(Error::new(Fault::Refused(String::new())));
        }
        Ok(Reader { depth: self.reader.depth + 1, ..self.reader })
    }

    /// No item at first; one at later attempts, for lists that must not be empty.
    pub(super) fn items(self) -> Result<Items<'de>, Error> {
        match self.attempt {
            0 => Ok(Items::Hole { rest: 0, hole: self.reader }),
            _ => self.tuple(1),
        }
    }

    pub(super) fn tuple(self, length: usize) -> Result<Items<'de>, Error> {
        Ok(Items::Hole { rest: length, hole: self.deeper()? })
    }

    /// No entry at first, one at later attempts.
    pub(super) fn map(self) -> Result<Keys<'de>, Error> {
        let entry = if self.attempt == 0 { None } else { Some(self.deeper()?) };
        Ok(Keys::One(entry))
    }

    /// A group with every key; at later attempts with none, for types whose keys exclude each other.
    pub(super) fn fields(self, fields: &'static [&'static str]) -> Result<Keys<'de>, Error> {
        let fields = if self.attempt == 0 { fields } else { &[] };
        Ok(Keys::Named(fields.iter(), self.deeper()?))
    }

    pub(super) fn choice(self, variants: &'static [&'static str]) -> Result<Choice<'de>, Error> {
        let name = variants.get(usize::from(self.attempt)).or_else(|| variants.first());
        Ok(Choice { tag: Tag::Named(name.copied().unwrap_or("")), content: Some(self.deeper()?) })
    }
}
