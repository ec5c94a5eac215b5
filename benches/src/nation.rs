//! A national year: the communes of 34 provinces and the people in them, each province scored by a process of its own, then
//! merged. What is written follows from a seed, row by row; nothing holds more than one province.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use thidua_check::{check, compile};
use thidua_core::{Date, Plan, PlanInput, RuleSet, ValueKind};

use crate::full::{complete, values};
use crate::grow::{Spent, beside, run};
use crate::plot::{Curve, draw};

const PROVINCES: usize = 34;
const COMMUNES: usize = 3_321;
const RULES: &[u8] = include_bytes!("every-method.yaml");

/// Years of so many people, one after the other.
pub(crate) fn measure(sizes: &[usize]) {
    println!(
        "a national year: {COMMUNES} communes, {PROVINCES} provinces, every method; one thread, one process at a time"
    );
    let Some(program) = beside() else {
        return println!("  no `thidua` beside this program: cargo build --profile dist -p thidua-cli");
    };
    let rules: RuleSet = thidua_rulefile::read_bytes("rules.yaml", RULES).expect("rules that can be read");
    let rules = check(rules, "rules.yaml").expect("sound rules");
    let plan =
        compile(&rules, "rules.yaml", Date::from_calendar(2014, 12, 31).expect("a day")).expect("a plan");
    println!(
        "  {:>9} {:>12} {:>14} {:>14} {:>11} {:>15} {:>12}",
        "people", "files, MB", "provinces, s", "peak MiB", "merge, s", "merge, peak MiB", "µs an entrant"
    );
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for people in sizes {
        let folder = std::env::temp_dir().join(format!("thidua-nation-{}-{people}", std::process::id()));
        let measured = write(&folder, &plan, *people).and_then(|bytes| Ok((bytes, year(&program, &folder)?)));
        let _ = std::fs::remove_dir_all(&folder);
        let (bytes, (provinces, merge)) = match measured {
            Ok(measured) => measured,
            Err(error) => return println!("  not measured: {error}"),
        };
        let entrants = u64::try_from(people + COMMUNES).unwrap_or(1);
        let size = entrants as f64;
        times.push((size, (provinces.cpu + merge.cpu).as_secs_f64()));
        peaks.push((size, provinces.peak_kib.max(merge.peak_kib) as f64 / 1024.0));
        println!(
            "  {people:>9} {:>12} {:>14.2} {:>14} {:>11.2} {:>15} {:>12}",
            bytes / 1_000_000,
            provinces.cpu.as_secs_f64(),
            provinces.peak_kib / 1024,
            merge.cpu.as_secs_f64(),
            merge.peak_kib / 1024,
            (provinces.cpu + merge.cpu).as_micros() / u128::from(entrants),
        );
    }
    // One size is no growth.
    if sizes.len() < 2 {
        return;
    }
    let curves = [
        Curve { title: "processor time, s (provinces and merge)", points: times, aim: 180.0 },
        Curve { title: "peak memory, MiB (largest process)", points: peaks, aim: 4096.0 },
    ];
    match draw(Path::new(PLOT), &curves) {
        Ok(()) => println!("  growth drawn in {PLOT}: grey is linear, red the aim"),
        Err(error) => println!("  growth is not drawn: {error}"),
    }
}

/// Where the growth is drawn.
const PLOT: &str = "benches/nation.svg";

/// What all provinces spent, the greatest peak among them, and what the merging spent.
fn year(program: &Path, folder: &Path) -> std::io::Result<(Spent, Spent)> {
    let mut all = Spent::default();
    let mut parts = Vec::new();
    for province in 0..PROVINCES {
        let part = folder.join(format!("{province:02}.part"));
        let (file, lists) = names(province);
        let mut words = vec!["score-part".as_ref(), folder.as_os_str(), file.as_ref(), lists.as_ref()];
        words.extend(["--out".as_ref(), part.as_os_str(), "--threads".as_ref(), OsStr::new("1")]);
        let spent = run(program, &words)?;
        if !part.exists() {
            // Once more, for what it says.
            let said = std::process::Command::new(program).args(words).output()?;
            return Err(std::io::Error::other(String::from_utf8_lossy(&said.stderr).into_owned()));
        }
        all = Spent { cpu: all.cpu + spent.cpu, peak_kib: all.peak_kib.max(spent.peak_kib) };
        parts.push(part);
    }
    let mut words = vec!["merge".as_ref(), folder.as_os_str()];
    words.extend(parts.iter().map(|part| part.as_os_str()));
    words.extend(["--threads", "1"].map(OsStr::new));
    let merge = run(program, &words)?;
    if !folder.join("results").exists() {
        return Err(std::io::Error::other("merge wrote no results"));
    }
    Ok((all, merge))
}

/// The table of a province, and that of the inputs with many values, one value a row.
fn names(province: usize) -> (String, String) {
    (format!("tinh-{province:02}.csv"), format!("tinh-{province:02}-nhieu.csv"))
}

/// The folder of a year; how many bytes its tables have.
fn write(folder: &Path, plan: &Plan, people: usize) -> std::io::Result<u64> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("rules.yaml"), RULES)?;
    let mut manifest =
        "movement: Một năm toàn quốc\nhistory: [ history.csv ]\nruns:\n- id: nam\n  rules: rules.yaml\n  \
        period: { from: 2014-01-01, until: 2014-12-31 }\n  decision_date: 2015-01-15\n  pages: none\n  evaluations:\n"
            .to_owned();
    for province in 0..PROVINCES {
        let (file, lists) = names(province);
        for file in [file, lists] {
            let layout = "layout: { stage: tham-dinh, kind: loại, cluster: cụm }";
            let _ = writeln!(manifest, "  - {{ file: {file}, {layout} }}");
        }
    }
    std::fs::write(folder.join("thidua.yaml"), manifest)?;
    let mut history = BufWriter::new(File::create(folder.join("history.csv"))?);
    writeln!(history, "entrant,year,result,decision")?;
    for commune in (0..COMMUNES).filter(|commune| commune % 3 > 0) {
        writeln!(history, "x{commune:05},2013,tot,{commune}/QĐ")?;
    }
    history.flush()?;
    let mut bytes = 0;
    for province in 0..PROVINCES {
        let (table, lists) = names(province);
        let paths = [folder.join(table), folder.join(lists)];
        province_tables(&paths, plan, province, people)?;
        for path in &paths {
            bytes += std::fs::metadata(path)?.len();
        }
    }
    Ok(bytes)
}

/// Communes `province`, `province + 34`, …, and every person who lives in one of them.
fn province_tables(
    [table, lists]: &[PathBuf; 2],
    plan: &Plan,
    province: usize,
    people: usize,
) -> std::io::Result<()> {
    let (mut table, mut lists) = (csv::Writer::from_path(table)?, csv::Writer::from_path(lists)?);
    let mut header = vec!["mã", "loại", "cụm"];
    header.extend(plan.inputs().iter().filter(|input| !input.many).map(|input| input.name.as_str()));
    table.write_record(&header)?;
    lists.write_record(["entrant", "loại", "cụm", "criterion", "value"])?;
    let communes = (province..COMMUNES).step_by(PROVINCES);
    let living = |commune: usize| (commune..people).step_by(COMMUNES);
    let count = communes.clone().map(|commune| 1 + living(commune).count()).sum();
    let start = u64::try_from(province).unwrap_or(0) * 100_000_000;
    let mut seeds = complete(plan, count, start).into_iter();
    let mut row = |id: String, kind: &str, cluster: String| {
        let seed = seeds.next().ok_or_else(|| std::io::Error::other("too few rows have a total"))?;
        let mut record = vec![id.clone(), kind.to_owned(), cluster.clone()];
        for (input, values) in plan.inputs().iter().zip(values(plan, seed)) {
            for value in values {
                match input.many {
                    true => lists.write_record([&id, kind, &cluster, &input.name, &word(input, value)])?,
                    false => record.push(word(input, value)),
                }
            }
        }
        table.write_record(&record)?;
        Ok::<(), std::io::Error>(())
    };
    for commune in communes {
        row(format!("x{commune:05}"), "xa", format!("tinh-{province:02}"))?;
        for person in living(commune) {
            row(format!("n{person:07}"), "can-bo", format!("xa-{commune:05}"))?;
        }
    }
    lists.flush()?;
    table.flush()
}

/// A value as people enter it.
fn word(input: &PlanInput, value: thidua_core::Decimal) -> String {
    let whole = thidua_core::Exact::from(value).floor_i64().unwrap_or(0);
    match input.kind {
        ValueKind::YesNo => if whole == 1 { "có" } else { "không" }.to_owned(),
        ValueKind::Choice => {
            let choice = usize::try_from(whole).ok().and_then(|at| input.choices.get(at));
            choice.map(|(id, _)| id.clone()).unwrap_or_default()
        }
        ValueKind::Date => Date::from_day_number(whole).map(|day| day.to_string()).unwrap_or_default(),
        ValueKind::Percent => {
            let percent = thidua_core::Exact::from(value) * thidua_core::Exact::from(100);
            format!("{percent}%")
        }
        ValueKind::Count | ValueKind::Number => value.to_string(),
    }
}
