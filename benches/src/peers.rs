//! The same sum and ranking in numpy, polars and DuckDB, in the same run on the same cells: results are compared before
//! times are shown.

use std::fs;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub(crate) const ENVIRONMENT: &str = "target/peers";
const SCRIPT: &str = "benches/peers/sum.py";
pub(crate) const LIBRARIES: [&str; 3] = ["numpy", "polars", "duckdb"];
const ROUNDS: &str = "5";

/// A peer, its shortest round, and how many places differ from the exact ones; no figures where it is not there.
pub(crate) struct Peer {
    pub(crate) name: String,
    pub(crate) measured: Option<(Duration, usize)>,
}

/// Measures every peer; the places are those of the exact sum.
pub(crate) fn measure(columns: &[Vec<i64>], weights: &[i64], places: &[u32]) -> Result<Vec<Peer>> {
    let python = python(ENVIRONMENT, &LIBRARIES)?;
    let folder = std::env::temp_dir().join(format!("thidua-peers-{}", std::process::id()));
    let measured = run(&python, &folder, columns, weights, places);
    let _ = fs::remove_dir_all(&folder);
    measured
}

/// A Python with these libraries, made on first use.
pub(crate) fn python(environment: &str, libraries: &[&str]) -> Result<PathBuf> {
    let python = Path::new(environment).join("bin/python");
    if python.exists() {
        return Ok(python);
    }
    println!("  making {environment} with {} …", libraries.join(", "));
    succeed(Command::new("python3").args(["-m", "venv", environment]))?;
    let install = [["-m", "pip", "install", "--quiet"].as_slice(), libraries].concat();
    if let Err(error) = succeed(Command::new(&python).args(install)) {
        fs::remove_dir_all(environment)?;
        return Err(error);
    }
    Ok(python)
}

pub(crate) fn succeed(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(Error::other(told.lines().next_back().unwrap_or("it failed").to_owned()))
}

fn run(
    python: &Path,
    folder: &Path,
    columns: &[Vec<i64>],
    weights: &[i64],
    places: &[u32],
) -> Result<Vec<Peer>> {
    fs::create_dir_all(folder)?;
    let bytes = |numbers: &[i64]| -> Vec<u8> { numbers.iter().flat_map(|one| one.to_le_bytes()).collect() };
    fs::write(
        folder.join("cells.i64"),
        columns.iter().flat_map(|column| bytes(column)).collect::<Vec<u8>>(),
    )?;
    fs::write(folder.join("weights.i64"), bytes(weights))?;
    let rows = places.len().to_string();
    let mut command = Command::new(python);
    command.arg(SCRIPT).arg(folder).args([&rows, ROUNDS]);
    for threads in ["POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
        command.env(threads, "1");
    }
    let told = succeed(&mut command)?;
    let peer = |line: &str| {
        let (name, time) = line.split_once('\t')?;
        let time = time.parse().ok().map(Duration::from_micros);
        let measured =
            time.and_then(|time| Some((time, wrong(&folder.join(format!("{name}.places")), places)?)));
        Some(Peer { name: name.to_owned(), measured })
    };
    Ok(told.lines().filter_map(peer).collect())
}

/// How many places are not the exact ones.
fn wrong(file: &Path, places: &[u32]) -> Option<usize> {
    let bytes = fs::read(file).ok()?;
    let theirs: Vec<u32> =
        bytes.chunks_exact(4).filter_map(|four| Some(u32::from_le_bytes(four.try_into().ok()?))).collect();
    (theirs.len() == places.len())
        .then(|| theirs.iter().zip(places).filter(|(theirs, exact)| theirs != exact).count())
}
