use std::path::{Path, PathBuf};

use thidua::{Diagnostic, Place, text};

/// A test file, and the rule file to keep to when that was named instead of the test.
pub(super) struct Found {
    pub(super) file: String,
    pub(super) only: Option<String>,
}

/// The test files under the paths, in the order of names.
pub(super) fn test_files(paths: &[PathBuf], findings: &mut Vec<Diagnostic>) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut |file| found.push(Found { file, only: None }));
        } else if is_test(path) {
            found.push(Found { file: shown(path), only: None });
        } else if path.is_file() {
            let folder =
                path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            walk(folder, &mut |file| found.push(Found { file, only: Some(shown(path)) }));
        } else {
            let name = shown(path);
            findings.push(
                Diagnostic::error(
                    "TD0601",
                    Place::file(name.as_str()),
                    text!("không có `{name}`", "there is no `{name}`"),
                )
                .with_help(text!("kiểm tra tên tệp hoặc thư mục", "check the name of the file or folder")),
            );
        }
    }
    found.sort_by(|left, right| left.file.cmp(&right.file));
    found.dedup_by(|left, right| left.file == right.file && left.only == right.only);
    found
}

fn is_test(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".test.yaml"))
}

/// A path with `/` between its parts and no `./` in front, as test files write them.
fn shown(path: &Path) -> String {
    let parts: Vec<String> = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if path.is_absolute() {
        format!("/{}", parts.get(1..).unwrap_or_default().join("/"))
    } else {
        parts.join("/")
    }
}

/// Every test file below a folder; hidden folders and build outputs are passed over.
fn walk(folder: &Path, take: &mut impl FnMut(String)) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() && !path.is_symlink() && !name.starts_with('.') && name != "target" {
            walk(&path, take);
        } else if is_test(&path) {
            take(shown(&path));
        }
    }
}
