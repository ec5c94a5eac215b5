mod layout;
mod list;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use thidua_core::{Diagnostic, Place};
use thidua_table::{Sheet, Written};

use crate::archive::Archive;
use crate::cell::{self, Text};
use crate::rows::Rows;
use crate::{Limits, finding};
use layout::Layout;

/// Reads `.xlsx` and `.xlsm`: values and formats through calamine's stream, and from a second walk over the same part
/// what that does not tell: hidden rows, merged cells, formulas nobody worked out.
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    archive: &mut Archive<'_>,
    limits: &Limits,
) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let listed = list::sheets(name, archive, limits)?;
    let links = list::links(archive);
    let refused = |error: XlsxError| refused(name, &error);
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
    let mut room = limits.cells_max;
    let mut sheets = Vec::with_capacity(listed.len());
    for sheet in listed {
        let layout = layout::read(name, archive, &sheet.part, limits)?;
        let full_name = format!("{name}!{}", sheet.name);
        let mut read =
            cells(&mut workbook, full_name, &sheet.name, &layout, limits, &mut room).map_err(|error| {
                match error {
                    Failed::Reading(error) => self::refused(name, &error),
                    Failed::Limit(finding) => finding,
                }
            })?;
        if layout.formula_count > 0 {
            let (row, column) = layout.first_formula;
            let place = Place::cell(read.name().clone(), row, column);
            read.remark(finding::formulas(place, layout.formula_count));
        }
        if links > 0 {
            read.remark(finding::links(Place::file(name), links));
        }
        read.compute(layout.formulas);
        read.merge(layout.merged);
        read.hide(layout.hidden_rows, sheet.hidden);
        sheets.push(read);
    }
    Ok(sheets)
}

enum Failed {
    Reading(XlsxError),
    Limit(Box<Diagnostic>),
}

impl From<XlsxError> for Failed {
    fn from(error: XlsxError) -> Self {
        Self::Reading(error)
    }
}

impl From<Box<Diagnostic>> for Failed {
    fn from(finding: Box<Diagnostic>) -> Self {
        Self::Limit(finding)
    }
}

fn cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    full_name: String,
    sheet: &str,
    layout: &Layout,
    limits: &Limits,
    room: &mut usize,
) -> Result<Sheet, Failed> {
    let mut rows = Rows::new(full_name, limits);
    let mut reader = workbook.worksheet_cells_reader(sheet)?;
    let percent: Vec<bool> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().is_some_and(|format| cell::is_percent(&format.format_code)))
        .collect();
    let mut open = layout.open_formulas.iter().peekable();
    while let Some((found, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = found.get_position();
        let (row, column) = (row.saturating_add(1), column.saturating_add(1));
        // Both walks are in the order of the part.
        let own = open.next_if(|(at, _)| **at == (row, column)).map(|(_, formula)| cell::formula(formula));
        let percent = percent.get(style).copied().unwrap_or(false);
        let text = own.unwrap_or_else(|| text(found.get_value(), percent));
        rows.add(row, column, text, room)?;
    }
    Ok(rows.finish()?)
}

fn text(value: &DataRef<'_>, percent: bool) -> Text {
    let plain = |text: &str| (text.to_owned(), Written::Text);
    match value {
        DataRef::Int(value) => (value.to_string(), Written::Number),
        DataRef::Float(value) => cell::number(*value, percent),
        DataRef::String(text) => plain(text),
        DataRef::SharedString(text) => plain(text),
        DataRef::Bool(value) => cell::truth(*value),
        DataRef::DateTime(value) => moment(value),
        DataRef::DateTimeIso(written) => cell::iso_day(written),
        DataRef::DurationIso(written) => plain(written),
        DataRef::Error(error) => plain(&error.to_string()),
        DataRef::Empty => plain(""),
    }
}

/// A serial number that a date format shows.
pub(crate) fn moment(value: &ExcelDateTime) -> Text {
    // Days below 1 are times, and the calendar of Excel ends in 9999.
    let is_day = value.is_datetime() && value.as_f64() >= 1.0 && value.as_f64() < 2_958_466.0;
    if !is_day {
        return (cell::number(value.as_f64(), false).0, Written::Inexact);
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    cell::day(year, month, day, (hour, minute, second))
}

fn refused(name: &str, error: &XlsxError) -> Box<Diagnostic> {
    match error {
        XlsxError::Password => finding::password(Place::file(name)),
        other => finding::damaged(Place::file(name), &other.to_string()),
    }
}

/// Cells by row and column from 1.
type ByCell<T> = BTreeMap<(u32, u32), T>;
