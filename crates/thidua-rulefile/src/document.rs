use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use thidua_core::{Diagnostic, Span, has_errors};

use crate::deserializer::Reader;
use crate::recovery;
use crate::tree::{Entry, Growth, Kind, Node, Tree, grow};
use crate::wording::{Source, with_remedy};
use crate::{Limits, bytes};

/// A file as a tree of keys and values that can be edited and read again (văn bản có cấu trúc).
///
/// Every value knows its place in the text it came from, and keeps it when something else is edited:
/// what is found in an edited document is still found at the line of the file.
///
/// ```
/// use thidua_rulefile::{Document, Edit, Node, Path};
/// let document = Document::parse("diem.yaml", "points_max: 8.50\ncriteria: [ { code: I } ]\n").unwrap();
/// let path = Path::default().key("criteria").item(0).key("code");
/// assert_eq!(document.root().at(&path).and_then(Node::text), Some("I"));
/// assert_eq!(path.to_string(), "criteria/0/code");
///
/// let edited = document.edited(&[Edit::put(path.clone(), Node::scalar("II"))]);
/// assert_eq!(edited.root().at(&path).and_then(Node::text), Some("II"));
/// assert_eq!(document.root().at(&path).and_then(Node::text), Some("I"), "the document itself stays");
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    name: Arc<str>,
    text: Arc<str>,
    root: Node,
}

/// The way from the root of a document to one of its values (đường dẫn).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<Step>);

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value of this key.
    Key(Arc<str>),
    /// The item at this position of a list, from 0.
    Item(usize),
}

impl Step {
    /// The name of the key, when it is one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item(_) => None,
        }
    }
}

/// One change to a document (một sửa đổi).
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// What is changed.
    pub path: Path,
    /// What stands there afterwards; `None` takes the entry or item away.
    pub to: Option<Node>,
}

impl Edit {
    /// Puts a value in the place of another; a key that is not there is added.
    #[must_use]
    pub fn put(path: Path, to: Node) -> Self {
        Self { path, to: Some(to) }
    }

    /// Takes an entry or item away.
    #[must_use]
    pub fn remove(path: Path) -> Self {
        Self { path, to: None }
    }
}

impl Path {
    /// This way and then the value of a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.into()))
    }

    /// This way and then an item of a list.
    #[must_use]
    pub fn item(&self, position: usize) -> Self {
        self.then(Step::Item(position))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// Whether the way begins with this key.
    #[must_use]
    pub fn starts_with(&self, key: &str) -> bool {
        matches!(self.0.first(), Some(Step::Key(first)) if **first == *key)
    }

    /// The name of the last key on the way.
    #[must_use]
    pub fn last_key(&self) -> Option<&str> {
        self.0.iter().rev().find_map(Step::key)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            if position > 0 {
                formatter.write_str("/")?;
            }
            match step {
                Step::Key(key) => formatter.write_str(key)?,
                Step::Item(item) => write!(formatter, "{item}")?,
            }
        }
        Ok(())
    }
}

impl Document {
    /// Reads a text into a tree, without asking what it means.
    ///
    /// # Errors
    /// Every mistake of syntax.
    pub fn parse(name: &str, source: &str) -> Result<Self, Vec<Diagnostic>> {
        let name: Arc<str> = name.into();
        let limits = Limits::default();
        bytes::check_size(&name, source.len(), &limits).map_err(|finding| vec![with_remedy(*finding)])?;
        let text = bytes::without_mark(source);
        let Growth { tree, diagnostics } = grow(&name, text, &limits);
        match tree {
            Some(tree) if !has_errors(&diagnostics) => Ok(Self { text: text.into(), name, root: tree.root }),
            _ => Err(diagnostics.into_iter().map(with_remedy).collect()),
        }
    }

    /// Reads the bytes of a file into a tree.
    ///
    /// # Errors
    /// Bytes that are no text, and every mistake of syntax.
    pub fn parse_bytes(name: &str, source: &[u8]) -> Result<Self, Vec<Diagnostic>> {
        let text = bytes::text_of(&name.into(), source, &Limits::default());
        Self::parse(name, text.map_err(|finding| vec![with_remedy(*finding)])?)
    }

    /// The name it was read under.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The text it was read from, before any edit.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole tree.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The document with changes made, in order; a change whose place is not there does nothing.
    #[must_use]
    pub fn edited(&self, edits: &[Edit]) -> Self {
        let mut edited = self.clone();
        for edit in edits {
            edited.root.change(&edit.path.0, edit.to.as_ref());
        }
        edited
    }

    /// Reads the tree as a type.
    ///
    /// # Errors
    /// Every mistake, at its place in the text.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> {
        if let Ok(value) = T::deserialize(Reader::value(&self.root)) {
            return Ok(value);
        }
        let mut root = self.root.clone();
        let mut nodes = 0;
        root.renumber(&mut nodes);
        let source = Source { name: self.name.clone(), text: &self.text };
        let mistakes = match recovery::deserialize::<T>(&source, Tree { root, nodes }) {
            Ok(value) => return Ok(value),
            Err(mistakes) => mistakes,
        };
        Err(mistakes.into_iter().map(with_remedy).collect())
    }
}

/// What a [`Node`] is.
#[derive(Clone, Debug)]
pub enum View<'a> {
    /// A single value as written.
    Scalar(&'a str),
    /// A list.
    List(&'a [Node]),
    /// Keys and values in written order.
    Group(Vec<(&'a Node, &'a Node)>),
}

impl Node {
    /// A single value that stands nowhere yet.
    #[must_use]
    pub fn scalar(text: impl Into<String>) -> Self {
        Self::new(0, Span::default(), Kind::Scalar { text: text.into(), plain: true })
    }

    /// A list that stands nowhere yet.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        Self::new(0, Span::default(), Kind::Sequence(items))
    }

    /// A group of keys that stands nowhere yet.
    #[must_use]
    pub fn group<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        let entries = entries.into_iter().map(|(key, value)| Entry { key: Self::scalar(key), value });
        Self::new(0, Span::default(), Kind::Mapping(entries.collect()))
    }

    /// Where it stands in the text.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// What it is.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        match &self.kind {
            Kind::Scalar { text, .. } => View::Scalar(text),
            Kind::Sequence(items) => View::List(items),
            Kind::Mapping(entries) => {
                View::Group(entries.iter().map(|entry| (&entry.key, &entry.value)).collect())
            }
            Kind::Hole(_) => View::Scalar(""),
        }
    }

    /// The value of a key, when it is a group that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Mapping(entries) => {
                entries.iter().find(|entry| entry.key.text() == Some(key)).map(|entry| &entry.value)
            }
            _ => None,
        }
    }

    /// The value at the end of a way that starts here.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<&Self> {
        path.0.iter().try_fold(self, |node, step| match (step, &node.kind) {
            (Step::Key(key), _) => node.get(key),
            (Step::Item(position), Kind::Sequence(items)) => items.get(*position),
            (Step::Item(_), _) => None,
        })
    }

    fn change(&mut self, path: &[Step], to: Option<&Self>) {
        let Some((step, rest)) = path.split_first() else {
            if let Some(to) = to {
                *self = to.clone();
            }
            return;
        };
        match (step, &mut self.kind) {
            (Step::Key(key), Kind::Mapping(entries)) => {
                let found = entries.iter().position(|entry| entry.key.text() == Some(key));
                match (found, rest.is_empty(), to) {
                    (Some(position), true, None) => {
                        entries.remove(position);
                    }
                    (Some(position), ..) => {
                        if let Some(entry) = entries.get_mut(position) {
                            entry.value.change(rest, to);
                        }
                    }
                    (None, true, Some(to)) => {
                        entries.push(Entry { key: Self::scalar(&**key), value: to.clone() });
                    }
                    (None, ..) => {}
                }
            }
            (Step::Item(position), Kind::Sequence(items)) => match (rest.is_empty(), to) {
                (true, None) if *position < items.len() => {
                    items.remove(*position);
                }
                (true, Some(to)) if *position == items.len() => items.push(to.clone()),
                _ => {
                    if let Some(item) = items.get_mut(*position) {
                        item.change(rest, to);
                    }
                }
            },
            _ => {}
        }
    }

    /// Gives every node a number of its own again, after parts of other trees came in.
    fn renumber(&mut self, next: &mut u32) {
        self.id = *next;
        *next = next.saturating_add(1);
        match &mut self.kind {
            Kind::Sequence(items) => items.iter_mut().for_each(|item| item.renumber(next)),
            Kind::Mapping(entries) => {
                for entry in entries {
                    entry.key.renumber(next);
                    entry.value.renumber(next);
                }
            }
            Kind::Scalar { .. } | Kind::Hole(_) => {}
        }
    }
}

impl PartialEq for Node {
    /// Whether both say the same, wherever and however it is written; the order of keys does not count.
    fn eq(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (Kind::Scalar { text, .. }, Kind::Scalar { text: other, .. }) => text == other,
            (Kind::Sequence(items), Kind::Sequence(others)) => items == others,
            (Kind::Mapping(entries), Kind::Mapping(others)) => {
                entries.len() == others.len()
                    && entries
                        .iter()
                        .all(|entry| entry.key.text().and_then(|key| other.get(key)) == Some(&entry.value))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sheet {
        points_max: u32,
        #[serde(default)]
        codes: Vec<String>,
    }

    fn sheet() -> Document {
        Document::parse("a.yaml", "points_max: 8\ncodes: [I, II]\n").unwrap()
    }

    #[test]
    fn puts_adds_and_removes() {
        let root = Path::default();
        let edited = sheet().edited(&[
            Edit::put(root.key("points_max"), Node::scalar("9")),
            Edit::remove(root.key("codes").item(0)),
            Edit::put(root.key("codes").item(1), Node::scalar("III")),
        ]);
        let expected = Sheet { points_max: 9, codes: vec!["II".to_owned(), "III".to_owned()] };
        assert_eq!(edited.decode::<Sheet>().unwrap(), expected);
        let without = sheet().edited(&[Edit::remove(root.key("codes"))]);
        assert_eq!(without.decode::<Sheet>().unwrap().codes, Vec::<String>::new());
    }

    #[test]
    fn mistakes_after_an_edit_keep_their_lines() {
        let path = Path::default();
        let edited = sheet().edited(&[
            Edit::put(path.key("pionts"), Node::list(vec![Node::scalar("1")])),
            Edit::put(path.key("codes").item(1), Node::list(Vec::new())),
        ]);
        let found = edited.decode::<Sheet>().unwrap_err();
        assert!(found.iter().any(|finding| finding.code == "TD0120"), "{found:?}");
    }

    #[test]
    fn equality_looks_at_what_is_said() {
        let other = Document::parse("b.yaml", "codes:\n- \"I\"\n- II\npoints_max: 8\n").unwrap();
        assert_eq!(sheet().root(), other.root());
        assert_ne!(sheet().edited(&[Edit::remove(Path::default().key("codes"))]).root(), other.root());
    }
}
