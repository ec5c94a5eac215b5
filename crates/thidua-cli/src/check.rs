use thidua::{Diagnostic, Files, Manifest, Place, RuleSet, check, has_errors, text};

use crate::args::CheckOptions;
use crate::{Ending, Settings, findings, print};

/// Checks rule files and shows everything found.
pub(crate) fn run(settings: Settings, options: &CheckOptions) -> Ending {
    let mut files = Files::default();
    let mut found = Vec::new();
    let mut names = Vec::new();
    for path in &options.paths {
        let shown = path.display().to_string();
        if path.is_dir() {
            let manifest = path.join("thidua.yaml");
            let name = manifest.display().to_string();
            let read = std::fs::read(&manifest).map_err(|error| unreadable(&name, &error));
            let parsed = read.and_then(|bytes| {
                let parsed = thidua_rulefile::read_bytes::<Manifest>(&name, &bytes);
                files.insert(name.clone(), bytes);
                parsed
            });
            match parsed {
                Ok(parsed) => names
                    .extend(parsed.runs.iter().map(|run| path.join(&run.rules.value).display().to_string())),
                Err(findings) => found.extend(findings),
            }
        } else {
            names.push(shown);
        }
    }
    names.dedup();
    let mut sound = 0;
    for name in &names {
        let checked = std::fs::read(name).map_err(|error| unreadable(name, &error)).and_then(|bytes| {
            let parsed = thidua_rulefile::read_bytes::<RuleSet>(name, &bytes);
            files.insert(name.clone(), bytes);
            parsed.and_then(|rules| check(rules, name.as_str()))
        });
        match checked {
            Ok(valid) => {
                sound += 1;
                found.extend(valid.warnings().iter().cloned());
            }
            Err(findings) => found.extend(findings),
        }
    }
    findings::show(settings, &found, &files);
    if settings.json && found.is_empty() {
        print("{\n  \"diagnostics\": []\n}\n");
    } else if !settings.json {
        let all = names.len();
        print(&match settings.language {
            thidua::Language::Vietnamese => format!("{sound}/{all} bộ tiêu chí dùng được\n"),
            thidua::Language::English => format!("{sound} of {all} rule sets are sound\n"),
        });
    }
    match (has_errors(&found), found.is_empty()) {
        (true, _) => Ending::Refused,
        (false, false) => Ending::NeedsPerson,
        (false, true) => Ending::Done,
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error(
            "TD0501",
            Place::file(name),
            text!("không đọc được `{name}`: {error}", "cannot read `{name}`: {error}"),
        )
        .with_help(text!("kiểm tra tên tệp", "check the name")),
    ]
}
