use std::borrow::Cow;
use std::sync::Arc;

use thidua_core::{Diagnostic, Place};
use thidua_table::{Findings, Sheet, Table, Written, clean};

use crate::decode::decoded;
use crate::finding;
use crate::scan::{Flaw, PlainCell, Record, Scanner};
use crate::separator;

/// How large a file may be (giới hạn): generous for any movement, small enough to refuse nonsense at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file; 1 GiB unless said otherwise.
    pub bytes_max: usize,
    /// Columns; 4096 unless said otherwise.
    pub columns_max: usize,
    /// Rows, the header and blank ones included; 5,000,000 unless said otherwise.
    pub rows_max: u32,
    /// Cells of all rows together; 100,000,000 unless said otherwise.
    pub cells_max: usize,
    /// Bytes of one cell; 64 KiB unless said otherwise.
    pub cell_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes_max: 1 << 30,
            columns_max: 4096,
            rows_max: 5_000_000,
            cells_max: 100_000_000,
            cell_bytes_max: 64 << 10,
        }
    }
}

/// Reads the bytes of a CSV file (đọc tệp CSV) into a table, under the default [`Limits`].
///
/// The first row that is not blank is the header; [`read_sheet`] leaves that to be found. The separator
/// is told from the header. Rows without any text are skipped and still counted, so that row numbers
/// are those a spreadsheet shows. The name is only used in findings.
///
/// # Errors
/// Every finding (TD0350–TD0365), up to 100 and then how many more.
///
/// ```
/// let table = thidua_csv::read("a.csv", b"code,points\n\nP1,7\n").unwrap();
/// assert_eq!(table.row(0).unwrap().number(), 3);
/// ```
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, Vec<Diagnostic>> {
    read_with_limits(name, bytes, &Limits::default())
}

/// Reads the bytes of a CSV file under other limits (đọc tệp CSV với giới hạn riêng); see [`read`].
///
/// # Errors
/// Every finding (TD0350–TD0365), up to 100 and then how many more.
///
/// ```
/// use thidua_csv::{Limits, read_with_limits};
/// let small = Limits { rows_max: 2, ..Limits::default() };
/// assert_eq!(read_with_limits("a.csv", b"a\n1\n2\n", &small).unwrap_err()[0].code, "TD0360");
/// ```
pub fn read_with_limits(name: &str, bytes: &[u8], limits: &Limits) -> Result<Table, Vec<Diagnostic>> {
    read_sheet(name, bytes, limits)?.sheet.first_row_as_header()
}

/// A sheet that was read, and what a person should know about how.
#[derive(Clone, Debug)]
pub struct Read {
    /// The rows.
    pub sheet: Sheet,
    /// Notes: an encoding that was converted.
    pub notes: Vec<Diagnostic>,
}

/// Reads the bytes of a CSV file into a sheet (đọc tệp CSV thành trang tính), every row as it lies there.
///
/// # Errors
/// Every finding (TD0350–TD0365) but for rows of uneven width, up to 100 and then how many more.
///
/// ```
/// let read = thidua_csv::read_sheet("a.csv", "sep=;\nBẢNG ĐIỂM\n\nmã;I\nxa-a;8,5\n".as_bytes(), &Default::default());
/// assert_eq!(read.unwrap().sheet.row_count(), 3);
/// ```
pub fn read_sheet(name: &str, bytes: &[u8], limits: &Limits) -> Result<Read, Vec<Diagnostic>> {
    let name: Arc<str> = name.into();
    if let Some(refusal) = finding::refuse_outright(&name, bytes, limits) {
        return Err(vec![refusal]);
    }
    let decoded = decoded(&name, bytes).map_err(|refusal| vec![*refusal])?;
    let bytes: &[u8] = decoded.bytes();
    let (declared, start) = separator::declared(bytes);
    let body = bytes.get(start..).unwrap_or_default();
    let separator = declared.unwrap_or_else(|| separator::detect(body, limits.cell_bytes_max).byte());
    let mut scanner = Scanner::new(body, separator, limits.cell_bytes_max);
    let mut sheet = Sheet::even(Arc::clone(&name));
    // No more than these, whatever stands between quotes; a line of separators alone gets room for no more than is read.
    let count = |sign: u8| memchr::memchr_iter(sign, body).count();
    let rows =
        (count(b'\n').max(count(b'\r')) + 1).min(usize::try_from(limits.rows_max).unwrap_or(usize::MAX));
    let cells = (count(separator) + rows).min(rows.saturating_mul(limits.columns_max)).min(limits.cells_max);
    sheet.rows_to_come().reserve(rows, cells, body.len());
    let row = u32::from(declared.is_some());
    // Of a text that is sound as a whole no cell need be looked at again.
    let text = decoded.text().and_then(|text| text.get(start..)).filter(|text| !text.contains('\0'));
    let (cells, findings) = Default::default();
    let mut reader = Reader { name, limits, text, cells, row, sheet, findings };
    let (mut record, mut texts) = (Record::default(), Vec::new());
    loop {
        reader.take_sound(&mut scanner);
        if !scanner.next_record(&mut record, limits.columns_max.saturating_add(1)) {
            break;
        }
        reader.row = reader.row.saturating_add(1);
        if let Err(fatal) = reader.take(&mut record, &mut texts) {
            reader.findings.add(*fatal, scanner.position());
            reader.findings.stop();
            break;
        }
        for found in reader.row_findings(&record, &texts) {
            reader.findings.add(found, scanner.position());
        }
        if reader.findings.enough(scanner.position()) {
            break;
        }
    }
    let sheet = reader.finish()?;
    Ok(Read { sheet, notes: decoded.note.into_iter().collect() })
}

struct Reader<'l, 'b> {
    name: Arc<str>,
    limits: &'l Limits,
    /// What is read, where all of it is sound.
    text: Option<&'b str>,
    /// The cells of a record that are parts of that text.
    cells: Vec<PlainCell<'b>>,
    /// The row being read, from 1; between two records the last one.
    row: u32,
    /// It stops growing at the first finding.
    sheet: Sheet,
    findings: Findings,
}

impl<'b> Reader<'_, 'b> {
    /// Adds records as long as there is nothing to find in them, as almost always to the end: their cells are parts of a sound
    /// text, and there is room for them.
    fn take_sound(&mut self, scanner: &mut Scanner<'b>) {
        let limits = self.limits;
        let Some(text) = self.text.filter(|_| self.findings.is_empty()) else { return };
        let mut rows = self.sheet.rows_to_come();
        let says =
            |cell: &PlainCell<'_>| (cell.graphic && !cell.text.is_empty()) || !clean(cell.text).is_empty();
        loop {
            let start = scanner.position();
            if !scanner.plain_record(text, &mut self.cells, limits.columns_max) {
                return;
            }
            let put = |cell: &PlainCell<'b>| {
                let PlainCell { text: put, graphic } = *cell;
                move |text: &mut String| {
                    text.push_str(put);
                    (Written::Text, graphic)
                }
            };
            let added = self.row < limits.rows_max
                && rows.cell_count().saturating_add(self.cells.len()) <= limits.cells_max
                && self.cells.iter().any(says)
                && rows.push_put(self.row + 1, self.cells.iter().map(put)).is_ok();
            if !added {
                return scanner.back_to(start);
            }
            self.row += 1;
        }
    }

    /// Turns a record into texts, or says why reading on makes no sense.
    fn take(&self, record: &mut Record<'b>, texts: &mut Vec<Cow<'b, str>>) -> Result<(), Box<Diagnostic>> {
        let limits = self.limits;
        texts.clear();
        if self.row > limits.rows_max {
            return Err(finding::too_many_rows(self.place(0), limits.rows_max).into());
        }
        for (position, cell) in record.cells.drain(..).enumerate() {
            let flaw = record.flaws.iter().find(|(at, _)| *at == position).map(|(_, flaw)| *flaw);
            let text = decode(cell, flaw).map_err(|bad| {
                Box::new(match bad {
                    Undecodable::Nul => finding::nul(self.place(position)),
                    Undecodable::NotUtf8(byte) => finding::not_utf8(self.place(position), byte),
                })
            })?;
            match flaw {
                Some(Flaw::TooLong { quoted }) => {
                    return Err(
                        finding::long_cell(self.place(position), limits.cell_bytes_max, quoted).into()
                    );
                }
                Some(Flaw::Unclosed) => return Err(finding::unclosed(self.place(position), &text).into()),
                Some(Flaw::AfterQuote) | None => texts.push(text),
            }
        }
        if texts.len() > limits.columns_max {
            return Err(finding::too_many_columns(self.place(limits.columns_max), limits.columns_max).into());
        }
        Ok(())
    }

    /// What is wrong with a record that could be read; a good one joins the sheet.
    fn row_findings(&mut self, record: &Record<'_>, texts: &[Cow<'_, str>]) -> Vec<Diagnostic> {
        if !record.flaws.is_empty() {
            let after_quote = |(position, _): &(usize, _)| finding::after_quote(self.place(*position));
            return record.flaws.iter().map(after_quote).collect();
        }
        if !self.findings.is_empty() || texts.iter().all(|text| clean(text).is_empty()) {
            return Vec::new();
        }
        let cells = self.sheet.cell_count().saturating_add(texts.len());
        let row = texts.iter().map(|text| (text, Written::Text));
        if cells > self.limits.cells_max || self.sheet.push_row(self.row, row).is_err() {
            self.findings.stop();
            return vec![finding::too_many_cells(self.place(0), self.limits.cells_max)];
        }
        Vec::new()
    }

    /// The cell at a position of the row being read, from 0.
    fn place(&self, position: usize) -> Place {
        let column = u32::try_from(position).unwrap_or(u32::MAX).saturating_add(1);
        Place::cell(Arc::clone(&self.name), self.row, column)
    }

    fn finish(self) -> Result<Sheet, Vec<Diagnostic>> {
        if !self.findings.is_empty() {
            return Err(self.findings.into_list());
        }
        if self.sheet.row_count() == 0 {
            return Err(vec![finding::empty(Place::file(self.name))]);
        }
        Ok(self.sheet)
    }
}

enum Undecodable {
    Nul,
    NotUtf8(u8),
}

fn decode(cell: Cow<'_, [u8]>, flaw: Option<Flaw>) -> Result<Cow<'_, str>, Undecodable> {
    if cell.contains(&0) {
        return Err(Undecodable::Nul);
    }
    let bad = match std::str::from_utf8(&cell) {
        Ok(_) => None,
        // The scanner may have cut a long cell inside a character.
        Err(error) if error.error_len().is_none() && matches!(flaw, Some(Flaw::TooLong { .. })) => {
            return Ok(Cow::Borrowed(""));
        }
        Err(error) => Some(cell.get(error.valid_up_to()).copied().unwrap_or(0)),
    };
    if let Some(byte) = bad {
        return Err(Undecodable::NotUtf8(byte));
    }
    Ok(match cell {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).unwrap_or_default()),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests;
