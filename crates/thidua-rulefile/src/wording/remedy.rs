//! What to do about a mistake whose sentence does not say it yet (cách sửa chung theo mã lỗi).

use thidua_core::{Diagnostic, Text, text};

use crate::code;

/// The finding with a remedy, whatever its sentence had.
pub(crate) fn with_remedy(finding: Diagnostic) -> Diagnostic {
    if finding.help.is_some() {
        return finding;
    }
    let help = remedy(finding.code);
    finding.with_help(help)
}

fn remedy(code: &str) -> Text {
    match code {
        code::TOO_LARGE | code::TOO_MANY_NODES => text!(
            "kiểm tra xem có đưa nhầm tệp không; nếu không, chia thành nhiều tệp nhỏ hơn",
            "make sure that it is the right file; if it is, split it into smaller ones"
        ),
        code::EMPTY_FILE => text!("điền nội dung hoặc đưa tệp khác", "fill in the file or give another one"),
        code::OPEN_QUOTE => text!("thêm dấu nháy đóng", "add the closing quotation mark"),
        code::OPEN_BRACKET => text!("thêm dấu ngoặc đóng", "add the closing bracket"),
        code::TOO_DEEP => text!("bớt số cấp lồng nhau", "nest fewer levels"),
        code::NOTHING_WRITTEN => {
            text!(
                "ghi giá trị sau dấu hai chấm, hoặc bỏ khóa này",
                "write a value after the colon, or drop the key"
            )
        }
        code::NOT_LAID_OUT => text!(
            "viết đoạn chữ nhiều dòng sau `>-`, không làm khóa và không trong ngoặc",
            "write texts of several lines after `>-`, not as keys and not inside brackets"
        ),
        code::STOPPED => text!("sửa các lỗi trên rồi đọc lại", "mend those above and read again"),
        code::WRONG_TYPE | code::WRONG_NUMBER | code::WRONG_LENGTH => {
            text!("viết lại đúng dạng cần có", "write it in the form that is expected")
        }
        code::NOT_UTF8 | code::NOT_TEXT => {
            text!("lưu tệp dưới dạng văn bản UTF-8", "save the file as UTF-8 text")
        }
        _ => text!(
            "xem cách viết đúng và ví dụ bằng `thidua check --explain {code}`",
            "see how it is written, with an example, by `thidua check --explain {code}`"
        ),
    }
}
