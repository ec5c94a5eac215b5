use std::ops::Range;

use super::tag::{Means, Tag, tags};
use super::xml::{Element, Node};

/// What fields can make come and go: a paragraph or a row of a table.
pub(super) fn is_block(element: &Element) -> bool {
    element.is("w:p") || element.is("w:tr")
}

/// The texts of an element, in order. A paragraph within it, such as that of a text box, is one of its own, but a
/// row has the texts of all its paragraphs.
pub(super) fn texts(element: &mut Element) -> Vec<&mut String> {
    fn gather<'n>(nodes: &'n mut [Node], through: bool, found: &mut Vec<&'n mut String>) {
        for node in nodes {
            match node {
                Node::Words(words) => found.push(words),
                Node::Element(element) if through || !element.is("w:p") => {
                    gather(&mut element.children, through, found);
                }
                Node::Element(_) | Node::Other(_) => {}
            }
        }
    }
    let through = element.is("w:tr");
    let mut found = Vec::new();
    gather(&mut element.children, through, &mut found);
    found
}

/// What is written in an element: Word cuts a text into runs wherever it likes.
pub(super) fn written(element: &Element) -> String {
    fn gather(nodes: &[Node], through: bool, found: &mut String) {
        for node in nodes {
            match node {
                Node::Words(words) => found.push_str(words),
                Node::Element(element) if through || !element.is("w:p") => {
                    gather(&element.children, through, found);
                }
                Node::Element(_) | Node::Other(_) => {}
            }
        }
    }
    let mut found = String::new();
    gather(&element.children, element.is("w:tr"), &mut found);
    found
}

/// Puts other words in the place of parts of what is written; the first run that a part begins in keeps them and so
/// gives them their look. The parts do not overlap and go from left to right.
pub(super) fn replace(element: &mut Element, parts: &[(Range<usize>, String)]) {
    let mut pieces = texts(element);
    for (part, words) in parts.iter().rev() {
        let mut words = Some(words.as_str());
        let mut start = 0;
        for piece in &mut pieces {
            let end = start + piece.len();
            let (from, until) = (part.start.max(start), part.end.min(end));
            if from < until {
                // The places are those of braces, never within a letter.
                piece.replace_range(from - start..until - start, words.take().unwrap_or_default());
            }
            // What came before is as long as it was: parts are replaced from the right.
            start = end;
            if start >= part.end {
                break;
            }
        }
    }
}

/// How a block begins or holds a section.
pub(super) enum Section {
    /// It is nothing but the mark: what follows belongs to the section, up to the mark of its end.
    Opens(Tag),
    /// It is nothing but the mark of an end.
    Ends(Tag),
    /// It begins with the mark and ends with the mark of its end: it is the section itself.
    Holds(Tag, Tag),
}

/// Whether a node is or holds a section. What cannot be read is the business of the check.
pub(super) fn section(node: &Node) -> Option<Section> {
    let Node::Element(element) = node else { return None };
    if !is_block(element) {
        return None;
    }
    let text = written(element);
    let found = tags(&text).ok()?;
    let (first, last) = (found.first()?, found.last()?);
    let bare = |range: Range<usize>| text.get(range).is_none_or(|rest| rest.trim().is_empty());
    if !bare(0..first.at.start) || !bare(last.at.end..text.len()) {
        return None;
    }
    if found.len() == 1 {
        return match first.means {
            Means::Value => None,
            Means::End => Some(Section::Ends(first.clone())),
            Means::Each | Means::Some | Means::None => Some(Section::Opens(first.clone())),
        };
    }
    let holds = first.means.opens() && last.means == Means::End && first.name == last.name;
    holds.then(|| Section::Holds(first.clone(), last.clone()))
}

/// Where the section that opens before `from` ends: the position of the mark of its end.
pub(super) fn end_of(nodes: &[Node], from: usize) -> Option<usize> {
    let mut deep = 0_usize;
    for (at, node) in nodes.iter().enumerate().skip(from) {
        match section(node) {
            Some(Section::Opens(_)) => deep += 1,
            Some(Section::Ends(_)) if deep == 0 => return Some(at),
            Some(Section::Ends(_)) => deep -= 1,
            Some(Section::Holds(..)) | None => {}
        }
    }
    None
}

/// The same block without the two marks of its section.
pub(super) fn without_marks(element: &Element, first: &Tag, last: &Tag) -> Element {
    let mut bare = element.clone();
    replace(&mut bare, &[(first.at.clone(), String::new()), (last.at.clone(), String::new())]);
    bare
}
