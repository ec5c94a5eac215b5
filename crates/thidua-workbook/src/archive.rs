use std::borrow::Cow;
use std::io::{Cursor, Read};

use thidua_core::{Diagnostic, Place, text};
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use crate::Limits;
use crate::finding;

/// An archive whose parts are unpacked one by one, as they are asked for, and never beyond the limits.
pub(crate) struct Archive<'b> {
    name: &'b str,
    zip: ZipArchive<Cursor<&'b [u8]>>,
    limits: &'b Limits,
    /// What all parts together may still unpack to.
    room: u64,
}

/// Below this size a part may unpack to any multiple of what is packed.
const SMALL: u64 = 16 << 20;

/// Opens an archive; what it declares is held against the limits before anything is unpacked.
pub(crate) fn open<'b>(
    name: &'b str,
    bytes: &'b [u8],
    limits: &'b Limits,
) -> Result<Archive<'b>, Box<Diagnostic>> {
    let place = || Place::file(name);
    let damaged = |error: ZipError| finding::damaged(place(), &error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let parts = zip.len();
    if parts > limits.parts_max {
        return Err(finding::beyond(place(), text!("{parts} tệp con", "{parts} parts")));
    }
    let mut declared: u64 = 0;
    for index in 0..parts {
        let part = zip.by_index_raw(index).map_err(damaged)?;
        let part_name = part.name().unwrap_or_default();
        if is_read(&part_name) {
            declared = declared.saturating_add(part.size());
        }
        if declared > limits.unpacked_max {
            return Err(bomb(name, &part_name));
        }
    }
    Ok(Archive { name, zip, limits, room: limits.unpacked_max })
}

/// A part that is open, and what it may unpack to.
pub(crate) type Part<'a, 'b> = std::io::Take<ZipFile<'a, Cursor<&'b [u8]>>>;

impl<'b> Archive<'b> {
    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().any(|part| part.eq_ignore_ascii_case(name))
    }

    /// The names of the parts that can be read as text.
    pub(crate) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.zip.file_names().flatten()
    }

    /// Opens a part, whatever the case of its name, with the size it declares; whoever reads it [takes](Self::took) what it was.
    pub(crate) fn part(&mut self, part: &str) -> Result<(Part<'_, 'b>, u64), Box<Diagnostic>> {
        let place = || Place::file(self.name);
        let position = self.zip.index_for_name(part).or_else(|| {
            let found = self.names().find(|known| known.eq_ignore_ascii_case(part))?.into_owned();
            self.zip.index_for_name(&found)
        });
        let position = position.ok_or_else(|| finding::damaged(place(), &format!("{part}: ?")))?;
        let file = match self.zip.by_index(position) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                return Err(finding::password(Place::file(self.name)));
            }
            Err(error) => {
                return Err(finding::damaged(Place::file(self.name), &format!("{part}: {error}")));
            }
        };
        let size = file.size();
        let allowed = self.room.min(file.compressed_size().saturating_mul(self.limits.ratio_max).max(SMALL));
        // One byte more tells what is too much from what just fits.
        Ok((file.take(allowed.saturating_add(1)), size))
    }

    /// Says how much a part unpacked to, and how much of what it was allowed is left.
    pub(crate) fn took(&mut self, part: &str, size: u64, left: u64) -> Result<(), Box<Diagnostic>> {
        if left == 0 {
            return Err(bomb(self.name, part));
        }
        self.room = self.room.saturating_sub(size);
        Ok(())
    }
}

fn bomb(file: &str, part: &str) -> Box<Diagnostic> {
    finding::beyond(
        Place::file(file),
        text!("phần `{part}` giải nén ra quá lớn", "the part `{part}` unpacks to too much"),
    )
}

/// Pictures and macros are never unpacked.
fn is_read(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".xml", ".rels", "mimetype"].iter().any(|end| lower.ends_with(end))
}
