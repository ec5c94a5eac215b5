//! The files of the repository say the same after layout as before.

use std::path::{Path, PathBuf};

use thidua_rulefile::{Document, format};

#[test]
fn every_fixture_keeps_its_meaning_and_settles() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"), &mut files);
    let mut laid_out = 0;
    for path in &files {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).unwrap();
        let Ok(before) = Document::parse(&name, &text) else { continue };
        let after = format(&name, &text).unwrap_or_else(|found| panic!("{name}: {found:?}"));
        assert_eq!(Document::parse(&name, &after).unwrap().root(), before.root(), "{name}");
        assert_eq!(format(&name, &after).unwrap(), after, "{name}");
        assert_eq!(text.matches('#').count(), after.matches('#').count(), "{name}");
        laid_out += 1;
    }
    assert!(laid_out > 150, "only {laid_out} of {} files", files.len());
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
}
