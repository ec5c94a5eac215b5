use std::path::{Component, Path};

use thidua::{
    Diagnostic, Files, Located, Manifest, Place, Report, is_visible, only_named, run_with_threads, text,
};

use crate::progress::Progress;
use crate::{ExitCode, Settings, bounded, findings, system_error};

/// Reads a folder and works through it; what is wrong has been shown when there is no report.
pub(crate) fn work_through(
    settings: Settings,
    folder: &Path,
    manifest: &str,
    threads: usize,
) -> Result<(Files, Report), ExitCode> {
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
) -> Result<(Files, Report), ExitCode> {
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
        ExitCode::Refused
    })
}

/// Reads the manifest and every file it names; a file that cannot be read is a finding.
pub(crate) fn read(
    folder: &Path,
    manifest: &str,
    progress: &Progress,
) -> Result<Files, (Vec<Diagnostic>, Files)> {
    read_for(folder, manifest, progress, &|_| true)
}

/// The same, of the evaluation files only those that are wanted.
pub(crate) fn read_for(
    folder: &Path,
    manifest: &str,
    progress: &Progress,
    evaluations: &dyn Fn(&str) -> bool,
) -> Result<Files, (Vec<Diagnostic>, Files)> {
    let mut files = Files::default();
    let mut findings = Vec::new();
    match bounded::read_named(&folder.join(manifest), bounded::AUTHORED_BYTES_MAX) {
        Ok(bytes) => files.insert(manifest, bytes),
        Err(error) => {
            let shown = folder.join(manifest).display().to_string();
            findings.push(
                Diagnostic::error(
                    "TD0501",
                    Place::file(shown.as_str()),
                    system_error::unreadable(&shown, &error),
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
    let parsed = match read_manifest(folder, manifest, bytes) {
        Ok(parsed) => parsed,
        Err(found) => return Err((found, files)),
    };
    let named = parsed.files_for(evaluations);
    progress.start(named.len());
    for name in named {
        progress.step(name);
        if let Err(finding) = inside(manifest, name) {
            findings.push(*finding);
            continue;
        }
        match bounded::read(&folder.join(&name.value), bytes_max(&name.value)) {
            Ok(bytes) => files.insert(name.value.clone(), bytes),
            Err(error) => findings.push(
                Diagnostic::error(
                    "TD0501",
                    Place::text(manifest, name.span),
                    system_error::unreadable(&name.value, &error),
                )
                .with_help(text!(
                    "kiểm tra tên tệp; đường dẫn tính từ thư mục của tệp khai báo",
                    "check the name; paths start at the folder of the manifest"
                )),
            ),
        }
    }
    progress.done();
    if findings.is_empty() { Ok(files) } else { Err((findings, files)) }
}

/// The manifest of a folder, which calls files by the names that they have there.
pub(crate) fn read_manifest(folder: &Path, name: &str, bytes: &[u8]) -> Result<Manifest, Vec<Diagnostic>> {
    let mut manifest = Manifest::read(name, bytes)?;
    manifest.call_files(|file| on_disk(folder, file));
    Ok(manifest)
}

/// The file of a folder that a name means, where it has another spelling: the only one of the same name to a reader, part by part.
fn on_disk(folder: &Path, name: &str) -> Option<String> {
    if !is_inside(name) || folder.join(name).exists() {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for part in name.split(['/', '\\']) {
        let inside = found.iter().fold(folder.to_path_buf(), |folder, part| folder.join(part));
        let listed: Vec<String> = std::fs::read_dir(inside)
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        let exact = listed.iter().find(|entry| *entry == part).map(String::as_str);
        let meant = exact.or_else(|| only_named(listed.iter().map(String::as_str), part))?;
        found.push(meant.to_owned());
    }
    Some(found.join("/"))
}

/// How large a file of this name may be.
pub(crate) fn bytes_max(name: &str) -> u64 {
    let is_authored = name.ends_with(".yaml") || name.ends_with(".yml");
    if is_authored { bounded::AUTHORED_BYTES_MAX } else { bounded::TABLE_BYTES_MAX }
}

/// Refuses a path that a file names and that leads out of its folder.
pub(crate) fn inside(file: &str, path: &Located<String>) -> Result<(), Box<Diagnostic>> {
    if !is_visible(&path.value) {
        let message = text!(
            "tên tệp `{}` có ký tự không nhìn thấy",
            "the file name `{}` has letters that nobody sees",
            path.value
        );
        let help = text!("đổi tên tệp", "rename the file");
        return Err(Box::new(
            Diagnostic::error("TD1011", Place::text(file, path.span), message).with_help(help),
        ));
    }
    if is_inside(&path.value) {
        return Ok(());
    }
    let message = text!("`{}` nằm ngoài thư mục", "`{}` lies outside the folder", path.value);
    let help = text!("dùng đường dẫn tương đối bên trong thư mục", "use a relative path inside the folder");
    Err(Box::new(Diagnostic::error("TD0503", Place::text(file, path.span), message).with_help(help)))
}

/// Whether a name stays within the folder it is relative to.
pub(crate) fn is_inside(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}
