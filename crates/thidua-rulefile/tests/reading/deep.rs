//! No file exhausts the stack, the memory or the reader's patience.

use std::time::{Duration, Instant};

use serde::Deserialize;
use thidua_rulefile::{CODES, Limits, read, read_bytes, read_with};

use crate::sample::{Movement, places};

#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Nest(#[allow(dead_code, reason = "only its depth matters")] Vec<Nest>);

#[test]
fn deep_nesting_is_refused_with_its_place() {
    for depth in [10_000, 1_000_000] {
        let cases = [
            ("[".repeat(depth), "TD0113 1:25"),
            (format!("{}{}", "[".repeat(depth), "]".repeat(depth)), "TD0113 1:25"),
            ("- ".repeat(depth), "TD0113 1:49"),
            ("{a: ".repeat(depth), "TD0113 1:97"),
            ("? ".repeat(depth), "TD0113 1:49"),
        ];
        for (source, expected) in cases {
            assert_eq!(places(&read::<Nest>("sau.yaml", &source).unwrap_err()), [expected]);
        }
    }
    let steps: String = (0..2_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(places(&read::<Nest>("sau.yaml", &steps).unwrap_err()), ["TD0113 25:25"]);
    let mixed = format!("{}{}{}", "- ".repeat(40), "[".repeat(40), "]".repeat(40));
    assert_eq!(places(&read::<Nest>("sau.yaml", &mixed).unwrap_err()), ["TD0113 1:49"]);
    assert!(read::<Nest>("sau.yaml", &format!("{}{}", "[".repeat(24), "]".repeat(24))).is_ok());
}

#[test]
fn limits_are_kept() {
    let small = Limits { bytes: 10, depth: 24, nodes: 3 };
    assert_eq!(places(&read_with::<Vec<u8>>("to.yaml", "[1, 2, 3, 4]", &small).unwrap_err()), ["TD0101"]);
    assert_eq!(places(&read_with::<Vec<u8>>("to.yaml", "[1, 2, 3]", &small).unwrap_err()), ["TD0114 1:8"]);
    let long = format!("{{\"k\": \"{}\", \"l\": \"{}\"}}", "x".repeat(9_000), "y".repeat(9_000));
    assert!(read::<std::collections::BTreeMap<String, String>>("dai.json", &long).is_ok());
}

#[test]
fn bytes_that_are_not_text_are_refused() {
    let cases: [(&[u8], &str); 8] = [
        (b"a: 1\r\nb: \xe0\n", "TD0102 2:4"),
        ("điểm: \u{1}".as_bytes(), "TD0112 1:7"),
        (b"PK\x03\x04rest", "TD0103"),
        (b"\xff\xfea\x00", "TD0103"),
        (b"a\x00b", "TD0103"),
        (b"", "TD0104"),
        (b"\xef\xbb\xbf\n# only a comment\n", "TD0104"),
        (b"\xef\xbb\xbf\xc3\xa9: \xff", "TD0102 1:4"),
    ];
    for (bytes, expected) in cases {
        assert_eq!(places(&read_bytes::<Movement>("la.yaml", bytes).unwrap_err()), [expected]);
    }
}

#[test]
fn the_report_stops_at_a_hundred_and_says_so() {
    let source: String = (0..3_000).map(|index| format!("- x{index}\n")).collect();
    let found = read::<Vec<u32>>("nhieu.yaml", &source).unwrap_err();
    assert_eq!(
        (found.len(), found[100].code, found[99].place.to_string().as_str()),
        (101, "TD0149", "nhieu.yaml:100:3")
    );
    let aliases: String = (0..3_000).map(|index| format!("- *a{index}\n")).collect();
    let found = read::<Vec<u32>>("nhieu.yaml", &aliases).unwrap_err();
    assert_eq!((found.len(), found[100].code), (101, "TD0149"));
    assert!(CODES.contains(&"TD0149"));
}

#[test]
fn a_large_file_full_of_mistakes_still_answers_soon() {
    let started = Instant::now();
    let source: String = (0..120_000).map(|index| format!("- x{index}\n")).collect();
    assert_eq!(read::<Vec<u32>>("lon.yaml", &source).unwrap_err().len(), 101);
    let repeats = "a: 1\n".repeat(120_000);
    assert!(!read::<std::collections::BTreeMap<String, u8>>("lap.yaml", &repeats).unwrap_err().is_empty());
    let comments = format!("{}a 1\nb: 2\n", "#\n".repeat(2_000_000));
    assert!(
        !read::<std::collections::BTreeMap<String, u8>>("ghi-chu.yaml", &comments).unwrap_err().is_empty()
    );
    assert!(started.elapsed() < Duration::from_secs(60));
}
