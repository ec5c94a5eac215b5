use std::sync::Arc;

use thidua_core::{Diagnostic, Place, Span, text};

use crate::Limits;
use crate::code;

/// The text of a file (nội dung tệp), without a byte order mark.
pub(crate) fn text_of<'a>(
    name: &Arc<str>,
    bytes: &'a [u8],
    limits: &Limits,
) -> Result<&'a str, Box<Diagnostic>> {
    check_size(name, bytes.len(), limits)?;
    if let Some(kind) = foreign_format(bytes) {
        return Err(Box::new(not_text(name, kind)));
    }
    let source = std::str::from_utf8(bytes).map_err(|error| not_utf8(name, bytes, error.valid_up_to()))?;
    Ok(without_mark(source))
}

/// Refuses a file over the limit before anything is done with it.
pub(crate) fn check_size(name: &Arc<str>, bytes: usize, limits: &Limits) -> Result<(), Box<Diagnostic>> {
    if bytes <= limits.bytes {
        return Ok(());
    }
    let limit = limits.bytes;
    let message = text!(
        "tệp quá lớn: {bytes} byte, tối đa {limit} byte",
        "the file is too large: {bytes} bytes, at most {limit} bytes"
    );
    Err(Box::new(Diagnostic::error(code::TOO_LARGE, Place::file(name.clone()), message)))
}

fn not_text(name: &Arc<str>, kind: &str) -> Diagnostic {
    let message = text!("tệp này không phải là văn bản ({kind})", "this file is not text ({kind})");
    let help = text!(
        "đưa vào tệp văn bản YAML hoặc JSON, lưu bằng mã UTF-8",
        "give a text file in YAML or JSON, saved as UTF-8"
    );
    Diagnostic::error(code::NOT_TEXT, Place::file(name.clone()), message).with_help(help)
}

fn not_utf8(name: &Arc<str>, bytes: &[u8], valid: usize) -> Box<Diagnostic> {
    let (before, after) = bytes.split_at_checked(valid).unwrap_or_default();
    let byte = after.first().copied().unwrap_or_default();
    let place = Place::text(name.clone(), place_after(&String::from_utf8_lossy(before)));
    let message = text!(
        "tệp không được lưu bằng mã UTF-8 (byte 0x{byte:02X} không đọc được)",
        "the file is not saved as UTF-8 (byte 0x{byte:02X} cannot be read)"
    );
    let help = text!(
        "mở tệp bằng trình soạn thảo và lưu lại với mã UTF-8",
        "open the file in an editor and save it again as UTF-8"
    );
    Box::new(Diagnostic::error(code::NOT_UTF8, place, message).with_help(help))
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
