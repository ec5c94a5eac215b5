use serde::Serialize;
use thidua::{Diagnostic, Language, Lint, Severity, Span, Spot, lint};

use crate::lint_pages;

/// The findings as SARIF 2.1.0, which editors and review tools read.
pub(crate) fn sarif(language: Language, findings: &[Diagnostic]) -> String {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results = findings.iter().map(|finding| result(language, finding, &codes)).collect();
    let rules = codes.iter().map(|code| rule(language, code)).collect();
    let driver = Driver { name: "thidua", version: env!("CARGO_PKG_VERSION"), rules };
    thidua_json::to_json(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results }],
    })
}

fn rule(language: Language, code: &str) -> Rule {
    let known: Option<&Lint> = lint(code);
    let page = lint_pages::section(code).map(|section| lint_pages::in_language(section, language));
    let level = known.and_then(|lint| lint.level.severity()).map_or("none", level);
    Rule {
        id: code.to_owned(),
        name: known.map_or(code, |lint| lint.name).to_owned(),
        short_description: Words::new(known.map_or(code, |lint| lint.title(language))),
        help: Words::new(page.as_deref().unwrap_or(code)),
        help_uri: format!("urn:thidua:finding:{}", code.to_lowercase()),
        default_configuration: Configuration { level: if known.is_some() { level } else { "error" } },
    }
}

fn result(language: Language, finding: &Diagnostic, codes: &[&str]) -> ResultEntry {
    let mut message = finding.message.in_language(language).to_owned();
    if let Some(witness) = &finding.witness {
        let word = if language == Language::Vietnamese { "ví dụ" } else { "witness" };
        message.push_str(&format!("\n{word}: {}", witness.text.in_language(language)));
    }
    if let Some(help) = &finding.help {
        let word = if language == Language::Vietnamese { "cách sửa" } else { "help" };
        message.push_str(&format!("\n{word}: {}", help.in_language(language)));
    }
    let region = match finding.place.spot {
        Spot::Text(span) => Some(Region::of(span)),
        Spot::Whole | Spot::Cell { .. } => None,
    };
    ResultEntry {
        rule_id: finding.code,
        rule_index: codes.iter().position(|code| *code == finding.code).unwrap_or_default(),
        level: level(finding.severity),
        message: Words { text: message },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact { uri: uri(&finding.place.file) },
                region,
            },
        }],
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A path as a relative or absolute URI reference.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultEntry>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    name: String,
    short_description: Words,
    help: Words,
    help_uri: String,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Words {
    text: String,
}

impl Words {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultEntry {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Words,
    locations: [Location; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

/// Lines and columns from 1, columns counted in code points; the end column is the one after.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl Region {
    fn of(span: Span) -> Self {
        Self {
            start_line: span.line,
            start_column: span.column,
            end_line: span.end_line,
            end_column: span.end_column,
        }
    }
}
