mod header_rows;
mod text_or_list;
mod within;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::Dates;
use thidua_core::rule::EntrantKind;

use super::columns::{CRITERION, VALUE, find, named_or_usual};
use crate::{Frame, NumberStyle, Table, Within};
pub use header_rows::HeaderRows;
pub use text_or_list::TextOrList;

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
    /// For long tables: the column with the value; several give an input with many values one from each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<TextOrList>,
    /// For wide tables: the header of the column for an input or criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, String>,
    /// Columns to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Only rows with these values in these columns.
    #[serde(default, rename = "where", skip_serializing_if = "BTreeMap::is_empty")]
    pub only_where: BTreeMap<String, String>,
    /// Rows that others read of the same table: what nobody reads is told, and nothing else.
    #[serde(skip)]
    pub read_elsewhere: Vec<BTreeMap<String, String>>,
    /// How `7.100` is to be understood.
    #[serde(default)]
    pub numbers: NumberStyle,
    /// Dates should lie within these days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Dates>,
    /// What a bare `1` or `95` means in a column of percentages.
    #[serde(default)]
    pub percent: PercentStyle,
    /// What means a blank cell, such as `NA`, or several such marks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_marker: Option<TextOrList>,
    /// Marks of footnotes at the end of a cell, such as `(*)`: they are no part of what it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footnotes: Option<TextOrList>,
    /// What the names of entrants leave out: `huyện Lấp Vò` for all, or for each heading above or beside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
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
    /// Whether each entrant has a block of its own, criteria down under its name; told from the sheet when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks: Option<bool>,
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

impl Layout {
    /// Whether some words of a cell mean something else than they say.
    pub(super) fn has_marks(&self) -> bool {
        self.blank_marker.is_some() || self.footnotes.is_some()
    }

    /// Whether a cell says nothing.
    pub(super) fn is_blank_marker(&self, words: &str) -> bool {
        self.blank_marker.iter().flat_map(|marks| &marks.0).any(|mark| mark == words)
    }

    /// What a cell says without the mark of a footnote at its end.
    pub(super) fn without_footnote<'w>(&self, words: &'w str) -> &'w str {
        let marks = self.footnotes.iter().flat_map(|marks| &marks.0).filter(|mark| !mark.is_empty());
        // `(**)` ends with what `*)` is too.
        let rests = marks.filter_map(|mark| words.strip_suffix(mark.as_str()));
        rests.min_by_key(|rest| rest.len()).map_or(words, str::trim_end)
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
            read_elsewhere: Vec::new(),
            numbers: NumberStyle::default(),
            period: None,
            percent: PercentStyle::default(),
            blank_marker: None,
            footnotes: None,
            within: None,
            sheet: None,
            header: None,
            last: None,
            skip: None,
            turned: None,
            blocks: None,
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

impl Layout {
    /// Whether each row of the table is one value (dạng dọc), with its criterion beside it.
    #[must_use]
    pub fn is_long(&self, table: &Table) -> bool {
        self.shape_of(table) == Shape::Long
    }

    /// Where the table lies, as far as it is said.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let header = self.header.map(|rows| (rows.first, rows.last));
        let sheet = self.sheet.clone();
        Frame {
            sheet,
            header,
            last: self.last,
            skip: self.skip.clone(),
            turned: self.turned,
            blocks: self.blocks,
            within: self.within.clone(),
            propose: false,
        }
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

    /// The columns with the values, each with what it must be called.
    pub(super) fn value_columns<'s>(&'s self, table: &Table) -> Vec<(Option<u32>, &'s str)> {
        match &self.value {
            Some(names) => names.0.iter().map(|name| named_or_usual(table, Some(name), VALUE)).collect(),
            None => vec![named_or_usual(table, None, VALUE)],
        }
    }
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
            value: Some(TextOrList(vec!["Marks".to_owned()])),
            ..Layout::default()
        };
        assert_eq!(named.shape_of(&table), Shape::Long);
        assert_eq!(named.criterion_column(&table), (Some(2), "component"));
        assert_eq!(named.value_columns(&table), [(Some(3), "Marks")]);
    }
}
