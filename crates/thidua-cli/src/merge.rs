use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Place, merge};

use crate::progress::Progress;
use crate::recommend::{Worked, write_and_show};
use crate::{ExitCode, Settings, bounded, findings, folder, system_error};

/// Which parts are put together, and where the results go.
pub(crate) struct MergeOptions {
    folder: PathBuf,
    manifest: String,
    parts: Vec<PathBuf>,
    out: Option<PathBuf>,
    threads: usize,
}

/// The verb and its arguments.
pub(crate) fn command(settings: Settings, folder: Arg, manifest: Arg, out: Arg, threads: Arg) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("merge")
        .about(t(
            "Ghép các phần đã chấm, xếp hạng, xét khen thưởng trên tất cả và ghi thư mục kết quả",
            "Puts scored parts together, ranks and awards over all of them and writes the results folder",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua merge nam-2026 phan/*.part\n  thidua merge nam-2026 phan/*.part --out ket-qua-2026\n\nThứ tự các phần không đổi kết quả; kết quả giống từng byte với `thidua recommend`.",
            "Examples:\n  thidua merge year-2026 parts/*.part\n  thidua merge year-2026 parts/*.part --out results-2026\n\nThe order of the parts changes nothing; the results are those of `thidua recommend`, byte for byte.",
        ))
        .arg(folder)
        .arg(Arg::new("parts").value_name(t("PHẦN", "PART")).required(true).num_args(1..).value_parser(value_parser!(PathBuf)).help(t("các phần do `score-part` ghi", "parts that `score-part` wrote")))
        .arg(manifest)
        .arg(out)
        .arg(threads)
}

/// What was asked for.
pub(crate) fn options(matches: &ArgMatches, threads: usize) -> Option<MergeOptions> {
    Some(MergeOptions {
        folder: matches.get_one::<PathBuf>("folder")?.clone(),
        manifest: matches.get_one::<String>("manifest")?.clone(),
        parts: matches.get_many::<PathBuf>("parts")?.cloned().collect(),
        out: matches.get_one::<PathBuf>("out").cloned(),
        threads,
    })
}

/// Puts the parts together, and goes on as `recommend` does.
pub(crate) fn run(settings: Settings, options: &MergeOptions) -> ExitCode {
    let progress = Progress::new(settings.json);
    let worked =
        folder::read_for(&options.folder, &options.manifest, &progress, &|_| false).and_then(|files| {
            progress.phase(
                settings.say("đang ghép, xếp hạng, xét khen thưởng …", "merging, ranking, awarding …"),
            );
            let mut unreadable = Vec::new();
            let merged =
                merge(&files, &options.manifest, read(&options.parts, &mut unreadable), options.threads);
            match merged {
                _ if !unreadable.is_empty() => Err((unreadable, files)),
                Ok((report, parts)) => Ok(Worked { files, report, parts, threads: options.threads }),
                Err(found) => Err((found, files)),
            }
        });
    progress.done();
    match worked {
        Ok(worked) => {
            let out = options.out.clone().unwrap_or_else(|| options.folder.join("results"));
            write_and_show(settings, &options.manifest, (&options.folder, &out), None, worked)
        }
        Err((found, files)) => {
            findings::show(settings, &found, &files);
            ExitCode::Refused
        }
    }
}

/// The parts by the names of their files, which alone go into the record; each is read when it is asked for, since all of
/// them take as much memory as what is made of them.
fn read(paths: &[PathBuf], unreadable: &mut Vec<Diagnostic>) -> impl Iterator<Item = (String, Vec<u8>)> {
    paths.iter().filter_map(move |path| match bounded::read_named(path, PART_BYTES_MAX) {
        Ok(bytes) => Some((name(path), bytes)),
        Err(error) => {
            let shown = path.display().to_string();
            let help = thidua::text!(
                "chỉ ra tệp do `thidua score-part` ghi",
                "name a file that `thidua score-part` wrote"
            );
            let message = system_error::unreadable(&shown, &error);
            unreadable.push(Diagnostic::error("TD0560", Place::file(shown), message).with_help(help));
            None
        }
    })
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// A part that is larger is not read.
const PART_BYTES_MAX: u64 = 4 << 30;
