use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::rule::EntrantKind;
use thidua_core::{Dates, Diagnostic, Place, text};

use super::Source;
use crate::{NumberStyle, Row, Table, fold};

/// How the columns of a table map to a rule set (cách đọc bảng).
///
/// Everything has a default: a long table has the columns `entrant`, `criterion`, `value` and maybe
/// `stage`; a wide one has a row for each entrant and a column for each input or criterion code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Long or wide; told from the header when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// The column that names the entrant; several are joined with ` / `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entrant: Option<TextOrList>,
    /// The column with the cluster, when there is no register; several are joined with ` / `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<TextOrList>,
    /// The column with the kind of entrant, when there is no register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What entrants are in law when nothing else says so.
    #[serde(default = "collective")]
    pub entrants: EntrantKind,
    /// The stage of the whole table; the official one when absent and there is no stage column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// For long tables: the column that names the criterion or input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
    /// For long tables: the column with the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// For wide tables: the header of the column for an input or criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Columns to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Only rows with these values in these columns.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub only_where: BTreeMap<String, String>,
    /// How `7.100` is to be understood.
    #[serde(default)]
    pub numbers: NumberStyle,
    /// Dates should lie within these days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Dates>,
    /// A marker that means a blank cell, such as `NA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_marker: Option<String>,
}

fn collective() -> EntrantKind {
    EntrantKind::Collective
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            shape: None,
            entrant: None,
            cluster: None,
            kind: None,
            entrants: collective(),
            stage: None,
            criterion: None,
            value: None,
            columns: BTreeMap::new(),
            ignore: Vec::new(),
            only_where: BTreeMap::new(),
            numbers: NumberStyle::default(),
            period: None,
            blank_marker: None,
        }
    }
}

/// Whether a row is one cell or one entrant (dạng dọc, dạng ngang).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// One row for each value.
    Long,
    /// One row for each entrant.
    Wide,
}

/// One word or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOrList(pub Vec<String>);

impl Serialize for TextOrList {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TextOrList {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = TextOrList;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a string or a list of strings")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<TextOrList, E> {
                Ok(TextOrList(vec![word.to_owned()]))
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, sequence: A) -> Result<TextOrList, A::Error> {
                Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(sequence)).map(TextOrList)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for TextOrList {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TextOrList".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// Headers that name the entrant, the criterion, the value and the stage when the manifest says nothing.
pub(super) const ENTRANT: &[&str] = &["entrant", "mã đơn vị", "mã", "ma don vi", "đơn vị", "id"];
pub(super) const CRITERION: &[&str] = &["criterion", "tiêu chí", "mã tiêu chí", "input", "đầu vào"];
pub(super) const VALUE: &[&str] = &["value", "giá trị", "điểm"];
pub(super) const STAGE: &[&str] = &["stage", "vòng", "vòng chấm"];
pub(super) const NAME: &[&str] = &["name", "tên", "tên đơn vị", "họ và tên", "họ tên"];
pub(super) const NOTES: &[&str] = &["stt", "tt", "ghi chú", "note", "nhận xét"];

impl Layout {
    /// Long when it says so or names a column of a long table, or when the header has a criterion and a value.
    pub(super) fn shape_of(&self, table: &Table) -> Shape {
        let named = self.criterion.is_some() || self.value.is_some();
        let long = named || (find(table, CRITERION).is_some() && find(table, VALUE).is_some());
        self.shape.unwrap_or(if long { Shape::Long } else { Shape::Wide })
    }

    /// The column that names the criterion, and what it must be called.
    pub(super) fn criterion_column<'s>(&'s self, table: &Table) -> (Option<u32>, &'s str) {
        named_or_usual(table, self.criterion.as_deref(), CRITERION)
    }

    /// The column with the value, and what it must be called.
    pub(super) fn value_column<'s>(&'s self, table: &Table) -> (Option<u32>, &'s str) {
        named_or_usual(table, self.value.as_deref(), VALUE)
    }
}

fn named_or_usual<'s>(table: &Table, named: Option<&'s str>, usual: &[&'s str]) -> (Option<u32>, &'s str) {
    match named {
        Some(name) => (find(table, &[name]), name),
        None => (find(table, usual), usual.first().copied().unwrap_or_default()),
    }
}

/// The column with one of these headers, exactly or without accents and case.
pub(super) fn find(table: &Table, names: &[&str]) -> Option<u32> {
    let header = table.header();
    let exact = names.iter().find_map(|name| header.cells().find(|cell| cell.text == *name));
    let folded = || names.iter().find_map(|name| header.cells().find(|cell| fold(cell.text) == fold(name)));
    exact.or_else(folded).map(|cell| cell.column)
}

/// A row with what it says about its entrant.
pub(super) struct EntrantRow<'t> {
    pub(super) row: Row<'t>,
    pub(super) entrant: Cow<'t, str>,
    pub(super) name: Option<&'t str>,
    pub(super) cluster: Cow<'t, str>,
    pub(super) kind: Option<&'t str>,
    column: u32,
}

impl EntrantRow<'_> {
    /// The cell that names the entrant.
    pub(super) fn place(&self) -> Place {
        self.row.place(self.column)
    }
}

/// The columns that say whom a row is about; a finding for each that is missing.
pub(super) struct EntrantColumns {
    pub(super) entrant: Vec<u32>,
    pub(super) name: Option<u32>,
    pub(super) cluster: Vec<u32>,
    pub(super) kind: Option<u32>,
    pub(super) only_where: Vec<(u32, String)>,
}

pub(super) fn entrant_columns(source: &Source<'_>, findings: &mut Vec<Diagnostic>) -> Option<EntrantColumns> {
    let (table, layout) = (source.table, source.layout);
    let mut missing = Vec::new();
    let mut named = |name: &str| {
        let column = find(table, &[name]);
        if column.is_none() {
            missing.push(name.to_owned());
        }
        column
    };
    let entrant = match &layout.entrant {
        Some(names) => names.0.iter().filter_map(|name| named(name)).collect(),
        None => find(table, ENTRANT).into_iter().collect::<Vec<_>>(),
    };
    let cluster: Vec<u32> =
        layout.cluster.iter().flat_map(|names| &names.0).filter_map(|name| named(name)).collect();
    let kind = layout.kind.as_deref().and_then(&mut named);
    let only_where: Vec<(u32, String)> =
        layout.only_where.iter().filter_map(|(name, value)| Some((named(name)?, value.clone()))).collect();
    if entrant.is_empty() && layout.entrant.is_none() {
        missing.push(ENTRANT.first().copied().unwrap_or_default().to_owned());
    }
    let complete = missing.is_empty();
    for name in missing {
        findings.push(no_column(table, &name));
    }
    complete.then(|| EntrantColumns { entrant, name: find(table, NAME), cluster, kind, only_where })
}

/// A column that a table needs and does not have.
pub(super) fn no_column(table: &Table, name: &str) -> Diagnostic {
    Diagnostic::error(
        "TD0401",
        Place::file(table.name().clone()),
        text!("không tìm thấy cột `{name}`", "there is no column `{name}`"),
    )
    .with_help(text!(
        "đặt tên cột đúng như vậy, hoặc chỉ ra tên cột trong bản kê",
        "name the column so, or say its name in the manifest"
    ))
}

/// The rows the layout asks for.
pub(super) fn rows<'t>(
    source: &Source<'t>,
    findings: &mut Vec<Diagnostic>,
) -> impl Iterator<Item = EntrantRow<'t>> + use<'t> {
    let table = source.table;
    let columns = entrant_columns(source, findings);
    let given = |row: &Row<'t>, column: Option<u32>| {
        column.map(|column| row.cell(column)).filter(|text| !text.is_empty())
    };
    columns.into_iter().flat_map(move |columns| {
        table.rows().filter_map(move |row| {
            let wanted = columns.only_where.iter().all(|(column, value)| row.cell(*column) == value);
            wanted.then(|| EntrantRow {
                entrant: joined(row, &columns.entrant),
                name: given(&row, columns.name),
                cluster: joined(row, &columns.cluster),
                kind: given(&row, columns.kind),
                column: columns.entrant.first().copied().unwrap_or(1),
                row,
            })
        })
    })
}

/// The texts of several columns, or nothing where all of them are empty.
fn joined<'t>(row: Row<'t>, columns: &[u32]) -> Cow<'t, str> {
    if let [column] = columns {
        return Cow::Borrowed(row.cell(*column));
    }
    let parts: Vec<&str> = columns.iter().map(|column| row.cell(*column)).collect();
    if parts.iter().all(|part| part.is_empty()) { Cow::Borrowed("") } else { Cow::Owned(parts.join(" / ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_table_may_name_its_columns() {
        let table =
            Table::from_rows("t.csv", &[&["đơn vị", "component", "marks"], &["a", "I", "9"]]).unwrap();
        let usual = Layout::default();
        assert_eq!(usual.shape_of(&table), Shape::Wide);
        assert_eq!(usual.criterion_column(&table), (None, "criterion"));
        let named = Layout {
            criterion: Some("component".to_owned()),
            value: Some("Marks".to_owned()),
            ..Layout::default()
        };
        assert_eq!(named.shape_of(&table), Shape::Long);
        assert_eq!(named.criterion_column(&table), (Some(2), "component"));
        assert_eq!(named.value_column(&table), (Some(3), "Marks"));
    }
}
