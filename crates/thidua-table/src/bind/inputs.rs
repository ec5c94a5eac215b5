use std::collections::BTreeSet;

use thidua_core::{Diagnostic, InputId, NodeKind, Place, Plan, text};

use super::Layout;
use super::register::{CLUSTER, KIND};
use crate::find::without_bracket;
use crate::{Match, Names};

/// What the inputs of a plan may be called (tên gọi của số liệu): name, path, code, title, and code and title together.
#[derive(Debug)]
pub struct InputNames {
    names: Names<InputId>,
    /// Criteria without a cell of their own, each with the inputs that it is computed from.
    computed: Names,
    computed_from: Vec<Vec<String>>,
    /// Those of them that are groups: their points are those of their criteria added up.
    groups: Vec<bool>,
}

impl InputNames {
    /// The names of a plan's inputs and criteria.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        let (mut names, mut computed, mut computed_from) = (Names::default(), Names::default(), Vec::new());
        let mut groups = Vec::new();
        for (position, input) in plan.inputs().iter_enumerated() {
            // What is computed of detail rows is never entered.
            if input.computed {
                computed.add_id(computed_from.len(), &input.name);
                groups.push(false);
                computed_from.push(Vec::new());
                continue;
            }
            names.add_id(position, &input.name);
            input.aliases.iter().for_each(|alias| names.add(position, alias));
            names.add(position, &input.title);
            let code = input.name.rsplit('/').next().unwrap_or_default();
            names.add(position, &format!("{code} {}", input.title));
        }
        let own: BTreeSet<&str> = plan.inputs().iter().map(|input| input.name.as_str()).collect();
        for node in plan.nodes().iter().filter(|node| !node.path.is_empty()) {
            if own.contains(node.path.as_str()) {
                continue;
            }
            let inputs: &[InputId] = match &node.kind {
                NodeKind::Leaf(leaf) => &leaf.inputs,
                NodeKind::Group { .. } => &[],
            };
            let from = inputs.iter().filter_map(|input| plan.inputs().get(*input));
            computed.add_id(computed_from.len(), &node.path);
            computed.add(computed_from.len(), &node.criterion.code.value);
            computed.add(computed_from.len(), &node.criterion.title);
            groups.push(matches!(node.kind, NodeKind::Group { .. }));
            computed_from.push(from.map(|input| input.name.clone()).collect());
        }
        Self { names, computed, computed_from, groups }
    }

    /// The one input that a name stands for, without regard to accents or to a bracket at its end (một số liệu theo tên).
    #[must_use]
    pub fn one(&self, name: &str) -> Option<InputId> {
        let found = |name: &str| self.names.find_loosely(name).one();
        found(name).or_else(|| without_bracket(name).and_then(found))
    }

    /// Whether the name stands for an input, or for a criterion that is computed.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.names.find_loosely(name) != Match::Nothing || self.computed.find(name) != Match::Nothing
    }

    /// The finding for a name that is computed (TD0460, tiêu chí do hệ thống tính), with what is entered instead.
    #[must_use]
    pub fn computed(&self, name: &str, place: Place) -> Option<Diagnostic> {
        let Match::One(position) = self.computed.find(name) else { return None };
        let from = self.computed_from.get(position).map(|from| from.join("`, `")).unwrap_or_default();
        let message = text!(
            "`{name}` do hệ thống tính, không nhập điểm",
            "`{name}` is computed: there is nothing to enter"
        );
        let help = if from.is_empty() {
            text!("bỏ giá trị, cột hoặc dòng này", "leave this value, column or row out")
        } else {
            text!("nhập `{from}` thay cho `{name}`", "enter `{from}` in place of `{name}`")
        };
        Some(Diagnostic::error("TD0460", place, message).with_help(help))
    }

    /// The input of this name.
    pub(super) fn named(&self, name: &str) -> Option<InputId> {
        self.names.find(name).one()
    }

    /// The inputs a header may mean: by the manifest, by name, then without accents, then without its bracket.
    pub(super) fn wanted_by(&self, layout: &Layout, header: &str) -> Vec<InputId> {
        let says_so = |named: &str| crate::fold(named) == crate::fold(header);
        let by_manifest = layout.columns.iter().filter(|(_, named)| says_so(named));
        let by_manifest: Vec<InputId> = by_manifest.filter_map(|(input, _)| self.named(input)).collect();
        if !by_manifest.is_empty() {
            return by_manifest;
        }
        let elsewhere: Vec<InputId> = layout.columns.keys().filter_map(|input| self.named(input)).collect();
        let found = |name: &str| {
            let mut found = match self.names.find_loosely(name) {
                Match::One(position) => vec![position],
                Match::Several(positions) => positions,
                Match::Nothing => Vec::new(),
            };
            found.retain(|position| !elsewhere.contains(position));
            found
        };
        let whole = found(header);
        if whole.is_empty() { without_bracket(header).map(found).unwrap_or_default() } else { whole }
    }

    /// The name that was most likely meant.
    pub(super) fn nearest(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The finding for a name that no input has (TD0402), or that is computed.
    /// The nearest name is looked for where the finding is `told`.
    pub(super) fn unknown(&self, name: &str, place: Place, told: bool) -> Diagnostic {
        if let Some(finding) = self.computed(name, place.clone()) {
            return finding;
        }
        let help = match (told.then(|| self.nearest(name)).flatten(), of_the_register(name)) {
            (Some(near), _) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            (None, Some(key)) => text!(
                "cột này nói đối tượng thuộc đâu: khai `layout: {{ {key}: {name} }}` cho tệp này, hoặc ghi cột ấy trong danh sách (`register`)",
                "the column says where entrants belong: declare `layout: {{ {key}: {name} }}` for this file, or put it into the `register`"
            ),
            (None, None) => text!(
                "sửa tên, hoặc liệt kê cột này trong `ignore` của tệp khai báo",
                "mend the name, or list the column under `ignore` in the manifest"
            ),
        };
        let message = text!(
            "bộ tiêu chí không có tiêu chí hay số liệu `{name}`",
            "the rule set has no criterion or input `{name}`"
        );
        Diagnostic::error("TD0402", place, message).with_help(help)
    }

    /// Whether a name is that of a group.
    pub(super) fn is_group(&self, name: &str) -> bool {
        let name = name.rsplit(" / ").next().unwrap_or(name);
        let whole = self.computed.find(name);
        let bare = || without_bracket(name).map_or(Match::Nothing, |name| self.computed.find(name));
        match if whole == Match::Nothing { bare() } else { whole } {
            Match::One(position) => self.groups.get(position) == Some(&true),
            Match::Several(_) | Match::Nothing => false,
        }
    }

    /// The inputs of a computed criterion, for words that hold for all of them: not applicable, exempt.
    pub(super) fn behind(&self, name: &str) -> Option<Vec<InputId>> {
        let Match::One(position) = self.computed.find(name) else { return None };
        let from = self.computed_from.get(position)?;
        Some(from.iter().filter_map(|input| self.named(input)).collect())
            .filter(|from: &Vec<InputId>| !from.is_empty())
    }
}

/// The key of `layout` that reads a column which registers have.
fn of_the_register(header: &str) -> Option<&'static str> {
    let header = header.trim().to_lowercase();
    let named = |words: &[&str]| words.contains(&header.as_str());
    if named(CLUSTER) {
        Some("cluster")
    } else if named(KIND) {
        Some("kind")
    } else {
        None
    }
}
