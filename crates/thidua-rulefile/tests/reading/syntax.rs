//! Broken YAML: where it is broken, and which mistake it most likely was.

use std::collections::BTreeMap;

use crate::sample::{findings, places};

#[test]
fn syntax_errors_name_the_likely_mistake() {
    let cases = [
        ("a:\n\tb: 1\n", "TD0106 2:1"),
        ("a:\n  b: 1\n\tc: 2\n", "TD0106 3:1"),
        ("a: 1\nb 2\nc: 3\n", "TD0107 2:1"),
        ("b 2\nc: 3\n", "TD0107 1:1"),
        ("a:\n  b 2\n  c: 3\n", "TD0107 2:3"),
        ("a: 1\nb:2\n", "TD0107 2:1"),
        ("a:\n-b\n", "TD0107 2:1"),
        ("title: Phong trào: khéo\n", "TD0108 1:18"),
        ("a: \"xyz\nb: 2\n", "TD0109 1:4"),
        ("a: 'xyz\nb: 2\n", "TD0109 1:4"),
        ("a: 'x' y\n", "TD0109 1:8"),
        ("a: [1, 2\nb: 3\n", "TD0110 2:2"),
        ("a: {x: 1\nb: 3\n", "TD0110 2:2"),
        ("a: [1, 2}\n", "TD0110 1:4"),
        ("a: ]\n", "TD0110 1:4"),
        ("a: [1, 2\n", "TD0110 1:4"),
        ("a: 1\n  b: 2\n", "TD0111 2:3"),
        ("a:\n   b: 1\n  c: 2\n", "TD0111 3:3"),
        ("a:\n  - 1\n - 2\n", "TD0111 3:2"),
        ("- a\nb: 1\n", "TD0111 2:1"),
        ("a: - b\n", "TD0111 1:4"),
        ("a: @x\n", "TD0112 1:4"),
        ("a: `x`\n", "TD0112 1:4"),
        ("%x\na: 1\n", "TD0112 1:1"),
        ("a: \"\\q\"\n", "TD0105 1:4"),
        ("a: x #c\n  y\n", "TD0105 1:6"),
    ];
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(source, expected)| {
            let found = places(&findings::<BTreeMap<String, String>>(source));
            (found != [*expected]).then(|| format!("{source:?}: {found:?}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_this_yaml_leaves_out_is_refused_at_its_place() {
    let cases: [(&str, &[&str]); 10] = [
        ("a: &x 1\nb: *x\nc: *y\n", &["TD0115 1:4", "TD0115 2:4", "TD0115 3:4"]),
        ("<<: {a: 1}\nb: 2\n", &["TD0115 1:1"]),
        ("a: !t 3\nb: !!str 4\n", &["TD0116 1:4", "TD0116 2:4"]),
        ("a: !quan-trọng\n", &["TD0116 1:4"]),
        ("a: * x\n", &["TD0115 1:4"]),
        ("a: 1\n---\nb: 2\n", &["TD0117 2:1"]),
        ("a: 1\nb: 2\na: 3\nb: 4\na: 5\n", &["TD0118 3:1", "TD0118 4:1", "TD0118 5:1"]),
        ("điê\u{309}m: 1\nđiểm: 2\n", &["TD0118 2:1"]),
        ("? [a]\n: 1\n: 2\nb: 3\n", &["TD0119 1:3", "TD0119 3:1"]),
        ("&x a: 1\n*x : 2\n", &["TD0115 1:1", "TD0115 2:1"]),
    ];
    for (source, expected) in cases {
        assert_eq!(places(&findings::<BTreeMap<String, String>>(source)), expected, "{source:?}");
    }
    let found = findings::<BTreeMap<String, u8>>("a: 1\nb: 2\n a2: 3\na: 3\n");
    assert_eq!(places(&found), ["TD0111 3:2"]);
    let found = findings::<BTreeMap<String, u8>>("a: 1\nb: 2\na: 3\n");
    assert_eq!(found[0].message.en, "the key `a` is already on line 1, column 1");
}

#[test]
fn an_alias_bomb_is_refused_at_once() {
    let mut bomb = String::from("a0: &a0 [x, x]\n");
    for level in 1..30 {
        let line = format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1);
        bomb.push_str(&line);
    }
    let found = findings::<BTreeMap<String, Vec<String>>>(&bomb);
    assert_eq!(found.len(), 30 + 2 * 29);
    assert!(found.iter().all(|found| found.code == "TD0115"));
}
