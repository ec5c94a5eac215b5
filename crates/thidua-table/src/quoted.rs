/// Words between quotation marks, as YAML and JSON read them (chữ trong ngoặc kép).
///
/// ```
/// assert_eq!(thidua_table::quoted("Hồ sơ\n\"đúng hạn\""), r#""Hồ sơ\n\"đúng hạn\"""#);
/// ```
#[must_use]
pub fn quoted(words: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in words.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            letter if letter.is_control() => quoted.push(' '),
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}
