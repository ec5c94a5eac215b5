//! The container of an old workbook (tệp OLE): opened by a reader that knows circles and cut chains for what they are.

use std::io::{Cursor, Error, ErrorKind, Read, Write};

use cfb::{CompoundFile, Version};

/// What a container holds.
pub(super) enum Held {
    /// The records of a workbook, and what their stream is called.
    Workbook(&'static str, Vec<u8>),
    /// A workbook of today behind a password.
    Encrypted,
}

/// Opens a container.
///
/// # Errors
/// Where its chains lead nowhere or in circles, and where it holds no workbook.
pub(super) fn open(bytes: &[u8]) -> Result<Held, Error> {
    let mut file = CompoundFile::open(Cursor::new(bytes))?;
    if file.is_stream("EncryptedPackage") {
        return Ok(Held::Encrypted);
    }
    // Excel 5 and 95 call it by the second name.
    let Some(name) = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name)) else {
        return Err(Error::new(ErrorKind::NotFound, "no workbook"));
    };
    let mut records = Vec::new();
    file.open_stream(name)?.read_to_end(&mut records)?;
    Ok(Held::Workbook(name, records))
}

/// The same records alone in a sound container: what else the first one held, macros too, is no matter of ours.
///
/// # Errors
/// None that memory allows.
pub(super) fn alone(name: &str, records: &[u8]) -> Result<Vec<u8>, Error> {
    // The reader of the format takes a container of version 4 without short streams for an empty one.
    let mut file = CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream(name)?.write_all(records)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}
