//! Test files that mean nothing, too much or something else are refused at their place.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use thidua::{RuleSet, check};
use thidua_workshop::{read_suite, run_suites, update};

const RULES: &str = "rule_set: mau\nversion: 1\ntitle: Mẫu\neffective: { from: 2025-01-01, until: 2025-12-31 }\ncriteria:\n- { code: I, title: Một, points_max: 10, direct: {} }\n";

fn findings(tests: &str) -> Vec<String> {
    let suite = match read_suite("mau.test.yaml", tests, &|_| None) {
        Ok(suite) => suite,
        Err(found) => return found.iter().map(|finding| finding.code.to_owned()).collect(),
    };
    let rules = check(thidua_rulefile::read::<RuleSet>("mau.yaml", RULES).unwrap(), "mau.yaml").unwrap();
    match run_suites(&rules, "mau.yaml", &[suite]) {
        Ok(_) => Vec::new(),
        Err(found) => found.iter().map(|finding| finding.code.to_owned()).collect(),
    }
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let one = |rest: &str| format!("tests:\n- {{ test: A, {rest} }}\n");
    let pool = |rest: &str| {
        one(&format!("pool: [ {{ entrant: a, given: {{ I: 5 }}, expect: {{ total: 5 }}, {rest} }} ]"))
    };
    let sound = "given: { I: 5 }, expect: { total: 5 }";
    assert!(findings(&one(sound)).is_empty(), "{:?}", findings(&one(sound)));
    assert!(findings(&pool("copies: 3")).is_empty());
    for (code, tests) in [
        ("TD0605", pool("copies: 0")),
        ("TD0605", pool("copies: 1001")),
        ("TD0605", pool("submitted: false")),
        ("TD0605", one("like: x, pool: [ { entrant: a, expect: { total: none } } ]")),
        ("TD0605", one("pool: [ { entrant: \"\", expect: { total: none } } ]")),
        ("TD0605", format!("{}- {{ test: A, {sound} }}\n", one(sound))),
        ("TD0605", format!("tests:\n- {{ test: \" \", {sound} }}\n")),
        ("TD0605", one("columns: [ I, I, total ], rows: [ [ 5, 5, 5 ] ]")),
        ("TD0605", one("columns: [ I, total ], rows: [ [ 5, [ 5, 6 ] ] ]")),
        ("TD0605", one("columns: [ I, total ], rows: []")),
        ("TD0606", one("history: [ { year: 99999, result: x } ], given: { I: 5 }, expect: { total: 5 }")),
        ("TD0606", one("given: { I: [ 5 ] }, expect: { total: 5 }")),
        ("TD0606", format!("base_salary: -1\n{}", one(sound))),
        ("TD0606", format!("base_salary: 2.340\n{}", one(sound))),
        ("TD0602", one("basis: khong-co 9, given: { I: 5 }, expect: { total: 5 }")),
        ("TD0602", format!("sheets: {{ x: {{ given: {{ II: 5 }} }} }}\n{}", one(sound))),
        ("TD0603", one("given: { I: 5 }, expect: { total: 11 }")),
        ("TD0601", format!("include: [ /etc/passwd ]\n{}", one(sound))),
        ("TD0601", format!("include: [ ../../x.test.yaml ]\n{}", one(sound))),
        ("TD0601", format!("rules: \"\"\n{}", one(sound))),
    ] {
        assert!(findings(&tests).iter().any(|found| found == code), "{code}: {tests} {:?}", findings(&tests));
    }
}

#[test]
fn long_chains_and_diamonds_end() {
    let mut tests = String::from("sheets:\n  s0: { given: { I: 5 } }\n");
    for number in 1..20_000 {
        tests += &format!("  s{number}: {{ like: s{} }}\n", number - 1);
    }
    tests += "tests: [ { test: A, like: s19999, expect: { total: 5 } } ]\n";
    assert!(findings(&tests).contains(&"TD0604".to_owned()));
    let reads = std::cell::Cell::new(0);
    let find = |name: &str| {
        reads.set(reads.get() + 1);
        let number: u32 = name.trim_start_matches('f').split('.').next()?.parse().ok()?;
        let next = number + 1;
        Some(if next < 40 {
            format!("include: [ f{next}.test.yaml, f{next}.test.yaml ]\n")
        } else {
            String::new() + "sheets: {}\n"
        })
    };
    let tests = "include: [ f0.test.yaml ]\ntests: [ { test: A, given: { I: 5 }, expect: { total: 5 } } ]\n";
    assert!(read_suite("mau.test.yaml", tests, &find).is_ok());
    assert_eq!(reads.get(), 40);
}

#[test]
fn update_leaves_what_it_cannot_rewrite() {
    let rules = check(thidua_rulefile::read::<RuleSet>("mau.yaml", RULES).unwrap(), "mau.yaml").unwrap();
    for (statement, new) in [
        ("total: 4 # giữ", Some("total: 5 # giữ")),
        ("total: \"4\"", Some("total: 5")),
        ("total: >-\n      4", None),
        ("total: |\n      4", None),
    ] {
        let text = |statement: &str| {
            format!(
                "\u{feff}tests:\n- test: A\n  given: {{ I: 5 }}\n  expect:\n    {statement}\n- test: B\n  given: {{ I: 5 }}\n  expect: {{ total: 5 }}\n"
            )
        };
        let suite = read_suite("mau.test.yaml", &text(statement), &|_| None).unwrap();
        let results = run_suites(&rules, "mau.yaml", std::slice::from_ref(&suite)).unwrap();
        let updated = update(&suite, &results);
        assert_eq!(updated.text, text(new.unwrap_or(statement)));
        let codes: Vec<&str> = updated.left.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, if new.is_some() { vec![] } else { vec!["TD0608"] });
    }
}
