//! Where the table lies on a sheet (tìm bảng trên trang tính): its header, its rows, and what stands around them.

mod blocks;
mod halves;
mod header;
mod hidden;
mod outside;
mod refused;
mod remarks;
mod turned;
mod uneven;
mod within;
mod words;

use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Severity, text};

use crate::letters::Legacy;
use crate::sheet::Sheet;
use crate::table::Table;
pub use words::{BlockWords, Role, Words};

use header::Header;
pub use header::without_bracket;
pub(crate) use hidden::hidden_rows;
pub use within::Within;

/// What a person says about where the table lies (khung bảng); what is not said is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row of the header, or its first and last row.
    pub header: Option<(u32, u32)>,
    /// The last row of the table.
    pub last: Option<u32>,
    /// Rows to leave out; when given, none is left out unasked.
    pub skip: Option<Vec<u32>>,
    /// Whether criteria go down and entrants across.
    pub turned: Option<bool>,
    /// Whether each entrant has a block of its own.
    pub blocks: Option<bool>,
    /// What the names of entrants leave out.
    pub within: Option<Within>,
    /// Whether what the names leave out is proposed, where it can be told, instead of asked for.
    pub propose: bool,
}

/// A table that was found, and what a person should know about how (bảng tìm được).
#[derive(Clone, Debug)]
pub struct Found {
    /// The table.
    pub table: Table,
    /// Notes and warnings: rows left out, rows nobody sees.
    pub findings: Vec<Diagnostic>,
    /// Whether it was gathered from a block for each entrant.
    pub blocks: bool,
    /// What its names leave out, as it was said or proposed.
    pub within: Option<Within>,
}

/// Finds the table on the sheets of a file (tìm bảng): below title lines, under a header of up to three rows,
/// without rows of column numbers, maxima, totals and signatures.
///
/// # Errors
/// Nothing that looks like a table, or more than one; the line taken as the header is quoted.
///
/// ```
/// use thidua_table::{Role, Sheet, Words, Written, find_table};
/// let mut sheet = Sheet::new("phieu.xlsx!Bảng 1");
/// for (number, row) in [(1, vec!["BẢNG ĐIỂM"]), (3, vec!["Đơn vị", "Điểm"]), (4, vec!["Xã A", "9"]), (5, vec!["Tổng cộng", "9"])] {
///     sheet.push_row(number, row.into_iter().map(|cell| (cell, Written::Text)))?;
/// }
/// let mut words = Words::default();
/// words.add("Đơn vị", Role::Entrant);
/// words.add("Điểm", Role::Value { max: None });
/// let found = find_table(&[sheet], &words, &Default::default()).unwrap();
/// assert_eq!((found.table.header().number(), found.table.row_count()), (3, 1));
/// assert_eq!(found.findings.len(), 2, "the title line and the totals are named");
/// # Ok::<(), thidua_table::RowError>(())
/// ```
pub fn find_table(sheets: &[Sheet], words: &Words, frame: &Frame) -> Result<Found, Vec<Diagnostic>> {
    if let Some(found) = blocks::find(sheets, words, frame)? {
        return Ok(found);
    }
    let (sheet, header) = chosen(sheets, words, frame).map_err(|finding| vec![*finding])?;
    if let Some(finding) = old_letters(sheet) {
        return Err(vec![finding]);
    }
    if header.score == 0 && sheet.has_pictures && frame.header.is_none() {
        return Err(vec![refused::pictured(sheet)]);
    }
    let mut findings = sheet.remarks.clone();
    if sheet.hidden {
        findings.push(hidden::sheet(sheet));
    }
    let across = match frame.turned {
        Some(false) => None,
        Some(true) => Some(turned::look(sheet, words, 1).ok_or_else(|| vec![refused::not_turned(sheet)])?),
        None if words.is_long(&header) => None,
        None => turned::look(sheet, words, header.values.max(1) + 1),
    };
    let (table, all_known) = match &across {
        Some(across) => (turned::table(sheet, words, across, &mut findings)?, false),
        None => {
            let (table, all_known) = upright(sheet, words, frame, &header, &mut findings)?;
            (table.hiding(sheet.hidden_columns.clone()), all_known)
        }
    };
    let numbers = || table.rows().map(|row| row.number());
    match &across {
        Some(_) => findings.extend(hidden::columns(sheet, numbers())),
        None => {
            findings.extend(hidden_rows(sheet, numbers()));
            findings.extend(hidden::columns(sheet, header.recognised(words)));
        }
    }
    let named = match across {
        Some(across) => Some(within::Named::Across { row: across.entrants() }),
        None => header
            .entrant
            .map(|column| within::Named::Down { column, header: header.rows.first().copied().unwrap_or(0) }),
    };
    let (table, within) = match named {
        // Of names that are known nothing is left out.
        _ if all_known => (table, frame.within.clone()),
        Some(named) => within::completed(sheet, words, frame, &named, table)?,
        None => (table, None),
    };
    Ok(Found { table, findings, blocks: false, within })
}

/// Text written in a font of before Unicode: nothing in it would be recognised.
fn old_letters(sheet: &Sheet) -> Option<Diagnostic> {
    let cells = |row: usize| {
        (1..=u32::try_from(sheet.cells.width(row)).unwrap_or(0)).map(move |column| (row, column))
    };
    let looked_at = || (0..sheet.row_count().min(200)).flat_map(cells);
    let text = |(row, column): (usize, u32)| sheet.cells.text(row, column);
    let all = looked_at().map(text).filter(|text| !text.is_ascii()).collect::<Vec<_>>().join(" ");
    let legacy = Legacy::recognise(&all)?;
    let first = looked_at().find(|cell| Legacy::recognise(text(*cell)) == Some(legacy))?;
    Some(legacy.diagnostic(sheet.place(first.0, first.1), text(first)))
}

/// The sheet with the table, and its header as far as one can tell.
fn chosen<'s>(
    sheets: &'s [Sheet],
    words: &Words,
    frame: &Frame,
) -> Result<(&'s Sheet, Header), Box<Diagnostic>> {
    let look = |sheet: &Sheet| header::look(sheet, words, frame.header);
    let filled: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.row_count() > 0).collect();
    if let Some(name) = &frame.sheet {
        let named = sheets.iter().find(|sheet| crate::same(sheet_name(sheet)) == crate::same(name));
        let sheet = named.ok_or_else(|| Box::new(refused::no_sheet(sheets, name)))?;
        return Ok((sheet, look(sheet)?));
    }
    if let [sheet] = filled.as_slice() {
        return Ok((sheet, look(sheet)?));
    }
    let seen: Vec<&Sheet> = filled.iter().copied().filter(|sheet| !sheet.hidden).collect();
    let mut fitting = Vec::new();
    for sheet in &seen {
        let header = look(sheet)?;
        let across =
            !words.is_long(&header) && turned::look(sheet, words, header.values.max(1) + 1).is_some();
        if header.score >= 2 || across {
            fitting.push((*sheet, header));
        }
    }
    match (fitting.len(), seen.as_slice()) {
        (1, _) => fitting.pop().ok_or_else(|| Box::new(refused::no_table(&filled))),
        (0, [sheet]) => Ok((sheet, look(sheet)?)),
        (0, _) => Err(refused::no_table(&filled).into()),
        _ => Err(refused::several(fitting.iter().map(|(sheet, _)| *sheet)).into()),
    }
}

/// The table under a header that goes across, and whether everybody in it is known.
fn upright(
    sheet: &Sheet,
    words: &Words,
    frame: &Frame,
    header: &Header,
    findings: &mut Vec<Diagnostic>,
) -> Result<(Table, bool), Vec<Diagnostic>> {
    let first = header.rows.first().copied().unwrap_or(0);
    let last = header.rows.last().copied().unwrap_or(0);
    if first > 0 && frame.header.is_none() {
        findings.push(above(sheet, first, &header.names));
    }
    let under = |row: &usize| frame.last.is_none_or(|last| sheet.cells.number(*row) <= last);
    // Almost all rows lie under it: what grows is copied on the way.
    let mut rows: Vec<usize> = Vec::with_capacity(sheet.row_count());
    rows.extend((last + 1..sheet.row_count()).filter(under));
    if frame.skip.is_none()
        && let Some(table) = halves::table(sheet, words, frame, header, findings)?
    {
        return Ok((table, false));
    }
    let (rows, all_known) = outside::left_out(sheet, words, header, frame.skip.as_deref(), rows, findings)?;
    findings.extend(remarks::figures(sheet, words, header, &rows));
    let merged = header::spread(sheet, words, header, &rows)?;
    let cells = merged.unwrap_or_else(|| Arc::clone(&sheet.cells));
    let full = |_| vec![uneven::full(sheet)];
    let number = sheet.cells.number(last);
    let table = Table::over(Arc::clone(&sheet.name), number, &header.names, cells, positions(&rows), None)
        .map_err(full)?;
    uneven::check(sheet, &table, &rows)?;
    findings.extend(uneven::nameless(sheet, &table, &rows));
    Ok((table, all_known))
}

impl Sheet {
    /// The table whose header is the first row that is not blank (dòng đầu là tiêu đề).
    ///
    /// # Errors
    /// Rows with more or fewer cells than the header.
    pub fn first_row_as_header(&self) -> Result<Table, Vec<Diagnostic>> {
        let names = header::texts(self, 0);
        let rows: Vec<usize> = (1..self.row_count()).collect();
        let (name, cells) = (Arc::clone(&self.name), Arc::clone(&self.cells));
        let number = self.cells.number(0);
        let table = Table::over(name, number, &names, cells, positions(&rows), None)
            .map_err(|_| vec![uneven::full(self)])?;
        uneven::check(self, &table, &rows)?;
        Ok(table)
    }
}

/// Where rows lie on their sheet, as a table keeps it; a sheet has no more of them than can be numbered so.
fn positions(rows: &[usize]) -> Vec<u32> {
    let mut positions = Vec::with_capacity(rows.len());
    positions.extend(rows.iter().filter_map(|row| u32::try_from(*row).ok()));
    positions
}

/// The name of a sheet without its file.
fn sheet_name(sheet: &Sheet) -> &str {
    sheet.name.rsplit_once('!').map_or(&sheet.name, |(_, name)| name)
}

/// A row as a person sees it, shortened.
fn quoted(sheet: &Sheet, row: usize) -> String {
    let cells = header::texts(sheet, row);
    let words = cells.iter().filter(|cell| !cell.is_empty()).take(6).cloned().collect::<Vec<_>>().join(" | ");
    let short: String = words.chars().take(90).collect();
    if short.len() < words.len() || cells.iter().filter(|cell| !cell.is_empty()).count() > 6 {
        short + " …"
    } else {
        short
    }
}

fn note(code: &'static str, place: Place, message: thidua_core::Text) -> Diagnostic {
    Diagnostic { severity: Severity::Note, ..Diagnostic::error(code, place, message) }
}

fn above(sheet: &Sheet, header: usize, names: &[String]) -> Diagnostic {
    let (row, title) = (sheet.cells.number(header), quoted(sheet, 0));
    let first = names.iter().find(|name| !name.is_empty()).cloned().unwrap_or_default();
    note(
        "TD0330",
        sheet.place(header, 1),
        text!(
            "tiêu đề bảng ở dòng {row} (`{first}`, …); các dòng phía trên không đọc: `{title}`",
            "the header is row {row} (`{first}`, …); the lines above it are not read: `{title}`"
        ),
    )
    .with_help(text!(
        "không cần sửa nếu đúng; nếu không, ghi `header` trong `layout`",
        "nothing to mend if that is right; else give `header` under `layout`"
    ))
}

#[cfg(test)]
mod tests;
