//! What a file says of itself, walked through before the library reads it (xem phần mô tả của tệp trước khi đọc).
//!
//! The library makes room for as many elements as a list announces, and passes over truth values in a list, which take no
//! bytes, one by one: a few hundred bytes could ask for all memory, or for hours. Both are told here by what a sound file
//! has: no list is longer than what is left of the bytes, none is of truth values, and the head of a page holds no list.
//! Source: Apache Thrift, compact protocol; Apache Parquet, `parquet.thrift`.

use parquet::file::metadata::ParquetMetaData;

/// Deeper than Parquet nests anything.
const DEPTH_MAX: usize = 12;
/// The field of a page head that says how many bytes the page has.
const PAGE_BYTES: u64 = 3;
const END: &[u8] = b"PAR1";

/// Whether the end of the file can be read in time and room. What has no such end is for the library to name.
pub(crate) fn is_footer_sound(file: &[u8]) -> bool {
    let Some((before, length)) = file.strip_suffix(END).and_then(|rest| rest.split_last_chunk::<4>()) else {
        return true;
    };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let Some(from) = before.len().checked_sub(length) else { return true };
    let mut walk = Walk { rest: before.get(from..).unwrap_or_default(), lists: true };
    walk.structure(0).is_some()
}

/// Whether the head of every page can be.
pub(crate) fn are_pages_sound(file: &[u8], metadata: &ParquetMetaData) -> bool {
    let mut columns = metadata.row_groups().iter().flat_map(|group| group.columns());
    columns.all(|column| {
        // The library's own words for a range that makes no sense end in a panic, which is contained.
        let (from, length) = column.byte_range();
        let range = usize::try_from(from).ok().zip(usize::try_from(from.saturating_add(length)).ok());
        let pages = range.and_then(|(from, until)| file.get(from..until));
        pages.is_some_and(|pages| chain(Walk { rest: pages, lists: false }).is_some())
    })
}

/// Page after page, to the end.
fn chain(mut walk: Walk<'_>) -> Option<()> {
    while !walk.rest.is_empty() {
        let bytes = walk.structure(0)?;
        walk.skip(bytes)?;
    }
    Some(())
}

/// The bytes that are left, and whether lists may stand in them. Every step is `None` where they end too early.
struct Walk<'b> {
    rest: &'b [u8],
    lists: bool,
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

    /// A structure; what its field [`PAGE_BYTES`] says, zero where it has none.
    fn structure(&mut self, depth: usize) -> Option<u64> {
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
            if field == PAGE_BYTES && matches!(kind, 4..=6) {
                said = unfolded(self.number()?);
            } else {
                self.value(kind, depth)?;
            }
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            1 | 2 => Some(()),
            3 => self.skip(1),
            4..=6 => self.number().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 | 10 if self.lists => self.list(depth),
            12 if depth < DEPTH_MAX => self.structure(depth + 1).map(drop),
            // Parquet has no maps.
            _ => None,
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        let kind = head & 0x0f;
        let sound = depth < DEPTH_MAX && usize::try_from(count).is_ok_and(|count| count <= self.rest.len());
        if !sound || (count > 0 && matches!(kind, 1 | 2)) {
            return None;
        }
        (0..count).try_for_each(|_| self.value(kind, depth + 1))
    }
}

/// A number that was folded so that small ones below zero are short; those are none of ours, and become too large.
fn unfolded(number: u64) -> u64 {
    if number % 2 == 0 { number / 2 } else { u64::MAX }
}
