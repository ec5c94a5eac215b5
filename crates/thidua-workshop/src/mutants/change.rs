use thidua::{Span, Text};
use thidua_rulefile::{Document, Edit, Node, Path, Step, View};

use super::{condition, ends, flags, items, numbers, words};

/// One small change of a rule set, such as a slip of the pen (một sửa thử).
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What is changed, in words.
    pub what: Text,
    /// Where it stands in the rule file.
    pub span: Span,
    /// The change.
    pub edits: Vec<Edit>,
    /// The criterion, grade or award it stands in: the keys `code` and `id` on the way, outermost first.
    pub within: Vec<String>,
}

/// What an operator sees: a value, the way to it and what it is part of.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) root: &'a Node,
    pub(super) path: Path,
    pub(super) key: &'a str,
    pub(super) node: &'a Node,
    /// The codes and ids of what it stands in, outermost first.
    pub(super) within: Vec<String>,
}

impl Site<'_> {
    /// The keys on the way to what this site is a part of.
    fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.path.0.iter().filter_map(Step::key).collect();
        if !matches!(self.node.view(), View::Group(_)) {
            keys.pop();
        }
        keys
    }

    /// A mutant of this site.
    pub(super) fn mutant(&self, span: Span, what: Text, edits: Vec<Edit>) -> Mutant {
        let home = if self.within.is_empty() { self.keys().join(" › ") } else { self.within.join(" › ") };
        let home = if home.is_empty() { home } else { home + ": " };
        let what = Text { vi: format!("{home}{}", what.vi), en: format!("{home}{}", what.en) };
        Mutant { what, span, edits, within: self.within.clone() }
    }
}

/// Parts of a rule set that decide nothing: documents, titles, remarks, and bounds that only guard entry.
const SILENT: &[&str] = &[
    "rule_set",
    "version",
    "title",
    "note",
    "effective",
    "legal_basis",
    "kinds",
    "stages",
    "official_stage",
    "gap",
    "budgets",
    "basis",
    "label",
    "called",
    "code",
    "id",
    "lowest",
    "highest",
    "checks",
    "commendation_type",
    "kind",
    "for",
    "unit",
    "body",
];

/// Every mutant of a rule file, in reading order (mọi sửa thử của một bộ tiêu chí).
#[must_use]
pub fn mutants(document: &Document) -> Vec<Mutant> {
    let root = document.root();
    let mut found = Vec::new();
    let top = Site { root, path: Path::default(), key: "", node: root, within: Vec::new() };
    visit(&top, &mut found);
    found
}

fn visit(site: &Site<'_>, found: &mut Vec<Mutant>) {
    numbers::mutate(site, found);
    flags::mutate(site, found);
    condition::mutate(site, found);
    ends::mutate(site, found);
    items::mutate(site, found);
    match site.node.view() {
        View::Scalar(_) => {}
        View::List(list) => {
            for (position, node) in list.iter().enumerate() {
                let within = words::within(&site.within, node);
                visit(&Site { path: site.path.item(position), node, within, ..site.clone() }, found);
            }
        }
        View::Group(entries) => {
            for (key, node) in entries {
                let Some(name) = key.text() else { continue };
                // Of an input only the meaning of a blank cell can change a result.
                let guards_entry =
                    site.path.0.len() == 2 && site.path.starts_with("inputs") && name != "blank";
                let forgiven_years = name == "gap" && !site.path.0.is_empty();
                if guards_entry || (SILENT.contains(&name) && !forgiven_years) {
                    continue;
                }
                visit(&Site { path: site.path.key(name), key: name, node, ..site.clone() }, found);
            }
        }
    }
}
