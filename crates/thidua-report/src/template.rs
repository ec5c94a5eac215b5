//! Documents made from templates (mẫu văn bản): a Word file with fields between two braces, filled in as it stands.
//!
//! Word cuts what is typed into runs; fields are found in what is written, not in how it is cut.

mod block;
mod check;
mod fill;
mod package;
mod tag;
mod xml;

use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Place, Text, text};

use crate::fields::{FieldWords, Fields};
use check::Check;
use fill::{Scope, fill};
use package::Parts;
use xml::Node;

/// A template that was read and whose fields all mean something.
#[derive(Clone)]
pub(crate) struct Template {
    parts: Parts,
    /// The parts that have text, by their position.
    texts: Vec<(usize, Vec<Node>)>,
    names: BTreeMap<String, &'static str>,
}

impl Template {
    /// Reads a template that may name these fields.
    ///
    /// # Errors
    /// Everything that is wrong with it, with place and remedy.
    pub(crate) fn read(
        name: &str,
        bytes: &[u8],
        known: &[&'static [FieldWords]],
    ) -> Result<Self, Vec<Diagnostic>> {
        let refused = |why: Text| {
            let message = Text {
                vi: format!("không đọc được mẫu: {}", why.vi),
                en: format!("the template cannot be read: {}", why.en),
            };
            let help = text!(
                "mở tệp bằng Word rồi lưu lại dạng .docx không mật khẩu, hoặc viết lại mẫu gốc bằng `thidua report --write-templates`",
                "open it in Word and save it again as .docx without a password, or write the built-in templates anew with `thidua report --write-templates`"
            );
            vec![Diagnostic::error("TD0609", Place::file(name), message).with_help(help)]
        };
        let parts = package::unpack(bytes).map_err(refused)?;
        let mut texts = Vec::new();
        let mut found = Vec::new();
        for (position, (part, content)) in parts.iter().enumerate() {
            if !["xml", "rels", "vml"].iter().any(|kind| part.ends_with(&format!(".{kind}"))) {
                continue;
            }
            let nodes = xml::read(part, content).map_err(refused)?;
            let Some(words) = part_words(part) else { continue };
            let mut check = Check { name, part: words, paragraphs: 0, found };
            check.nodes(&nodes, known);
            found = check.found;
            texts.push((position, nodes));
        }
        if !parts.iter().any(|(part, _)| part == BODY) {
            return Err(refused(text!("thiếu phần `{BODY}`", "the part `{BODY}` is missing")));
        }
        if !found.is_empty() {
            return Err(found);
        }
        let mut names = BTreeMap::new();
        known.iter().for_each(|fields| gather(fields, &mut names));
        Ok(Self { parts, texts, names })
    }

    /// The document with its fields filled in.
    ///
    /// # Errors
    /// What the packer says.
    pub(crate) fn fill(&self, fields: &Fields) -> Result<Vec<u8>, String> {
        let scope = Scope { fields, around: None, names: &self.names };
        let mut filled = BTreeMap::new();
        for (position, nodes) in &self.texts {
            filled.insert(*position, xml::write(&fill(nodes, &scope))?);
        }
        let parts = self.parts.iter().enumerate().map(|(position, (name, content))| {
            (name.as_str(), filled.get(&position).unwrap_or(content).as_slice())
        });
        package::pack(parts)
    }
}

/// The same document, packed as small as it gets.
///
/// # Errors
/// What the packer says.
pub(crate) fn repacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let parts = package::unpack(bytes).map_err(|why| why.en)?;
    package::pack(parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())))
}

const BODY: &str = "word/document.xml";

/// What a part with text is called.
fn part_words(part: &str) -> Option<Text> {
    let name = part.strip_prefix("word/")?.strip_suffix(".xml")?;
    let numbered = |word: &str| {
        name.strip_prefix(word).is_some_and(|rest| rest.bytes().all(|digit| digit.is_ascii_digit()))
    };
    if name == "document" {
        Some(text!("thân văn bản", "body"))
    } else if numbered("header") {
        Some(text!("đầu trang", "header"))
    } else if numbered("footer") {
        Some(text!("chân trang", "footer"))
    } else {
        None
    }
}

fn gather(fields: &'static [FieldWords], names: &mut BTreeMap<String, &'static str>) {
    for field in fields {
        names.insert(tag::folded(field.name), field.name);
        gather(field.each, names);
    }
}
