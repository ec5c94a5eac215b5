//! The rule sets that the project ships are as tested as it asks of others: every branch reached, no slip unnoticed,
//! no test file to spare.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::path::{Path, PathBuf};

use thidua::{RuleSet, check};
use thidua_rulefile::Document;
use thidua_workshop::{MutantReport, Suite, read_suite, run_coverage, run_mutants};

fn folders<const N: usize>(names: [&str; N]) -> [PathBuf; N] {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    names.map(|folder| fixtures.join(folder).join("rules"))
}

const SEED: [&str; 2] = ["dan-van-kheo-2014", "khen-thuong-2026"];
const LAW: [&str; 4] =
    ["can-tho-157-2025", "dan-van-chinh-quyen-2026", "kpi-335-2025", "phan-loai-don-vi-307-2025"];

/// Every rule set of a folder with its suites, files of sheets alone left out.
fn tested(folder: &Path) -> Vec<(Document, Vec<Suite>)> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (tests, rules): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| name.ends_with(".test.yaml"));
    let suites: Vec<Suite> =
        tests.iter().map(|name| read_suite(name, &text(name).unwrap(), &text).unwrap()).collect();
    let of = |rules: &str| -> Vec<Suite> {
        suites.iter().filter(|suite| suite.rules == rules && !suite.cases.is_empty()).cloned().collect()
    };
    rules.iter().map(|name| (Document::parse(name, &text(name).unwrap()).unwrap(), of(name))).collect()
}

fn mutants(document: &Document, suites: &[Suite]) -> MutantReport {
    run_mutants(document, suites, 2, &|_, _| {}).unwrap()
}

#[test]
fn every_branch_is_reached_and_no_slip_goes_unnoticed() {
    let folders = folders(SEED).into_iter().chain(folders(LAW));
    for (document, suites) in folders.flat_map(|folder| tested(&folder)) {
        let name = document.name();
        assert!(!suites.is_empty(), "{name} has no tests");
        let rules = check(document.decode::<RuleSet>().unwrap(), name.clone()).unwrap();
        let coverage = run_coverage(&document, &rules, &suites).unwrap();
        let left: Vec<_> = coverage.left().collect();
        assert!(left.is_empty(), "{name}: {left:#?}");
        let report = mutants(&document, &suites);
        assert!(report.survivors.is_empty(), "{name}: {:#?}", report.survivors);
        // A ranking by counts alone has little in it that could slip.
        assert!(report.killed > 10, "{name}: {}", report.killed);
    }
}

#[test]
fn without_any_one_test_file_slips_go_unnoticed() {
    let [seed, awards] = folders(SEED);
    let seed = tested(&seed).into_iter().filter(|(document, _)| &**document.name() == "xa.yaml");
    for (document, suites) in seed.chain(tested(&awards)) {
        for left_out in 0..suites.len() {
            let mut rest = suites.clone();
            let gone = rest.remove(left_out);
            let report = mutants(&document, &rest);
            assert!(!report.survivors.is_empty(), "{} could be deleted", gone.file);
        }
    }
}
