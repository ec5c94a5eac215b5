//! How far the cells of an old workbook reach (vùng ô), looked at before the reader of the format lays them out.
//!
//! It makes room for the whole rectangle between the outermost cells, and for whatever the file announces. Source: [MS-XLS],
//! records `Dimensions`, `BoundSheet8` and those of cells.

use std::collections::BTreeSet;
use std::ops::Range;

use thidua_core::{Diagnostic, Place, text};

use crate::{Limits, finding};

const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00bd;
/// Records that begin with the row and the column of a cell.
const CELLS: [u16; 8] = [0x0006, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e, SEVERAL_NUMBERS];
/// Columns of the format, A to IV.
const COLUMNS: u16 = 256;
/// Cells of all the rectangles together.
const AREA_MAX: u64 = 6_000_000;

/// Holds the records to the limits; what a sheet announces of its size is blotted out, since nothing but room depends on it.
///
/// # Errors
/// Where there are too many sheets, or cells too far apart, and where two sheets are said to be the same records.
pub(super) fn hold(name: &str, records: &mut [u8], limits: &Limits) -> Result<(), Box<Diagnostic>> {
    let sheets: Vec<u32> = walk(records, 0)
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, data)| Some(u32::from_le_bytes(*records.get(data)?.first_chunk()?)))
        .collect();
    let beyond = |what| finding::beyond(Place::file(name), what);
    if sheets.len() > limits.sheets_max {
        let max = limits.sheets_max;
        return Err(beyond(text!("hơn {max} trang tính", "more than {max} sheets")));
    }
    if sheets.iter().collect::<BTreeSet<_>>().len() < sheets.len() {
        return Err(finding::damaged(Place::file(name), "BoundSheet8"));
    }
    let mut area = 0;
    for start in sheets {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        area += reach(records, start).ok_or_else(|| finding::damaged(Place::file(name), "column > IV"))?;
        if area > AREA_MAX {
            return Err(beyond(text!(
                "vùng ô của các trang tính `.xls` rộng hơn {AREA_MAX} ô",
                "the cells of its sheets span more than {AREA_MAX} cells"
            )));
        }
        let announced: Vec<Range<usize>> =
            walk(records, start).filter(|(kind, _)| *kind == DIMENSIONS).map(|(_, data)| data).collect();
        for data in announced {
            if let Some(data) = records.get_mut(data) {
                data.fill(0);
            }
        }
    }
    Ok(())
}

/// The cells of the rectangle that a sheet spans; `None` where one stands beyond the last column.
fn reach(records: &[u8], start: usize) -> Option<u64> {
    let mut corners: Option<((u16, u16), (u16, u16))> = None;
    for (kind, data) in walk(records, start).filter(|(kind, _)| CELLS.contains(kind)) {
        let data = records.get(data).unwrap_or_default();
        let number = |at: usize| Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?));
        // What is too short for a cell is refused by whoever reads it.
        let (Some(row), Some(first)) = (number(0), number(2)) else { continue };
        let several = u16::try_from(data.len().saturating_sub(6) / 6).unwrap_or(COLUMNS);
        let last = if kind == SEVERAL_NUMBERS { first.checked_add(several)? } else { first };
        if last >= COLUMNS {
            return None;
        }
        let ((top, left), (bottom, right)) = corners.unwrap_or(((row, first), (row, last)));
        corners = Some(((top.min(row), left.min(first)), (bottom.max(row), right.max(last))));
    }
    let span = |from: u16, to: u16| u64::from(to - from) + 1;
    Some(corners.map_or(0, |((top, left), (bottom, right))| span(top, bottom) * span(left, right)))
}

/// The records from a place on, kind and where their content stands, until they end; those of a chart within a sheet end before
/// the sheet does.
fn walk(records: &[u8], start: usize) -> impl Iterator<Item = (u16, Range<usize>)> {
    let (mut at, mut depth) = (start, 0_u32);
    let next = move || {
        let head: &[u8; 4] = records.get(at..)?.first_chunk()?;
        let [kind, length] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_le_bytes);
        let from = at.checked_add(4)?;
        at = from.checked_add(length.into())?;
        Some((kind, from..at.min(records.len())))
    };
    std::iter::from_fn(next).take_while(move |(kind, _)| {
        match *kind {
            BEGIN => depth += 1,
            END if depth <= 1 => return false,
            END => depth -= 1,
            _ => {}
        }
        true
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workbook of one sheet with these records.
    fn book(sheet: &[(u16, &[u8])]) -> Vec<u8> {
        let record = |(kind, data): &(u16, &[u8])| {
            let length = u16::try_from(data.len()).unwrap_or_default();
            [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
        };
        let globals = [record(&(SHEET, &[16, 0, 0, 0, 0, 0, 0, 0])), record(&(END, &[]))].concat();
        assert_eq!(globals.len(), 16, "where the sheet begins");
        [globals, sheet.iter().flat_map(record).collect(), record(&(END, &[]))].concat()
    }

    fn code(sheet: &[(u16, &[u8])]) -> Option<&'static str> {
        hold("a.xls", &mut book(sheet), &Limits::default()).err().map(|found| found.code)
    }

    #[test]
    fn cells_that_lie_too_far_apart_are_refused() {
        let number = |row: u16, column: u16| [row.to_le_bytes(), column.to_le_bytes()].concat();
        let (first, near, far) = (number(0, 0), number(900, 9), number(65_535, 255));
        assert_eq!(code(&[(0x0203, &first), (0x0203, &near)]), None);
        assert_eq!(code(&[(0x0203, &first), (0x0203, &far)]), Some("TD0372"));
        assert_eq!(code(&[(0x0203, &far)]), None, "one cell wherever it stands");
        assert_eq!(code(&[(0x0203, &number(0, 256))]), Some("TD0370"));
        let chart: [(u16, &[u8]); 3] = [(BEGIN, &[]), (BEGIN, &[]), (END, &[])];
        let behind = [chart.as_slice(), &[(0x0203, &first), (0x0203, &far)]].concat();
        assert_eq!(code(&behind), Some("TD0372"), "cells behind a chart are cells of the sheet");
        let several = [number(0, 250), vec![0; 6 * 9]].concat();
        assert_eq!(code(&[(SEVERAL_NUMBERS, &several)]), Some("TD0370"));
    }

    #[test]
    fn what_is_announced_reserves_nothing() {
        let mut records = book(&[(DIMENSIONS, &[0xff; 14])]);
        hold("a.xls", &mut records, &Limits::default()).expect("sound");
        assert!(!records.contains(&0xff));
    }
}
