//! From tables to evaluations (gắn dữ liệu vào bộ tiêu chí): every cell checked, every mistake reported.

mod alike;
mod cell;
mod columns;
mod decisions;
mod history;
mod inputs;
mod known;
mod layout;
mod long;
mod predecessors;
mod register;
mod rows;
mod wide;
mod words;
mod work;

use std::collections::BTreeMap;

use thidua_core::{
    DecisionIndex, Diagnostic, Entrant, EntrantId, Evaluations, EvaluationsBuilder, FINDINGS_SHOWN_MAX,
    Findings, InputId, KindId, Place, Plan, StageId, Substr, TiVec, has_errors, nearest, sort_diagnostics,
    text,
};

pub use cell::read_cell;
pub use decisions::apply_decisions;
pub use history::{read_base_salary, read_history, read_votes};
pub use inputs::InputNames;
pub use layout::{HeaderRows, Layout, PercentStyle, Shape, TextOrList};
pub use register::{Register, RegisterLayout, hidden_id, kind_of, read_register, register_words};
pub use words::{evaluation_words, history_words, naming_columns, salary_words, vote_words};
pub use work::{is_work_list, read_work_list, work_words};

use crate::{Match, Names, Table, same};

/// One table of evaluations and how to read it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The table.
    pub table: &'a Table,
    /// How its columns map to the rule set.
    pub layout: &'a Layout,
}

/// Evaluations, and what a person should look at although nothing is refused.
#[derive(Clone, Debug)]
pub struct Bound {
    /// What was entered.
    pub evaluations: Evaluations,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// Binds tables to a plan (gắn phiếu chấm điểm vào kế hoạch tính).
///
/// Without a register the entrants are those the tables name. With one, the entrants of the rule
/// set's kinds take part, and a row about anybody else is a finding.
///
/// # Errors
/// All mistakes of all tables, each with its cell.
pub fn bind(
    plan: &Plan,
    register: Option<&Register>,
    sources: &[Source<'_>],
    decisions: &DecisionIndex,
) -> Result<Bound, Vec<Diagnostic>> {
    bind_named(plan, &InputNames::of(plan), register, sources, decisions)
}

/// The same for whoever binds many tables to one plan, and knows already what its inputs may be called.
///
/// # Errors
/// As [`bind`].
pub fn bind_named(
    plan: &Plan,
    inputs: &InputNames,
    register: Option<&Register>,
    sources: &[Source<'_>],
    decisions: &DecisionIndex,
) -> Result<Bound, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let entrants = match register {
        Some(register) => register.for_plan(plan),
        None => named_entrants(plan, sources, &mut findings),
    };
    let builder = EvaluationsBuilder::new(plan, entrants);
    let mut names = Names::default();
    if register.is_none() {
        for (position, entrant) in builder.entrants().iter_enumerated() {
            names.add_id(position, &entrant.id);
            names.add(position, &entrant.name);
        }
    }
    let mut told = Findings::default();
    told.extend(findings);
    let mut binding = Binding {
        plan,
        next: EntrantId::FIRST,
        listed: register.map(|register| taking_part(register, &builder)).unwrap_or_default(),
        builder,
        findings: told,
        register,
        names,
        inputs,
        seen_inputs: vec![false; plan.inputs().len()].into(),
        asked: BTreeMap::new(),
        strangers: BTreeMap::new(),
    };
    for source in sources {
        known_inputs(&mut binding, source);
        match source.layout.shape_of(source.table) {
            Shape::Long => long::bind(&mut binding, *source),
            Shape::Wide => wide::bind(&mut binding, *source),
        }
    }
    let any_long = sources.iter().any(|source| source.layout.shape_of(source.table) == Shape::Long);
    if !any_long {
        missing_columns(&mut binding, sources);
    }
    let Binding { builder, findings, .. } = &mut binding;
    decisions::apply(decisions::Applied { plan, builder, findings, register }, decisions);
    binding.tell_strangers();
    if binding.builder.entrants().is_empty() && !binding.findings.has_errors() {
        let file = sources.first().map_or_else(|| plan.file().clone(), |source| source.table.name().clone());
        binding.findings.push(
            Diagnostic::error(
                "TD0423",
                Place::file(file),
                text!("không có đơn vị nào để chấm", "there is nobody to score"),
            )
            .with_help(text!(
                "kiểm tra `where` của tệp khai báo, loại đối tượng trong danh sách, và bảng có dòng nào không",
                "check `where` in the manifest, the kinds in the register, and that the table has rows"
            )),
        );
    }
    let Binding { builder, mut findings, asked, .. } = binding;
    findings.extend(asked.into_values().map(|(mut finding, cells)| {
        if cells > 1 {
            finding.message.vi.push_str(&format!(" ({cells} ô như vậy trong cột)"));
            finding.message.en.push_str(&format!(" ({cells} such cells in the column)"));
        }
        finding
    }));
    let mut findings = findings.into_vec();
    sort_diagnostics(&mut findings);
    if has_errors(&findings) {
        return Err(findings);
    }
    Ok(Bound { evaluations: builder.finish(), warnings: findings })
}

/// Work under way.
struct Binding<'a> {
    plan: &'a Plan,
    builder: EvaluationsBuilder,
    /// Whom the next row is probably about: the one behind the last.
    next: EntrantId,
    findings: Findings,
    register: Option<&'a Register>,
    /// By the position in the register, where the entrant takes part.
    listed: Vec<Option<EntrantId>>,
    /// Without a register: what those whom the tables name may be called.
    names: Names<EntrantId>,
    inputs: &'a InputNames,
    seen_inputs: TiVec<InputId, bool>,
    /// Questions about a whole column, by its table and input: the first cell, and how many there are.
    asked: BTreeMap<(String, InputId, &'static str), (Diagnostic, usize)>,
    /// Names that stand for nobody, by file: told once each, with the number of rows.
    strangers: BTreeMap<(String, String), (Diagnostic, usize)>,
}

/// Who of a register takes part, by the position there.
fn taking_part(register: &Register, builder: &EvaluationsBuilder) -> Vec<Option<EntrantId>> {
    // Both are sorted by id.
    let mut rest = builder.entrants().iter_enumerated().peekable();
    let taking_part = |id: &str| {
        while rest.next_if(|(_, entrant)| *entrant.id < *id).is_some() {}
        rest.next_if(|(_, entrant)| *entrant.id == *id).map(|(position, _)| position)
    };
    register.ids().into_iter().map(taking_part).collect()
}

impl Binding<'_> {
    /// The entrant with this id.
    fn with_id(&self, id: &str) -> Option<EntrantId> {
        match self.register {
            // It knows by itself where to look first.
            Some(register) => *self.listed.get(register.position(id)?)?,
            // Most tables have one order.
            None if self.builder.entrants().get(self.next).is_some_and(|entrant| entrant.id == id) => {
                Some(self.next)
            }
            None => self.builder.entrant(id),
        }
    }

    /// The entrant a row is about; a finding when there is none.
    fn entrant(&mut self, name: &str, place: impl Fn() -> Place) -> Option<EntrantId> {
        if name.is_empty() {
            self.findings.push(
                Diagnostic::error(
                    "TD0404",
                    place(),
                    text!("dòng này chưa có mã đơn vị", "this row names no entrant"),
                )
                .with_help(text!(
                    "điền mã như trong danh sách đơn vị, hoặc xóa dòng",
                    "fill in the id as in the register, or delete the row"
                )),
            );
            return None;
        }
        if let Some(found) = self.with_id(name) {
            self.next = EntrantId::from(usize::from(found) + 1);
            return Some(found);
        }
        let here = place();
        let file = here.file.split('!').next().unwrap_or_default().to_owned();
        let key = (file, name.to_owned());
        if let Some((_, rows)) = self.strangers.get_mut(&key) {
            *rows += 1;
            return None;
        }
        let found = match self.register {
            Some(register) => register.find(name).map(|at| register.id(at).map(str::to_owned)),
            None => {
                let entrants = self.builder.entrants();
                self.names.find(name).map(|at| entrants.get(at).map(|entrant| entrant.id.as_str().to_owned()))
            }
        };
        let finding = match found {
            Match::One(id) => {
                let id = id?;
                if let Some(found) = self.with_id(&id) {
                    return Some(found);
                }
                Diagnostic::error(
                    "TD0405",
                    here,
                    text!(
                        "`{name}` thuộc loại đối tượng không có trong bộ tiêu chí này",
                        "`{name}` is of a kind this rule set does not have"
                    ),
                )
                .with_help(text!(
                    "chuyển dòng này sang phiếu của bộ tiêu chí đúng loại",
                    "move the row to the file of the right rule set"
                ))
            }
            Match::Several(ids) => {
                let ids: Vec<String> = ids.into_iter().flatten().collect();
                several_entrants(name, &ids, here)
            }
            Match::Nothing => self.nobody(name, here),
        };
        // More names than are told are only counted.
        if self.strangers.len() < FINDINGS_SHOWN_MAX {
            self.strangers.insert(key, (finding, 1));
        } else {
            self.findings.push(finding);
        }
        None
    }

    /// One finding for each name that stands for nobody, with the number of rows that bear it.
    fn tell_strangers(&mut self) {
        for (mut finding, rows) in std::mem::take(&mut self.strangers).into_values() {
            if rows > 1 {
                finding.message.vi.push_str(&format!(" ({rows} dòng)"));
                finding.message.en.push_str(&format!(" ({rows} rows)"));
            }
            self.findings.push(finding);
        }
    }

    fn nobody(&self, name: &str, place: Place) -> Diagnostic {
        let near = match self.register {
            _ if !self.findings.tells("TD0404", &place) => None,
            Some(register) => register.nearest_entrant(name),
            None => self.names.nearest(name).map(|near| {
                let known = self.names.find(near).one().and_then(|at| self.builder.entrants().get(at));
                known.map_or_else(|| format!("`{near}`"), |known| called(&known.id, &known.name))
            }),
        };
        let help = match near {
            Some(near) => text!("có phải {near} không?", "did you mean {near}?"),
            None => text!(
                "thêm `{name}` vào danh sách đơn vị, hoặc sửa mã",
                "add `{name}` to the register, or mend the id"
            ),
        };
        let message = text!("không có đơn vị nào mang mã `{name}`", "no entrant has the id `{name}`");
        Diagnostic::error("TD0404", place, message).with_help(help)
    }

    /// A value out of bounds at a stage that does not count refuses nobody; it is not read there.
    fn weighed(&self, finding: Diagnostic, stage: StageId) -> Diagnostic {
        let official = self.builder.stage(self.plan.rules().official());
        if matches!(finding.code, "TD0411" | "TD0412") && official.is_some_and(|official| official != stage) {
            return Diagnostic { severity: thidua_core::Severity::Warning, ..finding };
        }
        finding
    }

    /// Takes a finding about a cell; a question about a whole column is asked once.
    fn found(&mut self, table: &str, input: InputId, finding: Diagnostic) {
        if !matches!(finding.code, "TD0453" | "TD0469" | "TD0581") {
            self.findings.push(finding);
            return;
        }
        let question = (table.to_owned(), input, finding.code);
        let (first, count) = self.asked.entry(question).or_insert((finding.clone(), 0));
        *count += 1;
        if finding.place < first.place {
            *first = finding;
        }
    }

    fn stage(&mut self, name: &str, place: Place) -> Option<StageId> {
        let found = self.builder.stage(name);
        if found.is_none() {
            let stages: Vec<&str> = self.plan.rules().stages.iter().map(|stage| stage.id.as_str()).collect();
            let mut names = Names::default();
            for (position, stage) in self.plan.rules().stages.iter().enumerate() {
                names.add_id(position, &stage.id);
                names.add(position, &stage.title);
            }
            if let Match::One(position) = names.find_loosely(name)
                && let Some(id) = stages.get(position)
            {
                return self.builder.stage(id);
            }
            let known =
                if stages.is_empty() { self.plan.rules().official().to_owned() } else { stages.join("`, `") };
            self.findings.push(
                Diagnostic::error(
                    "TD0407",
                    place,
                    text!("không có vòng chấm `{name}`", "there is no stage `{name}`"),
                )
                .with_help(text!("dùng một trong: `{known}`", "use one of: `{known}`")),
            );
        }
        found
    }
}

/// An entrant as people know it, with its id.
fn called(id: &str, name: &str) -> String {
    if name.is_empty() || same(id) == same(name) { format!("`{id}`") } else { format!("`{name}` (`{id}`)") }
}

fn several_entrants(name: &str, ids: &[String], place: Place) -> Diagnostic {
    let listed = listed(&ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>());
    Diagnostic::error(
        "TD0459",
        place,
        text!("`{name}` là tên của nhiều đơn vị: {listed}", "`{name}` is the name of several: {listed}"),
    )
    .with_help(text!("ghi mã thay cho tên", "write the id in place of the name"))
}

/// Without a register: everybody the tables name, and the cluster beside the name.
fn named_entrants(plan: &Plan, sources: &[Source<'_>], findings: &mut Vec<Diagnostic>) -> Vec<Entrant> {
    let mut named: BTreeMap<String, (Entrant, Place)> = BTreeMap::new();
    let mut clusters = alike::Clusters::default();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut kinds_unknown: BTreeMap<String, (Place, usize)> = BTreeMap::new();
    for source in sources {
        for row in rows::rows(source, findings) {
            let id = Substr::from(&*row.entrant);
            if id.is_empty() {
                continue;
            }
            let here = row.place();
            if let Some(finding) = hidden_id(&id, here.clone()) {
                findings.push(finding);
                continue;
            }
            let kind = row.kind.and_then(|kind| kind_of(plan.rules(), kind));
            if let (None, Some(written), false) = (kind, row.kind, plan.rules().kinds.is_empty()) {
                kinds_unknown.entry(written.to_owned()).or_insert((here.clone(), 0)).1 += 1;
            }
            let only = (plan.rules().kinds.len() == 1 && row.kind.is_none()).then_some(KindId::FIRST);
            let kind = kind.or(only);
            let entrant = kind
                .and_then(|kind| plan.rules().kinds.iter().nth(kind.into()))
                .map_or(source.layout.entrants, |(_, kind)| kind.entrant);
            let cluster = row.cluster.clone().into_owned();
            let name = row.name.map_or_else(|| id.clone(), Substr::from);
            let key = same(&id);
            let fresh = !named.contains_key(&key);
            let new = Entrant {
                id: id.clone(),
                name: name.clone(),
                kind,
                entrant,
                cluster: cluster.as_str().into(),
            };
            let (first, place) = named.entry(key.clone()).or_insert_with(|| (new, here.clone()));
            // Of several spellings the first in the alphabet is shown: the order of rows must leave no trace.
            if id < first.id {
                first.id = id.clone();
                first.name = name;
            }
            if here < *place {
                *place = here.clone();
            }
            if fresh {
                clusters.add(&cluster, &id, here.clone());
                seen.insert(key, cluster);
                continue;
            }
            let other = seen.get(&key).cloned().unwrap_or_default();
            if same(&other) == same(&cluster) {
                clusters.add(&cluster, &id, here.clone());
            } else {
                findings.push(
                    Diagnostic::error(
                        "TD0406",
                        here,
                        text!(
                            "`{id}` có ở hai cụm: `{other}` và `{cluster}`",
                            "`{id}` is in two clusters: `{other}` and `{cluster}`"
                        ),
                    )
                    .with_help(text!(
                        "mỗi đơn vị thuộc đúng một cụm; sửa một trong hai",
                        "an entrant belongs to one cluster; mend one of them"
                    )),
                );
            }
        }
    }
    findings.extend(unknown_kinds(plan, kinds_unknown));
    let (mut entrants, places): (Vec<Entrant>, Vec<Place>) = named.into_values().unzip();
    let ids = entrants.iter().map(|entrant| entrant.id.as_str());
    findings.extend(alike::homographs(ids, |at| places.get(at).cloned()));
    findings.extend(clusters.findings());
    for entrant in &mut entrants {
        entrant.cluster = clusters.shown(&entrant.cluster).into();
    }
    entrants
}

/// Kinds that the rule set does not have: such entrants would be considered for nothing.
fn unknown_kinds(plan: &Plan, unknown: BTreeMap<String, (Place, usize)>) -> Vec<Diagnostic> {
    let kinds: Vec<&str> = plan.rules().kinds.keys().collect();
    let one = |(kind, (place, count)): (String, (Place, usize))| {
        let help = match nearest(&kind, kinds.iter().copied()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!("dùng một trong: `{}`", "use one of: `{}`", kinds.join("`, `")),
        };
        let message = text!(
            "bộ tiêu chí không có loại đối tượng `{kind}` ({count} dòng)",
            "the rule set has no kind `{kind}` ({count} rows)"
        );
        Diagnostic::error("TD0507", place, message).with_help(help)
    };
    unknown.into_iter().map(one).collect()
}

/// Names under `columns` that are no input: what they were meant for would be missing.
fn known_inputs(binding: &mut Binding<'_>, source: &Source<'_>) {
    for name in source.layout.columns.keys() {
        if binding.inputs.named(name).is_some() {
            continue;
        }
        let help = match binding.inputs.nearest(name) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!(
                "dùng mã tiêu chí hoặc tên số liệu",
                "use the code of a criterion or the name of an input"
            ),
        };
        let message = text!(
            "`columns` nói về `{name}`, không có trong bộ tiêu chí",
            "`columns` speaks of `{name}`, which the rule set does not have"
        );
        let place = Place::file(source.table.name().clone());
        binding.findings.push(Diagnostic::error("TD0402", place, message).with_help(help));
    }
}

/// Inputs that no file has a column for: one finding, since most often one table is not the one that was meant.
fn missing_columns(binding: &mut Binding<'_>, sources: &[Source<'_>]) {
    let file = sources.first().map(|source| source.table.name().clone());
    let inputs = binding.plan.inputs().iter().zip(&binding.seen_inputs);
    let missing: Vec<String> = inputs
        .filter(|(input, seen)| !**seen && input.blank.is_none() && !input.many)
        .map(|(input, _)| format!("`{}` ({})", input.name, input.title))
        .collect();
    let place = file.map_or_else(|| Place::file(""), Place::file);
    let message = match missing.as_slice() {
        [] => return,
        [one] => text!("thiếu cột {one}", "the column {one} is missing"),
        several => {
            let (count, list) = (several.len(), listed(several));
            text!("thiếu {count} cột: {list}", "{count} columns are missing: {list}")
        }
    };
    binding.findings.push(Diagnostic::error("TD0403", place, message).with_help(text!(
        "thêm cột mang tên đó, hoặc chỉ ra tên cột trong `columns` của tệp khai báo",
        "add a column of that name, or name the column under `columns` in the manifest"
    )));
}

/// So many names, and a sign that there are more.
fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(FINDINGS_SHOWN_MAX).map(String::as_str).collect();
    shown.join(", ") + if names.len() > FINDINGS_SHOWN_MAX { ", …" } else { "" }
}
