use std::borrow::Cow;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};
use thidua_core::{Language, Plan};

use super::sheet::{Sheet, cell_text, position, text_format};
use super::{WorkbookError, dated};
use crate::annex::annex_lines;
use crate::table::{Column, ColumnWords, Shows, Value};

static COLUMNS: [ColumnWords; 5] = [
    ColumnWords::plain("TT", "Code", Shows::Count, 9),
    ColumnWords::plain("Nội dung, tiêu chí", "Criterion", Shows::Words, 44),
    ColumnWords::plain("Điểm tối đa", "Maximum", Shows::Points, 9),
    ColumnWords::plain("Cách chấm điểm", "How it is scored", Shows::Words, 48),
    ColumnWords::plain("Căn cứ", "Basis", Shows::Words, 16),
];

/// The criteria as the annex of a decision (phụ lục bộ tiêu chí), as a workbook: it can be read back by `thidua new --from`.
///
/// # Errors
/// When it would not fit the format.
pub fn annex_workbook(plan: &Plan) -> Result<Vec<u8>, WorkbookError> {
    let rules = plan.rules();
    let mut book = dated(&rules.title, plan.day())?;
    let columns = COLUMNS.iter().map(Column::new).collect();
    let mut sheet = Sheet::new("Phụ lục", columns, Language::Vietnamese)?;
    let version = format!("(Phiên bản {})", rules.version);
    sheet.titles(&[
        "PHỤ LỤC",
        &rules.title,
        "(Kèm theo Quyết định số [số] ngày [ngày] của [cơ quan])",
        &version,
    ])?;
    for line in annex_lines(plan) {
        let row = sheet.next_row();
        let name = |words: &str| Value::Name(Cow::Owned(words.to_owned()));
        let max = Value::points(line.max.clone(), None);
        sheet.line(&[name(&line.code), name(&line.title), max, name(&line.how), name(&line.basis)])?;
        if line.is_group {
            let bold = bold();
            for (index, words) in [(0, &line.code), (1, &line.title)] {
                sheet.worksheet().write_string_with_format(row, position(index), cell_text(words), &bold)?;
            }
        }
    }
    book.push_worksheet(sheet.finish()?);
    Ok(book.save_to_buffer()?)
}

fn bold() -> Format {
    text_format().set_bold().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top)
}
