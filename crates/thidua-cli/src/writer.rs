use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

use thidua::{Diagnostic, Files, Language, Place, ResultFile, ResultSink, Text, text};

use crate::bounded::said;
use crate::interrupt::Temporary;
use crate::written::WrittenFolder;
use crate::{ExitCode, Settings, eprint, findings, system_error};

/// Writes a file whole or not at all: into a new file beside it, which then takes its place.
///
/// A link stays a link, the new file has the rights of the old one, and a file that may not be written is not replaced.
pub(crate) fn write_file_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, None)
}

/// Whether nothing stands at a path yet, for a file that is never to take the place of another.
pub(crate) fn free(path: &Path) -> Result<()> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(taken(text!("đã có tệp này", "this file exists"))),
    }
}

/// That another file has the name, said in the user's words.
fn taken(words: thidua::Text) -> Error {
    Error::new(ErrorKind::AlreadyExists, words.carry())
}

/// The same for what a run gives out beside its answer, as `--csv` does: never over a file that this run has read, under
/// whatever name, nor over one that is of another kind by its name.
pub(crate) fn write_beside(
    path: &Path,
    kind: &str,
    bytes: &[u8],
    read: impl IntoIterator<Item = PathBuf>,
) -> Result<()> {
    if let Ok(target) = path.canonicalize() {
        if read.into_iter().any(|read| read.canonicalize().is_ok_and(|read| read == target)) {
            return Err(taken(text!("đây là tệp vừa đọc", "this is a file that was just read")));
        }
        if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind)) {
            return Err(taken(text!(
                "đã có tệp này và tên không có đuôi `.{kind}`",
                "this file exists and its name does not end in `.{kind}`"
            )));
        }
    }
    write_file_whole(path, bytes)
}

/// The same for a file whose text was read and is written anew: not if somebody has saved it meanwhile.
pub(crate) fn rewrite(path: &Path, read: &[u8], bytes: &[u8]) -> Result<()> {
    write(path, bytes, Some(read))
}

fn write(path: &Path, bytes: &[u8], read: Option<&[u8]>) -> Result<()> {
    let (path, before) = real(path)?;
    if let Some(before) = &before {
        if !before.is_file() {
            let kind = if before.is_dir() { ErrorKind::IsADirectory } else { ErrorKind::PermissionDenied };
            return Err(Error::from(kind));
        }
        if before.permissions().readonly() {
            return Err(Error::from(ErrorKind::PermissionDenied));
        }
    }
    sweep_beside(&path);
    let fresh = beside(&path, std::process::id());
    let (fresh, mut file) =
        Temporary::make(&fresh, |fresh| OpenOptions::new().write(true).create_new(true).open(fresh))?;
    // Others sweep what nobody holds.
    let _ = file.try_lock();
    file.write_all(bytes)?;
    if let Some(before) = before {
        file.set_permissions(before.permissions())?;
    }
    file.sync_all()?;
    fresh.settle(|fresh| {
        if read.is_some_and(|read| std::fs::read(&path).ok().as_deref() != Some(read)) {
            return Err(said(text!(
                "tệp đã bị sửa trong lúc xử lý; hãy chạy lại",
                "the file was changed meanwhile; run again"
            )));
        }
        std::fs::rename(fresh, &path)
    })
}

/// Takes away what runs that were killed while writing this file have left beside it.
pub(crate) fn sweep_beside(path: &Path) {
    let Some(parent) = path.parent() else { return };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let prefix = beside_prefix(path);
    for entry in std::fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .and_then(|name| name.strip_prefix(prefix.as_str()))
            .is_some_and(|process| process.parse::<u32>().is_ok());
        // Who still writes it holds its lock.
        let left = entry.path();
        if is_ours && !left.is_symlink() && File::open(&left).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = if left.is_dir() { std::fs::remove_dir_all(&left) } else { std::fs::remove_file(&left) };
        }
    }
}

/// The same for every file of a folder that is about to be looked through.
pub(crate) fn sweep_folder(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let left = name.to_str().and_then(|name| name.strip_prefix('.')?.split_once(NEW));
        if let Some((name, _)) = left {
            sweep_beside(&folder.join(name));
        }
    }
}

/// Writes a folder that was not there or was empty, whole or not at all.
pub(crate) fn write_new(folder: &Path, files: &[ResultFile]) -> Result<()> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // An empty folder is taken away last and never a full one: `remove_dir` refuses those.
    let taken = folder.is_file() || std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some());
    if taken || name.is_empty() {
        return Err(Error::from(ErrorKind::AlreadyExists));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _way = Temporary::way_to(parent)?;
    sweep_beside(folder);
    let place = beside(folder, std::process::id());
    let (fresh, mut written) = Temporary::make(&place, WrittenFolder::at)?;
    // Held as a file is, where the system lets a folder be opened.
    let held = File::open(&place);
    let _ = held.as_ref().map(File::try_lock);
    for file in files {
        written.begin(&file.name)?;
        written.write_all(&file.bytes)?;
    }
    written.finish()?;
    fresh.settle(|fresh| {
        if folder.exists() {
            std::fs::remove_dir(folder)?;
        }
        std::fs::rename(fresh, folder)
    })
}

/// Says why [`write_new`] wrote nothing.
pub(crate) fn not_written(settings: Settings, folder: &Path, error: &Error) -> ExitCode {
    let shown = folder.display();
    if error.kind() == ErrorKind::AlreadyExists {
        eprint(&match settings.language {
            Language::Vietnamese => {
                format!("lỗi: `{shown}` đã có và không trống; hãy chọn tên khác, không tệp nào bị ghi đè\n")
            }
            Language::English => format!(
                "error: `{shown}` exists and is not empty; choose another name, nothing was overwritten\n"
            ),
        });
    } else {
        findings::show(settings, &[unwritable(&shown.to_string(), error)], &Files::default());
    }
    ExitCode::Refused
}

/// A file or folder that could not be written, as a finding.
pub(crate) fn unwritable(name: &str, error: &Error) -> Diagnostic {
    let why = system_error::words(error);
    let message = Text::new(
        format!("không ghi được `{name}`: {}", why.vi),
        format!("cannot write `{name}`: {}", why.en),
    );
    let help = if error.kind() == ErrorKind::AlreadyExists {
        Text::new(
            "chọn tên khác, hoặc chuyển tệp đó đi nơi khác; không tệp nào bị ghi đè",
            "choose another name, or move that file away; nothing was overwritten",
        )
    } else {
        Text::new(
            "chưa có gì bị thay đổi; kiểm tra quyền ghi và dung lượng",
            "everything is as it was; check rights and room",
        )
    };
    Diagnostic::error("TD1004", Place::file(name), message).with_help(help)
}

/// The file that a path leads to, and what is there now.
fn real(path: &Path) -> Result<(PathBuf, Option<Metadata>)> {
    match path.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok((path.to_owned(), None)),
        Err(error) => Err(error),
        // A link that leads nowhere is refused: what it was meant to lead to is not ours to make.
        Ok(_) => path.canonicalize().and_then(|path| path.metadata().map(|found| (path, Some(found)))),
    }
}

const NEW: &str = ".thidua-new-";

fn beside_prefix(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    format!(".{name}{NEW}")
}

fn beside(path: &Path, process: u32) -> PathBuf {
    path.with_file_name(format!("{}{process}", beside_prefix(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_swept_and_what_is_held_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        let (dead, held) = (beside(&path, 4_000_000), beside(&path, 4_000_001));
        std::fs::write(&dead, "nửa").unwrap();
        let file = File::create(&held).unwrap();
        file.lock().unwrap();
        write_file_whole(&path, b"a: 1\n").unwrap();
        assert!(!dead.exists() && held.exists());
        drop(file);
        sweep_folder(folder.path());
        assert!(!held.exists());
        assert_eq!(std::fs::read(&path).unwrap(), b"a: 1\n");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_rights_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let [path, link, lost] = ["a.yaml", "b.yaml", "c.yaml"].map(|name| folder.path().join(name));
        std::fs::write(&path, "cũ").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        std::os::unix::fs::symlink(folder.path().join("không có"), &lost).unwrap();
        write_file_whole(&link, "mới".as_bytes()).unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mới");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o640);
        assert!(write_file_whole(&lost, b"x").is_err());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(write_file_whole(&link, b"x").unwrap_err().kind(), ErrorKind::PermissionDenied);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mới");
    }
}
