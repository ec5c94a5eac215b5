//! Rows and columns straight from the text into the cells of a sheet (đọc thẳng vào trang tính), nothing kept in between.
//!
//! The reader of rule files keeps the place of every value and judges what is wrong. Here only what is right is read;
//! whoever hears that something is not asks that reader, or says where it is.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use thidua_table::{Sheet, Written};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// More cells than this are in no table: rows that name columns of their own would make a table of empty cells.
pub(crate) const CELLS_MAX: usize = 50_000_000;

/// Why a table was not read (lỗi đọc thẳng), and where in its text: line and column in bytes, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The line.
    pub line: usize,
    /// The column, in bytes.
    pub column: usize,
}

impl Unread {
    /// Where the reader stopped.
    #[must_use]
    pub fn of(error: &serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column() }
    }
}

/// A sheet of a list of flat objects, its columns sorted by name; `numbers` says how sure the text of a number is.
///
/// ```
/// use thidua_table::Written;
/// let sheet = thidua_json::sheet_of_rows("a", r#"[{"I": 8.50}, {"II": "x"}]"#, Written::Number).unwrap();
/// assert_eq!((sheet.row_count(), sheet.lines().nth(1).unwrap().text(1)), (3, "8.50"));
/// assert!(thidua_json::sheet_of_rows("a", r#"[{"I": 1, "I": 2}]"#, Written::Number).is_err());
/// ```
///
/// # Errors
/// Anything else, and a table with more cells than it can hold.
pub fn sheet_of_rows(name: &str, json: &str, numbers: Written) -> Result<Sheet, Unread> {
    let mut seen = Seen { names: BTreeSet::new(), rows: 0 };
    read(json, &mut seen)?;
    let names: Vec<String> = seen.names.into_iter().collect();
    if names.len().saturating_mul(seen.rows) > CELLS_MAX {
        return Err(Unread { line: 1, column: 1 });
    }
    let mut sheet = Sheet::new(name);
    let header = names.iter().map(|name| (name, Written::Text));
    sheet.push_row(1, header).map_err(|_| Unread { line: 1, column: 1 })?;
    let known = names.iter().enumerate().map(|(position, name)| (name.as_str(), position)).collect();
    let cells = vec![(Cow::Borrowed(""), Written::Text); names.len()];
    let filled = vec![0; names.len()];
    let mut rows =
        Rows { names: &names, known, order: Vec::new(), cells, filled, count: 0, numbers, sheet: &mut sheet };
    read(json, &mut rows)?;
    Ok(sheet)
}

/// A sheet of an object of lists of the same length, one for each column.
///
/// ```
/// use thidua_table::Written;
/// let sheet = thidua_json::sheet_of_columns("a", r#"{"b": [1, 2], "a": ["x", null]}"#, Written::Text).unwrap();
/// let line = sheet.lines().nth(1).unwrap();
/// assert_eq!((line.text(1), line.text(2)), ("x", "1"));
/// assert!(thidua_json::sheet_of_columns("a", r#"{"a": [1], "b": []}"#, Written::Text).is_err());
/// ```
///
/// # Errors
/// Anything else, and a table with more cells than it can hold.
pub fn sheet_of_columns(name: &str, json: &str, numbers: Written) -> Result<Sheet, Unread> {
    let mut columns = Columns { columns: Vec::new(), numbers };
    read(json, &mut columns)?;
    let mut columns = columns.columns;
    columns.sort_unstable_by(|(name, _), (other, _)| name.cmp(other));
    let refused = Unread { line: 1, column: 1 };
    let rows = columns.first().map_or(0, |(_, column)| column.cells.len());
    let repeated = columns.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
    let uneven = columns.iter().any(|(_, column)| column.cells.len() != rows);
    if repeated || uneven || rows.saturating_mul(columns.len()) > CELLS_MAX {
        return Err(refused);
    }
    let mut sheet = Sheet::new(name);
    let header = columns.iter().map(|(name, _)| (name, Written::Text));
    sheet.push_row(1, header).map_err(|_| refused)?;
    for row in 0..rows {
        let number = u32::try_from(row + 2).map_err(|_| refused)?;
        sheet.push_row(number, columns.iter().map(|(_, column)| column.cell(row))).map_err(|_| refused)?;
    }
    Ok(sheet)
}

fn read<'de, V: Visitor<'de>>(json: &'de str, visitor: V) -> Result<V::Value, Unread> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = Take(visitor).deserialize(&mut reader).map_err(|error| Unread::of(&error))?;
    reader.end().map_err(|error| Unread::of(&error))?;
    Ok(value)
}

/// Hands whatever comes to a visitor.
struct Take<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Take<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<V::Value, D::Error> {
        reader.deserialize_any(self.0)
    }
}

/// The name of a column in composed letters; none is empty.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Cow<'de, str>, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a column")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        match name {
            "" => Err(E::custom("a column without a name")),
            _ if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes => {
                Ok(Cow::Borrowed(name))
            }
            _ => Ok(Cow::Owned(name.nfc().collect())),
        }
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Cow<'de, str>, E> {
        if name.is_empty() {
            return Err(E::custom("a column without a name"));
        }
        Ok(Cow::Owned(name.nfc().collect()))
    }
}

/// What a cell says, as it is written: a text, a number, a truth value, or nothing for null.
fn says<'de, E: de::Error>(raw: &'de RawValue, numbers: Written) -> Result<(Cow<'de, str>, Written), E> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'"') if !text.contains('\\') => {
            let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            Ok((Cow::Borrowed(inner.unwrap_or_default()), Written::Text))
        }
        Some(b'"') => {
            // The words of that error would be taken for a place in the table.
            let text: String = serde_json::from_str(text).map_err(|_| E::custom("no text"))?;
            Ok((Cow::Owned(text), Written::Text))
        }
        Some(b'n') => Ok((Cow::Borrowed(""), Written::Text)),
        Some(b't' | b'f') => Ok((Cow::Borrowed(text), Written::Text)),
        Some(b'-' | b'0'..=b'9') => Ok((Cow::Borrowed(text), numbers)),
        _ => Err(E::custom("not a single value")),
    }
}

/// Which columns there are.
struct Seen {
    names: BTreeSet<String>,
    rows: usize,
}

impl<'de> Visitor<'de> for &mut Seen {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(Take(SeenRow(&mut self.names)))?.is_some() {
            self.rows += 1;
        }
        Ok(())
    }
}

struct SeenRow<'s>(&'s mut BTreeSet<String>);

impl<'de> Visitor<'de> for SeenRow<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut cells: A) -> Result<(), A::Error> {
        while let Some(name) = cells.next_key_seed(Name)? {
            if !self.0.contains(&*name) {
                self.0.insert(name.into_owned());
            }
            cells.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Puts the rows into the sheet.
struct Rows<'de, 's> {
    names: &'s [String],
    known: HashMap<&'s str, usize>,
    /// Where the cells of the row before belong, in their order: mostly the next row has the same.
    order: Vec<usize>,
    cells: Vec<(Cow<'de, str>, Written)>,
    /// The number of the last row that filled each cell.
    filled: Vec<u32>,
    count: u32,
    numbers: Written,
    sheet: &'s mut Sheet,
}

impl<'de> Visitor<'de> for &mut Rows<'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element_seed(Take(OneRow(&mut *self)))?.is_some() {}
        Ok(())
    }
}

struct OneRow<'r, 'de, 's>(&'r mut Rows<'de, 's>);

impl<'de> Visitor<'de> for OneRow<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut row: A) -> Result<(), A::Error> {
        let rows = self.0;
        rows.count = rows.count.checked_add(1).ok_or_else(|| de::Error::custom("too many rows"))?;
        rows.cells.fill((Cow::Borrowed(""), Written::Text));
        let mut at = 0;
        while let Some(name) = row.next_key_seed(Name)? {
            let position = rows.position(at, &name).ok_or_else(|| de::Error::custom("an unknown column"))?;
            at += 1;
            let cell = says(row.next_value()?, rows.numbers)?;
            match (rows.cells.get_mut(position), rows.filled.get_mut(position)) {
                (Some(slot), Some(filled)) if *filled != rows.count => (*slot, *filled) = (cell, rows.count),
                _ => return Err(de::Error::custom("a column twice")),
            }
        }
        let number = rows.count.saturating_add(1);
        let cells = rows.cells.iter().map(|(text, written)| (text, *written));
        rows.sheet.push_row(number, cells).map_err(de::Error::custom)
    }
}

impl Rows<'_, '_> {
    fn position(&mut self, at: usize, name: &str) -> Option<usize> {
        if let Some(position) = self.order.get(at)
            && self.names.get(*position).is_some_and(|known| known == name)
        {
            return Some(*position);
        }
        let position = *self.known.get(name)?;
        self.order.truncate(at);
        self.order.push(position);
        Some(position)
    }
}

/// One column, its texts in one.
struct Column {
    text: String,
    cells: Vec<(u32, Written)>,
}

impl Column {
    fn cell(&self, row: usize) -> (&str, Written) {
        let end_of =
            |row: usize| self.cells.get(row).map_or(0, |(end, _)| usize::try_from(*end).unwrap_or(0));
        let start = row.checked_sub(1).map_or(0, end_of);
        let written = self.cells.get(row).map_or(Written::Text, |(_, written)| *written);
        (self.text.get(start..end_of(row)).unwrap_or_default(), written)
    }
}

struct Columns {
    columns: Vec<(String, Column)>,
    numbers: Written,
}

impl<'de> Visitor<'de> for &mut Columns {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of lists")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut columns: A) -> Result<(), A::Error> {
        while let Some(name) = columns.next_key_seed(Name)? {
            let column = columns.next_value_seed(Take(OneColumn(self.numbers)))?;
            self.columns.push((name.into_owned(), column));
        }
        Ok(())
    }
}

struct OneColumn(Written);

impl<'de> Visitor<'de> for OneColumn {
    type Value = Column;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut cells: A) -> Result<Column, A::Error> {
        let mut column = Column { text: String::new(), cells: Vec::new() };
        while let Some(raw) = cells.next_element::<&RawValue>()? {
            let (text, written) = says::<A::Error>(raw, self.0)?;
            column.text.push_str(&text);
            let end = u32::try_from(column.text.len()).map_err(|_| de::Error::custom("too much text"))?;
            column.cells.push((end, written));
        }
        Ok(column)
    }
}
