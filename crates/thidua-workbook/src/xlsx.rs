mod formats;
mod layout;
mod list;
mod runs;
mod strings;
mod value;
mod walk;

use calamine::ExcelDateTime;
use thidua_core::{Diagnostic, Place};
use thidua_table::{Sheet, Written};

use crate::archive::Archive;
use crate::cell::{self, Text};
use crate::part::{Hollow, each_told};
use crate::{Limits, Workings, finding};
use value::Shared;
use walk::Walk;

/// Reads `.xlsx` and `.xlsm` in one walk over each sheet.
///
/// Our own walk rather than calamine's, which tells formulas, styles and merged cells by a walk each, and hidden rows by none:
/// walking again took longer than all the rest. The tests hold both to the same values.
pub(crate) fn read(
    name: &str,
    archive: &mut Archive<'_>,
    limits: &Limits,
    workings: Option<Workings<'_>>,
) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let book = list::book(name, archive, limits)?;
    let links = list::links(archive);
    let pictured = archive.names().any(|part| part.starts_with("xl/media/"));
    let mut shared = Shared { from_1904: book.from_1904, ..Shared::default() };
    if let Some(part) = book.strings.filter(|part| archive.has(part)) {
        shared.strings = strings::read(name, archive, &part)?;
    }
    if let Some(part) = book.styles.filter(|part| archive.has(part)) {
        shared.styles = formats::read(name, archive, &part)?;
    }
    let mut room = limits.cells_max;
    let mut sheets = Vec::with_capacity(book.sheets.len());
    let workings = workings.filter(|known| book.sheets.iter().any(|sheet| sheet.name == known.beside));
    for sheet in book.sheets {
        let full_name = format!("{name}!{}", sheet.name);
        if workings.is_some_and(|known| sheet.hidden && known.sheets.contains(&sheet.name.as_str())) {
            sheets.push(Sheet::new(full_name));
            continue;
        }
        let mut walk = Walk::new(full_name, &shared, limits, &mut room);
        // Most cells of a form are hollow: a frame, and nothing in it.
        each_told(name, archive, (&sheet.part, Hollow::InOne), |event| walk.take(&event).map(|()| true))?;
        let (mut read, layout) = walk.finish()?;
        let links = (links > 0).then(|| finding::links(Place::file(name), links));
        layout.told(&mut read, sheet.hidden, links);
        if pictured {
            read.picture();
        }
        sheets.push(read);
    }
    Ok(sheets)
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
