use thidua_core::{Diagnostic, Place, text};
use thidua_table::Sheet;

use crate::{Limits, archive, finding, ods, xls, xlsx};

/// Whether the bytes are those of a workbook or another archive, whatever the file is called.
///
/// ```
/// assert!(thidua_workbook::is_workbook(b"PK\x03\x04...") && !thidua_workbook::is_workbook(b"a;b"));
/// ```
#[must_use]
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLD)
}

/// How files of Excel 97 begin, and encrypted ones of today.
const OLD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Reads the sheets of a workbook (đọc bảng tính), in their order, blank ones included.
///
/// The kind is told from the bytes, never from the name, which is only used in findings.
///
/// # Errors
/// One finding (TD0370–TD0373): not a workbook, damaged, protected by a password, beyond a limit, or blank.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    sheets(name, bytes, limits, None).map_err(|finding| vec![*finding])
}

/// Reads as [`read`] does, and passes over the workings (trang tính phụ): sheets that say nothing which the others do not,
/// wherever the sheet that tells them is there. What is passed over is blank. An `.xlsx` alone is read so.
///
/// # Errors
/// As [`read`].
pub fn read_without(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    workings: Workings<'_>,
) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    sheets(name, bytes, limits, Some(workings)).map_err(|finding| vec![*finding])
}

/// Sheets that need not be read (trang tính phụ).
#[derive(Clone, Copy, Debug)]
pub struct Workings<'a> {
    /// The sheet beside which they are workings; without it they are sheets like others.
    pub beside: &'a str,
    /// Their names.
    pub sheets: &'a [&'a str],
}

fn sheets(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    workings: Option<Workings<'_>>,
) -> Result<Vec<Sheet>, Box<Diagnostic>> {
    let place = || Place::file(name);
    if bytes.len() > limits.bytes_max {
        let max = limits.bytes_max;
        return Err(finding::beyond(
            place(),
            text!("tệp lớn hơn {max} byte", "a file of more than {max} bytes"),
        ));
    }
    let sheets = if bytes.starts_with(OLD) {
        xls::read(name, bytes, limits)?
    } else {
        let mut archive = archive::open(name, bytes, limits)?;
        if archive.has("xl/workbook.xml") {
            xlsx::read(name, &mut archive, limits, workings)?
        } else if archive.has("content.xml") {
            ods::read(name, &mut archive, limits)?
        } else if archive.has("xl/workbook.bin") {
            return Err(finding::binary(place()));
        } else {
            return Err(finding::other_archive(place()));
        }
    };
    if sheets.iter().all(|sheet| sheet.row_count() == 0) {
        if sheets.iter().any(Sheet::has_pictures) {
            return Err(finding::pictured(place()));
        }
        return Err(finding::empty(place()));
    }
    Ok(sheets)
}
