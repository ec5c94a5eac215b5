//! The documents keep up with the code: every code has its section, every fixture its link, every example reads.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use thidua::{Decisions, Diagnostic, Manifest, RuleSet, check};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Where codes have their sections.
const PAGES: [&str; 4] =
    ["docs/diagnostics.md", "docs/diagnostics-reading.md", "docs/diagnostics-table.md", "docs/lints.md"];

/// Every `TDnnnn` of a text.
fn codes(text: &str) -> BTreeSet<String> {
    let is_code =
        |code: &str| code.starts_with("TD") && code.bytes().skip(2).all(|byte| byte.is_ascii_digit());
    text.match_indices("TD")
        .filter_map(|(at, _)| text.get(at..at + 6))
        .filter(|code| is_code(code))
        .map(str::to_owned)
        .collect()
}

/// The codes that stand in quotation marks in a source file: those it reports.
fn reported(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            reported(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(codes(&text).into_iter().filter(|code| text.contains(&format!("\"{code}\""))));
        }
    }
}

#[test]
fn every_code_has_its_section_and_every_section_its_code() {
    let mut in_code = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        reported(&entry.unwrap().path().join("src"), &mut in_code);
    }
    let headings: BTreeSet<String> = PAGES
        .iter()
        .flat_map(|page| {
            let text = read(page);
            let heads: String =
                text.lines().filter(|line| line.starts_with('#')).collect::<Vec<_>>().join("\n");
            let ranges =
                heads.lines().filter(|line| line.matches("TD").count() == 1).collect::<Vec<_>>().join("\n");
            codes(&ranges)
        })
        .collect();
    let undocumented: Vec<&String> = in_code.difference(&headings).collect();
    let unknown: Vec<&String> = headings.difference(&in_code).collect();
    assert!(undocumented.is_empty(), "codes without a section: {undocumented:?}");
    assert!(unknown.is_empty(), "sections without a code: {unknown:?}");
    let index = read("docs/diagnostics.md");
    let index = index.split("## Index").nth(1).unwrap().split("\n## ").next().unwrap();
    let unlisted: Vec<&String> =
        in_code.iter().filter(|code| !index.contains(&format!("[{code}](",))).collect();
    assert!(unlisted.is_empty(), "codes that the index lacks: {unlisted:?}");
}

/// What each code means: the first sentence of its section.
fn meanings() -> BTreeMap<String, String> {
    let mut meanings = BTreeMap::new();
    for page in PAGES {
        let text = read(page);
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if !line.starts_with('#') || line.matches("TD").count() != 1 {
                continue;
            }
            let Some(code) = codes(line).pop_first() else { continue };
            let meaning = lines.by_ref().find(|line| !line.trim().is_empty()).unwrap_or_default();
            meanings.insert(code, meaning.to_owned());
        }
    }
    meanings
}

/// Programs act on codes: one that was given out is never taken back, and never comes to mean something else.
#[test]
fn a_code_keeps_its_meaning() {
    let (path, meanings) = (root().join("crates/thidua/codes.txt"), meanings());
    let now: String = meanings.iter().map(|(code, meaning)| format!("{code} {meaning}\n")).collect();
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    let kept: BTreeMap<&str, &str> = kept.lines().filter_map(|line| line.split_once(' ')).collect();
    let mut wrong = String::new();
    for (code, was) in &kept {
        match meanings.get(*code) {
            None => writeln!(wrong, "{code} is gone: {was}").unwrap(),
            Some(is) if is != was => writeln!(wrong, "{code}\n  was: {was}\n  is:  {is}").unwrap(),
            Some(_) => {}
        }
    }
    for code in meanings.keys().filter(|code| !kept.contains_key(code.as_str())) {
        writeln!(wrong, "{code} is new").unwrap();
    }
    assert!(
        wrong.is_empty(),
        "THIDUA_UPDATE=1 writes codes.txt anew, once a person has seen that no code means something else:\n{wrong}"
    );
}

#[test]
fn the_example_of_the_first_page_is_the_program() {
    let program = read("crates/thidua/examples/embed.rs");
    let (_, program) = program.split_once("\n\nuse ").unwrap();
    let page = read("README.md");
    let shown = page.split("```rust\nuse ").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(shown, program, "README.md shows another program than crates/thidua/examples/embed.rs");
    assert!(shown.lines().count() <= 40, "{} lines", shown.lines().count());
}

#[test]
fn every_method_fixture_is_linked() {
    let page = read("docs/methods.md");
    let mut missing = Vec::new();
    for entry in std::fs::read_dir(root().join("fixtures/methods")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if !page.contains(&format!("(../fixtures/methods/{name})")) {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "docs/methods.md does not link {missing:?}");
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = String::new();
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "docs/rule-format.md",
        "docs/methods.md",
        "docs/rule-format.vi.md",
        "docs/methods.vi.md",
        "docs/diagnostics.md",
        "docs/lints.md",
    ] {
        let text = read(page);
        let folder = root().join(page).parent().unwrap().to_path_buf();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.contains("://") {
                continue;
            }
            let target = if file.is_empty() { root().join(page) } else { folder.join(file) };
            if !target.exists() {
                writeln!(wrong, "{page}: {link}").unwrap();
            } else if !anchor.is_empty() {
                let text = std::fs::read_to_string(&target).unwrap();
                if !text.lines().any(|line| line.starts_with('#') && anchor_of(line) == anchor) {
                    writeln!(wrong, "{page}: no heading for {link}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What the two editions of a page must have in common: examples, levels of headings, keys of tables, fixtures.
fn skeleton(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in read(page).lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        let level = line.chars().take_while(|character| *character == '#').count();
        if fenced || line.starts_with("```") {
            found.push(line.to_owned());
        } else if level > 0 {
            found.push("#".repeat(level));
        } else if let Some(row) = line.strip_prefix('|') {
            let keys: Vec<&str> = row.split('|').next().unwrap().split('`').skip(1).step_by(2).collect();
            found.push(format!("| {}", keys.join(" ")));
        }
        found.extend(line.split("](").skip(1).filter_map(|link| {
            let link = link.split(')').next()?;
            link.starts_with("../fixtures/").then(|| link.to_owned())
        }));
    }
    found
}

#[test]
fn the_editions_of_a_page_show_the_same_examples() {
    for page in ["rule-format", "methods"] {
        let (english, vietnamese) = (format!("docs/{page}.md"), format!("docs/{page}.vi.md"));
        let (one, other) = (skeleton(&english), skeleton(&vietnamese));
        assert!(one.len() > 200, "{page}: {}", one.len());
        let differs = one.iter().zip(&other).position(|(one, other)| one != other);
        let at = differs.unwrap_or_else(|| one.len().min(other.len()));
        assert_eq!(one.get(at), other.get(at), "{english} and {vietnamese} part at their {at}th piece");
    }
}

/// The anchor a heading gets.
fn anchor_of(heading: &str) -> String {
    heading
        .trim_start_matches('#')
        .trim()
        .to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

/// The blocks of YAML of a page, with the line each begins at.
fn blocks(page: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in read(page).lines().enumerate() {
        match (&mut open, line) {
            (None, "```yaml") => open = Some((number + 2, String::new())),
            (Some(_), "```") => blocks.extend(open.take()),
            (Some((_, text)), line) => writeln!(text, "{line}").unwrap(),
            _ => {}
        }
    }
    blocks
}

fn shown(found: &[Diagnostic]) -> String {
    found.iter().fold(String::new(), |mut all, finding| {
        writeln!(all, "  {} {}: {}", finding.code, finding.place, finding.message.en).unwrap();
        all
    })
}

/// Every line further in by so many spaces.
fn indented(text: &str, spaces: usize) -> String {
    text.lines().map(|line| format!("{}{line}\n", " ".repeat(spaces))).collect()
}

#[test]
fn every_complete_rule_set_of_the_pages_is_sound() {
    let mut count = 0;
    for page in ["README.md", "docs/rule-format.md"] {
        for (line, text) in blocks(page).into_iter().filter(|(_, text)| text.starts_with("rule_set:")) {
            let rules: RuleSet = thidua_rulefile::read(page, &text)
                .unwrap_or_else(|found| panic!("{page} from line {line}:\n{}", shown(&found)));
            let valid = check(rules, page)
                .unwrap_or_else(|found| panic!("{page} from line {line}:\n{}", shown(&found)));
            assert!(valid.warnings().is_empty(), "{page} from line {line}:\n{}", shown(valid.warnings()));
            count += 1;
        }
    }
    assert!(count >= 2, "{count} complete rule sets");
}

#[test]
fn every_part_of_the_pages_reads() {
    const HEAD: &str = "rule_set: x\nversion: 1\ntitle: x\n";
    const AWARD: &str = "awards:\n- id: a\n  title: A\n  kind: commendation\n  for: collective\n";
    let mut wrong = String::new();
    for page in ["docs/rule-format.md", "docs/methods.md"] {
        for (line, text) in blocks(page) {
            let found = match text.split(':').next().unwrap() {
                "movement" => thidua_rulefile::read::<Manifest>(page, &text).err(),
                "decisions" => thidua_rulefile::read::<Decisions>(page, &text).err(),
                first => {
                    let whole = match first {
                        "rule_set" => text,
                        "quota" | "requires" => format!("{HEAD}{AWARD}{}", indented(&text, 2)),
                        "bands" => format!("{HEAD}criteria:\n- code: I\n{}", indented(&text, 2)),
                        _ if first.starts_with('-') || text.starts_with("- ") => {
                            format!("{HEAD}criteria:\n{text}")
                        }
                        _ => format!("{HEAD}{text}"),
                    };
                    thidua_rulefile::read::<RuleSet>(page, &whole).err()
                }
            };
            if let Some(found) = found {
                writeln!(wrong, "{page} from line {line}:\n{}", shown(&found)).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
