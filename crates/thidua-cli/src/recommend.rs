use std::io::{self, Write};
use std::path::{Path, PathBuf};

use thidua::{
    Diagnostic, EarlierOutcome, Files, Language, MergedPart, OutcomeForm, Place, Report, ResultSink,
    Severity, summary, text, write_results,
};

use crate::args::RecommendOptions;
use crate::progress::Progress;
use crate::results_folder::{Fault, KeptAside, ResultsFolder};
use crate::stdout::{Output, print_all};
use crate::{
    ExitCode, Settings, bounded, check, eprint, findings, folder, print, record, simple, system_error,
    worklist,
};

/// Works through a folder, prints the summary and writes the results folder.
pub(crate) fn run(settings: Settings, options: &RecommendOptions) -> ExitCode {
    if !options.tables.is_empty() {
        let (worked, home) = match without_manifest(settings, options) {
            Ok(worked) => worked,
            Err(exit) => return exit,
        };
        let out = options.out.clone().unwrap_or_else(|| home.join("results"));
        return write_and_show(
            settings,
            &options.manifest,
            (&home, &out),
            None,
            at_once(worked, options.threads),
        );
    }
    let out = options.out.clone().unwrap_or_else(|| options.folder.join("results"));
    // A folder of inputs that is not there must not be made by looking for its results.
    let manifest = options.folder.join(&options.manifest);
    let held = if manifest.exists() { ResultsFolder::hold(&out).map(Some) } else { Ok(None) };
    let worked = match held {
        Ok(held) => folder::work_through(settings, &options.folder, &options.manifest, options.threads)
            .map(|worked| (held, worked)),
        Err(fault) => return refused(settings, &fault, &out),
    };
    match worked {
        Ok((held, worked)) => write_and_show(
            settings,
            &options.manifest,
            (&options.folder, &out),
            held,
            at_once(worked, options.threads),
        ),
        Err(exit) => exit,
    }
}

/// A folder that was worked through, at once or in parts.
pub(crate) struct Worked {
    pub(crate) files: Files,
    pub(crate) report: Report,
    /// The parts it was put together from; none when it was worked through at once.
    pub(crate) parts: Vec<MergedPart>,
    /// The number of threads that write.
    pub(crate) threads: usize,
}

fn at_once((files, report): (Files, Report), threads: usize) -> Worked {
    Worked { files, report, parts: Vec::new(), threads }
}

/// Writes the results of what was worked through, and says what a person must see.
pub(crate) fn write_and_show(
    settings: Settings,
    manifest: &str,
    (home, out): (&Path, &Path),
    held: Option<ResultsFolder>,
    worked: Worked,
) -> ExitCode {
    let Worked { files, report, .. } = &worked;
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang ghi kết quả …", "writing results …"));
    let before = earlier(out);
    let written = held.map_or_else(|| ResultsFolder::hold(out), Ok).and_then(|held| {
        held.refuse_inputs(home, files.iter().map(|(name, _)| name))?;
        write(settings, manifest, held, &worked)
    });
    progress.done();
    let written = match written {
        Ok(written) => written,
        Err(fault) => return refused(settings, &fault, out),
    };
    let kept: Vec<Diagnostic> = written.kept.iter().map(|kept| kept.finding(out)).collect();
    let (before, note) = before.map_or_else(|note| (None, Some(note)), |before| (before, None));
    let beside = [kept.as_slice(), note.as_slice()].concat();
    if settings.json {
        let file = report.manifest.outcome.file().map(|name| out.join(name));
        let printed = match &file {
            Some(file) => std::fs::File::open(file).and_then(print_all),
            None => thidua::write_outcome(report, OutcomeForm::Json, &mut Output),
        };
        if let Err(error) = printed {
            let found = check::unreadable(&file.as_deref().unwrap_or(out).display().to_string(), &error);
            findings::show(Settings { json: false, ..settings }, &found, files);
            return ExitCode::Refused;
        }
        findings::show(Settings { json: false, ..settings }, &beside, files);
    } else {
        print(&summary(report, settings.language));
        if let Some(before) = before {
            print(&format!("\n{}", before.changes(report, settings.language)));
        }
        findings::show(settings, &[report.warnings.as_slice(), &beside].concat(), files);
        print(&last_lines(settings, home, out, &written));
    }
    let weighty = |finding: &Diagnostic| finding.severity != Severity::Note;
    let needs_person = report.runs.iter().any(thidua::Run::needs_a_person)
        || report.warnings.iter().any(weighty)
        || !kept.is_empty();
    if needs_person { ExitCode::NeedsPerson } else { ExitCode::Done }
}

/// The results that lie there from the run before, where there are any; a note where they cannot be read.
fn earlier(out: &Path) -> Result<Option<EarlierOutcome>, Diagnostic> {
    let mut files = OutcomeForm::FILES.into_iter().map(|name| out.join(name));
    let Some(file) = files.find(|file| file.exists()) else { return Ok(None) };
    let name = file.display().to_string();
    let message = match bounded::read(&file, EARLIER_BYTES_MAX).map(|bytes| EarlierOutcome::read(&bytes)) {
        Ok(Some(before)) => return Ok(Some(before)),
        Ok(None) => text!(
            "`{name}` không phải kết quả mà phiên bản này đọc được",
            "`{name}` is no outcome that this version reads"
        ),
        Err(error) => system_error::unreadable(&name, &error),
    };
    let note = Diagnostic::warning("TD0501", Place::file(name), message).with_help(text!(
        "kết quả lần này không được so với lần trước; không cần sửa gì",
        "these results are not compared with those before; nothing to mend"
    ));
    Err(Diagnostic { severity: Severity::Note, ..note })
}

/// An outcome that is larger is not compared: it would take longer than the run.
const EARLIER_BYTES_MAX: u64 = 256 << 20;

fn refused(settings: Settings, fault: &Fault, out: &Path) -> ExitCode {
    findings::show(settings, &[fault.finding(out)], &Files::default());
    ExitCode::Refused
}

/// What was written.
struct Written {
    count: usize,
    /// The digest of the record, which stands for everything: worth keeping apart.
    digest: String,
    kept: Vec<KeptAside>,
}

fn write(settings: Settings, manifest: &str, held: ResultsFolder, worked: &Worked) -> Result<Written, Fault> {
    let mut count = 0;
    let mut digest = String::new();
    let kept = held.publish(|written| {
        results(&worked.report, settings.language, worked.threads, written)?;
        written.finish()?;
        let results = std::mem::take(&mut written.files);
        count = results.len() + 1;
        let record = record::make(
            (&worked.files, manifest),
            &worked.report,
            &worked.parts,
            results,
            settings.language,
        );
        let record = thidua_json::to_json(&record);
        digest = record::file_record(record::NAME, record.as_bytes()).sha256;
        written.begin(record::NAME)?;
        written.write_all(record.as_bytes())
    })?;
    Ok(Written { count, digest, kept })
}

/// The results of a run, all but its record: what `recommend` writes and `verify` writes again.
pub(crate) fn results(
    report: &Report,
    language: Language,
    threads: usize,
    sink: &mut dyn ResultSink,
) -> io::Result<()> {
    write_results(report, language, threads, sink)?;
    worklist::add(report, language, sink)
}

fn last_lines(settings: Settings, home: &Path, out: &Path, written: &Written) -> String {
    let (shown, folder, Written { count, digest, .. }) = (out.display(), home.display(), written);
    match settings.language {
        thidua::Language::Vietnamese => format!(
            "\nKết quả: {shown} ({count} tệp). Xem một đơn vị: thidua explain {folder} MÃ\nMã của biên bản chạy (nên ghi lại ở nơi khác): sha256 {digest}\n"
        ),
        thidua::Language::English => thidua::one_of_many(&format!(
            "\nResults: {shown} ({count} files). One entrant: thidua explain {folder} ID --lang en\nDigest of the run record (worth noting elsewhere): sha256 {digest}\n"
        )),
    }
}

/// Works through a rule file and tables, and keeps the manifest that was made of them if asked to.
fn without_manifest(
    settings: Settings,
    options: &RecommendOptions,
) -> Result<((Files, Report), PathBuf), ExitCode> {
    let progress = Progress::new(settings.json);
    let read = simple::read(&options.folder, &options.tables);
    let (read, home) = match read {
        Ok(simple) => (Ok(simple.files), simple.folder),
        Err(found) => (Err(found), PathBuf::new()),
    };
    let worked = folder::work_through_files(settings, &progress, read, simple::NAME, options.threads)?;
    if options.write_manifest {
        let path = home.join(simple::NAME);
        let bytes = worked.0.get(simple::NAME).unwrap_or_default();
        let written = if path.exists() {
            Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists))
        } else {
            crate::writer::write_file_whole(&path, bytes)
        };
        if let Err(error) = written {
            let shown = path.display();
            eprint(&match settings.language {
                thidua::Language::Vietnamese => {
                    format!("lỗi: không ghi được tệp khai báo `{shown}`: {error}\n")
                }
                thidua::Language::English => format!("error: cannot write the manifest `{shown}`: {error}\n"),
            });
            return Err(ExitCode::Refused);
        }
    }
    Ok((worked, home))
}
