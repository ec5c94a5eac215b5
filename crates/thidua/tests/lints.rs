//! Every lint finds what it is for, at its line and with its witness, and leaves sound rule sets alone.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails loudly is what is wanted")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thidua::{Diagnostic, Language, Level, RuleSet, Spot, check, lints};

const HEAD: &str = "rule_set: x\nversion: 1\ntitle: x\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Everything found in a rule set.
fn findings(name: &str, text: &str) -> Vec<Diagnostic> {
    match thidua_rulefile::read::<RuleSet>(name, text).and_then(|rules| check(rules, name)) {
        Ok(valid) => valid.warnings().to_vec(),
        Err(found) => found,
    }
}

fn line(finding: &Diagnostic) -> u32 {
    match finding.place.spot {
        Spot::Text(span) => span.line,
        _ => 0,
    }
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().fold(String::new(), |mut all, finding| {
        let witness = finding.witness.as_ref().map_or("", |witness| &witness.text.vi);
        let (code, message) = (finding.code, &finding.message.vi);
        writeln!(all, "    {code} line {} witness {witness}\n      {message}", line(finding)).unwrap();
        all
    })
}

/// `# expect: TD0222 line 17 witness 70`: code, line and the Vietnamese words of the witness.
fn expected(text: &str) -> Vec<(String, u32, String)> {
    let mut expected: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# expect: "))
        .map(|words| {
            let (code, rest) = words.split_once(" line ").unwrap_or_else(|| panic!("{words}"));
            let (line, witness) = rest.split_once(" witness ").unwrap_or((rest, ""));
            (code.to_owned(), line.trim().parse().unwrap(), witness.trim().to_owned())
        })
        .collect();
    expected.sort();
    expected
}

/// What was found, in the same form and order.
fn got(found: &[Diagnostic]) -> Vec<(String, u32, String)> {
    let mut got: Vec<_> = found
        .iter()
        .map(|finding| {
            let witness = finding.witness.as_ref().map_or("", |witness| &witness.text.vi);
            (finding.code.to_owned(), line(finding), witness.to_owned())
        })
        .collect();
    got.sort();
    got
}

fn wrong_rule_sets() -> Vec<(String, String)> {
    let folder = root().join("fixtures/lints");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_wrong_rule_set_is_found_at_its_line_with_its_witness() {
    let mut wrong = String::new();
    for (name, text) in wrong_rule_sets() {
        let found = findings(&name, &text);
        let wanted = expected(&text);
        assert!(!wanted.is_empty(), "{name}: nothing is expected");
        if got(&found) != wanted {
            writeln!(wrong, "{name}: expected {wanted:?}\n  found\n{}", shown(&found)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_remedy_says_what_to_do() {
    let mut wrong = String::new();
    let mut told = 0;
    let broken = [
        "criteria: [ { code: I, title: a, b, points_max: 1,5 } ]\n",
        "criteria: [ { code: I, points_max: x, formula: { is: a ^ 2 } } ]\ncriterai: []\n",
        "effective: { from: 2014-13-01 }\ncriteria: [ { code: I, points_max: [], direct: [] } ]\naggregate: sums\n",
        "criteria: [ { code: I, points_max: 1e3, bands: { of: max(a, b), steps: } } ]\n",
        "criteria:\n- code I\n  points_max: 5\n",
        "criteria: [ { code: I, points_max: 12345678901234567890123456789.5, missing: { blank: none } } ]\n",
        "",
    ];
    let broken = broken.iter().map(|body| ("broken".to_owned(), format!("{HEAD}{body}")));
    for (name, text) in wrong_rule_sets().into_iter().chain(broken) {
        for finding in findings(&name, &text) {
            told += 1;
            let help = finding.help.clone().unwrap_or_default();
            let nothing = ["sửa giá trị này", "mend this value", "sửa chỗ này rồi đọc lại"];
            let empty = [&help.vi, &help.en]
                .iter()
                .any(|words| words.split_whitespace().count() < 2 || nothing.contains(&words.as_str()));
            if empty {
                writeln!(wrong, "{name}: {} {}: {help:?}", finding.code, finding.message.vi).unwrap();
            }
        }
    }
    assert!(told > 150, "{told}");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_lint_has_a_wrong_rule_set() {
    let shown: BTreeSet<String> =
        wrong_rule_sets().iter().flat_map(|(_, text)| expected(text)).map(|(code, ..)| code).collect();
    let without: Vec<_> = lints().iter().filter(|lint| !shown.contains(lint.code)).collect();
    let without: Vec<_> = without.iter().map(|lint| (lint.code, lint.name)).collect();
    assert!(without.is_empty(), "no file of fixtures/lints expects {without:?}");
}

/// The rule files below a folder.
fn rule_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml")
            && std::fs::read_to_string(&path).unwrap().lines().any(|line| line.starts_with("rule_set:"))
        {
            files.push(path);
        }
    }
}

#[test]
fn no_lint_fires_on_sound_rule_sets() {
    let mut files = Vec::new();
    let law = ["can-tho-157-2025", "kpi-335-2025", "phan-loai-don-vi-307-2025"];
    for folder in ["methods", "conformance", "dan-van-kheo-2014", "khen-thuong-2026"].into_iter().chain(law) {
        rule_files(&root().join("fixtures").join(folder), &mut files);
    }
    assert!(files.len() > 40, "only {} rule sets", files.len());
    let mut wrong = String::new();
    for path in files {
        // A rule set printed with a defect says so itself.
        let text = std::fs::read_to_string(&path).unwrap();
        let found = findings("rules.yaml", &text);
        if got(&found) != expected(&text) {
            writeln!(wrong, "{}\n{}", path.display(), shown(&found)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The examples of one section: whether it is the bad one, and its text.
fn examples(section: &str) -> Vec<(bool, String)> {
    let mut bad = false;
    let mut open: Option<String> = None;
    let mut examples = Vec::new();
    for line in section.lines() {
        match (&mut open, line) {
            (None, "```yaml") => open = Some(String::new()),
            (Some(_), "```") => examples.extend(open.take().map(|text| (bad, text))),
            (Some(text), line) => writeln!(text, "{line}").unwrap(),
            (None, line) if line.ends_with(':') => bad = line.contains("Bad"),
            _ => {}
        }
    }
    examples
}

#[test]
fn every_lint_has_a_page_whose_examples_hold() {
    let page = std::fs::read_to_string(root().join("docs/lints.md")).unwrap();
    let mut wrong = String::new();
    for lint in lints().iter().filter(|lint| lint.is_analysis()) {
        let heading = format!("### {}\n", lint.code);
        let Some((_, below)) = page.split_once(&heading) else {
            writeln!(wrong, "{} ({}) has no section", lint.code, lint.name).unwrap();
            continue;
        };
        let section = below.split("\n#").next().unwrap();
        let level = match lint.level {
            Level::Deny => "lỗi · deny",
            Level::Warn => "cảnh báo · warn",
            Level::Note => "lưu ý · note",
            Level::Allow => "bỏ qua · allow",
        };
        assert!(section.contains(&format!("\n`{}`, {level}", lint.name)), "{}: name or level", lint.code);
        assert!(section.lines().filter(|line| line.starts_with("> ")).count() >= 2, "{}", lint.code);
        let examples = examples(section);
        assert_eq!(examples.iter().map(|(bad, _)| *bad).collect::<Vec<_>>(), [true, false], "{}", lint.code);
        for (bad, text) in examples {
            let text = if text.starts_with("rule_set:") { text } else { format!("{HEAD}{text}") };
            let found = findings("example.yaml", &text);
            let hit = found.iter().any(|finding| finding.code == lint.code && line(finding) > 0);
            if hit != bad || (!bad && !found.is_empty()) {
                writeln!(wrong, "{} bad: {bad}; found\n{}", lint.code, shown(&found)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn titles_are_in_both_languages() {
    for lint in lints() {
        assert!(!lint.title(Language::Vietnamese).is_empty() && !lint.title(Language::English).is_empty());
        assert!(!lint.title.0.ends_with('.') && !lint.title.1.ends_with('.'), "{}", lint.code);
    }
}

#[test]
fn what_others_get_is_not_out_of_reach() {
    // The places of one kind are a share of what another kind gets; each kind reaches grades of its own.
    let text = format!(
        "{HEAD}kinds:\n  xa: {{ title: Xã, entrant: collective }}\n  huyen: {{ title: Huyện, entrant: collective }}\n\
         criteria:\n- {{ code: I, title: a, points_max: 100 }}\nrankings: [ {{ id: chung, scope: all }} ]\nawards:\n\
         - {{ id: co, title: Cờ, kind: emulation-title, for: collective, kinds: [ huyen ], requires: [ {{ when: điểm >= 90 }} ] }}\n\
         - {{ id: bang-khen, title: Bằng khen, kind: commendation, for: collective, kinds: [ xa ], \
         quota: {{ share: 50%, of: {{ recommended: co }}, fraction: down, per: all }} }}\n"
    );
    let found = findings("rules.yaml", &text);
    assert!(found.is_empty(), "{text}{}", shown(&found));
}

#[test]
fn a_finding_of_some_days_names_them() {
    let text = format!(
        "{HEAD}effective: {{ from: 2025-01-01 }}\ncriteria:\n- code: I\n  title: a\n  points_max:\n  - {{ until: 2025-12-31, value: 80 }}\n  - {{ from: 2026-01-01, value: 100 }}\n\
         gradings:\n- id: xl\n  grades:\n  - {{ id: a, title: A, from: 90 }}\n  - {{ id: b, title: B, from: 50 }}\n  - {{ id: c, title: C, below: 50 }}\n"
    );
    let found = findings("rules.yaml", &text);
    let told: Vec<_> = found.iter().map(|finding| finding.message.en.as_str()).collect();
    assert_eq!(told.len(), 1, "{}", shown(&found));
    assert!(told[0].starts_with("nobody can reach the grade `A` (on 01/01/2025"), "{told:?}");
}
