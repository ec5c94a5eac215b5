use thidua_core::{Diagnostic, Place, Severity, Text, text};

fn error(code: &'static str, place: Place, message: Text, help: Text) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code, place, message).with_help(help))
}

fn save_again() -> Text {
    text!(
        "mở tệp bằng Excel hoặc LibreOffice, kiểm tra, rồi lưu lại bằng kiểu `.xlsx`",
        "open the file in Excel or LibreOffice, look at it, and save it again as `.xlsx`"
    )
}

pub(crate) fn damaged(place: Place, why: &str) -> Box<Diagnostic> {
    let why: String = why.chars().filter(|letter| !letter.is_control()).take(120).collect();
    error(
        "TD0370",
        place,
        text!(
            "tệp bảng tính bị hỏng hoặc bị cắt giữa chừng ({why})",
            "the workbook is damaged or cut short ({why})"
        ),
        save_again(),
    )
}

pub(crate) fn other_archive(place: Place) -> Box<Diagnostic> {
    error(
        "TD0370",
        place,
        text!(
            "tệp nén này không phải bảng tính `.xlsx`, `.xlsm` hay `.ods`",
            "this archive is no workbook of the kinds `.xlsx`, `.xlsm`, `.ods`"
        ),
        save_again(),
    )
}

pub(crate) fn binary(place: Place) -> Box<Diagnostic> {
    error(
        "TD0370",
        place,
        text!("bảng tính kiểu `.xlsb` không đọc được", "workbooks of the kind `.xlsb` are not read"),
        save_again(),
    )
}

pub(crate) fn password(place: Place) -> Box<Diagnostic> {
    error(
        "TD0371",
        place,
        text!("bảng tính đặt mật khẩu mở tệp", "the workbook is protected by a password"),
        text!(
            "bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi gửi lại; khóa trang tính thì không sao",
            "take the password away (File › Info › Protect Workbook) and send it again; locked sheets do no harm"
        ),
    )
}

/// What a limit is about, in both languages.
pub(crate) fn beyond(place: Place, what: Text) -> Box<Diagnostic> {
    error(
        "TD0372",
        place,
        Text::new(
            format!("bảng tính vượt giới hạn: {}", what.vi),
            format!("the workbook is beyond a limit: {}", what.en),
        ),
        text!(
            "chép riêng bảng cần gửi (Dán đặc biệt › Giá trị) sang một tệp mới rồi gửi tệp đó",
            "copy the table alone (Paste Special › Values) into a new file, and send that"
        ),
    )
}

pub(crate) fn empty(place: Place) -> Box<Diagnostic> {
    error(
        "TD0373",
        place,
        text!("bảng tính không có ô nào ghi gì", "no cell of the workbook holds anything"),
        text!(
            "kiểm tra lại tệp đã gửi; có thể đã gửi nhầm biểu mẫu trống",
            "look at the file that was sent; it may be an empty form"
        ),
    )
}

/// Nothing but pictures.
pub(crate) fn pictured(place: Place) -> Box<Diagnostic> {
    error(
        "TD0449",
        place,
        text!(
            "mọi trang tính đều trống mà tệp có ảnh: bảng được dán thành ảnh",
            "every sheet is blank and there are pictures: the table was pasted as one"
        ),
        text!(
            "xin tệp có số liệu gõ vào ô; ảnh không đọc được",
            "ask for a file with the figures typed into cells; pictures are not read"
        ),
    )
}

pub(crate) fn formulas(place: Place, count: usize) -> Diagnostic {
    let message = text!(
        "{count} ô công thức được đọc theo giá trị đã lưu trong tệp",
        "{count} cells with formulas were read by the values stored in the file"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("TD0376", place, message) };
    note.with_help(text!(
        "nếu tệp do chương trình tạo ra và chưa mở bằng Excel, hãy mở, tính lại và lưu",
        "if a program made the file and Excel never opened it, open it, recalculate and save"
    ))
}

pub(crate) fn links(place: Place, count: usize) -> Diagnostic {
    let message = text!(
        "bảng tính liên kết tới {count} tệp khác; giá trị đã lưu được đọc, không cập nhật",
        "the workbook links to {count} other files; stored values were read and not refreshed"
    );
    let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("TD0377", place, message) };
    note.with_help(text!(
        "nếu số liệu có thể đã cũ: Dữ liệu › Sửa liên kết › Ngắt liên kết, rồi lưu lại",
        "if the figures may be old: Data › Edit Links › Break Link, and save again"
    ))
}
