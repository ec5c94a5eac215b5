//! The outcome line by line, or not at all: whoever reads it later finds it, and nothing else changes.

use std::process::Stdio;

use serde_json::Value;

use crate::{Movement, code, program, text, thidua};

fn with_form(form: &str) -> Movement {
    let movement = Movement::new();
    movement.write("thidua.yaml", &format!("outcome: {form}\n{}", movement.read("thidua.yaml")));
    let output = movement.recommend();
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    movement
}

#[test]
fn lines_say_what_the_document_says() {
    let document: Value =
        serde_json::from_str(&Movement::with_results().read("results/outcome.json")).unwrap();
    let movement = with_form("lines");
    assert!(!movement.at("results/outcome.json").exists());
    let written = movement.read("results/outcome.jsonl");
    let mut lines = written.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let head = lines.next().unwrap();
    for key in ["format", "engine", "movement"] {
        assert_eq!(head[key], document[key]);
    }
    for run in document["runs"].as_array().unwrap() {
        let mut run = run.as_object().unwrap().clone();
        let things = ["entrants", "quotas", "findings"].map(|key| run.remove(key).unwrap());
        let about = lines.next().unwrap();
        assert_eq!((&about["run"], &about["about"]), (&run["id"], &Value::Object(run.clone())));
        for (kind, things) in ["entrant", "quota", "finding"].into_iter().zip(things) {
            for thing in things.as_array().unwrap() {
                let line = lines.next().unwrap();
                assert_eq!((&line["run"], &line[kind]), (&run["id"], thing));
            }
        }
    }
    assert_eq!(lines.next(), None);
    let printed = thidua(&["recommend", movement.path(), "--format", "json"]);
    assert_eq!(text(&printed.stdout), written);
}

#[test]
fn a_later_run_compares_with_lines_and_with_the_other_form() {
    let movement = with_form("lines");
    let told = text(&movement.recommend().stdout);
    assert!(told.contains("không có gì thay đổi"), "{told}");
    assert_eq!(movement.differences(&[]), []);
    movement.write("thidua.yaml", &movement.read("thidua.yaml").replace("outcome: lines\n", ""));
    let told = text(&movement.recommend().stdout);
    assert!(
        told.contains("không có gì thay đổi") && !movement.at("results/outcome.jsonl").exists(),
        "{told}"
    );
}

#[test]
fn an_outcome_that_nobody_wants_is_not_written_and_still_printed() {
    let movement = with_form("none");
    assert!(!movement.at("results/outcome.json").exists() && !movement.at("results/outcome.jsonl").exists());
    assert!(!text(&movement.recommend().stdout).contains("ần trước"), "there is nothing to compare with");
    let printed = thidua(&["recommend", movement.path(), "--format", "json"]);
    assert_eq!(text(&printed.stdout), Movement::with_results().read("results/outcome.json"));
    assert_eq!(movement.differences(&[]), []);
}

#[test]
fn whoever_stops_reading_what_is_printed_is_no_fault() {
    let movement = with_form("none");
    let words = ["recommend", movement.path(), "--format", "json"];
    let mut run = program().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(run.stdout.take());
    let output = run.wait_with_output().unwrap();
    assert_eq!((code(&output), text(&output.stderr)), (1, String::new()));
}

#[test]
fn a_signed_list_is_corrected_from_its_lines() {
    let movement = with_form("lines");
    let results = movement.at("results");
    let signed = movement.at("signed");
    std::fs::create_dir(&signed).unwrap();
    for name in ["outcome.jsonl", "run-record.json"] {
        std::fs::copy(results.join(name), signed.join(name)).unwrap();
    }
    let report = |out: &str| {
        let out = movement.at(out);
        let words =
            ["report", movement.path(), "--signed", signed.to_str().unwrap(), "--out", out.to_str().unwrap()];
        thidua(&words)
    };
    let output = report("one");
    assert!(text(&output.stdout).contains("không có gì khác danh sách đã ký"), "{}", text(&output.stderr));
    let lines = movement.read("signed/outcome.jsonl");
    movement.write("signed/outcome.jsonl", &lines.replace("recommended", "refused"));
    let output = report("two");
    assert!(text(&output.stderr).contains("TD0617"), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("outcome.jsonl"), "{}", text(&output.stderr));
}
