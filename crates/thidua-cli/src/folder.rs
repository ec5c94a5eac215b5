use std::io::Write;
use std::path::{Component, Path};

use thidua::{Diagnostic, Files, Manifest, Place, Report, ResultFile, ResultSink, run_with_threads, text};

use crate::progress::Progress;
use crate::written::WrittenFolder;
use crate::{Ending, Settings, findings};

/// Reads a folder and works through it; what is wrong has been shown when there is no report.
pub(crate) fn work_through(
    settings: Settings,
    folder: &Path,
    manifest: &str,
    threads: usize,
) -> Result<(Files, Report), Ending> {
    let progress = Progress::new(settings.json);
    let read = read(folder, manifest, &progress);
    work_through_files(settings, &progress, read, manifest, threads)
}

/// Works through files that were read, or shows why they could not be.
pub(crate) fn work_through_files(
    settings: Settings,
    progress: &Progress,
    read: Result<Files, (Vec<Diagnostic>, Files)>,
    manifest: &str,
    threads: usize,
) -> Result<(Files, Report), Ending> {
    let worked = read.and_then(|files| {
        progress.phase(
            settings.say("đang chấm điểm, xếp hạng, xét khen thưởng …", "scoring, ranking, awarding …"),
        );
        match run_with_threads(&files, manifest, threads) {
            Ok(report) => Ok((files, report)),
            Err(found) => Err((found, files)),
        }
    });
    progress.done();
    worked.map_err(|(found, files)| {
        findings::show(settings, &found, &files);
        Ending::Refused
    })
}

/// Reads the manifest and every file it names; a file that cannot be read is a finding.
pub(crate) fn read(
    folder: &Path,
    manifest: &str,
    progress: &Progress,
) -> Result<Files, (Vec<Diagnostic>, Files)> {
    let mut files = Files::default();
    let mut findings = Vec::new();
    match std::fs::read(folder.join(manifest)) {
        Ok(bytes) => files.insert(manifest, bytes),
        Err(error) => {
            let shown = folder.join(manifest).display().to_string();
            findings.push(
                Diagnostic::error(
                    "TD0501",
                    Place::file(shown.as_str()),
                    text!(
                        "không đọc được bản kê `{shown}`: {error}",
                        "cannot read the manifest `{shown}`: {error}"
                    ),
                )
                .with_help(text!(
                    "chỉ ra thư mục có tệp `{manifest}`, hoặc dùng --manifest",
                    "name a folder that holds `{manifest}`, or use --manifest"
                )),
            );
            return Err((findings, files));
        }
    }
    let bytes = files.get(manifest).unwrap_or_default();
    let parsed: Manifest = match thidua_rulefile::read_bytes(manifest, bytes) {
        Ok(parsed) => parsed,
        Err(found) => return Err((found, files)),
    };
    let named = parsed.files();
    progress.start(named.len());
    for name in named {
        progress.step(name);
        if !is_inside(&name.value) {
            findings.push(
                Diagnostic::error(
                    "TD0503",
                    Place::text(manifest, name.span),
                    text!("`{}` nằm ngoài thư mục", "`{}` lies outside the folder", name.value),
                )
                .with_help(text!(
                    "dùng đường dẫn tương đối bên trong thư mục",
                    "use a relative path inside the folder"
                )),
            );
            continue;
        }
        match std::fs::read(folder.join(&name.value)) {
            Ok(bytes) => files.insert(name.value.clone(), bytes),
            Err(error) => findings.push(
                Diagnostic::error(
                    "TD0501",
                    Place::text(manifest, name.span),
                    text!("không đọc được `{}`: {error}", "cannot read `{}`: {error}", name.value),
                )
                .with_help(text!(
                    "kiểm tra tên tệp; đường dẫn tính từ thư mục của bản kê",
                    "check the name; paths start at the folder of the manifest"
                )),
            ),
        }
    }
    progress.done();
    if findings.is_empty() { Ok(files) } else { Err((findings, files)) }
}

/// Whether a name stays within the folder it is relative to.
pub(crate) fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Writes a results folder whole or not at all: into a new folder beside it, which then takes its place.
pub(crate) fn write_whole(
    out: &Path,
    write: impl FnOnce(&mut WrittenFolder) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let name = out
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_else(|| "results".to_owned());
    let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let fresh = parent.join(format!(".{name}.new-{}", std::process::id()));
    let old = parent.join(format!(".{name}.old-{}", std::process::id()));
    let written = WrittenFolder::at(&fresh).and_then(|mut folder| {
        write(&mut folder)?;
        folder.finish()
    });
    if let Err(error) = written {
        let _ = std::fs::remove_dir_all(&fresh);
        return Err(error);
    }
    if out.exists() {
        // Only a folder this program wrote may be replaced.
        if !out.join("run-record.json").exists() && std::fs::read_dir(out)?.next().is_some() {
            let _ = std::fs::remove_dir_all(&fresh);
            return Err(std::io::Error::new(std::io::ErrorKind::AlreadyExists, "not a results folder"));
        }
        std::fs::rename(out, &old)?;
    }
    if let Err(error) = std::fs::rename(&fresh, out) {
        let _ = std::fs::rename(&old, out);
        let _ = std::fs::remove_dir_all(&fresh);
        return Err(error);
    }
    let _ = std::fs::remove_dir_all(&old);
    Ok(())
}

/// Writes a folder that was not there or was empty, whole or not at all.
pub(crate) fn write_new(folder: &Path, files: &[ResultFile]) -> std::io::Result<()> {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // An empty folder is taken away last and never a full one: `remove_dir` refuses those.
    let taken = folder.is_file() || std::fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some());
    if taken || name.is_empty() {
        return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists));
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)?;
    let fresh = parent.join(format!(".{name}.new-{}", std::process::id()));
    let write = || {
        let mut written = WrittenFolder::at(&fresh)?;
        for file in files {
            written.begin(&file.name)?;
            written.write_all(&file.bytes)?;
        }
        written.finish()?;
        if folder.exists() {
            std::fs::remove_dir(folder)?;
        }
        std::fs::rename(&fresh, folder)
    };
    write().inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&fresh);
    })
}

/// Writes a file whole or not at all: into a new file beside it, which then takes its place.
pub(crate) fn write_file_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fresh = path.with_file_name(format!(".{name}.new-{}", std::process::id()));
    let write = || {
        let mut opened = std::fs::File::create(&fresh)?;
        opened.write_all(bytes)?;
        opened.sync_all()?;
        std::fs::rename(&fresh, path)
    };
    write().inspect_err(|_| {
        let _ = std::fs::remove_file(&fresh);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_outside() {
        let parent = tempfile::tempdir().unwrap();
        let out = parent.path().join("results");
        for name in ["../evil/x.csv", "/tmp/evil-x.csv", "a/../../x.csv"] {
            let written = write_whole(&out, |folder| {
                folder.begin("summary.txt")?;
                folder.begin(name)
            });
            assert!(written.is_err(), "{name}");
            assert_eq!(std::fs::read_dir(parent.path()).unwrap().count(), 0, "{name}");
        }
    }
}
