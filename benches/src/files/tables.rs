//! The engine as a library: the folder read, worked through, and three tables written.

use std::fs;
use std::io::{Error, Result};
use std::path::Path;

use thidua::{Files, Language, Report, Table};

use super::{PARQUET, table};

pub(super) fn run(folder: &Path, out: &Path, manifest: &str) -> Result<()> {
    let report = worked_through(folder, manifest)?;
    let results = report.results();
    for run in &results.runs {
        for kind in [Table::Standings, Table::Scorecards, Table::Recommendations] {
            let mut file = fs::File::create(table(out, kind.id()))?;
            thidua::write_table(run, kind, Language::English, &mut file)?;
        }
    }
    Ok(())
}

pub(super) fn worked_through(folder: &Path, manifest: &str) -> Result<Report> {
    let mut files = Files::default();
    put(&mut files, folder, "", if manifest == PARQUET { "phieu.csv" } else { "phieu.parquet" })?;
    thidua::run(&files, manifest).map_err(|findings| Error::other(format!("{:?}", findings.first())))
}

/// Every file of the folder but this one, and nothing that was written into it.
fn put(files: &mut Files, folder: &Path, below: &str, but: &str) -> Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true if name == "results" || name == "out" => {}
            true => put(files, folder, &format!("{name}/"), but)?,
            false if name == but => {}
            false => files.insert(&name, fs::read(entry.path())?),
        }
    }
    Ok(())
}
