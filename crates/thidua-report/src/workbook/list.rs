use thidua_core::{Date, Language, Text};

use super::sheet::{Names, Sheet};
use super::{WorkbookError, dated};
use crate::table::{Column, ColumnWords, Value};

/// A list on a sheet of its own (trang danh sách).
#[derive(Debug)]
pub struct ListSheet<'a> {
    /// Its title, which names the sheet too.
    pub title: Text,
    /// Its columns.
    pub columns: &'static [ColumnWords],
    /// Its lines, each with a value for every column.
    pub lines: Vec<Vec<Value<'a>>>,
}

/// A workbook of lists on A4 landscape, with headers that are repeated on every page (bảng kê).
///
/// # Errors
/// When it would not fit the format: more rows than a sheet holds.
pub fn list_workbook(
    title: &str,
    day: Date,
    sheets: &[ListSheet<'_>],
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = dated(title, day)?;
    let mut names = Names::default();
    for list in sheets {
        let columns = list.columns.iter().map(Column::new).collect();
        let heading = list.title.in_language(language);
        let mut sheet = Sheet::new(&names.fresh(heading), columns, language)?;
        sheet.titles(&[&heading.to_uppercase(), title])?;
        list.lines.iter().try_for_each(|line| sheet.line(line))?;
        book.push_worksheet(sheet.finish()?);
    }
    Ok(book.save_to_buffer()?)
}
