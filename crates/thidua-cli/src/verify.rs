mod compare;
mod difference;
#[cfg_attr(not(feature = "signature"), path = "verify/no_signature.rs")]
mod signature;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thidua::{Diagnostic, Files, Language, run_with_threads, text};

use crate::args::VerifyOptions;
use crate::progress::Progress;
use crate::record::{self, RunRecord, file_record};
use crate::replayed::Replayed;
use crate::writer::unwritable;
use crate::{ExitCode, Settings, findings, folder, print, recommend};
use difference::{Difference, What};

/// Rebuilds the record of a run, replays the run, and tells every difference.
pub(crate) fn run(settings: Settings, options: &VerifyOptions) -> ExitCode {
    let (inputs, results) = places(options);
    let path = results.join(record::NAME);
    let bytes = match record::read_bytes(&path) {
        Ok(bytes) => bytes,
        Err(found) => {
            findings::show(settings, &found, &Files::default());
            return ExitCode::Refused;
        }
    };
    let mut verdict = Verdict::of(&path, &bytes);
    verdict.kept_apart(options, &results, &bytes);
    // What refuses the inputs today is shown beside the differences.
    let mut refused = (Vec::new(), Files::default());
    if let Some(record) = verdict.record(&path, &bytes) {
        verdict.inputs = record.inputs.len();
        verdict.results = record.results.len();
        let progress = Progress::new(settings.json);
        compare::on_disk(&record, &results, &mut verdict.differences);
        match folder::read(&inputs, &record.manifest, &progress) {
            Ok(files) => {
                compare::inputs(&record, &files, &mut verdict.differences);
                progress.phase(settings.say("đang tính lại …", "replaying …"));
                let replayed = verdict.replay(&record, &bytes, &files, &results);
                refused = (replayed.err().unwrap_or_default(), files);
            }
            Err(found) => refused = found,
        }
        progress.done();
        if !refused.0.is_empty() {
            verdict.differences.push(Difference::new(
                What::InputsRefused,
                &record.manifest,
                text!(
                    "số liệu hiện nay bị từ chối, không tính lại được",
                    "the inputs are refused now and cannot be replayed"
                ),
            ));
        }
    }
    verdict.identical = verdict.differences.is_empty();
    if settings.json {
        verdict.refused.extend(refused.0);
        print(&thidua_json::to_json(&verdict));
    } else {
        findings::show(settings, &verdict.refused, &Files::default());
        findings::show(settings, &refused.0, &refused.1);
        print(&verdict.shown(settings));
    }
    if verdict.identical { ExitCode::Done } else { ExitCode::Refused }
}

/// Where the inputs are and where the results: a folder that holds a record is itself the results.
fn places(options: &VerifyOptions) -> (PathBuf, PathBuf) {
    let given = &options.folder;
    if options.results.is_none() && given.join(record::NAME).is_file() {
        // A link to results far away still belongs to the folder it stands in.
        let parent = match given.parent() {
            Some(parent) if given.file_name().is_some() => Path::new(".").join(parent),
            _ => given.join(".."),
        };
        return (parent, given.clone());
    }
    (given.clone(), options.results.clone().unwrap_or_else(|| given.join("results")))
}

/// What came of it, as JSON has it.
#[derive(Serialize)]
struct Verdict {
    identical: bool,
    record: String,
    /// The digest of the record, to be kept apart.
    sha256: String,
    /// The fingerprint of the key that signed the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_by: Option<String>,
    inputs: usize,
    results: usize,
    differences: Vec<Difference>,
    /// What refuses the inputs today.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<Diagnostic>,
}

/// The name of its format, whatever else a record holds.
#[derive(Deserialize)]
struct Format {
    format: String,
}

impl Verdict {
    fn of(path: &Path, bytes: &[u8]) -> Self {
        Self {
            identical: false,
            record: path.display().to_string(),
            sha256: file_record(record::NAME, bytes).sha256,
            signed_by: None,
            inputs: 0,
            results: 0,
            differences: Vec::new(),
            refused: Vec::new(),
        }
    }

    fn differs(&mut self, what: What, message: thidua::Text) {
        self.differences.push(Difference::new(what, record::NAME, message));
    }

    /// The digest and the key that nobody can have forged together with the record.
    fn kept_apart(&mut self, options: &VerifyOptions, results: &Path, bytes: &[u8]) {
        if let Some(digest) = &options.digest
            && !digest.trim().trim_start_matches("sha256:").trim().eq_ignore_ascii_case(&self.sha256)
        {
            let now = self.sha256.clone();
            self.differs(
                What::Digest,
                text!(
                    "mã sha256 của biên bản là {now}, khác mã đã ghi lại",
                    "the sha256 of the record is {now}, not the one that was noted"
                ),
            );
        }
        match signature::check(results, bytes, options.signed_by.as_deref()) {
            Ok(signed_by) => self.signed_by = signed_by,
            Err(message) => self.differs(What::Signature, message),
        }
    }

    /// The record, when it is one that can be replayed.
    fn record(&mut self, path: &Path, bytes: &[u8]) -> Option<RunRecord> {
        let shown = path.display().to_string();
        let format = thidua_rulefile::read_bytes::<Format>(&shown, bytes).ok().map(|format| format.format);
        if format.as_deref().is_some_and(|format| format != record::FORMAT) {
            let format = format.unwrap_or_default();
            self.differs(
                What::Format,
                text!(
                    "không biết định dạng biên bản `{format}`",
                    "the record's format `{format}` is unknown"
                ),
            );
            return None;
        }
        let record = match record::parse(&shown, bytes) {
            Ok(record) => record,
            Err(found) => {
                self.refused = found;
                self.differs(
                    What::Record,
                    text!("không đọc được biên bản chạy", "the run record cannot be read"),
                );
                return None;
            }
        };
        if !folder::is_inside(&record.manifest) {
            self.differs(
                What::Record,
                text!(
                    "biên bản chỉ ra tệp khai báo `{}` nằm ngoài thư mục",
                    "the record names the manifest `{}` outside the folder",
                    record.manifest
                ),
            );
            return None;
        }
        if record.engine != env!("CARGO_PKG_VERSION") {
            self.differs(
                What::Engine,
                text!(
                    "phiên bản chương trình khác: {} ghi trong biên bản, {} đang chạy",
                    "another engine version: {} in the record, {} running",
                    record.engine,
                    env!("CARGO_PKG_VERSION")
                ),
            );
        }
        Some(record)
    }

    /// Works everything out again; the findings when the inputs are refused now.
    fn replay(
        &mut self,
        record: &RunRecord,
        bytes: &[u8],
        files: &Files,
        results: &Path,
    ) -> Result<(), Vec<Diagnostic>> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let report = run_with_threads(files, &record.manifest, threads)?;
        let language = if record.language == "en" { Language::English } else { Language::Vietnamese };
        let mut replayed = Replayed::with(results);
        let written = recommend::results(&report, language, threads, &mut replayed);
        written.map_err(|error| vec![unwritable(&results.display().to_string(), &error)])?;
        let replayed = replayed.finish();
        compare::replayed(record, &replayed, &mut self.differences);
        let entries = replayed.into_iter().map(|(file, _)| file).collect();
        // How the run was divided changes no result, and is as it was said.
        let made = record::make((files, &record.manifest), &report, &[], entries, language);
        let rebuilt = RunRecord { parts: record.parts.clone(), ..made };
        compare::whole(record, bytes, &rebuilt, &mut self.differences);
        Ok(())
    }

    fn shown(&self, settings: Settings) -> String {
        let Self { inputs, results, sha256, .. } = self;
        let vietnamese = settings.language == Language::Vietnamese;
        let mut shown = match (self.identical, vietnamese) {
            (true, true) => format!("giống hệt: {results} tệp kết quả, {inputs} tệp số liệu\n"),
            (true, false) => format!("identical: {results} result files, {inputs} inputs\n"),
            (false, true) => "có chỗ khác nhau; chỗ khác đầu tiên đứng trước:\n".to_owned(),
            (false, false) => "different; the first difference comes first:\n".to_owned(),
        };
        for difference in &self.differences {
            shown += &format!("  {}\n", difference.message.in_language(settings.language));
            if let Some(line) = &difference.line {
                let (number, written, replayed) = (line.number, &line.written, &line.replayed);
                shown += &match vietnamese {
                    true => format!("    dòng {number}:\n    đã ghi:  {written}\n    tính lại: {replayed}\n"),
                    false => {
                        format!("    line {number}:\n    written:  {written}\n    replayed: {replayed}\n")
                    }
                };
            }
        }
        if let Some(key) = &self.signed_by {
            shown += &format!("{}: {key}\n", settings.say("khóa đã ký", "signed by the key"));
        }
        shown
            + &format!(
                "{}: sha256 {sha256}\n",
                settings.say("mã của biên bản chạy", "digest of the run record")
            )
    }
}
