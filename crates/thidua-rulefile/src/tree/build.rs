use std::borrow::Cow;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span as Marks, StructureStyle};
use thidua_core::{Diagnostic, Place, Span, Text, text};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::repeats::without_repeats;
use super::{Entry, Kind, Node, Tree};
use crate::{Limits, code, syntax};

/// Most findings while growing a tree; the rest would only repeat them.
pub(super) const FINDINGS_MAX: usize = 100;

/// What became of a text: a tree when its syntax holds, and what was found on the way.
pub(crate) struct Growth {
    pub(crate) tree: Option<Tree>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Grows the tree of a text. It keeps its own stack, so that no depth of nesting can overflow the call stack.
pub(crate) fn grow(name: &Arc<str>, source: &str, limits: &Limits) -> Growth {
    let mut builder = Builder::new(name.clone(), *limits);
    let options = granit_parser::options! {
        disallow_directives: true,
        emit_anchor_events: true,
        emit_comments: false,
        emit_unresolved_aliases: true,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    for step in Parser::new_from_str_with_options(source, options) {
        let outcome = match step {
            Ok((event, marks)) => builder.take(event, &marks),
            Err(error) => Err(Box::new(syntax::diagnostic(name, source, &error, builder.open_bracket()))),
        };
        if let Err(last) = outcome {
            builder.diagnostics.push(*last);
            return Growth { tree: None, diagnostics: builder.diagnostics };
        }
        if builder.stopped || builder.diagnostics.len() >= FINDINGS_MAX {
            break;
        }
    }
    builder.finish()
}

struct Builder {
    name: Arc<str>,
    limits: Limits,
    diagnostics: Vec<Diagnostic>,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: u32,
    documents: u32,
    stopped: bool,
}

/// A list or group whose end has not come yet.
struct Open {
    id: u32,
    span: Span,
    flow: bool,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    /// `key` is the key waiting for its value; the inner `None` a key that was refused.
    Mapping {
        entries: Vec<Entry>,
        key: Option<Option<Node>>,
    },
}

impl Builder {
    fn new(name: Arc<str>, limits: Limits) -> Self {
        Self {
            name,
            limits,
            diagnostics: Vec::new(),
            open: Vec::new(),
            root: None,
            nodes: 0,
            documents: 0,
            stopped: false,
        }
    }

    /// Takes one event; an error ends the reading.
    fn take(&mut self, event: Event<'_>, marks: &Marks) -> Result<(), Box<Diagnostic>> {
        let span = span_of(marks);
        match event {
            Event::DocumentStart(..) => self.start_document(span),
            Event::Scalar(written, style, _, tag) => {
                self.refuse_tag(tag.is_some(), marks);
                let kind = scalar(written, style, span);
                let node = Node::new(self.next_id(span)?, span, kind);
                self.place(node);
            }
            Event::SequenceStart(style, _, tag) => {
                self.refuse_tag(tag.is_some(), marks);
                self.start(span, style, Content::Sequence(Vec::new()))?;
            }
            Event::MappingStart(style, _, tag) => {
                self.refuse_tag(tag.is_some(), marks);
                self.start(span, style, Content::Mapping { entries: Vec::new(), key: None })?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse_reference(span, "*");
                let node = Node { mended: true, ..Node::new(self.next_id(span)?, span, Kind::Hole(0)) };
                self.place(node);
            }
            Event::Anchor(..) => self.refuse_reference(span, "&"),
            _ => {}
        }
        Ok(())
    }

    fn finish(mut self) -> Growth {
        let nothing = |root: &Node| root.is_nothing() && root.text() == Some("");
        if self.root.as_ref().is_none_or(nothing) && self.diagnostics.is_empty() {
            let empty = text!("tệp không có nội dung", "the file has no content");
            self.diagnostics.push(Diagnostic::error(code::EMPTY_FILE, Place::file(self.name.clone()), empty));
            self.root = None;
        }
        if !self.open.is_empty() {
            self.root = None;
        }
        let nodes = self.nodes;
        Growth { tree: self.root.map(|root| Tree { root, nodes }), diagnostics: self.diagnostics }
    }

    /// The innermost bracket that is still open.
    fn open_bracket(&self) -> Option<Span> {
        self.open.iter().rev().find(|open| open.flow).map(|open| open.span)
    }

    fn start_document(&mut self, span: Span) {
        self.documents += 1;
        if self.documents > 1 {
            self.stopped = true;
            let message = text!(
                "tệp có tài liệu thứ hai; mỗi tệp chỉ được chứa một tài liệu",
                "the file has a second document; a file holds only one"
            );
            let help = text!(
                "bỏ dòng `---` hoặc `...`, hoặc tách thành hai tệp",
                "remove the line `---` or `...`, or make two files"
            );
            self.report(code::SECOND_DOCUMENT, span, message, Some(help));
        }
    }

    fn start(&mut self, span: Span, style: StructureStyle, content: Content) -> Result<(), Box<Diagnostic>> {
        if self.open.len() >= self.limits.depth {
            return Err(Box::new(too_deep(&self.name, span)));
        }
        let id = self.next_id(span)?;
        self.open.push(Open { id, span, flow: style == StructureStyle::Flow, content });
        Ok(())
    }

    fn end(&mut self, end: Span) {
        let Some(open) = self.open.pop() else { return };
        let last = match &open.content {
            Content::Sequence(items) => items.last().map(|node| node.span),
            Content::Mapping { entries, .. } => entries.last().map(|entry| entry.value.span),
        };
        // A group without brackets ends with its last value, not where the next token happens to be.
        let end = if open.flow { end } else { last.unwrap_or(open.span) };
        let span = Span { end_line: end.end_line, end_column: end.end_column, ..open.span };
        let kind = match open.content {
            Content::Sequence(items) => Kind::Sequence(items),
            Content::Mapping { entries, .. } => {
                Kind::Mapping(without_repeats(&self.name, entries, &mut self.diagnostics))
            }
        };
        self.place(Node::new(open.id, span, kind));
    }

    /// Puts a finished node where it belongs.
    fn place(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = self.root.take().or(Some(node)),
            Some(Content::Sequence(items)) => items.push(node),
            Some(Content::Mapping { entries, key }) => match key.take() {
                Some(Some(key)) => entries.push(Entry { key, value: node }),
                Some(None) => {}
                None => {
                    let accepted = self.accept_key(node);
                    if let Some(Open { content: Content::Mapping { key, .. }, .. }) = self.open.last_mut() {
                        *key = Some(accepted);
                    }
                }
            },
        }
    }

    fn accept_key(&mut self, node: Node) -> Option<Node> {
        let merge = matches!(&node.kind, Kind::Scalar { text, plain: true } if text == "<<");
        if merge {
            self.refuse_reference(node.span, "<<");
            return None;
        }
        match &node.kind {
            Kind::Scalar { text, .. } if !text.is_empty() => Some(node),
            Kind::Hole(_) => None,
            _ => {
                let message = text!(
                    "khóa phải là chữ trên một dòng, không phải danh sách, nhóm khóa hay chỗ trống",
                    "a key is text on one line, not a list, a group of keys or nothing"
                );
                self.report(code::BAD_KEY, node.head(), message, None);
                None
            }
        }
    }

    fn refuse_tag(&mut self, tagged: bool, marks: &Marks) {
        if tagged {
            let span = marks.tag_span().map_or_else(|| span_of(marks), |tag| span_of(&tag));
            self.report(code::TAG, span, syntax::tag(), Some(syntax::write_or_quote()));
        }
    }

    fn refuse_reference(&mut self, span: Span, sign: &str) {
        self.report(code::REFERENCE, span, syntax::reference(sign), Some(syntax::write_or_quote()));
    }

    fn next_id(&mut self, span: Span) -> Result<u32, Box<Diagnostic>> {
        let id = self.nodes;
        let limit = u32::try_from(self.limits.nodes).unwrap_or(u32::MAX - 100_000);
        if id >= limit {
            let message = text!(
                "tệp có quá nhiều khóa và giá trị, tối đa {limit}",
                "the file has too many keys and values, at most {limit}"
            );
            let place = Place::text(self.name.clone(), span);
            return Err(Box::new(Diagnostic::error(code::TOO_MANY_NODES, place, message)));
        }
        self.nodes += 1;
        Ok(id)
    }

    fn report(&mut self, code: &'static str, span: Span, message: Text, help: Option<Text>) {
        let place = Place::text(self.name.clone(), span);
        self.diagnostics.push(Diagnostic { help, ..Diagnostic::error(code, place, message) });
    }
}

/// The finding for nesting beyond the limit.
pub(crate) fn too_deep(name: &Arc<str>, span: Span) -> Diagnostic {
    let message = text!("lồng nhau quá sâu", "nested too deep");
    Diagnostic::error(code::TOO_DEEP, Place::text(name.clone(), span), message)
}

fn scalar(written: Cow<'_, str>, style: ScalarStyle, span: Span) -> Kind {
    let plain = style == ScalarStyle::Plain;
    // The parser hands over `~` where nothing is written; the empty span tells the two apart.
    let absent = plain && (span.line, span.column) == (span.end_line, span.end_column);
    let text = match is_nfc_quick(written.chars()) {
        _ if absent => String::new(),
        IsNormalized::Yes => written.into_owned(),
        _ => written.nfc().collect(),
    };
    Kind::Scalar { text, plain }
}

fn span_of(marks: &Marks) -> Span {
    let (line, column) = syntax::position(&marks.start);
    let (end_line, end_column) = syntax::position(&marks.end);
    Span { line, column, end_line, end_column }
}
