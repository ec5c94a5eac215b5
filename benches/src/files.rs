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
        "\nfrom a file to {} (9 criteria, grades, ranks, an award), shortest of {ROUNDS}",
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
    let mut floor = None;
    let mut line = |what: &str, spent: &Spent, wrong: Option<usize>| {
        let bare = *floor.get_or_insert(spent.ticks.max(1));
        let hundredths = spent.ticks * 100 / bare;
        let (ticks, peak) = (spent.ticks, spent.peak_kib / 1024);
        let wrong = wrong.map_or_else(|| "-".to_owned(), |wrong| wrong.to_string());
        println!(
            "    {what:<44} {:>5}.{:02} {:>5}.{:02} {peak:>9}  {wrong}",
            ticks / 100,
            ticks % 100,
            hundredths / 100,
            hundredths % 100
        );
    };
    // Each in a folder of its own: whoever writes nothing must not be taken for another.
    let out = folder.join("out");
    let [by_hand, by_engine] = ["by-hand", "by-engine"].map(|name| out.join(name));
    fs::create_dir_all(&by_hand)?;
    fs::create_dir_all(&by_engine)?;
    let bare = shortest(folder, &own, &["files-floor".as_ref(), folder.as_os_str(), by_hand.as_os_str()])?;
    let engine =
        shortest(folder, &own, &["files-tables".as_ref(), folder.as_os_str(), by_engine.as_os_str()])?;
    line("the same files, whole numbers by hand", &bare, Some(wrong::other_files(&by_hand, &by_engine)?));
    // What the engine computed is what all others are held against.
    line("thidua as a library, three tables", &engine, None);
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
    match peers::python_of_peers() {
        Ok(python) => {
            for peer in peers::ALL {
                let spent = shortest(folder, &python, &peers::words(peer, folder, &out, "csv"))?;
                line(&format!("{peer}, CSV"), &spent, Some(wrong::count(&out, &expected)?));
            }
            parquet(&python, folder, &out, &expected, &mut line)?;
        }
        Err(error) => println!("    polars and DuckDB are not measured: {error}"),
    }
    Ok(())
}

/// The same table as Parquet.
fn parquet(
    python: &Path,
    folder: &Path,
    out: &Path,
    expected: &wrong::Expected,
    line: &mut dyn FnMut(&str, &Spent, Option<usize>),
) -> Result<()> {
    run(python, &peers::words("convert", folder, out, "parquet"))?;
    // The library is built with the program, and has its features.
    let own = std::env::current_exe()?;
    let by_engine = out.join("from-parquet");
    fs::create_dir_all(&by_engine)?;
    let words = ["files-tables-parquet".as_ref(), folder.as_os_str(), by_engine.as_os_str()];
    let spent = shortest(folder, &own, &words)?;
    match wrong::other_files(&by_engine, &out.join("by-engine")) {
        Ok(wrong) => line("thidua as a library, three tables, Parquet", &spent, Some(wrong)),
        Err(_) => println!("    no Parquet for the library: build it with --features thidua-cli/parquet"),
    }
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
        let spent = run(program, words)?;
        if best.as_ref().is_none_or(|best| spent.ticks < best.ticks) {
            best = Some(spent);
        }
    }
    Ok(best.unwrap_or_default())
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
