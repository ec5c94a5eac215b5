//! The columns of a turned table (cột của bảng quay ngang): whom each is about, and of which stage it is.

use super::{Across, is_no_entrant, looks_like_points, width};
use crate::find::words::{BlockWords, Words};
use crate::fold;
use crate::sheet::{Merged, Sheet};

/// A column with values.
pub(super) struct Entered<'s> {
    pub(super) column: u32,
    pub(super) name: &'s str,
    /// The id of its stage; empty where the table is of one.
    pub(super) stage: &'s str,
}

/// The columns that are read.
pub(super) struct Read<'s> {
    pub(super) columns: Vec<Entered<'s>>,
    /// What the column of stages is called, where rows say their stage.
    pub(super) stage: Option<String>,
    /// Headings of columns that are not read.
    pub(super) left_out: Vec<String>,
}

/// Whether a row names stages or points and nobody.
pub(super) fn are_labels(sheet: &Sheet, words: &Words, row: usize, criteria: u32) -> bool {
    let texts = || {
        (criteria + 1..=width(sheet, row))
            .map(|column| sheet.cells.text(row, column))
            .filter(|text| !text.is_empty())
    };
    let is_label = |text: &str| {
        !words.knows(text)
            && (looks_like_points(text) || is_no_entrant(text) || stage_of(words, text).is_some())
    };
    texts().count() >= 2 && texts().all(is_label)
}

pub(super) fn read<'s>(sheet: &'s Sheet, words: &'s Words, across: &Across) -> Read<'s> {
    let Some(labels) = across.stages else {
        let named = (across.criteria + 1..=width(sheet, across.entrants)).map(|column| Entered {
            column,
            name: sheet.cells.text(across.entrants, column),
            stage: "",
        });
        let columns = named.filter(|entered| !entered.name.is_empty()).collect();
        return Read { columns, stage: None, left_out: Vec::new() };
    };
    let own = words.blocks();
    let one_stage = own.is_none_or(|own| own.one_stage);
    let all = across.criteria + 1..=width(sheet, labels).max(width(sheet, across.entrants));
    let label = |column: u32| sheet.cells.text(labels, column);
    let by_stage = all.clone().any(|column| stage_of(words, label(column)).is_some());
    let mut read = Read {
        columns: Vec::new(),
        stage: own.filter(|_| by_stage && !one_stage).map(|own| own.stage.clone()),
        left_out: Vec::new(),
    };
    for column in all {
        let name = above(sheet, across.entrants, column);
        if name.is_empty() {
            continue;
        }
        let label = label(column);
        let stage = stage_of(words, label);
        // Where no stage is named, it is the points that count.
        let is_read = label.is_empty() || if by_stage { stage.is_some() } else { looks_like_points(label) };
        if is_read {
            read.columns.push(Entered { column, name, stage: stage.unwrap_or_default() });
        } else if !read.left_out.iter().any(|known| known == label) {
            read.left_out.push(label.to_owned());
        }
    }
    read
}

/// The id of the stage that a label names, of those that the table may be of.
fn stage_of<'w>(words: &'w Words, label: &str) -> Option<&'w str> {
    let own: &BlockWords = words.blocks()?;
    let key = fold(label);
    let is_own = |name: &String| {
        let name = fold(name);
        !name.is_empty() && (key == name || key.ends_with(&format!("-{name}")))
    };
    own.stages.iter().find(|(name, _)| is_own(name)).map(|(_, id)| id.as_str())
}

/// What stands above a column: the cell, the merged one it is a part of, or without merged cells the heading on its left.
fn above(sheet: &Sheet, row: usize, column: u32) -> &str {
    let own = sheet.cells.text(row, column);
    if !own.is_empty() {
        return own;
    }
    let number = sheet.cells.number(row);
    let covers = |merged: &&Merged| merged.covers(number, column);
    match sheet.merged.iter().find(covers) {
        Some(merged) if merged.rows.0 == number => sheet.cells.text(row, merged.columns.0),
        None if sheet.merged.is_empty() => {
            let left = (1..column).rev().map(|left| sheet.cells.text(row, left));
            left.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
        }
        _ => "",
    }
}
