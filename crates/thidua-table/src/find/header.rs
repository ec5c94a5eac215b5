use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use thidua_core::{Diagnostic, text};

use super::words::{Role, Words};
use crate::cells::Cells;
use crate::fold;
use crate::number::{NumberStyle, parse_number};
use crate::sheet::{Merged, Sheet};

/// Rows looked at in search of a header.
const LOOKED_AT: usize = 100;

/// A header may be written in so many rows, one above the other.
const STACKED_MAX: usize = 3;

/// Rows that may be the header, and how much of them is recognised.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    /// Positions of the rows, one under the other.
    pub(super) rows: Vec<usize>,
    /// The name of each column.
    pub(super) names: Vec<String>,
    /// How many different names are recognised.
    pub(super) score: usize,
    /// How many of them are criteria and inputs.
    pub(super) values: usize,
    /// How many columns have the name of a criterion that another has too.
    repeated: usize,
    /// The column that says whom a row is about, from 1.
    pub(super) entrant: Option<u32>,
}

impl Header {
    /// The columns whose names are recognised.
    pub(super) fn recognised(&self, words: &Words) -> impl Iterator<Item = u32> {
        (1..).zip(&self.names).filter(|(_, name)| words.role(name).is_some()).map(|(column, _)| column)
    }
}

/// The header that most names of are recognised; the first row where no other is better.
pub(super) fn look(
    sheet: &Sheet,
    words: &Words,
    declared: Option<(u32, u32)>,
) -> Result<Header, Box<Diagnostic>> {
    if let Some((first, last)) = declared {
        let within = |row: &usize| (first..=last).contains(&sheet.cells.number(*row));
        let rows: Vec<usize> = (0..sheet.row_count()).filter(within).collect();
        if rows.is_empty() {
            return Err(no_row(sheet, first).into());
        }
        return Ok(read(sheet, words, &rows));
    }
    let mut best = read(sheet, words, &[0]);
    let width = |row: usize| (row..row + STACKED_MAX).map(|row| sheet.cells.width(row)).max().unwrap_or(0);
    for row in 0..sheet.row_count().min(LOOKED_AT) {
        // Each column has one name: as most rows under a header of which everything is recognised.
        if best.score >= width(row) && best.rows.first() != Some(&row) {
            continue;
        }
        for height in 1..=STACKED_MAX {
            let rows: Vec<usize> = (row..row + height).filter(|row| *row < sheet.row_count()).collect();
            if rows.len() < height || (height > 1 && !stacks(sheet, words, &rows)) {
                break;
            }
            let candidate = read(sheet, words, &rows);
            // A lone word of a title may be the name of something.
            // A line of codes under the titles is part of the header too, and one that tells columns apart.
            let longer = candidate.score == best.score
                && candidate.rows.starts_with(&best.rows)
                && (candidate.repeated < best.repeated
                    || candidate.rows.last().is_some_and(|last| read(sheet, words, &[*last]).values >= 2));
            if (candidate.score > best.score || longer) && (candidate.score >= 2 || sheet.row_count() == 1) {
                best = candidate;
            }
        }
    }
    Ok(best)
}

/// Whether rows can stand one above the other as a header: the lower ones say nobody's name.
fn stacks(sheet: &Sheet, words: &Words, rows: &[usize]) -> bool {
    let numbers: Vec<u32> = rows.iter().map(|row| sheet.cells.number(*row)).collect();
    if numbers.windows(2).any(|pair| matches!(pair, [above, below] if *below != above + 1)) {
        return false;
    }
    if rows.first().is_some_and(|row| is_title(sheet, words, *row)) {
        return false;
    }
    // A figure under the name of a criterion is a value: its row is one of the table.
    let is_value = |above: &[usize], row: usize, column: u32| {
        parse_number(sheet.cells.text(row, column), NumberStyle::DecimalPoint).is_ok()
            && above
                .iter()
                .any(|above| matches!(words.role(sheet.cells.text(*above, column)), Some(Role::Value { .. })))
    };
    let holds_values = |height: usize, row: usize| {
        let width = u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX);
        let above = rows.get(..height).unwrap_or_default();
        (1..=width).any(|column| is_value(above, row, column))
    };
    if rows.iter().enumerate().any(|(height, row)| holds_values(height, *row)) {
        return false;
    }
    let entrant = rows.iter().enumerate().find_map(|(height, row)| {
        let column = texts(sheet, *row).iter().position(|name| words.is_entrant(name))?;
        Some((height, u32::try_from(column + 1).ok()?))
    });
    entrant.is_none_or(|(height, column)| {
        rows.iter().skip(height + 1).all(|row| sheet.cells.text(*row, column).is_empty())
    })
}

/// Whether a row is one line of words, which is the title of a table or a remark above it and no part of its header: it
/// begins the row, or spans no columns.
fn is_title(sheet: &Sheet, words: &Words, row: usize) -> bool {
    let texts = texts(sheet, row);
    let told: Vec<usize> =
        (0..texts.len()).filter(|at| texts.get(*at).is_some_and(|text| !text.is_empty())).collect();
    let [at] = told.as_slice() else { return false };
    let (number, column) = (sheet.cells.number(row), u32::try_from(at + 1).unwrap_or(u32::MAX));
    let spans = |merged: &Merged| merged.rows.0 == number && merged.columns.0 == column;
    let stands_free = *at == 0 || (!sheet.merged.is_empty() && !sheet.merged.iter().any(spans));
    stands_free && texts.get(*at).is_some_and(|text| words.role(text).is_none())
}

pub(super) fn read(sheet: &Sheet, words: &Words, rows: &[usize]) -> Header {
    let width = rows.iter().map(|row| sheet.cells.width(*row)).max().unwrap_or(0);
    let mut header = Header { rows: rows.to_vec(), ..Header::default() };
    let (mut known, mut values) = (BTreeSet::new(), BTreeSet::new());
    let alike = if rows.len() > 1 { repeated(sheet, words, rows, width) } else { BTreeMap::new() };
    for column in (1..=width).filter_map(|column| u32::try_from(column).ok()) {
        let mut name = name_of(sheet, words, rows, column);
        // What stands under one name in several columns is told apart by the lines below it.
        if let Some(alike) = alike.get(&fold(&name)).filter(|alike| alike.columns > 1) {
            let whole = joined(sheet, rows, column);
            // Of `Điểm` and `Hạng` under a criterion the points are its value, unless somebody says otherwise.
            let is_value = alike.points == 1 && has_points(&whole) && words.role(&whole).is_none();
            if !is_value {
                name = whole;
            }
        }
        if let Some(role) = words.role(&name) {
            known.insert(fold(&name));
            match role {
                Role::Value { .. } => {
                    header.repeated += usize::from(!values.insert(fold(&name)));
                }
                Role::Entrant => header.entrant = header.entrant.or(Some(column)),
                Role::Criterion | Role::LongValue | Role::Remark | Role::Other => {}
            }
        }
        header.names.push(name);
    }
    (header.score, header.values) = (known.len(), values.len());
    header
}

/// Columns of one recognised name.
struct Alike {
    columns: usize,
    /// Those whose last line says that they hold points.
    points: usize,
}

/// Whether the last line of a heading says points and nothing else.
fn has_points(joined: &str) -> bool {
    let last = joined.rsplit(" / ").next().map(fold).unwrap_or_default();
    ["diem", "so-diem", "diem-dat", "diem-dat-duoc", "points"].contains(&last.as_str())
}

/// How many columns of several lines have each recognised name, where the lines together tell them apart.
fn repeated(sheet: &Sheet, words: &Words, rows: &[usize], width: usize) -> BTreeMap<String, Alike> {
    let mut alike: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for column in (1..=width).filter_map(|column| u32::try_from(column).ok()) {
        let name = name_of(sheet, words, rows, column);
        if words.role(&name).is_some() {
            alike.entry(fold(&name)).or_default().push(joined(sheet, rows, column));
        }
    }
    let different =
        |all: &Vec<String>| all.iter().map(|joined| fold(joined)).collect::<BTreeSet<_>>().len() == all.len();
    let counted = |all: Vec<String>| Alike {
        columns: all.len(),
        points: all.iter().filter(|joined| has_points(joined)).count(),
    };
    alike.into_iter().filter(|(_, all)| different(all)).map(|(name, all)| (name, counted(all))).collect()
}

/// What the rows of a column say, one after the other.
fn joined(sheet: &Sheet, rows: &[usize], column: u32) -> String {
    parts(sheet, rows, column).join(" / ")
}

fn parts<'s>(sheet: &'s Sheet, rows: &[usize], column: u32) -> Vec<&'s str> {
    let mut parts: Vec<&str> = Vec::new();
    for row in rows {
        let part = spanned(sheet, rows, *row, column);
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
        }
    }
    parts
}

/// The name of a column: what its rows say, the one that is recognised before the others together.
pub(super) fn name_of(sheet: &Sheet, words: &Words, rows: &[usize], column: u32) -> String {
    let parts = parts(sheet, rows, column);
    // `Điểm` below the title of a criterion says less than the title.
    let is_value = |part: &&&str| matches!(words.role(part), Some(Role::Value { .. }));
    let any = || parts.iter().rev().find(|part| words.role(part).is_some());
    let recognised = parts.iter().rev().find(is_value).or_else(any);
    let joined = parts.join(" ");
    match recognised {
        _ if parts.len() > 1 && words.role(&joined).is_some() => joined,
        Some(part) => (*part).to_owned(),
        None => parts.join(" / "),
    }
}

/// What a cell says, or the merged cell it is a part of; without merged cells, the heading it stands under.
fn spanned<'s>(sheet: &'s Sheet, rows: &[usize], row: usize, column: u32) -> &'s str {
    let own = sheet.cells.text(row, column);
    if !own.is_empty() {
        return own;
    }
    let number = sheet.cells.number(row);
    let covers = |merged: &&Merged| merged.covers(number, column);
    if let Some(merged) = sheet.merged.iter().find(covers) {
        let at = rows.iter().find(|row| sheet.cells.number(**row) == merged.rows.0);
        return at.map_or("", |at| sheet.cells.text(*at, merged.columns.0));
    }
    let below = rows.iter().any(|lower| *lower > row && !sheet.cells.text(*lower, column).is_empty());
    if !sheet.merged.is_empty() || !below {
        return "";
    }
    let left = (1..column).rev().find(|left| !sheet.cells.text(row, *left).is_empty());
    left.map_or("", |left| sheet.cells.text(row, left))
}

/// The texts of a row.
pub(super) fn texts(sheet: &Sheet, row: usize) -> Vec<String> {
    let width = sheet.cells.width(row);
    (1..=width)
        .filter_map(|column| u32::try_from(column).ok())
        .map(|column| sheet.cells.text(row, column).to_owned())
        .collect()
}

/// A heading without what stands in brackets at its end (tiêu đề bỏ phần trong ngoặc).
///
/// ```
/// assert_eq!(thidua_table::without_bracket("Cải cách hành chính (60 điểm)"), Some("Cải cách hành chính"));
/// assert_eq!(thidua_table::without_bracket("Tổng điểm"), None);
/// ```
#[must_use]
pub fn without_bracket(name: &str) -> Option<&str> {
    let (before, _) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(before.trim_end()).filter(|before| !before.is_empty())
}

/// The cells with what is merged over several rows written into each of them; a value cannot be shared out so.
pub(super) fn spread(
    sheet: &Sheet,
    words: &Words,
    header: &Header,
    rows: &[usize],
) -> Result<Option<Arc<Cells>>, Vec<Diagnostic>> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(None) };
    let (first, last) = (sheet.cells.number(*first), sheet.cells.number(*last));
    let tall =
        |merged: &&Merged| merged.rows.1 > merged.rows.0 && merged.rows.0 >= first && merged.rows.0 <= last;
    let tall: Vec<&Merged> = sheet.merged.iter().filter(tall).collect();
    if tall.is_empty() {
        return Ok(None);
    }
    let is_value = |merged: &&&Merged| {
        let column = usize::try_from(merged.columns.0).ok().and_then(|column| column.checked_sub(1));
        let name = column.and_then(|column| header.names.get(column));
        matches!(name.and_then(|name| words.role(name)), Some(Role::Value { .. } | Role::LongValue))
    };
    let shared: Vec<Diagnostic> =
        tall.iter().filter(is_value).map(|merged| over_rows(sheet, merged)).collect();
    if !shared.is_empty() {
        return Err(shared);
    }
    let mut spread = Cells::default();
    for row in 0..sheet.row_count() {
        let number = sheet.cells.number(row);
        let width = u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX);
        let covering: Vec<&&Merged> =
            tall.iter().filter(|merged| number > merged.rows.0 && number <= merged.rows.1).collect();
        let width = covering.iter().map(|merged| merged.columns.0).max().unwrap_or(0).max(width);
        let cells = (1..=width).map(|column| {
            let from = covering
                .iter()
                .find(|merged| merged.columns.0 == column)
                .and_then(|merged| (0..row).rev().find(|above| sheet.cells.number(*above) == merged.rows.0));
            let at = from.unwrap_or(row);
            (sheet.cells.text(at, column), sheet.cells.written(at, column))
        });
        spread.push(number, cells).map_err(|_| vec![super::uneven::full(sheet)])?;
    }
    Ok(Some(Arc::new(spread)))
}

fn over_rows(sheet: &Sheet, merged: &Merged) -> Diagnostic {
    let (first, last) = merged.rows;
    Diagnostic::error(
        "TD0337",
        thidua_core::Place::cell(Arc::clone(&sheet.name), first, merged.columns.0),
        text!(
            "một ô gộp từ dòng {first} đến dòng {last} chứa giá trị chấm của nhiều dòng",
            "one merged cell from row {first} to row {last} holds the value of several rows"
        ),
    )
    .with_help(text!(
        "bỏ gộp ô (Unmerge) và ghi giá trị vào từng dòng",
        "unmerge the cells and write the value in each row"
    ))
}

/// A declared header row that is not there.
fn no_row(sheet: &Sheet, row: u32) -> Diagnostic {
    Diagnostic::error(
        "TD0335",
        thidua_core::Place::cell(Arc::clone(&sheet.name), row, 1),
        text!(
            "dòng {row} khai là tiêu đề nhưng để trống",
            "row {row} is declared as the header and is blank"
        ),
    )
    .with_help(text!("sửa `header` trong `layout`", "mend `header` under `layout`"))
}
