//! Numbers and text come out as they were written, and every value knows its place.

use std::collections::BTreeMap;

use thidua_core::Decimal;
use thidua_rulefile::{read, read_bytes};

use crate::sample::{Located, Movement, Ordered, Where};

#[test]
fn numbers_keep_every_digit_written() {
    let digits_27 = format!("1.{}", "1234567890".repeat(3).get(..27).unwrap());
    for written in ["0.1", "12345678901234.56789", "1.10", "8.50", "0", "-3", "007.0", &digits_27] {
        let plain = if written == "007.0" { "7.0" } else { written };
        for source in [format!("[{written}]"), format!("- '{written}'"), format!("[\"{written}\"]\r\n")] {
            let read: Vec<Decimal> = read("so.yaml", &source).unwrap();
            assert_eq!(read[0].to_string(), plain, "{source}");
        }
        let text: Vec<String> = read("so.yaml", &format!("- {written}")).unwrap();
        assert_eq!(text[0], written);
    }
}

#[test]
fn whole_numbers_are_counted_and_not_guessed() {
    assert_eq!(read::<Vec<i64>>("so.json", "[0, 12, -9223372036854775808]").unwrap(), [0, 12, i64::MIN]);
    assert!(read::<BTreeMap<u32, bool>>("so.json", r#"{"7": true}"#).unwrap()[&7]);
    for wrong in
        ["[8.0]", "[1e3]", "['8']", "[0x10]", "[+1]", "[1_000]", "[-1]", "[4294967296]", "[~]", "[]x"]
    {
        assert!(read::<Vec<u32>>("so.yaml", wrong).is_err(), "{wrong}");
    }
    assert!(read::<Vec<f64>>("so.yaml", "[8.5]").is_err());
    assert!(read::<f32>("so.yaml", "8.5").is_err());
}

#[test]
fn yes_and_no_are_read_in_two_languages() {
    let flags: Vec<bool> = read("co.yaml", "[true, false, có, không, yes, no, True, \"có\"]").unwrap();
    assert_eq!(flags, [true, false, true, false, true, false, true, true]);
    let words: Vec<String> = read("co.yaml", "[true, no, 1.0, 2014-12-31, '']").unwrap();
    assert_eq!(words, ["true", "no", "1.0", "2014-12-31", ""]);
}

#[test]
fn nothing_written_is_none_and_never_text() {
    let values: Vec<Option<String>> = read("trong.yaml", "- ~\n- null\n-\n- 'null'\n- \"~\"\n- a\n").unwrap();
    let some = |word: &str| Some(word.to_owned());
    assert_eq!(values, [None, None, None, some("null"), some("~"), some("a")]);
    assert_eq!(read::<Vec<()>>("trong.yaml", "[~, null]").unwrap().len(), 2);
}

#[test]
fn text_is_composed_and_compared_composed() {
    let decomposed = "điê\u{309}m: Chuyên câ\u{300}n\n";
    let read: BTreeMap<String, String> = read("unicode.yaml", decomposed).unwrap();
    assert_eq!(read["điểm"], "Chuyên cần");
}

#[test]
fn values_and_keys_know_their_places() {
    let span = |line, column, end_column| Where { line, column, end_line: line, end_column };
    let read: Ordered<Located<String>> = read("noi.yaml", "điểm: tốt\r\n\"hạng\":   'khá'\r\n").unwrap();
    let [(first, good), (second, fair)] = read.0.as_slice() else { panic!() };
    assert_eq!((first.span, good.span), (span(1, 1, 5), span(1, 7, 10)));
    assert_eq!((second.span, fair.span), (span(2, 1, 7), span(2, 11, 16)));
    assert_eq!((second.value.as_str(), fair.value.as_str()), ("hạng", "khá"));

    let groups: Located<Vec<Located<BTreeMap<String, u8>>>> =
        thidua_rulefile::read("noi.yaml", "- a: 1\n  b: 2\n\n- {c: 3}\n").unwrap();
    let places: Vec<Where> = groups.value.iter().map(|group| group.span).collect();
    assert_eq!(places, [Where { line: 1, column: 3, end_line: 2, end_column: 7 }, span(4, 3, 9)]);
    assert_eq!(groups.span, Where { line: 1, column: 1, end_line: 4, end_column: 9 });
}

#[test]
fn a_whole_movement_reads_from_yaml_and_from_json() {
    let yaml = "\u{feff}# Phong trào\ntitle: Dân vận khéo\ncriteria:\n  - id: chuyen-can\n    points-max: 10.0\n  \
                - mã: sang-kien\n    points-max: 5\n    method:\n      count: {each: 0.5, at-most: 4}\n  \
                - id: ho-so\n    points-max: 2\n    method: {checklist: [a, b]}\ngrades:\n  tot: {from: 8, to: 10}\n\
                weights: {a: 1.10}\npublic: có\nwhen: a >= 1\n";
    let json = "{\n\t\"title\": \"Dân vận khéo\",\n\t\"criteria\": [{\"id\": \"a\", \"points-max\": 8.50}],\n\
                \t\"members\": 3, \"public\": null}";
    let read: Movement = read_bytes("phong-trao.yaml", yaml.as_bytes()).unwrap();
    assert_eq!((read.title.span.line, read.title.value.as_str()), (2, "Dân vận khéo"));
    assert_eq!(format!("{:?}", read.criteria[1].method), "Count { each: 0.5, at_most: Some(4) }");
    assert_eq!(read.criteria[1].id.0, "sang-kien");
    assert_eq!((read.weights["a"].to_string().as_str(), read.when.unwrap().0.as_str()), ("1.10", "a >= 1"));
    assert_eq!(read.grades.0[0].1.to.to_string(), "10");
    let read: Movement = read_bytes("phong-trao.json", json.as_bytes()).unwrap();
    assert_eq!((read.criteria[0].points_max.to_string().as_str(), read.members), ("8.50", Some(3)));
    assert_eq!((read.public, read.criteria[0].note.as_deref()), (None, None));
}
