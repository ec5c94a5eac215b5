use std::io::{Cursor, Read, Write};

use thidua_core::{Text, text};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A template unpacks to no more than this: what an office writes is a hundred times smaller.
const UNPACKED_MAX: u64 = 64 << 20;
/// And has no more parts than this.
const PARTS_MAX: usize = 2_000;

/// The parts of a document by name, in the order in which they were packed.
pub(super) type Parts = Vec<(String, Vec<u8>)>;

/// Unpacks a document, within limits.
pub(super) fn unpack(bytes: &[u8]) -> Result<Parts, Text> {
    let damaged = |error: &dyn std::fmt::Display| {
        text!("tệp hỏng hoặc không phải tệp Word .docx ({error})", "damaged, or no Word file .docx ({error})")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > PARTS_MAX {
        return Err(text!("quá {PARTS_MAX} tệp con", "more than {PARTS_MAX} parts"));
    }
    let mut room = UNPACKED_MAX;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.into_owned();
        let mut content = Vec::new();
        // What an archive declares may lie: as much is unpacked as there is room for, and one byte more.
        part.take(room + 1).read_to_end(&mut content).map_err(|error| damaged(&error))?;
        room = room.checked_sub(content.len() as u64).ok_or_else(|| {
            text!("giải nén ra quá {} MB", "unpacks to more than {} MB", UNPACKED_MAX >> 20)
        })?;
        if !name.ends_with('/') && parts.iter().all(|(known, _)| *known != name) {
            parts.push((name, content));
        }
    }
    Ok(parts)
}

/// Packs parts, without a clock: the same parts give the same bytes.
pub(super) fn pack<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Result<Vec<u8>, String> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).map_err(|error| error.to_string())?;
        archive.write_all(content).map_err(|error| error.to_string())?;
    }
    Ok(archive.finish().map_err(|error| error.to_string())?.into_inner())
}
