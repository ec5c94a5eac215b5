//! Coverage: each kind of branch is reached by the test made for it and by no other.

mod support;

use support::{RULES, SHEETS, coverage};
use thidua::{Language, Spot};
use thidua_workshop::{Coverage, coverage_page};

/// A test, and the branch it is made for: where, and words of it.
const REACHING: &[(&str, &str, &str)] = &[
    ("like: đủ, given: { A.1: có }, expect: { bonus: 0 }", "A/A.1", "yes"),
    ("like: đủ, given: { A.1: không }, expect: { bonus: 0 }", "A/A.1", "no"),
    ("like: đủ, given: { A.2: chua }, expect: { bonus: 0 }", "A/A.2", "level “Chưa”"),
    ("like: đủ, given: { A.3: 0 }, expect: { bonus: 0 }", "A/A.3", "somebody is scored"),
    ("like: đủ, given: { hồ_sơ: 95 }, expect: { bonus: 0 }", "B", "band [95%; +∞)"),
    ("like: đủ, given: { hồ_sơ: 94 }, expect: { bonus: 0 }", "B", "band [70%; 95%)"),
    ("like: đủ, given: { hồ_sơ: 69 }, expect: { bonus: 0 }", "B", "band (−∞; 70%)"),
    ("like: đủ, given: { B: \"N/A, đã duyệt\" }, expect: { bonus: 0 }", "B", "not applicable, approved"),
    ("like: đủ, given: { B: \"N/A, không duyệt\" }, expect: { total: none }", "B", "turned down"),
    ("like: đủ, given: { B: N/A }, expect: { total: none }", "B", "waiting for approval"),
    ("like: đủ, given: { đơn: 49 }, expect: { bonus: 0 }", "C", "below the floor 50%"),
    ("like: đủ, given: { đơn: 50 }, expect: { bonus: 0 }", "C", "counted as it is"),
    ("like: đủ, given: { đơn: 100 }, expect: { bonus: 0 }", "C", "at the cap 100%"),
    ("like: đủ, given: { đơn: 0, đơn_tổng: 0 }, expect: { bonus: 0 }", "C", "the denominator is 0"),
    ("like: đủ, given: { cuộc: 2 }, expect: { bonus: 0 }", "D", "below the cap 6"),
    ("like: đủ, given: { cuộc: 3 }, expect: { bonus: 0 }", "D", "at the cap 6"),
    ("like: đủ, given: { cuộc: \"\" }, expect: { bonus: 0 }", "cuộc", "blank counts as 0"),
    ("like: đủ, given: { vụ: 0 }, expect: { bonus: 0 }", "E", "`vụ`: below the first rung"),
    ("like: đủ, given: { vụ: 2 }, expect: { bonus: 0 }", "E", "`vụ`: rung from 1"),
    ("like: đủ, given: { vụ: 3 }, expect: { bonus: 0 }", "E", "`vụ`: rung from 3"),
    ("like: đủ, given: { vụ: 3 }, expect: { bonus: 0 }", "E", "everything is taken away"),
    ("like: đủ, given: { lượt: 0 }, expect: { bonus: 0 }", "E", "`lượt`: nothing taken"),
    ("like: đủ, given: { lượt: 2 }, expect: { bonus: 0 }", "E", "`lượt`: 1 off each time"),
    ("like: đủ, given: { lượt: 3 }, expect: { bonus: 0 }", "E", "`lượt`: at most 3 off"),
    ("like: đủ, given: { gửi: 2025-03-03 }, expect: { bonus: 0 }", "G", "on time"),
    ("like: đủ, given: { gửi: 2025-03-05 }, expect: { bonus: 0 }", "G", "1 off for each day"),
    ("like: đủ, given: { gửi: 2025-03-06 }, expect: { bonus: 0 }", "G", "more than 2 days late"),
    ("like: đủ, given: { điểm_số: 10 }, expect: { bonus: 0 }", "H", "at or below 10"),
    ("like: đủ, given: { điểm_số: 11 }, expect: { bonus: 0 }", "H", "between 10 and 50"),
    ("like: đủ, given: { điểm_số: 50 }, expect: { bonus: 0 }", "H", "at or above 50"),
    ("like: đủ, given: { mô_hình: [ 3, 4 ] }, expect: { bonus: 0 }", "K", "below the cap 10"),
    ("like: đủ, given: { mô_hình: [ 3, 7 ] }, expect: { bonus: 0 }", "K", "at the cap 10"),
    ("like: đủ, given: { mô_hình: [ 1, 2, 3 ] }, expect: { bonus: 0 }", "K", "some items are left out"),
    ("like: đủ, given: { mô_hình: [] }, expect: { bonus: 0 }", "K", "blank: zero points"),
    ("like: đủ, given: { A.1: miễn }, expect: { bonus: 0 }", "", "exempt: the maximum shrinks"),
    ("like: đủ, given: { sáng_kiến: 3 }, expect: { bonus: 3 }", "", "bonus within the cap of 3"),
    ("like: đủ, given: { sáng_kiến: 4 }, expect: { bonus: 3 }", "", "bonus over the cap of 3"),
    ("like: đủ, given: { sai: 2 }, expect: { deductions: 4 }", "P.1", "at the cap 4"),
    ("like: đủ, given: { sai: 1 }, expect: { deductions: 2 }", "", "deductions within the cap of 5"),
    (
        "like: đủ, given: { A.3: 10, đơn: 100, cuộc: 3, điểm_số: 50, mô_hình: [ 9, 9 ], sáng_kiến: 1 }, expect: { bonus: 1 }",
        "",
        "the bonus is held down",
    ),
    (
        "like: đủ, given: { A.1: không, A.2: chua, A.3: 0, hồ_sơ: 0, đơn: 0, cuộc: 0, vụ: 3, gửi: 2025-05-05, điểm_số: 0, mô_hình: [ 0 ], sai: 1 }, expect: { bonus: 0 }",
        "",
        "the deduction stops at zero",
    ),
    ("like: đủ, given: { đơn: 0 }, expect: { grade: kha }", "xep-loai", "the grade “Khá”"),
    ("like: đủ, given: { kỷ_luật: có }, expect: { grade: yeu }", "xep-loai", "knocked out to “Yếu”"),
    (
        "like: đủ, given: { A.1: không, đơn: 100, mô_hình: [ 9 ] }, expect: { bonus: 0 }",
        "xep-loai",
        "held down to “Khá”",
    ),
    ("like: đủ, given: { kỷ_luật: không }, expect: { bonus: 0 }", "xep-loai", "“kỷ luật = 1” false"),
    (
        "like: đủ, history: [ { year: 2024, result: bang-khen } ], expect: { bonus: 0 }",
        "bang-khen",
        "“Năm trước”: met",
    ),
    ("like: đủ, expect: { bonus: 0 }", "bang-khen", "“Năm trước”: not met"),
    (
        "like: đủ, given: { đang_xem_xét: có }, history: [ { year: 2024, result: bang-khen } ], expect: { bonus: 0 }",
        "bang-khen",
        "“đang xem xét = 1” true",
    ),
    ("like: đủ, expect: { awards: { bang-khen: refused } }", "bang-khen", "refused"),
    ("like: đủ, expect: { bonus: 0 }", "giay-khen", "recommended"),
    ("like: đủ, kind: so, expect: { bonus: 0 }", "giay-khen", "for other kinds only"),
];

/// Pools: entrants, and the branch they are made for.
const POOLS: &[(&str, &str, &str)] = &[
    (
        "{ entrant: a, like: đủ, given: { A.3: 6 }, expect: { rank: 1 } }, { entrant: b, like: đủ, given: { đơn: 85 } }",
        "trong-cum",
        "a tie that “Điểm A” decides",
    ),
    (
        "{ entrant: a, like: đủ, given: { cuộc: 2, sai: 1 }, expect: { rank: 2 } }, { entrant: b, like: đủ }",
        "trong-cum",
        "a tie that “Bị trừ ít hơn” decides",
    ),
    (
        "{ entrant: a, like: đủ, expect: { rank: 1 } }, { entrant: b, like: đủ }",
        "trong-cum",
        "a tie that no step decides",
    ),
    (
        "{ entrant: a, like: đủ, history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }",
        "bang-khen",
        "the minimum of 1 places takes effect",
    ),
    (
        "{ entrant: a, like: đủ, history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }",
        "bang-khen",
        "money is paid",
    ),
    (
        "{ entrant: a, like: đủ, history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }",
        "giay-khen",
        "gives way to “Bằng khen”",
    ),
    (
        "{ entrant: a, like: đủ, given: { đơn: 100 }, history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }, { entrant: b, like: đủ, history: [ { year: 2024, result: bang-khen } ] }",
        "bang-khen",
        "in reserve",
    ),
    (
        "{ entrant: a, like: đủ, history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }, { entrant: b, like: đủ, history: [ { year: 2024, result: bang-khen } ] }",
        "bang-khen",
        "a tie on the line, referred",
    ),
    (
        "{ entrant: a, copies: 3, like: đủ, cluster: \"Cụm {n}\", history: [ { year: 2024, result: bang-khen } ], expect: { rank: 1 } }",
        "bang-khen",
        "the wider limit of 2 binds",
    ),
    ("{ entrant: a, like: đủ, expect: { rank: 1 } }", "bang-khen", "places left over"),
];

fn reached(coverage: &Coverage, at: &str, words: &str) -> Vec<bool> {
    let about = coverage.branches.iter().filter(|branch| branch.at == at && branch.what.en.contains(words));
    about.map(|branch| branch.reached).collect()
}

fn with(test: &str) -> String {
    format!("{SHEETS}- {{ test: Một phép thử, {test} }}\n")
}

/// What even an entrant that sent nothing reaches.
const BY_ANYBODY: &[&str] =
    &["“Năm trước”: not met", "refused", "the minimum of 1 places takes effect", "places left over"];

/// A test that reaches next to nothing.
const NOTHING: &str = "kind: xa, submitted: false, expect: { total: none }";

#[test]
fn every_branch_is_reached_by_the_test_made_for_it() {
    let nothing = coverage(RULES, &with(NOTHING));
    let pools = POOLS.iter().map(|(pool, at, words)| (format!("pool: [ {pool} ]"), *at, *words));
    let alone = REACHING.iter().map(|(test, at, words)| ((*test).to_owned(), *at, *words));
    for (test, at, words) in alone.chain(pools) {
        let reached_by_it = reached(&coverage(RULES, &with(&test)), at, words);
        assert_eq!(reached_by_it, [true], "{at}: {words} by {test}");
        if !BY_ANYBODY.contains(&words) {
            assert_eq!(
                reached(&nothing, at, words),
                [false],
                "{at}: {words} by an entrant that sent nothing"
            );
        }
    }
}

#[test]
fn together_they_leave_what_no_test_was_made_for() {
    let tests: String = REACHING
        .iter()
        .enumerate()
        .map(|(n, (test, ..))| format!("- {{ test: Thử {n}, {test} }}\n"))
        .collect();
    let pools: String = POOLS
        .iter()
        .enumerate()
        .map(|(n, (pool, ..))| format!("- {{ test: Nhóm {n}, pool: [ {pool} ] }}\n"))
        .collect();
    let all = coverage(RULES, &format!("{SHEETS}{tests}{pools}"));
    let left: Vec<&str> = all.left().map(|branch| branch.what.en.as_str()).collect();
    assert_eq!(left, Vec::<&str>::new());
    assert_eq!((all.reached, all.percent(Language::English).as_str()), (all.all, "100%"));
    // 4 points at most stay below the cap of 5: nobody can pass it.
    let never: Vec<&str> = all.unreachable.iter().map(|branch| branch.what.en.as_str()).collect();
    assert_eq!(never, ["deductions over the cap of 5"]);
}

#[test]
fn proposed_tests_do_not_count() {
    let test = "like: đủ, given: { A.2: chua }, expect: { bonus: 0 }";
    let proposed = coverage(RULES, &with(&format!("pending: true, {test}")));
    assert_eq!(reached(&proposed, "A/A.2", "level “Chưa”"), [false]);
}

#[test]
fn each_branch_stands_on_its_own_line() {
    let all = coverage(RULES, &with(NOTHING));
    let line = |at: &str, words: &str| {
        let branch =
            all.branches.iter().find(|branch| branch.at == at && branch.what.en.contains(words)).unwrap();
        let Spot::Text(span) = branch.place.spot else { panic!("{at}: {words} has no line") };
        RULES.lines().nth(span.line as usize - 1).unwrap()
    };
    for (at, words, text) in [
        ("B", "band [70%; 95%)", "- { from: 70%"),
        ("B", "not applicable, approved", "not_applicable:"),
        ("C", "the denominator is 0", "ratio:"),
        ("E", "rung from 3", "ladder:"),
        ("", "exempt", "missing: { exempt"),
        ("", "bonus over the cap", "bonus: { cap: 3"),
        ("xep-loai", "the grade “Khá”", "id: kha"),
        ("xep-loai", "held down", "ceilings:"),
        ("trong-cum", "Điểm A", "tie_break:"),
        ("bang-khen", "“Năm trước”: met", "history:"),
        ("bang-khen", "in reserve", "quota:"),
        ("bang-khen", "money", "money:"),
    ] {
        assert!(line(at, words).contains(text), "{at} {words}: {}", line(at, words));
    }
}

#[test]
fn comparisons_that_can_come_out_one_way_only_are_not_asked_for_the_other() {
    let rules = "\
rule_set: x
version: 1
title: X
inputs: { n: { kind: count, max: 9 }, m: { kind: choice, order: worst-first, choices: [ { id: a, title: A }, { id: b, title: B } ] } }
criteria: [ { code: I, title: I, points_max: 10, direct: {} } ]
awards:
- { id: g, title: G, kind: commendation, for: collective, requires: [ { when: n >= 0 và m >= a và n < 10 }, { when: n > 3 } ] }
";
    let tests = "tests: [ { test: t, given: { I: 1, n: 1, m: a }, expect: { total: 1 } } ]\n";
    let all = coverage(rules, tests);
    let never: Vec<&str> = all.unreachable.iter().map(|branch| branch.what.en.as_str()).collect();
    let (whole, n) = ("requirement: “n ≥ 0 and m ≥ a and n < 10” false", "requirement: “n ≥ 0” false");
    assert_eq!(never, [n, "requirement: “m ≥ a” false", "requirement: “n < 10” false", whole].sorted());
    let left: Vec<&str> = all.left().map(|branch| branch.what.en.as_str()).collect();
    assert!(left.contains(&"requirement: “n > 3” true"), "{left:?}");
}

trait Sorted {
    fn sorted(self) -> Self;
}

impl Sorted for [&str; 4] {
    fn sorted(mut self) -> Self {
        self.sort_unstable();
        self
    }
}

#[test]
fn the_page_is_one_file_that_says_what_is_left() {
    let rules = RULES.replace("title: Ví dụ\n", "title: Ví dụ <b>&\"' 1\n");
    let all = coverage(&rules, &with("like: đủ, expect: { bonus: 0 }"));
    let page = coverage_page(&[(all.clone(), rules.clone())], Language::Vietnamese);
    assert!(page.contains("title: Ví dụ &lt;b&gt;&amp;&quot;&#39; 1"));
    assert!(!page.contains("http"), "nothing is loaded from elsewhere");
    assert!(page.contains("chưa thử: mức “Chưa”"));
    assert!(page.contains("không thể xảy ra: "));
    assert_eq!(page.matches("<i>").count(), rules.lines().count(), "every line has its number");
    let share = all.percent(Language::Vietnamese);
    assert!(page.contains(&format!("<b>{share}</b>")), "{share}");
    let two = coverage_page(&[(all.clone(), rules.clone()), (all, rules)], Language::English);
    assert!(two.contains("href=\"#f1\"") && two.contains("id=\"f1\"") && two.contains("not reached: "));
}

#[test]
fn days_with_other_values_count_together() {
    let rules = "\
rule_set: x
version: 1
title: X
effective: { from: 2024-01-01, until: 2025-12-31 }
criteria:
- code: I
  title: I
  points_max: 10
  direct: {}
- code: II
  title: II
  points_max: 10
  effective: { from: 2025-01-01 }
  yes_no: {}
";
    let test = |day: &str, given: &str| {
        format!("- {{ test: \"{day} {given}\", day: {day}, given: {{ {given} }}, expect: {{ bonus: 0 }} }}\n")
    };
    let early = coverage(rules, &format!("tests:\n{}", test("2024-05-05", "I: 1")));
    assert_eq!((early.reached, early.all), (1, 1), "what is not in force that day is not known yet");
    let both = format!("tests:\n{}{}", test("2024-05-05", "I: 1"), test("2025-05-05", "II: có"));
    let both = coverage(rules, &both);
    assert_eq!((both.reached, both.all), (2, 3));
}
