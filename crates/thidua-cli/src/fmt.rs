use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Files, Language, Place, text};

use crate::folder::write_file_whole;
use crate::{Ending, Settings, eprint, findings, print};

/// What `thidua fmt` was asked to do.
pub(crate) struct FmtOptions {
    paths: Vec<PathBuf>,
    check: bool,
    stdin: bool,
}

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("fmt")
        .about(t("Trình bày tệp YAML theo một chuẩn, giữ nguyên nội dung và mọi ghi chú", "Lays YAML files out in the one canonical way, content and comments kept"))
        .after_help(t(
            "Ví dụ:\n  thidua fmt rules/xa.yaml\n  thidua fmt . --check\n  thidua fmt --stdin < xa.yaml\n\nMã thoát: 0 xong; 1 (với --check) có tệp chưa đúng chuẩn; 2 có tệp viết sai, để nguyên tệp đó.",
            "Examples:\n  thidua fmt rules/xa.yaml\n  thidua fmt . --check\n  thidua fmt --stdin < xa.yaml\n\nExit codes: 0 done; 1 (with --check) some files are laid out otherwise; 2 a file is wrong and stays as it is.",
        ))
        .arg(Arg::new("paths").value_name(t("TỆP", "PATH")).num_args(1..).default_value(".").value_parser(value_parser!(PathBuf)).help(t("tệp YAML, hoặc thư mục: mọi tệp .yaml bên trong", "YAML files, or folders: every .yaml file inside")))
        .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(t("không ghi gì, chỉ nêu tên tệp chưa đúng chuẩn", "write nothing, only name the files that would change")))
        .arg(Arg::new("stdin").long("stdin").action(ArgAction::SetTrue).help(t("đọc từ đầu vào chuẩn và in ra, cho trình soạn thảo", "read standard input and print, for editors")))
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<FmtOptions> {
    Some(FmtOptions {
        paths: matches.get_many::<PathBuf>("paths")?.cloned().collect(),
        check: matches.get_flag("check"),
        stdin: matches.get_flag("stdin"),
    })
}

/// Lays out every file that can be read; the others stay as they are and are told.
pub(crate) fn run(settings: Settings, options: &FmtOptions) -> Ending {
    let mut found = Vec::new();
    let mut files = Files::default();
    let mut changed = Vec::new();
    if options.stdin {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes).map_err(|error| unreadable("stdin", &error));
        match read.and_then(|_| lay_out("stdin", bytes, &mut files)) {
            Ok((before, after)) if options.check => {
                if before != after {
                    changed.push("stdin".to_owned());
                }
            }
            Ok((_, after)) => print(&after),
            Err(wrong) => found.extend(wrong),
        }
    } else {
        for path in yaml_files(&options.paths) {
            let name = path.display().to_string();
            let read = std::fs::read(&path).map_err(|error| unreadable(&name, &error));
            match read.and_then(|bytes| lay_out(&name, bytes, &mut files)) {
                Ok((before, after)) if before != after => {
                    if !options.check
                        && let Err(error) = write_file_whole(&path, after.as_bytes())
                    {
                        found.push(unwritable(&name, &error));
                        continue;
                    }
                    changed.push(name);
                }
                Ok(_) => {}
                Err(wrong) => found.extend(wrong),
            }
        }
    }
    findings::show(settings, &found, &files);
    if !settings.json {
        for name in &changed {
            eprint(&match (settings.language, options.check) {
                (Language::Vietnamese, true) => format!("chưa đúng chuẩn: `{name}`\n"),
                (Language::English, true) => format!("not in canonical layout: `{name}`\n"),
                (Language::Vietnamese, false) => format!("đã trình bày lại `{name}`\n"),
                (Language::English, false) => format!("laid out `{name}`\n"),
            });
        }
    }
    match (found.is_empty(), options.check && !changed.is_empty()) {
        (false, _) => Ending::Refused,
        (true, true) => Ending::NeedsPerson,
        (true, false) => Ending::Done,
    }
}

/// The text before and after.
fn lay_out(name: &str, bytes: Vec<u8>, files: &mut Files) -> Result<(String, String), Vec<Diagnostic>> {
    files.insert(name, bytes.clone());
    match String::from_utf8(bytes) {
        Ok(text) => thidua_rulefile::format(name, &text).map(|after| (text, after)),
        // The reader tells what is wrong with the bytes, and where.
        Err(error) => {
            thidua_rulefile::read_bytes::<String>(name, error.as_bytes()).map(|text| (text.clone(), text))
        }
    }
}

/// The files that are named, and the YAML files below the folders, hidden ones and build outputs passed over.
fn yaml_files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() { walk(path, &mut files) } else { files.push(path.clone()) }
    }
    files.sort();
    files.dedup();
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_symlink() || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if name != "target" {
                walk(&path, files);
            }
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push(path);
        }
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Vec<Diagnostic> {
    let message = text!("không đọc được `{name}`: {error}", "cannot read `{name}`: {error}");
    let help = text!("kiểm tra tên tệp", "check the name");
    vec![Diagnostic::error("TD0501", Place::file(name), message).with_help(help)]
}

fn unwritable(name: &str, error: &std::io::Error) -> Diagnostic {
    let message = text!("không ghi được `{name}`: {error}", "cannot write `{name}`: {error}");
    let help = text!(
        "tệp được để nguyên; kiểm tra quyền ghi",
        "the file stays as it is; check that it may be written"
    );
    Diagnostic::error("TD0501", Place::file(name), message).with_help(help)
}
