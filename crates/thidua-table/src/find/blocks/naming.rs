//! The lines that name the entrant of a block (dòng ghi đơn vị): after a label, or alone where it is known.

use super::super::outside::is_figure;
use super::super::words::{BlockWords, Words};
use crate::fold;
use crate::sheet::Sheet;

/// An entrant that is named, and where.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) name: String,
    /// Row and column, from 1.
    pub(super) at: (u32, u32),
    /// The position of its label among those that are known; a name without one comes last.
    pub(super) rank: usize,
}

/// Every row that names somebody, in order.
pub(super) fn rows(sheet: &Sheet, words: &Words, own: &BlockWords) -> Vec<(usize, Named)> {
    let labels: Vec<String> = own.labels.iter().map(|label| fold(label)).collect();
    (0..sheet.row_count()).filter_map(|row| Some((row, of(sheet, words, &labels, row)?))).collect()
}

fn of(sheet: &Sheet, words: &Words, labels: &[String], row: usize) -> Option<Named> {
    let number = sheet.cells.number(row);
    let width = u32::try_from(sheet.cells.width(row)).unwrap_or(u32::MAX);
    let filled = || {
        (1..=width).map(|column| (column, sheet.cells.text(row, column))).filter(|(_, text)| !text.is_empty())
    };
    // `1. Tên đơn vị: …` names it as `Tên đơn vị: …` does.
    let rank = |label: &str| {
        let label = fold(crate::unnumbered(label).unwrap_or(label));
        labels.iter().position(|known| *known == label)
    };
    for (column, text) in filled() {
        if let Some((label, name)) = text.split_once(':')
            && let Some(rank) = rank(label)
        {
            let (at, name) = match name.trim() {
                "" => filled().find(|(other, _)| *other > column)?,
                name => (column, name),
            };
            return Some(Named { name: name.to_owned(), at: (number, at), rank });
        }
    }
    let mut all = filled();
    let (column, text) = all.next()?;
    let second = all.next();
    match second {
        // A pivot table adds up its criteria in the row of each entrant.
        Some(_) if words.knows(text) && filled().skip(1).all(|(_, text)| is_figure(text)) => {
            Some(Named { name: text.to_owned(), at: (number, column), rank: labels.len() })
        }
        // `Tên đơn vị | Xã A`, with nothing else in the row.
        Some((at, name)) if all.next().is_none() => {
            let rank = rank(text)?;
            // Two names of columns side by side are a header.
            (words.role(name).is_none() && rank_of_header(labels, name)).then(|| Named {
                name: name.to_owned(),
                at: (number, at),
                rank,
            })
        }
        None if words.knows(text) => {
            Some(Named { name: text.to_owned(), at: (number, column), rank: labels.len() })
        }
        _ => None,
    }
}

fn rank_of_header(labels: &[String], name: &str) -> bool {
    let key = fold(name);
    !labels.contains(&key) && !key.is_empty()
}
