mod block;

use block::{InputColumn, Reading, Taken};
use thidua_core::{
    Cell, CellState, Decimal, Diagnostic, EntrantId, FINDINGS_SHOWN_MAX, InputId, Origin, Place, StageId,
    TiVec, text,
};

use super::columns::{self, NAME, NOTES, STAGE, repeated, seen};
use super::{Binding, Source, rows};
use crate::{fold, is_exempt, is_not_applicable};

/// One row for each entrant, one column for each input.
pub(super) fn bind(binding: &mut Binding<'_>, source: Source<'_>) {
    let table = source.table;
    let mut findings = Vec::new();
    let Some(roles) = columns::entrant_columns(&source, &mut findings) else {
        binding.findings.extend(findings);
        return;
    };
    let stage_column = source.layout.stage.is_none().then(|| columns::find(table, STAGE)).flatten();
    let mut taken = roles.all();
    taken.extend(stage_column);
    binding.findings.extend(rows::left_out(&source, &roles));
    let (columns, claims) = input_columns(binding, &source, &taken);
    let fixed = source.layout.stage.clone().unwrap_or_else(|| binding.plan.rules().official().to_owned());
    let Some(fixed) = binding.stage(&fixed, Place::file(table.name().clone())) else { return };
    let file = binding.builder.source(table.name().clone());
    let plan = binding.plan;
    let mut inputs: Vec<InputColumn<'_>> = columns
        .iter()
        .filter_map(|(input, column)| Some((*input, *column, plan.inputs().get(*input)?)))
        .map(|(input, column, of)| InputColumn::new(input, column, of, source.layout))
        .collect();
    let single = columns.iter().any(|(input, _)| plan.inputs().get(*input).is_some_and(|of| !of.many));
    // For each stage which row of the sheet each entrant has in this table, counted from 1; 0 for none.
    let nobody: TiVec<EntrantId, usize> = vec![0; binding.builder.entrants().len()].into();
    let mut seen: TiVec<StageId, _> = vec![nobody; binding.builder.stage_count()].into();
    let first_column = roles.entrant.first().copied().unwrap_or(1);
    let mut taken: Vec<Taken> = Vec::with_capacity(table.row_count());
    for row in rows::rows(&source, &mut findings) {
        let Some(entrant) = binding.entrant(&row.entrant, || row.place()) else { continue };
        let stage = match stage_column {
            Some(column) => binding.stage(row.row.cell(column), row.row.place(column)),
            None => Some(fixed),
        };
        let Some(stage) = stage else { continue };
        if single && let Some(first) = seen.get_mut(stage).and_then(|seen| seen.get_mut(entrant)) {
            if let Some(first) = first.checked_sub(1) {
                let (id, first) = (&row.entrant, table.row_on_sheet(first).place(first_column));
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
            *first = row.row.on_sheet() + 1;
        }
        binding.builder.submitted(stage, entrant);
        for (behind, column) in &claims {
            let (at_row, at_column) = row.row.address(*column);
            let origin = Origin { source: file, row: at_row, column: at_column };
            let Some(state) = claimed(row.row.cell(*column)) else { continue };
            for input in behind {
                let cell = Cell { state, value: Decimal::ZERO, origin };
                if binding.builder.put(stage, entrant, *input, cell).is_err() {
                    let name = table.header().cell(*column);
                    binding.findings.push(duplicate(&row.entrant, name, row.row.place(*column)));
                }
            }
        }
        taken.push(Taken { stage, entrant, row: row.row.on_sheet() });
    }
    block::read(binding, Reading { source, file, entrant: &roles.entrant }, &mut inputs, taken);
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

/// The inputs behind a computed criterion, and the column that says whether it applies.
type Claims = (Vec<InputId>, u32);

/// The column of each input, and those that claim for computed criteria; a finding for every column nobody wants.
fn input_columns(
    binding: &mut Binding<'_>,
    source: &Source<'_>,
    taken: &[u32],
) -> (Vec<(InputId, u32)>, Vec<Claims>) {
    let table = source.table;
    let mut columns: Vec<(InputId, u32)> = Vec::new();
    let (mut unknown, mut claims, mut worked_out) = (Vec::new(), Vec::new(), Vec::new());
    let ignored: Vec<String> = source.layout.ignore.iter().map(|name| fold(name)).collect();
    for cell in table.header().cells() {
        let folded = fold(cell.text);
        let note = NOTES.iter().chain(NAME).any(|name| fold(name) == folded);
        if cell.text.is_empty() || taken.contains(&cell.column) || ignored.contains(&folded) {
            continue;
        }
        let inputs = binding.inputs.wanted_by(source.layout, cell.text);
        match inputs.as_slice() {
            // A column nobody knows and nobody filled in says nothing.
            [] if note || table.rows().all(|row| row.cell(cell.column).is_empty()) => {}
            [] if claims_only(table, cell.column) && binding.inputs.behind(cell.text).is_some() => {
                claims.extend(binding.inputs.behind(cell.text).map(|inputs| (inputs, cell.column)));
            }
            // Sums and places that somebody worked out beside the criteria are worked out here too.
            [] if is_worked_out(cell.text) || binding.inputs.is_group(cell.text) => {
                let place = table.header().place(cell.column);
                worked_out.push((cell.text, place));
            }
            [] => {
                let place = table.header().place(cell.column);
                let told = unknown.len() < FINDINGS_SHOWN_MAX;
                unknown.push(seen(table, cell.column, binding.inputs.unknown(cell.text, place, told)));
            }
            [input] => {
                if let Some((_, first)) = columns.iter().find(|(known, _)| known == input) {
                    let (name, first) = (cell.text, thidua_core::column_letters(*first));
                    let finding = repeated(name, &first, table.header().place(cell.column));
                    binding.findings.push(seen(table, cell.column, finding));
                    continue;
                }
                if let Some(seen) = binding.seen_inputs.get_mut(*input) {
                    *seen = true;
                }
                columns.push((*input, cell.column));
            }
            several => {
                let place = table.header().place(cell.column);
                let finding = several_inputs(binding, cell.text, several, place);
                binding.findings.push(seen(table, cell.column, finding));
            }
        }
    }
    binding.findings.extend(passed_over(&worked_out));
    // When nothing is recognised, the line is no header: said once.
    if columns.is_empty() && unknown.len() > 2 && unknown.iter().all(|finding| finding.code == "TD0402") {
        binding.findings.push(no_criteria(binding, table, unknown.len()));
        binding.seen_inputs.fill(true);
    } else {
        binding.findings.extend(unknown);
    }
    (columns, claims)
}

/// Whether a heading says that the column is worked out of the others.
fn is_worked_out(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "cong",
        "tong",
        "tong-cong",
        "tong-diem",
        "tong-so",
        "xep-hang",
        "hang",
        "thu-bac",
        "xep-thu",
        "binh-quan",
        "trung-binh",
        "bq",
        "chenh-lech",
        "tang-giam",
        "hang-trong-cum",
        "hang-chung",
    ];
    let parts = || heading.split(" / ").map(|part| fold(crate::without_bracket(part).unwrap_or(part)));
    let numbered = |key: &str| {
        let mut words = WORDS.iter().filter_map(|word| key.strip_prefix(*word));
        words.any(|rest| rest.is_empty() || (rest.len() <= 4 && rest.starts_with('-')))
    };
    let last = parts().last().unwrap_or_default();
    parts().any(|part| WORDS.contains(&part.as_str()))
        || numbered(&last)
        || ["tong-diem-", "cong-nhom-"].iter().any(|word| last.starts_with(word))
}

fn passed_over(columns: &[(&str, Place)]) -> Option<Diagnostic> {
    let (_, first) = columns.first()?;
    let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("`, `");
    let message = text!(
        "không đọc cột cộng, xếp hạng do người lập bảng tính sẵn: `{names}`",
        "columns that whoever made the table worked out are not read: `{names}`"
    );
    let note = Diagnostic {
        severity: thidua_core::Severity::Note,
        ..Diagnostic::warning("TD0444", first.clone(), message)
    };
    Some(note.with_help(text!(
        "không cần sửa nếu đúng; muốn không báo nữa thì ghi các cột này trong `ignore`",
        "nothing to mend if that is right; list them under `ignore` to hear no more of it"
    )))
}

fn no_criteria(binding: &Binding<'_>, table: &crate::Table, count: usize) -> Diagnostic {
    let header = table.header();
    let line =
        header.cells().map(|cell| cell.text).filter(|text| !text.is_empty()).take(6).collect::<Vec<_>>();
    let (line, row) = (line.join(" | ").chars().take(90).collect::<String>(), header.number());
    let asked = binding.plan.inputs().iter().take(4).map(|input| input.name.as_str()).collect::<Vec<_>>();
    let asked = asked.join("`, `");
    let message = text!(
        "không cột nào trong {count} cột là tiêu chí; tiêu đề là dòng {row}: `{line}`",
        "none of the {count} columns is a criterion; the header is row {row}: `{line}`"
    );
    let mut texts = table.rows().flat_map(|row| row.cells().map(|cell| cell.text));
    let first = texts.find(|text| !text.is_empty()).unwrap_or_default();
    let help = text!(
        "đặt tên cột theo bộ tiêu chí: `{asked}`, …; bảng có tiêu chí theo dòng thì cột đầu phải ghi các mã đó thay cho `{first}`, …",
        "name the columns as the rule set does: `{asked}`, …; where criteria go down, the first column must have those codes in place of `{first}`, …"
    );
    Diagnostic::error("TD0402", header.place(1), message).with_help(help)
}

/// Whether a column says no more than that something does not apply.
fn claims_only(table: &crate::Table, column: u32) -> bool {
    table.rows().map(|row| row.cell(column)).all(|words| words.is_empty() || claimed(words).is_some())
}

/// What a cell claims, for a criterion whatever its kind.
pub(super) fn claimed(words: &str) -> Option<CellState> {
    if is_not_applicable(words) {
        Some(CellState::Claimed)
    } else {
        is_exempt(words).then_some(CellState::Exempt)
    }
}

/// A name that stands for several inputs.
pub(super) fn several_inputs(
    binding: &Binding<'_>,
    name: &str,
    several: &[InputId],
    place: Place,
) -> Diagnostic {
    let names = several.iter().filter_map(|input| binding.plan.inputs().get(*input));
    let names = names.map(|input| input.name.as_str()).collect::<Vec<_>>().join("`, `");
    Diagnostic::error(
        "TD0409",
        place,
        text!(
            "tên `{name}` có thể là nhiều tiêu chí: `{names}`",
            "the name `{name}` may mean several criteria: `{names}`"
        ),
    )
    .with_help(text!("dùng đường dẫn đầy đủ của tiêu chí", "use the whole path of the criterion"))
}
