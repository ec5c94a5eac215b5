use thidua_core::ShortDecimal;
use thidua_table::{NumberError, NumberStyle, parse_number};

use crate::separator::Separator;

/// How a CSV file is written (cách ghi tệp CSV).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct WriteOptions {
    /// Whether the file begins with a UTF-8 mark, which some spreadsheets need to show Vietnamese.
    pub bom: bool,
    /// What stands between cells.
    pub separator: Separator,
}

/// Writes rows as CSV in UTF-8 (ghi tệp CSV): one `\n` after each row, the same bytes every time.
///
/// A cell that a spreadsheet would take for a formula and that is not a plain number gets a leading
/// apostrophe, so that nothing in a result file runs on the reader's machine.
///
/// ```
/// use thidua_csv::{WriteOptions, write};
/// let bytes = write([["Đơn vị", "Điểm"], ["=1+1", "-8,5"]], WriteOptions::default());
/// assert_eq!(String::from_utf8(bytes).unwrap(), "Đơn vị,Điểm\n'=1+1,\"-8,5\"\n");
/// ```
#[must_use]
pub fn write<R, C>(rows: impl IntoIterator<Item = R>, options: WriteOptions) -> Vec<u8>
where
    R: IntoIterator<Item = C>,
    C: AsRef<str>,
{
    let mut lines = Lines::new(options);
    for row in rows {
        row.into_iter().for_each(|cell| lines.cell(cell.as_ref()));
        lines.end_line();
    }
    lines.text
}

/// Lines of CSV made cell by cell (các dòng CSV), for whoever writes a large file as it comes to be: the same bytes as
/// [`write()`].
///
/// ```
/// use thidua_core::Figure;
/// let mut lines = thidua_csv::Lines::new(Default::default());
/// lines.cell("Đơn vị");
/// lines.cell("=1+1");
/// Figure::Over(-85, 10).short(1, b',').iter().for_each(|number| lines.number(number));
/// lines.end_line();
/// assert_eq!(lines.made(), "Đơn vị,'=1+1,\"-8,5\"\n".as_bytes());
/// lines.clear();
/// assert_eq!(lines.made(), b"");
/// ```
#[derive(Clone, Debug)]
pub struct Lines {
    text: Vec<u8>,
    separator: u8,
    /// Of the line that has not ended.
    cells: usize,
    last_is_empty: bool,
}

impl Lines {
    /// No line yet; the mark at the beginning of the file stands there where it is asked for.
    #[must_use]
    pub fn new(options: WriteOptions) -> Self {
        let text = if options.bom { "\u{feff}".into() } else { Vec::new() };
        Self { text, separator: options.separator.byte(), cells: 0, last_is_empty: false }
    }

    /// Adds a cell to the line.
    #[inline]
    pub fn cell(&mut self, cell: &str) {
        self.begin_cell();
        if is_formula(cell) || is_quoted(cell) {
            push_guarded(&mut self.text, cell);
        } else {
            self.text.extend_from_slice(cell.as_bytes());
        }
        self.last_is_empty = cell.is_empty();
    }

    /// Adds a number to the line.
    #[inline]
    pub fn number(&mut self, number: &ShortDecimal) {
        self.begin_cell();
        self.last_is_empty = false;
        // No other sign of a number needs quotes.
        if number.mark().is_some_and(needs_quotes) {
            self.text.push(b'"');
            number.add_to(&mut self.text);
            self.text.push(b'"');
        } else {
            number.add_to(&mut self.text);
        }
    }

    #[inline]
    fn begin_cell(&mut self) {
        if self.cells > 0 {
            self.text.push(self.separator);
        }
        self.cells += 1;
    }

    /// Ends the line.
    pub fn end_line(&mut self) {
        if self.cells == 1 && self.last_is_empty {
            // An empty line would be taken for no row at all.
            self.text.extend_from_slice(b"\"\"");
        }
        self.text.push(b'\n');
        self.cells = 0;
    }

    /// What was made since the beginning, or since it was cleared.
    #[must_use]
    pub fn made(&self) -> &[u8] {
        &self.text
    }

    /// Forgets what was made, once it is written.
    pub fn clear(&mut self) {
        self.text.clear();
    }
}

fn push_guarded(text: &mut Vec<u8>, cell: &str) {
    let guard: &[u8] = if is_formula(cell) { b"'" } else { b"" };
    if !is_quoted(cell) {
        text.extend_from_slice(guard);
        return text.extend_from_slice(cell.as_bytes());
    }
    text.push(b'"');
    text.extend_from_slice(guard);
    // For every quote of the cell two stand in the file.
    let doubled = |byte: u8| std::iter::repeat_n(byte, if byte == b'"' { 2 } else { 1 });
    text.extend(cell.bytes().flat_map(doubled));
    text.push(b'"');
}

/// Whether a cell stands between quotes. For every separator it does, not only for the one in use, so that detection cannot
/// be misled.
fn is_quoted(cell: &str) -> bool {
    cell.bytes().any(needs_quotes)
}

#[inline]
fn needs_quotes(byte: u8) -> bool {
    SIGNS.get(usize::from(byte)) == Some(&true)
}

/// The bytes for which a cell is quoted; looked up, since every byte that is written is asked about.
const SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let mut byte = 0;
    while byte < signs.len() {
        #[expect(clippy::indexing_slicing, reason = "below the length, and no other way in a constant")]
        {
            signs[byte] = matches!(byte as u8, b'"' | b',' | b';' | b'\t' | b'\n' | b'\r');
        }
        byte += 1;
    }
    signs
};

/// Whether a spreadsheet could run the cell: some also accept the full-width signs.
#[inline]
fn is_formula(cell: &str) -> bool {
    match cell.as_bytes() {
        [b'+' | b'-', ..] => matches!(
            parse_number(cell, NumberStyle::Careful),
            Err(NumberError::NotANumber | NumberError::BadGroups)
        ),
        [b'=' | b'@' | b'\t' | b'\r' | b'\n', ..] => true,
        // The full-width signs begin with this byte, and few other letters do.
        [0xef, ..] => cell.starts_with(['＝', '＋', '－', '＠']),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(cells: &[&str], options: WriteOptions) -> String {
        String::from_utf8(write([cells], options)).unwrap()
    }

    #[test]
    fn writes_plainly() {
        let plain = WriteOptions::default();
        assert_eq!(line(&["a", "b c", "", "Điểm"], plain), "a,b c,,Điểm\n");
        assert_eq!(line(&["a,b", "c;d", "e\"f", "g\nh"], plain), "\"a,b\",\"c;d\",\"e\"\"f\",\"g\nh\"\n");
        assert_eq!(line(&[""], plain), "\"\"\n");
        let other = WriteOptions { bom: true, separator: Separator::Semicolon };
        assert_eq!(line(&["a", "b"], other), "\u{feff}a;b\n");
        assert_eq!(write(std::iter::empty::<[&str; 1]>(), plain), b"");
    }

    #[test]
    fn disarms_formulas_and_leaves_numbers_alone() {
        for (cell, written) in [
            ("=1+1", "'=1+1\n"),
            ("@SUM(A1)", "'@SUM(A1)\n"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0\n"),
            ("-2+3", "'-2+3\n"),
            ("-", "'-\n"),
            ("\t=1", "\"'\t=1\"\n"),
            ("\r5", "\"'\r5\"\n"),
            ("＝1", "'＝1\n"),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"\n"),
            ("-8.5", "-8.5\n"),
            ("-7.100", "-7.100\n"),
            ("+3%", "+3%\n"),
            ("a=b", "a=b\n"),
            ("'=1", "'=1\n"),
        ] {
            assert_eq!(line(&[cell], WriteOptions::default()), written);
        }
    }

    proptest! {
        #[test]
        fn the_csv_crate_reads_it_back(
            rows in prop::collection::vec(prop::collection::vec("[a;,\"\n\t ĐĐ]{1,6}", 1..4), 0..6),
        ) {
            let bytes = write(&rows, WriteOptions::default());
            let read: Vec<Vec<String>> = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(bytes.as_slice())
                .into_records()
                .map(|record| record.unwrap().iter().map(String::from).collect())
                .collect();
            let disarmed = |cell: &String| if is_formula(cell) { format!("'{cell}") } else { cell.clone() };
            let expected: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(disarmed).collect()).collect();
            prop_assert_eq!(read, expected);
            let mut lines = Lines::new(WriteOptions::default());
            for row in &rows {
                row.iter().for_each(|cell| lines.cell(cell));
                lines.end_line();
            }
            prop_assert_eq!(lines.made(), bytes);
        }
    }
}
