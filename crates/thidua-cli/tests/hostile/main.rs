//! Hostile inputs by the hundred: every one makes the finding it should, at its place, with a remedy in both languages.
//!
//! What is played are the entries of `fixtures/hostile` (see its README), the wrong rule sets of `fixtures/lints` and the
//! folders of `fixtures/trouble`; `unreached.txt` lists the codes that none of them reaches.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that fails loudly is what is wanted"
)]

mod entry;
mod play;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use entry::entries;
use play::{Told, command, folder_of, library};

/// As many distinct inputs, and as many codes, at least.
const INPUTS_MIN: usize = 300;
const CODES_MIN: usize = 100;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The codes found, and how many inputs were played.
#[derive(Default)]
struct Reached {
    inputs: usize,
    codes: BTreeSet<String>,
    wrong: String,
}

impl Reached {
    /// Takes what one input was told; every finding must have words and a remedy in both languages.
    fn take(&mut self, what: &str, told: &[Told]) {
        self.inputs += 1;
        for finding in told {
            self.codes.insert(finding.code.clone());
            for words in &finding.words {
                if words.trim().is_empty() {
                    writeln!(self.wrong, "{what}: {} has empty words: {finding:?}", finding.code).unwrap();
                }
            }
            if finding.file.is_empty() {
                writeln!(self.wrong, "{what}: {} stands nowhere: {finding:?}", finding.code).unwrap();
            }
        }
    }
}

#[test]
fn every_hostile_input_is_told_with_code_place_and_remedy() {
    let mut reached = Reached::default();
    let mut distinct = BTreeMap::new();
    let mut lists: Vec<PathBuf> =
        fs::read_dir(root().join("fixtures/hostile")).unwrap().map(|entry| entry.unwrap().path()).collect();
    lists.retain(|path| {
        path.extension().is_some_and(|extension| extension == "txt") && !path.ends_with("unreached.txt")
    });
    lists.sort();
    for list in lists {
        for entry in entries(&list) {
            let what = format!("{}:{}", list.file_name().unwrap().to_string_lossy(), entry.line);
            if let Some(before) = distinct.insert(entry.key(), what.clone()) {
                writeln!(reached.wrong, "{what} is the same input as {before}").unwrap();
            }
            let files = entry.files(&folder_of(&root().join("fixtures/hostile").join(&entry.folder)));
            let told = match &entry.command {
                None => library(&files),
                Some(words) => command(&files, words, &entry.input),
            };
            for wanted in
                entry.wanted.iter().filter(|wanted| !told.iter().any(|told| wanted.is(told, &files)))
            {
                writeln!(reached.wrong, "{what}: {wanted:?} is not told; {}", shown(&told)).unwrap();
            }
            reached.take(&what, &told);
        }
    }
    for path in below("fixtures/lints") {
        let text = fs::read(&path).unwrap();
        let files = BTreeMap::from([("rules.yaml".to_owned(), text)]);
        reached.take(&path.display().to_string(), &play::checked(&files));
    }
    for path in below("fixtures/trouble") {
        reached.take(&path.display().to_string(), &library(&folder_of(&path)));
    }
    println!("{} inputs reach {} codes", reached.inputs, reached.codes.len());
    assert!(reached.wrong.is_empty(), "\n{}", reached.wrong);
    assert!(reached.inputs >= INPUTS_MIN && reached.codes.len() >= CODES_MIN);
    unreached(&reached.codes);
}

fn below(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn shown(told: &[Told]) -> String {
    told.iter().fold(String::new(), |mut all, told| {
        write!(all, "\n    {} {} {}", told.code, told.place, told.words[1]).unwrap();
        all
    })
}

/// The codes with a section in the documentation that no input reaches: as listed, no more and no fewer.
fn unreached(codes: &BTreeSet<String>) {
    let mut left = String::new();
    for page in ["diagnostics-reading.md", "diagnostics-table.md", "diagnostics.md", "lints.md"] {
        let text = fs::read_to_string(root().join("docs").join(page)).unwrap();
        for code in text.lines().filter_map(|line| line.strip_prefix("### TD")) {
            let code = format!("TD{code}");
            if !codes.contains(&code) {
                left.push_str(&code);
                left.push('\n');
            }
        }
    }
    let path = root().join("fixtures/hostile/unreached.txt");
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        fs::write(&path, &left).unwrap();
    }
    println!("{} codes are reached by none", left.lines().count());
    assert_eq!(left, fs::read_to_string(path).unwrap_or_default(), "see CONTRIBUTING.md: THIDUA_UPDATE=1");
}
