//! From tables to evaluations (gắn dữ liệu vào bộ tiêu chí): every cell checked, every mistake reported.

mod cell;
mod decisions;
mod history;
mod known;
mod layout;
mod long;
mod register;
mod wide;

use std::collections::BTreeMap;

use thidua_core::{
    DecisionIndex, Diagnostic, Entrant, Evaluations, EvaluationsBuilder, Findings, Place, Plan, has_errors,
    sort_diagnostics, text,
};

pub use cell::read_cell;
pub use decisions::apply_decisions;
pub use history::{read_base_salary, read_history, read_votes};
pub use layout::{Layout, Shape, TextOrList};
pub use register::{Register, RegisterLayout, hidden_id, kind_of, read_register};

use crate::Table;

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
    let mut findings = Vec::new();
    let entrants = match register {
        Some(register) => register.for_plan(plan),
        None => named_entrants(plan, sources, &mut findings),
    };
    let builder = EvaluationsBuilder::new(plan, entrants);
    let mut told = Findings::default();
    told.extend(findings);
    let everybody = register.map(Register::ids).unwrap_or_default();
    let mut binding =
        Binding { plan, builder, findings: told, everybody, seen_inputs: vec![false; plan.inputs().len()] };
    for source in sources {
        match source.layout.shape_of(source.table) {
            Shape::Long => long::bind(&mut binding, *source),
            Shape::Wide => wide::bind(&mut binding, *source),
        }
    }
    let any_long = sources.iter().any(|source| source.layout.shape_of(source.table) == Shape::Long);
    if !any_long {
        missing_columns(&mut binding, sources);
    }
    decisions::apply(&mut binding, decisions);
    if binding.builder.entrants().is_empty() && !binding.findings.has_errors() {
        let file = sources.first().map_or_else(|| plan.file().clone(), |source| source.table.name().clone());
        binding.findings.push(
            Diagnostic::error(
                "TD0423",
                Place::file(file),
                text!("không có đơn vị nào để chấm", "there is nobody to score"),
            )
            .with_help(text!(
                "kiểm tra `where` của bản kê, loại đối tượng trong danh sách, và bảng có dòng nào không",
                "check `where` in the manifest, the kinds in the register, and that the table has rows"
            )),
        );
    }
    let Binding { builder, findings, .. } = binding;
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
    findings: Findings,
    /// Every id of the register, whatever its kind.
    everybody: Vec<&'a str>,
    seen_inputs: Vec<bool>,
}

impl Binding<'_> {
    /// The entrant a row is about; a finding when there is none.
    fn entrant(&mut self, id: &str, place: impl Fn() -> Place) -> Option<usize> {
        if id.is_empty() {
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
        let found = self.builder.entrant(id);
        if found.is_none() {
            let registered = self.everybody.binary_search(&id).is_ok();
            let (message, help) = if registered {
                (
                    text!(
                        "`{id}` thuộc loại đối tượng không có trong bộ tiêu chí này",
                        "`{id}` is of a kind this rule set does not have"
                    ),
                    text!(
                        "chuyển dòng này sang phiếu của bộ tiêu chí đúng loại",
                        "move the row to the file of the right rule set"
                    ),
                )
            } else {
                let help = match self.findings.nearest("TD0404", &place(), id, || {
                    self.builder.entrants().iter().map(|entrant| entrant.id.as_str())
                }) {
                    Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                    None => text!(
                        "thêm `{id}` vào danh sách đơn vị, hoặc sửa mã",
                        "add `{id}` to the register, or mend the id"
                    ),
                };
                (text!("không có đơn vị nào mang mã `{id}`", "no entrant has the id `{id}`"), help)
            };
            let code = if registered { "TD0405" } else { "TD0404" };
            self.findings.push(Diagnostic::error(code, place(), message).with_help(help));
        }
        found
    }

    fn stage(&mut self, name: &str, place: Place) -> Option<usize> {
        let found = self.builder.stage(name);
        if found.is_none() {
            let stages: Vec<&str> = self.plan.rules().stages.iter().map(|stage| stage.id.as_str()).collect();
            let by_title =
                self.plan.rules().stages.iter().find(|stage| crate::fold(&stage.title) == crate::fold(name));
            if let Some(stage) = by_title {
                return self.builder.stage(&stage.id);
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

/// Without a register: everybody the tables name, and the cluster beside the name.
fn named_entrants(plan: &Plan, sources: &[Source<'_>], findings: &mut Vec<Diagnostic>) -> Vec<Entrant> {
    let mut named: BTreeMap<String, Entrant> = BTreeMap::new();
    for source in sources {
        for row in layout::rows(source, findings) {
            let id = row.entrant.clone().into_owned();
            if id.is_empty() {
                continue;
            }
            if let Some(finding) = hidden_id(&id, row.place()) {
                findings.push(finding);
                continue;
            }
            let kind = row.kind.and_then(|kind| kind_of(plan.rules(), kind));
            let only = (plan.rules().kinds.len() == 1).then_some(0);
            let kind = kind.or(only);
            let entrant = kind
                .and_then(|kind| plan.rules().kinds.iter().nth(kind))
                .map_or(source.layout.entrants, |(_, kind)| kind.entrant);
            let cluster = row.cluster.clone().into_owned();
            let name = row.name.unwrap_or(&id).to_owned();
            let first = named.entry(id.clone()).or_insert(Entrant {
                id: id.clone(),
                name,
                kind,
                entrant,
                cluster: cluster.clone(),
            });
            if first.cluster != cluster {
                let other = first.cluster.clone();
                findings.push(
                    Diagnostic::error(
                        "TD0406",
                        row.place(),
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
    named.into_values().collect()
}

/// Inputs that no file has a column for.
fn missing_columns(binding: &mut Binding<'_>, sources: &[Source<'_>]) {
    let file = sources.first().map(|source| source.table.name().clone());
    for (input, seen) in binding.plan.inputs().iter().zip(&binding.seen_inputs) {
        if *seen || input.blank.is_some() || input.many {
            continue;
        }
        let place = file.clone().map_or_else(|| Place::file(""), Place::file);
        let (name, title) = (&input.name, &input.title);
        binding.findings.push(
            Diagnostic::error(
                "TD0403",
                place,
                text!("thiếu cột `{name}` ({title})", "the column `{name}` ({title}) is missing"),
            )
            .with_help(text!(
                "thêm cột mang tên đó, hoặc chỉ ra tên cột trong `columns` của bản kê",
                "add a column of that name, or name the column under `columns` in the manifest"
            )),
        );
    }
}
