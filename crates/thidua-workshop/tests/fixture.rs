//! Fixture tests themselves: what they compare, what `--update` writes, and the mistakes a test file can have.

#![expect(clippy::panic, reason = "a test that fails loudly is what is wanted")]

mod support;

use support::{RULES, SHEETS, checked, run, suite};
use thidua::{Diagnostic, Place, Spot};
use thidua_workshop::{CaseResult, junit, read_suite, run_suites, update};

fn with(test: &str) -> String {
    format!("{SHEETS}{test}\n")
}

fn results(test: &str) -> Vec<CaseResult> {
    run(RULES, &with(test)).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// What one test states, and whether it comes out.
const STATED: &[(&str, bool)] = &[
    ("points: { B: 20, G: 4 }", true),
    ("points: { B: 19 }", false),
    ("points: { A/A.1: 5, A: 15 }", true),
    ("total: 80", true),
    ("total: none", false),
    ("bonus: 0, deductions: 0", true),
    ("grade: tot", true),
    ("grade: Tốt", true),
    ("grade: { xep-loai: kha }", false),
    ("rank: 1", true),
    ("rank: { trong-cum: 2 }", false),
    ("awards: { bang-khen: refused, giay-khen: recommended }", true),
    ("awards: { bang-khen: không đủ điều kiện }", true),
    ("awards: { giay-khen: refused }", false),
    ("reasons: { bang-khen: [ Năm trước ] }", true),
    ("reasons: { bang-khen: [ Năm trước, Loại Tốt ] }", false),
    ("reasons: { giay-khen: [] }", true),
    ("money: { bang-khen: none }", true),
];

#[test]
fn only_what_is_stated_is_compared() {
    for (expect, passes) in STATED {
        let results = results(&format!("- {{ test: t, like: đủ, expect: {{ {expect} }} }}"));
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].passed(), *passes, "{expect}: {:#?}", results[0].mismatches);
    }
}

#[test]
fn a_failure_shows_the_step_where_the_two_part() {
    let results = results(
        "- { test: t, like: đủ, given: { hồ_sơ: 80 }, expect: { grade: tot, total: 80, points: { B: 20 } } }",
    );
    let [mismatch, after @ ..] = results[0].mismatches.as_slice() else { panic!("{results:#?}") };
    assert_eq!((mismatch.expected.as_str(), mismatch.got.as_str()), ("20", "10"));
    let step = &mismatch.step.as_ref().unwrap().en;
    assert!(step.contains("80") && step.contains("[70%; 95%)") && step.contains("10 points"), "{step}");
    let titles: Vec<&str> = after.iter().map(|mismatch| mismatch.what.en.as_str()).collect();
    assert_eq!(
        titles,
        ["total", "grade of `xep-loai`"],
        "what follows comes after, in the order of computing"
    );
}

#[test]
fn a_table_has_a_case_for_each_row() {
    let results = results(
        "- test: Thang\n  like: đủ\n  criterion: B\n  columns: [ hồ_sơ, points, total ]\n  rows:\n  - [ 95, 20, 80 ]\n  - [ 94, 10, 70 ]\n  - [ 69, 0, 61 ]\n  - [ \"\", none, none ]\n",
    );
    let passed: Vec<bool> = results.iter().map(CaseResult::passed).collect();
    assert_eq!(passed, [true, true, false, true]);
    assert_eq!(results[2].name, "Thang [3]");
    assert_eq!(results[2].mismatches.len(), 1, "0 points and a total of 60");
}

#[test]
fn a_pool_ranks_its_members_together() {
    let results = results(
        "- test: Nhóm\n  pool:\n  - { entrant: a, like: đủ, given: { đơn: 100 }, expect: { rank: 1 } }\n  - { entrant: b, like: đủ, expect: { rank: 2 } }\n  - { entrant: c, copies: 2, like: đủ, cluster: \"Cụm mới {n}\", expect: { rank: 1 } }\n  - { entrant: d, submitted: false, kind: xa, expect: { rank: none, total: none } }\n",
    );
    assert!(results[0].passed(), "{results:#?}");
}

#[test]
fn pending_tests_run_and_never_fail() {
    let results = results("- { test: t, pending: true, like: đủ, expect: { total: 1 } }");
    assert!(results[0].pending && !results[0].passed());
    let tested = thidua_workshop::TestedRules::of("xa.yaml", &results);
    assert_eq!((tested.passed, tested.failed, tested.pending), (0, 0, 1));
    let report = junit(&[(tested, results)], thidua::Language::English);
    assert!(report.starts_with("<?xml") && report.contains("failures=\"0\""), "{report}");
}

#[test]
fn update_writes_what_came_out_and_keeps_the_rest() {
    let text = with(
        "# Lời dặn\n- { test: t, like: đủ, expect: { total: 79.5, grade: \"kha\" } }   # cuối dòng\n- { test: u, like: đủ, expect: { total: 80 } }",
    );
    let suite = suite(&text).unwrap();
    let results = run_suites(&checked(RULES), "xa.yaml", std::slice::from_ref(&suite)).unwrap();
    let updated = update(&suite, &results);
    assert_eq!(updated.text, text.replace("79.5", "80").replace("\"kha\"", "tot"));
    let again = run(RULES, &updated.text).unwrap();
    assert!(again.iter().all(CaseResult::passed));
}

/// A mistake in a test file: the tests, the code, the line of the tests it stands on, and words of the message.
const MISTAKES: &[(&str, &str, u32, &str)] = &[
    ("- { test: t, like: đủ, given: { A.9: có }, expect: { total: 1 } }", "TD0602", 1, "`A.9`"),
    ("- { test: t, like: đủ, expect: { points: { Z: 1 } } }", "TD0602", 1, "`Z`"),
    ("- { test: t, like: đủ, expect: { grade: gioi } }", "TD0602", 1, "`gioi`"),
    ("- { test: t, like: đủ, expect: { awards: { huan-chuong: refused } } }", "TD0602", 1, "`huan-chuong`"),
    ("- { test: t, like: đủ, expect: { rank: { khac: 1 } } }", "TD0602", 1, "`khac`"),
    ("- { test: t, like: lạ, expect: { total: 1 } }", "TD0602", 1, "`lạ`"),
    ("- { test: t, like: đủ, kind: huyen, expect: { total: 1 } }", "TD0602", 1, "`huyen`"),
    ("- { test: t, like: đủ, expect: { points: { B: 21 } } }", "TD0603", 1, "maximum 20"),
    ("- { test: t, like: đủ, expect: { points: { B: -1 } } }", "TD0603", 1, "minimum 0"),
    ("- { test: t, like: đủ, expect: { total: 1000 } }", "TD0603", 1, "maximum"),
    ("- { test: t, like: đủ, expect: { total: -1000 } }", "TD0603", 1, "minimum"),
    ("- { test: t, like: đủ, expect: { awards: { giay-khen: maybe } } }", "TD0606", 1, "`maybe`"),
    ("- { test: t, like: đủ, expect: { total: nhiều } }", "TD0606", 1, "`nhiều`"),
    (
        "- { test: t, like: đủ, given: { A.3: [ 1, 2 ] }, expect: { total: 1 } }",
        "TD0606",
        1,
        "one value only",
    ),
    ("- { test: t, like: đủ }", "TD0605", 1, "exactly one of"),
    (
        "- { test: t, expect: { total: 1 }, pool: [ { entrant: a, expect: { rank: 1 } } ] }",
        "TD0605",
        1,
        "exactly one of",
    ),
    ("- { test: t, pool: [ { entrant: a }, { entrant: b } ] }", "TD0605", 1, "states nothing"),
    ("- test: t\n  pool:\n  - { entrant: a, expect: { rank: 1 } }\n  - { entrant: a }", "TD0605", 4, "twice"),
    (
        "- test: t\n  criterion: B\n  columns: [ hồ_sơ, points ]\n  rows:\n  - [ 1, 2, 3 ]",
        "TD0605",
        5,
        "3 cells",
    ),
    ("- { test: t, columns: [ hồ_sơ, points ], rows: [ [ 1, 2 ] ] }", "TD0605", 1, "a table needs"),
];

fn line(place: &Place) -> u32 {
    match place.spot {
        Spot::Text(span) => span.line,
        _ => 0,
    }
}

fn english(finding: &Diagnostic) -> &str {
    &finding.message.en
}

#[test]
fn every_mistake_has_its_place() {
    let before = u32::try_from(SHEETS.lines().count()).unwrap();
    for (tests, code, at, words) in MISTAKES {
        let found = run(RULES, &with(tests)).expect_err(tests);
        assert_eq!(found.len(), 1, "{tests}: {found:#?}");
        let finding = &found[0];
        assert_eq!((finding.code, line(&finding.place)), (*code, before + at), "{tests}: {finding:#?}");
        assert!(english(finding).contains(words), "{tests}: {}", english(finding));
        assert!(finding.help.is_some(), "{tests}");
        assert_eq!(&*finding.place.file, "xa.test.yaml");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    // Each test needs a sentence of its own.
    let numbered = |(at, (tests, ..)): (usize, &(&str, &str, u32, &str))| {
        tests.replacen("test: t", &format!("test: t{at}"), 1)
    };
    let all = || MISTAKES.iter().enumerate();
    let reading: Vec<String> = all().filter(|(_, (_, code, ..))| *code == "TD0605").map(numbered).collect();
    let found = suite(&with(&reading.join("\n"))).expect_err("shapes");
    assert_eq!(found.len(), reading.len(), "{found:#?}");
    let binding: Vec<String> = all()
        .filter(|(_, (tests, code, ..))| *code != "TD0605" && !tests.contains("lạ"))
        .map(numbered)
        .collect();
    let found = run(RULES, &with(&binding.join("\n"))).expect_err("names and values");
    assert_eq!(found.len(), binding.len(), "{found:#?}");
}

#[test]
fn files_that_include_each_other_are_refused() {
    let files = |name: &str| match name {
        "a.test.yaml" => Some("include: [ b.test.yaml ]\nsheets: { a: { given: { I: 1 } } }\n".to_owned()),
        "b.test.yaml" => Some("include: [ a.test.yaml ]\n".to_owned()),
        _ => None,
    };
    let start = "include: [ a.test.yaml, khong-co.test.yaml ]\ntests: [ { test: t, like: a, expect: { total: 1 } } ]\n";
    let found = read_suite("xa.test.yaml", start, &files).expect_err("a circle");
    let told: Vec<(&str, String, u32)> = found
        .iter()
        .map(|finding| (finding.code, finding.place.file.to_string(), line(&finding.place)))
        .collect();
    assert_eq!(
        told,
        [("TD0604", "b.test.yaml".to_owned(), 1), ("TD0601", "xa.test.yaml".to_owned(), 1)],
        "{found:#?}"
    );
    assert!(english(&found[0]).contains("a.test.yaml → b.test.yaml → a.test.yaml"), "{}", english(&found[0]));
    let own =
        read_suite("xa.test.yaml", "include: [ xa.test.yaml ]\ntests: []\nsheets: { a: {} }\n", &|_| None);
    assert_eq!(own.expect_err("itself")[0].code, "TD0604");
}

#[test]
fn sheets_that_start_from_themselves_are_refused() {
    let text =
        "sheets: { a: { like: b }, b: { like: a } }\ntests: [ { test: t, like: a, expect: { total: 1 } } ]\n";
    let found = suite(text).expect_err("a circle");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].code == "TD0604" && english(&found[0]).contains("a → b → a"), "{found:#?}");
}

#[test]
fn included_sheets_are_shared() {
    let files = |name: &str| {
        (name == "chung/phieu.test.yaml")
            .then(|| SHEETS.replace("tests:\n", "").replace("day: 2025-12-31\n", ""))
    };
    let start = "rules: xa.yaml\nday: 2025-12-31\ninclude: [ chung/phieu.test.yaml ]\ntests: [ { test: t, like: đủ, expect: { total: 80 } } ]\n";
    let suite = read_suite("xa.test.yaml", start, &files).unwrap_or_else(|found| panic!("{found:#?}"));
    let results = run_suites(&checked(RULES), "xa.yaml", &[suite]).unwrap();
    assert!(results[0].passed(), "{results:#?}");
}

#[test]
fn a_day_outside_the_effect_of_the_rules_is_refused() {
    let rules = RULES.replace("kinds:\n", "effective: { from: 2025-01-01, until: 2025-12-31 }\nkinds:\n");
    let found = run(&rules, &with("- { test: t, day: 2024-05-05, like: đủ, expect: { total: 1 } }"))
        .expect_err("a day");
    assert_eq!((found.len(), found[0].code), (1, "TD0607"), "{found:#?}");
}
