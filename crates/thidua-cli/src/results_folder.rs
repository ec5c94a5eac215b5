mod carry;
mod contents;
mod exchange;
mod fault;
mod lock;
mod retire;

use std::path::{Path, PathBuf};

use contents::Listed;
pub(crate) use fault::{Fault, KeptAside};

use crate::interrupt::Temporary;
use crate::written::WrittenFolder;

/// A results folder that this run holds (thư mục kết quả).
///
/// The folder belongs to the user. A run writes a whole new one beside it, takes over into it whatever is not an
/// unchanged result of the run before, and lets both change places. Names beside it, while a run lasts:
/// `.NAME.thidua-new` (then the old one, until it is emptied), `.NAME.thidua-old` and `.NAME.thidua-lock`.
#[derive(Debug)]
pub(crate) struct ResultsFolder {
    /// The folder itself, links followed.
    out: PathBuf,
    fresh: PathBuf,
    aside: PathBuf,
    /// What was found of runs that were killed.
    left_over: Vec<KeptAside>,
    // Dropped in this order: nothing of the lock is left in a folder before that goes.
    _lock: lock::Lock,
    _way: Vec<Temporary>,
}

impl ResultsFolder {
    /// Takes hold of the folder before any work is done, so that of two runs one is told at once.
    pub(crate) fn hold(out: &Path) -> Result<Self, Fault> {
        let (parent, name, way) = real(out)?;
        let out = parent.join(&name);
        let beside = |what: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(&name);
            hidden.push(format!(".thidua-{what}"));
            parent.join(hidden)
        };
        let lock = lock::take(&beside("lock"))?;
        let (fresh, aside) = (beside("new"), beside("old"));
        let left_over = retire::sweep(&fresh, &aside, &out)?;
        Ok(Self { out, fresh, aside, left_over, _lock: lock, _way: way })
    }

    /// Refuses inputs that lie in the folder: they would be taken for results one day.
    pub(crate) fn refuse_inputs<'a>(
        &self,
        folder: &Path,
        inputs: impl Iterator<Item = &'a str>,
    ) -> Result<(), Fault> {
        for input in inputs {
            if folder.join(input).canonicalize().is_ok_and(|path| path.starts_with(&self.out)) {
                return Err(Fault::InputInside(input.to_owned()));
            }
        }
        Ok(())
    }

    /// Writes the results whole or not at all, and says what was kept aside.
    pub(crate) fn publish(
        self,
        write: impl FnOnce(&mut WrittenFolder) -> std::io::Result<()>,
    ) -> Result<Vec<KeptAside>, Fault> {
        let before = self.before()?;
        let (fresh, mut written) = Temporary::make(&self.fresh, WrittenFolder::at)?;
        write(&mut written)?;
        written.finish()?;
        let mut kept = self.left_over.clone();
        let Some(mut listed) = before else {
            // Takes the place of an empty folder too, and never that of one with anything in it.
            if cfg!(windows) && self.out.is_dir() {
                std::fs::remove_dir(&self.out)?;
            }
            fresh.settle(|fresh| std::fs::rename(fresh, &self.out))?;
            return Ok(kept);
        };
        kept.extend(carry::take_over(&self.out, &mut listed, fresh.path())?);
        fresh.settle(|fresh| {
            exchange::exchange(fresh, &self.out, &self.aside).map_err(|error| {
                if exchange::is_immovable(&error) { Fault::CannotBeExchanged } else { Fault::System(error) }
            })?;
            // The new results stand. What could not be taken away of the old ones is swept by the next run.
            kept.extend(retire::retire(fresh, listed, &self.out).unwrap_or_default());
            Ok(kept)
        })
    }

    /// What the record of the run before lists; nothing when there is no such run.
    fn before(&self) -> Result<Option<Listed>, Fault> {
        let is_empty = match std::fs::read_dir(&self.out) {
            Ok(mut inside) => inside.next().is_none(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => return Err(Fault::System(error)),
        };
        if is_empty {
            return Ok(None);
        }
        Listed::of(&self.out).map(Some).ok_or(Fault::NotResults)
    }
}

/// The names of the files in a results folder, relative to it; links are not followed.
pub(crate) fn names(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let found = contents::walk(folder)?;
    Ok(found.into_iter().filter(|(_, metadata)| !metadata.is_dir()).map(|(name, _)| name).collect())
}

/// The folder in which a results folder lies, its name there, and the folders that were made on the way.
fn real(out: &Path) -> std::io::Result<(PathBuf, std::ffi::OsString, Vec<Temporary>)> {
    let unnamed = || std::io::Error::from(std::io::ErrorKind::InvalidFilename);
    if out.symlink_metadata().is_ok() {
        // A link stays a link: what it leads to is exchanged.
        let out = out.canonicalize()?;
        let (parent, name) = (out.parent().ok_or_else(unnamed)?, out.file_name().ok_or_else(unnamed)?);
        return Ok((parent.to_owned(), name.to_owned(), Vec::new()));
    }
    let name = out.file_name().ok_or_else(unnamed)?.to_owned();
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let way = Temporary::way_to(parent)?;
    Ok((parent.canonicalize()?, name, way))
}
