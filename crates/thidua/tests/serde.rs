//! What is read can be written and read again: every authored file of the fixtures, through both readers of JSON.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
use thidua::{Condition, Decisions, Manifest, RuleSet};

fn authored(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            authored(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

/// Whether the file is one of these; then it must come back the same.
fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    name: &str,
    bytes: &[u8],
) -> bool {
    let Ok(read) = thidua_rulefile::read_bytes::<T>(name, bytes) else { return false };
    let json = serde_json::to_string(&read).unwrap();
    let again: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{name}: {error}\n{json}"));
    assert_eq!(again, read, "{name} through serde_json");
    let again: T =
        thidua_rulefile::read(name, &json).unwrap_or_else(|found| panic!("{name}: {found:#?}\n{json}"));
    assert_eq!(again, read, "{name} through the reader of rule files");
    assert_eq!(serde_json::to_string(&again).unwrap(), json, "{name}");
    true
}

#[test]
fn every_authored_file_comes_back_the_same() {
    let mut files = Vec::new();
    authored(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"), &mut files);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for path in files {
        let (name, bytes) = (path.display().to_string(), std::fs::read(&path).unwrap());
        for (kind, is_one) in [
            ("rule sets", comes_back::<RuleSet>(&name, &bytes)),
            ("manifests", comes_back::<Manifest>(&name, &bytes)),
            ("decisions", comes_back::<Decisions>(&name, &bytes)),
        ] {
            *seen.entry(kind).or_default() += usize::from(is_one);
        }
    }
    assert!(seen["rule sets"] > 150 && seen["manifests"] >= 2 && seen["decisions"] >= 2, "{seen:?}");
}

#[test]
fn conditions_are_written_as_they_are_read() {
    for (written, expected) in [
        (
            "điểm >= 90 and (not kỷ_luật or bonus > 2)",
            "điểm >= 90 và (không kỷ_luật = 1 hoặc điểm_thưởng > 2)",
        ),
        ("a - (b - c) - d >= -(e + 1) * 2", "a - (b - c) - d >= -(e + 1) * 2"),
        ("a / (b * c) != 5%", "a / (b * c) != 5%"),
        ("nop <= 31/12/2014", "nop <= 2014-12-31"),
        ("points of I.1 >= share of 'Phần A'", "điểm của \"I.1\" >= tỷ_lệ của \"Phần A\""),
        ("xếp_loại là 'gọi là \"tốt\"'", "xếp_loại = 'gọi là \"tốt\"'"),
        ("every group >= 50% và không (a > 1 và b > 2)", "mọi nhóm >= 50% và không (a > 1 và b > 2)"),
        ("(a > 1 và b > 2) và c > 3", "(a > 1 và b > 2) và c > 3"),
        ("sum of x > 1 hoặc không không a > 1", "tổng của \"x\" > 1 hoặc không không a > 1"),
    ] {
        let condition = Condition::parse(written).unwrap();
        let json = serde_json::to_string(&condition).unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), expected);
        assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
    }
}

#[test]
fn labels_clauses_and_lonely_parts_stay() {
    let tree = r#"{ all: [ { when: a >= 1, label: Có một, basis: qd 2 }, { any: [ b ] }, { not: { when: c, label: C } } ] }"#;
    let condition: Condition = thidua_rulefile::read("điều kiện", tree).unwrap();
    let json = serde_json::to_string(&condition).unwrap();
    assert_eq!(
        json,
        r#"{"all":[{"when":"a >= 1","label":"Có một","basis":"qd 2"},{"any":["b = 1"]},{"not":{"when":"c = 1","label":"C"}}]}"#
    );
    assert_eq!(serde_json::from_str::<Condition>(&json).unwrap(), condition);
}
