use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
use thidua_core::{is_hidden, is_visible};

/// Writes a value as indented JSON with a final line break (ghi JSON).
///
/// Keys keep the order in which the types declare them, so equal values give equal bytes. Hidden letters (controls,
/// direction marks, letters without width) are escaped, so that whoever looks at the text sees them.
///
/// ```
/// assert_eq!(thidua_json::to_json(&"38,5\u{200e}"), "\"38,5\\u200e\"\n");
/// ```
#[must_use]
pub fn to_json<T: Serialize>(value: &T) -> String {
    let mut bytes = Vec::new();
    // The types written here have text keys and no failing parts; should one appear, say so in JSON too.
    if let Err(error) = write_json(&mut bytes, value) {
        return format!("{{\n  \"error\": {:?}\n}}\n", error.to_string());
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes a value like [`to_json`], piece by piece (ghi JSON dần từng phần).
///
/// # Errors
/// What the writer reports.
pub fn write_json<T: Serialize>(out: impl Write, value: &T) -> io::Result<()> {
    write_lines(out, value, usize::MAX)
}

/// The same, with one line for whatever lies deeper than so many objects and lists (ghi JSON, phần sâu viết một dòng): of
/// large results the indentation is half.
///
/// # Errors
/// What the writer reports.
///
/// ```
/// let mut text = Vec::new();
/// thidua_json::write_lines(&mut text, &[[1, 2], [3, 4]], 1)?;
/// assert_eq!(text, b"[\n  [1, 2],\n  [3, 4]\n]\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_lines<T: Serialize>(mut out: impl Write, value: &T, deepest: usize) -> io::Result<()> {
    let layout = Lines { indented: PrettyFormatter::new(), deepest, depth: 0 };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Visible { layout }))?;
    out.write_all(b"\n")
}

/// Writes a value as JSON on one line, without a line break (ghi JSON một dòng); hidden letters as in [`to_json`].
///
/// ```
/// assert_eq!(thidua_json::to_line(&["38,5\u{200e}", "9"]), "[\"38,5\\u200e\",\"9\"]");
/// ```
#[must_use]
pub fn to_line<T: Serialize>(value: &T) -> String {
    to_line_with_room(value, 0)
}

/// Writes a value as JSON on a line of its own (ghi JSON Lines); hidden letters as in [`to_json`].
///
/// # Errors
/// What the writer reports.
///
/// ```
/// let mut text = Vec::new();
/// thidua_json::write_line(&mut text, &[1, 2])?;
/// thidua_json::write_line(&mut text, &["a"])?;
/// assert_eq!(text, b"[1,2]\n[\"a\"]\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_line<T: Serialize>(mut out: impl Write, value: &T) -> io::Result<()> {
    let formatter = Visible { layout: CompactFormatter };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter))?;
    out.write_all(b"\n")
}

/// The same for a text that will take about so many bytes (ghi JSON dài): one that grows is copied on the way, and what
/// it leaves behind is as large as itself.
#[must_use]
pub fn to_line_with_room<T: Serialize>(value: &T, bytes: usize) -> String {
    let mut bytes = Vec::with_capacity(bytes);
    let formatter = Visible { layout: CompactFormatter };
    if let Err(error) = value.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, formatter)) {
        return format!("{{\"error\":{:?}}}", error.to_string());
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Indented down to some depth, below it on one line.
struct Lines {
    indented: PrettyFormatter<'static>,
    deepest: usize,
    depth: usize,
}

impl Lines {
    fn is_indented(&self) -> bool {
        self.depth <= self.deepest
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.is_indented() { self.indented.begin_array(out) } else { CompactFormatter.begin_array(out) }
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let written =
            if self.is_indented() { self.indented.end_array(out) } else { CompactFormatter.end_array(out) };
        self.depth -= 1;
        written
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.is_indented() {
            self.indented.begin_array_value(out, first)
        } else {
            begin_on_line(out, first)
        }
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_indented() {
            self.indented.end_array_value(out)
        } else {
            CompactFormatter.end_array_value(out)
        }
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        if self.is_indented() { self.indented.begin_object(out) } else { CompactFormatter.begin_object(out) }
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let written =
            if self.is_indented() { self.indented.end_object(out) } else { CompactFormatter.end_object(out) };
        self.depth -= 1;
        written
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if self.is_indented() {
            self.indented.begin_object_key(out, first)
        } else {
            begin_on_line(out, first)
        }
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_indented() { self.indented.begin_object_value(out) } else { out.write_all(b": ") }
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        if self.is_indented() {
            self.indented.end_object_value(out)
        } else {
            CompactFormatter.end_object_value(out)
        }
    }
}

/// What stands before the next thing on a line.
fn begin_on_line<W: ?Sized + Write>(out: &mut W, first: bool) -> io::Result<()> {
    if first { Ok(()) } else { out.write_all(b", ") }
}

/// A usual layout, with hidden letters escaped.
struct Visible<F> {
    layout: F,
}

impl<F: Formatter> Formatter for Visible<F> {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.layout.end_object_value(out)
    }

    /// The piece between two letters that JSON escapes anyway.
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        if is_visible(fragment) {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some((before, letter)) = rest.split_once(is_hidden).map(|(before, _)| {
            (before, rest.get(before.len()..).and_then(|from| from.chars().next()).unwrap_or_default())
        }) {
            out.write_all(before.as_bytes())?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = rest.get(before.len() + letter.len_utf8()..).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.layout.write_char_escape(out, escape)
    }
}
