//! How a text is written, beside what it says: brackets or lines, quotes, comments (cách viết).

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span, StructureStyle};
use unicode_normalization::UnicodeNormalization;

use super::scalar;

/// Longer lines are not made by joining others.
const WIDTH: usize = 110;

/// A whole text.
pub(super) struct Sheet<'a> {
    pub(super) lines: Vec<&'a str>,
    pub(super) root: Part,
    pub(super) comments: Vec<Comment>,
}

/// A value or key.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) start: Mark,
    pub(super) end: Mark,
    /// A list or group: whether it goes over several lines.
    pub(super) block: bool,
    flow: bool,
    pub(super) shape: Shape,
}

#[derive(Debug)]
pub(super) enum Shape {
    Scalar(scalar::Written),
    List(Vec<Part>),
    Group(Vec<(Part, Part)>),
}

/// A position; lines from 1, columns from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) byte: usize,
}

#[derive(Debug)]
pub(super) struct Comment {
    pub(super) at: Mark,
    /// With its `#`, in composed characters.
    pub(super) text: String,
    /// The spaces between it and what stands before it on the line; `None` when nothing does.
    pub(super) gap: Option<usize>,
}

/// Reads how a sound text is written; `None` where the parser does not tell.
pub(super) fn read(source: &str) -> Option<Sheet<'_>> {
    let options = granit_parser::options! { emit_comments: true };
    let lines: Vec<&str> = source.lines().collect();
    let mut comments = Vec::new();
    let mut open: Vec<Part> = Vec::new();
    let mut keys: Vec<Option<Part>> = Vec::new();
    let mut root = None;
    // Behind the last thing read: where the sign of a block text is looked for.
    let mut behind = 0;
    for step in Parser::new_from_str_with_options(source, options) {
        let (event, span) = step.ok()?;
        let start = mark(&span.start)?;
        let finished = match event {
            Event::Comment(text, _) => {
                comments.push(comment(&lines, start, &text)?);
                continue;
            }
            Event::Scalar(value, ScalarStyle::Literal | ScalarStyle::Folded, ..) => {
                block_text(source, &lines, &value, behind, &span)?
            }
            Event::Scalar(..) => inline_text(source, &span)?,
            Event::SequenceStart(style, ..) => {
                open.push(collection(start, style, Shape::List(Vec::new())));
                keys.push(None);
                behind = mark(&span.end)?.byte;
                continue;
            }
            Event::MappingStart(style, ..) => {
                open.push(collection(start, style, Shape::Group(Vec::new())));
                keys.push(None);
                behind = mark(&span.end)?.byte;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut part = open.pop()?;
                keys.pop();
                part.end = mark(&span.end)?;
                part
            }
            _ => continue,
        };
        behind = finished.end.byte;
        match open.last_mut().map(|part| &mut part.shape) {
            None => root = root.or(Some(finished)),
            Some(Shape::List(items)) => items.push(finished),
            Some(Shape::Group(entries)) => match keys.last_mut()?.take() {
                Some(key) => entries.push((key, finished)),
                None => *keys.last_mut()? = Some(finished),
            },
            Some(Shape::Scalar(_)) => return None,
        }
    }
    let mut root = root?;
    // Those beside the sign of a block text come behind the text.
    comments.sort_by_key(|comment: &Comment| comment.at.byte);
    decide(&mut root, 0, 0, &comments);
    Some(Sheet { lines, root, comments })
}

fn collection(start: Mark, style: StructureStyle, shape: Shape) -> Part {
    Part { start, end: start, block: false, flow: style == StructureStyle::Flow, shape }
}

fn inline_text(source: &str, span: &Span) -> Option<Part> {
    let (start, end) = (mark(&span.start)?, mark(&span.end)?);
    let raw = source.get(start.byte..end.byte)?;
    let end = Mark { byte: start.byte + raw.trim_end().len(), ..end };
    let shape = Shape::Scalar(scalar::Written::inline(raw.trim_end()));
    Some(Part { start, end, block: false, flow: false, shape })
}

/// A text after `|` or `>`; the parser tells only where its content starts.
fn block_text(source: &str, lines: &[&str], value: &str, behind: usize, span: &Span) -> Option<Part> {
    let end = mark(&span.end)?;
    let mut byte = behind;
    let rest = loop {
        let rest = source.get(byte..)?;
        byte += match rest.chars().next()? {
            '|' | '>' => break rest,
            '#' => rest.find('\n')?,
            other => other.len_utf8(),
        };
    };
    let line = source.get(..byte)?.lines().count().max(1);
    let start = Mark { line, column: 0, byte };
    let shape = Shape::Scalar(scalar::Written::block(rest, lines.get(line..)?, value));
    Some(Part { start, end, block: false, flow: false, shape })
}

fn comment(lines: &[&str], at: Mark, text: &str) -> Option<Comment> {
    let before: String = lines.get(at.line.checked_sub(1)?)?.chars().take(at.column).collect();
    let spaces = before.chars().count() - before.trim_end().chars().count();
    let gap = (!before.trim().is_empty()).then_some(spaces.max(1));
    Some(Comment { at, text: format!("#{}", text.trim_end()).nfc().collect(), gap })
}

fn mark(marker: &Marker) -> Option<Mark> {
    Some(Mark { line: marker.line(), column: marker.col(), byte: marker.byte_offset()? })
}

/// Decides which lists and groups go over several lines, for a part that starts in this column.
fn decide(part: &mut Part, indent: usize, column: usize, comments: &[Comment]) {
    let one_line = part.start.line == part.end.line;
    let fits = || {
        let inside = |comment: &Comment| (part.start.byte..part.end.byte).contains(&comment.at.byte);
        part.one_line().is_some_and(|text| column + text.chars().count() <= WIDTH)
            && !comments.iter().any(inside)
    };
    part.block = !part.is_empty() && (!part.flow || !(one_line || fits()));
    if !part.block {
        return;
    }
    match &mut part.shape {
        Shape::Scalar(_) => part.block = false,
        Shape::List(items) => {
            for item in items {
                decide(item, indent + 2, indent + 2, comments);
            }
        }
        Shape::Group(entries) => {
            for (key, value) in entries {
                let inner = if matches!(value.shape, Shape::List(_)) { indent } else { indent + 2 };
                let width = key.one_line().map_or(0, |key| key.chars().count());
                decide(value, inner, indent + width + 2, comments);
            }
        }
    }
}

impl Part {
    fn is_empty(&self) -> bool {
        match &self.shape {
            Shape::Scalar(_) => false,
            Shape::List(items) => items.is_empty(),
            Shape::Group(entries) => entries.is_empty(),
        }
    }

    pub(super) fn is_flow(&self) -> bool {
        self.flow
    }

    /// Whether nothing is written where this value belongs.
    pub(super) fn is_absent(&self) -> bool {
        matches!(&self.shape, Shape::Scalar(written) if written.is_absent())
    }

    /// The part on one line, brackets and all; `None` where a text cannot be.
    pub(super) fn one_line(&self) -> Option<String> {
        Some(match &self.shape {
            Shape::Scalar(written) => written.one_line()?,
            Shape::List(items) if items.is_empty() => "[]".to_owned(),
            Shape::Group(entries) if entries.is_empty() => "{}".to_owned(),
            Shape::List(items) => {
                let items: Option<Vec<String>> = items.iter().map(Self::one_line).collect();
                format!("[ {} ]", items?.join(", "))
            }
            Shape::Group(entries) => {
                let entry = |(key, value): &(Self, Self)| {
                    Some(format!("{}: {}", key.one_line()?, value.one_line()?).trim_end().to_owned())
                };
                let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
                format!("{{ {} }}", entries?.join(", "))
            }
        })
    }
}
