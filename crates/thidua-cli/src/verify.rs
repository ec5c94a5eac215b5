use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use thidua::{Files, Language, run_with_threads, write_results};

use crate::args::VerifyOptions;
use crate::progress::Progress;
use crate::record::{FileRecord, Hashed, NAME, RunRecord, file_record};
use crate::replayed::{Difference, Replayed};
use crate::{Ending, Settings, eprint, findings, folder, print};

/// Replays a run and compares every byte; names the first difference.
pub(crate) fn run(settings: Settings, options: &VerifyOptions) -> Ending {
    let vietnamese = settings.language == Language::Vietnamese;
    let written = options.results.clone().unwrap_or_else(|| options.folder.join("results"));
    let record: RunRecord = match read_record(settings, &written.join(NAME)) {
        Ok(record) => record,
        Err(ending) => return ending,
    };
    let progress = Progress::new(settings.json);
    let files = match folder::read(&options.folder, &record.manifest, &progress) {
        Ok(files) => files,
        Err((found, files)) => {
            findings::show(settings, &found, &files);
            return Ending::Refused;
        }
    };
    let mut differences = Vec::new();
    inputs_changed(&record, &files, vietnamese, &mut differences);
    if record.engine != env!("CARGO_PKG_VERSION") {
        differences.push(match vietnamese {
            true => format!(
                "phiên bản chương trình khác: {} ghi trong biên bản, {} đang chạy",
                record.engine,
                env!("CARGO_PKG_VERSION")
            ),
            false => format!(
                "another engine version: {} in the record, {} running",
                record.engine,
                env!("CARGO_PKG_VERSION")
            ),
        });
    }
    progress.phase(settings.say("đang tính lại …", "replaying …"));
    let report = run_with_threads(&files, &record.manifest, 1);
    progress.done();
    let language = if record.language == "en" { Language::English } else { Language::Vietnamese };
    match report {
        Ok(report) => {
            let mut replayed = Replayed::with(&written);
            // What is compared is never written, so nothing can fail.
            let _ = write_results(&report, language, &mut replayed);
            results_changed(&record, &written, &replayed.finish(), vietnamese, &mut differences);
        }
        Err(found) => {
            findings::show(settings, &found, &files);
            differences.push(
                settings
                    .say(
                        "dữ liệu hiện nay bị từ chối, không tính lại được",
                        "the inputs are refused now and cannot be replayed",
                    )
                    .to_owned(),
            );
        }
    }
    if differences.is_empty() {
        let count = record.results.len();
        print(&match vietnamese {
            true => format!("giống hệt: {count} tệp kết quả, {} tệp đầu vào\n", record.inputs.len()),
            false => format!("identical: {count} result files, {} inputs\n", record.inputs.len()),
        });
        return Ending::Done;
    }
    print(&format!(
        "{}:\n",
        settings
            .say("khác nhau; khác biệt đầu tiên đứng trước", "different; the first difference comes first")
    ));
    for difference in differences {
        print(&format!("  {difference}\n"));
    }
    Ending::Refused
}

fn read_record(settings: Settings, path: &Path) -> Result<RunRecord, Ending> {
    let shown = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        eprint(&format!(
            "{} `{shown}`: {error}\n",
            settings.say("lỗi: không đọc được biên bản chạy", "error: cannot read the run record")
        ));
        Ending::Refused
    })?;
    thidua_rulefile::read_bytes(&shown, &bytes).map_err(|found| {
        findings::show(settings, &found, &Files::default());
        Ending::Refused
    })
}

fn inputs_changed(record: &RunRecord, files: &Files, vietnamese: bool, differences: &mut Vec<String>) {
    for input in &record.inputs {
        let now = files.get(&input.file).map(|bytes| file_record(&input.file, bytes));
        if now.as_ref() != Some(input) {
            let name = &input.file;
            differences.push(match (now.is_some(), vietnamese) {
                (true, true) => format!("tệp đầu vào `{name}` đã đổi (sha256 khác biên bản)"),
                (true, false) => {
                    format!("the input `{name}` has changed (its sha256 differs from the record)")
                }
                (false, true) => format!("tệp đầu vào `{name}` không còn được bản kê nhắc đến"),
                (false, false) => format!("the input `{name}` is no longer named by the manifest"),
            });
        }
    }
    for (name, _) in files.iter() {
        if !record.inputs.iter().any(|input| input.file == name) {
            differences.push(match vietnamese {
                true => format!("tệp đầu vào `{name}` không có trong biên bản"),
                false => format!("the input `{name}` is not in the record"),
            });
        }
    }
}

/// Compares the written files with the record and with what comes out now.
fn results_changed(
    record: &RunRecord,
    written: &Path,
    replayed: &[(FileRecord, Option<Difference>)],
    vietnamese: bool,
    differences: &mut Vec<String>,
) {
    let replayed: BTreeMap<&str, &(FileRecord, Option<Difference>)> =
        replayed.iter().map(|file| (file.0.file.as_str(), file)).collect();
    for result in &record.results {
        let name = &result.file;
        if file_on_disk(written, name).is_none_or(|found| found != *result) {
            differences.push(match vietnamese {
                true => format!("tệp kết quả `{name}` trên đĩa không còn như lúc ghi"),
                false => format!("the result `{name}` on disk is not what was written"),
            });
        }
        match replayed.get(name.as_str()) {
            Some((now, _)) if now == result => {}
            Some((_, difference)) => {
                let (line, before, now) = difference.clone().unwrap_or_default();
                differences.push(match vietnamese {
                    true => format!("`{name}` dòng {line}:\n    đã ghi:  {before}\n    tính lại: {now}"),
                    false => format!("`{name}` line {line}:\n    written:  {before}\n    replayed: {now}"),
                });
            }
            None => differences.push(match vietnamese {
                true => format!("không còn tạo ra tệp kết quả `{name}`"),
                false => format!("the result `{name}` no longer comes out"),
            }),
        }
    }
}

/// Size and hash of a file as it lies on the disk, read piece by piece.
fn file_on_disk(written: &Path, name: &str) -> Option<FileRecord> {
    let mut file = BufReader::new(File::open(written.join(name)).ok()?);
    let mut hashed = Hashed::default();
    loop {
        let piece = file.fill_buf().ok()?;
        if piece.is_empty() {
            return Some(hashed.record(name));
        }
        hashed.take(piece);
        let count = piece.len();
        file.consume(count);
    }
}
