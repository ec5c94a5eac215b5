use crate::scan::{Record, Scanner};

/// What stands between two cells (dấu phân cách).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`, what a spreadsheet writes where the comma is decimal.
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    /// The separator as a byte.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The separator that a first line `sep=;` declares, as Excel writes it, and where the rest begins.
pub(crate) fn declared(bytes: &[u8]) -> (Option<u8>, usize) {
    let bare = bytes.strip_prefix(b"\"").unwrap_or(bytes);
    let quoted = bytes.len() - bare.len();
    let Some([separator, rest @ ..]) = bare.strip_prefix(b"sep=").or_else(|| bare.strip_prefix(b"SEP="))
    else {
        return (None, 0);
    };
    let rest = if quoted > 0 { rest.strip_prefix(b"\"").unwrap_or(rest) } else { rest };
    let end = rest.iter().take_while(|byte| matches!(byte, b';' | b',' | b'\t' | b' ')).count();
    let known = matches!(separator, b',' | b';' | b'\t' | b'|');
    match rest.get(end..) {
        Some([b'\r', b'\n', after @ ..] | [b'\n' | b'\r', after @ ..]) if known => {
            (Some(*separator), bytes.len() - after.len())
        }
        _ => (None, 0),
    }
}

const RECORDS_LOOKED_AT: usize = 50;
const BYTES_LOOKED_AT: usize = 1 << 20;

/// Tells the separator from the header, and from the first 50 records when the header has several.
///
/// The most even one wins, then the one making most columns; the comma comes last, because it also
/// stands inside names and decimal numbers.
pub(crate) fn detect(bytes: &[u8], cell_bytes_max: usize) -> Separator {
    let window = bytes.get(..BYTES_LOOKED_AT).unwrap_or(bytes);
    let whole = window.len() == bytes.len();
    [Separator::Tab, Separator::Semicolon, Separator::Comma]
        .into_iter()
        .filter_map(|separator| {
            let shape = shape(window, whole, separator, cell_bytes_max);
            (shape.columns > 1).then_some((separator, shape))
        })
        .min_by_key(|(_, shape)| (shape.uneven, std::cmp::Reverse(shape.columns)))
        .map_or(Separator::Comma, |(separator, _)| separator)
}

struct Shape {
    /// Cells of the header.
    columns: usize,
    /// Records with flaws or another number of cells.
    uneven: usize,
}

fn shape(window: &[u8], whole: bool, separator: Separator, cell_bytes_max: usize) -> Shape {
    let mut scanner = Scanner::new(window, separator.byte(), cell_bytes_max);
    let mut record = Record::default();
    let mut shape = Shape { columns: 0, uneven: 0 };
    let mut looked_at = 0;
    while looked_at < RECORDS_LOOKED_AT && scanner.next_record(&mut record, usize::MAX) {
        if !whole && shape.columns > 0 && scanner.position() == window.len() {
            // The window cuts this record short.
            break;
        }
        if record.cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        if shape.columns == 0 {
            shape.columns = record.cells.len();
        }
        looked_at += 1;
        shape.uneven += usize::from(record.cells.len() != shape.columns || !record.flaws.is_empty());
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_line_that_declares_it() {
        for (text, separator, rest) in [
            ("sep=;\na;b", Some(b';'), "a;b"),
            ("sep=,\r\na,b", Some(b','), "a,b"),
            ("\"sep=;\"\na;b", Some(b';'), "a;b"),
            ("sep=;;;\ra", Some(b';'), "a"),
            ("sep=a\nb", None, "sep=a\nb"),
            ("sep=;", None, "sep=;"),
            ("a;b", None, "a;b"),
        ] {
            let (found, start) = declared(text.as_bytes());
            assert_eq!((found, &text[start..]), (separator, rest), "{text}");
        }
    }

    #[test]
    fn tells_the_separator() {
        for (text, separator) in [
            ("a,b\n1,2", Separator::Comma),
            ("a;b\n1,5;2", Separator::Semicolon),
            ("a\tb\n1,5\t2;3", Separator::Tab),
            ("a\n1", Separator::Comma),
            ("", Separator::Comma),
            ("\n\n;;\na;b", Separator::Semicolon),
            ("\"a;b;c\",d\n1,2", Separator::Comma),
            // Both stand in the header: the rows decide, and failing that the comma loses.
            ("a;b, c\n1;2\n3;4", Separator::Semicolon),
            ("a; b,c\n1,2\n3,4", Separator::Comma),
            ("Đơn vị;Điểm, thang 10\nPhường 1;8,5", Separator::Semicolon),
            ("a,b;c,d\n1,2,3\n4,5,6", Separator::Comma),
        ] {
            assert_eq!(detect(text.as_bytes(), 100), separator, "{text}");
        }
    }
}
