use super::mark::{LIST_MARK, LIST_ROW};
use super::{Form, FormEntry};
use crate::{Line, Sheet, Written};

/// Which column of a sheet of lists holds which input.
pub(super) struct Head {
    row: u32,
    columns: Vec<(String, u32)>,
}

impl Head {
    pub(super) fn find(sheet: &Sheet) -> Option<Self> {
        sheet.lines().find_map(|line| {
            let named = |column: u32| {
                let name = line.text(column).strip_prefix(LIST_MARK)?;
                Some((name.to_owned(), column))
            };
            let columns: Vec<(String, u32)> = line.columns().filter_map(named).collect();
            (!columns.is_empty()).then(|| Self { row: line.number(), columns })
        })
    }
}

/// Every line from the first marked one on; a list nobody filled in is blank.
pub(super) fn read(sheet: &Sheet, head: &Head, form: &mut Form) {
    let is_row = |line: &Line<'_>| line.columns().any(|column| line.text(column) == LIST_ROW);
    let lines: Vec<Line<'_>> = sheet.lines().skip_while(|line| !is_row(line)).collect();
    let first = lines.first().map_or(head.row, |line| line.number());
    let entry = |name: &str, words: &str, written: Written, at: (u32, u32)| FormEntry {
        name: name.to_owned(),
        words: words.to_owned(),
        written,
        sheet: sheet.name().clone(),
        at,
        evidence: String::new(),
        note: String::new(),
    };
    let claimed: Vec<String> = form
        .entries
        .iter()
        .filter(|entry| head.columns.iter().any(|(name, _)| *name == entry.name))
        .map(|entry| entry.name.clone())
        .collect();
    for (name, column) in &head.columns {
        let filled = |line: &&Line<'_>| !line.text(*column).is_empty();
        if !lines.iter().any(|line| filled(&line)) && !claimed.contains(name) {
            form.entries.push(entry(name, "", Written::Text, (first, *column)));
        }
    }
    for line in &lines {
        for (name, column) in head.columns.iter().filter(|(_, column)| !line.text(*column).is_empty()) {
            let (words, written) = (line.text(*column), line.written(*column));
            form.entries.push(entry(name, words, written, (line.number(), *column)));
        }
    }
}
