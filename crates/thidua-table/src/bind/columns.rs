//! The columns of a table (các cột): which of them a reader asks for, which are there, and which nobody asked for.

use thidua_core::{Diagnostic, Place, nearest, text};

use super::Source;
use crate::word::folds_to;
use crate::{Table, fold};

/// Headers that name the entrant, the criterion, the value and the stage when the manifest says nothing.
pub(super) const ENTRANT: &[&str] = &["entrant", "mã đơn vị", "mã", "ma don vi", "đơn vị", "id"];
pub(super) const CRITERION: &[&str] =
    &["criterion", "tiêu chí", "mã tiêu chí", "input", "số liệu", "đầu vào"];
pub(super) const VALUE: &[&str] = &["value", "giá trị", "điểm"];
pub(super) const STAGE: &[&str] = &["stage", "vòng", "vòng chấm"];
pub(super) const NAME: &[&str] = &[
    "name",
    "tên",
    "tên đơn vị",
    "họ và tên",
    "họ tên",
    "tên xã",
    "xã",
    "phường",
    "xã, thị trấn",
    "phường, xã, thị trấn",
    "trường",
    "tên trường",
    "tên phường, xã",
    "phường, xã",
    "xã, phường",
    "xã, phường, thị trấn",
    "tên cơ quan",
    "cơ quan, đơn vị",
    "tên phòng",
    "tên tập thể",
    "tập thể",
];
pub(super) const NOTES: &[&str] =
    &["stt", "tt", "số tt", "số thứ tự", "ghi chú", "note", "nhận xét", "minh chứng", "evidence"];
/// For a table that was collected from other files: the file and sheet, and the cell, that each row was read from.
pub(super) const SOURCE_FILE: &[&str] = &["tệp nguồn", "source file"];
pub(super) const SOURCE_CELL: &[&str] = &["ô nguồn", "source cell"];

/// The column that the layout names, else one with a usual header; and what it must be called.
pub(super) fn named_or_usual<'s>(
    table: &Table,
    named: Option<&'s str>,
    usual: &[&'s str],
) -> (Option<u32>, &'s str) {
    match named {
        Some(name) => (find(table, &[name]), name),
        None => (find(table, usual), usual.first().copied().unwrap_or_default()),
    }
}

/// The column with one of these headers, exactly or without accents and case.
pub(super) fn find(table: &Table, names: &[&str]) -> Option<u32> {
    let header = table.header();
    let exact = names.iter().find_map(|name| header.cells().find(|cell| cell.text == *name));
    let keyed = || header.cells().zip(table.header_keys());
    let folded =
        || names.iter().find_map(|name| keyed().find(|(_, key)| folds_to(name, key)).map(|(cell, _)| cell));
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
    for (cell, key) in table.header().cells().zip(table.header_keys()) {
        let known = |names: &[&str]| names.iter().any(|name| folds_to(name, key));
        if cell.text.is_empty() || used.contains(&cell.column) || ignored.contains(key) || known(NOTES) {
            continue;
        }
        if table.rows().all(|row| row.cell(cell.column).is_empty()) {
            continue;
        }
        let (name, place) = (cell.text, table.header().place(cell.column));
        if let Some(first) = wanted.iter().find(|names| known(names)).and_then(|names| find(table, names)) {
            let first = thidua_core::column_letters(first);
            findings.push(seen(table, cell.column, repeated(name, &first, place)));
            continue;
        }
        let near =
            nearest(key, absent.iter().map(|name| fold(name)).collect::<Vec<_>>().iter().map(String::as_str))
                .and_then(|near| absent.iter().find(|name| fold(name) == near));
        let message = text!("cột `{name}` không được dùng đến", "the column `{name}` is not used");
        let finding = match near {
            Some(near) => Diagnostic::error("TD0305", place, message).with_help(text!(
                "có phải là cột `{near}`? nếu không, xóa cột",
                "did you mean `{near}`? if not, delete the column"
            )),
            None => Diagnostic::warning("TD0305", place, message).with_help(text!(
                "xóa cột nếu không cần, hoặc ghi tên cột trong `ignore` nơi có khai cột",
                "delete the column if it is not needed, or list it under `ignore` where columns are declared"
            )),
        };
        findings.push(seen(table, cell.column, finding));
    }
    findings
}

/// A column that says again what another says.
pub(super) fn repeated(name: &str, first: &str, place: Place) -> Diagnostic {
    let message = text!("cột `{name}` trùng với cột {first}", "the column `{name}` repeats column {first}");
    Diagnostic::error("TD0408", place, message)
        .with_help(text!("đổi tên hoặc bỏ một cột", "rename or drop one of them"))
}

/// What is found about a column that nobody sees says so: it would be looked for in vain.
pub(super) fn seen(table: &Table, column: u32, mut finding: Diagnostic) -> Diagnostic {
    if table.hides(column) {
        finding.message.vi.push_str(" (cột đang ẩn)");
        finding.message.en.push_str(" (a hidden column)");
    }
    finding
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
        "đặt tên cột đúng như vậy, hoặc chỉ ra tên cột trong tệp khai báo",
        "name the column so, or say its name in the manifest"
    ))
}
