//! The header of blocks (tiêu đề của khối): which column holds the criteria, and which the points of which stage.

use thidua_core::{Diagnostic, column_letters, text};

use super::super::header;
use super::super::turned::{is_no_entrant, looks_like_points};
use super::super::words::{BlockWords, Role, Words};
use super::super::{outside, quoted};
use super::is_value;
use crate::fold;
use crate::sheet::Sheet;

/// Rows between the header and the first criterion: column numbers, headings of groups, maxima.
const HEADER_ABOVE_MAX: usize = 6;

/// The columns of the blocks of a sheet.
pub(super) struct Columns {
    /// Positions of the rows of the first header.
    pub(super) header: Vec<usize>,
    names: Vec<String>,
    /// What the last row of the header says, cell by cell.
    texts: Vec<String>,
    pub(super) criteria: u32,
    pub(super) values: Vec<ValueColumn>,
    /// Values that are rows of their own, or all of them in one row.
    declared: bool,
}

/// A column with values, and the stage it is of.
#[derive(Clone, Debug)]
pub(super) struct ValueColumn {
    pub(super) column: u32,
    pub(super) stage: String,
}

impl Columns {
    pub(super) fn name(&self, column: u32) -> &str {
        let at = usize::try_from(column).ok().and_then(|column| column.checked_sub(1));
        at.and_then(|at| self.names.get(at)).map_or("", String::as_str)
    }

    /// Whether something is known about a column, so that its figures are not lost when they are not read.
    pub(super) fn is_known(&self, words: &Words, column: u32) -> bool {
        let name = self.name(column);
        let is_remark = matches!(words.role(name), Some(Role::Remark | Role::Criterion));
        self.values.iter().any(|value| value.column == column) || is_remark || is_no_entrant(name)
    }

    /// Whether a row repeats the header.
    pub(super) fn is_header(&self, sheet: &Sheet, row: usize) -> bool {
        let here = header::texts(sheet, row);
        let same = |(one, other): (&String, &String)| crate::same(one) == crate::same(other);
        self.header.contains(&row)
            || (here.len() == self.texts.len() && here.iter().zip(&self.texts).all(same))
    }

    /// The values that stand in one row of the table.
    pub(super) fn together(&self) -> impl Iterator<Item = &[ValueColumn]> {
        self.values.chunks(if self.declared { self.values.len().max(1) } else { 1 })
    }

    pub(super) fn shown(&self) -> String {
        let one =
            |value: &ValueColumn| format!("{} `{}`", column_letters(value.column), self.name(value.column));
        self.values.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// The columns of a sheet with blocks; `None` where no column holds points.
pub(super) fn find(
    sheet: &Sheet,
    words: &Words,
    own: &BlockWords,
    criteria: u32,
    first: usize,
    declared: Option<(u32, u32)>,
) -> Result<Option<Columns>, Box<Diagnostic>> {
    let rows = match declared {
        Some((from, until)) => {
            (0..sheet.row_count()).filter(|row| (from..=until).contains(&sheet.cells.number(*row))).collect()
        }
        None => header_rows(sheet, words, own, criteria, first),
    };
    let Some(last) = rows.last().copied() else { return Ok(None) };
    let width = rows.iter().map(|row| sheet.cells.width(*row)).max().unwrap_or(0);
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    let names: Vec<String> = (1..=width).map(|column| header::name_of(sheet, words, &rows, column)).collect();
    let named: Vec<(u32, &str)> = (1..).zip(names.iter().map(String::as_str)).collect();
    let values = match values(words, own, criteria, &named) {
        Ok(values) => values,
        Err(several) => return Err(Box::new(which(sheet, last, &several))),
    };
    if values.is_empty() {
        return Ok(None);
    }
    let texts = header::texts(sheet, last);
    Ok(Some(Columns { header: rows, names, texts, criteria, values, declared: own.declared }))
}

/// The rows right above the first criterion that say what stands in the columns.
fn header_rows(sheet: &Sheet, words: &Words, own: &BlockWords, criteria: u32, first: usize) -> Vec<usize> {
    let filled = |row: usize| {
        let width = u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX);
        (1..=width).map(move |column| sheet.cells.text(row, column)).filter(|text| !text.is_empty())
    };
    let is_number = |text: &str| outside::is_figure(text.trim_matches(['(', ')', '[', ']']));
    let says_columns = |row: &usize| {
        let name = sheet.cells.text(*row, criteria);
        let is_sum = own.sums.iter().any(|sum| fold(sum) == fold(name));
        filled(*row).count() >= 2 && !is_value(words, name) && !is_sum && !filled(*row).any(is_number)
    };
    let above = (first.saturating_sub(HEADER_ABOVE_MAX)..first).rev();
    let Some(bottom) = above.clone().find(says_columns) else { return Vec::new() };
    let mut rows = vec![bottom];
    // A merged heading stands above those of its columns.
    let lacks = |rows: &[usize]| rows.iter().all(|row| sheet.cells.text(*row, criteria).is_empty());
    while let Some(top) = rows.first().copied().filter(|_| rows.len() < 3 && lacks(&rows)) {
        let Some(next) = top.checked_sub(1).filter(says_columns) else { break };
        rows.insert(0, next);
    }
    rows
}

/// The columns with values; several that could be meant are an error.
fn values<'n>(
    words: &Words,
    own: &BlockWords,
    criteria: u32,
    names: &[(u32, &'n str)],
) -> Result<Vec<ValueColumn>, Vec<(u32, &'n str)>> {
    let plain = |column: u32| ValueColumn { column, stage: String::new() };
    if own.declared {
        let find = |wanted: &String| names.iter().find(|(_, name)| fold(name) == fold(wanted));
        let found: Option<Vec<ValueColumn>> =
            own.values.iter().map(|wanted| find(wanted).map(|(column, _)| plain(*column))).collect();
        return Ok(found.unwrap_or_default());
    }
    let stage = |name: &str| {
        let of = |key: &str| own.stages.iter().find(|(called, _)| bare(called) == key);
        of(&bare(name)).map(|(_, id)| id.clone())
    };
    let staged: Vec<ValueColumn> = names
        .iter()
        .filter_map(|(column, name)| Some(ValueColumn { column: *column, stage: stage(name)? }))
        .collect();
    if !staged.is_empty() {
        return Ok(staged);
    }
    let usable =
        |(column, name): &&(u32, &str)| *column != criteria && !name.is_empty() && !is_no_entrant(name);
    let like: Vec<&(u32, &str)> = names
        .iter()
        .filter(usable)
        .filter(|(_, name)| looks_like_points(name) || words.role(name) == Some(&Role::LongValue))
        .collect();
    match like.as_slice() {
        [(column, _)] => Ok(vec![plain(*column)]),
        [] => Ok(Vec::new()),
        several => Err(several.iter().map(|(column, name)| (*column, *name)).collect()),
    }
}

/// What a heading says of a stage: `Điểm tự chấm` and `Tự chấm` are one.
fn bare(name: &str) -> String {
    let key = fold(name);
    ["diem-", "ket-qua-"].iter().find_map(|start| key.strip_prefix(start)).map_or(key.clone(), str::to_owned)
}

fn which(sheet: &Sheet, row: usize, several: &[(u32, &str)]) -> Diagnostic {
    let list: Vec<String> = several.iter().map(|(_, name)| format!("`{name}`")).collect();
    let list = list.join(", ");
    let column = several.first().map_or(1, |(column, _)| *column);
    let (number, line) = (sheet.cells.number(row), quoted(sheet, row));
    Diagnostic::error(
        "TD0427",
        sheet.place(row, column),
        text!(
            "không rõ cột nào là điểm được chấm: {list}; tiêu đề là dòng {number}: `{line}`",
            "which column holds the points that count: {list}? the header is row {number}: `{line}`"
        ),
    )
    .with_help(text!(
        "ghi `value: tên cột` trong `layout`, hoặc đặt tên cột theo vòng chấm của bộ tiêu chí",
        "give `value: header` under `layout`, or name the columns after the stages of the rule set"
    ))
}
