use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::time::SystemTime;

use super::fault::Fault;
use crate::interrupt::Temporary;
use crate::moment;

/// A results folder that this run holds (khóa thư mục kết quả); another run is told who does.
///
/// The lock is the operating system's, on a file that says who holds it: it ends with its run, however that ends.
#[derive(Debug)]
pub(super) struct Lock {
    _path: Temporary,
    _file: File,
}

/// Takes the lock, or says who has it.
pub(super) fn take(path: &Path) -> Result<Lock, Fault> {
    let (path, file) = Temporary::make(path, hold)?;
    Ok(Lock { _path: path, _file: file })
}

fn hold(path: &Path) -> Result<File, Fault> {
    loop {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Between taking the lock and writing his name the holder has none.
                let _ = (&file).take(200).read_to_string(&mut holder);
                return Err(Fault::Held(holder.trim().to_owned()));
            }
            // A file system without locks: the exchange is still one step, so that nothing is ever half.
            Err(TryLockError::Error(_)) => {}
        }
        // The run before may have taken its lock file away between opening and locking: then this lock holds nothing.
        if same_file(&file, path) {
            file.set_len(0)?;
            let since = moment::written(SystemTime::now());
            writeln!(file, "process {}, since {since}", std::process::id())?;
            return Ok(file);
        }
    }
}

#[cfg(unix)]
fn same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let (Ok(open), Ok(named)) = (file.metadata(), path.metadata()) else { return false };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}

#[cfg(not(unix))]
fn same_file(_: &File, path: &Path) -> bool {
    // A file that is open cannot be taken away here.
    path.exists()
}
