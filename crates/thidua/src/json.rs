use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thidua_core::{Diagnostic, Place, text};
use thidua_rulefile::Limits;

use crate::files::Files;
use crate::outcome_file::OutcomeFile;
use crate::run::{Report, run};

/// What [`evaluate_json`] takes: the manifest and every file it names, as text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    manifest: String,
    files: BTreeMap<String, String>,
}

/// What it answers: an outcome, or errors.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Answer<'a> {
    Outcome { outcome: OutcomeFile<'a>, warnings: &'a [Diagnostic] },
    Errors(Vec<Diagnostic>),
}

/// Evaluates a folder given as JSON, and answers in JSON (cổng tích hợp): never fails, never panics.
///
/// The request is `{"manifest": "thidua.yaml", "files": {"thidua.yaml": "…", "rules.yaml": "…", …}}`
/// with the files' texts. The answer is `{"outcome": {"outcome": …, "warnings": […]}}` in the form of
/// the schema `outcome`, or `{"errors": […]}` with stable codes and places.
///
/// ```
/// let answer = thidua::evaluate_json(r#"{"manifest": "x.yaml", "files": {}}"#);
/// assert!(answer.contains("TD0501"));
/// ```
#[must_use]
pub fn evaluate_json(request: &str) -> String {
    match evaluate(request) {
        Ok(report) => {
            let outcome = OutcomeFile::of(&report);
            thidua_json::to_json(&Answer::Outcome { outcome, warnings: &report.warnings })
        }
        Err(findings) => thidua_json::to_json(&Answer::Errors(findings)),
    }
}

fn evaluate(request: &str) -> Result<Report, Vec<Diagnostic>> {
    let limits = Limits { bytes: 1 << 28, depth: 8, nodes: 1_000_000 };
    let request: Request = thidua_rulefile::read_with("request", request, &limits)?;
    if request.manifest.is_empty() {
        return Err(vec![
            Diagnostic::error(
                "TD0501",
                Place::file("request"),
                text!("`manifest` để trống", "`manifest` is empty"),
            )
            .with_help(text!("ghi tên tệp bản kê trong `files`", "name the manifest among `files`")),
        ]);
    }
    let mut files = Files::default();
    for (name, text) in request.files {
        files.insert(name, text);
    }
    run(&files, &request.manifest)
}
