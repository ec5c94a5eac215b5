use annotate_snippets::{AnnotationKind, Level as Label, Origin, Renderer, Snippet};
use serde::Serialize;
use thidua::{Diagnostic, Files, Language, Level, Severity, Span, Spot, column_letters, lint, visible};

use crate::bounds::FileBounds;
use crate::reading::FileReading;
use crate::{Settings, eprint, print};

/// Shows findings: text with the source line on standard error, or JSON on standard output.
pub(crate) fn show(settings: Settings, findings: &[Diagnostic], files: &Files) {
    if findings.is_empty() {
        return;
    }
    if settings.json {
        print(&json(findings));
        return;
    }
    let renderer =
        if std::io::IsTerminal::is_terminal(&std::io::stderr()) && std::env::var_os("NO_COLOR").is_none() {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
    for finding in findings {
        eprint(&(render(settings.language, finding, files, &renderer) + "\n\n"));
    }
    let notes = findings.iter().filter(|finding| finding.severity == Severity::Note).count();
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
    eprint(&match settings.language {
        Language::Vietnamese => {
            format!(
                "{errors} lỗi, {warnings} cảnh báo, {notes} lưu ý. Giải thích một mã: thidua check --explain MÃ\n"
            )
        }
        Language::English => thidua::one_of_many(&format!(
            "{errors} errors, {warnings} warnings, {notes} notes. To explain a code: thidua check --explain CODE\n"
        )),
    });
}

/// The findings as JSON, each with the name of its lint and the level it was found at.
pub(crate) fn json(findings: &[Diagnostic]) -> String {
    json_with(findings, &[], &[])
}

/// The same, with what can come out of each rule file, or how each is read.
pub(crate) fn json_with(findings: &[Diagnostic], bounds: &[FileBounds], plan: &[FileReading]) -> String {
    let diagnostics = findings
        .iter()
        .map(|finding| Listed {
            lint: lint(finding.code).map(|lint| lint.name),
            level: match finding.severity {
                Severity::Error => Level::Deny,
                Severity::Warning => Level::Warn,
                Severity::Note => Level::Note,
            },
            finding,
        })
        .collect();
    thidua_json::to_json(&List { diagnostics, bounds, plan })
}

#[derive(Serialize)]
struct List<'a> {
    diagnostics: Vec<Listed<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    bounds: &'a [FileBounds],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    plan: &'a [FileReading],
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    finding: &'a Diagnostic,
    /// `null` for findings that are no lint: reading, tables, folders.
    lint: Option<&'static str>,
    level: Level,
}

fn render(language: Language, finding: &Diagnostic, files: &Files, renderer: &Renderer) -> String {
    let vietnamese = language == Language::Vietnamese;
    let level = match (finding.severity, vietnamese) {
        (Severity::Error, true) => Label::ERROR.with_name("lỗi"),
        (Severity::Error, false) => Label::ERROR,
        (Severity::Warning, true) => Label::WARNING.with_name("cảnh báo"),
        (Severity::Warning, false) => Label::WARNING,
        (Severity::Note, true) => Label::NOTE.with_name("lưu ý"),
        (Severity::Note, false) => Label::NOTE,
    };
    let title = level.primary_title(finding.message.in_language(language)).id(finding.code);
    let source = files.get(&finding.place.file).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let snippet = match (&finding.place.spot, source) {
        (Spot::Text(span), Some(source)) => line_of(source, *span),
        _ => None,
    };
    let place = match finding.place.spot {
        Spot::Cell { row, column } => format!("{}!{}{row}", finding.place.file, column_letters(column)),
        _ => finding.place.to_string(),
    };
    let mut group = match &snippet {
        Some((line, number, range)) => title.element(
            Snippet::source(line.as_str())
                .line_start(*number)
                .path(visible(&finding.place.file).into_owned())
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
        None => title.element(Origin::path(visible(&place).into_owned())),
    };
    if let Some(witness) = &finding.witness {
        let level = Label::NOTE.with_name(if vietnamese { "ví dụ" } else { "witness" });
        group = group.element(level.message(witness.text.in_language(language)));
    }
    if let Some(help) = &finding.help {
        let level = if vietnamese { Label::HELP.with_name("cách sửa") } else { Label::HELP };
        group = group.element(level.message(help.in_language(language)));
    }
    renderer.render(&[group])
}

/// The line, its number and the bytes to underline.
fn line_of(source: &str, span: Span) -> Option<(String, usize, std::ops::Range<usize>)> {
    let number = usize::try_from(span.line).ok()?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let line = source.lines().nth(number.checked_sub(1)?)?;
    let byte = |column: u32| {
        let column = usize::try_from(column).unwrap_or(usize::MAX).saturating_sub(1);
        line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
    };
    let start = byte(span.column);
    let end = if span.end_line == span.line { byte(span.end_column) } else { line.trim_end().len() };
    Some((line.to_owned(), number, start..end.max(start + 1).min(line.len().max(start))))
}
