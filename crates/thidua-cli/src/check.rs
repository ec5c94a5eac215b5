use std::path::Path;

use thidua::{
    Diagnostic, Files, Language, Manifest, Place, RuleSet, Severity, Valid, check, has_errors, one_of_many,
    text,
};

use crate::args::CheckOptions;
use crate::{
    ExitCode, Settings, bounded, bounds, findings, folder, lint_pages, print, reading, sarif, system_error,
};

/// Checks rule files and shows everything found; or tells what is looked for.
pub(crate) fn run(settings: Settings, options: &CheckOptions) -> ExitCode {
    if options.list {
        return lint_pages::list(settings);
    }
    if let Some(lint) = &options.explain {
        return lint_pages::explain(settings, lint);
    }
    let mut files = Files::default();
    let mut found = Vec::new();
    let names = rule_files(options, &mut files, &mut found);
    let (mut sound, mut all) = (0, 0);
    let mut attainable = Vec::new();
    let mut readings = Vec::new();
    for name in &names {
        let checked = read(name).and_then(|bytes| {
            if let Some(other) = of_other_kind(name, &bytes) {
                files.insert(name.clone(), bytes);
                return other.map(|note| Read::Other(Box::new(note)));
            }
            all += 1;
            let parsed = thidua_rulefile::read_rule_set(name, &bytes);
            files.insert(name.clone(), bytes);
            parsed.and_then(|rules| check(rules, name.as_str())).map(|valid| Read::Rules(Box::new(valid)))
        });
        match checked {
            Ok(Read::Other(note)) => found.push(*note),
            Ok(Read::Rules(valid)) => {
                sound += 1;
                if options.bounds {
                    attainable.push(bounds::of(name, &valid));
                }
                if options.plan {
                    readings.push(reading::of(name, &valid));
                }
                found.extend(valid.warnings().iter().cloned());
            }
            Err(findings) => found.extend(findings),
        }
    }
    if options.sarif {
        print(&sarif::sarif(settings.language, &found));
    } else if settings.json && (options.bounds || options.plan) {
        print(&findings::json_with(&found, &attainable, &readings));
    } else if settings.json {
        print(&findings::json(&found));
    } else {
        findings::show(settings, &found, &files);
        print(&bounds::text(settings, &attainable));
        print(&reading::text(settings, &readings));
        print(&match settings.language {
            Language::Vietnamese => format!("{sound}/{all} bộ tiêu chí dùng được\n"),
            Language::English => one_of_many(&format!("{sound} of {all} rule sets are sound\n")),
        });
    }
    if has_errors(&found) {
        ExitCode::Refused
    } else if found.iter().any(|finding| finding.severity == Severity::Warning) {
        ExitCode::NeedsPerson
    } else {
        ExitCode::Done
    }
}

/// What a file that was named turns out to be.
enum Read {
    Rules(Box<Valid<RuleSet>>),
    /// Another file of a movement, and the note that says so.
    Other(Box<Diagnostic>),
}

/// A manifest, tests or decisions among rule sets, as `check rules/*.yaml` names them: told, and a manifest read as one.
fn of_other_kind(name: &str, bytes: &[u8]) -> Option<Result<Diagnostic, Vec<Diagnostic>>> {
    let document = thidua_rulefile::Document::parse(name, std::str::from_utf8(bytes).ok()?).ok()?;
    let has = |key: &str| document.root().get(key).is_some();
    if has("rule_set") {
        return None;
    }
    let (message, help) = if has("movement") && has("runs") {
        if let Err(findings) = Manifest::read(name, bytes) {
            return Some(Err(findings));
        }
        (
            text!("đây là tệp khai báo, không phải bộ tiêu chí", "this is a manifest, no rule set"),
            text!(
                "kiểm tra cả thư mục: `thidua check THƯ_MỤC`",
                "check the whole folder: `thidua check FOLDER`"
            ),
        )
    } else if has("tests") || has("sheets") {
        (
            text!("đây là bộ thử, không phải bộ tiêu chí", "this is a file of tests, no rule set"),
            text!("chạy bằng `thidua test`", "run it with `thidua test`"),
        )
    } else if has("decisions") {
        (
            text!(
                "đây là tệp quyết định, không phải bộ tiêu chí",
                "this is a file of decisions, no rule set"
            ),
            text!("được đọc khi chạy `thidua recommend`", "it is read by `thidua recommend`"),
        )
    } else {
        return None;
    };
    let note = Diagnostic::error("TD0821", Place::file(name), message).with_help(help);
    Some(Ok(Diagnostic { severity: Severity::Note, ..note }))
}

/// The rule files that are named, or that the manifests of the folders name.
fn rule_files(options: &CheckOptions, files: &mut Files, found: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut names = Vec::new();
    for path in &options.paths {
        if !path.is_dir() {
            names.push(path.display().to_string());
            continue;
        }
        let manifest = path.join("thidua.yaml");
        let name = manifest.display().to_string();
        let parsed = read(&name).and_then(|bytes| {
            let parsed = folder::read_manifest(path, &name, &bytes);
            files.insert(name.clone(), bytes);
            parsed
        });
        match parsed {
            Ok(parsed) => {
                for rules in parsed.runs.iter().map(|run| &run.rules) {
                    match folder::inside(&name, rules) {
                        Ok(()) => names.push(path.join(&rules.value).display().to_string()),
                        Err(finding) => found.push(*finding),
                    }
                }
            }
            Err(findings) => found.extend(findings),
        }
    }
    names.dedup();
    names
}

/// Reads a file that was named on the command line; one that cannot be read is a finding.
pub(crate) fn read(name: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    bounded::read_named(Path::new(name), bounded::AUTHORED_BYTES_MAX)
        .map_err(|error| unreadable(name, &error))
}

/// A file that cannot be read, as a finding.
pub(crate) fn unreadable(name: &str, error: &std::io::Error) -> Vec<Diagnostic> {
    let message = system_error::unreadable(name, error);
    let help = text!("kiểm tra tên tệp", "check the name");
    vec![Diagnostic::error("TD0501", Place::file(name), message).with_help(help)]
}
