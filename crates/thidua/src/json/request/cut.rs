//! The tables of a request, cut out of its text (tách bảng khỏi yêu cầu) and read straight into sheets.
//!
//! What is left is small and goes through the reader of rule files, which keeps places and says all that is wrong; a
//! place in what is left is told as the place in the request.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use thidua_core::{Diagnostic, Span, Spot};
use thidua_json::{Unread, sheet_of_columns, sheet_of_rows};
use thidua_table::{Sheet, Written};

/// A request without its tables.
pub(super) struct Cut<'r> {
    request: &'r str,
    /// The text that is left: an empty list or object where a table was.
    pub(super) rest: String,
    /// Where each table stood: its end in what is left, and how many bytes were taken out.
    holes: Vec<(usize, usize)>,
    /// The tables, by the names that they go by in findings.
    pub(super) tables: Vec<(String, Sheet)>,
}

/// Cuts the tables out of a request in JSON.
///
/// # Errors
/// Where the text is no JSON, or a table none; the other reader says why.
pub(super) fn cut(request: &str) -> Result<Cut<'_>, Unread> {
    let mut found = Found(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(request);
    let read = reader.deserialize_map(&mut found).and_then(|()| reader.end());
    read.map_err(|error| Unread::of(&error))?;
    let mut cut = Cut { request, rest: String::new(), holes: Vec::new(), tables: Vec::new() };
    let mut done = 0;
    for (name, raw) in found.0 {
        let text = raw.get();
        // It is a part of the request: the difference of their addresses is where it begins.
        let start = text.as_ptr().addr().saturating_sub(request.as_ptr().addr());
        let Some(before) = request.get(done..start) else { continue };
        let read = if text.starts_with('{') { sheet_of_columns } else { sheet_of_rows };
        let sheet = read(&name, text, Written::Text).map_err(|unread| within(request, start, unread))?;
        cut.rest.push_str(before);
        cut.rest.push_str(if text.starts_with('{') { "{}" } else { "[]" });
        cut.holes.push((cut.rest.len(), text.len().saturating_sub(2)));
        if cut.tables.iter().any(|(known, _)| *known == name) {
            // Rows beside columns, or a part that is there twice.
            return Err(within(request, start, Unread { line: 1, column: 1 }));
        }
        cut.tables.push((name, sheet));
        done = start + text.len();
    }
    cut.rest.push_str(request.get(done..).unwrap_or_default());
    Ok(cut)
}

impl Cut<'_> {
    /// A finding about what is left, at its place in the request.
    pub(super) fn told(&self, mut finding: Diagnostic) -> Diagnostic {
        if let Spot::Text(span) = &mut finding.place.spot
            && !self.holes.is_empty()
        {
            let (line, column) = self.original(span.line, span.column);
            let (end_line, end_column) = self.original(span.end_line, span.end_column);
            *span = Span { line, column, end_line, end_column };
        }
        finding
    }

    fn original(&self, line: u32, column: u32) -> (u32, u32) {
        let mut places = places(&self.rest);
        let at = places.find(|(_, place)| *place >= (line, column)).map_or(self.rest.len(), |(at, _)| at);
        let out: usize = self.holes.iter().filter(|(end, _)| *end <= at).map(|(_, out)| out).sum();
        place_at(self.request, at + out)
    }
}

/// The place in the request of what was found in a part of it that begins at `start`.
fn within(request: &str, start: usize, unread: Unread) -> Unread {
    let (line, column) = place_at(request, start);
    let (line, column) = (usize::try_from(line).unwrap_or(1), usize::try_from(column).unwrap_or(1));
    match unread.line {
        0 | 1 => Unread { line, column: (column + unread.column).saturating_sub(1) },
        further => Unread { line: (line + further).saturating_sub(1), column: unread.column },
    }
}

/// Every letter with its offset, line and column, and then the end.
fn places(text: &str) -> impl Iterator<Item = (usize, (u32, u32))> {
    let (mut line, mut column, mut last) = (1_u32, 0_u32, ' ');
    let letters = text.char_indices().chain([(text.len(), ' ')]);
    letters.map(move |(at, letter)| {
        match last {
            '\n' => (line, column) = (line.saturating_add(1), 1),
            '\r' if letter != '\n' => (line, column) = (line.saturating_add(1), 1),
            _ => column = column.saturating_add(1),
        }
        last = letter;
        (at, (line, column))
    })
}

fn place_at(text: &str, offset: usize) -> (u32, u32) {
    places(text).find(|(at, _)| *at >= offset).map_or((1, 1), |(_, place)| place)
}

/// The texts of the tables, in order, each with its name.
struct Found<'de>(Vec<(String, &'de RawValue)>);

impl<'de> Found<'de> {
    /// Keeps a list or an object that holds something; whatever else stands there is judged by the other reader.
    fn keep(&mut self, name: &str, raw: &'de RawValue, opened: char) {
        let inside = raw.get().strip_prefix(opened).map(|rest| rest.trim_start().len());
        if inside.is_some_and(|length| length > 1) {
            self.0.push((format!("{name}.json"), raw));
        }
    }
}

impl<'de> Visitor<'de> for &mut Found<'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a request")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        while let Some(name) = parts.next_key::<String>()? {
            match name.as_str() {
                "entrants" | "history" | "base_salary" => self.keep(&name, parts.next_value()?, '['),
                "values" => parts.next_value_seed(Tables(&mut *self))?,
                _ => drop(parts.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The tables of `values`.
struct Tables<'f, 'de>(&'f mut Found<'de>);

impl<'de> DeserializeSeed<'de> for Tables<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Tables<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of tables")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut tables: A) -> Result<(), A::Error> {
        let mut position = 0;
        while tables.next_element_seed(Table { found: &mut *self.0, name: table_name(position) })?.is_some() {
            position += 1;
        }
        Ok(())
    }
}

/// The name of the table of values at a position.
pub(super) fn table_name(position: usize) -> String {
    if position == 0 { "values".to_owned() } else { format!("values-{}", position + 1) }
}

struct Table<'f, 'de> {
    found: &'f mut Found<'de>,
    name: String,
}

impl<'de> DeserializeSeed<'de> for Table<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        while let Some(part) = parts.next_key::<String>()? {
            match part.as_str() {
                "rows" => self.found.keep(&self.name, parts.next_value()?, '['),
                "columns" => self.found.keep(&self.name, parts.next_value()?, '{'),
                _ => drop(parts.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}
