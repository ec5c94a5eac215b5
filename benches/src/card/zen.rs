//! The same scorecard in zen-engine, in the same run on the same cells: its grades are compared before its time is shown.

use std::fs;
use std::io::Result;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::loops::wrong_grades;
use super::{Band, GRADES, Line};
use crate::peers::{python, succeed};

const ENVIRONMENT: &str = "target/peers-zen";
const SCRIPT: &str = "benches/peers/card.py";
const LIBRARIES: [&str; 1] = ["zen-engine"];
const ROUNDS: &str = "3";

/// Measures every form of the scorecard; the time is that of all entrants, however many of them were asked.
pub(crate) fn measure(columns: &[Vec<i64>], bands: &[Band], grades: &[u8]) -> Result<Vec<Line>> {
    let python = python(ENVIRONMENT, &LIBRARIES)?;
    let folder = std::env::temp_dir().join(format!("thidua-card-{}", std::process::id()));
    let measured = run(&python, &folder, columns, bands, grades);
    let _ = fs::remove_dir_all(&folder);
    measured
}

fn run(
    python: &Path,
    folder: &Path,
    columns: &[Vec<i64>],
    bands: &[Band],
    grades: &[u8],
) -> Result<Vec<Line>> {
    fs::create_dir_all(folder)?;
    let write = |name: &str, numbers: &mut dyn Iterator<Item = i64>| {
        fs::write(folder.join(name), numbers.flat_map(i64::to_le_bytes).collect::<Vec<u8>>())
    };
    write("cells.i64", &mut columns.iter().flatten().copied())?;
    write("bands.i64", &mut bands.iter().flat_map(|band| [band.from, band.full, band.start, band.max]))?;
    write("grades.i64", &mut GRADES.into_iter())?;
    let rows = grades.len().to_string();
    let told = succeed(Command::new(python).arg(SCRIPT).arg(folder).args([&rows, ROUNDS]))?;
    let peer = |line: &str| {
        let (form, nanos) = line.split_once('\t')?;
        let theirs = fs::read(folder.join(format!("{form}.grades"))).ok()?;
        let asked = u32::try_from(theirs.len()).ok()?;
        let each = Duration::from_nanos(nanos.parse().ok()?) / asked.max(1);
        let some = if theirs.len() < grades.len() { format!(" ({asked} asked)") } else { String::new() };
        Some(Line {
            what: format!("zen-engine, {form}{some}"),
            time: each * u32::try_from(grades.len()).ok()?,
            wrong_points: None,
            wrong_grades: wrong_grades(&theirs, grades),
        })
    };
    Ok(told.lines().filter_map(peer).collect())
}
