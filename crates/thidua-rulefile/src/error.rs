use std::fmt;

use serde::de::{self, Expected, Unexpected};
use thidua_core::{Span, Text, text};

use crate::tree::{Kind, Node};

/// A mistake met while reading (lỗi), still in parts: which node, and what about it.
#[derive(Debug)]
pub(crate) struct Error {
    pub(crate) site: Option<Site>,
    pub(crate) fault: Box<Fault>,
}

/// The node a mistake belongs to, and the place to point at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) id: u32,
    pub(crate) span: Span,
}

/// What is wrong.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Nothing is written where something must be.
    Nothing {
        wanted: Text,
    },
    /// Something of another kind is written.
    WrongType {
        wanted: Text,
        found: Found,
    },
    /// A value of the right kind that its type refuses, in the words of the type.
    Unusable {
        expected: String,
        found: Found,
    },
    /// A whole number outside what can be counted.
    Range {
        written: String,
        min: String,
        max: String,
    },
    UnknownKey {
        key: String,
        allowed: Vec<String>,
    },
    /// A value inside braces that its own comma cuts in two; the line as it should be.
    Torn {
        written: String,
        line: String,
    },
    MissingKey(String),
    RepeatedKey(String),
    UnknownChoice {
        choice: String,
        allowed: Vec<String>,
    },
    /// A group of keys where exactly one key says which choice is meant.
    OneChoice {
        found: usize,
        allowed: Vec<String>,
    },
    ChoiceNeedsContent(String),
    ChoiceTakesNothing(String),
    WrongLength {
        found: usize,
    },
    /// A sentence from a type of the caller, perhaps with a place inside the scalar.
    Refused(String),
}

/// What stands in the file.
#[derive(Debug)]
pub(crate) enum Found {
    Scalar(String),
    Quoted(String),
    Sequence,
    Mapping,
    Nothing,
}

/// What a reader expects, in words (điều cần có).
pub(crate) mod wanted {
    use super::{Text, text};

    pub(crate) fn words() -> Text {
        text!("chữ", "text")
    }
    pub(crate) fn letter() -> Text {
        text!("một chữ cái", "a single character")
    }
    pub(crate) fn decimal() -> Text {
        text!("một số thập phân", "a decimal number")
    }
    pub(crate) fn whole() -> Text {
        text!("một số nguyên", "a whole number")
    }
    pub(crate) fn natural() -> Text {
        text!("một số nguyên không âm", "a whole number, zero or more")
    }
    pub(crate) fn flag() -> Text {
        text!("`true` hoặc `false`", "`true` or `false`")
    }
    pub(crate) fn list() -> Text {
        text!("một danh sách", "a list")
    }
    pub(crate) fn group() -> Text {
        text!("một nhóm khóa", "a group of keys")
    }
    pub(crate) fn nothing() -> Text {
        text!("để trống", "nothing")
    }
    pub(crate) fn choice(allowed: &[&str]) -> Text {
        let listed = crate::wording::listed(allowed);
        text!("một trong: {listed}", "one of: {listed}")
    }
}

impl Error {
    pub(crate) fn new(fault: Fault) -> Self {
        Self { site: None, fault: Box::new(fault) }
    }

    /// The same mistake at this node, unless a node further inside already has it.
    pub(crate) fn at(mut self, node: &Node) -> Self {
        self.site.get_or_insert(Site { id: node.id, span: node.head() });
        self
    }
}

impl Found {
    pub(crate) fn of(node: &Node) -> Self {
        match &node.kind {
            _ if node.is_nothing() => Self::Nothing,
            Kind::Scalar { text, plain: true } => Self::Scalar(text.clone()),
            Kind::Scalar { text, plain: false } => Self::Quoted(text.clone()),
            Kind::Sequence(_) => Self::Sequence,
            Kind::Mapping(_) => Self::Mapping,
            Kind::Hole(_) => Self::Nothing,
        }
    }

    fn unexpected(unexpected: Unexpected<'_>) -> Self {
        match unexpected {
            Unexpected::Str(text) => Self::Scalar(text.to_owned()),
            Unexpected::Char(letter) => Self::Scalar(letter.to_string()),
            Unexpected::Bool(flag) => Self::Scalar(flag.to_string()),
            Unexpected::Unsigned(number) => Self::Scalar(number.to_string()),
            Unexpected::Signed(number) => Self::Scalar(number.to_string()),
            Unexpected::Seq | Unexpected::TupleVariant => Self::Sequence,
            Unexpected::Map | Unexpected::StructVariant => Self::Mapping,
            Unexpected::Unit | Unexpected::Option | Unexpected::UnitVariant => Self::Nothing,
            other => Self::Scalar(other.to_string()),
        }
    }
}

fn owned(names: &'static [&'static str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::new(Fault::Refused(words.to_string()))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_value(unexpected, expected)
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = Found::unexpected(unexpected);
        Self::new(Fault::Unusable { expected: expected.to_string(), found })
    }

    fn invalid_length(found: usize, _: &dyn Expected) -> Self {
        Self::new(Fault::WrongLength { found })
    }

    fn unknown_variant(choice: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownChoice { choice: choice.to_owned(), allowed: owned(allowed) })
    }

    fn unknown_field(key: &str, allowed: &'static [&'static str]) -> Self {
        Self::new(Fault::UnknownKey { key: key.to_owned(), allowed: owned(allowed) })
    }

    fn missing_field(key: &'static str) -> Self {
        Self::new(Fault::MissingKey(key.to_owned()))
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::new(Fault::RepeatedKey(key.to_owned()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}", self.fault)
    }
}

impl std::error::Error for Error {}
