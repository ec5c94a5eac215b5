use std::path::Path;

use thidua::{Diagnostic, Files, Language, Manifest, Place, Severity, check, has_errors, one_of_many, text};

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
    let mut sound = 0;
    let mut attainable = Vec::new();
    let mut readings = Vec::new();
    for name in &names {
        let checked = read(name).and_then(|bytes| {
            let parsed = thidua_rulefile::read_rule_set(name, &bytes);
            files.insert(name.clone(), bytes);
            parsed.and_then(|rules| check(rules, name.as_str()))
        });
        match checked {
            Ok(valid) => {
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
        let all = names.len();
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
            let parsed = Manifest::read(&name, &bytes);
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
