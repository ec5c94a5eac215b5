use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use thidua::{Diagnostic, Digest, Files, InputFile, Language, MergedPart, Report, text};

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
    /// The parts the run was put together from, where it was scored in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<PartRecord>,
    /// Every result.
    pub(crate) results: Vec<FileRecord>,
}

/// A part, and the evaluation files it was scored from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartRecord {
    pub(crate) part: FileRecord,
    pub(crate) files: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileRecord {
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

impl FileRecord {
    fn of(InputFile { file, bytes, sha256 }: &InputFile) -> Self {
        Self { file: file.clone(), bytes: *bytes, sha256: sha256.clone() }
    }
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
    (files, manifest): (&Files, &str),
    report: &Report,
    parts: &[MergedPart],
    results: Vec<FileRecord>,
    language: Language,
) -> RunRecord {
    // What the parts were scored from is an input like any other.
    let mut inputs: Vec<FileRecord> = files.iter().map(|(name, bytes)| file_record(name, bytes)).collect();
    inputs.extend(parts.iter().flat_map(|part| &part.files).map(FileRecord::of));
    inputs.sort_by(|one, other| one.file.cmp(&other.file));
    let parts = parts.iter().map(|part| PartRecord {
        part: FileRecord::of(&part.part),
        files: part.files.iter().map(|file| file.file.clone()).collect(),
    });
    let decisions = report.decisions.decisions.as_slice();
    RunRecord {
        format: FORMAT.to_owned(),
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        language: if language == Language::Vietnamese { "vi" } else { "en" }.to_owned(),
        manifest: manifest.to_owned(),
        inputs,
        parts: parts.collect(),
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
    digest: Digest,
}

impl Hashed {
    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.digest.take(bytes);
    }

    pub(crate) fn record(self, name: &str) -> FileRecord {
        FileRecord { file: name.to_owned(), bytes: self.bytes, sha256: self.digest.hex() }
    }
}
