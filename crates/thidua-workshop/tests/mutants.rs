//! Mutants: which slips are tried, which are proved harmless, and what is proposed for the ones nobody notices.

#![expect(clippy::panic, reason = "a test that fails loudly is what is wanted")]

mod support;

use std::sync::OnceLock;
use support::{RULES, SHEETS, checked, document, good_suite};

use thidua::{Place, RuleSet, check, same_results};
use thidua_rulefile::{Edit, Node, Path};
use thidua_workshop::{
    CaseResult, Mutant, MutantReport, Proposal, mutants, read_suite, run_mutants, run_suites, with_proposals,
};

fn report(rules: &str, tests: &str, threads: usize) -> MutantReport {
    run_mutants(&document(rules), &[good_suite(tests)], threads, &|_, _| {})
        .unwrap_or_else(|found| panic!("{found:#?}"))
}

/// The slips an author makes, each once at least.
#[test]
fn every_kind_of_slip_is_tried() {
    let document = document(RULES);
    let tried: Vec<String> = mutants(&document).iter().map(|mutant| mutant.what.en.clone()).collect();
    for slip in [
        // Thresholds one step either way.
        "B: `from` 95% → 94%",
        "B: `from` 95% → 96%",
        "C: `floor` 50% → 51%",
        "xep-loai › tot: `from` 80 → 79",
        // Open and closed ends.
        "B: `from: 95%` → `above: 95%`",
        "B: `below: 70%` → `to: 70%`",
        // Neighbours mixed up.
        "B: `points` 10 and 0 swapped",
        "E: `minus` 4 and all swapped",
        // Things forgotten.
        "“D” dropped from `criteria`",
        "bang-khen: “Loại Tốt” dropped from `requires`",
        // Comparisons and joints.
        "bang-khen: `xếp_loại >= tot` → `xếp_loại > tot`",
        "bang-khen: `đang_xem_xét` → `không (đang_xem_xét)`",
        // Rounding: mode and place.
        "rounding › total: `mode` half-up → down",
        "rounding › total: `places` 1 → 2",
        // Quotas and lines.
        "bang-khen: `share` 40% → 41%",
        "bang-khen: `at_least` 1 → 2",
        "bang-khen: `fraction` down → up",
        "bang-khen: `reserve` 1 → 0",
        // Ties.
        "trong-cum: tie-break steps 1 and 2 swapped",
        "trong-cum: `order` lower → higher",
        // Policies.
        "B: `then` rescale → reduce",
        "K: `blank` zero → refuse",
    ] {
        assert!(tried.iter().any(|what| what == slip), "{slip}\n{tried:#?}");
    }
    let weighted = "{ rule_set: x, version: 1, title: X, aggregate: weighted-mean, points_max: 100, criteria: [ { code: a, title: A, points_max: 10, weight: 2 }, { code: b, title: B, points_max: 10, weight: 3 } ] }";
    let weights: Vec<String> =
        mutants(&support::document(weighted)).iter().map(|m| m.what.en.clone()).collect();
    for slip in ["a: `weight` 2 → 3", "`weight` 2 and 3 swapped"] {
        assert!(weights.iter().any(|what| what == slip), "{slip}\n{weights:#?}");
    }
}

/// What stands in the rules, what takes its place, and whether that is proved to change nothing.
const PAIRS: &[(&str, &str, bool)] = &[
    // Over whole numbers there is nothing between 2 and 3.
    ("{ at: 3, minus: all }", "{ at: 2.5, minus: all }", true),
    ("{ at: 3, minus: all }", "{ at: 2, minus: all }", false),
    ("knocked_out_when: kỷ_luật", "knocked_out_when: không (không kỷ_luật)", true),
    ("knocked_out_when: kỷ_luật", "knocked_out_when: không kỷ_luật", false),
    ("knocked_out_when: kỷ_luật", "knocked_out_when: sai >= 1", false),
    ("knocked_out_when: sai >= 3", "knocked_out_when: sai > 2", true),
    ("knocked_out_when: sai >= 3", "knocked_out_when: sai > 3", false),
    ("knocked_out_when: sai >= 0.5", "knocked_out_when: sai != 0", true),
    ("knocked_out_when: điểm_số > 99", "knocked_out_when: điểm_số >= 100", false),
    ("knocked_out_when: sai >= 3 và kỷ_luật", "knocked_out_when: không (sai < 3 hoặc không kỷ_luật)", true),
    ("knocked_out_when: sai >= 3 và kỷ_luật", "knocked_out_when: sai >= 3 hoặc kỷ_luật", false),
    // Caps that nothing reaches.
    ("deductions: { cap: 5", "deductions: { cap: 6", true),
    ("deductions: { cap: 5", "deductions: { cap: 4", true),
    ("deductions: { cap: 5", "deductions: { cap: 3", false),
    ("bonus: { cap: 3", "bonus: { cap: 4", false),
    // Nothing is left after the second day of these.
    ("each_day: 2, not_after: 2", "each_day: 2, not_after: 3", true),
    ("each_day: 2, not_after: 2", "each_day: 2, not_after: 1", true),
    ("each_day: 1, not_after: 2", "each_day: 1, not_after: 3", false),
    ("each_day: 2, not_after: 2", "each_day: 2, not_after: 0", false),
    // Fewer than three scorers leave nobody once two are dropped.
    (
        "panel: { of: mô_hình, drop_highest: 1, drop_lowest: 1, at_least: 3 }",
        "panel: { of: mô_hình, drop_highest: 1, drop_lowest: 1, at_least: 2 }",
        true,
    ),
    (
        "panel: { of: mô_hình, drop_highest: 1, drop_lowest: 1, at_least: 3 }",
        "panel: { of: mô_hình, drop_highest: 1, drop_lowest: 1, at_least: 4 }",
        false,
    ),
    // A row that no value reaches.
    (
        "- { below: 70%, points: 0 }",
        "- { below: 70%, points: 0 }\n    - { from: 75%, to: 80%, points: 3 }",
        true,
    ),
    ("{ of: điểm của A, label: Điểm A }", "{ of: điểm của A, label: Điểm A }, { of: điểm của A }", true),
    ("scope: cluster", "scope: all", false),
];

#[test]
fn harmless_changes_are_proved_and_no_other() {
    for (one, other, same) in PAIRS {
        let from = base_of(one);
        assert!(from.contains(one), "{one}");
        let to = from.replace(one, other);
        assert_eq!(same_results(&loosely(&from), &loosely(&to)), *same, "{one} → {other}");
        assert!(same_results(&loosely(&from), &loosely(&from)));
    }
}

/// What is proved is so: sheets of every kind come out alike under both.
#[test]
fn what_is_proved_harmless_changes_no_sheet() {
    let mut sheets = String::new();
    for number in 0..120_u32 {
        // Every few values meet every few others.
        let pick = |modulus: u32, step: u32| (number * step + number / modulus) % modulus;
        let yes = |step: u32| if pick(2, step) == 0 { "có" } else { "không" };
        let (day, cases, wrong, files) = (3 + pick(6, 1), pick(5, 1), pick(5, 2), 60 + pick(41, 7));
        let marks =
            (0..pick(5, 3)).map(|mark| (mark + pick(3, 1)).to_string()).collect::<Vec<_>>().join(", ");
        sheets.push_str(&format!(
            "- {{ test: t{number}, like: đủ, given: {{ gửi: 2025-03-0{day}, vụ: {cases}, sai: {wrong}, hồ_sơ: {files}, mô_hình: [ {marks} ], kỷ_luật: {}, điểm_số: {} }}, expect: {{ total: 0.01, deductions: 9, grade: none, points: {{ B: none, E: none, G: none, K: none }} }} }}\n",
            yes(1),
            pick(101, 13),
        ));
    }
    let suite = good_suite(&format!("{SHEETS}{sheets}"));
    let results = |rules: &str| {
        let results = run_suites(&loosely(rules), "xa.yaml", std::slice::from_ref(&suite));
        let results = results.unwrap_or_else(|found| panic!("{found:#?}"));
        let got = |result: &CaseResult| {
            result.mismatches.iter().map(|mismatch| mismatch.got.clone()).collect::<Vec<_>>()
        };
        results.iter().map(got).collect::<Vec<_>>()
    };
    let mut different = 0;
    for (one, other, same) in PAIRS {
        let from = base_of(one);
        let alike = results(&from) == results(&from.replace(one, other));
        assert!(alike || !same, "{one} → {other}");
        different += usize::from(!alike);
    }
    assert!(different > 6, "the sheets tell most of the others apart: {different}");
}

/// The rule set with the first member of a pair in the place of what stands there.
fn base_of(one: &str) -> String {
    let place = [
        ("knocked_out_when:", "knocked_out_when: kỷ_luật"),
        ("each_day:", "each_day: 1, not_after: 2"),
        ("panel:", "items: { of: mô_hình, take: { best: 2 } }"),
    ];
    let there = place.iter().find(|(key, _)| one.starts_with(key));
    there.map_or_else(|| RULES.to_owned(), |(_, there)| RULES.replacen(there, one, 1))
}

/// Checked with every judgement that is only a judgement switched off.
fn loosely(rules: &str) -> thidua::Valid<RuleSet> {
    let off = thidua::lints().iter().filter(|lint| !lint.fixed).map(|lint| {
        let entry = [("lint", lint.name), ("level", "allow"), ("reason", "wrong on purpose")];
        Node::group(entry.map(|(key, word)| (key, Node::scalar(word))))
    });
    let edit = Edit::put(Path::default().key("checks"), Node::list(off.collect()));
    let parsed =
        document(rules).edited(&[edit]).decode::<RuleSet>().unwrap_or_else(|found| panic!("{found:#?}"));
    check(parsed, "xa.yaml").unwrap_or_else(|found| panic!("{found:#?}"))
}

/// Rules whose total is round before it is rounded.
#[test]
fn a_rounding_of_round_numbers_is_idle() {
    let rules = |rounding: &str, step: &str| {
        format!(
            "{{ rule_set: x, version: 1, title: X, rounding: {rounding}, criteria: [ {{ code: a, title: A, points_max: 10, direct: {{ step: {step} }} }}, {{ code: b, title: B, points_max: 5, yes_no: {{}} }} ] }}"
        )
    };
    let two = rules("{ total: { places: 2, mode: half-up } }", "0.25");
    for (other, same) in [
        (rules("{ total: { places: 3, mode: down } }", "0.25"), true),
        (rules("{}", "0.25"), true),
        (rules("{ total: { places: 1, mode: half-up } }", "0.25"), false),
        (rules("{ total: { places: 2, mode: half-up } }", "0.5"), false),
    ] {
        assert_eq!(same_results(&loosely(&two), &loosely(&other)), same, "{other}");
    }
}

/// A higher maximum of an entered criterion only lets in what could not be entered before.
#[test]
fn a_raised_maximum_that_nothing_reads_changes_nothing() {
    let rules = |max: u32, grade: &str| {
        format!(
            "{{ rule_set: x, version: 1, title: X, criteria: [ {{ code: a, title: A, points_max: {max}, direct: {{}} }} ], gradings: [ {{ id: g, title: G, grades: [ {{ id: t, title: T, from: 5, requires: \"{grade}\" }}, {{ id: k, title: K }} ] }} ] }}"
        )
    };
    let same = |one: &str, other: &str| same_results(&loosely(one), &loosely(other));
    let (plain, share) = ("điểm >= 6", "tỷ_lệ >= 60%");
    assert!(same(&rules(10, plain), &rules(11, plain)));
    let unsaid = |max: u32| rules(max, plain).replace(", direct: {}", "");
    assert!(same(&unsaid(10), &unsaid(11)), "points are entered where no method is said");
    assert!(!same(&rules(10, plain), &rules(9, plain)), "what was entered before is refused now");
    assert!(!same(&rules(10, share), &rules(11, share)), "the share is another");
    let levels = |max: u32, aggregate: &str| {
        format!(
            "{{ rule_set: x, version: 1, title: X, aggregate: {aggregate}, points_max: 100, criteria: [ {{ code: a, title: A, weight: 1, points_max: {max}, levels: {{ choices: [ {{ id: k, title: K, points: 0 }}, {{ id: t, title: T, points: 5 }} ] }} }} ] }}"
        )
        .replace("aggregate: sum, points_max: 100", "aggregate: sum")
    };
    assert!(same(&levels(5, "sum"), &levels(6, "sum")));
    assert!(!same(&levels(5, "weighted-mean"), &levels(6, "weighted-mean")));
    let steps = |max: u32| {
        format!(
            "{{ rule_set: x, version: 1, title: X, inputs: {{ s: {{ kind: percent, max: 100% }} }}, criteria: [ {{ code: a, title: A, points_max: {max}, increments: {{ of: s, base: 80%, points: 3, each: 5%, adds: 0.5, steps: proportional }} }} ] }}"
        )
    };
    assert!(same(&steps(5), &steps(6)), "the highest value pays five");
    assert!(!same(&steps(5), &steps(4)));
}

/// Tests that leave some slips unnoticed.
fn few_tests() -> String {
    format!(
        "{SHEETS}# Ghi chú giữ nguyên.\n- {{ test: Đủ điểm, like: đủ, expect: {{ total: 80 }} }}\n- test: Trễ\n  like: đủ\n  given: {{ gửi: 2025-03-05 }} # hai ngày\n  expect: {{ points: {{ G: 2 }} }}\n# Hết.\n"
    )
}

/// The report on these tests, made once for all that look at it.
fn few_report() -> &'static MutantReport {
    static REPORT: OnceLock<MutantReport> = OnceLock::new();
    REPORT.get_or_init(|| report(RULES, &few_tests(), 2))
}

fn few_proposals() -> Vec<&'static Proposal> {
    few_report().survivors.iter().filter_map(|survivor| survivor.fixture.as_ref()).collect()
}

const SMALL: &str = "{ rule_set: x, version: 1, title: X, inputs: { n: { kind: count } }, criteria: [ { code: I, title: I, points_max: 10, direct: {} }, { code: II, title: II, points_max: 4, count: { of: n, each: 2 } } ] }";
const SMALL_TESTS: &str = "tests:\n- test: một\n  given: { I: 1, n: 1 }\n  expect: { bonus: 0 }\n";

fn reads(text: &str) -> bool {
    read_suite("xa.test.yaml", text, &|_| None).is_ok()
}

#[test]
fn a_cell_that_goes_by_code_and_path_is_proposed_once() {
    let rules = "rule_set: r\nversion: 1\ntitle: R\ncriteria:\n- code: I\n  title: Nhóm\n  points_max: 10\n  children:\n  - { code: I.1, title: Một, points_max: 5, direct: { step: 1 } }\n  - { code: I.2, title: Hai, points_max: 5, direct: {}, not_applicable: { claimed_by: unit, then: rescale, otherwise: zero } }\n";
    let tests = "tests:\n- { test: Một, given: { I.1: 4, I.2: N/A }, expect: { total: 8 } }\n";
    let report = report(rules, tests, 1);
    let proposals: Vec<_> =
        report.survivors.iter().filter_map(|survivor| survivor.fixture.as_ref()).collect();
    assert!(!proposals.is_empty(), "{:#?}", report.survivors);
    for proposal in &proposals {
        let given = proposal.test.lines().find(|line| line.contains("given")).unwrap_or_default();
        let twice = ["I.1: ", "I.2: "].iter().any(|cell| given.matches(cell).count() > 1);
        assert!(!twice, "{}", proposal.test);
    }
    let suite = good_suite(tests);
    let written = with_proposals(&suite, &proposals, &reads).unwrap();
    let again = read_suite("xa.test.yaml", &written, &|_| None).unwrap_or_else(|found| panic!("{found:#?}"));
    assert!(run_suites(&checked(rules), "xa.yaml", std::slice::from_ref(&again)).is_ok());
    assert_eq!(with_proposals(&again, &proposals, &reads), None, "written once is enough");
    // What could not be read again is left out, alone or with all.
    let kept = with_proposals(&suite, &proposals, &|text| text.matches("pending").count() < 2).unwrap();
    assert_eq!(kept.matches("pending: true").count(), 1);
    assert_eq!(with_proposals(&suite, &proposals, &|_| false), None);
}

#[test]
fn the_report_is_the_same_for_any_number_of_threads() {
    let one = format!("{:?}", report(SMALL, SMALL_TESTS, 1));
    assert!(one.contains("pending: true"));
    for threads in [2, 3, 16] {
        assert_eq!(format!("{:?}", report(SMALL, SMALL_TESTS, threads)), one, "{threads} threads");
    }
}

#[test]
fn every_proposal_passes_now_and_fails_after_the_slip() {
    let (tests, document, report) = (few_tests(), document(RULES), few_report());
    let (suite, proposals) = (good_suite(&tests), few_proposals());
    let share = (proposals.len(), report.survivors.len());
    assert!(share.0 * 3 >= share.1 * 2, "proposals for {} of {} survivors", share.0, share.1);

    let written = with_proposals(&suite, &proposals, &reads).unwrap();
    assert!(written.starts_with(&tests), "what was there stays, remarks too");
    let read = read_suite("xa.test.yaml", &written, &|_| None).unwrap_or_else(|found| panic!("{found:#?}"));
    assert_eq!(read.cases.len() - suite.cases.len(), proposals.len(), "each of them is added");
    assert_eq!(read.cases.iter().filter(|case| case.pending).count(), proposals.len());
    let results = run_suites(&checked(RULES), "xa.yaml", std::slice::from_ref(&read)).unwrap();
    let failed: Vec<_> = results.iter().filter(|result| !result.passed()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(with_proposals(&read, &proposals, &reads), None, "written once is enough");

    let slips = mutants(&document);
    for survivor in &report.survivors {
        let Some(proposal) = &survivor.fixture else { continue };
        let same = |slip: &&Mutant| {
            slip.what == survivor.what && survivor.place == Place::text("xa.yaml", slip.span)
        };
        let slip = slips.iter().find(same).unwrap();
        let changed = document.edited(&slip.edits).decode::<RuleSet>().unwrap();
        let changed = check(changed, "xa.yaml").unwrap_or_else(|found| panic!("{found:#?}"));
        let mut only = read.clone();
        only.cases.retain(|case| case.name == proposal.name);
        assert_eq!(only.cases.len(), 1, "{}", proposal.name);
        let played = run_suites(&changed, "xa.yaml", &[only]);
        let passed = played.is_ok_and(|results| results.iter().all(|result| result.passed()));
        assert!(!passed, "{}", proposal.name);
    }
}

#[test]
fn confirmed_proposals_notice_the_slips() {
    let before = report(SMALL, SMALL_TESTS, 2);
    let proposals: Vec<_> =
        before.survivors.iter().filter_map(|survivor| survivor.fixture.as_ref()).collect();
    assert!(proposals.len() >= 4, "{:#?}", before.survivors);
    let written = with_proposals(&good_suite(SMALL_TESTS), &proposals, &reads).unwrap();
    // Proposed and not confirmed, they notice nothing yet.
    assert_eq!(report(SMALL, &written, 2).survivors.len(), before.survivors.len());
    let after = report(SMALL, &written.replace("  pending: true\n", ""), 2);
    assert_eq!(after.all, before.all);
    assert_eq!(after.survivors.len(), before.survivors.len() - proposals.len(), "{:#?}", after.survivors);
}

#[test]
fn proposals_find_their_place_in_the_file() {
    let rules = "{ rule_set: x, version: 1, title: X, criteria: [ { code: I, title: I, points_max: 10, direct: {} } ] }";
    let proposal = |tests: &str| {
        let report = report(rules, tests, 1);
        let all: Vec<_> = report.survivors.iter().filter_map(|survivor| survivor.fixture.clone()).collect();
        with_proposals(&good_suite(tests), &all.iter().collect::<Vec<_>>(), &reads)
    };
    // `tests` in the middle: what follows stays behind.
    let middle = "tests:\n  - test: một\n    given: { I: 1 }\n    expect: { bonus: 0 }\n\n# Phiếu.\nsheets:\n  a: { given: { I: 2 } }\n";
    let written = proposal(middle).unwrap();
    let (before, after) = written.split_once("\n  - test: \"Mốc: ").unwrap();
    assert!(before.ends_with("expect: { bonus: 0 }\n"), "{written}");
    assert!(after.ends_with("\n\n# Phiếu.\nsheets:\n  a: { given: { I: 2 } }\n"), "{written}");
    assert!(read_suite("xa.test.yaml", &written, &|_| None).is_ok());
    // No line end at the end of the file.
    let bare = "tests:\n- { test: một, given: { I: 1 }, expect: { bonus: 0 } }";
    assert!(read_suite("xa.test.yaml", &proposal(bare).unwrap(), &|_| None).is_ok());
    // A list on one line is left alone.
    assert_eq!(proposal("tests: [ { test: một, given: { I: 1 }, expect: { bonus: 0 } } ]\n"), None);
}
