use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use thidua::{Files, Text, text};

use super::difference::{Difference, Line, What};
use crate::folder::is_inside;
use crate::record::{self, FileRecord, RunRecord, file_record};
use crate::{replayed, results_folder, system_error};

/// What the record says of the inputs, and what they are.
pub(super) fn inputs(record: &RunRecord, files: &Files, differences: &mut Vec<Difference>) {
    for input in &record.inputs {
        let name = input.file.as_str();
        let (what, message) = match files.get(name).map(|bytes| file_record(name, bytes)) {
            Some(now) if now == *input => continue,
            Some(_) => (
                What::InputChanged,
                text!(
                    "tệp số liệu `{name}` đã đổi (sha256 khác biên bản)",
                    "the input `{name}` has changed (its sha256 differs from the record)"
                ),
            ),
            None => (
                What::InputMissing,
                text!(
                    "tệp số liệu `{name}` không còn được tệp khai báo nhắc đến",
                    "the input `{name}` is no longer named by the manifest"
                ),
            ),
        };
        differences.push(Difference::new(what, name, message));
    }
    let recorded: BTreeSet<&str> = record.inputs.iter().map(|input| input.file.as_str()).collect();
    for (name, _) in files.iter().filter(|(name, _)| !recorded.contains(name)) {
        let message =
            text!("tệp số liệu `{name}` không có trong biên bản", "the input `{name}` is not in the record");
        differences.push(Difference::new(What::InputAdded, name, message));
    }
}

/// The files in the results folder against what the record says of them: changed, gone, added.
pub(super) fn on_disk(record: &RunRecord, results: &Path, differences: &mut Vec<Difference>) {
    let mut known: BTreeSet<&Path> = [record::NAME, record::SIGNATURE].map(Path::new).into();
    for result in &record.results {
        let name = result.file.as_str();
        known.insert(Path::new(name));
        if !is_inside(name) {
            let message = text!(
                "biên bản có ghi tệp `{name}` nằm ngoài thư mục kết quả",
                "the record lists `{name}`, which lies outside the results folder"
            );
            differences.push(Difference::new(What::Record, name, message));
            continue;
        }
        let (what, message) = match record::file_on_disk(results, name) {
            Ok(found) if found == *result => continue,
            Ok(_) => (
                What::ResultChanged,
                text!(
                    "tệp kết quả `{name}` trên đĩa không còn như lúc ghi",
                    "the result `{name}` on disk is not what was written"
                ),
            ),
            Err(error) => {
                let is_gone = error.kind() == std::io::ErrorKind::NotFound;
                (
                    if is_gone { What::ResultMissing } else { What::ResultChanged },
                    system_error::unreadable(name, &error),
                )
            }
        };
        differences.push(Difference::new(what, name, message));
    }
    match results_folder::names(results) {
        Ok(names) => {
            for name in names.iter().filter(|name| !known.contains(name.as_path())) {
                let name = name.display().to_string();
                let message = text!(
                    "tệp `{name}` nằm trong thư mục kết quả mà biên bản không ghi",
                    "the file `{name}` lies in the results folder and is not in the record"
                );
                differences.push(Difference::new(What::ResultAdded, &name, message));
            }
        }
        Err(error) => {
            let shown = results.display().to_string();
            differences.push(Difference::new(
                What::ResultMissing,
                &shown,
                system_error::unreadable(&shown, &error),
            ));
        }
    }
}

/// What comes out now against what the record says of the results.
pub(super) fn replayed(
    record: &RunRecord,
    replayed: &[(FileRecord, Option<replayed::Difference>)],
    differences: &mut Vec<Difference>,
) {
    let by_name: BTreeMap<&str, &(FileRecord, Option<replayed::Difference>)> =
        replayed.iter().map(|file| (file.0.file.as_str(), file)).collect();
    for result in &record.results {
        let name = result.file.as_str();
        match by_name.get(name) {
            Some((now, _)) if now == result => {}
            Some((_, difference)) => {
                let message = text!(
                    "tệp kết quả `{name}` nay tính ra khác",
                    "the result `{name}` comes out differently"
                );
                let line =
                    difference.clone().map(|(number, written, replayed)| Line { number, written, replayed });
                differences.push(Difference { line, ..Difference::new(What::ResultDiffers, name, message) });
            }
            None => {
                let message =
                    text!("không còn tạo ra tệp kết quả `{name}`", "the result `{name}` no longer comes out");
                differences.push(Difference::new(What::ResultDiffers, name, message));
            }
        }
    }
    let recorded: BTreeSet<&str> = record.results.iter().map(|result| result.file.as_str()).collect();
    for name in by_name.keys().filter(|name| !recorded.contains(*name)) {
        let message = text!("biên bản thiếu tệp kết quả `{name}`", "the record lacks the result `{name}`");
        differences.push(Difference::new(What::Record, name, message));
    }
}

/// The record as it is against the record as it would be written now.
pub(super) fn whole(
    record: &RunRecord,
    bytes: &[u8],
    rebuilt: &RunRecord,
    differences: &mut Vec<Difference>,
) {
    let mut differs = |message: Text| differences.push(Difference::new(What::Record, record::NAME, message));
    if record.rules != rebuilt.rules {
        differs(text!(
            "phần bộ tiêu chí của biên bản khác với lúc này",
            "the record's rules are not what they are now"
        ));
    }
    if record.decisions != rebuilt.decisions {
        differs(text!(
            "phần quyết định của biên bản khác với lúc này",
            "the record's decisions are not what they are now"
        ));
    }
    // Whatever else: the language, an entry twice, another order, other spaces.
    if differences.is_empty() && bytes != thidua_json::to_json(rebuilt).as_bytes() {
        let message = text!("biên bản chạy không còn như lúc ghi", "the run record is not as it was written");
        differences.push(Difference::new(What::Record, record::NAME, message));
    }
}
