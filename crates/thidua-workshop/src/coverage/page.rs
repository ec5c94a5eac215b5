//! The page that shows rule files coloured by what their fixtures reach: one file, nothing loaded from elsewhere.

use std::fmt::Write;

use thidua::Language;

use super::lines::{Line, lines};
use super::run::Coverage;
use crate::escape::escape;

/// The page of one or more rule files (trang độ phủ), each with its text.
#[must_use]
pub fn coverage_page(files: &[(Coverage, String)], language: Language) -> String {
    let say = |vi: &'static str, en: &'static str| match language {
        Language::Vietnamese => vi,
        Language::English => en,
    };
    let lang = say("vi", "en");
    let title = say("Độ phủ của bộ thử", "Coverage of the fixture tests");
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    let legend = [
        ("r", say("đã thử", "reached")),
        ("p", say("thử một phần", "partly reached")),
        ("n", say("chưa thử", "not reached")),
        ("x", say("không thể xảy ra", "cannot be reached")),
    ];
    page.push_str("<p class=\"legend\">");
    for (class, words) in legend {
        let _ = write!(page, "<span class=\"key {class}\">{words}</span>");
    }
    page.push_str("</p>\n");
    if files.len() > 1 {
        page.push_str("<table class=\"files\">\n");
        for (number, (coverage, _)) in files.iter().enumerate() {
            let name = escape(&coverage.rules);
            let (reached, all) = (coverage.reached, coverage.all);
            let _ = writeln!(
                page,
                "<tr><td><a href=\"#f{number}\">{name}</a></td><td class=\"num\">{reached}/{all}</td><td class=\"num\">{}</td><td>{}</td></tr>",
                coverage.percent(language),
                bar(coverage)
            );
        }
        page.push_str("</table>\n");
    }
    for (number, (coverage, source)) in files.iter().enumerate() {
        file(&mut page, number, coverage, source, language);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn file(page: &mut String, number: usize, coverage: &Coverage, source: &str, language: Language) {
    let vietnamese = language == Language::Vietnamese;
    let (reached, all) = (coverage.reached, coverage.all);
    let of = if vietnamese { "nhánh đã thử" } else { "branches reached" };
    let _ = write!(
        page,
        "<section id=\"f{number}\">\n<h2>{}</h2>\n<p class=\"sum\"><b>{}</b> {reached}/{all} {of} {}</p>\n<pre>",
        escape(&coverage.rules),
        coverage.percent(language),
        bar(coverage)
    );
    let text: Vec<&str> = source.strip_prefix('\u{feff}').unwrap_or(source).lines().collect();
    for (index, (line, written)) in lines(coverage, text.len()).iter().zip(&text).enumerate() {
        let shown = escape(written.strip_suffix('\r').unwrap_or(written));
        let (class, mark) = look(line);
        let number = index + 1;
        let notes = notes(line, language);
        let hover = if notes.is_empty() {
            String::new()
        } else {
            format!(" title=\"{}\"", escape(&notes.join("\n")))
        };
        let count = if line.all == 0 { String::new() } else { format!("{}/{}", line.reached, line.all) };
        let _ = write!(
            page,
            "<span class=\"l {class}\"{hover}><i>{number}</i><em>{count}</em><u>{mark}</u>{shown}\n</span>"
        );
        for note in &notes {
            let _ = write!(page, "<span class=\"note {class}\">{}\n</span>", escape(note));
        }
    }
    page.push_str("</pre>\n</section>\n");
}

/// How a line is coloured, and a sign for those who see no colours.
fn look(line: &Line) -> (&'static str, &'static str) {
    match (line.reached, line.all) {
        (0, 0) if line.never.is_empty() => ("", " "),
        (0, 0) => ("x", "–"),
        (0, _) => ("n", "✗"),
        (reached, all) if reached < all => ("p", "◐"),
        _ => ("r", "✓"),
    }
}

fn notes(line: &Line, language: Language) -> Vec<String> {
    let vietnamese = language == Language::Vietnamese;
    let (left, never) = if vietnamese {
        ("chưa thử", "không thể xảy ra")
    } else {
        ("not reached", "cannot be reached")
    };
    let not_reached = line.left.iter().map(|what| format!("{left}: {}", what.in_language(language)));
    let unreachable = line.never.iter().map(|(what, why)| {
        format!("{never}: {} ({})", what.in_language(language), why.in_language(language))
    });
    not_reached.chain(unreachable).collect()
}

fn bar(coverage: &Coverage) -> String {
    let width = coverage.hundredths() / 100;
    format!("<span class=\"bar\"><span style=\"width:{width}%\"></span></span>")
}

const STYLE: &str = include_str!("page.css");
