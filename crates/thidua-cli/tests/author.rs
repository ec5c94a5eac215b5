//! The author's verbs: laying out, starting a folder, completion scripts.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::{Command, Output};

fn thidua(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua")).args(words).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn lays_out_what_is_sound_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let get = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    put("a.yaml", "tests:   {b: 8.50}   # ghi chú\r\n");
    put("b.yaml", "a: [ 1\n");
    put("c.csv", "a,b\r\n");

    let checked = thidua(&["fmt", path, "--check"]);
    assert_eq!(code(&checked), 2, "a file that is wrong comes before files laid out otherwise");
    assert!(text(&checked.stderr).contains("a.yaml`") && text(&checked.stderr).contains("TD0110"));
    assert_eq!(get("a.yaml"), "tests:   {b: 8.50}   # ghi chú\r\n");

    assert_eq!(code(&thidua(&["fmt", path])), 2);
    assert_eq!(get("a.yaml"), "tests: { b: 8.50 }   # ghi chú\n");
    assert_eq!((get("b.yaml").as_str(), get("c.csv").as_str()), ("a: [ 1\n", "a,b\r\n"));

    std::fs::remove_file(folder.path().join("b.yaml")).unwrap();
    assert_eq!(code(&thidua(&["fmt", path, "--check"])), 0);
    put("a.yaml", "tests:   1\n");
    assert_eq!(code(&thidua(&["fmt", path, "--check"])), 1);
    put("d.yaml", "x");
    std::fs::write(folder.path().join("d.yaml"), [0x61, 0x3a, 0x20, 0xe0]).unwrap();
    let latin = thidua(&["--lang", "en", "fmt", path]);
    assert_eq!(code(&latin), 2);
    assert!(text(&latin.stderr).contains("TD0102"), "{}", text(&latin.stderr));
}

#[test]
fn the_fixtures_are_in_canonical_layout() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let checked = thidua(&["fmt", fixtures.to_str().unwrap(), "--check"]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stderr));
}

#[test]
fn the_starter_is_sound_tested_and_works_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mau");
    let path = path.to_str().unwrap();
    assert_eq!(code(&thidua(&["new", path])), 0);
    let checked = thidua(&["check", path, "--format", "json"]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).replace([' ', '\n'], "").contains("\"diagnostics\":[]"));
    let tested = thidua(&["test", path]);
    assert_eq!(code(&tested), 0, "{}", text(&tested.stdout));
    let mutants = thidua(&["test", path, "--mutants"]);
    assert_eq!(code(&mutants), 0, "{}", text(&mutants.stdout));
    assert_eq!(code(&thidua(&["fmt", path, "--check"])), 0);
    let recommended = thidua(&["recommend", path]);
    assert_eq!(code(&recommended), 0, "{}", text(&recommended.stderr));
    assert!(text(&recommended.stdout).contains("Giấy khen"));
}

#[test]
fn the_starter_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    std::fs::write(folder.path().join("thidua.yaml"), "của tôi").unwrap();
    let refused = thidua(&["new", path]);
    assert_eq!(code(&refused), 2);
    assert!(text(&refused.stderr).contains("không tệp nào bị ghi đè"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read_to_string(folder.path().join("thidua.yaml")).unwrap(), "của tôi");
    std::fs::remove_file(folder.path().join("thidua.yaml")).unwrap();
    assert_eq!(code(&thidua(&["new", path])), 0, "an empty folder may be filled");
}

#[test]
fn completions_name_every_verb() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = text(&thidua(&["completions", shell]).stdout);
        for verb in ["recommend", "check", "test", "fmt", "new", "schema"] {
            assert!(script.contains(verb), "{shell} {verb}");
        }
    }
    assert!(text(&thidua(&["completions", "fish"]).stdout).contains("ghi chú"));
    assert_eq!(code(&thidua(&["completions", "cmd"])), 3);
}

#[test]
fn a_manifest_among_rule_sets_is_told_as_what_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/methods/members");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let checked = thidua(&["check", &path("thidua.yaml"), &path("phong.yaml")]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stderr));
    assert!(text(&checked.stderr).contains("TD0821") && text(&checked.stdout).starts_with("1/1 "));
}
