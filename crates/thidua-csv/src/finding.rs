use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Severity, Text, text};

use crate::read::Limits;

/// What can be told from the size and the first bytes.
pub(crate) fn refuse_outright(name: &Arc<str>, bytes: &[u8], limits: &Limits) -> Option<Diagnostic> {
    let place = || Place::file(Arc::clone(name));
    if bytes.len() > limits.bytes_max {
        let max = limits.bytes_max;
        return Some(error(
            "TD0358",
            place(),
            text!("tệp lớn hơn giới hạn {max} byte", "the file is larger than the limit of {max} bytes"),
            text!("chia tệp thành nhiều tệp nhỏ hơn", "split the file into smaller ones"),
        ));
    }
    let kind = match bytes {
        [b'P', b'K', 3, 4, ..] => {
            text!("bảng tính Excel (.xlsx) hoặc tệp nén", "an Excel workbook (.xlsx) or an archive")
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            text!("bảng tính Excel đời cũ (.xls)", "an old Excel workbook (.xls)")
        }
        [b'%', b'P', b'D', b'F', b'-', ..] => text!("tệp PDF", "a PDF file"),
        _ if is_html(bytes) => text!("trang web HTML", "an HTML page"),
        _ => return None,
    };
    Some(error(
        "TD0351",
        place(),
        Text::new(format!("đây là {}, không phải CSV", kind.vi), format!("this is {}, not CSV", kind.en)),
        save_as_csv(),
    ))
}

fn is_html(bytes: &[u8]) -> bool {
    let start: Vec<u8> = bytes
        .iter()
        .skip_while(|byte| !byte.is_ascii_graphic())
        .take(9)
        .map(u8::to_ascii_lowercase)
        .collect();
    [&b"<html"[..], b"<!doctype", b"<table", b"<?xml"].iter().any(|tag| start.starts_with(tag))
}

fn save_as_csv() -> Text {
    text!(
        "mở bằng Excel rồi chọn Lưu thành (Save As), kiểu `CSV UTF-8`",
        "open it in Excel and choose Save As, type `CSV UTF-8`"
    )
}

fn error(code: &'static str, place: Place, message: Text, help: Text) -> Diagnostic {
    Diagnostic::error(code, place, message).with_help(help)
}

pub(crate) fn empty(place: Place) -> Diagnostic {
    error(
        "TD0350",
        place,
        text!("tệp trống", "the file is empty"),
        text!("dòng đầu tiên phải là tên các cột", "the first row must hold the column names"),
    )
}

pub(crate) fn nul(place: Place) -> Diagnostic {
    error(
        "TD0352",
        place,
        text!(
            "có byte rỗng: tệp không phải văn bản, hoặc là UTF-16",
            "a zero byte: the file is not text, or is UTF-16"
        ),
        save_as_csv(),
    )
}

pub(crate) fn not_utf8(place: Place, byte: u8) -> Diagnostic {
    error(
        "TD0354",
        place,
        text!(
            "byte 0x{byte:02X} không hợp lệ trong UTF-8: có thể tệp dùng bảng mã cũ",
            "byte 0x{byte:02X} is not valid in UTF-8: the file may use an old encoding"
        ),
        save_as_csv(),
    )
}

pub(crate) fn unclosed(place: Place, cell: &str) -> Diagnostic {
    let start: String = cell.chars().take_while(|character| !character.is_control()).take(40).collect();
    error(
        "TD0356",
        place,
        text!("dấu nháy kép mở ở `{start}` không được đóng", "the quote opened at `{start}` is never closed"),
        text!(
            "thêm dấu nháy kép ở cuối ô, hoặc xóa dấu ở đầu ô",
            "add a quote at the end of the cell, or delete the one at its start"
        ),
    )
}

pub(crate) fn after_quote(place: Place) -> Diagnostic {
    error(
        "TD0357",
        place,
        text!("có chữ sau dấu nháy kép đóng", "text after the closing quote"),
        text!(
            "dấu nháy kép nằm trong ô phải viết hai lần: `\"\"`",
            "write a quote inside a quoted cell twice: `\"\"`"
        ),
    )
}

pub(crate) fn too_many_columns(place: Place, max: usize) -> Diagnostic {
    error(
        "TD0359",
        place,
        text!("dòng có hơn {max} cột", "the row has more than {max} columns"),
        text!("xóa các cột không dùng", "delete the columns that are not used"),
    )
}

pub(crate) fn too_many_rows(place: Place, max: u32) -> Diagnostic {
    error(
        "TD0360",
        place,
        text!("tệp có hơn {max} dòng", "the file has more than {max} rows"),
        text!("xóa các dòng trống, hoặc chia tệp", "delete blank rows, or split the file"),
    )
}

pub(crate) fn long_cell(place: Place, max: usize, quoted: bool) -> Diagnostic {
    let help = if quoted {
        text!(
            "có thể dấu nháy kép mở ở ô này không được đóng",
            "perhaps the quote opened in this cell is never closed"
        )
    } else {
        text!("rút gọn nội dung của ô", "shorten the cell")
    };
    error("TD0361", place, text!("ô dài hơn {max} byte", "the cell is longer than {max} bytes"), help)
}

pub(crate) fn too_many_cells(place: Place, max: usize) -> Diagnostic {
    error(
        "TD0362",
        place,
        text!("tệp có hơn {max} ô hoặc hơn 4 GiB chữ", "the file has more than {max} cells or 4 GiB of text"),
        text!(
            "xóa các cột không dùng, hoặc chia tệp",
            "delete the columns that are not used, or split the file"
        ),
    )
}

pub(crate) fn broken_utf16(place: Place) -> Diagnostic {
    error(
        "TD0353",
        place,
        text!("tệp UTF-16 bị hỏng hoặc bị cắt giữa chừng", "the UTF-16 file is damaged or cut short"),
        save_as_csv(),
    )
}

pub(crate) fn converted(place: Place, sample: &str) -> Diagnostic {
    let message = text!(
        "tệp dùng bảng mã Windows-1258, đã chuyển sang UTF-8: `{sample}`",
        "the file is in Windows-1258 and was read as such: `{sample}`"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("TD0365", place, message) };
    note.with_help(text!(
        "không cần sửa nếu chữ hiện đúng; nếu không, lưu lại bằng kiểu `CSV UTF-8`",
        "nothing to mend if the letters are right; else save it again as `CSV UTF-8`"
    ))
}

pub(crate) fn two_encodings(place: Place, one: &str, other: &str) -> Diagnostic {
    error(
        "TD0366",
        place,
        text!(
            "không rõ bảng mã của tệp: `{one}` hay `{other}`?",
            "the encoding of the file cannot be told: `{one}` or `{other}`?"
        ),
        save_as_csv(),
    )
}
