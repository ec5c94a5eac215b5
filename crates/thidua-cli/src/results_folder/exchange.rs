use std::io::{Error, Result};
use std::path::Path;

/// Puts a new folder where an old one is, and the old one where the new one was (đổi chỗ hai thư mục).
///
/// In one step where the system can; otherwise `aside` holds the old one for the moment between two steps, and the
/// next run finds it there should this one end in between.
pub(super) fn exchange(fresh: &Path, out: &Path, aside: &Path) -> Result<()> {
    match in_one_step(fresh, out) {
        Some(done) => done,
        None => {
            std::fs::rename(out, aside)?;
            if let Err(error) = std::fs::rename(fresh, out) {
                std::fs::rename(aside, out)?;
                return Err(error);
            }
            std::fs::rename(aside, fresh)
        }
    }
}

/// `None` where there is no such step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn in_one_step(fresh: &Path, out: &Path) -> Option<Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, fresh, CWD, out, RenameFlags::EXCHANGE) {
        Ok(()) => Some(Ok(())),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => None,
        Err(errno) => Some(Err(Error::from(errno))),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn in_one_step(_: &Path, _: &Path) -> Option<Result<()>> {
    None
}

/// Whether a folder is one that cannot change places: a disk of its own, or one in use as such.
pub(super) fn is_immovable(error: &Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::CrossesDevices | std::io::ErrorKind::ResourceBusy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_folders_change_places() {
        let parent = tempfile::tempdir().unwrap();
        let [one, two, aside] = ["một", "hai", "giữa"].map(|name| parent.path().join(name));
        for folder in [&one, &two] {
            std::fs::create_dir(folder).unwrap();
            std::fs::write(folder.join("tên"), folder.file_name().unwrap().to_str().unwrap()).unwrap();
        }
        exchange(&one, &two, &aside).unwrap();
        assert_eq!(std::fs::read_to_string(one.join("tên")).unwrap(), "hai");
        assert_eq!(std::fs::read_to_string(two.join("tên")).unwrap(), "một");
        assert!(!aside.exists());
    }
}
