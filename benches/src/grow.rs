//! How `thidua recommend` grows: the movement's own communes written again and again, from 1,000 to 100,000.

use std::ffi::OsStr;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const SEED: &str = "fixtures/dan-van-kheo-2014";
const TABLES: [&str; 3] = ["xa-2014-tu-cham.csv", "xa-2014-tham-dinh.csv", "xa-2014-mo-hinh.csv"];
const MANIFEST: &str = "movement: Lớn dần
register: { file: danh-sach.csv }
runs:
- id: xa
  rules: xa.yaml
  period: { from: 2014-01-01, until: 2014-12-31 }
  decision_date: 2015-01-15
  evaluations:
  - { file: xa-2014-tu-cham.csv, layout: { stage: self } }
  - { file: xa-2014-tham-dinh.csv, layout: { stage: appraised } }
  - { file: xa-2014-mo-hinh.csv }
";

/// Runs the program beside this one on ever larger folders.
pub(crate) fn measure(sizes: &[usize]) {
    println!("\n`thidua recommend` on the communes of {SEED}, one thread");
    let Some(program) = beside() else {
        return println!("  no `thidua` beside this program: cargo build --profile dist -p thidua-cli");
    };
    println!("  {:>9} {:>10} {:>15} {:>9}", "entrants", "CPU s", "µs an entrant", "peak MiB");
    for size in sizes {
        let folder = std::env::temp_dir().join(format!("thidua-grow-{}-{size}", std::process::id()));
        let written = write(&folder, *size);
        let words = ["recommend".as_ref(), folder.as_os_str(), "--threads".as_ref(), "1".as_ref()];
        let spent = written.and_then(|()| run(&program, &words));
        let _ = std::fs::remove_dir_all(&folder);
        match spent {
            Ok(spent) => {
                let each = spent.cpu.as_micros() / u128::try_from(*size).unwrap_or(1).max(1);
                let (seconds, peak) = (spent.cpu.as_secs_f64(), spent.peak_kib / 1024);
                println!("  {size:>9} {seconds:>10.2} {each:>15} {peak:>9}");
            }
            Err(error) => return println!("  not measured: {error}"),
        }
    }
}

pub(crate) fn beside() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?.with_file_name("thidua");
    program.exists().then_some(program)
}

/// What a process has spent, as the kernel tells it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Spent {
    /// On the processor, the kernel's part too.
    pub(crate) cpu: Duration,
    pub(crate) peak_kib: u64,
}

/// Runs the program with these words to its end.
pub(crate) fn run(program: &Path, words: &[&OsStr]) -> std::io::Result<Spent> {
    let before = of_children();
    let mut child = Command::new(program).args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak_kib = 0;
    while child.try_wait()?.is_none() {
        // It only grows, so that the last look before the end is near enough.
        peak_kib = peak(&child).unwrap_or(peak_kib);
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(Spent { cpu: of_children().saturating_sub(before), peak_kib })
}

/// What all processes that have ended spent together.
#[cfg(unix)]
fn of_children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};

    let Ok(usage) = getrusage(UsageWho::RUSAGE_CHILDREN) else { return Duration::ZERO };
    let micros = |time: nix::sys::time::TimeVal| {
        let micros = time.tv_sec().saturating_mul(1_000_000).saturating_add(time.tv_usec());
        Duration::from_micros(u64::try_from(micros).unwrap_or(0))
    };
    micros(usage.user_time()) + micros(usage.system_time())
}

/// Other systems tell it otherwise, and nobody measures there.
#[cfg(not(unix))]
fn of_children() -> Duration {
    Duration::ZERO
}

fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().split(' ').next()?.parse().ok()
}

/// The communes over and over, each time under new ids and in new clusters.
fn write(folder: &Path, size: usize) -> std::io::Result<()> {
    let seed = |name: &str| std::fs::read_to_string(Path::new(SEED).join(name));
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("thidua.yaml"), MANIFEST)?;
    std::fs::write(folder.join("xa.yaml"), seed("rules/xa.yaml")?)?;
    let register = seed("data/danh-sach.csv")?;
    let rows = csv::Reader::from_reader(register.as_bytes()).into_records().collect::<Result<Vec<_>, _>>()?;
    let communes: Vec<&csv::StringRecord> = rows.iter().filter(|row| row.get(2) == Some("xa")).collect();
    let mut table = csv::Writer::from_path(folder.join("danh-sach.csv"))?;
    table.write_record(["mã", "tên", "loại", "cụm"])?;
    for at in 0..size {
        let (commune, round) = (communes[at % communes.len()], at / communes.len());
        let (id, cluster) = (format!("{}-{round}", &commune[0]), format!("{} {round}", &commune[3]));
        table.write_record([&id, &commune[1], "xa", &cluster])?;
    }
    table.flush()?;
    for table in TABLES {
        let source = seed(&format!("data/{table}"))?;
        let (header, rows) = source.split_once('\n').unwrap_or_default();
        let mut text = format!("{header}\n");
        for round in 0..=size / communes.len() {
            for row in rows.lines() {
                let Some((id, cells)) = row.split_once(',') else { continue };
                let at = communes.iter().position(|commune| &commune[0] == id);
                if at.is_some_and(|at| round * communes.len() + at < size) {
                    let _ = writeln!(text, "{id}-{round},{cells}");
                }
            }
        }
        std::fs::write(folder.join(table), text)?;
    }
    Ok(())
}
