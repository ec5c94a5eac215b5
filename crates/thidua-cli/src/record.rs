use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thidua::{Files, Language, Report};

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

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesRecord {
    pub(crate) run: String,
    pub(crate) file: String,
    pub(crate) rule_set: String,
    pub(crate) version: String,
    pub(crate) day: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionRecord {
    pub(crate) number: String,
    pub(crate) date: String,
    pub(crate) reason: Option<String>,
}

pub(crate) const NAME: &str = "run-record.json";

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
        format: "thidua-run/1".to_owned(),
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
