//! The vectors: every request of `fixtures/vectors` gets the answer whose digest stands beside it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thidua::{Digest, JsonSeason, evaluate_request};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors")
}

/// The answers by the name of what was asked.
fn answers() -> Vec<(String, String)> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort();
    let read = |name: &str| std::fs::read(folder().join(name)).unwrap();
    names
        .iter()
        .map(|name| {
            let answered = match name.strip_suffix(".change.json") {
                None => evaluate_request(&read(name)),
                Some(opened) => {
                    let (season, _) = JsonSeason::open(&read(&format!("{opened}.json")));
                    season.unwrap_or_else(|| panic!("{opened} opens no season")).change(&read(name))
                }
            };
            (name.clone(), answered.json)
        })
        .collect()
}

#[test]
fn every_request_gets_its_answer() {
    let mut digests = String::new();
    let mut refused = 0;
    let answers = answers();
    for (name, answer) in &answers {
        refused += usize::from(answer.contains("\"errors\":["));
        let digest = Digest::of(answer.as_bytes());
        writeln!(digests, "{digest}  {name}").unwrap();
    }
    assert!(answers.len() == 19 && refused == 7, "{} vectors, {refused} refused", answers.len());
    let path = folder().join("sha256.txt");
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, &digests).unwrap();
    }
    let wanted = std::fs::read_to_string(path).unwrap_or_default();
    for ((name, answer), (is, was)) in answers.iter().zip(digests.lines().zip(wanted.lines())) {
        assert_eq!(is, was, "{name} is answered otherwise now:\n{answer}");
    }
    assert_eq!(digests.lines().count(), wanted.lines().count(), "sha256.txt does not list every vector");
    println!("{} vectors in Rust", answers.len());
}
