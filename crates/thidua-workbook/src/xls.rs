mod compound;
mod extent;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader, SheetType, SheetVisible, Xls, XlsError};
use thidua_core::{Diagnostic, Place};
use thidua_table::{Merged, Sheet, Written};

use crate::cell::{self, Text};
use crate::rows::Rows;
use crate::{Limits, finding, xlsx};
use compound::Held;

/// Reads `.xls` of Excel 97 to 2003, which knows 65,536 rows and 256 columns; its percent formats and hidden rows
/// are not told. The same container holds workbooks of today that are encrypted.
///
/// The reader of the format trusts what a file says of itself: it is given a sound container with cells that are near enough,
/// and where it gives up in its own way all the same, that is a finding.
pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let damaged = |why: &str| finding::damaged(Place::file(name), why);
    let (stream, mut records) = match compound::open(bytes).map_err(|error| damaged(&error.to_string()))? {
        Held::Encrypted => return Err(finding::password(Place::file(name))),
        Held::Workbook(stream, records) => (stream, records),
    };
    extent::hold(name, &mut records, limits)?;
    let alone = compound::alone(stream, &records).map_err(|error| damaged(&error.to_string()))?;
    // Nothing of what was begun is used after a panic.
    catch_unwind(AssertUnwindSafe(|| sheets(name, &alone, limits))).unwrap_or_else(|_| Err(damaged(stream)))
}

fn sheets(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let refused = |error: XlsError| match error {
        XlsError::Password => finding::password(Place::file(name)),
        other => finding::damaged(Place::file(name), &other.to_string()),
    };
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(refused)?;
    let listed: Vec<(String, bool)> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    let mut room = limits.cells_max;
    let mut sheets = Vec::with_capacity(listed.len());
    for (sheet, hidden) in listed {
        let range = workbook.worksheet_range(&sheet).map_err(refused)?;
        let (top, left) = range.start().unwrap_or((0, 0));
        let mut rows = Rows::new(format!("{name}!{sheet}"), limits);
        for (row, column, value) in range.used_cells() {
            let at =
                |offset: usize, start: u32| u32::try_from(offset).ok()?.checked_add(start)?.checked_add(1);
            if let (Some(row), Some(column)) = (at(row, top), at(column, left)) {
                let (text, written) = text(value);
                rows.add(row, column, (&text, written), &mut room)?;
            }
        }
        let mut read = rows.finish()?;
        let merged = workbook.merge_cells_by_sheet_name(&sheet).unwrap_or_default();
        let one = |area: calamine::Dimensions| Merged {
            rows: (area.start.0.saturating_add(1), area.end.0.saturating_add(1)),
            columns: (area.start.1.saturating_add(1), area.end.1.saturating_add(1)),
        };
        read.merge(merged.into_iter().map(one).collect());
        read.hide(Vec::new(), Vec::new(), hidden);
        sheets.push(read);
    }
    Ok(sheets)
}

fn text(value: &Data) -> Text {
    let plain = |text: &str| (text.to_owned(), Written::Text);
    match value {
        Data::Int(value) => (value.to_string(), Written::Number),
        Data::Float(value) => cell::number(*value, false),
        Data::String(text) => plain(text),
        Data::Bool(value) => cell::truth(*value),
        Data::DateTime(value) => xlsx::moment(value),
        Data::DateTimeIso(written) => cell::iso_day(written),
        Data::DurationIso(written) => plain(written),
        Data::Error(error) => plain(&error.to_string()),
        Data::Empty => plain(""),
    }
}
