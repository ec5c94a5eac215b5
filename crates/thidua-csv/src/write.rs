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

/// Room for a usual row.
const ROW_BYTES: usize = 256;

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
    // Most files are written a row at a time.
    let mut text = String::with_capacity(ROW_BYTES);
    if options.bom {
        text.push('\u{feff}');
    }
    for row in rows {
        let mut cells = 0;
        let mut last_is_empty = false;
        for cell in row {
            if cells > 0 {
                text.push(char::from(options.separator.byte()));
            }
            push_cell(&mut text, cell.as_ref());
            last_is_empty = cell.as_ref().is_empty();
            cells += 1;
        }
        if cells == 1 && last_is_empty {
            // An empty line would be taken for no row at all.
            text.push_str("\"\"");
        }
        text.push('\n');
    }
    text.into_bytes()
}

fn push_cell(text: &mut String, cell: &str) {
    let guard = if is_formula(cell) { "'" } else { "" };
    // Every separator is quoted, not only the one in use, so that detection cannot be misled.
    let is_sign = |byte: u8| matches!(byte, b'"' | b',' | b';' | b'\t' | b'\n' | b'\r');
    if !cell.bytes().fold(false, |any, byte| any | is_sign(byte)) {
        return text.extend([guard, cell]);
    }
    text.extend(["\"", guard]);
    // For every quote of the cell two stand in the file.
    let mut parts = cell.split('"');
    text.push_str(parts.next().unwrap_or_default());
    parts.for_each(|part| text.extend(["\"\"", part]));
    text.push('"');
}

/// Whether a spreadsheet could run the cell: some also accept the full-width signs.
fn is_formula(cell: &str) -> bool {
    match cell.chars().next() {
        Some('+' | '-') => matches!(
            parse_number(cell, NumberStyle::Careful),
            Err(NumberError::NotANumber | NumberError::BadGroups)
        ),
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
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
        }
    }
}
