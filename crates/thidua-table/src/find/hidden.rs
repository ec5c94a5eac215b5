//! What is read although nobody sees it (dòng, cột, trang ẩn).

use std::sync::Arc;

use thidua_core::{Diagnostic, Place, column_letters, text};

use crate::sheet::Sheet;

/// A sheet that is read although nobody sees it.
pub(super) fn sheet(sheet: &Sheet) -> Diagnostic {
    let name = super::sheet_name(sheet);
    Diagnostic::warning(
        "TD0336",
        Place::file(Arc::clone(&sheet.name)),
        text!("trang tính `{name}` đang ẩn nhưng được đọc", "the sheet `{name}` is hidden and was read"),
    )
    .with_help(text!("bỏ ẩn để mọi người cùng thấy số liệu", "unhide it, so that everybody sees the figures"))
}

/// Those of the rows that were read although nobody sees them.
pub(crate) fn hidden_rows(sheet: &Sheet, read: impl Iterator<Item = u32>) -> Option<Diagnostic> {
    let hidden: Vec<u32> = read.filter(|number| sheet.hidden_rows.binary_search(number).is_ok()).collect();
    let first = hidden.first()?;
    let (count, list) = (hidden.len(), super::outside::listed(&hidden));
    let message =
        text!("{count} dòng đang ẩn nhưng được đọc: {list}", "{count} hidden rows were read: {list}");
    let place = Place::cell(Arc::clone(&sheet.name), *first, 1);
    Some(Diagnostic::warning("TD0336", place, message).with_help(text!(
        "bỏ ẩn, hoặc xóa nếu không tính các dòng này",
        "unhide them, or delete them if they do not count"
    )))
}

/// Those of the columns that were read although nobody sees them.
pub(super) fn columns(sheet: &Sheet, read: impl Iterator<Item = u32>) -> Option<Diagnostic> {
    let is_hidden =
        |column: &u32| sheet.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(column));
    let hidden: Vec<u32> = read.filter(is_hidden).collect();
    let first = *hidden.first()?;
    let letters: Vec<String> = hidden.iter().take(8).map(|column| column_letters(*column)).collect();
    let (count, list) = (hidden.len(), letters.join(", ") + if hidden.len() > 8 { ", …" } else { "" });
    let message =
        text!("{count} cột đang ẩn nhưng được đọc: {list}", "{count} hidden columns were read: {list}");
    Some(Diagnostic::warning("TD0336", sheet.place(0, first), message).with_help(text!(
        "bỏ ẩn, hoặc xóa nếu không tính các cột này",
        "unhide them, or delete them if they do not count"
    )))
}
