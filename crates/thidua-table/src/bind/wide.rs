use thidua_core::{Cell, Diagnostic, Origin, Place, text};

use super::known::KnownColumn;
use super::layout::{self, NAME, NOTES, STAGE};
use super::{Binding, Source, cell};
use crate::fold;

/// One row for each entrant, one column for each input.
pub(super) fn bind(binding: &mut Binding<'_>, source: Source<'_>) {
    let table = source.table;
    let mut findings = Vec::new();
    let Some(roles) = layout::entrant_columns(&source, &mut findings) else {
        binding.findings.extend(findings);
        return;
    };
    let stage_column = source.layout.stage.is_none().then(|| layout::find(table, STAGE)).flatten();
    let mut taken: Vec<u32> = roles.entrant.clone();
    taken.extend([roles.name, roles.kind, stage_column].into_iter().flatten());
    taken.extend(&roles.cluster);
    taken.extend(roles.only_where.iter().map(|(column, _)| *column));
    let columns = input_columns(binding, &source, &taken);
    let fixed = source.layout.stage.clone().unwrap_or_else(|| binding.plan.rules().official().to_owned());
    let Some(fixed) = binding.stage(&fixed, Place::file(table.name().clone())) else { return };
    let file = binding.builder.source(table.name().clone());
    let plan = binding.plan;
    let mut inputs: Vec<_> = columns
        .iter()
        .filter_map(|(input, column)| Some((*input, *column, plan.inputs().get(*input)?)))
        .map(|(input, column, of)| {
            (input, column, of, KnownColumn::of(of, source.layout.blank_marker.as_deref()))
        })
        .collect();
    let single = inputs.iter().any(|(_, _, of, _)| !of.many);
    // For each stage the row of each entrant in this table; 0 where it has none yet.
    let mut seen = vec![vec![0_u32; binding.builder.entrants().len()]; binding.builder.stage_count()];
    let first_column = roles.entrant.first().copied().unwrap_or(1);
    for row in layout::rows(&source, &mut findings) {
        let Some(entrant) = binding.entrant(&row.entrant, || row.place()) else { continue };
        let stage = match stage_column {
            Some(column) => binding.stage(row.row.cell(column), row.row.place(column)),
            None => Some(fixed),
        };
        let Some(stage) = stage else { continue };
        if single && let Some(first) = seen.get_mut(stage).and_then(|seen| seen.get_mut(entrant)) {
            if *first > 0 {
                let (id, first) = (&row.entrant, table.place(*first, first_column));
                binding.findings.push(
                    Diagnostic::error(
                        "TD0413",
                        row.place(),
                        text!("`{id}` đã có một dòng ở {first}", "`{id}` already has a row at {first}"),
                    )
                    .with_help(text!("giữ lại một dòng", "keep one of the rows")),
                );
                continue;
            }
            *first = row.row.number();
        }
        binding.builder.submitted(stage, entrant);
        for (input, column, of, known) in &mut inputs {
            let words = row.row.cell(*column);
            let origin = Origin { source: file, row: row.row.number(), column: *column };
            let read = match known.read(words) {
                Some((state, value)) => Ok((Cell { state, value, origin }, None)),
                None => cell::read_cell(of, source.layout, words, &row.row.place(*column), origin),
            };
            match read {
                Ok((cell, warning)) => {
                    if warning.is_none() {
                        known.learn(words, cell.state, cell.value);
                    }
                    binding.findings.extend(warning);
                    if binding.builder.put(stage, entrant, *input, cell).is_err() {
                        let place = row.row.place(*column);
                        binding.findings.push(duplicate(&row.entrant, &of.title, place));
                    }
                }
                Err(finding) => binding.findings.push(finding),
            }
        }
    }
}

pub(super) fn duplicate(entrant: &str, input: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        "TD0413",
        place,
        text!("`{entrant}` có hai giá trị cho `{input}`", "`{entrant}` has two values for `{input}`"),
    )
    .with_help(text!(
        "giữ lại một giá trị; không tự chọn thay bạn",
        "keep one of them; none is chosen for you"
    ))
}

/// The column of each input; a finding for every column nobody wants.
fn input_columns(binding: &mut Binding<'_>, source: &Source<'_>, taken: &[u32]) -> Vec<(usize, u32)> {
    let table = source.table;
    let mut columns: Vec<(usize, u32)> = Vec::new();
    let ignored: Vec<String> = source.layout.ignore.iter().map(|name| fold(name)).collect();
    for cell in table.header().cells() {
        let folded = fold(cell.text);
        let note = NOTES.iter().chain(NAME).any(|name| fold(name) == folded);
        if cell.text.is_empty() || taken.contains(&cell.column) || ignored.contains(&folded) {
            continue;
        }
        let inputs = wanted_by(binding, source, cell.text);
        match inputs.as_slice() {
            // A column nobody knows and nobody filled in says nothing.
            [] if note || table.rows().all(|row| row.cell(cell.column).is_empty()) => {}
            [] => {
                let place = table.place(cell.row, cell.column);
                let known = || binding.plan.inputs().iter().map(|input| input.name.as_str());
                let help = match binding.findings.nearest("TD0402", &place, cell.text, known) {
                    Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                    None => text!(
                        "sửa tên cột, hoặc liệt kê cột này trong `ignore` của bản kê",
                        "mend the header, or list the column under `ignore` in the manifest"
                    ),
                };
                let name = cell.text;
                binding.findings.push(
                    Diagnostic::error(
                        "TD0402",
                        table.place(cell.row, cell.column),
                        text!(
                            "bộ tiêu chí không có tiêu chí hay đầu vào `{name}`",
                            "the rule set has no criterion or input `{name}`"
                        ),
                    )
                    .with_help(help),
                );
            }
            [input] => {
                if let Some((_, first)) = columns.iter().find(|(known, _)| known == input) {
                    let (name, first) = (cell.text, thidua_core::column_letters(*first));
                    binding.findings.push(
                        Diagnostic::error(
                            "TD0408",
                            table.place(cell.row, cell.column),
                            text!(
                                "cột `{name}` trùng với cột {first}",
                                "the column `{name}` repeats column {first}"
                            ),
                        )
                        .with_help(text!("đổi tên hoặc bỏ một cột", "rename or drop one of them")),
                    );
                    continue;
                }
                if let Some(seen) = binding.seen_inputs.get_mut(*input) {
                    *seen = true;
                }
                columns.push((*input, cell.column));
            }
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .filter_map(|input| binding.plan.inputs().get(*input))
                    .map(|input| input.name.as_str())
                    .collect();
                let (name, names) = (cell.text, names.join("`, `"));
                binding.findings.push(
                    Diagnostic::error(
                        "TD0409",
                        table.place(cell.row, cell.column),
                        text!(
                            "tên cột `{name}` có thể là nhiều tiêu chí: `{names}`",
                            "the header `{name}` may mean several criteria: `{names}`"
                        ),
                    )
                    .with_help(text!(
                        "dùng đường dẫn đầy đủ làm tên cột",
                        "use the whole path as the header"
                    )),
                );
            }
        }
    }
    columns
}

/// The inputs a header can mean: by the manifest, by exact name, then without accents and case.
fn wanted_by(binding: &Binding<'_>, source: &Source<'_>, header: &str) -> Vec<usize> {
    let inputs = binding.plan.inputs();
    let by_manifest: Vec<usize> = source
        .layout
        .columns
        .iter()
        .filter(|(_, named)| fold(named) == fold(header))
        .filter_map(|(input, _)| {
            inputs.iter().position(|known| known.name == *input || known.aliases.contains(input))
        })
        .collect();
    if !by_manifest.is_empty() {
        return by_manifest;
    }
    let elsewhere = |input: &thidua_core::PlanInput| {
        // What is computed is never entered.
        let named = |name: &String| *name == input.name || input.aliases.contains(name);
        input.computed || source.layout.columns.keys().any(named)
    };
    let with = |matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
        inputs
            .iter()
            .enumerate()
            .filter(|(_, input)| {
                !elsewhere(input)
                    && (matches(&input.name) || input.aliases.iter().any(|alias| matches(alias)))
            })
            .map(|(position, _)| position)
            .collect()
    };
    let exact_name: Vec<usize> = inputs
        .iter()
        .enumerate()
        .filter(|(_, input)| !elsewhere(input) && input.name == header)
        .map(|(position, _)| position)
        .collect();
    if !exact_name.is_empty() {
        return exact_name;
    }
    let exact = with(&|name| name == header);
    if exact.is_empty() { with(&|name| !name.is_empty() && fold(name) == fold(header)) } else { exact }
}
