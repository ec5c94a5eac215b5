use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use thidua_core::{Diagnostic, Place, text};
use thidua_rulefile::Limits;
use thidua_table::{RowError, Sheet, Table, Written};

/// A JSON text, number, truth value or null as text, and whether it is a number (giá trị đơn).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scalar(pub String, pub Written);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(thidua_rulefile::AS_WRITTEN, ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number, true, false or null")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned(), Written::Text))
    }

    /// What stands without quotes: a number, or a word of JSON.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar, D::Error> {
        let Scalar(text, _) = deserializer.deserialize_any(self)?;
        let number = text.starts_with(|letter: char| letter == '-' || letter.is_ascii_digit());
        Ok(Scalar(text, if number { Written::Number } else { Written::Text }))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string(), Written::Text))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::default())
    }

    fn visit_none<E: de::Error>(self) -> Result<Scalar, E> {
        Ok(Scalar::default())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Scalar, D::Error> {
        Scalar::deserialize(deserializer)
    }
}

/// Reads a JSON list of objects as a table (đọc bảng JSON); each key is a column.
///
/// Row numbers are positions in the list, the header counting as row 1.
///
/// # Errors
/// Anything that is not a list of flat objects, with line and column.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, Vec<Diagnostic>> {
    read_sheet(name, bytes)?.first_row_as_header()
}

/// Reads a JSON list of objects as a sheet (đọc JSON thành trang tính) whose first row is the header.
///
/// # Errors
/// Anything that is not a list of flat objects, with line and column.
pub fn read_sheet(name: &str, bytes: &[u8]) -> Result<Sheet, Vec<Diagnostic>> {
    let limits = Limits { bytes: 1 << 30, depth: 8, nodes: 50_000_000 };
    // What is right is read at once; of anything else that reader says what is wrong, and where.
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.len() <= limits.bytes)
        && let Ok(sheet) = crate::stream::sheet_of_rows(name, text, Written::Number)
    {
        return Ok(sheet);
    }
    let rows: Vec<BTreeMap<String, Scalar>> = thidua_rulefile::read_bytes_with(name, bytes, &limits)?;
    sheet(name, &rows, |cell| (cell.0.as_str(), cell.1))
}

/// Makes a table of rows that are already in memory.
///
/// # Errors
/// A table larger than [`Table`] can hold.
pub fn table(name: &str, rows: &[BTreeMap<String, Scalar>]) -> Result<Table, Vec<Diagnostic>> {
    sheet(name, rows, |cell| (cell.0.as_str(), cell.1))?.first_row_as_header()
}

/// Makes a sheet of rows that are already in memory (trang tính từ các dòng), of whatever says what a cell holds.
///
/// # Errors
/// A table larger than [`Sheet`] can hold.
pub fn sheet<C>(
    name: &str,
    rows: &[BTreeMap<String, C>],
    says: impl Fn(&C) -> (&str, Written),
) -> Result<Sheet, Vec<Diagnostic>> {
    let mut header: Vec<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    header.sort_unstable();
    header.dedup();
    let too_large = |_| {
        vec![
            Diagnostic::error("TD0380", Place::file(name), text!("bảng quá lớn", "the table is too large"))
                .with_help(text!("chia bảng thành nhiều phần", "split the table")),
        ]
    };
    if header.len().saturating_mul(rows.len()) > crate::stream::CELLS_MAX {
        return Err(too_large(RowError::Full));
    }
    let mut sheet = Sheet::new(name);
    sheet.push_row(1, header.iter().map(|key| (*key, Written::Text))).map_err(too_large)?;
    for (index, row) in rows.iter().enumerate() {
        let number = u32::try_from(index + 2).unwrap_or(u32::MAX);
        let cells = header.iter().map(|key| row.get(*key).map_or(("", Written::Text), &says));
        sheet.push_row(number, cells).map_err(too_large)?;
    }
    Ok(sheet)
}
