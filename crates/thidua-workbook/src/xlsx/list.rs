use std::collections::BTreeMap;

use quick_xml::events::Event;
use thidua_core::{Diagnostic, Place, text};

use crate::archive::Archive;
use crate::part::{attribute, each};
use crate::{Limits, finding};

/// A workbook as it lists its parts.
pub(super) struct Book {
    pub(super) sheets: Vec<Listed>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) from_1904: bool,
}

/// A sheet as the workbook lists it.
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) hidden: bool,
}

/// The sheets in their order, each with the part that holds it, charts being none; and the parts that they share.
pub(super) fn book(name: &str, archive: &mut Archive<'_>, limits: &Limits) -> Result<Book, Box<Diagnostic>> {
    let mut targets = BTreeMap::new();
    let (mut strings, mut styles) = (None, None);
    each(name, archive, "xl/_rels/workbook.xml.rels", |event| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "Relationship"
            && let (Some(kind), Some(target)) = (attribute(&tag, "Type"), attribute(&tag, "Target"))
        {
            match kind.rsplit('/').next() {
                Some("worksheet") => targets.extend(attribute(&tag, "Id").map(|id| (id, target))),
                Some("sharedStrings") => strings = Some(part(&target)),
                Some("styles") => styles = Some(part(&target)),
                _ => {}
            }
        }
        Ok(true)
    })?;
    let mut book = Book {
        sheets: Vec::new(),
        strings: strings.or_else(|| usual(archive, "xl/sharedStrings.xml")),
        styles: styles.or_else(|| usual(archive, "xl/styles.xml")),
        from_1904: false,
    };
    each(name, archive, "xl/workbook.xml", |event| {
        if let Event::Start(tag) = event {
            match tag.local_name().as_ref() {
                "workbookPr" => {
                    book.from_1904 |=
                        attribute(&tag, "date1904").is_some_and(|said| said == "1" || said == "true");
                }
                "sheet" => {
                    let hidden = attribute(&tag, "state").is_some_and(|state| state != "visible");
                    let target = attribute(&tag, "id").and_then(|id| targets.get(&id));
                    if let (Some(name), Some(target)) = (attribute(&tag, "name"), target) {
                        book.sheets.push(Listed { name, part: part(target), hidden });
                    }
                }
                _ => {}
            }
        }
        Ok(book.sheets.len() <= limits.sheets_max)
    })?;
    if book.sheets.len() > limits.sheets_max {
        let max = limits.sheets_max;
        return Err(finding::beyond(
            Place::file(name),
            text!("hơn {max} trang tính", "more than {max} sheets"),
        ));
    }
    Ok(book)
}

/// A part that a careless program has left out of its list.
fn usual(archive: &Archive<'_>, part: &str) -> Option<String> {
    archive.has(part).then(|| part.to_owned())
}

fn part(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

/// How many other files the workbook links to.
pub(super) fn links(archive: &Archive<'_>) -> usize {
    let is_link =
        |part: &std::borrow::Cow<'_, str>| part.starts_with("xl/externalLinks/") && part.ends_with(".xml");
    archive.names().filter(is_link).count()
}
