use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Origin, Place, text};

use super::layout::{self, STAGE};
use super::{Binding, Source, cell};

/// One row for each value: entrant, criterion, value, and maybe the stage.
pub(super) fn bind(binding: &mut Binding<'_>, source: Source<'_>) {
    let table = source.table;
    let mut findings = Vec::new();
    let (criterion, criterion_name) = source.layout.criterion_column(table);
    let (value, value_name) = source.layout.value_column(table);
    for (column, name) in [(criterion, criterion_name), (value, value_name)] {
        if column.is_none() {
            findings.push(layout::no_column(table, name));
        }
    }
    let (Some(criterion), Some(value)) = (criterion, value) else {
        binding.findings.extend(findings);
        return;
    };
    let stage_column = source.layout.stage.is_none().then(|| layout::find(table, STAGE)).flatten();
    let fixed = source.layout.stage.clone().unwrap_or_else(|| binding.plan.rules().official().to_owned());
    let file = binding.builder.source(table.name().clone());
    let mut known: BTreeMap<String, Option<usize>> = BTreeMap::new();
    let rows = layout::rows(&source, &mut findings);
    binding.findings.extend(findings);
    for row in rows {
        let Some(entrant) = binding.entrant(&row.entrant, || row.place()) else { continue };
        let name = row.row.cell(criterion);
        let input = match known.get(name) {
            Some(input) => *input,
            None => {
                let input = input(binding, name, row.row.place(criterion));
                known.insert(name.to_owned(), input);
                input
            }
        };
        let stage = match stage_column {
            Some(column) if !row.row.cell(column).is_empty() => {
                binding.stage(row.row.cell(column), row.row.place(column))
            }
            _ => binding.stage(&fixed, Place::file(table.name().clone())),
        };
        let (Some(input), Some(stage)) = (input, stage) else { continue };
        let place = row.row.place(value);
        let origin = Origin { source: file, row: row.row.number(), column: value };
        let Some(plan_input) = binding.plan.inputs().get(input) else { continue };
        match cell::read_cell(plan_input, source.layout, row.row.cell(value), &place, origin) {
            Ok((cell, warning)) => {
                binding.findings.extend(warning);
                if binding.builder.put(stage, entrant, input, cell).is_err() {
                    binding.findings.push(super::wide::duplicate(&row.entrant, &plan_input.title, place));
                }
            }
            Err(finding) => binding.findings.push(finding),
        }
    }
}

/// The input with this name, path or unique code; one finding for each unknown name.
fn input(binding: &mut Binding<'_>, name: &str, place: Place) -> Option<usize> {
    let inputs = binding.plan.inputs();
    let by_name = inputs.iter().position(|input| input.name == name);
    let by_alias: Vec<usize> = inputs
        .iter()
        .enumerate()
        .filter(|(_, input)| input.aliases.iter().any(|alias| alias == name))
        .map(|(position, _)| position)
        .collect();
    match (by_name, by_alias.as_slice()) {
        (Some(position), _) => Some(position),
        (None, [position]) => Some(*position),
        _ => {
            let help = match binding
                .findings
                .nearest("TD0402", &place, name, || inputs.iter().map(|input| input.name.as_str()))
            {
                Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                None => text!(
                    "dùng mã tiêu chí hoặc tên đầu vào của bộ tiêu chí",
                    "use a criterion code or an input name of the rule set"
                ),
            };
            binding.findings.push(
                Diagnostic::error(
                    "TD0402",
                    place,
                    text!(
                        "bộ tiêu chí không có tiêu chí hay đầu vào `{name}`",
                        "the rule set has no criterion or input `{name}`"
                    ),
                )
                .with_help(help),
            );
            None
        }
    }
}
