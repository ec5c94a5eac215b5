use std::collections::BTreeMap;
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
use crate::{Dictionary, Match, Names, Role, Row, Table, Words};

/// The register of entrants (danh sách đơn vị, cá nhân): id, name, kind and cluster.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Sorted by id.
    entries: Vec<Entry>,
    /// What each entrant may be called, its id first: all texts of the list in one.
    names: Arc<Names>,
    kinds: Vec<String>,
    clusters: Vec<Arc<str>>,
    /// Of the few entrants that came from others.
    predecessors: BTreeMap<usize, Vec<Predecessor>>,
    /// The units that entrants belong to, both by their positions.
    parents: BTreeMap<usize, usize>,
    /// The names of units from which others came.
    former: Dictionary,
}

/// An entrant of the list: where what it is called stands among the names, and what it has in common with others.
#[derive(Clone, Copy, Debug)]
struct Entry {
    id: usize,
    /// That of the id, where there is no other.
    name: usize,
    kind: usize,
    /// `None` where nobody said it.
    cluster: Option<usize>,
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
    // By position in the table, and then by id.
    let mut listed: Vec<(&str, usize, Option<usize>)> = Vec::with_capacity(table.row_count());
    let mut came: BTreeMap<&str, (Vec<Predecessor>, Place)> = BTreeMap::new();
    let mut last: Option<(&str, Row<'_>, usize)> = None;
    for (at, row) in table.rows().enumerate() {
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
        if !is_visible(key) {
            findings.extend(hidden_id(key, row.place(id)));
            continue;
        }
        let written = cluster.map_or("", |column| row.cell(column));
        // Most are in the cluster of the row above.
        let same = last.filter(|(cluster, above, _)| {
            *cluster == written && Arc::ptr_eq(above.sheet(), row.sheet()) && above.number() < row.number()
        });
        let own = match same {
            Some((.., own)) => Some(own),
            None => clusters.add(written, key, row.place(cluster.unwrap_or(id))),
        };
        last = own.map(|own| (written, row, own));
        listed.push((key, at, own));
        if let Some(column) = former {
            let from = predecessors::read(row, column, &mut findings);
            if !from.is_empty() {
                came.entry(key).or_insert_with(|| (from, row.place(id)));
            }
        }
    }
    listed.sort_unstable_by_key(|(id, at, _)| (*id, *at));
    findings.extend(repeated(table, &listed, id, cluster));
    listed.dedup_by(|(later, ..), (first, ..)| later == first);
    let cell = |at: usize, column: Option<u32>| {
        table.row(at).zip(column).map(|(row, column)| row.cell(column)).unwrap_or_default()
    };
    let place = |position: usize| Some(table.row(listed.get(position)?.1)?.place(id));
    if name.is_some() {
        let names = listed.iter().map(|(id, at, _)| match cell(*at, name) {
            "" => id,
            name => name,
        });
        findings.extend(alike::homographs(names, place));
    }
    findings.extend(alike::homographs(listed.iter().map(|(id, ..)| *id), place));
    findings.extend(clusters.findings());
    findings.extend(predecessors::judged(&came));
    if has_errors(&findings) {
        return Err(findings);
    }
    let entries = vec![Entry { id: 0, name: 0, kind: 0, cluster: None }; listed.len()];
    let mut register = Register { entries, clusters: clusters.all_shown(), ..Register::default() };
    let mut names = Names::with_room(listed.len().saturating_mul(2), table.text_bytes());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    // Names stand in the order of the list: most tables have that one, and are looked up from one name to the next.
    let mut in_table: Vec<_> = listed.iter().enumerate().collect();
    in_table.sort_unstable_by_key(|(_, (_, at, _))| *at);
    for (position, (id, at, cluster)) in in_table {
        let (first, kind) = (names.len(), cell(*at, kind));
        names.add_id(position, id);
        names.add(position, Some(cell(*at, name)).filter(|name| name != id).unwrap_or_default());
        let name = names.len() - 1;
        let aliases = cell(*at, alias).split(';').map(str::trim);
        aliases.for_each(|alias| names.add(position, alias));
        let count = kinds.len();
        let kind = *kinds.entry(kind).or_insert(count);
        if let Some(entry) = register.entries.get_mut(position) {
            *entry = Entry { id: first, name, kind, cluster: *cluster };
        }
    }
    register.kinds = vec![String::new(); kinds.len()];
    for (kind, at) in kinds {
        register.kinds.get_mut(at).into_iter().for_each(|slot| kind.clone_into(slot));
    }
    names.share();
    register.names = Arc::new(names);
    let parents = listed.iter().map(|(_, at, _)| cell(*at, above));
    let unknown = register.settle_parents(parents, place);
    if !unknown.is_empty() {
        return Err(unknown);
    }
    for (id, (all, _)) in came {
        let Some(position) = register.position(id) else { continue };
        let settled = all.into_iter().map(|each| {
            // A unit that is still on the list goes by its id there.
            let known = register.find(&each.id).one().and_then(|at| register.id(at)).map(str::to_owned);
            let former = &mut register.former;
            let id = known.unwrap_or_else(|| former.id(&each.id).map_or(each.id.clone(), str::to_owned));
            former.add(&id, &id);
            Predecessor { id, ..each }
        });
        let settled = settled.collect();
        register.predecessors.insert(position, settled);
    }
    Ok((register, findings))
}

/// A finding for every row whose id another row before it has; the rows are sorted by id.
fn repeated(
    table: &Table,
    listed: &[(&str, usize, Option<usize>)],
    id: u32,
    cluster: Option<u32>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rows in listed.chunk_by(|(one, ..), (other, ..)| one == other) {
        let mut rows = rows.iter().filter_map(|(key, at, _)| Some((key, table.row(*at)?)));
        let Some((key, first)) = rows.next() else { continue };
        let cluster = |row: Row<'_>| cluster.map(|column| row.cell(column).to_owned()).unwrap_or_default();
        let (one, place) = (cluster(first), first.place(id));
        for (_, row) in rows {
            let other = cluster(row);
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
        }
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
        self.entries.iter().map(|entry| self.names.name(entry.id)).collect()
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

    fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.get(self.position(id)?)
    }

    /// The id at a position that [`find`](Self::find) gave.
    #[must_use]
    pub fn id(&self, position: usize) -> Option<&str> {
        self.entries.get(position).map(|entry| self.names.name(entry.id))
    }

    /// A unit that is on the list as a predecessor of others only, as it is written there.
    #[must_use]
    pub fn former(&self, name: &str) -> Option<&str> {
        self.former.id(name)
    }

    /// Who came from whom, for a history.
    pub fn predecessors(&self) -> impl Iterator<Item = (&str, &Predecessor)> {
        let all = self.predecessors.iter().filter_map(|(at, from)| Some((self.id(*at)?, from)));
        all.flat_map(|(id, from)| from.iter().map(move |each| (id, each)))
    }

    /// Who belongs to whom: id and the id of the unit (đơn vị cha).
    pub fn members(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parents.iter().filter_map(|(member, unit)| Some((self.id(*member)?, self.id(*unit)?)))
    }

    /// Whether an entrant is of a kind that the rule set has.
    #[must_use]
    pub fn takes_part(&self, rules: &RuleSet, id: &str) -> bool {
        let kind = self.entry(id).map(|entry| self.kind(entry));
        kind.is_some_and(|kind| rules.kinds.is_empty() || kind_of(rules, kind).is_some())
    }

    fn kind(&self, entry: &Entry) -> &str {
        self.kinds.get(entry.kind).map_or("", String::as_str)
    }

    /// Keeps the unit that each entrant belongs to; who belongs to nobody on the list, or to itself, is a finding.
    fn settle_parents<'t>(
        &mut self,
        parents: impl Iterator<Item = &'t str>,
        place: impl Fn(usize) -> Option<Place>,
    ) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for (position, parent) in parents.enumerate().filter(|(_, parent)| !parent.is_empty()) {
            let Some(place) = place(position) else { continue };
            if let Some(unit) = self.find(parent).one().filter(|unit| *unit != position) {
                self.parents.insert(position, unit);
                continue;
            }
            let id = self.id(position).unwrap_or_default();
            let help = match self.nearest(parent) {
                Some(near) if near != id => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                _ => {
                    text!(
                        "ghi mã hoặc tên của một đơn vị khác trong danh sách",
                        "name another unit of the list"
                    )
                }
            };
            let message = text!(
                "`{id}` thuộc `{parent}`, không phải một đơn vị khác trong danh sách",
                "`{id}` belongs to `{parent}`, which is no other unit of the list"
            );
            findings.push(Diagnostic::error("TD0382", place, message).with_help(help));
        }
        findings
    }

    /// The name that was most likely meant.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The entrant that was most likely meant, by name and id.
    pub(super) fn nearest_entrant(&self, name: &str) -> Option<String> {
        let near = self.nearest(name)?;
        let known = self.find(near).one().and_then(|at| self.entries.get(at));
        let called = |entry: &Entry| super::called(self.names.name(entry.id), self.names.name(entry.name));
        Some(known.map_or_else(|| format!("`{near}`"), called))
    }

    /// The name that differs in accents, case and signs alone.
    #[must_use]
    pub fn alike(&self, name: &str) -> Option<&str> {
        self.names.alike(name)
    }

    /// Every id, title and alias.
    pub fn called(&self) -> impl Iterator<Item = &str> {
        (0..self.names.len()).map(|at| self.names.name(at))
    }

    /// The same, by the key of each.
    pub(crate) fn shared_names(&self) -> Arc<Names> {
        Arc::clone(&self.names)
    }

    /// The name of an entrant.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        self.entry(id).map(|entry| self.names.name(entry.name))
    }

    /// The entrants whose kind the rule set has (đối tượng của bộ tiêu chí); all of them when it has no kinds.
    #[must_use]
    pub fn for_plan(&self, plan: &Plan) -> Vec<Entrant> {
        let rules = plan.rules();
        let kinds = self.kinds.iter().map(|kind| kind_of(rules, kind));
        let kinds: Vec<(Option<KindId>, EntrantKind)> = kinds
            .map(|kind| {
                let of = kind.and_then(|kind| rules.kinds.iter().nth(kind.into()));
                (kind, of.map_or(EntrantKind::Collective, |(_, kind)| kind.entrant))
            })
            .collect();
        let entrant = |entry: &Entry| {
            let (kind, entrant) = *kinds.get(entry.kind)?;
            let takes_part = rules.kinds.is_empty() || kind.is_some();
            takes_part.then(|| Entrant {
                id: self.names.kept(entry.id),
                name: self.names.kept(entry.name),
                kind,
                entrant,
                cluster: entry.cluster.and_then(|at| self.clusters.get(at)).cloned().unwrap_or_default(),
            })
        };
        // Almost all of them take part.
        let mut entrants = Vec::with_capacity(self.entries.len());
        entrants.extend(self.entries.iter().filter_map(entrant));
        entrants
    }

    /// The register with one of its entrants alone (một đơn vị của danh sách): a form of one is held against no others.
    #[must_use]
    pub fn only(&self, id: &str) -> Option<Self> {
        let entry = self.entry(id)?;
        let mut names = Names::default();
        names.add_id(0, id);
        names.add(0, self.names.name(entry.name));
        let cluster = entry.cluster.and_then(|at| self.clusters.get(at)).cloned();
        let own = Entry { id: 0, name: names.len() - 1, kind: 0, cluster: cluster.is_some().then_some(0) };
        Some(Self {
            entries: vec![own],
            names: Arc::new(names),
            kinds: vec![self.kind(entry).to_owned()],
            clusters: cluster.into_iter().collect(),
            ..Self::default()
        })
    }

    /// Kinds of the register that none of the rule sets has: those entrants would be in no run.
    #[must_use]
    pub fn unknown_kinds<'a>(&'a self, rules: &[&RuleSet]) -> Vec<(&'a str, Option<String>)> {
        let is_unknown =
            |kind: &&str| rules.iter().all(|rules| !rules.kinds.is_empty() && kind_of(rules, kind).is_none());
        let mut unknown: Vec<&str> = self.kinds.iter().map(String::as_str).filter(is_unknown).collect();
        unknown.sort_unstable();
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
