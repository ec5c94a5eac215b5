//! Two versions of a rule set in words, and mixtures of the two.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use thidua::{RuleSet, check};
use thidua_rulefile::Document;
use thidua_workshop::{Comparison, compare};

const OLD: &str = "\
rule_set: x
version: 1
title: X
inputs: { đúng_hạn: { kind: count }, tiếp_nhận: { kind: count } }
points_max: 20
criteria:
- code: I
  title: Hồ sơ
  points_max: 14
  children:
  - code: I.1
    title: Đúng hạn
    points_max: 10
    bands: { of: đúng_hạn / tiếp_nhận, highest: 100%, steps: [ { from: 95%, full: true }, { below: 95%, points: 0 } ] }
  - { code: I.2, title: Kế hoạch, points_max: 4, yes_no: {} }
- { code: II, title: Đối thoại, points_max: 6, direct: { step: 0.5 } }
gradings:
- id: xep-loai
  title: Xếp loại
  grades: [ { id: tot, title: Tốt, from: 15 }, { id: kha, title: Khá, below: 15 } ]
rankings:
- { id: chung, scope: all, tie_break: [ { of: điểm của I, label: Nhóm I }, { of: điểm của II, label: Nhóm II } ] }
awards:
- id: merit
  title: Bằng khen
  kind: commendation
  for: collective
  requires: [ { when: điểm >= 15, label: Từ 15 điểm } ]
  quota: { share: 20%, of: entrants, per: all, fraction: down, at_least: 1 }
";

fn document(name: &str, text: &str) -> Document {
    Document::parse(name, text).unwrap()
}

fn compared(replacements: &[(&str, &str)]) -> Comparison {
    let mut new = OLD.to_owned();
    for (from, to) in replacements {
        assert_eq!(new.matches(from).count(), 1, "{from}");
        new = new.replace(from, to);
    }
    compare(&document("old.yaml", OLD), &document("new.yaml", &new)).unwrap()
}

/// Each case: what is written instead of what, and the sentences of the changes that decide.
#[test]
fn changes_read_like_a_decision() {
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
    let cases: &[Case<'_>] = &[
        (&[("version: 1", "version: 2"), ("title: X\n", "title: Y\n")], &[]),
        (&[("{ from: 95%, full: true }", "{ from: 95.0%, full: true }")], &[]),
        (
            &[(
                "[ { from: 95%, full: true }, { below: 95%, points: 0 } ]",
                "[ { from: 98%, full: true }, { from: 90%, below: 98%, proportional: true }, { below: 90%, points: 0 } ]",
            )],
            &[
                "Tiêu chí I.1 (Đúng hạn): cách chấm theo thang: từ 95% trở lên: đủ điểm; dưới 95%: 0 điểm → từ 98% trở lên: đủ điểm; từ 90% đến dưới 98%: tỷ lệ thuận; dưới 90%: 0 điểm",
            ],
        ),
        (
            &[("direct: { step: 0.5 }", "direct: { step: 0.25 }")],
            &[
                "Tiêu chí II (Đối thoại): cách chấm trực tiếp: chấm trực tiếp, bước 0,5 → chấm trực tiếp, bước 0,25",
            ],
        ),
        (
            &[("yes_no: {}", "count: { of: tiếp_nhận, each: 0.5 }")],
            &[
                "Tiêu chí I.2 (Kế hoạch): cách chấm: đạt thì đủ điểm, không đạt 0 điểm → 0,5 điểm cho mỗi tiếp_nhận",
            ],
        ),
        (
            &[("from: 15 }", "from: 16 }"), ("below: 15 }", "below: 16 }")],
            &["Mức xếp loại “Tốt”: từ 15 → 16 (cùng lúc mức xếp loại “Khá”: dưới)"],
        ),
        (
            &[(
                "{ of: điểm của I, label: Nhóm I }, { of: điểm của II, label: Nhóm II }",
                "{ of: điểm của II, label: Nhóm II }, { of: điểm của I, label: Nhóm I }",
            )],
            &["Bảng xếp hạng `chung`: bước xét khi bằng điểm: đổi thứ tự"],
        ),
        (&[("share: 20%", "share: 25%")], &["Khen thưởng “Bằng khen”: tỷ lệ: 20% → 25%"]),
        (
            &[("{ when: điểm >= 15, label: Từ 15 điểm }", "{ when: điểm >= 16, label: Từ 16 điểm }")],
            &[
                "Khen thưởng “Bằng khen”: điều kiện: “Từ 15 điểm” (khi: điểm >= 15) → “Từ 16 điểm” (khi: điểm >= 16)",
            ],
        ),
        (&[("label: Từ 15 điểm", "label: Ít nhất 15 điểm")], &[]),
        (
            &[("points_max: 20", "points_max: 25"), ("points_max: 6, direct", "points_max: 11, direct")],
            &["Điểm tối đa: 20 → 25", "Tiêu chí II (Đối thoại): điểm tối đa: 6 → 11"],
        ),
        (
            &[
                ("  - { code: I.2, title: Kế hoạch, points_max: 4, yes_no: {} }\n", ""),
                ("points_max: 14", "points_max: 10"),
                ("points_max: 20", "points_max: 16"),
            ],
            &[
                "Điểm tối đa: 20 → 16",
                "Tiêu chí I (Hồ sơ): điểm tối đa: 14 → 10",
                "Tiêu chí I.2 (Kế hoạch): bỏ tối đa 4 điểm, đạt thì đủ điểm, không đạt 0 điểm",
            ],
        ),
        (
            &[
                ("code: II, title: Đối thoại", "code: III, title: Đối thoại"),
                ("of: điểm của II,", "of: điểm của III,"),
            ],
            &[
                "Tiêu chí III (Đối thoại): mã: II → III",
                "Bảng xếp hạng `chung`: bước xét khi bằng điểm: “Nhóm II” (của: điểm của II) → “Nhóm II” (của: điểm của III)",
            ],
        ),
    ];
    for (replacements, expected) in cases {
        let comparison = compared(replacements);
        let said: Vec<&str> =
            comparison.deciding().iter().map(|at| comparison.changes[*at].what.vi.as_str()).collect();
        assert_eq!(said, *expected, "{replacements:?}");
    }
}

#[test]
fn a_version_is_the_same_as_itself() {
    assert!(compared(&[]).changes.is_empty());
}

/// A mixture of nothing is the old version and a mixture of everything is the new one, but for words.
#[test]
fn mixtures_run_from_the_old_version_to_the_new() {
    let replacements = [
        ("from: 15 }", "from: 16 }"),
        ("below: 15 }", "below: 16 }"),
        ("share: 20%", "share: 25%"),
        ("step: 0.5", "step: 0.25"),
    ];
    let comparison = compared(&replacements);
    let rules = |document: &Document| document.decode::<RuleSet>().unwrap();
    assert_eq!(rules(&comparison.mixed(&|_| false)), rules(&document("old.yaml", OLD)));
    let new = replacements.iter().fold(OLD.to_owned(), |text, (from, to)| text.replace(from, to));
    assert_eq!(rules(&comparison.mixed(&|_| true)), rules(&document("new.yaml", &new)));
    let deciding = comparison.deciding();
    assert_eq!(deciding.len(), 3);
    for one in &deciding {
        let mixed = comparison.mixed(&|change| change == *one);
        assert!(check(rules(&mixed), "mixed.yaml").is_ok(), "{:?}", comparison.changes[*one]);
    }
}

#[test]
fn an_order_and_an_addition_do_not_get_in_each_others_way() {
    let tie = "{ of: điểm của I, label: Nhóm I }, { of: điểm của II, label: Nhóm II }";
    let other = "{ of: điểm của II, label: Nhóm II }, { of: tiếp_nhận, label: Tiếp nhận }, { of: điểm của I, label: Nhóm I }";
    let comparison = compared(&[(tie, other)]);
    let deciding = comparison.deciding();
    assert_eq!(deciding.len(), 2, "{:?}", comparison.changes);
    let labels = |made: &dyn Fn(usize) -> bool| -> Vec<String> {
        let rules = comparison.mixed(made).decode::<RuleSet>().unwrap();
        rules.rankings[0].tie_break.iter().map(|step| step.label.clone().unwrap()).collect()
    };
    let order = |change: usize| comparison.changes[change].what.vi.contains("thứ tự");
    assert_eq!(labels(&|_| false), ["Nhóm I", "Nhóm II"]);
    assert_eq!(labels(&|change| order(change)), ["Nhóm II", "Nhóm I"]);
    assert_eq!(labels(&|change| !order(change)), ["Nhóm I", "Nhóm II", "Tiếp nhận"]);
    assert_eq!(labels(&|_| true), ["Nhóm II", "Tiếp nhận", "Nhóm I"]);
}

#[test]
fn mistakes_of_both_versions_are_told_at_once() {
    let old = OLD.replace("below: 15 }", "below: x }");
    let new = OLD.replace("scope: all", "scope: somewhere");
    let found = compare(&document("old.yaml", &old), &document("new.yaml", &new)).unwrap_err();
    let files: std::collections::BTreeSet<&str> = found.iter().map(|finding| &*finding.place.file).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["new.yaml", "old.yaml"], "{found:?}");
}
