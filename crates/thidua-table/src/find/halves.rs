//! Halves of one table side by side (hai nửa bảng cạnh nhau): a long list on a wide sheet, its header written twice.

use std::ops::RangeInclusive;
use std::sync::Arc;

use thidua_core::{Diagnostic, column_letters, text};

use super::header::{self, Header};
use super::words::{Role, Words};
use super::{Frame, note, quoted, uneven, upright};
use crate::cells::Cells;
use crate::fold;
use crate::sheet::Sheet;
use crate::table::{Home, Table};

/// The table that both halves make, one below the other; `None` where the header begins once. Halves whose headers differ
/// are two tables, and refused.
pub(super) fn table(
    sheet: &Sheet,
    words: &Words,
    frame: &Frame,
    header: &Header,
    findings: &mut Vec<Diagnostic>,
) -> Result<Option<Table>, Vec<Diagnostic>> {
    let Some(again) = beside(words, header) else { return Ok(None) };
    let Some(split) = alike(header, again) else {
        return Err(vec![table_beside(sheet, header, again)]);
    };
    // The header is known, and where it stands was said once.
    let numbers = header.rows.first().zip(header.rows.last());
    let numbers = numbers.map(|(first, last)| (sheet.cells.number(*first), sheet.cells.number(*last)));
    let frame = Frame { header: numbers, ..frame.clone() };
    let mut read = |columns: RangeInclusive<u32>| {
        let own = half(sheet, columns).map_err(|()| vec![uneven::full(sheet)])?;
        let header = header::look(&own, words, frame.header).map_err(|finding| vec![*finding])?;
        upright(&own, words, &frame, &header, findings)
    };
    let ((left, _), (right, _)) = (read(1..=split - 1)?, read(split..=u32::MAX)?);
    findings.push(told(sheet, header, split, (left.row_count(), right.row_count())));
    joined(&left, &right).map(Some).ok_or_else(|| vec![uneven::full(sheet)])
}

/// The column in which the second half begins, where its names are those of the first one by one.
fn alike(header: &Header, again: u32) -> Option<u32> {
    let position = |column: u32| usize::try_from(column).ok()?.checked_sub(1);
    let (entrant, again) = (position(header.entrant?)?, position(again)?);
    let names = &header.names;
    let first = names.iter().position(|name| !name.is_empty())?;
    let split = first + (again - entrant);
    let trimmed = |half: &[String]| {
        let last = half.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
        half.iter().take(last).map(|name| crate::same(name)).collect::<Vec<_>>()
    };
    let (left, right) = (names.get(first..split)?, names.get(split..)?);
    // A third half has halves of its own.
    let right = right.get(..right.len().min(left.len()))?;
    (trimmed(left) == trimmed(right)).then(|| u32::try_from(split + 1).ok()).flatten()
}

/// The sheet as if there were nothing but these columns.
fn half(sheet: &Sheet, columns: RangeInclusive<u32>) -> Result<Sheet, ()> {
    let mut cells = Cells::default();
    for row in 0..sheet.row_count() {
        let width = u32::try_from(sheet.cells.width(row)).map_err(|_| ())?;
        let own = |column: u32| if columns.contains(&column) { sheet.cells.text(row, column) } else { "" };
        if (1..=width).any(|column| !own(column).is_empty()) {
            let texts = (1..=width).map(|column| (own(column), sheet.cells.written(row, column)));
            cells.push(sheet.cells.number(row), texts).map_err(|_| ())?;
        }
    }
    let merged = sheet.merged.iter().filter(|merged| columns.contains(&merged.columns.0)).copied();
    Ok(Sheet { cells: Arc::new(cells), merged: merged.collect(), ..sheet.clone() })
}

/// The rows of the second half below those of the first, every cell findable where it lies.
fn joined(left: &Table, right: &Table) -> Option<Table> {
    let header = left.header();
    let first =
        |table: &Table| table.header().cells().find(|cell| !cell.text.is_empty()).map(|cell| cell.column);
    let apart = first(right)? - first(left)?;
    let mut table =
        Table::new(Arc::clone(left.name()), header.number(), header.cells().map(|cell| cell.text)).ok()?;
    for (half, apart) in [(left, 0), (right, apart)] {
        for row in half.rows() {
            let columns = || (1..=left.column_count()).map(|column| column + apart);
            let home = Home {
                sheet: Arc::clone(half.name()),
                cells: columns().map(|column| row.address(column)).collect(),
            };
            table
                .push_gathered(home, columns().map(|column| (row.cell(column), row.written(column))))
                .ok()?;
        }
    }
    Some(table)
}

fn told(sheet: &Sheet, header: &Header, split: u32, (left, right): (usize, usize)) -> Diagnostic {
    let row = header.rows.last().copied().unwrap_or(0);
    let letters = column_letters(split);
    note(
        "TD0448",
        sheet.place(row, split),
        text!(
            "bảng chia hai nửa đặt cạnh nhau, nửa phải bắt đầu ở cột {letters}; đọc nối tiếp: {left} dòng rồi {right} dòng",
            "the table stands in two halves side by side, the right one begins in column {letters}; they are read one below the other: {left} rows, then {right}"
        ),
    )
    .with_help(text!(
        "không cần sửa nếu đúng; nếu là hai bảng khác nhau, tách thành hai trang tính",
        "nothing to mend if that is right; if they are different tables, put them on two sheets"
    ))
}

/// The column from which on the header begins anew: a second table beside the first.
fn beside(words: &Words, header: &Header) -> Option<u32> {
    let entrant = header.entrant.and_then(|column| usize::try_from(column).ok())?;
    let own = header.names.get(entrant.checked_sub(1)?)?;
    let again =
        header.names.iter().skip(entrant).position(|name| crate::same(name) == crate::same(own))? + entrant;
    let is_value = |name: &&String| matches!(words.role(name), Some(Role::Value { .. }));
    let first: Vec<String> =
        header.names.iter().take(again).filter(is_value).map(|name| fold(name)).collect();
    let repeated = header.names.iter().skip(again).filter(is_value).any(|name| first.contains(&fold(name)));
    u32::try_from(again + 1).ok().filter(|_| repeated)
}

fn table_beside(sheet: &Sheet, header: &Header, column: u32) -> Diagnostic {
    let row = header.rows.last().copied().unwrap_or(0);
    let (letters, line) = (column_letters(column), quoted(sheet, row));
    Diagnostic::error(
        "TD0334",
        sheet.place(row, column),
        text!(
            "trang có hai bảng đặt cạnh nhau, bảng sau bắt đầu ở cột {letters}; tiêu đề: `{line}`",
            "two tables stand side by side, the second begins in column {letters}; the header: `{line}`"
        ),
    )
    .with_help(text!(
        "chép bảng bên phải xuống dưới bảng bên trái, hoặc sang trang tính khác",
        "copy the table on the right below the one on the left, or onto another sheet"
    ))
}
