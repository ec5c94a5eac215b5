//! The page of every code: its bad example gives the code, its good example reads.

use thidua_rulefile::{CODES, Limits, read_bytes_with};

use crate::sample::Movement;

fn read(example: &str) -> Vec<&'static str> {
    // Small enough that the examples of the limits fit on the page.
    let limits = Limits { bytes: 400, depth: 8, nodes: 60 };
    // Control characters, tabs and raw bytes would not survive on a page.
    let mut bytes = Vec::new();
    for part in example.split_inclusive("␀") {
        bytes.extend(part.trim_end_matches('␀').replace('→', "\t").replace('…', "").as_bytes());
        bytes.extend(part.ends_with('␀').then_some(0));
    }
    let bytes = bytes.iter().position(|byte| *byte == b'\xc2').map_or(bytes.clone(), |at| {
        // `¿` stands for a byte that is no UTF-8.
        [&bytes[..at], b"\xff", &bytes[at + 2..]].concat()
    });
    read_bytes_with::<Movement>("trang.yaml", &bytes, &limits)
        .err()
        .unwrap_or_default()
        .iter()
        .map(|found| found.code)
        .collect()
}

#[test]
fn every_code_has_a_page_whose_examples_hold() {
    let page = include_str!("../../../../docs/diagnostics-reading.md");
    let mut sections = page.split("\n## ").skip(1);
    for code in CODES {
        let section = sections.next().unwrap_or_else(|| panic!("no section for {code}"));
        assert!(section.starts_with(code), "{code} expected, found {}", section.lines().next().unwrap());
        let examples: Vec<&str> = section
            .split("```yaml\n")
            .skip(1)
            .map(|block| block.split("```").next().unwrap())
            .collect();
        if *code == "TD0149" {
            continue;
        }
        let [bad, good] = examples.as_slice() else { panic!("{code} needs a bad and a good example") };
        assert!(read(bad).contains(code), "{code}: bad example gives {:?}", read(bad));
        assert!(read(good).is_empty(), "{code}: good example gives {:?}", read(good));
    }
    assert!(sections.next().is_none());
}
