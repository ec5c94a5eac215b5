use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thidua::{Diagnostic, Files, Language, Report, text};

use crate::{bounded, check};

/// What a run was made of (biên bản chạy): enough to replay it offline and compare every byte.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunRecord {
    /// Name and version of this format.
    pub(crate) format: String,
    /// Version of the engine.
    pub(crate) engine: String,
    /// Language of the results.
    pub(crate) language: String,
    /// Name of the manifest.
    pub(crate) manifest: String,
    /// Every input.
    pub(crate) inputs: Vec<FileRecord>,
    /// Every rule set that was used.
    pub(crate) rules: Vec<RulesRecord>,
    /// Every decision that was an input.
    pub(crate) decisions: Vec<DecisionRecord>,
    /// Every result.
    pub(crate) results: Vec<FileRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileRecord {
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesRecord {
    pub(crate) run: String,
    pub(crate) file: String,
    pub(crate) rule_set: String,
    pub(crate) version: String,
    pub(crate) day: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionRecord {
    pub(crate) number: String,
    pub(crate) date: String,
    pub(crate) reason: Option<String>,
}

/// The file of the record in the results folder.
pub(crate) const NAME: &str = "run-record.json";

/// A signature over the record, made by whoever publishes it.
pub(crate) const SIGNATURE: &str = "run-record.json.sig";

/// Name and version of the format.
pub(crate) const FORMAT: &str = "thidua-run/1";

/// The record of a run.
pub(crate) fn make(
    files: &Files,
    manifest: &str,
    report: &Report,
    results: Vec<FileRecord>,
    language: Language,
) -> RunRecord {
    let decisions = report.decisions.decisions.as_slice();
    RunRecord {
        format: FORMAT.to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        language: if language == Language::Vietnamese { "vi" } else { "en" }.to_owned(),
        manifest: manifest.to_owned(),
        inputs: files.iter().map(|(name, bytes)| file_record(name, bytes)).collect(),
        rules: report
            .runs
            .iter()
            .map(|run| RulesRecord {
                run: run.id.clone(),
                file: run.plan.file().to_string(),
                rule_set: run.plan.rules().rule_set.value.clone(),
                version: run.plan.rules().version.clone(),
                day: run.plan.day().to_string(),
            })
            .collect(),
        decisions: decisions
            .iter()
            .map(|decision| DecisionRecord {
                number: decision.number.clone(),
                date: decision.date.to_string(),
                reason: decision.reason.clone(),
            })
            .collect(),
        results,
    }
}

/// Reads a record; what is wrong with it is told for the file of that path.
pub(crate) fn read(path: &Path) -> Result<RunRecord, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    parse(&shown, &read_bytes(path)?)
}

/// The bytes of a record.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let shown = path.display().to_string();
    bounded::read(path, bounded::AUTHORED_BYTES_MAX).map_err(|error| check::unreadable(&shown, &error))
}

/// The record that the bytes hold.
pub(crate) fn parse(shown: &str, bytes: &[u8]) -> Result<RunRecord, Vec<Diagnostic>> {
    thidua_rulefile::read_bytes(shown, bytes)
}

/// Size and hash of a file as it lies on the disk, read piece by piece.
pub(crate) fn file_on_disk(folder: &Path, name: &str) -> std::io::Result<FileRecord> {
    let path = folder.join(name);
    // A link or a pipe is not what was written, and reading it might never end.
    if !path.symlink_metadata()?.is_file() {
        return Err(bounded::said(text!("không phải là một tệp thường", "it is not a regular file")));
    }
    let mut file = BufReader::new(File::open(path)?);
    let mut hashed = Hashed::default();
    loop {
        let piece = file.fill_buf()?;
        if piece.is_empty() {
            return Ok(hashed.record(name));
        }
        hashed.take(piece);
        let count = piece.len();
        file.consume(count);
    }
}

/// Name, size and hash of a file.
pub(crate) fn file_record(name: &str, bytes: &[u8]) -> FileRecord {
    let mut hashed = Hashed::default();
    hashed.take(bytes);
    hashed.record(name)
}

/// Size and hash of a file that comes piece by piece.
#[derive(Debug, Default)]
pub(crate) struct Hashed {
    bytes: u64,
    sha256: Sha256,
}

impl Hashed {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.sha256.update(bytes);
    }

    pub(crate) fn record(self, name: &str) -> FileRecord {
        use std::fmt::Write;
        let mut sha256 = String::with_capacity(64);
        for byte in self.sha256.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        FileRecord { file: name.to_owned(), bytes: self.bytes, sha256 }
    }
}
