use std::fs::{File, FileTimes, Metadata};
use std::io::Result;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::contents::{Listed, walk};
use super::fault::KeptAside;
use crate::{moment, record};

/// Takes over into the new folder what is not ours to replace (giữ tệp của người dùng): whatever no record lists, where
/// it was; whatever was edited since, under its date. The old folder stays as it is.
pub(super) fn take_over(old: &Path, listed: &mut Listed, fresh: &Path) -> Result<Vec<KeptAside>> {
    let mut kept = Vec::new();
    // A signature stays with the record it was made for.
    let record = |folder: &Path| std::fs::read(folder.join(record::NAME)).ok();
    let signature_is_stale = record(old) != record(fresh);
    if let Ok(metadata) = std::fs::metadata(old) {
        std::fs::set_permissions(fresh, metadata.permissions())?;
    }
    for (name, metadata) in walk(old)? {
        if metadata.is_dir() {
            if !listed.made_folder(&name) && !fresh.join(&name).exists() {
                std::fs::create_dir_all(fresh.join(&name))?;
                std::fs::set_permissions(fresh.join(&name), metadata.permissions())?;
            }
        } else if name != Path::new(record::NAME) && !listed.holds_unchanged(old, &name, &metadata) {
            let place = match signature_is_stale && name == Path::new(record::SIGNATURE) {
                true => free_place(fresh, &dated(&name, modified(&metadata), 1), modified(&metadata)),
                false => free_place(fresh, &name, modified(&metadata)),
            };
            same_again(&old.join(&name), &fresh.join(&place), &metadata)?;
            kept.extend(moved(&name, &place));
        }
    }
    Ok(kept)
}

/// That a file has another name now.
pub(super) fn moved(name: &Path, place: &Path) -> Option<KeptAside> {
    let shown = |path: &Path| path.display().to_string();
    (name != place).then(|| KeptAside { name: shown(name), kept: shown(place) })
}

/// When a file was last changed, as far as that is known.
pub(super) fn modified(metadata: &Metadata) -> SystemTime {
    metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The name under which a file fits into a folder: its own where that is free, otherwise with its date.
pub(super) fn free_place(folder: &Path, name: &Path, changed: SystemTime) -> PathBuf {
    let mut place = PathBuf::new();
    let mut parts = name.components().peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let free = |place: &Path| {
            let there = folder.join(place).symlink_metadata();
            there.map_or(true, |there| !is_last && there.is_dir())
        };
        let own = place.join(part);
        let dated = (1..).map(|count| dated(&own, changed, count));
        place = std::iter::once(own.clone()).chain(dated).find(|place| free(place)).unwrap_or(own);
    }
    place
}

/// `bang.csv` as `bang.kept-2026-11-25T214003Z.csv`.
pub(super) fn dated(name: &Path, changed: SystemTime, count: usize) -> PathBuf {
    let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_os_string();
    let mut file = part(name.file_stem());
    file.push(format!(".kept-{}", moment::written(changed)));
    if count > 1 {
        file.push(format!("-{count}"));
    }
    if let Some(extension) = name.extension() {
        file.push(".");
        file.push(extension);
    }
    name.with_file_name(file)
}

/// The same file under a second name, or a copy where the disk has no second names.
fn same_again(from: &Path, to: &Path, metadata: &Metadata) -> Result<()> {
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    if metadata.is_symlink() {
        return linked(&std::fs::read_link(from)?, to);
    }
    if std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    std::fs::copy(from, to)?;
    let times = FileTimes::new().set_modified(modified(metadata));
    // A read-only file cannot be opened for writing; its time is then that of the copy.
    let _ = File::options().append(true).open(to).and_then(|file| file.set_times(times));
    Ok(())
}

#[cfg(unix)]
fn linked(target: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn linked(target: &Path, link: &Path) -> Result<()> {
    if target.is_dir() {
        std::os::windows::fs::symlink_dir(target, link)
    } else {
        std::os::windows::fs::symlink_file(target, link)
    }
}
