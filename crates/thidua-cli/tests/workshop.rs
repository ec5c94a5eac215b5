//! `thidua test` as a rule author meets it: coverage, mutants, proposals, and files that are written whole.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const RULES: &str = "\
rule_set: x
version: 1
title: X
inputs: { n: { kind: count } }
criteria:
- { code: I, title: I, points_max: 10, direct: {} }
- code: II
  title: II
  points_max: 4
  bands: { of: n, steps: [ { from: 3, points: 4 }, { below: 3, points: 1 } ] }
";
const TESTS: &str = "\
tests:
# Một đơn vị.
- test: một
  given: { I: 1, n: 3 }
  expect: { total: 5 }
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.yaml"), RULES).unwrap();
    std::fs::write(folder.path().join("x.test.yaml"), TESTS).unwrap();
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder).arg("test").args(words);
    command
}

fn thidua(folder: &Path, words: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command(folder, words).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn coverage_names_the_lines_that_are_left() {
    let folder = folder();
    let (code, said, _) = thidua(folder.path(), &["x.yaml", "--coverage"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("✗ x.yaml:10  II: bậc (−∞; 3)\n"), "{said}");
    assert!(said.ends_with("✗ x.yaml: độ phủ 66,6% (2/3 nhánh), còn 1\n"), "{said}");
    let (_, said, _) = thidua(folder.path(), &["x.yaml", "--coverage", "--lang", "en"]);
    assert!(said.ends_with("✗ x.yaml: coverage 66.6% (2/3 branches), 1 left\n"), "{said}");
}

#[test]
fn coverage_fails_only_where_a_number_is_asked_for() {
    let folder = folder();
    let code = |words: &[&str]| thidua(folder.path(), words).0;
    assert_eq!(code(&["x.yaml", "--coverage", "--at-least", "66"]), 0);
    assert_eq!(code(&["x.yaml", "--coverage", "--at-least", "67"]), 1);
    assert_eq!(code(&["x.yaml", "--at-least", "100"]), 1, "the number alone asks for coverage");
    assert_eq!(code(&["x.yaml", "--coverage", "--at-least", "101"]), 3);
    let more = format!("{TESTS}- test: hai\n  given: {{ I: 1, n: 2 }}\n  expect: {{ total: 2 }}\n");
    std::fs::write(folder.path().join("x.test.yaml"), &more).unwrap();
    assert_eq!(code(&["x.yaml", "--at-least", "100"]), 0);
    std::fs::write(folder.path().join("x.test.yaml"), more.replace("total: 2", "total: 3")).unwrap();
    assert_eq!(code(&["x.yaml", "--at-least", "100"]), 1, "a failing test is no proof of anything");
}

#[test]
fn coverage_as_data_and_as_a_page() {
    let folder = folder();
    let (code, said, _) = thidua(folder.path(), &["x.yaml", "--coverage", "--format", "json"]);
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((json[0]["reached"].as_u64(), json[0]["all"].as_u64()), (Some(2), Some(3)));
    let left = json[0]["branches"].as_array().unwrap().iter().filter(|branch| branch["reached"] == false);
    let left: Vec<&str> = left.map(|branch| branch["what"]["en"].as_str().unwrap()).collect();
    assert_eq!(left, ["band (−∞; 3)"]);

    let (code, ..) = thidua(folder.path(), &["x.yaml", "--coverage-html", "page.html"]);
    assert_eq!(code, 0);
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("chưa thử: bậc (−∞; 3)"));

    let (code, _, said) = thidua(folder.path(), &["x.yaml", "--coverage-html", "no/where.html"]);
    assert!(code == 2 && said.contains("no/where.html"), "{said}");
}

#[test]
fn proposals_are_written_once_and_noticed_when_confirmed() {
    let folder = folder();
    let file = folder.path().join("x.test.yaml");
    let (code, said, _) = thidua(folder.path(), &["x.yaml", "--mutants", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(said.contains("II: `from` 3 → 4") || said.contains("II: `points` 1 → 0"), "{said}");
    assert!(said.contains("pending: true"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), TESTS, "nothing is written unasked");

    let (code, _, said) = thidua(folder.path(), &["x.yaml", "--mutants", "--write"]);
    assert!(code == 1 && said.contains("pending: true"), "{said}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.starts_with(TESTS) && written.len() > TESTS.len(), "{written}");
    let (code, said, _) = thidua(folder.path(), &["x.yaml"]);
    assert!(code == 0 && said.contains("chờ xác nhận"), "{said}");
    thidua(folder.path(), &["x.yaml", "--mutants", "--write"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written, "the same proposals are not added again");

    std::fs::write(&file, written.replace("  pending: true\n", "")).unwrap();
    let (code, said, _) = thidua(folder.path(), &["x.yaml"]);
    assert_eq!(code, 0, "{said}");
    let (code, said, _) = thidua(folder.path(), &["x.yaml", "--mutants"]);
    assert!(code == 0 && said.ends_with("không phát hiện 0\n"), "{said}");
    assert_eq!(thidua(folder.path(), &["x.yaml", "--write"]).0, 3, "`--write` needs `--mutants`");
}

/// Everything in a folder but the two files that belong there.
fn strangers(folder: &Path) -> Vec<String> {
    let names =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !matches!(name.as_str(), "x.yaml" | "x.test.yaml")).collect()
}

#[test]
fn a_file_that_cannot_be_written_leaves_nothing_behind() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("page.html")).unwrap();
    let (code, ..) = thidua(folder.path(), &["x.yaml", "--coverage-html", "page.html"]);
    assert_eq!(code, 2);
    assert_eq!(strangers(folder.path()), ["page.html"]);
}

#[test]
fn a_killed_run_leaves_the_old_file_or_the_new_one() {
    let whole = folder();
    thidua(whole.path(), &["x.yaml", "--mutants", "--write"]);
    let new = std::fs::read_to_string(whole.path().join("x.test.yaml")).unwrap();
    assert_ne!(new, TESTS);
    for moment in 0..40 {
        let folder = folder();
        let mut run = command(folder.path(), &["x.yaml", "--mutants", "--write"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment * 4));
        run.kill().unwrap();
        run.wait().unwrap();
        let left = std::fs::read_to_string(folder.path().join("x.test.yaml")).unwrap();
        assert!(left == TESTS || left == new, "after {moment}: {left}");
    }
}
