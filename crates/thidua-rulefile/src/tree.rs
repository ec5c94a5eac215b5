//! A file as a tree in which every key and value knows its place (cây nội dung).

mod build;
mod repeats;

use thidua_core::Span;

pub(crate) use build::{Growth, grow, too_deep};

/// A value of a document, or a key (nút): a single value, a list or a group of keys.
#[derive(Clone, Debug)]
pub struct Node {
    /// Unlike every other node of the same tree.
    pub(crate) id: u32,
    /// From the first character to behind the last one.
    pub(crate) span: Span,
    /// Whether it, or anything inside it, was mended after a mistake: what is said about it
    /// from then on may be about the mending.
    pub(crate) mended: bool,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// A single value, in composed characters; `plain` when it stands without quotes.
    Scalar { text: String, plain: bool },
    /// A list (danh sách).
    Sequence(Vec<Node>),
    /// A group of keys (nhóm khóa); no two keys are equal.
    Mapping(Vec<Entry>),
    /// Where a mistake was: reads as whatever is asked for. The number counts the attempts.
    Hole(u8),
}

/// A key, always a scalar, with its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Node,
    pub(crate) value: Node,
}

/// The whole file.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    /// The number of nodes, and the next free id.
    pub(crate) nodes: u32,
}

impl Node {
    pub(crate) fn new(id: u32, span: Span, kind: Kind) -> Self {
        Self { id, span, mended: false, kind }
    }

    /// The written text of a scalar.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is written here: no text at all, `~` or `null`.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true }
            if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The place to point at: the first key of a group over several lines, not all of its lines.
    pub(crate) fn head(&self) -> Span {
        if self.span.line == self.span.end_line {
            return self.span;
        }
        let first = match &self.kind {
            Kind::Scalar { .. } | Kind::Hole(_) => return self.span,
            Kind::Sequence(_) => None,
            Kind::Mapping(entries) => entries.first().map(|entry| entry.key.span),
        };
        let start = (self.span.line, self.span.column);
        first.filter(|first| (first.line, first.column) == start).unwrap_or(Span {
            end_line: self.span.line,
            end_column: self.span.column + 1,
            ..self.span
        })
    }
}
