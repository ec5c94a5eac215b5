//! Killed at any moment: never half a file, never a lost file, no litter after the next run.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::{Movement, code, program, text, thidua, tries};

/// Starts the program so many times and kills each a little later in its life than the one before; says how many were
/// caught alive.
fn kill_at_every_moment(
    words: &[&str],
    times: usize,
    mut before: impl FnMut(usize),
    mut after: impl FnMut(),
) -> usize {
    let start = || program().args(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    before(0);
    let started = Instant::now();
    start().wait().unwrap();
    let life = started.elapsed();
    let mut caught = 0;
    for time in 0..times {
        before(time);
        let mut run = start();
        let share = u32::try_from(time + 1).unwrap();
        std::thread::sleep(life * share / u32::try_from(times).unwrap());
        let _ = run.kill();
        caught += usize::from(run.wait().unwrap().code().is_none());
        after();
    }
    caught
}

#[test]
fn recommend_may_be_killed_at_any_moment() {
    let movement = Movement::with_results();
    let points = movement.read("points.csv");
    movement.write("results/ghi chú.txt", "giữ");
    let times = tries(20);
    let caught = kill_at_every_moment(
        &["recommend", movement.path()],
        times,
        |time| movement.write("points.csv", &points.replace("a,95", &format!("a,{}", 70 + time % 25))),
        || {
            // The old results or the new ones, whole; and what is the user's.
            assert_eq!(movement.read("results/ghi chú.txt"), "giữ");
            for (what, file) in movement.differences(&[]) {
                let fits = matches!(what.as_str(), "input-changed" | "result-differs")
                    || (what == "result-added" && file == "ghi chú.txt");
                assert!(fits, "{what} {file}");
            }
            assert_eq!(code(&movement.recommend()), 1);
            assert_eq!(movement.litter(), [""; 0]);
            assert_eq!(movement.read("results/ghi chú.txt"), "giữ");
        },
    );
    println!("recommend: {times} kills, {caught} before the end");
    assert_eq!(movement.differences(&[]), [("result-added".to_owned(), "ghi chú.txt".to_owned())]);
}

/// Every file below a folder with its bytes, sorted by name.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(everything(&path));
        } else {
            files.push((path.clone(), std::fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

#[test]
fn report_may_be_killed_at_any_moment() {
    let movement = Movement::new();
    let out = movement.at("hồ sơ");
    let words = ["report", movement.path(), "--out", out.to_str().unwrap()];
    let papers = || everything(&out);
    assert_eq!(code(&thidua(&words)), 0);
    let whole = papers();
    assert!(whole.len() > 3);
    let times = tries(10);
    let caught = kill_at_every_moment(
        &words,
        times,
        |_| {
            if out.exists() {
                std::fs::remove_dir_all(&out).unwrap();
            }
        },
        || {
            // All the papers or none.
            if out.exists() {
                assert_eq!(papers(), whole);
            } else {
                assert_eq!(code(&thidua(&words)), 0);
                assert_eq!(papers(), whole);
            }
            // Another run takes away what a killed one left.
            std::fs::remove_dir_all(&out).unwrap();
            assert_eq!(code(&thidua(&words)), 0);
            assert_eq!(movement.litter(), [""; 0]);
        },
    );
    println!("report: {times} kills, {caught} before the end");
}

/// A rule set and its test file in a folder of their own.
fn author() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mẫu");
    assert_eq!(code(&thidua(&["new", path.to_str().unwrap()])), 0);
    folder
}

/// Kills a verb that writes one file anew, and sees that the file is always the old one or the new one.
fn one_file(
    folder: &tempfile::TempDir,
    file: &str,
    spoiled: impl Fn(&str) -> String,
    words: impl Fn(&str) -> Vec<String>,
    times: usize,
) {
    let path = folder.path().join("mẫu").join(file);
    let sound = std::fs::read_to_string(&path).unwrap();
    let spoiled = spoiled(&sound);
    assert_ne!(spoiled, sound);
    let words = words(folder.path().join("mẫu/rules").to_str().unwrap());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    std::fs::write(&path, &spoiled).unwrap();
    let output = thidua(&words);
    let written = std::fs::read_to_string(&path).unwrap();
    assert_ne!(written, spoiled, "{} {}", text(&output.stdout), text(&output.stderr));
    let parent = path.parent().unwrap();
    let caught = kill_at_every_moment(
        &words,
        times,
        |_| std::fs::write(&path, &spoiled).unwrap(),
        || {
            let now = std::fs::read_to_string(&path).unwrap();
            assert!(now == spoiled || now == written, "half a file: {now}");
            thidua(&words);
            assert_eq!(crate::litter(parent), [""; 0]);
        },
    );
    println!("{}: {times} kills, {caught} before the end", words.join(" "));
}

#[test]
fn fmt_may_be_killed_at_any_moment() {
    let words = |rules: &str| vec!["fmt".to_owned(), rules.to_owned()];
    one_file(&author(), "rules/bo-tieu-chi.yaml", |text| text.replace(": ", ":  "), words, tries(10));
}

#[test]
fn update_may_be_killed_at_any_moment() {
    let words = |rules: &str| vec!["test".to_owned(), rules.to_owned(), "--update".to_owned()];
    one_file(
        &author(),
        "rules/bo-tieu-chi.test.yaml",
        |text| text.replacen("bonus: 0", "bonus: 1", 1),
        words,
        tries(10),
    );
}

#[test]
fn write_may_be_killed_at_any_moment() {
    let words = |rules: &str| ["test", rules, "--mutants", "--write"].map(str::to_owned).to_vec();
    let folder = author();
    let put =
        |name: &str, text: &str| std::fs::write(folder.path().join("mẫu/rules").join(name), text).unwrap();
    put(
        "bo-tieu-chi.yaml",
        "rule_set: r\nversion: 1\ntitle: R\ncriteria: [ { code: I, title: Một, points_max: 5, direct: { step: 1 } } ]\n",
    );
    put("bo-tieu-chi.test.yaml", "tests:\n- { test: Hai, given: { I: 2 }, expect: { total: 2 } }\n");
    // One test leaves small changes unnoticed, which are then proposed as tests.
    let shorter = |text: &str| text.replace("Hai", "Một");
    one_file(&folder, "rules/bo-tieu-chi.test.yaml", shorter, words, tries(10));
}

#[test]
fn ctrl_c_leaves_nothing() {
    let movement = Movement::with_results();
    for time in 0..tries(10) {
        let mut run = program();
        let mut run = run
            .args(["recommend", movement.path()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(2 * u64::try_from(time).unwrap()));
        let interrupted = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status();
        assert!(interrupted.is_ok());
        run.wait().unwrap();
        assert_eq!(movement.litter(), [""; 0]);
        assert!(movement.differences(&[]).is_empty());
    }
}
