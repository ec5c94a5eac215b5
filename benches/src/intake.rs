//! What reading returned forms costs: 160 workbooks of 150 criteria each, beside the reader that only looks at their cells,
//! and beside openpyxl. Processor time, as the kernel and Python tell it, since other programs may run meanwhile.

use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use calamine::{Reader, Xlsx};
use thidua::{Files, Plan, collect, collect_with_threads, compile, default_day, read_rules, register_of};
use thidua_report::{FormOf, form};
use thidua_table::{IDENTITY_SHEET, WORKINGS};
use thidua_workbook::Workings;

use crate::fill::{Typed, cells, fill};
use crate::{best_by, peers};

const FORMS: usize = 160;
const CRITERIA: usize = 150;
const ROUNDS: usize = 5;

/// Prints the times of one round and their ratios.
pub(crate) fn measure() {
    println!("\n{FORMS} forms × {CRITERIA} criteria, processor time, best of {ROUNDS}");
    let rules = read_rules("bo-tieu-chi.yaml", &rules()).expect("the rules are sound");
    let day = default_day(&rules).expect("they have a last day");
    let plan = compile(&rules, "bo-tieu-chi.yaml", day).expect("they compile");
    let mut units = String::from("id,name,kind,cluster\n");
    (1..=FORMS).for_each(|unit| writeln!(units, "xa-{unit:03},Xã {unit},,Cụm 1").expect("a string"));
    let (register, _) = register_of("don-vi.csv", units.as_bytes()).expect("a register");
    let mut files = Files::default();
    for (number, entrant) in (0..).zip(register.for_plan(&plan)) {
        files.insert(format!("phieu-{}.xlsx", entrant.id), filled(&plan, &entrant, number));
    }
    let (whole, all) = best(|| files.iter().map(|(_, bytes)| bare(bytes, &[])).sum::<usize>());
    let (bare, found) = best(|| files.iter().map(|(_, bytes)| bare(bytes, &WORKINGS)).sum::<usize>());
    let workings = Workings { beside: IDENTITY_SHEET, sheets: &WORKINGS };
    let (read, _) = best(|| {
        let sheets = files
            .iter()
            .map(|(name, bytes)| thidua_workbook::read_without(name, bytes, &Default::default(), workings));
        sheets.map(|sheets| sheets.expect("a workbook").len()).sum::<usize>()
    });
    let (taken, collected) = best(|| collect(&plan, "0", Some(&register), &files));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let clock = (0..ROUNDS).map(|_| {
        let start = std::time::Instant::now();
        std::hint::black_box(collect_with_threads(&plan, "0", Some(&register), &files, threads));
        u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX)
    });
    let clock = clock.min().unwrap_or_default();
    let accepted = collected.files.iter().filter(|file| file.state == thidua::FileState::Accepted).count();
    assert_eq!(accepted, FORMS, "every form is accepted");
    let show = |what: &str, micros: u64| {
        let ratio = micros.saturating_mul(100) / bare.max(1);
        println!("  {what:<46} {:>7} ms {:>4}.{:02}", micros / 1_000, ratio / 100, ratio % 100);
    };
    println!(
        "  {found} cells that are read, {all} with the workings; {} values collected",
        collected.rows.len() - 1
    );
    show("bare reader (calamine, every cell once)", bare);
    show("our sheets: exact, with merged and hidden", read);
    show("collect: forms read, bound and compared", taken);
    show(&format!("the same, {threads} threads, by the clock"), clock);
    show("bare reader, workings too", whole);
    match openpyxl(&files) {
        Ok(micros) => show("openpyxl, read only", micros),
        Err(error) => println!("  openpyxl is not measured: {error}"),
    }
}

/// Every cell of every sheet but some, looked at once.
fn bare(bytes: &[u8], without: &[&str]) -> usize {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut found = 0;
    for sheet in workbook.sheet_names().into_iter().filter(|sheet| !without.contains(&sheet.as_str())) {
        let mut reader = workbook.worksheet_cells_reader(&sheet).expect("a sheet");
        while let Some(cell) = reader.next_cell().expect("a cell") {
            std::hint::black_box(cell.get_value());
            found += 1;
        }
    }
    found
}

/// The shortest of several rounds in microseconds on the processor, and what the last one returned.
fn best<T>(work: impl FnMut() -> T) -> (u64, T) {
    let (shortest, result) = best_by(ROUNDS, on_processor, work);
    (u64::try_from(shortest.as_micros()).unwrap_or(u64::MAX), result)
}

/// How long this process has been on a processor, in whole microseconds.
pub(crate) fn on_processor() -> Duration {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = told.split(' ').next().and_then(|nanos| nanos.parse::<u64>().ok()).unwrap_or(0);
    Duration::from_micros(nanos / 1_000)
}

/// The same files in openpyxl, in a Python that is made on first use.
fn openpyxl(files: &Files) -> std::io::Result<u64> {
    let python = peers::python("target/peers-openpyxl", &["openpyxl"])?;
    let folder = std::env::temp_dir().join(format!("thidua-forms-{}", std::process::id()));
    let measured = write(files, &folder)
        .and_then(|()| peers::succeed(Command::new(python).arg("benches/peers/cells.py").arg(&folder)));
    let _ = std::fs::remove_dir_all(&folder);
    measured?.trim().parse().map_err(std::io::Error::other)
}

fn write(files: &Files, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    files.iter().try_for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes))
}

/// Points, yes or no, counts and ratios.
fn rules() -> String {
    let mut text = String::from(
        "rule_set: phieu-lon\nversion: 1\ntitle: Phiếu lớn\neffective: { from: 2026-01-01, until: 2026-12-31 }\ninputs:\n",
    );
    let line = |text: &mut String, line: String| text.push_str(&(line + "\n"));
    for number in (4..=CRITERIA).step_by(5) {
        line(&mut text, format!("  xong_{number}: {{ title: Số việc xong {number}, kind: count }}"));
        line(&mut text, format!("  giao_{number}: {{ title: Số việc giao {number}, kind: count }}"));
    }
    for number in (5..=CRITERIA).step_by(5) {
        line(&mut text, format!("  dat_{number}: {{ title: Đạt {number}, kind: yes-no }}"));
    }
    text.push_str("criteria:\n");
    for number in 1..=CRITERIA {
        let method = match number % 5 {
            4 => format!(", ratio: {{ numerator: xong_{number}, denominator: giao_{number} }}"),
            0 => format!(", yes_no: {{ of: dat_{number} }}"),
            _ => String::new(),
        };
        line(
            &mut text,
            format!("- {{ code: C{number}, title: Nội dung thi đua thứ {number}, points_max: 10{method} }}"),
        );
    }
    text
}

/// The form of an entrant with every cell filled in.
fn filled(plan: &Plan, entrant: &thidua::Entrant, number: usize) -> Vec<u8> {
    let blank = form(FormOf { plan, entrant, blank: false, stage: plan.rules().official(), sha256: "0" })
        .expect("a form");
    let typed = cells(&blank).inputs.into_iter().map(|(input, (sheet, row, column))| {
        let what = match input.split('_').next() {
            Some("xong") => Typed::Number("7".to_owned()),
            Some("giao") => Typed::Number("9".to_owned()),
            Some("dat") => Typed::Words("Có".to_owned()),
            _ => Typed::Number(format!("{}.5", number % 10)),
        };
        (sheet, row, column, what)
    });
    fill(&blank, &typed.collect::<Vec<_>>())
}
