use std::collections::BTreeMap;
use std::sync::Arc;

use thidua_core::{Cell, Decimal, InputId, Origin, Place};

use super::columns::{self, SOURCE_CELL, SOURCE_FILE, STAGE};
use super::{Binding, Layout, Source, cell, rows};
use crate::table::cell_address;

/// One row for each value: entrant, criterion, value, and maybe the stage.
pub(super) fn bind(binding: &mut Binding<'_>, source: Source<'_>) {
    let table = source.table;
    let mut findings = Vec::new();
    let (criterion, criterion_name) = source.layout.criterion_column(table);
    let values = source.layout.value_columns(table);
    for (column, name) in std::iter::once((criterion, criterion_name)).chain(values.iter().copied()) {
        if column.is_none() {
            findings.push(columns::no_column(table, name));
        }
    }
    let values: Option<Vec<u32>> = values.into_iter().map(|(column, _)| column).collect();
    let (Some(criterion), Some(values)) = (criterion, values) else {
        binding.findings.extend(findings);
        return;
    };
    let stage_column = source.layout.stage.is_none().then(|| columns::find(table, STAGE)).flatten();
    let fixed = source.layout.stage.clone().unwrap_or_else(|| binding.plan.rules().official().to_owned());
    let file = binding.builder.source(table.name().clone());
    let homes = columns::find(table, SOURCE_FILE).zip(columns::find(table, SOURCE_CELL));
    let mut known: BTreeMap<String, Option<InputId>> = BTreeMap::new();
    let rows = rows::rows(&source, &mut findings);
    if let Some(roles) = columns::entrant_columns(&source, &mut Vec::new()) {
        let mut used = roles.all();
        used.extend([Some(criterion), stage_column].into_iter().flatten());
        used.extend(&values);
        used.extend(homes.into_iter().flat_map(|(file, cell)| [file, cell]));
        findings.extend(columns::unused_in_evaluations(table, &used, &source.layout.ignore));
        findings.extend(rows::left_out(&source, &roles));
    }
    binding.findings.extend(findings);
    for row in rows {
        let Some(entrant) = binding.entrant(&row.entrant, || row.place()) else { continue };
        let name = row.row.cell(criterion);
        let filled = filled(&row, &values);
        let claims = filled.iter().any(|value| {
            let (place, origin) = home(binding, &row, homes, *value, file);
            claim(binding, &row, name, (*value, stage_column), &fixed, (&place, origin))
        });
        if claims {
            continue;
        }
        let input = match known.get(name) {
            Some(input) => *input,
            None => {
                let input = input(binding, source.layout, name, row.row.place(criterion));
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
        let Some(plan_input) = binding.plan.inputs().get(input) else { continue };
        for value in filled {
            let (place, origin) = home(binding, &row, homes, value, file);
            let saying = (row.row.cell(value), row.row.written(value));
            match cell::read_written(plan_input, source.layout, saying, &place, origin) {
                Ok((cell, warning)) => {
                    binding.findings.extend(warning);
                    if binding.builder.put(stage, entrant, input, cell).is_err() {
                        binding.findings.push(super::wide::duplicate(&row.entrant, &plan_input.title, place));
                    }
                }
                Err(finding) => binding.found(table.name(), input, binding.weighed(finding, stage)),
            }
        }
    }
}

/// The columns with something in them; a scorer who gave nothing is left out where others gave something.
fn filled(row: &rows::EntrantRow<'_>, values: &[u32]) -> Vec<u32> {
    let filled: Vec<u32> = values.iter().copied().filter(|value| !row.row.cell(*value).is_empty()).collect();
    if filled.is_empty() { values.iter().copied().take(1).collect() } else { filled }
}

/// Whether the row says of a computed criterion that it does not apply, or that the entrant is exempt: that holds
/// for everything it is computed from.
fn claim(
    binding: &mut Binding<'_>,
    row: &rows::EntrantRow<'_>,
    name: &str,
    (value, stage_column): (u32, Option<u32>),
    fixed: &str,
    (home, origin): (&Place, Origin),
) -> bool {
    let words = row.row.cell(value);
    let Some(state) = super::wide::claimed(words) else { return false };
    let Some(inputs) = binding.inputs.behind(name) else { return false };
    let stage = stage_column.map(|column| row.row.cell(column)).filter(|stage| !stage.is_empty());
    let place = row.row.place(stage_column.unwrap_or(value));
    let Some(stage) = binding.stage(stage.unwrap_or(fixed), place) else { return true };
    let Some(entrant) = binding.entrant(&row.entrant, || row.place()) else { return true };
    for input in inputs {
        let cell = Cell { state, value: Decimal::ZERO, origin };
        if binding.builder.put(stage, entrant, input, cell).is_err() {
            binding.findings.push(super::wide::duplicate(&row.entrant, name, home.clone()));
        }
    }
    true
}

/// Where the value of a row stands: in the file that it was collected from, where the table says so.
fn home(
    binding: &mut Binding<'_>,
    row: &rows::EntrantRow<'_>,
    homes: Option<(u32, u32)>,
    value: u32,
    file: u32,
) -> (Place, Origin) {
    let said = homes.and_then(|(file, cell)| {
        let address = cell_address(row.row.cell(cell))?;
        Some((row.row.cell(file), address)).filter(|(file, _)| !file.is_empty())
    });
    match said {
        Some((file, (row, column))) => {
            let source = binding.builder.source(file.into());
            (Place::cell(file, row, column), Origin { source, row, column })
        }
        None => {
            let ((at, column), sheet) = (row.row.address(value), row.row.sheet());
            // A table may be made of several sheets.
            let own = binding.builder.source_name(file) == Some(sheet);
            let source = if own { file } else { binding.builder.source(Arc::clone(sheet)) };
            (row.row.place(value), Origin { source, row: at, column })
        }
    }
}

/// The input with this name, path, title or unique code; one finding for each unknown name.
fn input(binding: &mut Binding<'_>, layout: &Layout, name: &str, place: Place) -> Option<InputId> {
    match binding.inputs.wanted_by(layout, name).as_slice() {
        [input] => Some(*input),
        [] => {
            let told = binding.findings.tells("TD0402", &place);
            binding.findings.push(binding.inputs.unknown(name, place, told));
            None
        }
        several => {
            let finding = super::wide::several_inputs(binding, name, several, place);
            binding.findings.push(finding);
            None
        }
    }
}
