//! What a file says of itself, walked through before the library reads it (xem phần mô tả của tệp trước khi đọc).
//!
//! The library makes room for as many elements as a list announces, and passes over truth values in a list, which take no
//! bytes, one by one: a few hundred bytes could ask for all memory, or for hours. It also reads a field as what it should be,
//! whatever it announces itself as. So here every known field must be what it should be, and every list no longer than what
//! is left of the bytes, and none of truth values. Source: Apache Thrift, compact protocol.

use parquet::file::metadata::ParquetMetaData;

use crate::shape::{FOOTER, Fields, PAGE, PAGE_BYTES, Shape};

/// Deeper than Parquet nests anything.
const DEPTH_MAX: usize = 12;
const END: &[u8] = b"PAR1";

/// Whether the end of the file can be read in time and room. What has no such end is for the library to name.
pub(crate) fn is_footer_sound(file: &[u8]) -> bool {
    let Some((before, length)) = file.strip_suffix(END).and_then(|rest| rest.split_last_chunk::<4>()) else {
        return true;
    };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let Some(from) = before.len().checked_sub(length) else { return true };
    Walk { rest: before.get(from..).unwrap_or_default() }.structure(FOOTER, 0).is_some()
}

/// Whether the head of every page can be.
pub(crate) fn are_pages_sound(file: &[u8], metadata: &ParquetMetaData) -> bool {
    let mut columns = metadata.row_groups().iter().flat_map(|group| group.columns());
    columns.all(|column| {
        // The library's own words for a range that makes no sense end in a panic, which is contained.
        let (from, length) = column.byte_range();
        let range = usize::try_from(from).ok().zip(usize::try_from(from.saturating_add(length)).ok());
        let pages = range.and_then(|(from, until)| file.get(from..until));
        pages.is_some_and(|pages| chain(Walk { rest: pages }).is_some())
    })
}

/// Page after page, to the end.
fn chain(mut walk: Walk<'_>) -> Option<()> {
    while !walk.rest.is_empty() {
        let bytes = walk.structure(PAGE, 0)?;
        walk.skip(bytes)?;
    }
    Some(())
}

/// The bytes that are left. Every step is `None` where they end too early, or are not what they should be.
struct Walk<'b> {
    rest: &'b [u8],
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(bytes).ok()?..)?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A structure; what its field [`PAGE_BYTES`] says where that is a number, zero where there is none.
    fn structure(&mut self, fields: Fields, depth: usize) -> Option<u64> {
        let (mut field, mut said) = (0_u64, 0);
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(said);
            }
            field = match head >> 4 {
                0 => unfolded(self.number()?),
                step => field.checked_add(u64::from(step))?,
            };
            let known = fields.iter().find(|(id, _)| *id == field).map(|(_, shape)| shape);
            if field == PAGE_BYTES && matches!((kind, known), (4..=6, Some(Shape::Number))) {
                said = unfolded(self.number()?);
            } else {
                self.value(kind, known, depth)?;
            }
        }
    }

    /// A value that announces itself as this kind; as a known field it must be what that is.
    fn value(&mut self, kind: u8, known: Option<&Shape>, depth: usize) -> Option<()> {
        if depth > DEPTH_MAX {
            return None;
        }
        match (kind, known) {
            (1 | 2, Some(Shape::YesNo) | None) => Some(()),
            (3, Some(Shape::Byte) | None) => self.skip(1),
            (4..=6, Some(Shape::Number) | None) => self.number().map(drop),
            (7, Some(Shape::Double) | None) => self.skip(8),
            (8, Some(Shape::Text) | None) => {
                let length = self.number()?;
                self.skip(length)
            }
            (9, Some(Shape::List(each))) => self.list(Some(each), depth),
            (9 | 10, None) => self.list(None, depth),
            (12, Some(Shape::Structure(fields))) => self.structure(fields, depth + 1).map(drop),
            (12, None) => self.structure(&[], depth + 1).map(drop),
            // Parquet has no maps.
            _ => None,
        }
    }

    fn list(&mut self, each: Option<&Shape>, depth: usize) -> Option<()> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        let kind = head & 0x0f;
        let fits = usize::try_from(count).is_ok_and(|count| count <= self.rest.len());
        if !fits || (count > 0 && matches!(kind, 1 | 2)) {
            return None;
        }
        (0..count).try_for_each(|_| self.value(kind, each, depth + 1))
    }
}

/// A number that was folded so that small ones below zero are short; those are none of ours, and become too large.
fn unfolded(number: u64) -> u64 {
    if number.is_multiple_of(2) { number / 2 } else { u64::MAX }
}
