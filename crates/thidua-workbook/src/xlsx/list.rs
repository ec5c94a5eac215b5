use std::collections::BTreeMap;

use quick_xml::events::Event;
use thidua_core::{Diagnostic, Place, text};

use crate::archive::{Archive, names};
use crate::part::{attribute, each};
use crate::{Limits, finding};

/// A sheet as the workbook lists it.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) part: String,
    pub(crate) hidden: bool,
}

/// The sheets in their order, each with the part that holds it; charts are none.
pub(crate) fn sheets(
    name: &str,
    archive: &mut Archive<'_>,
    limits: &Limits,
) -> Result<Vec<Listed>, Box<Diagnostic>> {
    let mut targets = BTreeMap::new();
    each(name, archive, "xl/_rels/workbook.xml.rels", |event| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "Relationship"
            && attribute(&tag, "Type").is_some_and(|kind| kind.ends_with("/worksheet"))
        {
            targets.extend(attribute(&tag, "Id").zip(attribute(&tag, "Target")));
        }
        Ok(true)
    })?;
    let mut listed = Vec::new();
    each(name, archive, "xl/workbook.xml", |event| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "sheet"
        {
            let hidden = attribute(&tag, "state").is_some_and(|state| state != "visible");
            let target = attribute(&tag, "id").and_then(|id| targets.get(&id));
            if let (Some(name), Some(target)) = (attribute(&tag, "name"), target) {
                listed.push(Listed { name, part: part(target), hidden });
            }
        }
        Ok(listed.len() <= limits.sheets_max)
    })?;
    if listed.len() > limits.sheets_max {
        let max = limits.sheets_max;
        return Err(finding::beyond(
            Place::file(name),
            text!("hơn {max} trang tính", "more than {max} sheets"),
        ));
    }
    Ok(listed)
}

fn part(target: &str) -> String {
    match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{}", target.trim_start_matches("./")),
    }
}

/// How many other files the workbook links to.
pub(crate) fn links(archive: &Archive<'_>) -> usize {
    let is_link =
        |part: &std::borrow::Cow<'_, str>| part.starts_with("xl/externalLinks/") && part.ends_with(".xml");
    names(archive).filter(is_link).count()
}
