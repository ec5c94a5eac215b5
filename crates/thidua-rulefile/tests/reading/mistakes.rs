//! All mistakes of a file in one report, each at its place, and none that only follows from another.

use std::collections::BTreeMap;

use thidua_core::Decimal;

use crate::sample::{
    Condition, Criterion, Grade, Located, Method, Movement, Name, Ordered, findings, places,
};

macro_rules! cases {
    ($($type:ty: $source:expr => $($expected:literal)*;)*) => {{
        let mut wrong = String::new();
        $(
            let found = findings::<$type>($source);
            let expected: Vec<String> = vec![$($expected.to_owned()),*];
            if places(&found) != expected {
                wrong += &format!("{:?}\n  found {:#?}\n  not {expected:?}\n", $source, found);
            }
        )*
        assert!(wrong.is_empty(), "{wrong}");
    }};
}

#[test]
fn every_mistake_is_reported_once_at_its_place() {
    cases! {
        // Keys.
        Criterion: "id: a\npoints-max: 1\nnoet: x\nabc: y\n" => "TD0120 3:1" "TD0120 4:1";
        Criterion: "id: a\n" => "TD0121 1:1";
        Criterion: "note: x\n" => "TD0121 1:1" "TD0121 1:1";
        Criterion: "{}" => "TD0121 1:1" "TD0121 1:1";
        Criterion: "id: a\npoint-max: 1\n" => "TD0120 2:1";
        Criterion: "mã: a\nid: b\npoints-max: 1\n" => "TD0118 1:1";
        Criterion: "mã: [x]\npoints-max: 1\n" => "TD0122 1:5";
        Criterion: "mã: [x]\nnote: {}\n" => "TD0121 1:1" "TD0122 1:5" "TD0122 2:7";
        // Types.
        Criterion: "id: {}\npoints-max: [1]\nnote: [x]\n" => "TD0122 1:5" "TD0122 2:13" "TD0122 3:7";
        Criterion: "- a\n" => "TD0122 1:1";
        Criterion: "id:\npoints-max: ~\n" => "TD0127 1:3" "TD0127 2:13";
        Vec<u32>: "a" => "TD0122 1:1";
        Vec<u32>: "- 1\n- x\n- '3'\n- 4.0\n- -1\n- 99999999999\n- 5\n"
            => "TD0124 2:3" "TD0122 3:3" "TD0124 4:3" "TD0124 5:3" "TD0124 6:3";
        Vec<bool>: "[true, 1, đúng]" => "TD0122 1:8" "TD0122 1:11";
        Vec<Decimal>: "['8,5', x, 1.2.3, 8.5, '', 12345678901234567890123456789]"
            => "TD0124 1:2" "TD0124 1:9" "TD0124 1:12" "TD0124 1:24" "TD0124 1:28";
        (u8, u8): "[1, 2, 3]" => "TD0125 1:1";
        [u8; 2]: "[1]" => "TD0125 1:1";
        Vec<char>: "[a, bc, đ]" => "TD0122 1:5";
        BTreeMap<u32, Decimal>: "1: 2\nx: 3\n4: y\n" => "TD0124 2:1" "TD0124 3:4";
        Vec<f64>: "[1.5]" => "TD0124 1:2";
        // Choices.
        Vec<Method>: "- linear\n- linaer\n- count: {each: 1}\n- cuont: {each: 1}\n" => "TD0123 2:3" "TD0123 4:3";
        Vec<Method>: "- count\n- linear: {a: 1}\n- {count: {each: 1}, linear: ~}\n- {}\n- []\n"
            => "TD0128 1:3" "TD0128 2:11" "TD0128 3:3" "TD0128 4:3" "TD0122 5:3";
        Vec<Method>: "- linear:\n- count: {}\n- count: {each: x, at-most: 300}\n- checklist: {a: 1}\n"
            => "TD0121 2:10" "TD0124 3:17" "TD0124 3:29" "TD0122 4:14";
        // Sentences of the types themselves, with a part of the scalar where they name one.
        Vec<Condition>: "- a?b\n- 'điểm ?'\n- \"x\\t?\"\n- |\n  a ?\n- ok\n"
            => "TD0126 1:4" "TD0126 2:9" "TD0126 3:3" "TD0126 5:3";
        Vec<Condition>: "- điê\u{309}m ?\n" => "TD0126 1:9";
        Vec<Grade>: "- {from: 3, to: 2}\n- {from: x, to: 2}\n- {from: 1}\n" => "TD0126 1:3" "TD0124 2:10" "TD0121 3:3";
        // Places reach through `Located`, newtypes, keys and options.
        Ordered<Located<Decimal>>: "a: 1\nb: x\nc: [1]\n" => "TD0124 2:4" "TD0122 3:4";
        BTreeMap<String, Option<Name>>: "a: ~\nb: {x: 1}\n" => "TD0122 2:4";
    }
}

#[test]
fn a_comma_inside_braces_is_answered_by_the_line_as_it_should_be() {
    let help = |line: &str| {
        let found = findings::<Vec<Criterion>>(line);
        let told = found.iter().map(|finding| {
            (finding.code, finding.help.as_ref().map(|help| help.vi.clone()).unwrap_or_default())
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        help("- { id: a, points-max: 1,5, note: x }\n"),
        [("TD0130", "viết `- { id: a, points-max: 1.5, note: x }`".to_owned())]
    );
    assert_eq!(
        help("- { id: a, points-max: 1, note: Thôn, tổ, ấp 3 }\n"),
        [("TD0130", "viết `- { id: a, points-max: 1, note: \"Thôn, tổ, ấp 3\" }`".to_owned())]
    );
    // The line is shown as it should be as a whole; in quotation marks a comma is a comma.
    let both = "viết `- { id: \"x: 1,5\", points-max: 2.5, note: 0.5 }`";
    let torn = help("- { id: \"x: 1,5\", points-max: 2,5, note: 0,5 }\n").into_iter().map(|told| told.1);
    assert_eq!(torn.collect::<Vec<_>>(), [both, both]);
    // Two of them on one line, and a key that is merely unknown.
    assert_eq!(
        help("- { id: a, points-max: 2,5, note: b,c }\n").iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        ["TD0130", "TD0130"]
    );
    assert_eq!(
        help("- { id: a, points-max: 1, nots: }\n").iter().map(|told| told.0).collect::<Vec<_>>(),
        ["TD0120"]
    );
    assert_eq!(
        help("- id: a\n  points-max: 1\n  xa:\n").iter().map(|told| told.0).collect::<Vec<_>>(),
        ["TD0120"]
    );
}

#[test]
fn a_whole_file_of_mistakes_comes_back_in_file_order() {
    cases! {
        Movement: "titel: Dân vận khéo\ncriteria:\n  - id: a\n    points-max: 8,5\n    methode: linear\n  - points-max: 1\n  \
                   - id: c\n    points-max: x\n    method: {count: {eahc: 1}}\ngrades:\n  tot: {from: 9, to: 1}\n  kha: 3\n\
                   members: nhiều\npublic: maybe\nwhen: a ?\nweights: {a: 1, a: 2, b: y}\n"
            => "TD0120 1:1" "TD0124 4:17" "TD0120 5:5" "TD0121 6:5" "TD0124 8:17" "TD0121 9:21" "TD0126 11:8" "TD0122 12:8"
               "TD0124 13:10" "TD0122 14:9" "TD0126 15:9" "TD0118 16:17" "TD0124 16:26";
    }
}

#[test]
fn what_follows_from_a_mending_is_not_reported() {
    cases! {
        Movement: "title: [x]\ncriteria: nothing\n" => "TD0122 1:8" "TD0122 2:11";
        Movement: "title: *t\ncriteria: []\n" => "TD0115 1:8";
        Vec<Grade>: "- from: 5\n  to: x\n" => "TD0124 2:7";
        Vec<Grade>: "- from: 5\n  too: 9\n" => "TD0120 2:3";
        Vec<Vec<Grade>>: "- - {from: x, to: 1}\n  - {from: 2, to: 1}\n" => "TD0124 1:12" "TD0126 2:5";
    }
}

#[test]
fn findings_speak_to_users() {
    let say = |source: &str| -> Vec<String> {
        findings::<Movement>(source)
            .into_iter()
            .map(|found| {
                let help = found.help.map(|help| format!(" ({})", help.vi)).unwrap_or_default();
                format!("{}{help}", found.message.vi)
            })
            .collect()
    };
    assert_eq!(
        say(
            "titel: a\ncriteria:\n  - id: a\n    points-max: 8,5\n    method: lienar\nmembers: 8.5\ngrades: [1]\nxyz: 1\n"
        ),
        [
            "khóa lạ `titel` (có phải ý bạn là `title`?)",
            "`8,5` dùng dấu phẩy thập phân (viết `8.5`)",
            "không có lựa chọn `lienar` (có phải ý bạn là `linear`?)",
            "`8.5` không phải là một số nguyên không âm (viết lại đúng dạng cần có)",
            "cần một nhóm khóa, nhưng ở đây là một danh sách (viết lại đúng dạng cần có)",
            "khóa lạ `xyz` (các khóa dùng được: `title`, `criteria`, `weights`, `grades`, `members`, `public`, `when`, `between`)",
        ]
    );
    assert_eq!(
        say("title: {a: 1}\ncriteria: x\n"),
        [
            "cần chữ, nhưng ở đây là một nhóm khóa (viết lại đúng dạng cần có)",
            "cần một danh sách, nhưng ở đây là `x` (viết `[x]` nếu chỉ có một mục)"
        ]
    );
    let long = "1".repeat(100);
    let found = findings::<Decimal>(&long);
    assert_eq!(
        found[0].message.en,
        format!("the number `{}…` has too many digits, at most 28", "1".repeat(60))
    );
}
