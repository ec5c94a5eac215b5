//! The rows that a layout asks for (các dòng), each with whom it is about.

use std::borrow::Cow;
use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Place, text};

use super::Source;
use super::columns::{EntrantColumns, entrant_columns, find};
use crate::{NumberStyle, Row, fold, parse_number, same};

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
    let elsewhere: Vec<Vec<(u32, &String)>> = source
        .layout
        .read_elsewhere
        .iter()
        .filter_map(|wanted| {
            wanted.iter().map(|(name, value)| Some((find(table, &[name.as_str()])?, value))).collect()
        })
        .collect();
    let read = |row: &Row<'_>| {
        elsewhere
            .iter()
            .any(|wanted| wanted.iter().all(|(column, value)| same_value(row.cell(*column), value)))
    };
    let mut count = 0;
    for row in table.rows().filter(|row| !kept(row) && !read(row)) {
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
    if !elsewhere.is_empty() {
        let message = text!(
            "không đợt xét nào đọc {count} trong {all} dòng, có `{name}` là {values}",
            "no run reads {count} of the {all} rows, whose `{name}` is {values}"
        );
        let note = Diagnostic {
            severity: thidua_core::Severity::Note,
            ..Diagnostic::warning("TD0455", place, message)
        };
        return Some(note.with_help(text!(
            "không cần sửa nếu đúng ý các `where` trong `layout`; nếu không, sửa ô hoặc thêm đợt xét",
            "nothing to mend if that is what the `where` under `layout` mean; else mend the cells or add a run"
        )));
    }
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
pub(super) fn joined<'t>(row: Row<'t>, columns: &[u32]) -> Cow<'t, str> {
    if let [column] = columns {
        return Cow::Borrowed(row.cell(*column));
    }
    let parts: Vec<&str> = columns.iter().map(|column| row.cell(*column)).collect();
    if parts.iter().all(|part| part.is_empty()) { Cow::Borrowed("") } else { Cow::Owned(parts.join(" / ")) }
}
