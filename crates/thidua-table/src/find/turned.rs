mod columns;

use std::collections::BTreeSet;
use std::sync::Arc;

use thidua_core::{Diagnostic, text};

use super::outside::is_figure;
use super::words::{Role, Words};
use super::{note, uneven};
use crate::cells::{Cells, Written};
use crate::fold;
use crate::sheet::Sheet;
use crate::table::Table;

/// Columns looked at in search of the criteria, and rows.
const COLUMNS_LOOKED_AT: u32 = 10;
const ROWS_LOOKED_AT: usize = 1000;

/// Where criteria go down and entrants across.
pub(super) struct Across {
    /// The column of the criteria, from 1.
    criteria: u32,
    /// The position of the row that names the entrants.
    entrants: usize,
    /// The position of the row below it that names a stage in each column, where every entrant has several.
    stages: Option<usize>,
    /// The rows under both.
    rows: Vec<usize>,
    /// The last row in which a criterion is recognised: who signs below it scores nobody.
    last: usize,
}

impl Across {
    /// The position of the row that names the entrants.
    pub(super) fn entrants(&self) -> usize {
        self.entrants
    }
}

/// The column in which most criteria are recognised, at least so many.
pub(super) fn look(sheet: &Sheet, words: &Words, at_least: usize) -> Option<Across> {
    if !words.may_turn() {
        return None;
    }
    let rows = || 0..sheet.row_count().min(ROWS_LOOKED_AT);
    let is_value = |row: usize, column: u32| {
        let text = sheet.cells.text(row, column);
        !text.is_empty() && matches!(words.role(text), Some(Role::Value { .. }))
    };
    // Figures may happen to be codes too, but codes are no two alike and fill their column.
    let found = |column: u32| -> Vec<usize> {
        let found: Vec<usize> = rows().filter(|row| is_value(*row, column)).collect();
        let different: BTreeSet<String> =
            found.iter().map(|row| fold(sheet.cells.text(*row, column))).collect();
        // What stands above and below the criteria is no part of the table.
        let span = found.first().copied().unwrap_or(0)..=found.last().copied().unwrap_or(0);
        let filled = span.filter(|row| !sheet.cells.text(*row, column).is_empty()).count();
        if different.len() * 2 >= filled && different.len() == found.len() { found } else { Vec::new() }
    };
    // The leftmost of equals: codes stand before titles.
    let (criteria, recognised) = (1..=COLUMNS_LOOKED_AT)
        .map(|column| (column, found(column)))
        .filter(|(_, rows)| rows.len() >= at_least.max(2))
        .max_by_key(|(column, rows)| (rows.len(), std::cmp::Reverse(*column)))?;
    let (first, last) = (*recognised.first()?, *recognised.last()?);
    // Group headings above the first criterion name nobody.
    let names = |row: &usize| {
        (criteria + 1..=width(sheet, *row)).any(|column| {
            let text = sheet.cells.text(*row, column);
            !text.is_empty()
                && words.role(text).is_none()
                && crate::parse_number(text, crate::NumberStyle::DecimalComma).is_err()
        })
    };
    let lowest = (0..first).rev().find(names)?;
    let rows = (lowest + 1..sheet.row_count()).collect();
    // `Tự chấm | Thẩm định` under each name: whom they are about stands above.
    let entrants =
        columns::are_labels(sheet, words, lowest, criteria).then(|| (0..lowest).rev().find(names)).flatten();
    let stages = entrants.is_some().then_some(lowest);
    Some(Across { criteria, entrants: entrants.unwrap_or(lowest), stages, rows, last })
}

fn width(sheet: &Sheet, row: usize) -> u32 {
    u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX)
}

/// The table with a row for each entrant, its cells still findable where they stand.
pub(super) fn table(
    sheet: &Sheet,
    words: &Words,
    across: &Across,
    findings: &mut Vec<Diagnostic>,
) -> Result<Table, Vec<Diagnostic>> {
    let name_at = |row: &usize| sheet.cells.text(*row, across.criteria);
    // Headings of groups have no figures, and lines below the table no name.
    let rows: Vec<usize> = across
        .rows
        .iter()
        .copied()
        .filter(|row| !name_at(row).is_empty())
        .filter(|row| {
            let texts =
                || (across.criteria + 1..=width(sheet, *row)).map(|column| sheet.cells.text(*row, column));
            words.role(name_at(row)).is_some()
                || if *row > across.last {
                    texts().any(is_figure)
                } else {
                    texts().any(|text| !text.is_empty())
                }
        })
        .collect();
    let read = columns::read(sheet, words, across);
    let mut header = vec![words.entrant().to_owned()];
    header.extend(read.stage.clone());
    header.extend(rows.iter().map(|row| name_at(row).to_owned()));
    let mut positions = vec![sheet.cells.number(across.entrants)];
    positions.extend(across.stages.filter(|_| read.stage.is_some()).map(|row| sheet.cells.number(row)));
    positions.extend(rows.iter().map(|row| sheet.cells.number(*row)));
    let full = |_| vec![uneven::full(sheet)];
    let mut cells = Cells::default();
    let mut left_out = read.left_out;
    for columns::Entered { column, name, stage } in read.columns {
        if !words.knows(name) && (words.role(name).is_some() || is_no_entrant(name)) {
            left_out.push(name.to_owned());
            continue;
        }
        if looks_like_points(name) && !words.knows(name) {
            return Err(vec![one_form(sheet, across.entrants, column, name)]);
        }
        let values =
            rows.iter().map(|row| (sheet.cells.text(*row, column), sheet.cells.written(*row, column)));
        let about = std::iter::once(name).chain(read.stage.is_some().then_some(stage));
        cells.push(column, about.map(|text| (text, Written::Text)).chain(values)).map_err(full)?;
    }
    findings.push(told(sheet, across, &left_out));
    let all = (0..cells.len()).filter_map(|row| u32::try_from(row).ok()).collect();
    let name = Arc::clone(&sheet.name);
    Table::over(name, across.criteria, &header, Arc::new(cells), all, Some(positions)).map_err(full)
}

/// Columns beside the criteria that are about no entrant.
pub(super) fn is_no_entrant(name: &str) -> bool {
    let key = fold(name);
    [
        "diem-toi-da",
        "toi-da",
        "diem-chuan",
        "thang-diem",
        "ghi-chu",
        "don-vi-tinh",
        "dvt",
        "tong",
        "trung-binh",
        "binh-quan",
        "bq",
        "noi-dung",
        "trong-so",
        "ty-le",
    ]
    .iter()
    .any(|word| key == *word || (key.starts_with(word) && key.len() < word.len() + 8))
}

/// A form of one entrant has its stages across.
pub(super) fn looks_like_points(name: &str) -> bool {
    let key = fold(name);
    // A pivot table says of what its figures are the sum.
    let key = ["tong-cua-", "sum-of-"].iter().find_map(|sum| key.strip_prefix(sum)).unwrap_or(&key);
    ["diem", "tu-cham", "tham-dinh", "tu-danh-gia", "ket-qua", "value", "gia-tri"]
        .iter()
        .any(|word| key.starts_with(word))
}

fn told(sheet: &Sheet, across: &Across, left_out: &[String]) -> Diagnostic {
    let column = thidua_core::column_letters(across.criteria);
    let row = sheet.cells.number(across.entrants);
    let without = left_out.join("`, `");
    let message = if left_out.is_empty() {
        text!(
            "bảng quay ngang: tiêu chí theo dòng ở cột {column}, đơn vị theo cột ở dòng {row}",
            "the table is turned: criteria go down in column {column}, entrants across in row {row}"
        )
    } else {
        text!(
            "bảng quay ngang: tiêu chí theo dòng ở cột {column}, đơn vị theo cột ở dòng {row}, trừ `{without}`",
            "the table is turned: criteria go down in column {column}, entrants across in row {row}, but for `{without}`"
        )
    };
    note("TD0333", sheet.place(across.entrants, across.criteria), message).with_help(text!(
        "không cần sửa nếu đúng; nếu không, ghi `turned: false` trong `layout`",
        "nothing to mend if that is right; else give `turned: false` under `layout`"
    ))
}

fn one_form(sheet: &Sheet, row: usize, column: u32, name: &str) -> Diagnostic {
    Diagnostic::error(
        "TD0332",
        sheet.place(row, column),
        text!(
            "bảng có tiêu chí theo dòng, nhưng cột `{name}` không phải tên một đơn vị",
            "criteria go down, and the column `{name}` is no entrant"
        ),
    )
    .with_help(text!(
        "phiếu của một đơn vị: thay `{name}` bằng mã hay tên đơn vị",
        "a form of one entrant: write its id or name in place of `{name}`"
    ))
}
