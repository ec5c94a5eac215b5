use std::fs::{File, Metadata};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

use thidua::text;

/// Most bytes of a file that people write: rules, tests, manifests, decisions, records.
pub(crate) const AUTHORED_BYTES_MAX: u64 = 16 << 20;

/// Most bytes of a table, as its reader has it.
pub(crate) const TABLE_BYTES_MAX: u64 = 1 << 30;

/// Reads a file that another file names (đọc tệp có giới hạn): a regular one, of a size that is known before the first
/// byte is read and holds while reading.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>> {
    read_if(path, bytes_max, |metadata| metadata.is_file())
}

/// Reads a file that a person named on the command line, which may also be a pipe.
pub(crate) fn read_named(path: &Path, bytes_max: u64) -> Result<Vec<u8>> {
    read_if(path, bytes_max, |metadata| metadata.is_file() || is_pipe(metadata))
}

/// Reads standard input, and no more of it than a file may have.
pub(crate) fn read_stdin(bytes_max: u64) -> Result<Vec<u8>> {
    take(std::io::stdin().lock(), 0, bytes_max)
}

fn read_if(path: &Path, bytes_max: u64, is_right: impl Fn(&Metadata) -> bool) -> Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe waits for somebody at its other end.
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(Error::from(ErrorKind::IsADirectory));
    }
    if !is_right(&metadata) {
        return Err(said(text!("không phải là một tệp thường", "it is not a regular file")));
    }
    if metadata.len() > bytes_max {
        return Err(too_large(bytes_max));
    }
    take(File::open(path)?, metadata.len(), bytes_max)
}

/// The size may have grown since, or never have been true; where it is, nothing is moved while reading.
fn take(from: impl Read, expected: u64, bytes_max: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).map_or(0, |expected| expected + 1));
    from.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes)?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size > bytes_max { Err(too_large(bytes_max)) } else { Ok(bytes) }
}

fn too_large(bytes_max: u64) -> Error {
    let mebibytes = bytes_max >> 20;
    said(text!(
        "tệp lớn hơn giới hạn {mebibytes} MiB",
        "the file is larger than the limit of {mebibytes} MiB"
    ))
}

/// An error in both languages.
pub(crate) fn said(words: thidua::Text) -> Error {
    Error::new(ErrorKind::InvalidData, words.carry())
}

#[cfg(unix)]
fn is_pipe(metadata: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    metadata.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_hold_before_and_while_reading() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "năm").unwrap();
        assert_eq!(read(&path, 4).unwrap(), "năm".as_bytes());
        assert!(read(&path, 3).is_err());
        assert!(read(folder.path(), 9).is_err());
        assert!(take(std::io::repeat(b'x'), 0, 1 << 16).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn devices_and_files_of_no_size_never_hang() {
        assert!(read(Path::new("/dev/zero"), 9).is_err());
        assert!(read_named(Path::new("/dev/zero"), 9).is_err());
        // A file whose size is said to be 0.
        assert!(read(Path::new("/proc/self/maps"), 9).is_err());
    }
}
