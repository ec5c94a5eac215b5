use std::fs::File;
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use thidua::ResultSink;

use crate::folder::is_inside;
use crate::interrupt::undisturbed;
use crate::record::{FileRecord, Hashed};

/// A folder in the making: its files are written one after another, hashed on the way.
#[derive(Debug)]
pub(crate) struct WrittenFolder {
    folder: PathBuf,
    open: Option<(String, BufWriter<File>, Hashed)>,
    /// The files that are complete.
    pub(crate) files: Vec<FileRecord>,
}

impl WrittenFolder {
    /// Makes the folder.
    pub(crate) fn at(folder: &Path) -> Result<Self> {
        std::fs::create_dir(folder)?;
        Ok(Self { folder: folder.to_owned(), open: None, files: Vec::new() })
    }

    /// Brings the last file to the disk.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let Some((name, file, hashed)) = self.open.take() else { return Ok(()) };
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        self.files.push(hashed.record(&name));
        Ok(())
    }
}

impl Write for WrittenFolder {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let Some((_, file, hashed)) = &mut self.open else { return Err(Error::from(ErrorKind::NotFound)) };
        let count = file.write(bytes)?;
        hashed.take(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> Result<()> {
        self.open.as_mut().map_or(Ok(()), |(_, file, _)| file.flush())
    }
}

impl ResultSink for WrittenFolder {
    fn begin(&mut self, name: &str) -> Result<()> {
        self.finish()?;
        // A name such as `../x` would be written outside.
        if !is_inside(name) {
            let message = format!("`{}` lies outside the results folder", name.escape_debug());
            return Err(Error::new(ErrorKind::InvalidInput, message));
        }
        let path = self.folder.join(name);
        let file = undisturbed(|| {
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            File::create(path)
        })?;
        self.open = Some((name.to_owned(), BufWriter::new(file), Hashed::default()));
        Ok(())
    }
}
