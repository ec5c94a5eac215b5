//! What is written can be read by whoever knows the format: XML, JSON, HTML, CSV, workbooks and documents.

use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use thidua::{Language, Report};

use crate::Verdict;

/// Texts full of what some format reserves, or cannot hold.
pub const HOSTILE: &[&str] = &[
    "<b>&amp;\"'</b>",
    "]]>",
    "-->",
    "</script><script>alert(1)</script>",
    "<!-- x",
    "=HYPERLINK(\"http://x\";\"y\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2",
    "a,b;c\td",
    "\"quoted\"",
    "a\nb",
    "a\r\nb",
    "{{data}} {{script}} {{title}}",
    "_x0041_",
    "\u{1}",
    "\u{b}",
    "\u{1b}[31mred",
    "\u{7f}",
    "\u{85}",
    "\u{9c}",
    "\u{202e}abc",
    "\u{2028}",
    "\u{200b}x",
    "\u{fffe}",
    "\u{ffff}",
    "\u{1fffe}",
    "😀",
    "e\u{301}\u{302}\u{323}",
    "\\u003c \\ \\n",
    "%s %n {0} $1",
    "'1",
    "../../x",
];

/// Asks the oracle of everything that is written of a report: results, workbooks, documents and the page, in both languages.
///
/// # Errors
/// The file, and what is wrong with it.
pub fn hold(report: &Report) -> Verdict {
    let movement = report.results();
    for language in [Language::Vietnamese, Language::English] {
        for file in thidua::results(report, language) {
            hold_file(&file.name, &file.bytes)?;
        }
        for paper in
            thidua_report::workbooks(&movement, language).map_err(|error| format!("no workbook: {error}"))?
        {
            hold_file(&paper.name, &paper.bytes)?;
        }
        let page =
            thidua_report::council_page(&movement, language).map_err(|error| format!("no page: {error}"))?;
        hold_file(&page.name, &page.bytes)?;
    }
    let templates =
        thidua_report::Templates::read([]).map_err(|found| format!("no built-in template: {found:?}"))?;
    let documents = thidua_report::documents(&movement, &templates, None)
        .map_err(|error| format!("no document: {error}"))?;
    let papers =
        thidua_report::unit_papers(&movement, &templates).map_err(|error| format!("no paper: {error}"))?;
    for paper in documents.into_iter().chain(papers) {
        hold_file(&paper.name, &paper.bytes)?;
    }
    Ok(())
}

/// Asks the oracle of a file, by its name.
///
/// # Errors
/// What is wrong with it.
pub fn hold_file(name: &str, bytes: &[u8]) -> Verdict {
    let wrong = match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "json" => {
            serde_json::from_slice::<serde_json::Value>(bytes).map(drop).map_err(|error| error.to_string())
        }
        "xml" | "rels" => xml(bytes),
        "html" => html(bytes),
        "csv" => table(bytes),
        "xlsx" | "docx" => package(bytes),
        _ => text(bytes).map(drop),
    };
    wrong.map_err(|wrong| format!("{name}: {wrong}"))
}

/// Text of lines: no sign that steers a terminal or turns a line round.
fn text(bytes: &[u8]) -> Result<&str, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let steers = |sign: &char| {
        (sign.is_control() && !matches!(sign, '\n' | '\r' | '\t'))
            || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match text.chars().find(steers) {
        Some(sign) => Err(format!("the sign U+{:04X} stands in it", u32::from(sign))),
        None => Ok(text),
    }
}

/// A table of rows of one length, with no cell that a spreadsheet would run.
fn table(bytes: &[u8]) -> Verdict {
    let text = text(bytes)?.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for row in reader.records() {
        for cell in &row.map_err(|error| error.to_string())? {
            let runs = cell.starts_with(['=', '+', '@', '\t', '\r'])
                || (cell.starts_with('-') && cell.chars().any(char::is_alphabetic));
            if runs {
                return Err(format!("the cell `{cell}` would be run"));
            }
        }
    }
    Ok(())
}

fn package(bytes: &[u8]) -> Verdict {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| error.to_string())?;
        let name = part.name().map_err(|error| error.to_string())?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).map_err(|error| format!("{name}: {error}"))?;
        if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml") {
            xml(&content).map_err(|wrong| format!("{name}: {wrong}"))?;
        }
    }
    Ok(())
}

/// Every element ends, every reference is known, every sign is one that XML 1.0 has.
fn xml(bytes: &[u8]) -> Verdict {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let allowed = |sign: char| matches!(sign, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if let Some(sign) = text.chars().find(|sign| !allowed(*sign)) {
        return Err(format!("the sign U+{:04X} is none of XML", u32::from(sign)));
    }
    let mut reader = Reader::from_str(text);
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|error| format!("{error} at {}", reader.buffer_position()))? {
            Event::Start(element) => {
                open += 1;
                attributes(&element)?;
            }
            Event::Empty(element) => attributes(&element)?,
            Event::End(_) => open -= 1,
            Event::GeneralRef(reference) => {
                known(&reference, allowed)?;
            }
            Event::Text(text) if text.contains("]]>") => {
                return Err("`]]>` stands in a text".to_owned());
            }
            Event::Eof if open > 0 => return Err(format!("{open} elements have no end")),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn attributes(element: &quick_xml::events::BytesStart<'_>) -> Verdict {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.value.contains('<') {
            return Err(format!("`<` stands in an attribute of {}", &**element));
        }
    }
    Ok(())
}

fn known(name: &str, allowed: impl Fn(char) -> bool) -> Verdict {
    let number = name
        .strip_prefix("#x")
        .map(|digits| u32::from_str_radix(digits, 16))
        .or_else(|| name.strip_prefix('#').map(str::parse));
    let known = match number {
        Some(number) => number.ok().and_then(char::from_u32).is_some_and(allowed),
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    };
    if known { Ok(()) } else { Err(format!("`&{name};` is no reference")) }
}

/// Elements that never have an end.
const VOID: &[&str] = &["meta", "input", "br", "hr", "img", "link", "col", "!doctype"];

/// Every element that must end does, and nothing leaves a script.
fn html(bytes: &[u8]) -> Verdict {
    let mut rest = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut open: Vec<String> = Vec::new();
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').ok_or("a tag has no end")?;
        rest = after;
        let name = tag.split(|sign: char| sign.is_whitespace() || sign == '/').find(|part| !part.is_empty());
        let name = name.unwrap_or_default().to_lowercase();
        if tag.starts_with('/') {
            let last = open.pop();
            if last.as_deref() != Some(name.as_str()) {
                return Err(format!("`</{name}>` ends {last:?}"));
            }
        } else if matches!(name.as_str(), "script" | "style") {
            let end = format!("</{name}");
            let (content, after) = rest.split_once(&end).ok_or("a script has no end")?;
            if name == "script" && content.contains("<!--") {
                return Err("a comment begins in a script".to_owned());
            }
            if tag.contains("application/json") {
                serde_json::from_str::<serde_json::Value>(content)
                    .map_err(|error| format!("its data: {error}"))?;
            }
            rest = after.strip_prefix('>').ok_or("the end of a script is none")?;
        } else if !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} have no end")) }
}
