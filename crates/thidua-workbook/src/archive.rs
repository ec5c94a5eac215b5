use std::borrow::Cow;
use std::io::{Cursor, Read};

use thidua_core::{Diagnostic, Place, text};
use zip::ZipArchive;

use crate::Limits;
use crate::finding;

/// An archive known to stay within the limits once unpacked.
pub(crate) type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Below this size a part may unpack to any multiple of what is packed.
const SMALL: u64 = 16 << 20;

/// Opens an archive and unpacks the parts that a reader of workbooks reads, into nothing: sizes that an archive
/// declares may lie.
pub(crate) fn open<'b>(name: &str, bytes: &'b [u8], limits: &Limits) -> Result<Archive<'b>, Box<Diagnostic>> {
    let place = || Place::file(name);
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| finding::damaged(place(), &error.to_string()))?;
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
            continue;
        }
        let allowed = room.min(part.compressed_size().saturating_mul(limits.ratio_max).max(SMALL));
        let size = std::io::copy(&mut part.take(allowed.saturating_add(1)), &mut std::io::sink())
            .map_err(|error| finding::damaged(place(), &format!("{name}: {error}")))?;
        if size > allowed {
            return Err(bomb(&name));
        }
        room -= size;
    }
    Ok(archive)
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
