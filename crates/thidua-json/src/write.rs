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
