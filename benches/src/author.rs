//! From edit to verdict: what a rule author waits for after saving a file, beside the start of the program.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use thidua_check::{Valid, check};
use thidua_core::RuleSet;
use thidua_rulefile::Document;
use thidua_workshop::{Suite, read_suite, run_mutants, run_suites};

use crate::best;

const GROUPS: usize = 20;
const IN_GROUP: usize = 10;
const CASES: usize = 300;
const ROUNDS: usize = 7;
const SEED: &str = "fixtures/dan-van-kheo-2014/rules";

pub(crate) fn measure() {
    let (rules_text, suite_text) = (rules(), suite());
    println!("\nfrom edit to verdict: {} criteria, {CASES} tests, best of {ROUNDS}", GROUPS * IN_GROUP);
    let (reading, parsed) = best(ROUNDS, || thidua_rulefile::read::<RuleSet>("bench.yaml", &rules_text));
    if let Err(findings) = parsed {
        return println!("  not read: {findings:?}");
    }
    let (read_and_checked, checked) = best(ROUNDS, || verdict(&rules_text));
    let checked = match checked {
        Ok(checked) => checked,
        Err(findings) => return println!("  not sound: {:?}", findings.first()),
    };
    let (suites_read, suites) = best(ROUNDS, || read_suite("bench.test.yaml", &suite_text, &|_| None));
    let suites = match suites {
        Ok(suite) => [suite],
        Err(findings) => return println!("  tests not read: {:?}", findings.first()),
    };
    let (running, results) = best(ROUNDS, || run_suites(&checked, "bench.yaml", &suites));
    match results {
        Ok(results) => {
            let failed = results.iter().filter(|result| !result.mismatches.is_empty()).count();
            assert_eq!((results.len(), failed), (CASES, 0), "every test runs and passes");
        }
        Err(findings) => return println!("  tests refused: {:?}", findings.first()),
    }
    line("read the rules", reading);
    line("check", read_and_checked.saturating_sub(reading));
    line("read the tests", suites_read);
    line("run the tests", running);
    let whole = read_and_checked + suites_read + running;
    line("from edit to verdict", whole);
    match start() {
        Some(start) => {
            line("start of `thidua --version`", start);
            let hundredths = whole.as_micros() * 100 / start.as_micros().max(1);
            println!("  ratio {}.{:02}", hundredths / 100, hundredths % 100);
        }
        None => println!("  no `thidua` beside this program: cargo build --profile dist -p thidua-cli"),
    }
    seed_mutants();
}

fn verdict(text: &str) -> Result<Valid<RuleSet>, Vec<thidua_core::Diagnostic>> {
    check(thidua_rulefile::read("bench.yaml", text)?, "bench.yaml")
}

fn line(what: &str, time: Duration) {
    println!("  {what:<28} {:>6}.{:02} ms", time.as_micros() / 1000, time.as_micros() % 1000 / 10);
}

/// The start of the command line, which stands beside this program once it is built.
fn start() -> Option<Duration> {
    let program = std::env::current_exe().ok()?.with_file_name("thidua");
    let run = || {
        let status = Command::new(&program).arg("--version").stdout(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    };
    run().then(|| best(20, run).0)
}

/// Every mutant of the seed's largest rule set against its tests.
fn seed_mutants() {
    let name = format!("{SEED}/xa.yaml");
    let Ok(source) = std::fs::read_to_string(&name) else {
        return println!("\n{name} is not here: run from the project's root");
    };
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(SEED).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    let suites: Vec<Suite> = files
        .iter()
        .map(|file| file.to_string_lossy().into_owned())
        .filter(|file| file.ends_with(".test.yaml"))
        .map(|file| {
            let text = std::fs::read_to_string(&file).expect("a test file");
            read_suite(&file, &text, &|other| std::fs::read_to_string(other).ok()).expect("sound tests")
        })
        .filter(|suite| suite.rules == name && !suite.cases.is_empty())
        .collect();
    let document = Document::parse(&name, &source).expect("rules that can be read");
    let (time, report) = best(1, || run_mutants(&document, &suites, 1, &|_, _| {}));
    match report {
        Ok(report) => println!(
            "\n{name}: {} mutants in {} ms on one thread, {} a second, {} survivors",
            report.all,
            time.as_millis(),
            report.all as u128 * 1000 / time.as_millis().max(1),
            report.survivors.len()
        ),
        Err(findings) => println!("\n{name}: {:?}", findings.first()),
    }
}

/// Groups of bands, ratios, levels, counts and direct points; a grading, a ranking, an award.
fn rules() -> String {
    let mut text = "rule_set: bench\nversion: 1\ntitle: Bench\ninputs:\n".to_owned();
    for group in 0..2 * GROUPS {
        writeln!(text, "  a{group}: {{ kind: count }}\n  b{group}: {{ kind: count }}\n  c{group}: {{ kind: percent }}\n  d{group}: {{ kind: count }}").expect("text");
    }
    text.push_str("criteria:\n");
    for group in 0..GROUPS {
        writeln!(text, "- code: G{group}\n  title: Nhóm {group}\n  children:").expect("text");
        for child in 0..IN_GROUP {
            // Two criteria of a method in a group, each with inputs of its own.
            let own = 2 * group + child / 5;
            let method = match child % 5 {
                0 => format!("bands: {{ of: c{own}, steps: [ {{ from: 90%, points: 5 }}, {{ from: 50%, below: 90%, points: 3 }}, {{ below: 50%, points: 0 }} ] }}"),
                1 => format!("ratio: {{ numerator: a{own}, denominator: b{own}, when_zero: 100% }}"),
                2 => "levels: { choices: [ { id: thap, title: Thấp, points: 0 }, { id: cao, title: Cao, points: 5 } ] }".to_owned(),
                3 => format!("count: {{ of: d{own}, each: 1, cap: 5 }}"),
                _ => "direct: {}".to_owned(),
            };
            writeln!(
                text,
                "  - {{ code: G{group}.{child}, title: Tiêu chí {group}.{child}, points_max: 5, {method} }}"
            )
            .expect("text");
        }
    }
    text.push_str("gradings: [ { id: loai, title: Xếp loại, grades: [ { id: tot, title: Tốt, from: 800 }, { id: kha, title: Khá, below: 800 } ] } ]\n");
    text.push_str("rankings: [ { id: chung, scope: all } ]\n");
    text.push_str("awards: [ { id: khen, title: Khen, kind: commendation, for: collective, requires: [ { when: xếp_loại >= \"Tốt\" } ] } ]\n");
    text
}

/// One sheet of full points, and tests in which one criterion each has other points.
fn suite() -> String {
    let mut text = "sheets:\n  full:\n    given:\n".to_owned();
    for own in 0..2 * GROUPS {
        writeln!(text, "      a{own}: 10\n      b{own}: 10\n      c{own}: 95%\n      d{own}: 5")
            .expect("text");
    }
    for group in 0..GROUPS {
        for child in 0..IN_GROUP {
            match child % 5 {
                2 => writeln!(text, "      G{group}.{child}: cao").expect("text"),
                4 => writeln!(text, "      G{group}.{child}: 5").expect("text"),
                _ => {}
            }
        }
    }
    text.push_str("tests:\n");
    for case in 0..CASES {
        let (group, step) = (case % GROUPS, case / GROUPS);
        let own = 2 * group;
        // One criterion differs from full points: entered, looked up in bands, or counted.
        let (given, points) = match case % 3 {
            0 => (format!("G{group}.4: {}", step % 6), step % 6),
            1 => {
                let share = 40 + 4 * step;
                (
                    format!("c{own}: {share}%"),
                    if share >= 90 {
                        5
                    } else if share >= 50 {
                        3
                    } else {
                        0
                    },
                )
            }
            _ => (format!("d{own}: {}", step % 8), (step % 8).min(5)),
        };
        let total = GROUPS * IN_GROUP * 5 - 5 + points;
        writeln!(text, "- test: Phép thử {case}\n  like: full\n  given: {{ {given} }}\n  expect: {{ points: {{ G{group}: {} }}, total: {total}, grade: tot, awards: {{ khen: recommended }} }}", IN_GROUP * 5 - 5 + points).expect("text");
    }
    text
}
