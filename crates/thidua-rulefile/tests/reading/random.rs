//! No bytes make the reader panic, and an error always says something.

use proptest::prelude::*;
use thidua_rulefile::{read, read_bytes};

use crate::sample::Movement;

const VALID: &str = "title: 'Dân vận khéo'\ncriteria:\n  - id: \"a\"\n    points-max: 8.50\n    method:\n      count: \
                     {each: 0.5, at-most: 4}\n  - id: b\n    points-max: 10\n    note: |\n      nhiều\n      dòng\nweights: \
                     {a: 1.10}\ngrades:\n  tot: {from: 8, to: 10}\nwhen: a >= 1\n";

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Err(found) = read_bytes::<Movement>("thu.yaml", bytes) {
        prop_assert!(!found.is_empty());
        prop_assert!(found.len() <= 101);
        let text = String::from_utf8_lossy(bytes);
        let lines = text.split(['\n', '\r']).count();
        for finding in &found {
            if let thidua_core::Spot::Text(span) = finding.place.spot {
                prop_assert!(
                    span.line >= 1
                        && span.column >= 1
                        && usize::try_from(span.line).is_ok_and(|line| line <= lines),
                    "{finding:?}"
                );
                prop_assert!((span.line, span.column) <= (span.end_line, span.end_column), "{finding:?}");
            }
            for words in [&finding.message.vi, &finding.message.en] {
                prop_assert!(!words.is_empty() && !words.ends_with('.'), "{finding:?}");
                prop_assert!(!words.contains(['\u{1e}', '\u{1f}', '\n']), "{finding:?}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes)?;
    }

    #[test]
    fn arbitrary_yaml_like_text(text in "[a-cđ0-9 :,.\\-\\[\\]{}\"'#&*!|>%@`~?\\\\\t\n\r]{0,120}") {
        check(text.as_bytes())?;
    }

    #[test]
    fn a_valid_file_with_a_part_replaced(at in 0usize..400, length in 0usize..30, put in "[a-c0-9 :,\\-\\[\\]{}\"'\n~*]{0,8}") {
        let characters: Vec<char> = VALID.chars().collect();
        let at = at.min(characters.len());
        let after = (at + length).min(characters.len());
        let text: String = characters[..at].iter().copied().chain(put.chars()).chain(characters[after..].iter().copied()).collect();
        check(text.as_bytes())?;
    }

    #[test]
    fn a_valid_file_with_lines_shuffled(order in Just(VALID.lines().collect::<Vec<_>>()).prop_shuffle()) {
        check(order.join("\n").as_bytes())?;
    }
}

#[test]
fn the_file_to_mutate_is_valid() {
    read::<Movement>("thu.yaml", VALID).unwrap();
}
