use thidua_core::{Diagnostic, Place, Text, nearest, text};

use super::block::{Section, end_of, is_block, section, without_marks, written};
use super::tag::{Means, Tag, folded, tags};
use super::xml::{Element, Node};
use crate::fields::FieldWords;

/// So many letters of a paragraph are quoted.
const QUOTED: usize = 60;

/// The fields that can be named at a place: those of the innermost list are last.
type Known<'k> = &'k [&'static [FieldWords]];

/// Looks for what is wrong with the fields of a template.
pub(super) struct Check<'c> {
    /// The template, as its user named it.
    pub(super) name: &'c str,
    /// The part of it: the body, a head or a foot.
    pub(super) part: Text,
    /// Paragraphs so far.
    pub(super) paragraphs: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl Check<'_> {
    pub(super) fn nodes(&mut self, nodes: &[Node], known: Known<'_>) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at += 1;
            match section(node) {
                Some(Section::Opens(tag)) => {
                    self.paragraphs += 1;
                    let here = self.here(node);
                    let inner = self.opened(&tag, known, &here);
                    let Some(end) = end_of(nodes, at) else {
                        self.unclosed(&tag, &here);
                        continue;
                    };
                    self.nodes(nodes.get(at..end).unwrap_or_default(), &inner);
                    self.paragraphs += 1;
                    if let Some(Section::Ends(last)) = nodes.get(end).and_then(section)
                        && last.name != tag.name
                    {
                        self.unclosed(&tag, &here);
                    }
                    at = end + 1;
                }
                Some(Section::Holds(first, last)) => {
                    let Node::Element(element) = node else { continue };
                    let here = Here { paragraph: self.paragraphs + 1, text: written(element) };
                    let inner = self.opened(&first, known, &here);
                    self.nodes(&[Node::Element(without_marks(element, &first, &last))], &inner);
                }
                Some(Section::Ends(tag)) => {
                    self.paragraphs += 1;
                    let here = self.here(node);
                    let name = &tag.name;
                    let message = text!(
                        "`{{{{hết {name}}}}}` mà trước đó không có `{{{{mỗi {name}}}}}` hay `{{{{nếu có {name}}}}}`",
                        "`{{{{hết {name}}}}}` without `{{{{mỗi {name}}}}}` or `{{{{nếu có {name}}}}}` before it"
                    );
                    self.say("TD0613", message, &here, closing());
                }
                None => self.one(node, known),
            }
        }
    }

    fn one(&mut self, node: &Node, known: Known<'_>) {
        let Node::Element(element) = node else { return };
        if element.is("w:p") {
            self.paragraphs += 1;
            self.paragraph(element, known);
        }
        self.nodes(&element.children, known);
    }

    /// The tags within one paragraph: values only.
    fn paragraph(&mut self, paragraph: &Element, known: Known<'_>) {
        let text = written(paragraph);
        let here = Here { paragraph: self.paragraphs, text };
        let found = match tags(&here.text) {
            Ok(found) => found,
            Err(_) => {
                let message = text!(
                    "`{{{{` mở một trường mà không có `}}}}` đóng lại",
                    "`{{{{` opens a field that no `}}}}` closes"
                );
                let help = text!(
                    "viết trường trọn trong một đoạn văn: `{{{{tên trường}}}}`",
                    "write a field within one paragraph: `{{{{name}}}}`"
                );
                self.say("TD0615", message, &here, help);
                return;
            }
        };
        for tag in &found {
            if tag.means != Means::Value {
                let message = text!(
                    "`{}` đứng giữa đoạn văn",
                    "`{}` stands within a paragraph",
                    here.text.get(tag.at.clone()).unwrap_or_default()
                );
                self.say("TD0614", message, &here, closing());
                continue;
            }
            match self.known(tag, known, &here) {
                Some(field) if field.is_list() => {
                    let name = field.name;
                    let message = text!(
                        "trường `{name}` là một danh sách, không phải một dòng chữ",
                        "the field `{name}` is a list, not a text"
                    );
                    let help = text!(
                        "lặp lại bằng `{{{{mỗi {name}}}}} … {{{{hết {name}}}}}`; mỗi dòng có: {}",
                        "repeat it with `{{{{mỗi {name}}}}} … {{{{hết {name}}}}}`; each line has: {}",
                        names(field.each)
                    );
                    self.say("TD0612", message, &here, help);
                }
                Some(_) | None => {}
            }
        }
    }

    /// The field that opens a section, and what can be named within it.
    fn opened(&mut self, tag: &Tag, known: Known<'_>, here: &Here) -> Vec<&'static [FieldWords]> {
        let mut inner = known.to_vec();
        match self.known(tag, known, here) {
            Some(field) if tag.means == Means::Each && field.is_list() => inner.push(field.each),
            Some(field) if tag.means == Means::Each => {
                let name = field.name;
                let message = text!(
                    "trường `{name}` là một dòng chữ, không lặp lại được bằng `mỗi`",
                    "the field `{name}` is a text and cannot be repeated with `mỗi`"
                );
                let help = text!(
                    "dùng `{{{{{name}}}}}`, hoặc `{{{{nếu có {name}}}}} … {{{{hết {name}}}}}`",
                    "use `{{{{{name}}}}}`, or `{{{{nếu có {name}}}}} … {{{{hết {name}}}}}`"
                );
                self.say("TD0612", message, here, help);
            }
            Some(_) | None => {}
        }
        inner
    }

    fn known(&mut self, tag: &Tag, known: Known<'_>, here: &Here) -> Option<&'static FieldWords> {
        let all = || known.iter().rev().flat_map(|fields| fields.iter());
        if let Some(field) = all().find(|field| folded(field.name) == tag.name) {
            return Some(field);
        }
        let folded_names: Vec<(String, &'static str)> =
            all().map(|field| (folded(field.name), field.name)).collect();
        let near = nearest(&tag.name, folded_names.iter().map(|(folded, _)| folded.as_str()));
        let near = folded_names.iter().find(|(folded, _)| Some(folded.as_str()) == near);
        let written = here.text.get(tag.at.clone()).unwrap_or(&tag.name);
        let message = text!("không có trường `{written}`", "there is no field `{written}`");
        let help = match near {
            Some((_, name)) => text!("có phải là `{name}`?", "did you mean `{name}`?"),
            None => {
                let names = all().map(|field| field.name).collect::<Vec<_>>().join(", ");
                text!("ở chỗ này có các trường: {names}", "the fields here are: {names}")
            }
        };
        self.say("TD0611", message, here, help);
        None
    }

    fn unclosed(&mut self, tag: &Tag, here: &Here) {
        let name = &tag.name;
        let message = text!(
            "phần mở bằng trường `{name}` không có `{{{{hết {name}}}}}` đóng lại ở cùng cấp",
            "the section of `{name}` has no `{{{{hết {name}}}}}` on the same level"
        );
        self.say("TD0613", message, here, closing());
    }

    fn here(&self, node: &Node) -> Here {
        let text = match node {
            Node::Element(element) if is_block(element) => written(element),
            Node::Element(_) | Node::Words(_) | Node::Other(_) => String::new(),
        };
        Here { paragraph: self.paragraphs, text }
    }

    fn say(&mut self, code: &'static str, message: Text, here: &Here, help: Text) {
        let quoted: String = here.text.chars().take(QUOTED).collect();
        let more = if here.text.chars().count() > QUOTED { "…" } else { "" };
        let (number, part) = (here.paragraph, &self.part);
        let message = Text {
            vi: format!("{}, đoạn {number} (“{quoted}{more}”): {}", part.vi, message.vi),
            en: format!("{}, paragraph {number} (“{quoted}{more}”): {}", part.en, message.en),
        };
        self.found.push(Diagnostic::error(code, Place::file(self.name), message).with_help(help));
    }
}

/// Where in the part something is.
struct Here {
    paragraph: usize,
    text: String,
}

fn closing() -> Text {
    text!(
        "mỗi dấu `mỗi`, `nếu có`, `nếu không có` và `hết` đứng một mình trong một đoạn văn hay một hàng của bảng, hoặc cả hai dấu ở đầu và cuối của cùng một hàng",
        "each mark `mỗi`, `nếu có`, `nếu không có` and `hết` stands alone in a paragraph or a row of a table, or both at the two ends of one row"
    )
}

fn names(fields: &[FieldWords]) -> String {
    fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}
