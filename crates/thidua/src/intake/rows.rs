//! What was collected as one table (bảng đã thu): a row for each value, with the cell it was read from.

use thidua_core::{Plan, column_letters};
use thidua_table::{Form, FormEntry, Written};

/// The header: what a long table of evaluations needs, then where everything comes from.
const HEADER: [&str; 8] =
    ["entrant", "criterion", "value", "stage", "tệp nguồn", "ô nguồn", "minh chứng", "ghi chú"];

/// The rows of the accepted forms, each with the id of its entrant.
pub(super) fn rows<'f>(plan: &Plan, forms: impl Iterator<Item = (&'f str, &'f Form)>) -> Vec<Vec<String>> {
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    for (entrant, form) in forms {
        let stage =
            if form.identity.stage.is_empty() { plan.rules().official() } else { &form.identity.stage };
        rows.extend(form.entries.iter().map(|entry| row(entrant, stage, entry)));
    }
    rows
}

fn row(entrant: &str, stage: &str, entry: &FormEntry) -> Vec<String> {
    let cell = format!("{}{}", column_letters(entry.at.1), entry.at.0);
    vec![
        entrant.to_owned(),
        entry.name.clone(),
        value(entry),
        stage.to_owned(),
        entry.sheet.to_string(),
        cell,
        entry.evidence.clone(),
        entry.note.clone(),
    ]
}

/// The value as every reader of tables takes it: a number that is one keeps a fourth decimal, so that three decimals
/// are never taken for thousands.
fn value(entry: &FormEntry) -> String {
    let words = &entry.words;
    if entry.written != Written::Number {
        return words.clone();
    }
    let (digits, sign) = words.strip_suffix('%').map_or((words.as_str(), ""), |digits| (digits, "%"));
    match digits.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => format!("{digits}0{sign}"),
        _ => words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_decimals_have_one_reading() {
        let told = |words: &str, written| {
            let entry = FormEntry {
                name: String::new(),
                words: words.to_owned(),
                written,
                sheet: "a".into(),
                at: (1, 1),
                evidence: String::new(),
                note: String::new(),
            };
            value(&entry)
        };
        assert_eq!(told("8.125", Written::Number), "8.1250");
        assert_eq!(told("12.345%", Written::Number), "12.3450%");
        assert_eq!(told("8.12", Written::Number), "8.12");
        assert_eq!(told("8.125", Written::Text), "8.125", "what somebody wrote stays a question");
    }
}
