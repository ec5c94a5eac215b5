use std::collections::BTreeMap;

use serde::Serialize;
use thidua::{Diagnostic, Span, Text, check};
use thidua_rulefile::{Document, Edit, Node, Path, View};

use super::delta::Delta;
use super::lay::{Difference, alike, lay};
use super::place::{Place, last_key, path};
use super::words;

/// Two versions of a rule set, change by change (bản so sánh).
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Every change, in the order of the file.
    pub changes: Vec<Change>,
    /// Criteria that go by another path in the new version: new path, old path.
    pub renamed: BTreeMap<String, String>,
    old: Document,
    delta: Delta,
}

/// One change between two versions (một thay đổi).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The way to it: `criteria/I/children/I.2/bands`.
    pub at: String,
    /// The change in words.
    pub what: Text,
    /// Whether it can change a result; titles, remarks and clauses do not.
    pub decides: bool,
    /// What stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// What stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
}

/// One side of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// In words.
    pub text: Text,
    /// Where it stands in its file.
    pub span: Span,
}

/// Compares two versions of a rule set (so sánh hai bản bộ tiêu chí).
///
/// # Errors
/// The mistakes of either version: only sound ones have a meaning to compare.
pub fn compare(old: &Document, new: &Document) -> Result<Comparison, Vec<Diagnostic>> {
    let mut found = Vec::new();
    for document in [old, new] {
        let sound = document.rule_set().and_then(|rules| check(rules, document.name().clone()));
        found.extend(sound.err().unwrap_or_default());
    }
    if !found.is_empty() {
        return Err(found);
    }
    let (mut delta, laid) = lay(old.root(), new.root());
    // The two ends at which a grade stops and the next begins are one change.
    let mut numbers: Vec<usize> = Vec::with_capacity(laid.differences.len());
    let mut changes: Vec<Change> = Vec::new();
    let mut seams: Vec<(String, usize)> = Vec::new();
    for difference in &laid.differences {
        let seam = seam(difference);
        let joined =
            seam.as_ref().and_then(|seam| seams.iter().find(|(known, _)| known == seam)).map(|(_, at)| *at);
        if let Some(change) = joined.and_then(|at| changes.get_mut(at)) {
            change.what = words::also(&change.what, difference);
            numbers.extend(joined);
            continue;
        }
        seams.extend(seam.map(|seam| (seam, changes.len())));
        numbers.push(changes.len());
        changes.push(change(difference));
    }
    delta.renumber(&|number| numbers.get(number).copied().unwrap_or(number));
    Ok(Comparison { changes, renamed: laid.renamed, old: old.clone(), delta })
}

impl Comparison {
    /// The version in which some of the changes are made, places and all (bản trộn); those that decide
    /// nothing are left as they were, but for documents and inputs, which others may speak of.
    #[must_use]
    pub fn mixed(&self, made: &dyn Fn(usize) -> bool) -> Document {
        let decides = |change: usize| match self.changes.get(change) {
            Some(known) if known.decides => made(change),
            Some(known) => known.old.is_none() && SPOKEN_OF.iter().any(|key| known.at.starts_with(key)),
            None => false,
        };
        match self.delta.mixed(&decides) {
            Some(root) => self.old.edited(&[Edit::put(Path::default(), root)]),
            None => self.old.clone(),
        }
    }

    /// Whether a change gives a criterion another code.
    #[must_use]
    pub fn renames(&self, change: usize) -> bool {
        self.changes.get(change).is_some_and(|change| change.at.ends_with("/code"))
    }

    /// The positions of the changes that can change a result.
    #[must_use]
    pub fn deciding(&self) -> Vec<usize> {
        (0..self.changes.len())
            .filter(|at| self.changes.get(*at).is_some_and(|change| change.decides))
            .collect()
    }
}

const SPOKEN_OF: &[&str] = &["legal_basis/", "inputs/"];

fn change(difference: &Difference) -> Change {
    let side = |node: &Option<Node>| {
        let node = node.as_ref()?;
        // A value put together from parts stands where its first part does.
        let span = match node.view() {
            View::Group(entries) if node.span() == Span::default() => {
                entries.first().map(|(_, value)| value.span())
            }
            _ => None,
        };
        Some(Side { text: words::described(&difference.way, node), span: span.unwrap_or(node.span()) })
    };
    Change {
        at: path(&difference.way),
        what: words::sentence(difference),
        decides: decides(difference),
        old: side(&difference.old),
        new: side(&difference.new),
    }
}

/// Keys at the top that identify a rule set or guard it, and decide no result.
const SILENT_TOP: &[&str] = &["rule_set", "version", "title", "note", "effective", "legal_basis", "checks"];
/// Keys anywhere that only speak to readers.
const SILENT: &[&str] = &["title", "note", "basis", "label", "called", "commendation_type", "unit"];

fn decides(difference: &Difference) -> bool {
    let first = difference.way.first();
    if matches!(first, Some(Place::Key(key)) if SILENT_TOP.contains(&key.as_str())) {
        return false;
    }
    // An input that nobody speaks of decides nothing; whatever speaks of it is a change of its own.
    let input = matches!(first, Some(Place::Key(key)) if key == "inputs");
    if input && (difference.old.is_none() || difference.new.is_none()) {
        return false;
    }
    if SILENT.contains(&last_key(&difference.way)) {
        return false;
    }
    match (&difference.old, &difference.new) {
        (Some(old), Some(new)) => difference.order || !alike(&unspoken(old), &unspoken(new)),
        _ => true,
    }
}

/// Without what only speaks to readers.
fn unspoken(node: &Node) -> Node {
    match node.view() {
        View::Scalar(_) => node.clone(),
        View::List(items) => Node::list(items.iter().map(unspoken).collect()),
        View::Group(entries) => Node::group(entries.into_iter().filter_map(|(key, value)| {
            let key = key.text().filter(|key| !SILENT.contains(key))?;
            Some((key, unspoken(value)))
        })),
    }
}

/// What the ends of two neighbouring grades have in common when they move together.
fn seam(difference: &Difference) -> Option<String> {
    let [.., Place::Item { list, .. }, Place::Key(key)] = difference.way.as_slice() else { return None };
    let end = matches!(key.as_str(), "from" | "above" | "to" | "below");
    let (old, new) = (difference.old.as_ref()?.text()?, difference.new.as_ref()?.text()?);
    let grading = difference.way.get(..difference.way.len().checked_sub(2)?)?;
    (list == "grades" && end).then(|| format!("{} {old} {new}", path(grading)))
}
