use std::borrow::Cow;

/// Reads records one after the other, remembering nothing but where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'b> {
    bytes: &'b [u8],
    at: usize,
    separator: u8,
    /// What each byte is in a bare cell: looked up, since every byte that is read is asked about.
    signs: [Sign; 256],
    cell_bytes_max: usize,
}

/// A byte of a bare cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A plain sign that is seen.
    Graphic,
    /// A space, a control, or a part of another letter.
    Other,
    /// The cell ends before it.
    Stop,
}

/// A cell that stands in a sound text as it is, and whether it has no sign but those of ASCII that are seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainCell<'b> {
    pub(crate) text: &'b str,
    pub(crate) graphic: bool,
}

/// One record (dòng): its cells, unquoted, and what is wrong with them.
#[derive(Debug, Default)]
pub(crate) struct Record<'b> {
    pub(crate) cells: Vec<Cow<'b, [u8]>>,
    /// Position of a cell, from 0, and its flaw.
    pub(crate) flaws: Vec<(usize, Flaw)>,
}

/// What can be wrong with one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// A quoted cell runs to the end of the file.
    Unclosed,
    /// Text follows the closing quote; the scanner goes on at the next separator.
    AfterQuote,
    /// The cell is longer than allowed; the scanner stops.
    TooLong {
        /// Whether it began with a quote.
        quoted: bool,
    },
}

/// What comes after a cell.
#[derive(PartialEq, Eq)]
enum Next {
    Cell,
    Record,
}

impl<'b> Scanner<'b> {
    pub(crate) fn new(bytes: &'b [u8], separator: u8, cell_bytes_max: usize) -> Self {
        let sign = |byte: u8| match byte {
            b'\n' | b'\r' => Sign::Stop,
            byte if byte == separator => Sign::Stop,
            byte if byte.is_ascii_graphic() => Sign::Graphic,
            _ => Sign::Other,
        };
        let signs = std::array::from_fn(|byte| u8::try_from(byte).map_or(Sign::Other, sign));
        Self { bytes, at: 0, separator, signs, cell_bytes_max }
    }

    /// How many bytes have been read.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Reads the next record, at most `cells_max` cells of it; `false` at the end of the file.
    pub(crate) fn next_record(&mut self, record: &mut Record<'b>, cells_max: usize) -> bool {
        record.cells.clear();
        record.flaws.clear();
        if self.at >= self.bytes.len() {
            return false;
        }
        while record.cells.len() < cells_max {
            let is_quoted = self.rest().first() == Some(&b'"');
            let (cell, flaw) = self.cell(is_quoted);
            if let Some(flaw) = flaw {
                record.flaws.push((record.cells.len(), flaw));
            }
            record.cells.push(cell);
            if matches!(flaw, Some(Flaw::Unclosed | Flaw::TooLong { .. })) {
                self.at = self.bytes.len();
                break;
            }
            if self.delimiter() == Next::Record {
                break;
            }
        }
        true
    }

    /// Reads a record with nothing wrong in it of which every cell stands in the text as it is, as almost all do: they are
    /// its parts. Where the next one is another, nothing is read.
    pub(crate) fn plain_record(
        &mut self,
        text: &'b str,
        cells: &mut Vec<PlainCell<'b>>,
        cells_max: usize,
    ) -> bool {
        let start = self.at;
        cells.clear();
        while start < self.bytes.len() && cells.len() < cells_max {
            let is_quoted = self.rest().first() == Some(&b'"');
            self.at += usize::from(is_quoted);
            let begin = self.at;
            // Of a cell between quotes nobody knows.
            let mut other = is_quoted;
            let taken = match is_quoted {
                true => self.take_until(|_, byte| byte == b'"'),
                false => self.take_until(|scanner, byte| {
                    let sign = scanner.sign(byte);
                    other |= sign == Sign::Other;
                    sign == Sign::Stop
                }),
            };
            let cell = taken.and_then(|_| text.get(begin..self.at));
            let Some(cell) = cell.filter(|_| !is_quoted || self.closes()) else { break };
            cells.push(PlainCell { text: cell, graphic: !other });
            if self.delimiter() == Next::Record {
                return true;
            }
        }
        self.at = start;
        false
    }

    /// Goes back to where a record began.
    pub(crate) fn back_to(&mut self, position: usize) {
        self.at = position;
    }

    /// Passes a quote behind which the cell ends.
    fn closes(&mut self) -> bool {
        let is_quote = self.rest().first() == Some(&b'"');
        self.at += usize::from(is_quote);
        is_quote && self.bare_text().is_some_and(<[u8]>::is_empty)
    }

    fn rest(&self) -> &'b [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Takes bytes up to the first that `stops`, or `None` when the cell would be too long.
    fn take_until(&mut self, mut stops: impl FnMut(&Self, u8) -> bool) -> Option<&'b [u8]> {
        let rest = self.rest();
        let window = rest.get(..=self.cell_bytes_max).unwrap_or(rest);
        let length = match window.iter().position(|byte| stops(self, *byte)) {
            Some(length) => length,
            None if window.len() == rest.len() && rest.len() <= self.cell_bytes_max => rest.len(),
            None => return None,
        };
        self.at += length;
        rest.get(..length)
    }

    fn cell(&mut self, is_quoted: bool) -> (Cow<'b, [u8]>, Option<Flaw>) {
        if is_quoted {
            self.at += 1;
            return self.quoted_cell();
        }
        match self.bare_text() {
            Some(text) => (Cow::Borrowed(text), None),
            None => (Cow::Borrowed(self.too_long()), Some(Flaw::TooLong { quoted: false })),
        }
    }

    fn bare_text(&mut self) -> Option<&'b [u8]> {
        self.take_until(|scanner, byte| scanner.sign(byte) == Sign::Stop)
    }

    #[inline]
    fn sign(&self, byte: u8) -> Sign {
        self.signs.get(usize::from(byte)).copied().unwrap_or(Sign::Other)
    }

    fn quoted_cell(&mut self) -> (Cow<'b, [u8]>, Option<Flaw>) {
        let mut text: Cow<'b, [u8]> = Cow::Borrowed(&[]);
        loop {
            let Some(part) = self.take_until(|_, byte| byte == b'"') else {
                return (Cow::Borrowed(self.too_long()), Some(Flaw::TooLong { quoted: true }));
            };
            if text.is_empty() {
                text = Cow::Borrowed(part);
            } else {
                text.to_mut().extend_from_slice(part);
            }
            if text.len() > self.cell_bytes_max {
                return (text, Some(Flaw::TooLong { quoted: true }));
            }
            match self.rest() {
                [] => return (text, Some(Flaw::Unclosed)),
                [_, b'"', ..] => {
                    text.to_mut().push(b'"');
                    self.at += 2;
                }
                _ => break,
            }
        }
        self.at += 1;
        match self.bare_text() {
            Some([]) => (text, None),
            Some(_) => (text, Some(Flaw::AfterQuote)),
            None => (Cow::Borrowed(self.too_long()), Some(Flaw::TooLong { quoted: true })),
        }
    }

    /// What can be shown of a cell too long to read.
    fn too_long(&self) -> &'b [u8] {
        let rest = self.rest();
        rest.get(..self.cell_bytes_max).unwrap_or(rest)
    }

    fn delimiter(&mut self) -> Next {
        let (length, next) = match self.rest() {
            [b'\r', b'\n', ..] => (2, Next::Record),
            [byte, ..] if *byte == self.separator => (1, Next::Cell),
            [] => (0, Next::Record),
            _ => (1, Next::Record),
        };
        self.at += length;
        next
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Scanned = (Vec<String>, Vec<(usize, Flaw)>);

    fn scan(bytes: &[u8], separator: u8) -> Vec<Scanned> {
        let mut scanner = Scanner::new(bytes, separator, 8);
        let mut record = Record::default();
        let mut records = Vec::new();
        loop {
            let (mut plain, start) = (Vec::new(), scanner.position());
            let text = std::str::from_utf8(bytes).ok();
            let is_plain = text.is_some_and(|text| scanner.plain_record(text, &mut plain, usize::MAX));
            let at_once = is_plain.then(|| scanner.position());
            scanner.back_to(start);
            if !scanner.next_record(&mut record, usize::MAX) {
                break;
            }
            // What is read at once is what is read with care, and all of that.
            let sound =
                record.flaws.is_empty() && record.cells.iter().all(|cell| matches!(cell, Cow::Borrowed(_)));
            if text.is_some() {
                assert_eq!(at_once, sound.then(|| scanner.position()));
            }
            if is_plain {
                let graphic = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
                assert!(plain.iter().all(|cell| !cell.graphic || graphic(cell.text)));
                assert_eq!(record.cells, plain.iter().map(|cell| cell.text.as_bytes()).collect::<Vec<_>>());
            }
            let cells = record.cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            records.push((cells, record.flaws.clone()));
        }
        records
    }

    #[test]
    fn finds_the_flaws() {
        for (bytes, cells, flaws) in [
            ("a,b", vec!["a", "b"], vec![]),
            ("a,", vec!["a", ""], vec![]),
            ("\"a,\"\"b\",c", vec!["a,\"b", "c"], vec![]),
            ("\"\"\"\"", vec!["\""], vec![]),
            ("a \"b\",c", vec!["a \"b\"", "c"], vec![]),
            ("\"a\nb\",c", vec!["a\nb", "c"], vec![]),
            ("\"a\" b,c", vec!["a", "c"], vec![(0, Flaw::AfterQuote)]),
            ("a,\"b\nc", vec!["a", "b\nc"], vec![(1, Flaw::Unclosed)]),
            ("a,\"", vec!["a", ""], vec![(1, Flaw::Unclosed)]),
            ("12345678", vec!["12345678"], vec![]),
            ("\"12345678\"", vec!["12345678"], vec![]),
            ("a,123456789", vec!["a", "12345678"], vec![(1, Flaw::TooLong { quoted: false })]),
            ("\"123456789", vec!["12345678"], vec![(0, Flaw::TooLong { quoted: true })]),
        ] {
            let cells = cells.into_iter().map(String::from).collect();
            assert_eq!(scan(bytes.as_bytes(), b','), [(cells, flaws)], "{bytes}");
        }
        let counts =
            |text: &str| scan(text.as_bytes(), b',').iter().map(|one| one.0.len()).collect::<Vec<_>>();
        assert_eq!(counts("a,b\r\nc\rd\n\n\ne,f\n"), [2, 1, 1, 1, 1, 2]);
        assert!(counts("").is_empty());
    }

    proptest! {
        #[test]
        fn agrees_with_the_csv_crate(
            rows in prop::collection::vec(prop::collection::vec("[a;,\"\n\r ]{0,6}", 1..4), 0..6),
            separator in prop::sample::select(vec![b',', b';', b'\t']),
            windows: bool,
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(separator)
                .flexible(true)
                .terminator(if windows { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
                .from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let read: Vec<Vec<String>> = scan(&writer.into_inner().unwrap(), separator)
                .into_iter()
                .map(|(cells, flaws)| { assert!(flaws.is_empty()); cells })
                .collect();
            prop_assert_eq!(read, rows);
        }

        #[test]
        fn never_loops_or_panics(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            prop_assert!(scan(&bytes, b',').len() <= bytes.len());
        }
    }
}
