//! Nothing is destroyed, nothing is forged, nothing is left behind: on a real file system, with real kills.
//!
//! `THIDUA_KILLS=200 cargo test -p thidua-cli --test safe_hands` tries as many as are worth a night; the usual run, fewer.

#![cfg(unix)]
#![expect(clippy::print_stdout, reason = "how much was tried, and what could not be")]
#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]
#![expect(clippy::indexing_slicing, reason = "a test that fails loudly is what is wanted")]

mod folder;
mod forgery;
mod kill;
mod lines;
mod output;
mod pairs;
mod reading;
mod shown;
mod writers;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// So many kills, pairs and the like are tried.
fn tries(usual: usize) -> usize {
    let asked = std::env::var("THIDUA_KILLS").ok().and_then(|count| count.parse().ok());
    asked.unwrap_or(20) * usual / 20
}

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_thidua"))
}

fn thidua(words: &[&str]) -> Output {
    program().args(words).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A movement of a few units that may be changed.
struct Movement {
    folder: TempDir,
}

impl Movement {
    fn new() -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/methods/awards");
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        Self { folder }
    }

    /// One that has been worked through.
    fn with_results() -> Self {
        let movement = Self::new();
        let output = movement.recommend();
        assert_eq!(code(&output), 1, "{}", text(&output.stderr));
        movement
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.at(name)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.at(name), text).unwrap();
    }

    fn recommend(&self) -> Output {
        thidua(&["recommend", self.path()])
    }

    /// What `verify` finds, by kind and file.
    fn differences(&self, more: &[&str]) -> Vec<(String, String)> {
        let output = thidua(&[&["verify", self.path(), "--format", "json"], more].concat());
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found = said["differences"].as_array().unwrap();
        assert_eq!(said["identical"].as_bool().unwrap(), found.is_empty());
        assert_eq!(code(&output), if found.is_empty() { 0 } else { 2 });
        let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        found.iter().map(|each| (word(&each["what"]), word(&each["file"]))).collect()
    }

    /// Files that are there only while something is being written.
    fn litter(&self) -> Vec<String> {
        litter(self.folder.path())
    }
}

fn litter(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with('.')).collect()
}
