//! The page of every code: its bad example gives the code, its good example reads.

use thidua_rulefile::{CODES, Limits, read_bytes_with};

use crate::sample::Movement;

fn read(example: &str) -> Vec<&'static str> {
    // Small enough that the examples of the limits fit on the page.
    let limits = Limits { bytes: 400, depth: 8, nodes: 60 };
    // A tab, a zero byte and a byte that is no UTF-8 would not survive on a page.
    let mut bytes = Vec::new();
    for character in example.chars() {
        match character {
            '→' => bytes.push(b'\t'),
            '␀' => bytes.push(0),
            '¿' => bytes.push(0xff),
            _ => bytes.extend(character.to_string().as_bytes()),
        }
    }
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
        let examples: Vec<&str> =
            section.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
        // The one comes from laying out, the other from a hundred mistakes.
        if ["TD0129", "TD0149"].contains(code) {
            continue;
        }
        let [bad, good] = examples.as_slice() else { panic!("{code} needs a bad and a good example") };
        assert!(read(bad).contains(code), "{code}: bad example gives {:?}", read(bad));
        assert!(read(good).is_empty(), "{code}: good example gives {:?}", read(good));
    }
    assert!(sections.next().is_none());
}
