//! From files to recommendations: a movement of one table read, scored, graded, ranked and awarded, and three tables written.
//! Every program is a process of its own, all on one thread; what each wrote is compared before its time is shown.

mod floor;
mod peers;
mod tables;
mod wrong;

use std::ffi::OsStr;
use std::fs;
use std::io::Result;
use std::path::{Path, PathBuf};

use crate::grow::{Spent, beside, run};
use crate::random::Random;

const RULES: &str = include_str!("files/rules.yaml");
const MANIFEST: &str = "movement: Từ tệp
register: { file: danh-sach.csv }
runs:
- id: nam
  rules: rules.yaml
  period: { from: 2014-01-01, until: 2014-12-31 }
  decision_date: 2015-01-15
  pages: PAGES
  evaluations: [ { file: phieu.KIND } ]
";
/// The columns of the table behind the id.
const COLUMNS: [&str; 12] = [
    "I.1",
    "việc_xong",
    "việc_giao",
    "hồ_sơ_đúng_hạn",
    "hồ_sơ",
    "II.2",
    "II.3",
    "đối_thoại",
    "báo_cáo_trễ",
    "III.3",
    "số_liệu_sai",
    "kỷ_luật",
];
/// The tables that everybody writes; those by hand are the engine's own, byte for byte, and the others' hold less.
const WRITTEN: [&str; 3] = ["standings", "scorecards", "recommendations"];
const ROUNDS: usize = 3;
/// The work by hand and the library are held against one another: they take turns, so that what else the machine does
/// comes to both, and more often than the others.
const ROUNDS_OF_PAIRS: usize = 9;
/// The manifest of the movement whose table is of that kind.
const PARQUET: &str = "parquet.yaml";
/// A cluster has so many entrants.
const CLUSTER: usize = 12;

/// What a child process of this program is to do, where it is one.
pub(crate) fn child(words: &[String]) -> bool {
    let [_, what, folder, out] = words else { return false };
    match what.as_str() {
        "files-floor" => floor::run(Path::new(folder), Path::new(out)).expect("files that can be read"),
        "files-tables" | "files-tables-parquet" => {
            let manifest = if what == "files-tables" { "thidua.yaml" } else { PARQUET };
            tables::run(Path::new(folder), Path::new(out), manifest).expect("files that can be read");
        }
        _ => return false,
    }
    true
}

pub(crate) fn measure(sizes: &[usize]) {
    println!(
        "\nfrom a file to {} (9 criteria, grades, ranks, an award), shortest of {ROUNDS}, of {ROUNDS_OF_PAIRS} in turn by hand and as a library",
        WRITTEN.join(", ")
    );
    for size in sizes {
        let folder = std::env::temp_dir().join(format!("thidua-files-{}-{size}", std::process::id()));
        let measured = write(&folder, *size).and_then(|()| one_size(&folder, *size));
        let _ = fs::remove_dir_all(&folder);
        if let Err(error) = measured {
            println!("  not measured: {error}");
        }
    }
}

fn one_size(folder: &Path, size: usize) -> Result<()> {
    let own = std::env::current_exe()?;
    println!(
        "  {size} entrants, phieu.csv of {} MB",
        fs::metadata(folder.join("phieu.csv"))?.len() / 1_000_000
    );
    println!("    {:<44} {:>8} {:>8} {:>9}  wrong cells; by hand: files", "", "CPU s", "ratio", "peak MiB");
    let expected = wrong::expected(folder)?;
    // Each in a folder of its own: whoever writes nothing must not be taken for another.
    let out = folder.join("out");
    let [by_hand, by_engine, from_parquet] =
        ["by-hand", "by-engine", "from-parquet"].map(|name| out.join(name));
    for folder in [&by_hand, &by_engine, &from_parquet] {
        fs::create_dir_all(folder)?;
    }
    let python = peers::python_of_peers();
    if let Ok(python) = &python {
        run(python, &peers::words("convert", folder, &out, "parquet"))?;
    }
    let pairs =
        [("files-floor", &by_hand), ("files-tables", &by_engine), ("files-tables-parquet", &from_parquet)];
    let [bare, engine, parquet] = in_turn(folder, &own, pairs)?;
    let line = |what: &str, spent: &Spent, wrong: Option<usize>| {
        let (seconds, peak) = (spent.cpu.as_secs_f64(), spent.peak_kib / 1024);
        let ratio = seconds / bare.cpu.as_secs_f64().max(0.001);
        let wrong = wrong.map_or_else(|| "-".to_owned(), |wrong| wrong.to_string());
        println!("    {what:<44} {seconds:>8.3} {ratio:>8.2} {peak:>9}  {wrong}");
    };
    line("the same files, whole numbers by hand", &bare, Some(wrong::other_files(&by_hand, &by_engine)?));
    // What the engine computed is what all others are held against.
    line("thidua as a library, three tables", &engine, None);
    match (&python, wrong::other_files(&from_parquet, &by_engine)) {
        (Ok(_), Ok(wrong)) => line("thidua as a library, three tables, Parquet", &parquet, Some(wrong)),
        (Ok(_), Err(_)) => {
            println!("    no Parquet for the library: build it with --features thidua-cli/parquet");
        }
        // Nobody wrote a file of it.
        (Err(_), _) => {}
    }
    match beside() {
        Some(program) => {
            for (what, manifest) in [
                ("thidua recommend, all results but pages", "thidua.yaml"),
                ("thidua recommend, a page for everybody too", "pages.yaml"),
            ] {
                line(what, &recommended(&program, folder, manifest)?, None);
            }
        }
        None => println!("    no `thidua` beside this program: cargo build --profile dist -p thidua-cli"),
    }
    match python {
        Ok(python) => {
            for peer in peers::ALL {
                let spent = shortest(folder, &python, &peers::words(peer, folder, &out, "csv"))?;
                line(&format!("{peer}, CSV"), &spent, Some(wrong::count(&out, &expected)?));
            }
            of_parquet(&python, folder, &out, &expected, &line)?;
        }
        Err(error) => println!("    polars and DuckDB are not measured: {error}"),
    }
    Ok(())
}

/// The same table as Parquet.
fn of_parquet(
    python: &Path,
    folder: &Path,
    out: &Path,
    expected: &wrong::Expected,
    line: &dyn Fn(&str, &Spent, Option<usize>),
) -> Result<()> {
    if let Some(program) = beside() {
        match recommended(&program, folder, PARQUET) {
            Ok(spent) => line("thidua recommend, all results but pages, Parquet", &spent, None),
            Err(_) => println!("    no Parquet for `thidua`: build it with --features parquet"),
        }
    }
    for peer in peers::ALL {
        let spent = shortest(folder, python, &peers::words(peer, folder, out, "parquet"))?;
        line(&format!("{peer}, Parquet"), &spent, Some(wrong::count(out, expected)?));
    }
    Ok(())
}

/// The program on the folder with this manifest; it wrote results, or there is nothing to tell of it.
fn recommended(program: &Path, folder: &Path, manifest: &str) -> Result<Spent> {
    let words = ["recommend".as_ref(), folder.as_os_str(), "--manifest".as_ref(), manifest.as_ref()];
    let words = [words.as_slice(), &["--threads".as_ref(), "1".as_ref()]].concat();
    let spent = shortest(folder, program, &words)?;
    match folder.join("results").exists() {
        true => Ok(spent),
        false => Err(std::io::Error::other("`thidua` wrote no results")),
    }
}

/// What the shortest of several rounds spent, each of them the first on its folder: a second one is held against what is
/// there.
fn shortest(folder: &Path, program: &Path, words: &[&OsStr]) -> Result<Spent> {
    let mut best: Option<Spent> = None;
    for _ in 0..ROUNDS {
        let _ = fs::remove_dir_all(folder.join("results"));
        shorter(&mut best, run(program, words)?);
    }
    Ok(best.unwrap_or_default())
}

/// The same of several children of this program that take turns, each with where it writes.
fn in_turn<const N: usize>(folder: &Path, own: &Path, children: [(&str, &PathBuf); N]) -> Result<[Spent; N]> {
    let mut best = [None; N];
    for _ in 0..ROUNDS_OF_PAIRS {
        for (best, (what, out)) in best.iter_mut().zip(children) {
            shorter(best, run(own, &[what.as_ref(), folder.as_os_str(), out.as_os_str()])?);
        }
    }
    Ok(best.map(Option::unwrap_or_default))
}

fn shorter(best: &mut Option<Spent>, spent: Spent) {
    if best.is_none_or(|best| spent.cpu < best.cpu) {
        *best = Some(spent);
    }
}

/// A register and one table; every fiftieth entrant leaves a cell blank.
fn write(folder: &Path, size: usize) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("rules.yaml"), RULES)?;
    for (name, pages, kind) in
        [("thidua.yaml", "none", "csv"), ("pages.yaml", "all", "csv"), (PARQUET, "none", "parquet")]
    {
        fs::write(folder.join(name), MANIFEST.replace("PAGES", pages).replace("KIND", kind))?;
    }
    let mut register = csv::Writer::from_path(folder.join("danh-sach.csv"))?;
    register.write_record(["mã", "tên", "loại", "cụm"])?;
    let mut table = csv::Writer::from_path(folder.join("phieu.csv"))?;
    table.write_record([&["mã đơn vị"], COLUMNS.as_slice()].concat())?;
    let mut random = Random(2014);
    for row in 0..size {
        let (id, cluster) = (format!("x{row:07}"), format!("Cụm {:06}", row / CLUSTER));
        register.write_record([&id, &format!("Xã số {row}"), "xa", &cluster])?;
        let mut cells = cells(&mut random);
        if row % 50 == 7 {
            // All but the last, which only the award asks for.
            cells[usize::try_from(random.below(11)).unwrap_or(0)] = String::new();
        }
        table.write_record([vec![id], cells].concat())?;
    }
    register.flush()?;
    table.flush()
}

fn cells(random: &mut Random) -> Vec<String> {
    // Most are good, and some are not: hundredths of points out of ten.
    let mut points = || {
        let points = 1000 - random.below(401);
        format!("{}.{:02}", points / 100, points % 100)
    };
    let (first, last) = (points(), points());
    let given = 20 + random.below(80);
    let done = given - random.below(u64::try_from(given / 3).unwrap_or(1));
    let files = 100 + random.below(2000);
    let in_time = files - random.below(u64::try_from(files / 6).unwrap_or(1));
    let level = ["chua", "mot-phan", "day-du", "day-du"][usize::try_from(random.below(4)).unwrap_or(0)];
    let leads = if random.below(10) == 0 { "không" } else { "có" };
    let talks = random.below(8);
    let late = random.below(4);
    let mistakes = random.below(3);
    let punished = if random.below(40) == 0 { "có" } else { "không" };
    let number = |number: i64| number.to_string();
    vec![
        first,
        number(done),
        number(given),
        number(in_time),
        number(files),
        level.to_owned(),
        leads.to_owned(),
        number(talks),
        number(late),
        last,
        number(mistakes),
        punished.to_owned(),
    ]
}

/// Where a program writes a table.
fn table(out: &Path, name: &str) -> PathBuf {
    out.join(name).with_extension("csv")
}
