use std::fs::{File, Metadata};
use std::io::{BufReader, ErrorKind, Read, Result};
use std::path::Path;

use super::carry::{dated, free_place, modified, moved};
use super::contents::{Listed, walk};
use super::fault::KeptAside;
use crate::record;

/// Takes away a folder that another one has replaced: only what its record lists unchanged, and what the new folder
/// has too. Whatever else appeared in it meanwhile moves over.
pub(super) fn retire(old: &Path, listed: Listed, out: &Path) -> Result<Vec<KeptAside>> {
    let mut kept = empty(old, listed, out)?;
    // Last of all: without it nobody would know what the rest is.
    match std::fs::remove_file(old.join(record::NAME)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Never a folder with anything in it: somebody may be working there at this very moment.
    while let Err(error) = std::fs::remove_dir(old) {
        if error.kind() != ErrorKind::DirectoryNotEmpty {
            return Err(error);
        }
        kept.extend(empty(old, Listed::default(), out)?);
    }
    Ok(kept)
}

/// Everything but the record and the folder itself.
fn empty(old: &Path, mut listed: Listed, out: &Path) -> Result<Vec<KeptAside>> {
    let mut kept = Vec::new();
    let mut folders = Vec::new();
    for (name, metadata) in walk(old)? {
        let here = old.join(&name);
        if metadata.is_dir() {
            folders.push(here);
        } else if name == Path::new(record::NAME) {
            continue;
        } else if listed.holds_unchanged(old, &name, &metadata) || is_in(out, &name, &here, &metadata) {
            std::fs::remove_file(here)?;
        } else {
            let place = free_place(out, &name, modified(&metadata));
            if let Some(parent) = out.join(&place).parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::rename(here, out.join(&place))?;
            kept.extend(moved(&name, &place));
        }
    }
    for folder in folders.iter().rev() {
        std::fs::remove_dir(folder)?;
    }
    Ok(kept)
}

/// Takes away what runs that were killed have left; a folder that such a run had just put aside comes back.
pub(super) fn sweep(fresh: &Path, aside: &Path, out: &Path) -> Result<Vec<KeptAside>> {
    let mut kept = Vec::new();
    if aside.is_dir() && !out.exists() {
        std::fs::rename(aside, out)?;
    }
    for left in [aside, fresh] {
        if !left.is_dir() || left.is_symlink() {
            continue;
        }
        match Listed::of(left) {
            Some(listed) => kept.extend(retire(left, listed, out)?),
            // The record is written last and removed last: without one there are only results that were not completed,
            // and second names of files that still have their first.
            None => std::fs::remove_dir_all(left)?,
        }
    }
    Ok(kept)
}

/// Whether the new folder has the same file, under its own name or under its date.
fn is_in(out: &Path, name: &Path, file: &Path, metadata: &Metadata) -> bool {
    // Any part of the name may have got the date: a folder that stood where a result is now, or the file itself.
    let parts = name.ancestors().filter(|part| !part.as_os_str().is_empty());
    let dates = parts.flat_map(|part| {
        let rest = name.strip_prefix(part).unwrap_or(Path::new(""));
        (1..=9).map(move |count| dated(part, modified(metadata), count).join(rest))
    });
    // A file does not equal the folder that an empty rest would make of it.
    let mut places = std::iter::once(name.to_owned()).chain(dates);
    places.any(|place| is_same(&out.join(place.components().as_path()), file, metadata))
}

fn is_same(other: &Path, file: &Path, metadata: &Metadata) -> bool {
    let Ok(found) = other.symlink_metadata() else { return false };
    if metadata.is_symlink() || found.is_symlink() {
        let target = |path: &Path| std::fs::read_link(path).ok();
        return target(other).is_some_and(|there| target(file) == Some(there));
    }
    found.is_file()
        && metadata.is_file()
        && (is_one(&found, metadata) || same_bytes(other, file).unwrap_or(false))
}

#[cfg(unix)]
fn is_one(left: &Metadata, right: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (left.dev(), left.ino()) == (right.dev(), right.ino())
}

#[cfg(not(unix))]
fn is_one(_: &Metadata, _: &Metadata) -> bool {
    false
}

fn same_bytes(left: &Path, right: &Path) -> Result<bool> {
    if std::fs::metadata(left)?.len() != std::fs::metadata(right)?.len() {
        return Ok(false);
    }
    let (left, right) = (BufReader::new(File::open(left)?), BufReader::new(File::open(right)?));
    for (left, right) in left.bytes().zip(right.bytes()) {
        if left? != right? {
            return Ok(false);
        }
    }
    Ok(true)
}
