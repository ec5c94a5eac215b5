//! Folders worked through, for the tests of what is shown of them.

use std::path::{Path, PathBuf};

use thidua::{EntrantId, Evaluations, Files, Report, Run, run, run_simple};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder of `fixtures`, worked through.
pub(crate) fn worked(folder: &str) -> Report {
    fn collect(root: &Path, folder: &Path, files: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let folder = root().join("fixtures").join(folder);
    let mut files = Files::default();
    collect(&folder, &folder, &mut files);
    run(&files, "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"))
}

/// One rule set over one table.
pub(crate) fn simple(rules: &str, points: &str) -> Report {
    let files = Files::from([("rules.yaml", rules), ("points.csv", points)]);
    run_simple(&files, "rules.yaml", "points.csv").unwrap_or_else(|found| panic!("{found:#?}"))
}

/// A folder of texts, with its manifest.
pub(crate) fn texts<const N: usize>(files: [(&str, &str); N]) -> Report {
    run(&Files::from(files), "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"))
}

/// The run with this id.
pub(crate) fn of<'a>(report: &'a Report, id: &str) -> &'a Run {
    report.runs.iter().find(|run| run.id == id).unwrap_or_else(|| panic!("no run {id}"))
}

/// The position of an entrant.
pub(crate) fn row(evaluations: &Evaluations, id: &str) -> EntrantId {
    evaluations.position(id).unwrap_or_else(|| panic!("nobody is called {id}"))
}
