use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use thidua_core::rule::EntrantKind;
use thidua_core::{Diagnostic, Entrant, KindId, Plan, RuleSet, Substr, nearest, text};
use thidua_table::{clean, hidden_id, kind_of};

use super::place;
use crate::rejected::{Finding, Rejected};

/// An entrant as an embedder names it (đối tượng được chấm): an id, and maybe name, kind and cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntrantText {
    /// The id.
    pub id: String,
    /// The name people read; the id when empty.
    #[serde(default)]
    pub name: String,
    /// Id or title of the kind; needed where the rule set has several.
    #[serde(default)]
    pub kind: String,
    /// The cluster it is compared in.
    #[serde(default)]
    pub cluster: String,
    /// What it is in law, where no kind says so; a collective when absent.
    #[serde(default)]
    pub entrant: Option<EntrantKind>,
}

impl EntrantText {
    /// An entrant with this id.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), ..Self::default() }
    }

    /// Its name.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Its kind, by id or title.
    #[must_use]
    pub fn of_kind(self, kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), ..self }
    }

    /// Its cluster.
    #[must_use]
    pub fn in_cluster(self, cluster: impl Into<String>) -> Self {
        Self { cluster: cluster.into(), ..self }
    }

    /// What it is in law.
    #[must_use]
    pub fn which_is(self, entrant: EntrantKind) -> Self {
        Self { entrant: Some(entrant), ..self }
    }
}

impl From<&str> for EntrantText {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for EntrantText {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

/// The entrants of a plan, each once and of a kind that it has.
pub(super) fn of_plan(
    plan: &Plan,
    entrants: impl Iterator<Item = EntrantText>,
) -> Result<Vec<Entrant>, Rejected> {
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for entrant in entrants {
        let id = clean(&entrant.id).into_owned();
        if id.is_empty() {
            let message = text!("dòng này chưa có mã đơn vị", "this row names no entrant");
            let help = text!("điền mã của đơn vị", "fill in the id of the entrant");
            findings.push(Finding::from(Diagnostic::error("TD0404", place(), message).with_help(help)));
            continue;
        }
        if let Some(finding) = hidden_id(&id, place()) {
            findings.push(Finding::about(&id, None, finding));
            continue;
        }
        if !seen.insert(id.clone()) {
            let message = text!("mã `{id}` có hai lần", "the id `{id}` comes twice");
            let help = text!("giữ lại một dòng cho mỗi mã", "keep one row for each id");
            let finding = Diagnostic::error("TD0414", place(), message).with_help(help);
            findings.push(Finding::about(&id, None, finding));
            continue;
        }
        match known_kind(plan.rules(), &entrant.kind) {
            Ok(kind) => {
                let declared = kind.and_then(|kind| plan.rules().kinds.iter().nth(kind.into()));
                let in_law = declared.map(|(_, kind)| kind.entrant).or(entrant.entrant);
                let (id, name) = (Substr::from(id), clean(&entrant.name));
                found.push(Entrant {
                    name: if name.is_empty() { id.clone() } else { Substr::from(&*name) },
                    id,
                    kind,
                    entrant: in_law.unwrap_or(EntrantKind::Collective),
                    cluster: clean(&entrant.cluster).into(),
                });
            }
            Err(finding) => findings.push(Finding::about(&id, None, finding)),
        }
    }
    if findings.is_empty() { Ok(found) } else { Err(findings.into()) }
}

/// A kind by id or title; the only one where nothing is said.
fn known_kind(rules: &RuleSet, kind: &str) -> Result<Option<KindId>, Diagnostic> {
    if rules.kinds.is_empty() {
        return Ok(None);
    }
    if kind.is_empty() && rules.kinds.len() == 1 {
        return Ok(Some(KindId::FIRST));
    }
    kind_of(rules, kind).map(Some).ok_or_else(|| {
        let known: Vec<&str> = rules.kinds.keys().collect();
        let help = match nearest(kind, known.iter().copied()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => {
                let known = known.join("`, `");
                text!("dùng một trong: `{known}`", "use one of: `{known}`")
            }
        };
        let message =
            text!("không bộ tiêu chí nào có loại đối tượng `{kind}`", "no rule set has the kind `{kind}`");
        Diagnostic::error("TD0507", place(), message).with_help(help)
    })
}
