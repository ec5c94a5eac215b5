use std::collections::HashMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::rule::EntrantKind;
use thidua_core::{
    Diagnostic, Entrant, KindId, Place, Plan, Predecessor, RuleSet, has_errors, is_visible, nearest, text,
};

use super::alike::{self, Clusters};
use super::columns::{NAME, NOTES, find, no_column, unused};
use super::predecessors;
use crate::{Dictionary, Match, Names, Role, Table, Words};

/// The register of entrants (danh sách đơn vị, cá nhân): id, name, kind and cluster.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Sorted by id.
    entries: Vec<Entry>,
    /// What each entrant may be called.
    names: Arc<Names>,
    /// The names of units from which others came.
    former: Dictionary,
}

#[derive(Clone, Debug)]
struct Entry {
    id: String,
    name: String,
    kind: String,
    cluster: String,
    aliases: Vec<String>,
    predecessors: Vec<Predecessor>,
    /// The unit it belongs to, by its id here; empty for none.
    parent: String,
}

/// The names of the register's columns, when they are not the usual ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterLayout {
    /// Column with the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Column with the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Column with the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Column with the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Column with other names of the entrant, `;` between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Column with the units from which the entrant came, `;` between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predecessors: Option<String>,
    /// Column with the unit that the entrant belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Columns to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
}

pub(super) const ID: &[&str] = &["id", "entrant", "mã", "mã đơn vị"];
pub(super) const KIND: &[&str] = &["kind", "loại", "loại hình", "loại đối tượng"];
pub(super) const PREDECESSORS: &[&str] =
    &["predecessors", "tiền thân", "đơn vị tiền thân", "hợp nhất từ", "sáp nhập từ"];
const PARENT: &[&str] = &["parent", "đơn vị cha", "thuộc đơn vị", "trực thuộc"];
const ALIAS: &[&str] = &["alias", "tên khác", "tên gọi khác", "tên cũ"];
pub(super) const CLUSTER: &[&str] = &["cluster", "cụm", "khối", "cụm, khối", "cụm thi đua"];

/// Reads a register (đọc danh sách đơn vị); beside it what a person should look at: columns nobody reads,
/// clusters and entrants that look alike.
///
/// # Errors
/// Missing columns, rows without an id, ids that repeat, an entrant in two clusters.
pub fn read_register(
    table: &Table,
    layout: &RegisterLayout,
) -> Result<(Register, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let column = |given: &Option<String>, usual: &[&str]| match given {
        Some(name) => find(table, &[name]),
        None => find(table, usual),
    };
    let (id, name) = (column(&layout.id, ID), column(&layout.name, NAME));
    let (kind, cluster) = (column(&layout.kind, KIND), column(&layout.cluster, CLUSTER));
    let alias = column(&layout.alias, ALIAS);
    let former = column(&layout.predecessors, PREDECESSORS);
    let above = column(&layout.parent, PARENT);
    let given =
        [&layout.name, &layout.kind, &layout.cluster, &layout.alias, &layout.predecessors, &layout.parent];
    for name in given.into_iter().flatten() {
        if find(table, &[name]).is_none() {
            findings.push(no_column(table, name));
        }
    }
    let Some(id) = id else {
        return Err(vec![
            Diagnostic::error(
                "TD0401",
                Place::file(table.name().clone()),
                text!("danh sách đơn vị không có cột mã (`id`)", "the register has no column `id`"),
            )
            .with_help(text!(
                "thêm cột `id` với mã duy nhất của từng đơn vị",
                "add a column `id` with a unique id for each entrant"
            )),
        ]);
    };
    let used: Vec<u32> =
        [Some(id), name, kind, cluster, alias, former, above].into_iter().flatten().collect();
    findings.extend(unused(
        table,
        &used,
        &[ID, NAME, KIND, CLUSTER, ALIAS, PREDECESSORS, PARENT],
        &layout.ignore,
    ));
    let mut clusters = Clusters::default();
    let mut entries: Vec<(Entry, Place)> = Vec::with_capacity(table.row_count());
    let mut positions: HashMap<&str, usize> = HashMap::with_capacity(table.row_count());
    for row in table.rows() {
        let cell = |column: Option<u32>| column.map(|column| row.cell(column)).unwrap_or_default();
        let key = row.cell(id);
        if key.is_empty() {
            findings.push(
                Diagnostic::error(
                    "TD0404",
                    row.place(id),
                    text!("dòng này chưa có mã đơn vị", "this row names no entrant"),
                )
                .with_help(text!("điền mã hoặc xóa dòng", "fill in the id or delete the row")),
            );
            continue;
        }
        if let Some(finding) = hidden_id(key, row.place(id)) {
            findings.push(finding);
            continue;
        }
        let shown = if cell(name).is_empty() { key } else { cell(name) };
        let aliases = cell(alias).split(';').map(str::trim).filter(|name| !name.is_empty());
        let place = row.place(cluster.unwrap_or(id));
        clusters.add(cell(cluster), key, &place);
        let predecessors =
            former.map(|column| predecessors::read(row, column, &mut findings)).unwrap_or_default();
        let entry = Entry {
            id: key.to_owned(),
            name: shown.to_owned(),
            kind: cell(kind).to_owned(),
            cluster: cell(cluster).to_owned(),
            aliases: aliases.map(str::to_owned).collect(),
            predecessors,
            parent: cell(above).to_owned(),
        };
        if let Some((first, place)) = positions.get(key).and_then(|at| entries.get(*at)) {
            let (one, other) = (&first.cluster, &entry.cluster);
            let finding = if one == other {
                Diagnostic::error(
                    "TD0414",
                    row.place(id),
                    text!("mã `{key}` đã có ở {place}", "the id `{key}` is already at {place}"),
                )
            } else {
                Diagnostic::error(
                    "TD0406",
                    row.place(id),
                    text!(
                        "`{key}` có ở hai cụm: `{one}` ({place}) và `{other}`",
                        "`{key}` is in two clusters: `{one}` ({place}) and `{other}`"
                    ),
                )
            };
            findings
                .push(finding.with_help(text!("giữ lại một dòng cho mỗi mã", "keep one row for each id")));
            continue;
        }
        positions.insert(key, entries.len());
        entries.push((entry, row.place(id)));
    }
    entries.sort_by(|(one, _), (other, _)| one.id.cmp(&other.id));
    let everybody = entries.iter().map(|(entry, place)| (entry.name.as_str(), place));
    findings.extend(alike::homographs(everybody));
    let ids = entries.iter().map(|(entry, place)| (entry.id.as_str(), place));
    findings.extend(alike::homographs(ids));
    findings.extend(clusters.findings());
    let came = entries.iter().map(|(entry, place)| (entry.id.as_str(), entry.predecessors.as_slice(), place));
    findings.extend(predecessors::judged(&came.collect::<Vec<_>>()));
    if has_errors(&findings) {
        return Err(findings);
    }
    let mut names = Names::with_room(entries.len());
    let (mut entries, places): (Vec<Entry>, Vec<Place>) = entries.into_iter().unzip();
    for (position, entry) in entries.iter_mut().enumerate() {
        entry.cluster = clusters.name(&entry.cluster);
        names.add_id(position, &entry.id);
        if entry.name != entry.id {
            names.add(position, &entry.name);
        }
        entry.aliases.iter().for_each(|alias| names.add(position, alias));
    }
    let unknown = settle_parents(&mut entries, &names, &places);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let mut former = Dictionary::default();
    for position in 0..entries.len() {
        let all = entries
            .get_mut(position)
            .map(|entry| std::mem::take(&mut entry.predecessors))
            .unwrap_or_default();
        let settled = all.into_iter().map(|each| {
            // A unit that is still on the list goes by its id there.
            let known = match names.find(&each.id) {
                Match::One(at) => entries.get(at).map(|entry| entry.id.clone()),
                Match::Several(_) | Match::Nothing => None,
            };
            let id = known.unwrap_or_else(|| former.id(&each.id).map_or(each.id.clone(), str::to_owned));
            former.add(&id, &id);
            Predecessor { id, ..each }
        });
        let settled = settled.collect();
        if let Some(entry) = entries.get_mut(position) {
            entry.predecessors = settled;
        }
    }
    Ok((Register { entries, names: Arc::new(names), former }, findings))
}

/// Writes the id for each unit that entrants belong to; who belongs to nobody on the list, or to itself, is a finding.
fn settle_parents(entries: &mut [Entry], names: &Names, places: &[Place]) -> Vec<Diagnostic> {
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let mut findings = Vec::new();
    for (entry, place) in entries.iter_mut().zip(places) {
        if entry.parent.is_empty() {
            continue;
        }
        let known = match names.find(&entry.parent) {
            Match::One(at) => ids.get(at).filter(|id| **id != entry.id),
            Match::Several(_) | Match::Nothing => None,
        };
        if let Some(id) = known {
            entry.parent.clone_from(id);
            continue;
        }
        let (id, parent) = (&entry.id, &entry.parent);
        let help = match names.nearest(parent) {
            Some(near) if near != entry.id => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            _ => {
                text!("ghi mã hoặc tên của một đơn vị khác trong danh sách", "name another unit of the list")
            }
        };
        let message = text!(
            "`{id}` thuộc `{parent}`, không phải một đơn vị khác trong danh sách",
            "`{id}` belongs to `{parent}`, which is no other unit of the list"
        );
        findings.push(Diagnostic::error("TD0382", place.clone(), message).with_help(help));
    }
    findings
}

/// What the columns of a register are called: how its table is found on a sheet.
pub fn register_words(layout: &RegisterLayout) -> Words {
    let mut words = Words::default();
    let mut add = |given: &Option<String>, usual: &[&str], role: &Role| {
        given.iter().for_each(|name| words.add(name, role.clone()));
        usual.iter().for_each(|name| words.add(name, role.clone()));
    };
    add(&layout.id, ID, &Role::Entrant);
    for (given, usual) in [
        (&layout.name, NAME),
        (&layout.kind, KIND),
        (&layout.cluster, CLUSTER),
        (&layout.alias, ALIAS),
        (&layout.predecessors, PREDECESSORS),
        (&layout.parent, PARENT),
    ] {
        add(given, usual, &Role::Other);
    }
    add(&None, NOTES, &Role::Remark);
    words
}

impl Register {
    /// Every id, sorted.
    #[must_use]
    pub fn ids(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry.id.as_str()).collect()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whom a name stands for: an id, a title or an alias.
    #[must_use]
    pub fn find(&self, name: &str) -> Match {
        self.names.find(name)
    }

    /// The position of an id, as [`id`](Self::id) counts it.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.names.with_id(id)
    }

    /// The id at a position that [`find`](Self::find) gave.
    #[must_use]
    pub fn id(&self, position: usize) -> Option<&str> {
        self.entries.get(position).map(|entry| entry.id.as_str())
    }

    /// A unit that is on the list as a predecessor of others only, as it is written there.
    #[must_use]
    pub fn former(&self, name: &str) -> Option<&str> {
        self.former.id(name)
    }

    /// Who came from whom, for a history.
    pub fn predecessors(&self) -> impl Iterator<Item = (&str, &Predecessor)> {
        self.entries.iter().flat_map(|entry| entry.predecessors.iter().map(|each| (entry.id.as_str(), each)))
    }

    /// Who belongs to whom: id and the id of the unit (đơn vị cha).
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        let belongs = self.entries.iter().filter(|entry| !entry.parent.is_empty());
        belongs.map(|entry| (entry.id.as_str(), entry.parent.as_str()))
    }

    /// Whether an entrant is of a kind that the rule set has.
    #[must_use]
    pub fn takes_part(&self, rules: &RuleSet, id: &str) -> bool {
        let position = self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok();
        let entry = position.and_then(|position| self.entries.get(position));
        entry.is_some_and(|entry| rules.kinds.is_empty() || kind_of(rules, &entry.kind).is_some())
    }

    /// The name that was most likely meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The entrant that was most likely meant, by name and id.
    pub(super) fn nearest_entrant(&self, name: &str) -> Option<String> {
        let near = self.nearest(name)?;
        let known = match self.find(near) {
            Match::One(at) => self.entries.get(at),
            Match::Several(_) | Match::Nothing => None,
        };
        Some(known.map_or_else(|| format!("`{near}`"), |known| super::called(&known.id, &known.name)))
    }

    /// The name that differs in accents, case and signs alone.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<&str> {
        self.names.alike(name)
    }

    /// Every id, title and alias.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| {
            [entry.id.as_str(), entry.name.as_str()]
                .into_iter()
                .chain(entry.aliases.iter().map(String::as_str))
        })
    }

    /// The same, by the key of each.
    pub(crate) fn shared_names(&self) -> Arc<Names> {
        Arc::clone(&self.names)
    }

    /// The name of an entrant.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        let position = self.entries.binary_search_by(|entry| entry.id.as_str().cmp(id)).ok()?;
        self.entries.get(position).map(|entry| entry.name.as_str())
    }

    /// The entrants whose kind the rule set has (đối tượng của bộ tiêu chí); all of them when it has no kinds.
    #[must_use]
    pub fn for_plan(&self, plan: &Plan) -> Vec<Entrant> {
        let rules = plan.rules();
        let mut entrants = Vec::new();
        for entry in &self.entries {
            let kind = kind_of(rules, &entry.kind);
            if !rules.kinds.is_empty() && kind.is_none() {
                continue;
            }
            let entrant = kind
                .and_then(|kind| rules.kinds.iter().nth(kind.into()))
                .map_or(EntrantKind::Collective, |(_, kind)| kind.entrant);
            entrants.push(Entrant {
                id: entry.id.clone(),
                name: entry.name.clone(),
                kind,
                entrant,
                cluster: entry.cluster.clone(),
            });
        }
        entrants
    }

    /// The register with one of its entrants alone (một đơn vị của danh sách): a form of one is held against no others.
    #[must_use]
    pub fn only(&self, id: &str) -> Option<Self> {
        let entry = self.entries.iter().find(|entry| entry.id == id)?;
        let mut names = Names::default();
        names.add_id(0, &entry.id);
        names.add(0, &entry.name);
        Some(Self { entries: vec![entry.clone()], names: Arc::new(names), former: Dictionary::default() })
    }

    /// Kinds of the register that none of the rule sets has: those entrants would be in no run.
    #[must_use]
    pub fn unknown_kinds<'a>(&'a self, rules: &[&RuleSet]) -> Vec<(&'a str, Option<String>)> {
        let mut unknown: Vec<&str> = self
            .entries
            .iter()
            .map(|entry| entry.kind.as_str())
            .filter(|kind| {
                rules.iter().all(|rules| !rules.kinds.is_empty() && kind_of(rules, kind).is_none())
            })
            .collect();
        unknown.sort_unstable();
        unknown.dedup();
        unknown
            .into_iter()
            .map(|kind| {
                let known = rules.iter().flat_map(|rules| rules.kinds.keys());
                (kind, nearest(kind, known).map(str::to_owned))
            })
            .collect()
    }
}

/// An id with letters that nobody sees (mã có ký tự không nhìn thấy): two that look alike would be two entrants.
#[must_use]
pub fn hidden_id(id: &str, place: Place) -> Option<Diagnostic> {
    let help = text!("gõ lại mã này", "type the id again");
    let message = text!("mã `{id}` có ký tự không nhìn thấy", "the id `{id}` has letters that nobody sees");
    (!is_visible(id)).then(|| Diagnostic::error("TD1011", place, message).with_help(help))
}

/// A kind by id or title (loại đối tượng).
#[must_use]
pub fn kind_of(rules: &RuleSet, kind: &str) -> Option<KindId> {
    if let Some(known) = rules.kind(kind) {
        return Some(known);
    }
    let mut names = Names::default();
    for (position, (id, each)) in rules.kinds.iter().enumerate() {
        names.add_id(position, id);
        names.add(position, &each.title);
    }
    names.find_loosely(kind).one().map(KindId::from)
}
