//! A block for each entrant (bảng theo khối): its name above, criteria down, its points beside them; one below the other, or
//! on a sheet each.

mod columns;
mod naming;

use std::collections::BTreeSet;
use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Severity, column_letters, text};

use super::outside::{is_figure, is_signature};
use super::words::{BlockWords, Role, Words};
use super::{Found, Frame, hidden, hidden_rows, old_letters, quoted, sheet_name, uneven};
use crate::cells::Written;
use crate::fold;
use crate::sheet::Sheet;
use crate::table::{Home, Table};
use columns::{Columns, ValueColumn};
use naming::Named;

/// Columns looked at in search of the criteria.
const COLUMNS_LOOKED_AT: u32 = 10;

/// The blocks of one sheet.
struct Blocks<'s> {
    sheet: &'s Sheet,
    columns: Columns,
    /// Whose each block is, and its rows that hold something of a criterion.
    all: Vec<(Named, Vec<usize>)>,
    /// Rows with figures that are sums.
    sums: Vec<u32>,
}

/// The table that the blocks of all sheets make; `None` where the sheets hold none.
pub(super) fn find(sheets: &[Sheet], words: &Words, frame: &Frame) -> Result<Option<Found>, Vec<Diagnostic>> {
    let Some(own) = words.blocks().filter(|_| frame.blocks != Some(false) && frame.turned.is_none()) else {
        return Ok(None);
    };
    let wanted = |sheet: &&Sheet| match &frame.sheet {
        Some(name) => crate::same(sheet_name(sheet)) == crate::same(name),
        None => !sheet.hidden && sheet.row_count() > 0,
    };
    let mut found = Vec::new();
    for sheet in sheets.iter().filter(wanted) {
        if let Some(finding) = old_letters(sheet) {
            return if frame.blocks == Some(true) { Err(vec![finding]) } else { Ok(None) };
        }
        match look(sheet, words, own, frame) {
            Looked::Blocks(blocks) => found.push(blocks),
            Looked::Refused(finding) => return Err(vec![*finding]),
            Looked::Other => {
                return if frame.blocks == Some(true) { Err(vec![none(sheet)]) } else { Ok(None) };
            }
            // A sheet of guidance beside the others.
            Looked::Nothing => {}
        }
    }
    if found.is_empty() {
        let first = sheets.iter().find(wanted).filter(|_| frame.blocks == Some(true));
        return first.map_or(Ok(None), |sheet| Err(vec![none(sheet)]));
    }
    gathered(&found, words, own).map(Some)
}

/// What a sheet turned out to hold.
enum Looked<'s> {
    Blocks(Blocks<'s>),
    /// Blocks that cannot be read.
    Refused(Box<Diagnostic>),
    /// A table of another shape.
    Other,
    /// No table at all.
    Nothing,
}

fn look<'s>(sheet: &'s Sheet, words: &Words, own: &BlockWords, frame: &Frame) -> Looked<'s> {
    let upright = super::header::look(sheet, words, frame.header);
    let has_entrants = upright.as_ref().is_ok_and(|header| header.entrant.is_some() && header.score >= 2);
    if has_entrants && frame.blocks != Some(true) {
        return Looked::Other;
    }
    let Some(criteria) = criteria(sheet, words) else { return Looked::Nothing };
    let names = naming::rows(sheet, words, own);
    if names.is_empty() && frame.blocks != Some(true) {
        return Looked::Other;
    }
    let is_criterion = |row: usize| is_value(words, sheet.cells.text(row, criteria));
    let Some(first) = (0..sheet.row_count()).find(|row| is_criterion(*row)) else { return Looked::Nothing };
    let columns = match columns::find(sheet, words, own, criteria, first, frame.header) {
        Ok(Some(columns)) => columns,
        Ok(None) if frame.blocks != Some(true) => return Looked::Other,
        Ok(None) => return Looked::Refused(Box::new(none(sheet))),
        Err(finding) => return Looked::Refused(finding),
    };
    let mut blocks = Blocks { sheet, columns, all: Vec::new(), sums: Vec::new() };
    let mut coming = names.into_iter().peekable();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let within = |row: usize| frame.last.is_none_or(|last| sheet.cells.number(row) <= last);
    for row in (0..sheet.row_count()).filter(|row| within(*row)) {
        if let Some((_, named)) = coming.next_if(|(at, _)| *at == row) {
            // Several lines above one block may name its entrant: the most telling one counts.
            match blocks.all.last_mut() {
                Some((before, rows)) if rows.is_empty() => {
                    if named.rank < before.rank {
                        *before = named;
                    }
                }
                _ => blocks.all.push((named, Vec::new())),
            }
            seen.clear();
            continue;
        }
        if row < first || blocks.columns.is_header(sheet, row) {
            continue;
        }
        match says(&blocks.columns, sheet, words, own, row) {
            Says::Criterion(name) => {
                // What comes twice under one name is the block of somebody who is not named.
                let fresh = seen.insert(fold(name));
                match blocks.all.last_mut().filter(|_| fresh) {
                    Some((_, rows)) => rows.push(row),
                    None => return Looked::Refused(Box::new(nobody(sheet, &blocks.columns, row))),
                }
            }
            Says::Sum => blocks.sums.push(sheet.cells.number(row)),
            Says::Nothing => {}
        }
    }
    // A line that names somebody and has nothing under it, a signature for one, begins no block.
    blocks.all.retain(|(_, rows)| !rows.is_empty());
    Looked::Blocks(blocks)
}

/// The column in which most criteria are recognised, at least two; the leftmost of equals.
fn criteria(sheet: &Sheet, words: &Words) -> Option<u32> {
    let count = |column: u32| {
        (0..sheet.row_count()).filter(|row| is_value(words, sheet.cells.text(*row, column))).count()
    };
    (1..=COLUMNS_LOOKED_AT)
        .map(|column| (column, count(column)))
        .filter(|(_, count)| *count >= 2)
        .max_by_key(|(column, count)| (*count, std::cmp::Reverse(*column)))
        .map(|(column, _)| column)
}

fn is_value(words: &Words, text: &str) -> bool {
    !text.is_empty() && matches!(words.role(text), Some(Role::Value { .. }))
}

/// What a row of a block says.
enum Says<'s> {
    Criterion(&'s str),
    Sum,
    Nothing,
}

fn says<'s>(columns: &Columns, sheet: &'s Sheet, words: &Words, own: &BlockWords, row: usize) -> Says<'s> {
    let name = sheet.cells.text(row, columns.criteria);
    let first_value = columns.values.first().map_or(columns.criteria + 1, |value| value.column);
    let beside =
        || (1..first_value).map(|column| sheet.cells.text(row, column)).filter(|text| !text.is_empty());
    if is_value(words, name) {
        return Says::Criterion(name);
    }
    let filled = || columns.values.iter().map(|value| sheet.cells.text(row, value.column));
    let has_figure = filled().any(is_figure);
    let is_sum = |text: &str| {
        let key = fold(text);
        super::outside::is_total(&key) || own.sums.iter().any(|sum| fold(sum) == key)
    };
    if std::iter::once(name).chain(beside()).any(is_sum) {
        return if has_figure { Says::Sum } else { Says::Nothing };
    }
    if let Some(title) = beside().find(|text| is_value(words, text)) {
        return Says::Criterion(title);
    }
    let signed = beside().chain(filled()).any(|text| is_signature(text, true));
    match beside().next() {
        // Binding says that nobody knows it.
        Some(first) if has_figure && !signed => Says::Criterion(if name.is_empty() { first } else { name }),
        _ => Says::Nothing,
    }
}

/// One long table of all blocks, every cell findable where it lies.
fn gathered(all: &[Blocks<'_>], words: &Words, own: &BlockWords) -> Result<Found, Vec<Diagnostic>> {
    let Some(first) = all.first() else { return Err(Vec::new()) };
    let name = match all {
        [one] => Arc::clone(&one.sheet.name),
        _ => Arc::from(first.sheet.name.split('!').next().unwrap_or_default()),
    };
    let by_stage = !own.one_stage;
    let mut header = vec![own.entrant.as_str(), own.criterion.as_str()];
    header.extend(own.values.iter().map(String::as_str));
    header.extend(by_stage.then_some(own.stage.as_str()));
    let full = |_| vec![uneven::full(first.sheet)];
    let number = first.sheet.cells.number(first.columns.header.last().copied().unwrap_or(0));
    let mut table = Table::new(name, number, header).map_err(full)?;
    let mut findings = Vec::new();
    for blocks in all {
        let sheet = blocks.sheet;
        findings.extend(sheet.remarks.iter().cloned());
        if sheet.hidden {
            findings.push(hidden::sheet(sheet));
        }
        for (named, rows) in &blocks.all {
            for values in blocks.columns.together() {
                // A stage at which nothing was entered has not been held yet.
                let silent = |value: &&ValueColumn| {
                    rows.iter().all(|row| sheet.cells.text(*row, value.column).is_empty())
                };
                if blocks.columns.values.len() > 1
                    && !own.declared
                    && values.iter().all(|value| silent(&value))
                {
                    continue;
                }
                for row in rows {
                    let (home, cells) = line(blocks, named, *row, values, by_stage, words, own);
                    table.push_gathered(home, cells).map_err(full)?;
                }
            }
        }
        let read = blocks.all.iter().flat_map(|(_, rows)| rows).map(|row| sheet.cells.number(*row));
        findings.extend(hidden_rows(sheet, read));
        findings.extend(unread(blocks, words));
    }
    findings.push(told(all));
    Ok(Found { table, findings, blocks: true, within: None })
}

type Line<'s> = (Home, Vec<(&'s str, Written)>);

fn line<'s>(
    blocks: &'s Blocks<'_>,
    named: &'s Named,
    row: usize,
    values: &'s [ValueColumn],
    by_stage: bool,
    words: &Words,
    own: &BlockWords,
) -> Line<'s> {
    let (sheet, columns) = (blocks.sheet, &blocks.columns);
    let number = sheet.cells.number(row);
    let criterion = match says(columns, sheet, words, own, row) {
        Says::Criterion(name) => name,
        Says::Sum | Says::Nothing => sheet.cells.text(row, columns.criteria),
    };
    let mut cells = vec![(named.name.as_str(), Written::Text), (criterion, Written::Text)];
    let mut at = vec![named.at, (number, columns.criteria)];
    for value in values {
        cells.push((sheet.cells.text(row, value.column), sheet.cells.written(row, value.column)));
        at.push((number, value.column));
    }
    if by_stage {
        let (column, stage) = values.first().map_or((1, ""), |value| (value.column, value.stage.as_str()));
        cells.push((stage, Written::Text));
        let header = columns.header.last().map_or(number, |row| sheet.cells.number(*row));
        at.push((header, column));
    }
    (Home { sheet: Arc::clone(&sheet.name), cells: at }, cells)
}

/// How the blocks were read, in one note.
fn told(all: &[Blocks<'_>]) -> Diagnostic {
    let count: usize = all.iter().map(|blocks| blocks.all.len()).sum();
    let first = all.first();
    let names: Vec<String> = all
        .iter()
        .flat_map(|blocks| &blocks.all)
        .take(3)
        .map(|(named, _)| format!("`{}`", named.name))
        .collect();
    let names = names.join(", ") + if count > 3 { ", …" } else { "" };
    let columns = first.map(|blocks| blocks.columns.shown()).unwrap_or_default();
    let sums: usize = all.iter().map(|blocks| blocks.sums.len()).sum();
    let (sums_vi, sums_en) = match sums {
        0 => (String::new(), String::new()),
        _ => (format!("; {sums} dòng cộng không đọc"), format!("; {sums} rows of sums are not read")),
    };
    let place = match first.and_then(|blocks| blocks.all.first().map(|(named, _)| (blocks.sheet, named))) {
        Some((sheet, named)) => Place::cell(Arc::clone(&sheet.name), named.at.0, named.at.1),
        None => Place::file(""),
    };
    let message = text!(
        "mỗi đơn vị một khối, {count} khối: {names}; giá trị ở cột {columns}{sums_vi}",
        "a block for each entrant, {count} blocks: {names}; values in column {columns}{sums_en}"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0425", place, message) };
    note.with_help(text!(
        "không cần sửa nếu đúng; nếu không, ghi `blocks: false` hoặc `value: tên cột` trong `layout`",
        "nothing to mend if that is right; else give `blocks: false` or `value: header` under `layout`"
    ))
}

/// Columns with figures beside the criteria that nobody reads: a warning, since they may be what was meant.
fn unread(blocks: &Blocks<'_>, words: &Words) -> Option<Diagnostic> {
    let (sheet, columns) = (blocks.sheet, &blocks.columns);
    let rows = || blocks.all.iter().flat_map(|(_, rows)| rows);
    let width = rows().map(|row| sheet.cells.width(*row)).max().unwrap_or(0);
    let unknown: Vec<u32> = (1..=u32::try_from(width).unwrap_or(u32::MAX))
        .filter(|column| *column != columns.criteria && !columns.is_known(words, *column))
        .filter(|column| rows().any(|row| is_figure(sheet.cells.text(*row, *column))))
        .collect();
    let first = *unknown.first()?;
    let list: Vec<String> = unknown
        .iter()
        .map(|column| format!("{} `{}`", column_letters(*column), columns.name(*column)))
        .collect();
    let list = list.join(", ");
    let row = columns.header.last().copied().unwrap_or(0);
    let message = text!("số liệu ở cột {list} không được đọc", "the figures in column {list} are not read");
    Some(Diagnostic::warning("TD0428", sheet.place(row, first), message).with_help(text!(
        "không cần sửa nếu cột đó không phải điểm chấm; nếu phải, ghi `value: tên cột` trong `layout`, hoặc đặt tên cột theo vòng chấm",
        "nothing to mend if they are no points; else give `value: header` under `layout`, or name the column after its stage"
    )))
}

fn nobody(sheet: &Sheet, columns: &Columns, row: usize) -> Diagnostic {
    let header = columns.header.last().copied().unwrap_or(0);
    let (number, line) = (sheet.cells.number(header), quoted(sheet, header));
    let at = sheet.cells.number(row);
    Diagnostic::error(
        "TD0426",
        sheet.place(row, columns.criteria),
        text!(
            "phía trên khối có dòng {at} không có dòng ghi tên đơn vị; tiêu đề là dòng {number}: `{line}`",
            "nobody is named above the block of row {at}; its header is row {number}: `{line}`"
        ),
    )
    .with_help(text!(
        "ghi một dòng `Đơn vị: …` ngay trên khối; mỗi tiêu chí có một dòng trong khối",
        "write a line `Đơn vị: …` right above the block; each criterion has one row of it"
    ))
}

fn none(sheet: &Sheet) -> Diagnostic {
    let line = quoted(sheet, 0);
    Diagnostic::error(
        "TD0426",
        sheet.place(0, 1),
        text!(
            "không thấy khối nào của đơn vị; dòng đầu của trang: `{line}`",
            "there is no block of an entrant; the first line of the sheet: `{line}`"
        ),
    )
    .with_help(text!(
        "mỗi khối cần một dòng `Đơn vị: …`, rồi mã hay tên tiêu chí theo dòng và điểm ở cột bên cạnh",
        "a block needs a line `Đơn vị: …`, then codes or titles of criteria going down and the points beside them"
    ))
}
