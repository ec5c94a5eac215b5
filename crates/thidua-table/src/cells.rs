use std::borrow::Cow;

use crate::table::RowError;
use crate::word::clean;

/// How sure the text of a cell is (cách ghi của ô).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Written {
    /// Somebody's text: what a dot or a comma means in it is a question.
    #[default]
    Text,
    /// A number as the file itself holds it, its decimal sign a dot: it has one reading.
    Number,
    /// A binary fraction that no decimal of at most 15 digits stands for; its text is only for showing.
    Inexact,
    /// A binary fraction of a program, its text the shortest decimal that comes to it: which one it stands for is said by the
    /// places that the rules declare.
    Double,
}

/// So many bytes memory brings at a time, on every machine that is in use.
const PIECE: usize = 64;

/// Rows of cells in one text, each row under its number in the file.
///
/// All texts lie in one string with one end offset per cell, so that 100,000 rows of 40 columns
/// cost their text and 16 MB, not four million small allocations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    text: String,
    /// Where each cell ends in `text`; a cell starts where the one before it ends.
    ends: Vec<u32>,
    /// How each cell is written; shorter than `ends` where the rest is text.
    written: Vec<Written>,
    /// Where each row ends in `ends`.
    rows: Vec<u32>,
    /// The number in the file of each row.
    numbers: Vec<u32>,
}

impl Cells {
    /// Makes room for rows that are to come: what grows is copied on the way.
    pub(crate) fn reserve(&mut self, rows: usize, cells: usize, bytes: usize) {
        self.text.reserve(bytes);
        self.ends.reserve(cells);
        self.rows.reserve(rows);
        self.numbers.reserve(rows);
        // Where no cell so far is anything but text, none may come.
        if !self.written.is_empty() {
            self.written.reserve(cells);
        }
    }

    /// Adds a row; when it does not fit, nothing is added.
    pub(crate) fn push<C: AsRef<str>>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = (C, Written)>,
    ) -> Result<(), RowError> {
        let put = |(cell, written): (C, Written)| {
            move |text: &mut String| {
                text.push_str(cell.as_ref());
                (written, false)
            }
        };
        self.push_put(number, cells.into_iter().map(put))
    }

    /// The same with cells that put themselves at the end of the text, and say how they are written and whether it is known
    /// that they hold nothing but signs of ASCII that are seen: those are clean.
    pub(crate) fn push_put<P: FnOnce(&mut String) -> (Written, bool)>(
        &mut self,
        number: u32,
        cells: impl IntoIterator<Item = P>,
    ) -> Result<(), RowError> {
        let before = (self.text.len(), self.ends.len(), self.written.len());
        let added = self.put_cells(cells).and_then(|()| {
            self.rows.push(u32::try_from(self.ends.len()).map_err(|_| RowError::Full)?);
            self.numbers.push(number);
            Ok(())
        });
        if added.is_err() {
            self.text.truncate(before.0);
            self.ends.truncate(before.1);
            self.written.truncate(before.2);
        }
        added
    }

    fn put_cells<P: FnOnce(&mut String) -> (Written, bool)>(
        &mut self,
        cells: impl IntoIterator<Item = P>,
    ) -> Result<(), RowError> {
        for put in cells {
            let start = self.text.len();
            let (written, graphic) = put(&mut self.text);
            if !graphic {
                clean_from(&mut self.text, start);
            }
            if written != Written::Text {
                self.written.resize(self.ends.len(), Written::Text);
                self.written.push(written);
            }
            self.ends.push(u32::try_from(self.text.len()).map_err(|_| RowError::Full)?);
        }
        Ok(())
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many cells all rows have together.
    pub(crate) fn cell_count(&self) -> usize {
        self.ends.len()
    }

    /// How many bytes all texts have together.
    pub(crate) fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Whether these letters stand in any cell, or in the end of one and the beginning of the next.
    pub(crate) fn mentions(&self, letters: &str) -> bool {
        self.text.contains(letters)
    }

    /// The number in the file of a row.
    pub(crate) fn number(&self, row: usize) -> u32 {
        self.numbers.get(row).copied().unwrap_or(0)
    }

    /// How many cells a row has, empty ones at its end included.
    pub(crate) fn width(&self, row: usize) -> usize {
        let (start, end) = self.span(row);
        end.saturating_sub(start)
    }

    /// The first cell of a row among all, and that behind its last.
    pub(crate) fn span(&self, row: usize) -> (usize, usize) {
        let end_of = |row: usize| self.rows.get(row).map_or(0, |end| usize_of(*end));
        let start = row.checked_sub(1).map_or(0, end_of);
        (start, end_of(row))
    }

    /// The texts of a row, each with its column, counted from 1.
    pub(crate) fn texts(&self, row: usize) -> impl Iterator<Item = (u32, &str)> {
        let (first, end) = self.span(row);
        let ends = self.ends.get(first..end).unwrap_or_default();
        let start = first.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let text = move |start: &mut u32, (column, end): (u32, &u32)| {
            let start = std::mem::replace(start, *end);
            Some((column, self.text.get(usize_of(start)..usize_of(*end)).unwrap_or("")))
        };
        (1..).zip(ends).scan(start, text)
    }

    /// The text in a column, counted from 1; empty where the row has no such cell.
    pub(crate) fn text(&self, row: usize, column: u32) -> &str {
        self.text_in(self.span(row), column)
    }

    /// The same in the row with these cells.
    pub(crate) fn text_in(&self, span: (usize, usize), column: u32) -> &str {
        at(span, column).and_then(|cell| self.slice(cell)).unwrap_or("")
    }

    /// How the cell in a column of the row with these cells is written.
    pub(crate) fn written_in(&self, span: (usize, usize), column: u32) -> Written {
        // Most files hold nothing but text.
        if self.written.is_empty() {
            return Written::Text;
        }
        at(span, column).and_then(|cell| self.written.get(cell)).copied().unwrap_or_default()
    }

    /// How the cell in a column is written.
    pub(crate) fn written(&self, row: usize, column: u32) -> Written {
        self.written_in(self.span(row), column)
    }

    /// Looks at every piece of memory that holds the ends of these cells; what comes of it means nothing.
    pub(crate) fn touch_ends(&self, (start, end): (usize, usize)) -> usize {
        let ends = self.ends.get(start.saturating_sub(1)..end).unwrap_or_default();
        let pieces = ends.iter().step_by(PIECE / size_of::<u32>()).chain(ends.last());
        pieces.fold(0, |seen, end| seen ^ usize_of(*end))
    }

    /// Looks at every piece of memory that holds the texts of these cells.
    pub(crate) fn touch_text(&self, (start, end): (usize, usize)) -> usize {
        let end_of = |cell: usize| self.ends.get(cell).map_or(0, |end| usize_of(*end));
        let start = start.checked_sub(1).map_or(0, end_of);
        let text = self.text.as_bytes().get(start..end.checked_sub(1).map_or(0, end_of)).unwrap_or_default();
        text.iter().step_by(PIECE).chain(text.last()).fold(0, |seen, byte| seen ^ usize::from(*byte))
    }

    fn slice(&self, cell: usize) -> Option<&str> {
        let end_of = |cell: usize| self.ends.get(cell).map(|end| usize_of(*end));
        let start = cell.checked_sub(1).map_or(Some(0), end_of)?;
        self.text.get(start..end_of(cell)?)
    }
}

/// Cleans what stands from here to the end.
fn clean_from(text: &mut String, start: usize) {
    let put = text.get(start..).unwrap_or("");
    let cleaned = match clean(put) {
        // As long as what was put, and a part of it: the same.
        Cow::Borrowed(cleaned) if cleaned.len() == put.len() => return,
        cleaned => cleaned.into_owned(),
    };
    text.truncate(start);
    text.push_str(&cleaned);
}

/// Where the cell in a column lies among all.
fn at((start, end): (usize, usize), column: u32) -> Option<usize> {
    let cell = start + usize_of(column.checked_sub(1)?);
    (cell < end).then_some(cell)
}

fn usize_of(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cells, Written};
    use crate::word::clean;

    proptest! {
        /// Where a cell stands among others, it is cleaned as it is alone.
        #[test]
        fn cells_are_cleaned_where_they_stand(
            texts in prop::collection::vec("[ \u{a0}\u{feff}]{0,2}[a-zê\u{302}\u{309}0-9 ]{0,4}[ \u{200b}]{0,2}", 0..6),
        ) {
            let mut cells = Cells::default();
            cells.push(1, texts.iter().map(|text| (text, Written::Text))).unwrap();
            cells.push(2, texts.iter().rev().map(|text| (text, Written::Number))).unwrap();
            let read = |row| cells.texts(row).map(|(_, text)| text.to_owned()).collect::<Vec<_>>();
            let cleaned: Vec<String> = texts.iter().map(|text| clean(text).into_owned()).collect();
            prop_assert_eq!(read(0), &*cleaned);
            prop_assert_eq!(read(1), cleaned.into_iter().rev().collect::<Vec<_>>());
        }
    }
}
