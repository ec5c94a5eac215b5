use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use thidua_core::{Diagnostic, Place, text};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::Limits;
use crate::finding;

/// An archive known to stay within the limits once unpacked.
pub(crate) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Below this size a part may unpack to any multiple of what is packed.
const SMALL: u64 = 16 << 20;

/// Parts that unpack to no more than this together are kept unpacked while the workbook is read.
const KEPT_MAX: u64 = 32 << 20;

/// Opens an archive.
pub(crate) fn open<'b>(name: &str, bytes: &'b [u8]) -> Result<Archive<'b>, Box<Diagnostic>> {
    ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| finding::damaged(Place::file(name), &error.to_string()))
}

/// Unpacks the parts that a reader of workbooks reads: sizes that an archive declares may lie.
///
/// Each part is walked over more than once, so what is small is given back as an archive of parts that need no unpacking.
pub(crate) fn unpacked(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    let place = || Place::file(name);
    let mut archive = open(name, bytes)?;
    let parts = archive.len();
    if parts > limits.parts_max {
        return Err(finding::beyond(place(), text!("{parts} tệp con", "{parts} parts")));
    }
    let mut unpacked: u64 = 0;
    let bomb = |name: &str| {
        finding::beyond(
            place(),
            text!("phần `{name}` giải nén ra quá lớn", "the part `{name}` unpacks to too much"),
        )
    };
    // What is declared is refused before anything is unpacked.
    for index in 0..parts {
        let part =
            archive.by_index_raw(index).map_err(|error| finding::damaged(place(), &error.to_string()))?;
        let name = part.name().unwrap_or_default();
        if is_read(&name) {
            unpacked = unpacked.saturating_add(part.size());
        }
        if unpacked > limits.unpacked_max {
            return Err(bomb(&name));
        }
    }
    let mut kept = (unpacked <= KEPT_MAX).then(Kept::default);
    let mut room = limits.unpacked_max;
    for index in 0..parts {
        let part = match archive.by_index(index) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(why)) if why.contains("assword") => {
                return Err(finding::password(place()));
            }
            Err(error) => return Err(finding::damaged(place(), &error.to_string())),
        };
        let name = part.name().unwrap_or_default().into_owned();
        if !is_read(&name) {
            kept = kept.and_then(|kept| kept.with(&name, &[]));
            continue;
        }
        let allowed = room.min(part.compressed_size().saturating_mul(limits.ratio_max).max(SMALL));
        let mut part = part.take(allowed.saturating_add(1));
        let mut content = Vec::new();
        let size = match &kept {
            Some(_) => part.read_to_end(&mut content).map(|size| u64::try_from(size).unwrap_or(u64::MAX)),
            None => std::io::copy(&mut part, &mut std::io::sink()),
        };
        let size = size.map_err(|error| finding::damaged(place(), &format!("{name}: {error}")))?;
        if size > allowed {
            return Err(bomb(&name));
        }
        room -= size;
        // A part that is larger than it says ends the keeping, not the reading.
        kept = kept
            .filter(|_| limits.unpacked_max - room <= KEPT_MAX)
            .and_then(|kept| kept.with(&name, &content));
    }
    Ok(kept.and_then(|kept| kept.0.finish().ok()).map(Cursor::into_inner))
}

/// Parts as they are, one after the other.
struct Kept(ZipWriter<Cursor<Vec<u8>>>);

impl Default for Kept {
    fn default() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }
}

impl Kept {
    /// With one more part; nothing where the archive is odd, so that it is read as it came.
    fn with(mut self, name: &str, content: &[u8]) -> Option<Self> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, options).ok()?;
        self.0.write_all(content).ok()?;
        Some(self)
    }
}

/// Pictures and macros are never unpacked.
fn is_read(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".xml", ".rels", "mimetype"].iter().any(|end| lower.ends_with(end))
}

/// Whether the archive has a part of this name.
pub(crate) fn has(archive: &Archive<'_>, name: &str) -> bool {
    names(archive).any(|part| part.eq_ignore_ascii_case(name))
}

/// The names of the parts that can be read as text.
pub(crate) fn names<'a>(archive: &'a Archive<'_>) -> impl Iterator<Item = Cow<'a, str>> {
    archive.file_names().flatten()
}
