use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Exact, Place, text};
use thidua_table::{Layout, Shape, Table, TextOrList};

use crate::manifest::{CarryValue, RunPlan};
use crate::run::Run;

/// The values a run takes over from earlier ones, as a table like any other file.
pub(crate) fn table(
    plan: &RunPlan,
    earlier: &[Run],
    manifest: &str,
) -> Result<Option<(Table, Layout)>, Vec<Diagnostic>> {
    if plan.carry.is_empty() {
        return Ok(None);
    }
    let mut findings = Vec::new();
    let mut rows: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for carry in &plan.carry {
        for id in &carry.from {
            let Some(run) = earlier.iter().find(|run| run.id == *id) else {
                findings.push(
                    Diagnostic::error(
                        "TD0504",
                        Place::text(manifest, carry.span),
                        text!(
                            "không có lượt `{id}` trước lượt này",
                            "there is no run `{id}` before this one"
                        ),
                    )
                    .with_help(text!(
                        "chỉ lấy được kết quả của lượt đứng trước trong `runs`",
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
                            "bộ tiêu chí của lượt `{id}` không có `{name}`",
                            "the rule set of the run `{id}` does not have `{name}`"
                        ),
                    )
                    .with_help(text!(
                        "dùng mã tiêu chí hoặc `id` khen thưởng của lượt đó",
                        "use a criterion code or an award id of that run"
                    )),
                );
                continue;
            }
            for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
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
                            .with_help(text!(
                                "khai làm tròn tổng điểm (`rounding.total`) ở lượt trước",
                                "declare a rounding of the total (`rounding.total`) in the earlier run"
                            )),
                        );
                        continue;
                    }
                };
                let into = rows.entry(entrant.id.clone()).or_default();
                if into.insert(carry.into.clone(), value).is_some() {
                    let entrant = &entrant.id;
                    findings.push(
                        Diagnostic::error(
                            "TD0506",
                            Place::text(manifest, carry.span),
                            text!(
                                "`{entrant}` có mặt ở hai lượt cùng chuyển vào `{}`",
                                "`{entrant}` is in two runs that both carry into `{}`",
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
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut header = vec!["entrant".to_owned()];
    header.extend(plan.carry.iter().map(|carry| carry.into.clone()));
    let names: Vec<&str> =
        plan.carry.iter().flat_map(|carry| carry.from.iter().map(String::as_str)).collect();
    let mut names = names;
    names.sort_unstable();
    names.dedup();
    let name = format!("kết quả lượt {}", names.join(", "));
    let too_large = |_| {
        vec![Diagnostic::error(
            "TD0380",
            Place::file(manifest),
            text!("bảng quá lớn", "the table is too large"),
        )]
    };
    let mut table = Table::new(name, 1, &header).map_err(too_large)?;
    for (index, (entrant, values)) in rows.iter().enumerate() {
        let cells = header.iter().enumerate().map(|(column, name)| {
            if column == 0 { entrant.as_str() } else { values.get(name).map_or("", String::as_str) }
        });
        table.push_row(u32::try_from(index + 2).unwrap_or(u32::MAX), cells).map_err(too_large)?;
    }
    let layout = Layout {
        shape: Some(Shape::Wide),
        entrant: Some(TextOrList(vec!["entrant".to_owned()])),
        numbers: thidua_table::NumberStyle::DecimalPoint,
        percent: thidua_table::PercentStyle::Share,
        ..Layout::default()
    };
    Ok(Some((table, layout)))
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
        CarryValue::Total | CarryValue::Grade | CarryValue::Rank => None,
    }
}

/// The value as text; blank when there is none; the number itself when it has no finite decimal.
fn value(run: &Run, value: &CarryValue, row: usize) -> Result<String, Exact> {
    let decimal = |exact: Option<Exact>| match exact {
        None => Ok(String::new()),
        Some(exact) => exact.to_decimal().map(|decimal| decimal.to_string()).ok_or(exact),
    };
    match value {
        CarryValue::Total => decimal(run.outcome.scorecards.total(row)),
        CarryValue::Rank => {
            Ok(run.outcome.standings.place(0, row).map(|place| place.to_string()).unwrap_or_default())
        }
        CarryValue::Grade => {
            let grade = run.outcome.grades.grade(0, row);
            let grading = run.plan.rules().gradings.first();
            let id = grading.and_then(|grading| grading.grades.get(grade?)).map(|grade| grade.id.clone());
            Ok(id.unwrap_or_default())
        }
        CarryValue::Points(code) => {
            let node = run
                .plan
                .nodes()
                .iter()
                .position(|node| node.path == *code || node.criterion.code.value == *code);
            decimal(node.and_then(|node| run.outcome.scorecards.points(node, row)))
        }
        CarryValue::Recommended(award) => {
            let award = run.plan.rules().awards.iter().position(|each| each.id.value == *award);
            let holds = award.and_then(|award| run.outcome.recommendations.holds(award, row));
            Ok(holds.map(|holds| if holds { "có" } else { "không" }.to_owned()).unwrap_or_default())
        }
    }
}
