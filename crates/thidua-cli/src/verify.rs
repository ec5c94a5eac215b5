use std::path::Path;

use thidua::{Files, Language, results, run_with_threads};

use crate::args::VerifyOptions;
use crate::progress::Progress;
use crate::record::{NAME, RunRecord, file_record};
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
            results_changed(&record, &written, &results(&report, language), vietnamese, &mut differences)
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
    replayed: &[thidua::ResultFile],
    vietnamese: bool,
    differences: &mut Vec<String>,
) {
    for result in &record.results {
        let name = &result.file;
        let on_disk = std::fs::read(written.join(name)).ok();
        if on_disk.as_ref().is_none_or(|bytes| file_record(name, bytes) != *result) {
            differences.push(match vietnamese {
                true => format!("tệp kết quả `{name}` trên đĩa không còn như lúc ghi"),
                false => format!("the result `{name}` on disk is not what was written"),
            });
        }
        let now = replayed.iter().find(|file| file.name == *name);
        match now {
            Some(now) if file_record(name, &now.bytes) == *result => {}
            Some(now) => differences.push(first_difference(
                name,
                on_disk.as_deref().unwrap_or_default(),
                &now.bytes,
                vietnamese,
            )),
            None => differences.push(match vietnamese {
                true => format!("không còn tạo ra tệp kết quả `{name}`"),
                false => format!("the result `{name}` no longer comes out"),
            }),
        }
    }
}

fn first_difference(name: &str, before: &[u8], now: &[u8], vietnamese: bool) -> String {
    let (before, now) =
        (String::from_utf8_lossy(before).into_owned(), String::from_utf8_lossy(now).into_owned());
    let mut lines =
        before.lines().chain(std::iter::repeat("")).zip(now.lines().chain(std::iter::repeat(""))).enumerate();
    let limit = before.lines().count().max(now.lines().count());
    let found = lines.by_ref().take(limit).find(|(_, (before, now))| before != now);
    let (line, before, now) = found.map_or((0, "", ""), |(line, (before, now))| (line + 1, before, now));
    match vietnamese {
        true => format!("`{name}` dòng {line}:\n    đã ghi:  {before}\n    tính lại: {now}"),
        false => format!("`{name}` line {line}:\n    written:  {before}\n    replayed: {now}"),
    }
}
