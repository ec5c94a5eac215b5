use std::collections::BTreeMap;
use std::fmt::Write;

use thidua_core::{Diagnostic, Place, nearest, text};

use super::{DocumentError, Kind, built_in};
use crate::Paper;
use crate::fields::{DIFFERENCES, FieldWords, Fields, IMPACT, RUN, UNIT};
use crate::template::Template;

/// The templates that documents are made from (bộ mẫu văn bản): an office's own, and the built-in ones for the rest.
#[derive(Clone)]
pub struct Templates(BTreeMap<Kind, Template>);

impl std::fmt::Debug for Templates {
    /// Which there are: what is in them is a whole document each.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.0.keys()).finish()
    }
}

/// Files that somebody may take for a template.
const DOCUMENTS: [&str; 6] = ["docx", "doc", "docm", "dotx", "odt", "rtf"];

impl Templates {
    /// Templates by file name, such as `to-trinh.docx`; what is not there is built in. Files that are no documents are
    /// left alone.
    ///
    /// # Errors
    /// Everything that is wrong with them: what is no template, and every field that means nothing.
    pub fn read<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let mut templates = BTreeMap::new();
        for (path, bytes) in files {
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
            // Word keeps a file `~$…` beside a document that is open.
            if name.starts_with("~$") || ending.is_none_or(|ending| !DOCUMENTS.contains(&ending.as_str())) {
                continue;
            }
            let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.file() == name) else {
                found.push(unknown(path, name));
                continue;
            };
            match Template::read(path, bytes, kind.fields()) {
                Ok(template) => {
                    templates.insert(kind, template);
                }
                Err(more) => found.extend(more),
            }
        }
        for kind in Kind::ALL {
            if found.is_empty() && !templates.contains_key(&kind) {
                match built_in(kind) {
                    Ok(bytes) => {
                        templates.insert(kind, Template::read(kind.file(), &bytes, kind.fields())?);
                    }
                    Err(error) => found.push(not_packed(kind, &error)),
                }
            }
        }
        if found.is_empty() { Ok(Self(templates)) } else { Err(found) }
    }

    pub(super) fn fill(&self, kind: Kind, fields: &Fields) -> Result<Vec<u8>, DocumentError> {
        let template = self.0.get(&kind).ok_or_else(|| DocumentError(kind.file().to_owned()))?;
        template.fill(fields).map_err(DocumentError)
    }
}

fn not_packed(kind: Kind, error: &DocumentError) -> Diagnostic {
    let message = text!("không lập được mẫu gốc: {error}", "the built-in template cannot be made: {error}");
    Diagnostic::error("TD0609", Place::file(kind.file()), message)
}

fn unknown(path: &str, name: &str) -> Diagnostic {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.file()).collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => text!("đổi tên thành `{near}`", "rename it to `{near}`"),
        None => {
            let names = names.join(", ");
            text!("các mẫu mang tên: {names}", "templates are called: {names}")
        }
    };
    let message = text!("không có văn bản nào lập từ mẫu `{name}`", "no document is made from `{name}`");
    Diagnostic::error("TD0610", Place::file(path), message).with_help(help)
}

/// The built-in templates as files that an office can edit in Word.
///
/// # Errors
/// When a file cannot be packed.
///
/// ```
/// let templates = thidua_report::built_in_templates().unwrap();
/// assert!(templates.iter().any(|paper| paper.name == "to-trinh.docx"));
/// let files = templates.iter().map(|paper| (paper.name.as_str(), paper.bytes.as_slice()));
/// assert!(thidua_report::Templates::read(files).is_ok());
/// ```
pub fn built_in_templates() -> Result<Vec<Paper>, DocumentError> {
    let papers =
        Kind::ALL.into_iter().map(|kind| Ok(Paper { name: kind.file().to_owned(), bytes: built_in(kind)? }));
    papers.collect()
}

/// Every field that templates can name, as the page in the documentation lists them.
#[must_use]
pub fn fields_page() -> String {
    let mut page = String::new();
    lines(RUN, 0, &mut page);
    lines(DIFFERENCES, 0, &mut page);
    lines(UNIT, 0, &mut page);
    lines(IMPACT, 0, &mut page);
    page
}

fn lines(fields: &[FieldWords], deep: usize, page: &mut String) {
    for field in fields {
        let written = if field.is_list() { format!("mỗi {}", field.name) } else { field.name.to_owned() };
        let indent = "  ".repeat(deep);
        // Writing to a String cannot fail.
        let _ = writeln!(page, "{indent}* `{{{{{written}}}}}`: {}. *{}*", field.meaning_vi, field.meaning_en);
        lines(field.each, deep + 1, page);
    }
}
