use std::collections::BTreeMap;

use thidua_core::one_line;

use super::block::{Section, end_of, is_block, replace, section, without_marks, written};
use super::tag::{Means, Tag, tags};
use super::xml::{Element, Node};
use crate::fields::{Field, Fields};

/// What fields say where a piece of a template stands: those of the innermost line go before those around it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) fields: &'a Fields,
    pub(super) around: Option<&'a Scope<'a>>,
    /// How the names of fields are spelt where they are defined.
    pub(super) names: &'a BTreeMap<String, &'static str>,
}

impl<'a> Scope<'a> {
    fn get(&self, tag: &Tag) -> Option<&'a Field> {
        let name = self.names.get(&tag.name)?;
        let own = self.fields.get(name);
        own.or_else(|| self.around?.get(tag))
    }
}

/// The nodes with their fields filled in. They have passed the check, so that what is not found says nothing.
pub(super) fn fill(nodes: &[Node], scope: &Scope<'_>) -> Vec<Node> {
    let mut filled = Vec::with_capacity(nodes.len());
    let mut at = 0;
    while let Some(node) = nodes.get(at) {
        at += 1;
        match section(node) {
            Some(Section::Opens(tag)) => {
                let end = end_of(nodes, at).unwrap_or(nodes.len());
                repeated(nodes.get(at..end).unwrap_or_default(), &tag, scope, &mut filled);
                at = end + 1;
            }
            Some(Section::Holds(first, last)) => {
                if let Node::Element(element) = node {
                    let bare = [Node::Element(without_marks(element, &first, &last))];
                    repeated(&bare, &first, scope, &mut filled);
                }
            }
            Some(Section::Ends(_)) => {}
            None => one(node, scope, &mut filled),
        }
    }
    filled
}

/// What a section becomes.
fn repeated(inner: &[Node], tag: &Tag, scope: &Scope<'_>, filled: &mut Vec<Node>) {
    let field = scope.get(tag);
    let says = match field {
        Some(Field::Text(words)) => !words.is_empty(),
        Some(Field::Each(lines)) => !lines.is_empty(),
        None => false,
    };
    match (tag.means, field) {
        (Means::Each, Some(Field::Each(lines))) => {
            for line in lines {
                filled.extend(fill(inner, &Scope { fields: line, around: Some(scope), names: scope.names }));
            }
        }
        (Means::Some, _) if says => filled.extend(fill(inner, scope)),
        (Means::None, _) if !says => filled.extend(fill(inner, scope)),
        (Means::Each | Means::Some | Means::None | Means::Value | Means::End, _) => {}
    }
}

fn one(node: &Node, scope: &Scope<'_>, filled: &mut Vec<Node>) {
    let Node::Element(element) = node else {
        filled.push(node.clone());
        return;
    };
    let mut own = element.clone();
    own.children = fill(&element.children, scope);
    if is_block(&own) && own.is("w:p") {
        values(&mut own, scope);
    }
    let has = |name: &str| {
        own.children.iter().any(|child| matches!(child, Node::Element(element) if element.is(name)))
    };
    if own.is("w:tbl") && !has("w:tr") {
        return;
    }
    // A cell without a paragraph is no cell to Word.
    if own.is("w:tc") && !has("w:p") {
        own.children.push(Node::Element(Element::empty("w:p")));
    }
    filled.push(Node::Element(own));
}

/// A paragraph with the values of its fields.
fn values(paragraph: &mut Element, scope: &Scope<'_>) {
    let found = tags(&written(paragraph)).unwrap_or_default();
    if found.is_empty() {
        return;
    }
    let parts: Vec<_> = found
        .iter()
        .map(|tag| match scope.get(tag) {
            Some(Field::Text(words)) => (tag.at.clone(), one_line(words).into_owned()),
            Some(Field::Each(_)) | None => (tag.at.clone(), String::new()),
        })
        .collect();
    replace(paragraph, &parts);
}
