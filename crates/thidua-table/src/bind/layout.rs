use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::rule::EntrantKind;
use thidua_core::{Dates, Diagnostic, Place, nearest, text};

use super::Source;
use crate::{Frame, NumberStyle, Row, Table, fold, parse_number, same};

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
    /// What a bare `1` or `95` means in a column of percentages.
    #[serde(default)]
    pub percent: PercentStyle,
    /// A marker that means a blank cell, such as `NA`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_marker: Option<String>,
    /// The sheet of a workbook; the one with the table when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The row of the header, or its first and last row; found when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<HeaderRows>,
    /// The last row of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<u32>,
    /// Rows that are about nobody; when given, no row is left out unasked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<Vec<u32>>,
    /// Whether criteria go down and entrants across; told from the sheet when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turned: Option<bool>,
}

/// What a bare number means in a column of percentages (cách viết tỷ lệ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PercentStyle {
    /// Up to 1 it is a share, above it is refused, and exactly 1 is a question.
    #[default]
    Careful,
    /// It is a share: 1 is 100%.
    Share,
    /// It is a percentage: 1 is 1%.
    Percent,
}

/// The row of a header, or its first and last row (các dòng tiêu đề): `4` or `[4, 5]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderRows {
    /// First row.
    pub first: u32,
    /// Last row.
    pub last: u32,
}

impl Serialize for HeaderRows {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.first, self.last].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for HeaderRows {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = HeaderRows;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a row number or the first and last of several")
            }

            fn visit_u64<E: serde::de::Error>(self, row: u64) -> Result<HeaderRows, E> {
                let row = u32::try_from(row).map_err(E::custom)?;
                Ok(HeaderRows { first: row, last: row })
            }

            fn visit_str<E: serde::de::Error>(self, row: &str) -> Result<HeaderRows, E> {
                self.visit_u64(row.parse().map_err(E::custom)?)
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, sequence: A) -> Result<HeaderRows, A::Error> {
                let [first, last] =
                    <[u32; 2]>::deserialize(serde::de::value::SeqAccessDeserializer::new(sequence))?;
                Ok(HeaderRows { first, last })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for HeaderRows {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "HeaderRows".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let row = schemars::json_schema!({ "type": "integer", "minimum": 1 });
        schemars::json_schema!({
            "oneOf": [row, { "type": "array", "items": row, "minItems": 2, "maxItems": 2 }]
        })
    }
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
            percent: PercentStyle::default(),
            blank_marker: None,
            sheet: None,
            header: None,
            last: None,
            skip: None,
            turned: None,
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
    /// Where the table lies, as far as it is said.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let header = self.header.map(|rows| (rows.first, rows.last));
        let sheet = self.sheet.clone();
        Frame { sheet, header, last: self.last, skip: self.skip.clone(), turned: self.turned }
    }

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

/// Columns with something in them that nobody asked for, and repeated ones: a finding for each.
///
/// A header close to one that was looked for and not found is an error, since what it holds is missing elsewhere.
pub(super) fn unused(table: &Table, used: &[u32], wanted: &[&[&str]], ignore: &[String]) -> Vec<Diagnostic> {
    let ignored: Vec<String> = ignore.iter().map(|name| fold(name)).collect();
    let absent: Vec<&str> = wanted
        .iter()
        .filter(|names| find(table, names).is_none())
        .flat_map(|names| names.iter().copied())
        .collect();
    let mut findings = Vec::new();
    for cell in table.header().cells() {
        let key = fold(cell.text);
        let known = |names: &[&str]| names.iter().any(|name| fold(name) == key);
        if cell.text.is_empty() || used.contains(&cell.column) || ignored.contains(&key) || known(NOTES) {
            continue;
        }
        if table.rows().all(|row| row.cell(cell.column).is_empty()) {
            continue;
        }
        let (name, place) = (cell.text, table.header().place(cell.column));
        if let Some(first) = wanted.iter().find(|names| known(names)).and_then(|names| find(table, names)) {
            let first = thidua_core::column_letters(first);
            findings.push(
                Diagnostic::error(
                    "TD0408",
                    place,
                    text!("cột `{name}` trùng với cột {first}", "the column `{name}` repeats column {first}"),
                )
                .with_help(text!("đổi tên hoặc bỏ một cột", "rename or drop one of them")),
            );
            continue;
        }
        let near = nearest(
            &key,
            absent.iter().map(|name| fold(name)).collect::<Vec<_>>().iter().map(String::as_str),
        )
        .and_then(|near| absent.iter().find(|name| fold(name) == near));
        let message = text!("cột `{name}` không được dùng đến", "the column `{name}` is not used");
        findings.push(match near {
            Some(near) => Diagnostic::error("TD0305", place, message).with_help(text!(
                "có phải là cột `{near}`? nếu không, xóa cột",
                "did you mean `{near}`? if not, delete the column"
            )),
            None => Diagnostic::warning("TD0305", place, message).with_help(text!(
                "xóa cột nếu không cần, hoặc ghi tên cột trong `ignore` nơi có khai cột",
                "delete the column if it is not needed, or list it under `ignore` where columns are declared"
            )),
        });
    }
    findings
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

impl EntrantColumns {
    /// All of them.
    pub(super) fn all(&self) -> Vec<u32> {
        let mut all = self.entrant.clone();
        all.extend([self.name, self.kind].into_iter().flatten());
        all.extend(&self.cluster);
        all.extend(self.only_where.iter().map(|(column, _)| *column));
        all
    }
}

/// Columns of a long table that nobody asked for: an error, as in a wide one, since `ignore` can say that they do not count.
pub(super) fn unused_in_evaluations(table: &Table, used: &[u32], ignore: &[String]) -> Vec<Diagnostic> {
    let found = unused(table, used, &[STAGE, NAME], ignore);
    let heavy = |finding| Diagnostic { severity: thidua_core::Severity::Error, ..finding };
    found.into_iter().map(heavy).collect()
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
        // A table that gives names and no ids names people by them.
        None => find(table, ENTRANT).or_else(|| find(table, NAME)).into_iter().collect::<Vec<_>>(),
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
    let name = find(table, NAME).filter(|column| !entrant.contains(column));
    complete.then_some(EntrantColumns { entrant, name, cluster, kind, only_where })
}

/// A column that a table needs and does not have; the line taken as the header is quoted.
pub(super) fn no_column(table: &Table, name: &str) -> Diagnostic {
    let header = table.header();
    let line =
        header.cells().map(|cell| cell.text).filter(|text| !text.is_empty()).take(6).collect::<Vec<_>>();
    let (line, row) = (line.join(" | ").chars().take(90).collect::<String>(), header.number());
    Diagnostic::error(
        "TD0401",
        Place::file(table.name().clone()),
        text!(
            "không tìm thấy cột `{name}`; tiêu đề là dòng {row}: `{line}`",
            "there is no column `{name}`; the header is row {row}: `{line}`"
        ),
    )
    .with_help(text!(
        "đặt tên cột đúng như vậy, hoặc chỉ ra tên cột trong bản kê",
        "name the column so, or say its name in the manifest"
    ))
}

/// Whether two ways of writing are one value: the same name, number or month (`6/2026`, `06/2026`; `2025.0`).
pub(super) fn same_value(one: &str, other: &str) -> bool {
    let key = |written: &str| {
        let parts: Vec<&str> = written.trim().split(['/', '-']).collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.len() > 1 && parts.iter().all(digits) {
            return parts.iter().map(|part| part.trim_start_matches('0')).collect::<Vec<_>>().join("/");
        }
        match parse_number(written, NumberStyle::DecimalPoint) {
            Ok(number) if !number.is_percent() => number.value().normalized().to_string(),
            _ => same(written),
        }
    };
    one == other || key(one) == key(other)
}

/// What a condition on rows leaves out, so that nobody looks for it in vain.
pub(super) fn left_out(source: &Source<'_>, columns: &EntrantColumns) -> Option<Diagnostic> {
    let (table, (first, wanted)) = (source.table, columns.only_where.first()?);
    let mut left: BTreeMap<&str, (usize, u32)> = BTreeMap::new();
    let kept =
        |row: &Row<'_>| columns.only_where.iter().all(|(column, value)| same_value(row.cell(*column), value));
    let mut count = 0;
    for row in table.rows().filter(|row| !kept(row)) {
        count += 1;
        left.entry(row.cell(*first)).or_insert((0, row.number())).0 += 1;
    }
    if left.is_empty() {
        return None;
    }
    let values = left.iter().take(8).map(|(value, (count, _))| format!("`{value}` ({count})"));
    let values = values.collect::<Vec<_>>().join(", ") + if left.len() > 8 { ", …" } else { "" };
    let near = left.keys().find(|value| !value.is_empty() && fold(value) == fold(wanted));
    let (all, name) = (table.row_count(), table.header().cell(*first));
    let place = table.header().place(*first);
    let message = text!(
        "chỉ đọc các dòng có `{name}` là `{wanted}`; bỏ {count} trong {all} dòng: {values}",
        "only rows whose `{name}` is `{wanted}` are read; {count} of {all} are left out: {values}"
    );
    let finding = Diagnostic::warning("TD0455", place, message);
    Some(match near {
        Some(near) => finding.with_help(text!(
            "`{near}` gần giống `{wanted}`: sửa ô nếu là một",
            "`{near}` is nearly `{wanted}`: mend the cells if they are the same"
        )),
        None => Diagnostic { severity: thidua_core::Severity::Note, ..finding }.with_help(text!(
            "không cần sửa nếu đúng ý `where` trong `layout`",
            "nothing to mend if that is what `where` under `layout` means"
        )),
    })
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
            let wanted =
                columns.only_where.iter().all(|(column, value)| same_value(row.cell(*column), value));
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
