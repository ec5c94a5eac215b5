use std::io::{self, Write};

use serde::Serialize;

/// Writes a value as indented JSON with a final line break (ghi JSON).
///
/// Keys keep the order in which the types declare them, so equal values give equal bytes.
#[must_use]
pub fn to_json<T: Serialize>(value: &T) -> String {
    // The types written here have text keys and no failing parts; should one appear, say so in JSON too.
    let mut text = serde_json::to_string_pretty(value)
        .unwrap_or_else(|error| format!("{{\n  \"error\": {:?}\n}}", error.to_string()));
    text.push('\n');
    text
}

/// Writes a value like [`to_json`], piece by piece (ghi JSON dần từng phần).
///
/// # Errors
/// What the writer reports.
pub fn write_json<T: Serialize>(mut out: impl Write, value: &T) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")
}

/// Writes a value as JSON on one line, without a line break (ghi JSON một dòng).
#[must_use]
pub fn to_line<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| format!("{{\"error\":{:?}}}", error.to_string()))
}
