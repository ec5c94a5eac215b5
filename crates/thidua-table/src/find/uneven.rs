use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Text, column_letters, text};

use crate::findings::Findings;
use crate::sheet::Sheet;
use crate::table::Table;

/// In a text file a row with more or fewer cells than the header has lost or gained a separator.
pub(super) fn check(sheet: &Sheet, table: &Table, rows: &[usize]) -> Result<(), Vec<Diagnostic>> {
    if !sheet.even {
        return Ok(());
    }
    let columns = usize::try_from(table.column_count()).unwrap_or(usize::MAX);
    let mut findings = Findings::default();
    for row in rows {
        let width = sheet.cells.width(*row);
        let mut beyond = (columns + 1..=width).filter_map(|column| u32::try_from(column).ok());
        let stray = beyond.find(|column| !sheet.cells.text(*row, *column).is_empty());
        if let Some(column) = stray {
            findings.add(long_row(sheet.place(*row, column), width, columns), 0);
        } else if width < columns {
            let column = u32::try_from(width + 1).unwrap_or(u32::MAX);
            findings.add(short_row(sheet.place(*row, column), width, columns), 0);
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(findings.into_list()) }
}

/// Columns with something in them and no header: a warning for each, since nothing in them is read.
pub(super) fn nameless(sheet: &Sheet, table: &Table, rows: &[usize]) -> Vec<Diagnostic> {
    let mut found: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    let named: Vec<bool> = table.header().cells().map(|cell| !cell.text.is_empty()).collect();
    // Almost always every column of every row has its name: nothing is looked at twice.
    let all_named = named.iter().all(|named| *named);
    for row in rows {
        let width = sheet.cells.width(*row);
        for column in (1..=width).skip(if all_named { named.len() } else { 0 }) {
            let Ok(number) = u32::try_from(column) else { continue };
            if named.get(column - 1) != Some(&true) && !sheet.cells.text(*row, number).is_empty() {
                found.entry(number).or_insert((*row, 0)).1 += 1;
            }
        }
    }
    let warning = |(column, (row, count)): (u32, (usize, usize))| {
        let letters = column_letters(column);
        let words: String = sheet.cells.text(row, column).chars().take(40).collect();
        Diagnostic::warning(
            "TD0306",
            sheet.place(row, column),
            text!(
                "cột {letters} không có tiêu đề nên {count} ô trong đó không được đọc, ô đầu là `{words}`",
                "column {letters} has no header, and {count} cells in it are not read, the first is `{words}`"
            ),
        )
        .with_help(text!("đặt tên cho cột, hoặc xóa các ô đó", "name the column, or clear those cells"))
    };
    found.into_iter().map(warning).collect()
}

/// More than a table can hold.
pub(super) fn full(sheet: &Sheet) -> Diagnostic {
    Diagnostic::error(
        "TD0380",
        Place::file(Arc::clone(&sheet.name)),
        text!("bảng quá lớn", "the table is too large"),
    )
    .with_help(text!("chia bảng thành nhiều phần", "split the table"))
}

fn uneven(place: Place, message: Text, help: Text) -> Diagnostic {
    Diagnostic::error("TD0355", place, message).with_help(help)
}

fn short_row(place: Place, cells: usize, columns: usize) -> Diagnostic {
    uneven(
        place,
        text!(
            "dòng có {cells} ô, dòng tiêu đề có {columns} cột",
            "the row has {cells} cells, the header {columns} columns"
        ),
        text!(
            "thêm dấu phân cách cho các ô còn trống, hoặc nối lại dòng bị ngắt",
            "add a separator for every empty cell, or join a row that was broken in two"
        ),
    )
}

fn long_row(place: Place, cells: usize, columns: usize) -> Diagnostic {
    uneven(
        place,
        text!(
            "dòng có {cells} ô, dòng tiêu đề có {columns} cột",
            "the row has {cells} cells, the header {columns} columns"
        ),
        text!(
            "đặt ô có dấu phân cách, như số `8,5`, trong dấu nháy kép; dòng đầu tiên phải là tên các cột",
            "quote a cell that holds the separator, such as `8,5`; the first row must hold the column names"
        ),
    )
}
