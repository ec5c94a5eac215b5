use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Severity, Text, text};

use crate::read::Limits;

/// The findings of one file: the first 100, and how many more.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    more: usize,
    more_from: Option<(Place, usize)>,
    stopped: bool,
}

const LISTED_MAX: usize = 100;

/// Once the list is full, this much more is read for the count: a person wants to know whether
/// 5 or 5,000 rows are left, and a gigabyte of nonsense must not be read to the end.
const COUNTED_BYTES_MAX: usize = 4 << 20;

impl Findings {
    pub(crate) fn add(&mut self, found: Diagnostic, position: usize) {
        if self.list.len() < LISTED_MAX {
            self.list.push(found);
        } else {
            self.more += 1;
            self.more_from.get_or_insert((found.place, position));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Notes that the rest of the file is not read.
    pub(crate) fn stop(&mut self) {
        self.stopped = true;
    }

    /// Whether to read no further.
    pub(crate) fn enough(&mut self, position: usize) -> bool {
        let counted = |(_, from): &(Place, usize)| position.saturating_sub(*from) > COUNTED_BYTES_MAX;
        self.stopped = self.stopped || self.more_from.as_ref().is_some_and(counted);
        self.stopped
    }

    pub(crate) fn into_list(mut self) -> Vec<Diagnostic> {
        if let Some((place, _)) = self.more_from {
            let n = self.more;
            let message = if self.stopped {
                text!(
                    "còn ít nhất {n} lỗi nữa; phần còn lại của tệp chưa được đọc",
                    "and at least {n} more errors; the rest of the file was not read"
                )
            } else {
                text!("còn {n} lỗi nữa", "and {n} more errors")
            };
            let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("TD0363", place, message) };
            self.list.push(note.with_help(text!(
                "sửa các lỗi trên rồi đọc lại tệp; nhiều lỗi giống nhau thường có chung một nguyên nhân",
                "mend the errors above and read the file again; many alike usually have one cause"
            )));
        }
        self.list
    }
}

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
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Some(utf16(place())),
        _ => return None,
    };
    Some(error(
        "TD0351",
        place(),
        Text::new(format!("đây là {}, không phải CSV", kind.vi), format!("this is {}, not CSV", kind.en)),
        save_as_csv(),
    ))
}

fn utf16(place: Place) -> Diagnostic {
    error(
        "TD0353",
        place,
        text!("tệp được lưu bằng bảng mã UTF-16", "the file is saved in UTF-16"),
        save_as_csv(),
    )
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

pub(crate) fn short_row(place: Place, cells: usize, columns: usize) -> Diagnostic {
    error(
        "TD0355",
        place,
        text!(
            "dòng có {cells} ô, dòng tiêu đề có {columns} cột",
            "the row has {cells} cells, the header {columns} columns"
        ),
        text!(
            "thêm dấu phân cách cho các ô còn trống, hoặc nối lại dòng bị ngắt",
            "add a separator for every empty cell, or join a row that was broken in two"
        ),
    )
}

pub(crate) fn long_row(place: Place, cells: usize, columns: usize) -> Diagnostic {
    error(
        "TD0355",
        place,
        text!(
            "dòng có {cells} ô, dòng tiêu đề có {columns} cột",
            "the row has {cells} cells, the header {columns} columns"
        ),
        text!(
            "đặt ô có dấu phân cách, như số `8,5`, trong dấu nháy kép; dòng đầu tiên phải là tên các cột",
            "quote a cell that holds the separator, such as `8,5`; the first row must hold the column names"
        ),
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
