use std::ops::Range;

use thidua::{Files, Manifest};

/// A name that stands in the manifest or in a file of decisions.
#[derive(Clone, Debug)]
pub struct Keyed {
    /// The file.
    pub file: String,
    /// Where it stands in the text, quotes included.
    pub span: Range<usize>,
    /// What it says.
    pub says: String,
    /// The key that it stands behind.
    pub key: String,
}

/// The keys whose values must be on some list: of files, runs, stages, entrants, criteria, awards, columns.
const KEYS: &[&str] = &[
    "award",
    "base_salary",
    "body",
    "criterion",
    "decisions",
    "entrant",
    "file",
    "from",
    "history",
    "id_column",
    "input",
    "into",
    "kind",
    "order",
    "points",
    "recommended",
    "register",
    "rules",
    "run",
    "sheet",
    "stage",
    "votes",
    "winner",
    "winners",
    "over",
];

impl Keyed {
    /// The text with other words in its place, quoted.
    #[must_use]
    pub fn put(&self, files: &Files, words: &str) -> Files {
        let text = std::str::from_utf8(files.get(&self.file).unwrap()).unwrap();
        let quoted = serde_json::to_string(words).unwrap();
        let mut changed = files.clone();
        changed.insert(
            self.file.clone(),
            format!("{}{quoted}{}", &text[..self.span.start], &text[self.span.end..]),
        );
        changed
    }
}

/// The names of the manifest of a folder and of its decisions.
#[must_use]
pub fn keyed(files: &Files) -> Vec<Keyed> {
    const MANIFEST: &str = "thidua.yaml";
    let Some(manifest) = files.get(MANIFEST).and_then(|bytes| Manifest::read(MANIFEST, bytes).ok()) else {
        return Vec::new();
    };
    let decisions = manifest.decisions.iter().map(|file| file.value.as_str());
    let mut found = Vec::new();
    for file in std::iter::once(MANIFEST).chain(decisions) {
        let Some(text) = files.get(file).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { continue };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            for (key, span) in values(line) {
                let span = start + span.start..start + span.end;
                let says = text[span.clone()].trim_matches(['"', '\'']).to_owned();
                let is_number = says.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
                // A day behind `from` is no name.
                if !says.is_empty() && !is_number && !says.contains('\\') {
                    found.push(Keyed { file: file.to_owned(), span, says, key: key.to_owned() });
                }
            }
            start += line.len();
        }
    }
    found
}

/// The plain values behind the keys in one line, each item of a list for itself.
fn values(line: &str) -> Vec<(&str, Range<usize>)> {
    let code = line.split(" #").next().unwrap_or_default();
    let mut found = Vec::new();
    if code.trim_start().starts_with('#') {
        return found;
    }
    for (colon, _) in code.match_indices(": ") {
        let before = &code[..colon];
        let key = before.rsplit([' ', '{', ',', '\n']).next().unwrap_or_default();
        if !KEYS.contains(&key) {
            continue;
        }
        let rest = &code[colon + 2..];
        let from = colon + 2 + rest.len() - rest.trim_start().len();
        let in_map = before.matches('{').count() > before.matches('}').count();
        let rest = &code[from..];
        let (list, end) = match rest.strip_prefix('[') {
            Some(_) => (true, rest.find(']').unwrap_or(rest.len())),
            None if rest.starts_with('"') => (false, rest[1..].find('"').map_or(rest.len(), |end| end + 2)),
            None if in_map => (false, rest.find([',', '}']).unwrap_or(rest.len())),
            None => (false, rest.trim_end().len()),
        };
        let items = &rest[usize::from(list)..end];
        let mut at = from + usize::from(list);
        for item in items.split(if list { ',' } else { '\n' }) {
            let start = at + item.len() - item.trim_start().len();
            let words = item.trim();
            let plain = !words.is_empty() && !words.starts_with(['{', '[', '|', '>', '&', '*']);
            if plain && (words.starts_with('"') == words.ends_with('"')) {
                found.push((key, start..start + words.len()));
            }
            at += item.len() + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_behind_their_keys() {
        let told = |line| values(line).into_iter().map(|(key, span)| (key, &line[span])).collect::<Vec<_>>();
        assert_eq!(
            told("- { file: a b.csv, layout: { stage: self } } # file: no\n"),
            [("file", "a b.csv"), ("stage", "self")]
        );
        assert_eq!(told("history: [ x.csv, \"y.csv\" ]\n"), [("history", "x.csv"), ("history", "\"y.csv\"")]);
        assert_eq!(told("  run: nam 2014\n"), [("run", "nam 2014")]);
        assert_eq!(told("  # run: x\n"), []);
        assert_eq!(
            told("  gap: { entrant: x, criterion: II.4 }\n"),
            [("entrant", "x"), ("criterion", "II.4")]
        );
    }
}
