use std::fs;
use std::path::{Path, PathBuf};

use thidua::Files;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// A folder of `fixtures` in memory, without its pages of prose.
///
/// # Panics
/// When there is no such folder.
#[must_use]
pub fn fixture(name: &str) -> Files {
    fn collect(top: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(top, &path, files);
            } else if path.extension().is_none_or(|extension| extension != "md") {
                let name = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let folder = root().join(name);
    let mut files = Files::default();
    collect(&folder, &folder, &mut files);
    files
}

/// The names of the folders below one of `fixtures`, sorted.
///
/// # Panics
/// When there is no such folder.
#[must_use]
pub fn fixtures_below(name: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(name)).unwrap().map(Result::unwrap);
    let mut folders: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .map(|entry| format!("{name}/{}", entry.file_name().to_string_lossy()))
        .collect();
    folders.sort();
    folders
}
