use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Span, text};

use crate::Limits;
use crate::code;

/// The text of a file (nội dung tệp), without a byte order mark.
pub(crate) fn text_of<'a>(name: &Arc<str>, bytes: &'a [u8], limits: &Limits) -> Result<&'a str, Diagnostic> {
    check_size(name, bytes.len(), limits)?;
    if let Some(kind) = foreign_format(bytes) {
        return Err(Diagnostic::error(
            code::NOT_TEXT,
            Place::file(name.clone()),
            text!("tệp này không phải là văn bản ({kind})", "this file is not text ({kind})"),
        )
        .with_help(text!(
            "đưa vào tệp văn bản YAML hoặc JSON, lưu bằng mã UTF-8",
            "give a text file in YAML or JSON, saved as UTF-8"
        )));
    }
    let source = std::str::from_utf8(bytes).map_err(|error| {
        let (before, after) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
        let byte = after.first().copied().unwrap_or_default();
        Diagnostic::error(
            code::NOT_UTF8,
            Place::text(name.clone(), place_after(&String::from_utf8_lossy(before))),
            text!(
                "tệp không được lưu bằng mã UTF-8 (byte 0x{byte:02X} không đọc được)",
                "the file is not saved as UTF-8 (byte 0x{byte:02X} cannot be read)"
            ),
        )
        .with_help(text!(
            "mở tệp bằng trình soạn thảo và lưu lại với mã UTF-8",
            "open the file in an editor and save it again as UTF-8"
        ))
    })?;
    Ok(without_mark(source))
}

/// Refuses a file over the limit before anything is done with it.
pub(crate) fn check_size(name: &Arc<str>, bytes: usize, limits: &Limits) -> Result<(), Diagnostic> {
    if bytes <= limits.bytes {
        return Ok(());
    }
    let limit = limits.bytes;
    Err(Diagnostic::error(
        code::TOO_LARGE,
        Place::file(name.clone()),
        text!(
            "tệp quá lớn: {bytes} byte, tối đa {limit} byte",
            "the file is too large: {bytes} bytes, at most {limit} bytes"
        ),
    ))
}

/// The text without the mark some editors put first.
pub(crate) fn without_mark(source: &str) -> &str {
    source.strip_prefix('\u{feff}').unwrap_or(source)
}

fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    let formats: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "Excel, Word, ZIP"),
        (&[0xd0, 0xcf, 0x11, 0xe0], "Excel 97-2003, Word 97-2003"),
        (b"%PDF-", "PDF"),
        (&[0xff, 0xfe], "UTF-16"),
        (&[0xfe, 0xff], "UTF-16"),
    ];
    let known = formats.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    known.or_else(|| bytes.iter().take(8192).any(|byte| *byte == 0).then_some("NUL"))
}

/// The place of the character that follows `before`.
fn place_after(before: &str) -> Span {
    let before = without_mark(before);
    let (mut line, mut column, mut last) = (1, 1, '\0');
    for character in before.chars() {
        match character {
            '\n' if last == '\r' => {}
            '\n' | '\r' => (line, column) = (line + 1, 1),
            _ => column += 1,
        }
        last = character;
    }
    Span { line, column, end_line: line, end_column: column + 1 }
}
