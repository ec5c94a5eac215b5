use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};
use thidua_core::{Diagnostic, Place, text};
use thidua_rulefile::Limits;
use thidua_table::Table;

/// A JSON text, number, truth value or null as text (giá trị đơn).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Scalar(pub String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text, a number, true, false or null")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar(value.to_string()))
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
    let limits = Limits { bytes: 1 << 30, depth: 8, nodes: 50_000_000 };
    let rows: Vec<BTreeMap<String, Scalar>> = thidua_rulefile::read_bytes_with(name, bytes, &limits)?;
    table(name, &rows)
}

/// Makes a table of rows that are already in memory.
///
/// # Errors
/// A table larger than [`Table`] can hold.
pub fn table(name: &str, rows: &[BTreeMap<String, Scalar>]) -> Result<Table, Vec<Diagnostic>> {
    let mut header: Vec<&str> = rows.iter().flat_map(|row| row.keys().map(String::as_str)).collect();
    header.sort_unstable();
    header.dedup();
    let too_large = |_| {
        vec![
            Diagnostic::error("TD0380", Place::file(name), text!("bảng quá lớn", "the table is too large"))
                .with_help(text!("chia bảng thành nhiều phần", "split the table")),
        ]
    };
    let mut table = Table::new(name, 1, &header).map_err(too_large)?;
    for (index, row) in rows.iter().enumerate() {
        let number = u32::try_from(index + 2).unwrap_or(u32::MAX);
        let cells: Vec<&str> =
            header.iter().map(|key| row.get(*key).map_or("", |cell| cell.0.as_str())).collect();
        table.push_row(number, cells).map_err(too_large)?;
    }
    Ok(table)
}
