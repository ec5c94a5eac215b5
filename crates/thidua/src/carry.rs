use std::collections::{BTreeMap, BTreeSet};

use thidua_core::{
    Diagnostic, EntrantId, Exact, GradingId, KindId, Place, Plan, RankingId, Text, is_assessed, text,
};
use thidua_table::{Layout, Register, Shape, Table, TextOrList};

use crate::manifest::{CarryValue, CarryVia, RunPlan};
use crate::run::Run;

/// The values a run takes over from earlier ones, as tables like any other files: one for the inputs that take one value,
/// and one for each that takes many.
pub(crate) fn tables(
    plan: &RunPlan,
    rules: &Plan,
    earlier: &[Run],
    register: Option<&Register>,
    manifest: &str,
) -> Result<Vec<(Table, Layout)>, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let receivers = Receivers::new(register, rules);
    let takes_many = |name: &str| {
        let input = rules.input_position(name).and_then(|input| rules.inputs().get(input));
        input.is_some_and(|input| input.many)
    };
    let mut single: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut many: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for carry in &plan.carry {
        if let Some((message, help)) = receivers.cannot(carry.via, takes_many(&carry.into)) {
            findings.push(
                Diagnostic::error("TD0381", Place::text(manifest, carry.span), message).with_help(help),
            );
            continue;
        }
        for id in &carry.from {
            let Some(run) = earlier.iter().find(|run| run.id == *id) else {
                findings.push(
                    Diagnostic::error(
                        "TD0504",
                        Place::text(manifest, carry.span),
                        text!(
                            "không có đợt xét `{id}` trước đợt xét này",
                            "there is no run `{id}` before this one"
                        ),
                    )
                    .with_help(text!(
                        "chỉ lấy được kết quả của đợt xét đứng trước trong `runs`",
                        "only runs listed earlier under `runs` can be used"
                    )),
                );
                continue;
            };
            if let Some(name) = unknown(run, &carry.value.value) {
                findings.push(
                    Diagnostic::error(
                        "TD0511",
                        Place::text(manifest, carry.span),
                        text!(
                            "bộ tiêu chí của đợt xét `{id}` không có `{name}`",
                            "the rule set of the run `{id}` does not have `{name}`"
                        ),
                    )
                    .with_help(text!(
                        "dùng mã tiêu chí hoặc `id` khen thưởng của đợt xét đó",
                        "use a criterion code or an award id of that run"
                    )),
                );
                continue;
            }
            for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
                let to = match carry.via {
                    None if is_of_others(run, entrant.kind, rules) => continue,
                    None => vec![entrant.id.as_str()],
                    Some(via) => receivers.of(via, &entrant.id),
                };
                if to.is_empty() {
                    continue;
                }
                let value = match value(run, &carry.value.value, row) {
                    Ok(value) => value,
                    Err(exact) => {
                        let entrant = &entrant.id;
                        findings.push(
                            Diagnostic::error(
                                "TD0505",
                                Place::text(manifest, carry.span),
                                text!(
                                    "giá trị {exact} của `{entrant}` không viết được bằng số thập phân",
                                    "the value {exact} of `{entrant}` has no finite decimal"
                                ),
                            )
                            .with_help(rounding_where(&carry.value.value)),
                        );
                        continue;
                    }
                };
                for to in to {
                    if takes_many(&carry.into) {
                        // A period in which somebody was not assessed is none of theirs.
                        if !value.is_empty() || is_assessed(&run.plan, &run.evaluations, row) {
                            let into = many.entry(&carry.into).or_default();
                            into.entry(to.to_owned()).or_default().push(value.clone());
                        }
                        continue;
                    }
                    let into = single.entry(to.to_owned()).or_default();
                    if into.insert(carry.into.clone(), value.clone()).is_some() {
                        findings.push(
                            Diagnostic::error(
                                "TD0506",
                                Place::text(manifest, carry.span),
                                text!(
                                    "`{to}` có mặt ở hai đợt xét cùng chuyển vào `{}`",
                                    "`{to}` is in two runs that both carry into `{}`",
                                    carry.into
                                ),
                            )
                            .with_help(text!(
                                "mỗi đơn vị chỉ được có một giá trị",
                                "an entrant may have one value only"
                            )),
                        );
                    }
                }
            }
        }
    }
    for carry in plan.carry.iter().filter(|carry| carry.via == Some(CarryVia::Predecessors)) {
        let runs = earlier.iter().filter(|run| carry.from.contains(&run.id));
        let known = |former: &str| runs.clone().any(|run| run.evaluations.position(former).is_some());
        for unit in receivers.without(known) {
            many.entry(&carry.into).or_default().entry(unit.to_owned()).or_default().push(String::new());
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let singles = plan.carry.iter().filter(|carry| !takes_many(&carry.into));
    let columns: Vec<&str> = singles.map(|carry| carry.into.as_str()).collect();
    let rows = single.iter().map(|(entrant, values)| {
        let cells = columns.iter().map(|name| values.get(*name).map_or("", String::as_str));
        std::iter::once(entrant.as_str()).chain(cells).collect()
    });
    let mut tables = Vec::new();
    if !columns.is_empty() {
        tables.push(written(plan, earlier, manifest, &columns, |_| true, rows.collect())?);
    }
    for (into, entrants) in many {
        // Of somebody who lacks a result in one period nothing is known of all of them together.
        let whole = entrants.iter().filter(|(_, values)| !values.iter().any(String::is_empty));
        let rows = whole
            .flat_map(|(entrant, values)| values.iter().map(|value| vec![entrant.as_str(), value.as_str()]));
        tables.push(written(plan, earlier, manifest, &[into], |carried| carried == into, rows.collect())?);
    }
    Ok(tables)
}

/// Who gets what of whom, by the units that the register says entrants belong to.
struct Receivers<'a> {
    to_unit: BTreeMap<&'a str, &'a str>,
    to_members: BTreeMap<&'a str, Vec<&'a str>>,
    to_successors: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Receivers<'a> {
    fn new(register: Option<&'a Register>, rules: &Plan) -> Self {
        let (mut to_unit, mut to_members) = (BTreeMap::new(), BTreeMap::<&str, Vec<&str>>::new());
        for (register, (member, unit)) in
            register.into_iter().flat_map(|register| register.members().map(move |pair| (register, pair)))
        {
            if register.takes_part(rules.rules(), unit) {
                to_unit.insert(member, unit);
            }
            if register.takes_part(rules.rules(), member) {
                to_members.entry(unit).or_default().push(member);
            }
        }
        let mut to_successors = BTreeMap::<&str, Vec<&str>>::new();
        let came = register
            .into_iter()
            .flat_map(|register| register.predecessors().map(move |pair| (register, pair)));
        for (_, (unit, former)) in
            came.filter(|(register, (unit, _))| register.takes_part(rules.rules(), unit))
        {
            to_successors.entry(former.id.as_str()).or_default().push(unit);
        }
        Self { to_unit, to_members, to_successors }
    }

    fn of(&self, via: CarryVia, entrant: &str) -> Vec<&'a str> {
        match via {
            CarryVia::Members => self.to_unit.get(entrant).copied().into_iter().collect(),
            CarryVia::Parent => self.to_members.get(entrant).cloned().unwrap_or_default(),
            CarryVia::Predecessors => self.to_successors.get(entrant).cloned().unwrap_or_default(),
        }
    }

    /// Why nothing can go that way, and what to do.
    fn cannot(&self, via: Option<CarryVia>, many: bool) -> Option<(Text, Text)> {
        let via = via?;
        if via == CarryVia::Predecessors {
            return self.cannot_inherit(many);
        }
        if self.to_unit.is_empty() && self.to_members.is_empty() {
            return Some((
                text!(
                    "danh sách không nói ai thuộc đơn vị nào",
                    "the register does not say who belongs to whom"
                ),
                text!("thêm cột `đơn vị cha` vào danh sách", "add the column `parent` to the register"),
            ));
        }
        (via == CarryVia::Members && !many).then(|| {
            (
                text!(
                    "một đơn vị có nhiều thành viên, mà số liệu chỉ nhận một giá trị",
                    "a unit has many members, and the input takes one value"
                ),
                text!("khai số liệu với `many: true`", "declare the input with `many: true`"),
            )
        })
    }
}

impl<'a> Receivers<'a> {
    fn cannot_inherit(&self, many: bool) -> Option<(Text, Text)> {
        if self.to_successors.is_empty() {
            return Some((
                text!(
                    "danh sách không nói đối tượng nào có đơn vị tiền thân",
                    "the register does not say what units anybody came from"
                ),
                text!("thêm cột `tiền thân` vào danh sách", "add the column `predecessors` to the register"),
            ));
        }
        (!many).then(|| {
            (
                text!(
                    "một đơn vị có thể có nhiều đơn vị tiền thân, mà số liệu chỉ nhận một giá trị",
                    "a unit may have come from several, and the input takes one value"
                ),
                text!("khai số liệu với `many: true`", "declare the input with `many: true`"),
            )
        })
    }

    /// Whoever came from a unit of which none of the runs knows anything.
    fn without(&self, known: impl Fn(&str) -> bool) -> impl Iterator<Item = &'a str> {
        let unknown = self.to_successors.iter().filter(move |(former, _)| !known(former));
        unknown.flat_map(|(_, units)| units.iter().copied())
    }
}

/// Whether an entrant is of a kind that only the earlier rule set has: a household among people, for instance.
fn is_of_others(run: &Run, kind: Option<KindId>, rules: &Plan) -> bool {
    let kinds = &rules.rules().kinds;
    let kind = kind.and_then(|kind| run.plan.rules().kinds.iter().nth(kind.into()));
    kind.is_some_and(|(kind, _)| !kinds.is_empty() && kinds.position(kind).is_none())
}

/// A table of these columns beside the entrants, named after the runs that they come from.
fn written(
    plan: &RunPlan,
    earlier: &[Run],
    manifest: &str,
    columns: &[&str],
    taken: impl Fn(&str) -> bool,
    rows: Vec<Vec<&str>>,
) -> Result<(Table, Layout), Vec<Diagnostic>> {
    let carried = plan.carry.iter().filter(|carry| taken(&carry.into));
    let mut names: Vec<&str> = carried.flat_map(|carry| carry.from.iter().map(String::as_str)).collect();
    names.sort_unstable();
    names.dedup();
    let name = format!("kết quả đợt xét {}", with_versions(&names, earlier).join(", "));
    let header: Vec<String> =
        std::iter::once("entrant").chain(columns.iter().copied()).map(str::to_owned).collect();
    let too_large = |_| {
        vec![Diagnostic::error(
            "TD0380",
            Place::file(manifest),
            text!("bảng quá lớn", "the table is too large"),
        )]
    };
    let mut table = Table::new(name, 1, &header).map_err(too_large)?;
    for (index, cells) in rows.into_iter().enumerate() {
        table.push_row(u32::try_from(index + 2).unwrap_or(u32::MAX), cells).map_err(too_large)?;
    }
    let layout = Layout {
        shape: Some(Shape::Wide),
        entrant: Some(TextOrList(vec!["entrant".to_owned()])),
        numbers: thidua_table::NumberStyle::DecimalPoint,
        percent: thidua_table::PercentStyle::Share,
        ..Layout::default()
    };
    Ok((table, layout))
}

/// The runs, each with the version of its rules where one rule set stands in several: `thang-06 (2025.1)`.
fn with_versions(names: &[&str], earlier: &[Run]) -> Vec<String> {
    let rules = |name: &str| Some(earlier.iter().find(|run| run.id == name)?.plan.rules());
    let versions: BTreeSet<_> = names
        .iter()
        .filter_map(|name| rules(name))
        .map(|rules| (&rules.rule_set.value, &rules.version))
        .collect();
    let sets: BTreeSet<_> = versions.iter().map(|(set, _)| set).collect();
    let shown = |name: &&str| match rules(name) {
        Some(rules) if sets.len() < versions.len() => format!("{name} ({})", rules.version),
        Some(_) | None => (*name).to_owned(),
    };
    names.iter().map(shown).collect()
}

/// The criterion or award that the earlier run does not have, if it is one.
fn unknown<'a>(run: &Run, value: &'a CarryValue) -> Option<&'a str> {
    match value {
        CarryValue::Points(code) => {
            let known =
                run.plan.nodes().iter().any(|node| node.path == *code || node.criterion.code.value == *code);
            (!known).then_some(code)
        }
        CarryValue::Recommended(award) => {
            let known = run.plan.rules().awards.iter().any(|each| each.id.value == *award);
            (!known).then_some(award)
        }
        CarryValue::Total | CarryValue::Grade | CarryValue::Rank | CarryValue::Assessed => None,
    }
}

/// The value as text; blank when there is none; the number itself when it has no finite decimal.
fn value(run: &Run, value: &CarryValue, row: EntrantId) -> Result<String, Exact> {
    let decimal = |exact: Option<Exact>| match exact {
        None => Ok(String::new()),
        Some(exact) => exact.to_decimal().map(|decimal| decimal.to_string()).ok_or(exact),
    };
    match value {
        CarryValue::Total => decimal(run.outcome.scorecards.total(row)),
        CarryValue::Rank => Ok(run
            .outcome
            .standings
            .place(RankingId::FIRST, row)
            .map(|place| place.to_string())
            .unwrap_or_default()),
        CarryValue::Grade => {
            let grade = run.outcome.grades.grade(GradingId::FIRST, row);
            let grading = run.plan.rules().gradings.first();
            let id = grading.and_then(|grading| grading.grades().get(grade?)).map(|grade| grade.id.clone());
            Ok(id.unwrap_or_default())
        }
        CarryValue::Assessed => Ok(yes_or_no(is_assessed(&run.plan, &run.evaluations, row))),
        CarryValue::Points(code) => {
            let node =
                run.plan.nodes().position(|node| node.path == *code || node.criterion.code.value == *code);
            decimal(node.and_then(|node| run.outcome.scorecards.points(node, row)))
        }
        CarryValue::Recommended(award) => {
            let award = run.plan.rules().awards().position(|each| each.id.value == *award);
            let holds = award.and_then(|award| run.outcome.recommendations.holds(award, row));
            Ok(holds.map(yes_or_no).unwrap_or_default())
        }
    }
}

/// What to write so that the value has a last digit.
fn rounding_where(value: &CarryValue) -> Text {
    if let CarryValue::Points(code) = value {
        return text!(
            "khai làm tròn của tiêu chí `{code}` (`rounding`) ở đợt xét trước",
            "declare the rounding of the criterion `{code}` (`rounding`) in the earlier run"
        );
    }
    text!(
        "khai làm tròn tổng điểm (`rounding.total`) ở đợt xét trước",
        "declare a rounding of the total (`rounding.total`) in the earlier run"
    )
}

fn yes_or_no(holds: bool) -> String {
    if holds { "có" } else { "không" }.to_owned()
}
