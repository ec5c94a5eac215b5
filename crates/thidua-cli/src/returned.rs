//! A folder of files that came back (thư mục phiếu nộp): which of its files may be forms or tables.

use std::path::{Path, PathBuf};

/// So many levels of folders are looked through: a folder for each cluster is usual.
const DEPTH_MOST: usize = 4;

/// Every file below the folder, by name; not those that programs keep for themselves.
pub(crate) fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    walk(folder, DEPTH_MOST, &mut found)?;
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // `~$phieu.xlsx` is the lock of an open workbook, and hidden files are nobody's form.
        if name.starts_with('.') || name.starts_with("~$") || name == "Thumbs.db" || name == "desktop.ini" {
            continue;
        }
        if path.is_dir() {
            if depth > 1 {
                walk(&path, depth - 1, found)?;
            }
        } else {
            found.push(path);
        }
    }
    Ok(())
}
