use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use thidua::{Diagnostic, Files, Language};
use thidua_rulefile::{Document, Node};
use thidua_workshop::{Change, Comparison, compare};

use crate::{ExitCode, Settings, check, findings, print};

/// What `thidua diff` was asked to do.
pub(crate) struct DiffOptions {
    old: PathBuf,
    new: PathBuf,
}

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("diff")
        .about(t("So hai bản bộ tiêu chí bằng lời", "Compares two versions of a rule set in words"))
        .after_help(t(
            "Ví dụ:\n  thidua diff rules/xa.yaml drafts/xa-2015.yaml\n  thidua diff rules/xa.yaml drafts/xa-2015.yaml --format json\n\nMã thoát: 0 không có gì khác về kết quả; 1 có; 2 một bản không dùng được.",
            "Examples:\n  thidua diff rules/xa.yaml drafts/xa-2015.yaml\n  thidua diff rules/xa.yaml drafts/xa-2015.yaml --format json\n\nExit codes: 0 nothing differs that decides a result; 1 something does; 2 a version cannot be used.",
        ))
        .args(versions(settings))
}

/// The two rule files that `diff` and `backtest` look at.
pub(crate) fn versions(settings: Settings) -> [Arg; 2] {
    let t = |vi, en| settings.say(vi, en);
    let file = |id: &'static str, name: &'static str, help: &'static str| {
        Arg::new(id).value_name(name).required(true).value_parser(value_parser!(PathBuf)).help(help)
    };
    [
        file("old", t("CŨ", "OLD"), t("bộ tiêu chí đang dùng", "the rule set in use")),
        file("new", t("MỚI", "NEW"), t("bộ tiêu chí dự thảo", "the draft")),
    ]
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<DiffOptions> {
    let path = |key: &str| matches.get_one::<PathBuf>(key).cloned();
    Some(DiffOptions { old: path("old")?, new: path("new")? })
}

#[derive(Serialize)]
struct Written<'a> {
    old: Version,
    new: Version,
    changes: &'a [Change],
}

#[derive(Serialize)]
struct Version {
    file: String,
    version: String,
}

/// Compares two rule files and says what differs.
pub(crate) fn run(settings: Settings, options: &DiffOptions) -> ExitCode {
    let mut files = Files::default();
    let compared = read_both(&options.old, &options.new, &mut files)
        .and_then(|(old, new)| compare(&old, &new).map(|comparison| (old, new, comparison)));
    let (old, new, comparison) = match compared {
        Ok(compared) => compared,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    if settings.json {
        let (old, new) = (version(&old), version(&new));
        print(&thidua_json::to_json(&Written { old, new, changes: &comparison.changes }));
    } else {
        print(&shown(settings.language, &old, &new, &comparison));
    }
    if comparison.deciding().is_empty() { ExitCode::Done } else { ExitCode::NeedsPerson }
}

/// Both versions as trees; every mistake of both at once.
pub(crate) fn read_both(
    old: &Path,
    new: &Path,
    files: &mut Files,
) -> Result<(Document, Document), Vec<Diagnostic>> {
    let mut read = |path: &Path| {
        let name = path.display().to_string();
        let bytes = check::read(&name)?;
        let document = Document::parse_bytes(&name, &bytes);
        files.insert(name, bytes);
        document
    };
    match (read(old), read(new)) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (old, new) => {
            let mut found = old.err().unwrap_or_default();
            found.extend(new.err().unwrap_or_default());
            Err(found)
        }
    }
}

fn version(document: &Document) -> Version {
    let version = document.root().get("version").and_then(Node::text).unwrap_or_default();
    Version { file: document.name().to_string(), version: version.to_owned() }
}

fn shown(language: Language, old: &Document, new: &Document, comparison: &Comparison) -> String {
    let vietnamese = language == Language::Vietnamese;
    let (before, after) = (version(old), version(new));
    let mut text = format!("{} ({}) → {} ({})\n", before.file, before.version, after.file, after.version);
    let (decides, silent): (Vec<_>, Vec<_>) = comparison.changes.iter().partition(|change| change.decides);
    let heads = [
        (decides, "Thay đổi làm đổi kết quả", "Changes that decide results"),
        (silent, "Chỉ đổi câu chữ, căn cứ, hiệu lực", "Words, clauses and dates only"),
    ];
    let mut number = 0;
    for (changes, vi, en) in heads {
        let count = changes.len();
        text.push_str(&format!("\n{} ({count})\n", if vietnamese { vi } else { en }));
        for change in changes {
            number += 1;
            text.push_str(&format!("  {number}. {}\n", change.what.in_language(language)));
            let line = |side: &Option<thidua_workshop::Side>| {
                let line = side.as_ref().map(|side| side.span.line).filter(|line| *line > 0);
                line.map_or_else(|| "–".to_owned(), |line| line.to_string())
            };
            let (old, new) = (line(&change.old), line(&change.new));
            text.push_str(&if vietnamese {
                format!("     dòng {old} → dòng {new}\n")
            } else {
                format!("     line {old} → line {new}\n")
            });
        }
    }
    text
}
