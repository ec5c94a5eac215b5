use std::path::Path;

use thidua::{Diagnostic, Files, Place, ResultFile, text};
use thidua_report::{Templates, built_in_templates, fields_page};

use super::not_made;
use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, bounded, findings, print, system_error};

/// The templates of a folder, or the built-in ones; what is wrong has been shown when there are none.
pub(crate) fn read(settings: Settings, folder: Option<&Path>) -> Result<Templates, ExitCode> {
    let read = match folder {
        None => Templates::read([]),
        Some(folder) => files(folder).and_then(|files| {
            Templates::read(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
        }),
    };
    read.map_err(|found| {
        findings::show(settings, &found, &Files::default());
        ExitCode::Refused
    })
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let unreadable = |path: &Path, error: &std::io::Error| {
        let name = path.display().to_string();
        let message = system_error::unreadable(&name, error);
        let help = text!(
            "`--templates` là thư mục có các mẫu .docx; viết bộ mẫu gốc ra bằng `thidua report --write-templates THƯ_MỤC`",
            "`--templates` is a folder of .docx templates; write the built-in ones with `thidua report --write-templates FOLDER`"
        );
        Diagnostic::error("TD0609", Place::file(name), message).with_help(help)
    };
    let entries = std::fs::read_dir(folder).map_err(|error| vec![unreadable(folder, &error)])?;
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| vec![unreadable(folder, &error)])?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    let (mut read, mut found) = (Vec::new(), Vec::new());
    for path in paths {
        match bounded::read(&path, bounded::AUTHORED_BYTES_MAX) {
            Ok(bytes) => read.push((path.display().to_string(), bytes)),
            Err(error) => found.push(unreadable(&path, &error)),
        }
    }
    if found.is_empty() { Ok(read) } else { Err(found) }
}

/// Writes the built-in templates into a new folder, with a list of the fields they can name.
pub(super) fn write(settings: Settings, folder: &Path) -> ExitCode {
    let templates = match built_in_templates() {
        Ok(templates) => templates,
        Err(error) => return not_made(settings, &error.to_string()),
    };
    let files = templates.into_iter().map(|paper| ResultFile { name: paper.name, bytes: paper.bytes });
    let fields = ResultFile { name: "cac-truong.txt".to_owned(), bytes: fields_page().into_bytes() };
    let files: Vec<ResultFile> = files.chain([fields]).collect();
    if let Err(error) = write_new(folder, &files) {
        return not_written(settings, folder, &error);
    }
    files.iter().for_each(|file| print(&format!("{}\n", folder.join(&file.name).display())));
    ExitCode::Done
}
