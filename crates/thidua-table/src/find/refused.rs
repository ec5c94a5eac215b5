//! Sheets on which no table is found (không tìm được bảng), each with the line that was taken for the header.

use std::sync::Arc;

use thidua_core::{Diagnostic, Place, text};

use super::{quoted, sheet_name};
use crate::sheet::Sheet;

pub(super) fn no_sheet(sheets: &[Sheet], name: &str) -> Diagnostic {
    let known = sheets.iter().map(sheet_name).collect::<Vec<_>>().join("`, `");
    let file = sheets.first().map(|sheet| sheet.name.split('!').next().unwrap_or("").to_owned());
    Diagnostic::error(
        "TD0335",
        Place::file(file.unwrap_or_default()),
        text!("không có trang tính `{name}`", "there is no sheet `{name}`"),
    )
    .with_help(text!("dùng một trong: `{known}`", "use one of: `{known}`"))
}

pub(super) fn several<'s>(sheets: impl Iterator<Item = &'s Sheet>) -> Diagnostic {
    let names: Vec<&str> = sheets.map(|sheet| &*sheet.name).collect();
    let file = names.first().and_then(|name| name.split('!').next()).unwrap_or("");
    let listed =
        names.iter().map(|name| name.rsplit('!').next().unwrap_or(name)).collect::<Vec<_>>().join("`, `");
    let first = crate::quoted(names.first().and_then(|name| name.rsplit('!').next()).unwrap_or_default());
    Diagnostic::error(
        "TD0334",
        Place::file(file),
        text!(
            "nhiều trang tính có bảng đọc được: `{listed}`",
            "several sheets hold a table that could be meant: `{listed}`"
        ),
    )
    .with_help(text!(
        "một trang là đúng: ghi `sheet: {first}` trong `layout`, hoặc xóa trang thừa; các trang đều tính: khai tệp nhiều lần trong `evaluations`, mỗi lần một `sheet`",
        "if one is right, give `sheet: {first}` under `layout` or delete the others; if all count, name the file once for each under `evaluations`, each with its `sheet`"
    ))
}

pub(super) fn no_table(sheets: &[&Sheet]) -> Diagnostic {
    let name = sheets.first().map(|sheet| Arc::clone(&sheet.name)).unwrap_or_default();
    let file = name.split('!').next().unwrap_or("").to_owned();
    let listed = sheets
        .iter()
        .map(|sheet| format!("{}: `{}`", sheet_name(sheet), quoted(sheet, 0)))
        .collect::<Vec<_>>();
    let listed = listed.join("; ");
    Diagnostic::error(
        "TD0332",
        Place::file(file),
        text!(
            "không trang tính nào có dòng tiêu đề nhận ra được; dòng đầu của từng trang: {listed}",
            "no sheet has a header that is recognised; their first lines: {listed}"
        ),
    )
    .with_help(text!(
        "chỉ ra `sheet` và `header` trong `layout`, hoặc đặt tên cột theo mã tiêu chí",
        "give `sheet` and `header` under `layout`, or name the columns by the codes of the criteria"
    ))
}

pub(super) fn pictured(sheet: &Sheet) -> Diagnostic {
    let line = quoted(sheet, 0);
    Diagnostic::error(
        "TD0449",
        sheet.place(0, 1),
        text!(
            "không thấy tiêu đề bảng nào mà trang có ảnh: bảng có thể được dán thành ảnh; dòng đầu: `{line}`",
            "no header is recognised and there are pictures: the table may have been pasted as one; the first line: `{line}`"
        ),
    )
    .with_help(text!(
        "xin tệp có số liệu gõ vào ô; ảnh không đọc được",
        "ask for a file with the figures typed into cells; pictures are not read"
    ))
}

pub(super) fn not_turned(sheet: &Sheet) -> Diagnostic {
    let line = quoted(sheet, 0);
    Diagnostic::error(
        "TD0332",
        sheet.place(0, 1),
        text!(
            "không thấy cột nào chứa mã hay tên tiêu chí; dòng đầu của trang: `{line}`",
            "no column holds the codes or titles of criteria; the first line of the sheet: `{line}`"
        ),
    )
    .with_help(text!(
        "ghi mã tiêu chí như trong bộ tiêu chí vào một cột bên trái",
        "write the codes of the criteria, as the rule set has them, in a column on the left"
    ))
}
