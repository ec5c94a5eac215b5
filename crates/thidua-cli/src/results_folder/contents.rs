use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io::Result;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::folder::is_inside;
use crate::record::{self, FileRecord, RunRecord};

/// What a valid record says of the files of a results folder, by name.
#[derive(Debug, Default)]
pub(super) struct Listed {
    files: BTreeMap<PathBuf, FileRecord>,
    /// Files that were found as listed, with the size and time they then had: not read twice.
    seen: BTreeMap<PathBuf, (u64, Option<SystemTime>)>,
}

impl Listed {
    /// The record of a folder; nothing when it has none, or one that this program did not write so.
    pub(super) fn of(folder: &Path) -> Option<Self> {
        let record: RunRecord = record::read(&folder.join(record::NAME)).ok()?;
        let sound =
            record.format == record::FORMAT && record.results.iter().all(|file| is_inside(&file.file));
        let files = record.results.into_iter().map(|file| (PathBuf::from(&file.file), file));
        sound.then(|| Self { files: files.collect(), seen: BTreeMap::new() })
    }

    /// Whether the record lists the file and it is as it was written.
    pub(super) fn holds_unchanged(&mut self, folder: &Path, name: &Path, metadata: &Metadata) -> bool {
        let Some(listed) = self.files.get(name).filter(|_| metadata.is_file()) else { return false };
        let stamp = (metadata.len(), metadata.modified().ok());
        if self.seen.get(name) == Some(&stamp) {
            return true;
        }
        let unchanged = metadata.len() == listed.bytes
            && record::file_on_disk(folder, &listed.file).is_ok_and(|found| found == *listed);
        if unchanged {
            self.seen.insert(name.to_owned(), stamp);
        }
        unchanged
    }

    /// Whether the folder of that name was made for listed files.
    pub(super) fn made_folder(&self, name: &Path) -> bool {
        self.files.range(name.to_owned()..).next().is_some_and(|(file, _)| file.starts_with(name))
    }
}

/// Everything in a folder by its name relative to it, folders before what is in them; links are not followed.
pub(super) fn walk(folder: &Path) -> Result<Vec<(PathBuf, Metadata)>> {
    let mut found = Vec::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inside) = open.pop() {
        let mut entries = std::fs::read_dir(folder.join(&inside))?.collect::<Result<Vec<_>>>()?;
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let name = inside.join(entry.file_name());
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                open.push(name.clone());
            }
            found.push((name, metadata));
        }
    }
    Ok(found)
}
