//! Every Vietnamese text of the product stands in one file, so that a reader of Vietnamese can go through all of it.
//!
//! `THIDUA_UPDATE=1 cargo test -p thidua --test words` writes the file anew.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails loudly is what is wanted"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The source files below a folder, in the order of their names.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && path.file_stem().is_none_or(|stem| stem != "tests")
        {
            found.push(path);
        }
    }
}

/// The string literals of a source text, as they are written; comments and tests at its end are left out.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().unwrap();
    let letters: Vec<char> = source.chars().collect();
    let at = |position: usize| letters.get(position).copied().unwrap_or('\0');
    let (mut found, mut now) = (Vec::new(), 0);
    while now < letters.len() {
        match at(now) {
            '/' if at(now + 1) == '/' => {
                while now < letters.len() && at(now) != '\n' {
                    now += 1;
                }
            }
            '\'' => {
                // A letter in quotation marks; a lifetime has no second mark.
                if at(now + 1) == '\\' {
                    now += 2;
                    while now < letters.len() && at(now + 1) != '\'' {
                        now += 1;
                    }
                    now += 1;
                } else if at(now + 2) == '\'' {
                    now += 2;
                }
                now += 1;
            }
            '#' if now > 0 && at(now - 1) == 'r' => {
                let hashes = letters[now..].iter().take_while(|letter| **letter == '#').count();
                if at(now + hashes) == '"' {
                    let end: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                    let rest: String = letters[now + hashes + 1..].iter().collect();
                    let inside = rest.split(&end).next().unwrap().to_owned();
                    now += hashes + 1 + inside.chars().count() + end.chars().count();
                    found.push(inside);
                } else {
                    now += hashes;
                }
            }
            '"' => {
                let mut words = String::new();
                now += 1;
                while now < letters.len() && at(now) != '"' {
                    if at(now) == '\\' && at(now + 1) == '\n' {
                        now += 1;
                        while at(now).is_whitespace() {
                            now += 1;
                        }
                        continue;
                    }
                    if at(now) == '\\' {
                        words.push('\\');
                        now += 1;
                    }
                    words.push(at(now));
                    now += 1;
                }
                now += 1;
                found.push(words);
            }
            _ => now += 1,
        }
    }
    found
}

/// Letters that only Vietnamese has among the languages of this product.
fn is_vietnamese(words: &str) -> bool {
    words
        .chars()
        .any(|letter| matches!(letter, 'à'..='ỹ' | 'À'..='Ỹ') && letter.is_alphabetic() && !letter.is_ascii())
}

fn collected() -> String {
    let mut files = Vec::new();
    for folder in std::fs::read_dir(root().join("crates")).unwrap() {
        let source = folder.unwrap().path().join("src");
        if source.is_dir() {
            sources(&source, &mut files);
        }
    }
    let root = root();
    let mut named: Vec<(String, PathBuf)> = files
        .into_iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"), path))
        .collect();
    named.sort();
    let mut text = String::from(
        "Mọi lời văn tiếng Việt trong mã nguồn, theo tệp, để người đọc soát một lượt. Tệp này được ghi lại bằng\n\
         THIDUA_UPDATE=1 cargo test -p thidua --test words; sửa lời văn ở mã nguồn, không sửa ở đây.\n\
         Lời giải thích lược đồ đứng ở crates/thidua/src/schema/hover.vi.txt, trang kết quả ở crates/thidua-report/src/html.\n",
    );
    for (name, path) in named {
        let source = std::fs::read_to_string(path).unwrap();
        let words: Vec<String> = literals(&source).into_iter().filter(|words| is_vietnamese(words)).collect();
        if words.is_empty() {
            continue;
        }
        writeln!(text, "\n{name}").unwrap();
        for line in words {
            writeln!(text, "  {}", line.replace('\n', "\\n")).unwrap();
        }
    }
    text
}

#[test]
fn every_vietnamese_text_stands_in_one_file() {
    let path = root().join("docs/loi-van.txt");
    let collected = collected();
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, &collected).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differs = collected.lines().zip(written.lines()).position(|(one, other)| one != other);
    assert!(
        collected == written,
        "docs/loi-van.txt is out of date from line {}: run THIDUA_UPDATE=1 cargo test -p thidua --test words",
        differs.map_or_else(|| written.lines().count() + 1, |line| line + 1)
    );
}

#[test]
fn literals_are_told_from_comments_letters_and_lifetimes() {
    let source = "fn f<'a>(x: &'a str) { // \"không\"\n let y = '\"'; let z = '\\''; p(\"một\\\n   hai \\\"ba\\\"\", r#\"bốn \"năm\"\"#) }\n#[cfg(test)]\nmod tests { \"sáu\" }";
    assert_eq!(literals(source), ["mộthai \\\"ba\\\"", "bốn \"năm\""]);
    assert!(is_vietnamese("đơn vị") && is_vietnamese("tệp") && !is_vietnamese("plain – words"));
}
