//! Which values go together: the tables of `docs/rule-format.md`, every pair tried in an award's condition.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::fmt::Write as _;

use thidua::{RuleSet, check};

/// A value of each kind.
const VALUES: [(&str, &str); 13] = [
    ("number", "n"),
    ("points", "điểm"),
    ("share", "p"),
    ("ratio", "c / d"),
    ("count", "c"),
    ("days", "(t - u)"),
    ("place", "hạng"),
    ("yes-no", "y"),
    ("day", "t"),
    ("choice", "m"),
    ("ordered", "bậc"),
    ("grade", "xếp_loại"),
    ("kind", "loại_đối_tượng"),
];

const HEAD: &str = "\
rule_set: x
version: 1
title: X
kinds: { xa: { title: Xã, entrant: collective }, huyen: { title: Huyện, entrant: collective } }
inputs:
  n: { kind: number }
  p: { kind: percent }
  c: { kind: count }
  d: { kind: count }
  t: { kind: date }
  u: { kind: date }
  y: { kind: yes-no }
  m: { kind: choice, choices: [ { id: a, title: A }, { id: b, title: B } ] }
  bậc: { kind: choice, order: best-first, choices: [ { id: a, title: A }, { id: b, title: B } ] }
criteria: [ { code: I, points_max: 100 } ]
gradings: [ { id: g, grades: [ { id: tot, title: Tốt, from: 50 }, { id: kem, title: Kém, below: 50 } ] } ]
rankings: [ { id: r, scope: all } ]
awards: [ { id: w, title: W, kind: commendation, for: collective, requires: [ { when: ";

/// Whether the condition is taken, as far as kinds and names of choices are concerned.
fn taken(condition: &str) -> bool {
    let text = format!("{HEAD}{condition} }} ] }} ]\n");
    let rules = thidua_rulefile::read::<RuleSet>("rules.yaml", &text).unwrap();
    let found = check(rules, "rules.yaml").err().unwrap_or_default();
    found.iter().all(|finding| !matches!(finding.code, "TD0212" | "TD0250"))
}

/// A row for each left side, `x` where the right side of that column is taken.
fn table(condition: impl Fn(&str, &str) -> String) -> String {
    let mut table = String::new();
    for (kind, left) in VALUES {
        let row: String =
            VALUES.iter().map(|(_, right)| if taken(&condition(left, right)) { 'x' } else { '.' }).collect();
        writeln!(table, "{row} {kind}").unwrap();
    }
    table
}

#[test]
fn what_is_added() {
    let got = table(|left, right| format!("{left} + {right} = {left} + {right}"));
    let wanted = "\
xxxxxxxxx.... number
xx.xx..x..... points
x.xx......... share
xxxxxxxx..... ratio
xx.xxxxxx.... count
x..xxx.xx.... days
x..xx.xx..... place
xx.xxxxx..... yes-no
x...xx....... day
............. choice
............. ordered
............. grade
............. kind
";
    assert_eq!(got, wanted, "\n{got}");
}

#[test]
fn what_is_subtracted() {
    let got = table(|left, right| format!("{left} - {right} = {left} - {right}"));
    let wanted = "\
xxxxxxxx..... number
xx.xx..x..... points
x.xx......... share
xxxxxxxx..... ratio
xx.xxxxx..... count
x..xxx.x..... days
x..xx.xx..... place
xx.xxxxx..... yes-no
x...xx..x.... day
............. choice
............. ordered
............. grade
............. kind
";
    assert_eq!(got, wanted, "\n{got}");
}

#[test]
fn amounts_are_multiplied_and_divided_and_nothing_else() {
    let row = |amount: bool| if amount { "xxxxxxxx....." } else { "............." };
    let wanted: String =
        VALUES.iter().zip(0..).map(|((kind, _), at)| format!("{} {kind}\n", row(at < 8))).collect();
    for sign in ["*", "/"] {
        let got = table(|left, right| format!("{left} {sign} {right} = {left} {sign} {right}"));
        assert_eq!(got, wanted, "\n{got}");
    }
}

#[test]
fn what_is_equal() {
    let got = table(|left, right| format!("{left} = {right}"));
    let wanted = "\
xxxxxxxx..... number
xx.xx..x..... points
x.xx......... share
xxxxxxxx..... ratio
xx.xxxxx..... count
x..xxx.x..... days
x..xx.xx..... place
xx.xxxxx..... yes-no
........x.... day
.........x... choice
..........x.. ordered
...........x. grade
............x kind
";
    assert_eq!(got, wanted, "\n{got}");
}

#[test]
fn what_is_more_or_less() {
    let got = table(|left, right| format!("{left} >= {right}"));
    let wanted = "\
xxxxxxxx..... number
xx.xx..x..... points
x.xx......... share
xxxxxxxx..... ratio
xx.xxxxx..... count
x..xxx.x..... days
x..xx.xx..... place
xx.xxxxx..... yes-no
........x.... day
............. choice
..........x.. ordered
...........x. grade
............. kind
";
    assert_eq!(got, wanted, "\n{got}");
}
