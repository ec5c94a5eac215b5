//! Bad input beyond single mistakes: several at once, other encodings, depth, size, and changes by chance. One mistake at
//! a time is what `fixtures/hostile` holds.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use thidua::{Diagnostic, Files, Severity, evaluate_json, run, run_simple};

fn findings(files: &Files) -> Vec<Diagnostic> {
    let found = if files.get("thidua.yaml").is_some() {
        run(files, "thidua.yaml")
    } else {
        run_simple(files, "rules.yaml", "points.csv")
    };
    let found = found.map_or_else(|errors| errors, |report| report.warnings);
    for finding in &found {
        let help = finding.help.as_ref().unwrap_or_else(|| panic!("no help: {finding:?}"));
        for words in [&finding.message.vi, &finding.message.en, &help.vi, &help.en] {
            assert!(!words.trim().is_empty(), "empty words: {finding:?}");
        }
    }
    found
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().fold(String::new(), |mut all, finding| {
        writeln!(all, "  {} {}: {}", finding.code, finding.place, finding.message.en).unwrap();
        all
    })
}

const PLAIN: &str = "\
rule_set: don-gian
version: 1
title: Đơn giản
effective: { from: 2014-01-01, until: 2014-12-31 }
kinds: { xa: { title: Xã, entrant: collective } }
inputs:
  vụ: { title: Số vụ, kind: count }
  tỷ: { title: Phần, kind: percent }
  nộp: { title: Ngày nộp, kind: date }
  luật: { title: Kỷ luật, kind: yes-no }
criteria: [ { code: I, title: Nội dung, points_max: 60 }, { code: II, title: Đối thoại, points_max: 40 } ]
rankings: [ { id: chung, scope: all } ]
awards: [ { id: co, title: Cờ, kind: commendation, for: collective, quota: { count: 9, per: all } } ]
";

/// PLAIN with a period of its own, so that dates have something to lie outside of.
fn simple(points: &[u8]) -> Files {
    let mut files = folder(&[("rules.yaml", PLAIN)]);
    files.insert("thidua.yaml", "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv } ] } ]\n");
    files.insert("points.csv", points);
    files
}

fn folder(parts: &[(&str, &str)]) -> Files {
    let mut files = Files::default();
    for (name, text) in parts {
        files.insert(*name, *text);
    }
    files
}

const MANIFEST: &str = "\
movement: Thử
register: { file: register.csv }
history: [ history.csv ]
decisions: [ decisions.yaml ]
votes: [ votes.csv ]
base_salary: salary.csv
runs:
- id: r
  rules: rules.yaml
  period: { from: 2014-01-01, until: 2014-12-31 }
  evaluations: [ { file: points.csv } ]
";
const REGISTER: &str = "id,name,kind,cluster\na,A,xa,1\nb,B,xa,2\n";
const POINTS: &str = "entrant,I,II,vụ,tỷ,nộp,luật\na,1,2,3,0,1/12/2014,có\nb,1,2,3,0,1/12/2014,có\n";
const HISTORY: &str = "entrant,year,result\na,2013,co\n";
const VOTES: &str = "award,entrant,body,votes,members,number,date\nco,a,hội đồng,9,10,1/BB,20/12/2014\n";
const SALARY: &str = "effective_from,amount\n2013-07-01,1.150.000\n";
const DECISIONS: &str = "decisions: []\n";

#[test]
fn several_files_are_reported_in_one_run() {
    let files = folder(&[
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", &PLAIN.replace("kind: count", "kind: counts")),
        ("register.csv", "id,name,kind,cluster\na,A,xa,1\na,A,xa,2\n"),
        ("points.csv", "entrant,I\n\"a,1\n"),
        ("history.csv", "entrant,year,result\na,x,co\n"),
        ("votes.csv", "award\nco\n"),
        ("decisions.yaml", "decisions: [ { number: 1, date: mai } ]\n"),
    ]);
    let found = findings(&files);
    for name in [
        "rules.yaml",
        "register.csv",
        "points.csv",
        "history.csv",
        "votes.csv",
        "decisions.yaml",
        "thidua.yaml",
    ] {
        assert!(found.iter().any(|finding| &*finding.place.file == name), "{name}:\n{}", shown(&found));
    }
    // The kinds of a rule set that cannot be read are not known.
    assert!(!shown(&found).contains("TD0507"), "{}", shown(&found));
    let sound_register = folder(&[
        ("thidua.yaml", MANIFEST),
        ("rules.yaml", &PLAIN.replace("kind: count", "kind: counts")),
        ("register.csv", REGISTER),
        ("points.csv", POINTS),
        ("history.csv", HISTORY),
        ("votes.csv", VOTES),
        ("salary.csv", SALARY),
        ("decisions.yaml", DECISIONS),
    ]);
    let found = findings(&sound_register);
    assert!(found.iter().all(|finding| &*finding.place.file == "rules.yaml"), "{}", shown(&found));
    let both = folder(&[("rules.yaml", "rule_set: x\nversoin: 1\n"), ("points.csv", "entrant,I\n\"a,1\n")]);
    let found = findings(&both);
    assert!(found.iter().any(|finding| finding.code == "TD0120"), "{}", shown(&found));
    assert!(found.iter().any(|finding| finding.code == "TD0356"), "{}", shown(&found));
}

#[test]
fn an_entrant_in_two_clusters_of_one_table() {
    let manifest = "movement: x\nruns: [ { id: r, rules: rules.yaml, period: { from: 2014-01-01, until: 2014-12-31 }, evaluations: [ { file: points.csv, layout: { cluster: cụm } } ] } ]\n";
    let points = "entrant,cụm,criterion,value\na,1,I,5\na,2,II,5\n";
    let found =
        findings(&folder(&[("thidua.yaml", manifest), ("rules.yaml", PLAIN), ("points.csv", points)]));
    assert!(shown(&found).contains("TD0406 points.csv!A3"), "{}", shown(&found));
}

#[test]
fn a_warning_does_not_stop_the_work() {
    let found = findings(&simple(
        b"entrant,I,II,v\xe1\xbb\xa5,t\xe1\xbb\xb7,n\xe1\xbb\x99p,lu\xe1\xba\xadt\na,1,2,3,0,2013-01-01,1\n",
    ));
    assert_eq!(
        found.iter().map(|finding| (finding.code, finding.severity)).collect::<Vec<_>>(),
        [("TD0418", Severity::Warning)]
    );
}

#[test]
fn other_encodings_are_read_or_refused() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let found = findings(&simple(&utf16(POINTS)));
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
    let found = findings(&simple(&utf16(POINTS)[..9]));
    assert!(found[0].code == "TD0353", "{}", shown(&found));
    let mut files = folder(&[("points.csv", POINTS)]);
    files.insert("rules.yaml", utf16(PLAIN));
    assert!(matches!(findings(&files)[0].code, "TD0102" | "TD0103"), "{}", shown(&findings(&files)));
    files.insert("rules.yaml", [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat());
    let found = findings(&files);
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
}

#[test]
fn decomposed_names_in_a_rule_set_are_the_same_names() {
    let decomposed = PLAIN.replace("vụ", "vu\u{323}").replace("nộp", "no\u{323}\u{302}p");
    let found = findings(&folder(&[("rules.yaml", &decomposed), ("points.csv", POINTS)]));
    assert!(found.iter().all(|finding| finding.code == "TD0418"), "{}", shown(&found));
}

#[test]
fn nesting_ends_somewhere() {
    let started = Instant::now();
    let mut rules = String::from("rule_set: x\nversion: 1\ntitle: x\ncriteria: ");
    rules += &"[ { code: I, children: ".repeat(10_000);
    for deep in
        [rules.clone(), rules + "[]" + &" } ]".repeat(10_000), "[".repeat(10_000), "a: ".repeat(10_000)]
    {
        let found = findings(&folder(&[("rules.yaml", &deep), ("points.csv", POINTS)]));
        assert!(thidua::has_errors(&found));
    }
    let blocks: String = (0..10_000).fold(String::new(), |mut text, depth| {
        writeln!(text, "{}a:", " ".repeat(depth.min(1500))).unwrap();
        text
    });
    assert!(thidua::has_errors(&findings(&folder(&[("rules.yaml", &blocks), ("points.csv", POINTS)]))));
    let formula =
        PLAIN.replace("code: I,", &format!("code: I, formula: {{ is: \"{}\" }},", "(".repeat(10_000)));
    assert!(thidua::has_errors(&findings(&folder(&[("rules.yaml", &formula), ("points.csv", POINTS)]))));
    assert!(evaluate_json(&"[".repeat(100_000)).contains("errors"));
    assert!(evaluate_json(&"{\"a\":".repeat(100_000)).contains("errors"));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn much_nonsense_is_refused_in_seconds() {
    let started = Instant::now();
    let mut random = Random(7);
    let nonsense: Vec<u8> = (0..200_000_000_usize / 8).flat_map(|_| random.next().to_le_bytes()).collect();
    let found = findings(&simple(&nonsense));
    assert!(thidua::has_errors(&found));
    drop(found);
    let mut files = folder(&[("points.csv", POINTS)]);
    files.insert("rules.yaml", nonsense);
    assert!(thidua::has_errors(&findings(&files)));
    let letters = vec![b'x'; 100_000_000];
    files.insert("rules.yaml", letters.clone());
    assert!(thidua::has_errors(&findings(&files)));
    assert!(thidua::has_errors(&findings(&simple(&letters))));
    assert!(started.elapsed() < Duration::from_secs(120), "{:?}", started.elapsed());
}

/// A small generator with a fixed start, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

const WORDS: &[&str] = &[
    "%",
    "-",
    "0",
    "-1",
    "9999999999999999999999999999",
    "0.0000000000000000000000000001",
    "N/A",
    "miễn",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n",
    "\n  ",
    ",",
    "\"",
    "'",
    "#",
    "null",
    "true",
    "all",
    "cluster",
    "kind",
    "many: true,",
    "points_min: -5,",
    "of: điểm",
    "hạng",
    "refuse",
    "rescale",
    "reduce",
    "full",
    "zero",
    "2014-02-30",
    "\u{0301}",
    "\u{0}",
    "é",
];

/// A few changes of bytes, words or lines.
fn mutate(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(7) {
            0 if !bytes.is_empty() => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let copy = bytes[at..end].to_vec();
                let into = random.below(bytes.len());
                bytes.splice(into..into, copy);
            }
            3 if !bytes.is_empty() => bytes[at] = b'0' + u8::try_from(random.below(10)).unwrap(),
            4 => {
                // A number becomes another one: the mistakes that keep a file readable go deepest.
                let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
                if let Some(at) = digits.get(random.below(digits.len())) {
                    let word = ["0", "-1", "3.7", "1000000007", "0.001", "50%"][random.below(6)];
                    bytes.splice(*at..=*at, word.bytes());
                }
            }
            5 => {
                let mut lines: Vec<Vec<u8>> =
                    bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let (one, other) = (random.below(lines.len()), random.below(lines.len()));
                lines.swap(one, other);
                bytes = lines.join(&b'\n');
            }
            _ => {
                let word = WORDS[random.below(WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

#[test]
fn no_change_of_a_fixture_panics() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/methods");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let rounds: u64 =
        std::env::var("THIDUA_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(120);
    for (number, path) in folders.iter().enumerate() {
        let mut original = Files::default();
        for entry in std::fs::read_dir(path).unwrap() {
            let file = entry.unwrap().path();
            original.insert(file.file_name().unwrap().to_string_lossy(), std::fs::read(&file).unwrap());
        }
        for round in 0..rounds {
            let mut random = Random((number as u64) << 32 | round);
            let mut files = original.clone();
            for name in ["rules.yaml", "points.csv", "thidua.yaml", "decisions.yaml"] {
                if let Some(bytes) = original.get(name).filter(|_| random.below(2) == 0) {
                    files.insert(name, mutate(&mut random, bytes));
                }
            }
            let outcome = std::panic::catch_unwind(|| {
                let simple = run_simple(&files, "rules.yaml", "points.csv");
                let manifest = original.get("thidua.yaml").map(|_| evaluate_json(&request(&files)));
                for report in simple.iter() {
                    let _ = thidua::results(report, thidua::Language::Vietnamese);
                    let _ = thidua::summary(report, thidua::Language::English);
                }
                manifest.is_none_or(|answer| answer.starts_with('{'))
            });
            assert!(
                matches!(outcome, Ok(true)),
                "{} round {round}:\n{}\n{}",
                path.display(),
                String::from_utf8_lossy(files.get("rules.yaml").unwrap()),
                String::from_utf8_lossy(files.get("points.csv").unwrap())
            );
        }
    }
}

fn request(files: &Files) -> String {
    let texts: serde_json::Map<String, serde_json::Value> = files
        .iter()
        .map(|(name, bytes)| (name.to_owned(), String::from_utf8_lossy(bytes).into_owned().into()))
        .collect();
    serde_json::json!({ "format": "thidua-request/1", "manifest": "thidua.yaml", "files": texts }).to_string()
}
