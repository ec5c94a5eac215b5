use super::layout::{Comment, Part, Shape, Sheet};
use super::scalar::Written;

/// The text in canonical layout.
pub(super) fn write(sheet: &Sheet<'_>) -> String {
    let mut writer =
        Writer { lines: &sheet.lines, comments: &sheet.comments, out: String::new(), blank_counts: false };
    if sheet.root.block {
        writer.collection(&sheet.root, 0, usize::MAX, false);
    } else {
        writer.comments_before(first_byte(&sheet.root), 0);
        writer.open(sheet.root.start.line, 0);
        writer.value(&sheet.root, 0);
    }
    writer.comments_before(usize::MAX, 0);
    writer.out
}

struct Writer<'a> {
    lines: &'a [&'a str],
    /// Those still to be written, in order.
    comments: &'a [Comment],
    out: String,
    /// Behind a text whose blank lines at the end are part of it.
    blank_counts: bool,
}

impl Writer<'_> {
    /// Writes a list or group, one item or key a line; the start of the first line may be there already.
    fn collection(&mut self, part: &Part, indent: usize, until: usize, mut started: bool) {
        match &part.shape {
            Shape::List(items) => {
                for (position, item) in items.iter().enumerate() {
                    let next = items.get(position + 1).map_or(until, first_byte);
                    self.line(item, first_byte(item), indent, &mut started);
                    self.out.push('-');
                    if item.block {
                        self.out.push(' ');
                        self.collection(item, indent + 2, next, true);
                    } else {
                        self.value(item, indent);
                    }
                }
            }
            Shape::Group(entries) => {
                for (position, (key, value)) in entries.iter().enumerate() {
                    let next = entries.get(position + 1).map_or(until, |(key, _)| key.start.byte);
                    self.line(key, entry_byte(key, value), indent, &mut started);
                    self.out.push_str(&key.one_line().unwrap_or_default());
                    self.out.push(':');
                    if value.block {
                        if self.comments.first().is_some_and(|comment| comment.at.byte < first_byte(value)) {
                            self.comment_beside(key.end.line, key.end.byte);
                        }
                        self.out.push('\n');
                        let list = matches!(value.shape, Shape::List(_));
                        self.collection(value, if list { indent } else { indent + 2 }, next, false);
                    } else if value.is_absent() {
                        self.comment_beside(key.end.line, key.end.byte);
                        self.out.push('\n');
                    } else {
                        self.value(value, indent);
                    }
                }
            }
            Shape::Scalar(_) => {}
        }
        while let Some(comment) = self.comments.first().filter(|comment| {
            let inside = comment.at.byte < part.end.byte;
            let below = comment.gap.is_none() && comment.at.column >= part.start.column;
            comment.at.byte < until && if part.is_flow() { inside } else { below }
        }) {
            self.own_line(comment, indent);
        }
    }

    /// Starts the line of an item or key, below the comments that belong above it.
    fn line(&mut self, part: &Part, byte: usize, indent: usize, started: &mut bool) {
        if !std::mem::take(started) {
            self.comments_before(byte, indent);
            self.open(part.start.line, indent);
        }
    }

    /// Writes a value behind its key or dash, and ends the line.
    fn value(&mut self, part: &Part, indent: usize) {
        let space = if self.out.ends_with([':', '-']) { " " } else { "" };
        match &part.shape {
            Shape::Scalar(_) if part.is_absent() => self.out.push('\n'),
            Shape::Scalar(Written::Block { sign, lines, keeps_end }) => {
                self.out.push_str(&format!("{space}{sign}"));
                self.comment_beside(part.start.line, part.start.byte);
                self.out.push('\n');
                self.further_lines(lines, indent + 2);
                self.blank_counts = *keeps_end;
            }
            Shape::Scalar(Written::Inline(lines)) => {
                let (first, further) =
                    lines.split_first().map_or(("", [].as_slice()), |(first, further)| (first, further));
                self.out.push_str(&format!("{space}{first}"));
                if let Some((last, between)) = further.split_last() {
                    self.out.push('\n');
                    self.further_lines(between, indent + 2);
                    self.out.push_str(&format!("{}{last}", " ".repeat(indent + 2)));
                }
                self.comment_beside(part.end.line, part.end.byte);
                self.out.push('\n');
            }
            Shape::List(_) | Shape::Group(_) => {
                self.out.push_str(&format!("{space}{}", part.one_line().unwrap_or_default()));
                self.comment_beside(part.end.line, part.end.byte);
                self.out.push('\n');
            }
        }
    }

    fn further_lines(&mut self, lines: &[String], indent: usize) {
        for line in lines {
            if !line.is_empty() {
                self.out.push_str(&" ".repeat(indent));
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// Writes the comment that stands behind something on its line.
    fn comment_beside(&mut self, line: usize, byte: usize) {
        if let Some((comment, further)) = self.comments.split_first()
            && comment.at.line == line
            && comment.at.byte >= byte
        {
            self.out.push_str(&" ".repeat(comment.gap.unwrap_or(1)));
            self.out.push_str(&comment.text);
            self.comments = further;
        }
    }

    fn comments_before(&mut self, byte: usize, indent: usize) {
        while let Some(comment) = self.comments.first().filter(|comment| comment.at.byte < byte) {
            self.own_line(comment, indent);
        }
    }

    fn own_line(&mut self, comment: &Comment, indent: usize) {
        self.open(comment.at.line, indent);
        self.out.push_str(&comment.text);
        self.out.push('\n');
        self.comments = self.comments.get(1..).unwrap_or_default();
    }

    /// Starts a line, behind a blank one where the author left one or more.
    fn open(&mut self, line: usize, indent: usize) {
        let above = line.checked_sub(2).and_then(|above| self.lines.get(above));
        let blank = above.is_some_and(|above| above.trim().is_empty());
        if blank && !self.out.is_empty() && !std::mem::take(&mut self.blank_counts) {
            self.out.push('\n');
        }
        self.blank_counts = false;
        self.out.push_str(&" ".repeat(indent));
    }
}

/// Comments before this byte belong above the line that the part starts on.
fn first_byte(part: &Part) -> usize {
    match &part.shape {
        Shape::List(items) if part.block => items.first().map_or(part.end.byte, first_byte),
        Shape::Group(entries) if part.block => {
            entries.first().map_or(part.end.byte, |(key, value)| entry_byte(key, value))
        }
        Shape::Scalar(Written::Block { .. }) => part.start.byte,
        _ if part.is_absent() => 0,
        _ => part.end.byte,
    }
}

/// The same for a key with its value.
fn entry_byte(key: &Part, value: &Part) -> usize {
    if value.block || value.is_absent() { key.start.byte } else { first_byte(value) }
}
