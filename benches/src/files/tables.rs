//! The engine as a library: the folder read, worked through, and three tables written.

use std::fs;
use std::io::{BufWriter, Error, Result, Write};
use std::path::Path;

use thidua::{Files, Language, Report, Table};

use super::table;

pub(super) fn run(folder: &Path, out: &Path) -> Result<()> {
    let report = worked_through(folder)?;
    let results = report.results();
    for run in &results.runs {
        for kind in [Table::Standings, Table::Scorecards, Table::Recommendations] {
            let mut writer = BufWriter::new(fs::File::create(table(out, kind.id()))?);
            let columns = kind.columns(run);
            let head = columns.iter().map(|column| column.heading(Language::English));
            writer.write_all(&thidua_csv::write([head], thidua_csv::WriteOptions::default()))?;
            let mut written = Ok(());
            kind.rows(run, &mut |line| {
                if written.is_ok() {
                    let cells = line.iter().map(|value| value.shown(Language::English));
                    written =
                        writer.write_all(&thidua_csv::write([cells], thidua_csv::WriteOptions::default()));
                }
            });
            written?;
            writer.flush()?;
        }
    }
    Ok(())
}

pub(super) fn worked_through(folder: &Path) -> Result<Report> {
    let mut files = Files::default();
    put(&mut files, folder, "")?;
    thidua::run(&files, "thidua.yaml").map_err(|findings| Error::other(format!("{:?}", findings.first())))
}

/// Every file of the folder, but no results.
fn put(files: &mut Files, folder: &Path, below: &str) -> Result<()> {
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true if name == "results" => {}
            true => put(files, folder, &format!("{name}/"))?,
            false => files.insert(&name, fs::read(entry.path())?),
        }
    }
    Ok(())
}
