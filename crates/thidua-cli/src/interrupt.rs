use std::io::Result;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// What lies on the disk only until the work is done, in the order in which it was made.
static TEMPORARY: Mutex<Vec<(PathBuf, Kind)>> = Mutex::new(Vec::new());

/// The exit code of a program that was stopped from the keyboard.
const STOPPED: i32 = 130;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nobody else writes here.
    Own,
    /// A folder made on the way to a place: goes if it is empty, and stays as soon as anything lies in it.
    Way,
}

/// A file or folder that is taken away when the work ends, however it ends: done, failed, or stopped by Ctrl-C.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    kind: Kind,
}

impl Temporary {
    /// Makes a file or folder and answers for it from now on.
    pub(crate) fn make<T, E>(
        path: &Path,
        make: impl FnOnce(&Path) -> std::result::Result<T, E>,
    ) -> std::result::Result<(Self, T), E> {
        Self::made(path, Kind::Own, make)
    }

    /// Makes the folders that are missing on the way to a place.
    pub(crate) fn way_to(folder: &Path) -> Result<Vec<Self>> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        let mut made = Vec::new();
        for path in missing.into_iter().rev() {
            match Self::made(path, Kind::Way, |path| std::fs::create_dir(path)) {
                Ok((folder, ())) => made.push(folder),
                // Somebody else was faster, and answers for it.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        // What was made last goes first.
        made.reverse();
        Ok(made)
    }

    fn made<T, E>(
        path: &Path,
        kind: Kind,
        make: impl FnOnce(&Path) -> std::result::Result<T, E>,
    ) -> std::result::Result<(Self, T), E> {
        listen();
        let mut list = list();
        let made = make(path)?;
        list.push((path.to_owned(), kind));
        Ok((Self { path: path.to_owned(), kind }, made))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The last step, which moves the path to where it belongs: Ctrl-C waits for it, so that it is done whole or not at all.
    pub(crate) fn settle<T, E>(
        &self,
        step: impl FnOnce(&Path) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut list = list();
        let done = step(&self.path)?;
        list.retain(|(path, _)| *path != self.path);
        Ok(done)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let mut list = list();
        // What was settled is no longer ours to remove.
        if let Some(position) = list.iter().rposition(|(path, _)| *path == self.path) {
            list.remove(position);
            remove(&self.path, self.kind);
        }
    }
}

/// A step that Ctrl-C waits for: nothing is made behind the back of the tidying.
pub(crate) fn undisturbed<T>(step: impl FnOnce() -> T) -> T {
    let _list = list();
    step()
}

fn list() -> MutexGuard<'static, Vec<(PathBuf, Kind)>> {
    TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner)
}

fn remove(path: &Path, kind: Kind) {
    // What cannot be removed now is swept by the next run.
    let _ = match kind {
        Kind::Way => std::fs::remove_dir(path),
        Kind::Own if path.is_dir() && !path.is_symlink() => std::fs::remove_dir_all(path),
        Kind::Own => std::fs::remove_file(path),
    };
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A host that refuses the thread for it loses nothing but the tidying: the next run does that.
        let _ = ctrlc::set_handler(|| {
            let list = list();
            list.iter().rev().for_each(|(path, kind)| remove(path, *kind));
            std::process::exit(STOPPED);
        });
    });
}
