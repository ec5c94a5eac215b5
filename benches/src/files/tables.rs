//! The engine as a library: the folder read, worked through, and three tables written.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use thidua::{Files, Language, Report, Table};

use super::table;

pub(super) fn run(folder: &Path, out: &Path) -> Result<()> {
    let report = worked_through(folder)?;
    let results = report.results();
    for run in &results.runs {
        for kind in [Table::Standings, Table::Scorecards, Table::Recommendations] {
            let mut file = fs::File::create(table(out, kind.id()))?;
            thidua::write_table(run, kind, Language::English, &mut file)?;
        }
    }
    Ok(())
}

pub(super) fn worked_through(folder: &Path) -> Result<Report> {
    let mut files = Files::default();
    put(&mut files, folder, "")?;
    thidua::run(&files, "thidua.yaml").map_err(|findings| Error::other(format!("{:?}", findings.first())))
}

/// Every file of the folder, but nothing that was written into it.
fn put(files: &mut Files, folder: &Path, below: &str) -> Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true if name == "results" || name == "out" => {}
            true => put(files, folder, &format!("{name}/"))?,
            false => files.insert(&name, fs::read(entry.path())?),
        }
    }
    Ok(())
}
