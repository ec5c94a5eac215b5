//! What fits on A4 landscape: widths of columns, and heights of lines whose text is wrapped.

use thidua_core::Language;

use crate::table::{Column, Shows};

/// So many characters of 11 points stand side by side between the margins of A4 landscape.
const PAGE_CHARS: usize = 128;

/// No column of words is narrower.
const WORDS_LEAST: usize = 10;

/// One line of 11 points, and the most that Excel allows, in points.
pub(super) const LINE_POINTS: u32 = 15;
const HEIGHT_MOST: u32 = 409;

/// Widths that fill the page: columns of words give way, or take what is left.
pub(super) fn widths(columns: &[Column], language: Language) -> Vec<usize> {
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| {
            let own = usize::from(column.words.width);
            // A long heading over a narrow number would make the head as high as the page.
            if column.heading(language).chars().count() > 3 * own { own.max(11) } else { own }
        })
        .collect();
    let gives = |column: &Column| column.words.shows == Shows::Words;
    let fixed: usize =
        columns.iter().zip(&widths).filter(|(column, _)| !gives(column)).map(|(_, width)| width).sum();
    let words: usize =
        columns.iter().zip(&widths).filter(|(column, _)| gives(column)).map(|(_, width)| width).sum();
    let room = PAGE_CHARS.saturating_sub(fixed);
    for (_, width) in columns.iter().zip(&mut widths).filter(|(column, _)| gives(column)) {
        *width = (*width * room).checked_div(words).unwrap_or(0).max(WORDS_LEAST);
    }
    widths
}

/// The height of a line in points: that of its longest cell.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, usize)>) -> u32 {
    let lines = cells.map(|(text, width)| text.lines().map(|line| wrapped(line, width)).sum::<u32>()).max();
    (lines.unwrap_or(1).max(1) * LINE_POINTS).min(HEIGHT_MOST)
}

/// On how many lines words stand in a column of this width.
fn wrapped(text: &str, width: usize) -> u32 {
    // A width counts digits, and most letters of this font are narrower; capitals and bold ones are not.
    let width = (width * 11 / 10).max(1);
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines += 1;
            used = 0;
        }
        used += length + usize::from(used > 0);
        while used > width {
            lines += 1;
            used -= width;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_words_wrap() {
        assert_eq!(wrapped("", 10), 1);
        assert_eq!(wrapped("một hai ba", 12), 1);
        assert_eq!(wrapped("một hai ba bốn", 10), 2);
        assert_eq!(wrapped(&"x".repeat(111), 100), 2);
        assert_eq!(height([("a\nb", 10), ("c", 10)].into_iter()), 30);
    }
}
