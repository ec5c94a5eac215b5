//! Figures among the remarks (số liệu ở cột ghi chú): nobody reads them, and somebody may have meant them.

use thidua_core::{Diagnostic, column_letters, text};

use super::header::Header;
use super::note;
use super::words::{Role, Words};
use crate::number::{NumberStyle, parse_number};
use crate::sheet::Sheet;

/// The first column of remarks to the right of the names that holds figures and nothing else in some cells.
pub(super) fn figures(sheet: &Sheet, words: &Words, header: &Header, rows: &[usize]) -> Option<Diagnostic> {
    let entrant = header.entrant?;
    let remarks = (1..)
        .zip(&header.names)
        .filter(|(column, name)| *column > entrant && words.role(name) == Some(&Role::Remark));
    for (column, name) in remarks {
        let is_figure =
            |row: &&usize| parse_number(sheet.cells.text(**row, column), NumberStyle::DecimalComma).is_ok();
        let numbered = rows.iter().filter(is_figure);
        let filled = rows.iter().filter(|row| !sheet.cells.text(**row, column).is_empty()).count();
        // Where every row has one they are numbers of rows or documents.
        if let Some(first) = numbered.clone().next()
            && numbered.clone().count() < filled.max(2)
        {
            let (count, letters) = (numbered.count(), column_letters(column));
            let shown = sheet.cells.text(*first, column);
            let message = text!(
                "cột {letters} `{name}` có {count} ô chỉ ghi số, ô đầu là `{shown}`; không đọc thành điểm",
                "{count} cells of the column {letters} `{name}` hold a number alone, the first is `{shown}`; they are read as no points"
            );
            let finding = note("TD0468", sheet.place(*first, column), message);
            return Some(finding.with_help(text!(
                "không cần sửa nếu chỉ là ghi chú; nếu là điểm sửa lại, ghi vào cột của tiêu chí",
                "nothing to mend if they are remarks; points that were mended belong in the column of their criterion"
            )));
        }
    }
    None
}
