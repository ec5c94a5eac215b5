//! `thidua diff` and `thidua backtest` as a rule author meets them.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::Path;
use std::process::{Command, Output};

fn thidua(words: &[&str]) -> (i32, String, String) {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/dan-van-kheo-2014");
    let output = Command::new(env!("CARGO_BIN_EXE_thidua")).current_dir(seed).args(words).output().unwrap();
    let Output { status, stdout, stderr } = output;
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

const OLD: &str = "rules/xa.yaml";
const NEW: &str = "drafts/xa-2015.yaml";

#[test]
fn says_what_differs_in_both_languages() {
    let (code, said, _) = thidua(&["diff", OLD, NEW]);
    assert_eq!(code, 1);
    assert!(
        said.contains("Thay đổi làm đổi kết quả (3)") && said.contains("Mức xếp loại “Xuất sắc”: từ 90 → 92"),
        "{said}"
    );
    let (_, said, _) = thidua(&["diff", OLD, NEW, "--lang", "en"]);
    assert!(said.contains("Grade “Xuất sắc”: from 90 → 92"), "{said}");
    let (code, json, _) = thidua(&["diff", OLD, NEW, "--format", "json"]);
    assert_eq!(code, 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changes"].as_array().unwrap().len(), 4);
    assert_eq!(thidua(&["diff", OLD, OLD]).0, 0);
}

#[test]
fn what_cannot_be_read_is_refused() {
    let (code, _, said) = thidua(&["diff", OLD, "rules/khong-co.yaml"]);
    assert_eq!(code, 2);
    assert!(said.contains("TD0501"), "{said}");
    let (code, _, said) = thidua(&["backtest", OLD, NEW, "../khen-thuong-2026"]);
    assert_eq!(code, 2);
    assert!(said.contains("TD0701"), "{said}");
    assert_eq!(thidua(&["backtest", OLD, NEW]).0, 3);
    assert_eq!(thidua(&["backtest", OLD, NEW, ".", "--near", "x"]).0, 3);
}

#[test]
fn writes_the_table_and_the_page_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let run = |number: &str| {
        let (csv, html) = (at(&format!("{number}.csv")), at(&format!("{number}.html")));
        let (code, said, _) = thidua(&["backtest", OLD, NEW, ".", "--csv", &csv, "--html", &html]);
        assert_eq!(code, 1, "somebody moves");
        (said, std::fs::read(csv).unwrap(), std::fs::read_to_string(html).unwrap())
    };
    let first = run("1");
    assert_eq!(first, run("2"));
    assert_eq!(String::from_utf8(first.1).unwrap().lines().count(), 1 + 2 * 144);
    assert!(first.2.contains("<svg class=\"flow\"") && first.2.contains("<table class=\"matrix\""));
    assert!(!first.2.contains("http"), "the page needs no network");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 4, "nothing is left beside the files");

    let nowhere = at("khong-co/x.csv");
    let (code, _, said) = thidua(&["backtest", OLD, NEW, ".", "--csv", &nowhere]);
    assert_eq!(code, 2);
    assert!(said.contains("không ghi được"), "{said}");
}

#[test]
fn the_same_version_moves_nobody() {
    let (code, said, _) = thidua(&["backtest", OLD, OLD, "."]);
    assert_eq!(code, 0);
    assert!(said.contains("Không đơn vị nào có thay đổi"), "{said}");
}
