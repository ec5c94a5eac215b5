//! Names that leave out what stands elsewhere (phần tên ghi ở chỗ khác): `Xã số 1` under the title `HUYỆN LẤP VÒ`.

use std::collections::BTreeMap;

use thidua_core::{Diagnostic, text};

use super::outside::is_figure;
use super::words::Words;
use super::{Frame, sheet_name, uneven};
use crate::sheet::{Merged, Sheet};
use crate::table::Table;
use crate::{quoted, same};

/// What the names of a table leave out (phần còn thiếu của tên đơn vị): the same for all, or by the heading, title or cell
/// that stands above or beside each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// All names of the table.
    All(String),
    /// The names under each heading.
    By(BTreeMap<String, String>),
}

/// Where the names of a table stand on its sheet.
pub(super) enum Named {
    /// Down, in this column of the table, under a header that begins at this position.
    Down { column: u32, header: usize },
    /// Across, in the row at this position.
    Across { row: usize },
}

/// The table with its names completed as the frame says, and what completes them; where nothing says so, a question with the
/// words that would.
pub(super) fn completed(
    sheet: &Sheet,
    words: &Words,
    frame: &Frame,
    named: &Named,
    table: Table,
) -> Result<(Table, Option<Within>), Vec<Diagnostic>> {
    if frame.within.is_none() && !words.has_known() {
        return Ok((table, None));
    }
    let column = match named {
        Named::Down { column, .. } => *column,
        Named::Across { .. } => 1,
    };
    let unknown: Vec<usize> = (0..table.row_count())
        .filter(|row| table.row(*row).is_some_and(|row| is_unknown(words, row.cell(column))))
        .collect();
    if unknown.is_empty() {
        return Ok((table, frame.within.clone()));
    }
    let name = |row: usize| table.row(row).map_or("", |row| row.cell(column));
    let proposed = || {
        let places =
            unknown.iter().map(|row| place_of(words, name(*row), &context(sheet, named, &table, *row)));
        places.collect::<Option<Vec<_>>>().map(|found| together(&found))
    };
    let within = match &frame.within {
        Some(said) => said.clone(),
        None => match proposed() {
            Some(within) if frame.propose => within,
            Some(within) => return Err(question(&table, column, &unknown, &within).into_iter().collect()),
            None => return Ok((table, None)),
        },
    };
    let mut names: Vec<Option<String>> = vec![None; table.row_count()];
    for row in unknown.iter().copied() {
        let place = match &within {
            Within::All(place) => Some(place),
            Within::By(places) => context(sheet, named, &table, row).into_iter().find_map(|heading| {
                places.iter().find(|(key, _)| same(key) == same(&heading)).map(|(_, place)| place)
            }),
        };
        let full = place.and_then(|place| match words.has_known() {
            true => full_name(words, name(row), place),
            false => Some(format!("{}, {place}", name(row))),
        });
        if let Some(slot) = names.get_mut(row) {
            *slot = full;
        }
    }
    let table = table.renamed(column, &names).map_err(|_| vec![uneven::full(sheet)])?;
    Ok((table, Some(within)))
}

fn is_unknown(words: &Words, name: &str) -> bool {
    let is_known = words.has_known() && words.knows(name);
    !name.is_empty() && !is_known
}

/// The name as the list has it, with the place after it.
fn full_name(words: &Words, name: &str, place: &str) -> Option<String> {
    let bare = crate::unnumbered(name).unwrap_or(name);
    [
        format!("{bare}, {place}"),
        format!("{bare} - {place}"),
        format!("{bare} ({place})"),
        format!("{bare} {place}"),
    ]
    .into_iter()
    .find(|full| words.knows(full))
}

/// What stands above or beside a name, the nearest first.
fn context(sheet: &Sheet, named: &Named, table: &Table, row: usize) -> Vec<String> {
    let Some(line) = table.row(row) else { return Vec::new() };
    let mut texts: Vec<String> = Vec::new();
    let header = match named {
        Named::Across { row } => {
            let above = (0..*row).rev().map(|above| heading(sheet, above, line.number()).to_owned());
            texts.extend(above.filter(|text| !text.is_empty()));
            0
        }
        Named::Down { column, header } => {
            let beside = line.cells().filter(|cell| cell.column != *column).map(|cell| cell.text);
            texts.extend(beside.filter(|text| is_words(text)).map(str::to_owned));
            // Rows without figures head what is below them; rows with figures add up what is above.
            let above = (header + 1..sheet.row_count()).filter(|at| sheet.cells.number(*at) < line.number());
            for at in above.rev() {
                let own = filled(sheet, at);
                if !own.iter().any(|text| is_figure(text)) && own.len() <= 2 {
                    texts.extend(own.into_iter().filter(|text| is_words(text)).map(str::to_owned));
                }
            }
            *header
        }
    };
    let titles = (0..header).flat_map(|at| filled(sheet, at)).filter(|text| is_words(text));
    let titles = titles.chain(std::iter::once(sheet_name(sheet))).collect::<Vec<_>>().join(" · ");
    texts.push(titles);
    texts
}

fn is_words(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && text.chars().count() > 1
}

fn filled(sheet: &Sheet, row: usize) -> Vec<&str> {
    let width = u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX);
    (1..=width).map(|column| sheet.cells.text(row, column)).filter(|text| !text.is_empty()).collect()
}

/// What a row says above a column: the cell, or the merged one it is a part of.
fn heading(sheet: &Sheet, row: usize, column: u32) -> &str {
    let own = sheet.cells.text(row, column);
    let number = sheet.cells.number(row);
    let covers =
        |merged: &&Merged| merged.rows.0 == number && (merged.columns.0..=merged.columns.1).contains(&column);
    match sheet.merged.iter().find(covers) {
        Some(merged) if own.is_empty() => sheet.cells.text(row, merged.columns.0),
        _ => own,
    }
}

/// Words that stand before the name of a place, where a heading leaves them out.
const RANKS: [&str; 5] = ["huyện", "quận", "thị xã", "thành phố", "tỉnh"];

/// So many words make the name of a place at most.
const WORDS_MAX: usize = 6;

/// The nearest text that names one place which, put after the name, makes it that of somebody: the text, and the place.
fn place_of(words: &Words, name: &str, context: &[String]) -> Option<(String, String)> {
    for text in context {
        let parts: Vec<&str> = text
            .split(|letter: char| letter.is_whitespace() || ".,;:·()".contains(letter))
            .filter(|part| !part.is_empty())
            .collect();
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        for start in 0..parts.len() {
            for length in 1..=WORDS_MAX.min(parts.len() - start) {
                let place = parts.get(start..start + length).unwrap_or_default().join(" ");
                let ranked = RANKS.iter().map(|rank| format!("{rank} {place}"));
                for place in std::iter::once(place.clone()).chain(ranked) {
                    if let Some(full) = full_name(words, name, &place) {
                        places.entry(same(&full)).or_insert(place);
                    }
                }
            }
        }
        if places.len() == 1 {
            return Some((text.clone(), places.into_values().next()?));
        }
        if places.len() > 1 {
            return None;
        }
    }
    None
}

/// One place where all names have the same, else the place of each heading.
fn together(found: &[(String, String)]) -> Within {
    match found.split_first() {
        Some(((_, place), rest)) if rest.iter().all(|(_, other)| same(other) == same(place)) => {
            Within::All(place.clone())
        }
        _ => Within::By(found.iter().cloned().collect()),
    }
}

impl Within {
    /// As a layout says it, on one line.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::All(place) => format!("within: {}", quoted(place)),
            Self::By(places) => {
                let pairs: Vec<String> = places
                    .iter()
                    .map(|(text, place)| format!("{}: {}", quoted(text), quoted(place)))
                    .collect();
                format!("within: {{ {} }}", pairs.join(", "))
            }
        }
    }

    /// The places, each once.
    fn places(&self) -> Vec<&str> {
        let mut places: Vec<&str> = match self {
            Self::All(place) => vec![place],
            Self::By(places) => places.values().map(String::as_str).collect(),
        };
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// Asks whether the places are those that are meant, with the layout that says so.
fn question(table: &Table, column: u32, unknown: &[usize], within: &Within) -> Option<Diagnostic> {
    let first = table.row(*unknown.first()?)?;
    let (name, count, layout) = (first.cell(column), unknown.len(), within.written());
    let listed = within.places().into_iter().take(6).map(|place| format!("`{place}`"));
    let listed = listed.collect::<Vec<_>>().join(", ");
    let message = text!(
        "{count} tên chưa đủ để biết là đơn vị nào, đầu tiên là `{name}`; danh sách có các tên đó kèm {listed}",
        "{count} names do not tell who is meant, the first is `{name}`; the register has them with {listed}"
    );
    Some(Diagnostic::error("TD0419", first.place(column), message).with_help(text!(
        "nếu đúng, ghi vào `layout` của tệp: `{layout}`; nếu không, ghi tên đầy đủ vào từng ô",
        "if that is right, write under `layout` of the file: `{layout}`; else write the whole name in each cell"
    )))
}
