use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Files, Language, Place, text};

use crate::writer::{rewrite, sweep_beside, sweep_folder, unwritable};
use crate::{ExitCode, Settings, bounded, check, eprint, findings, print};

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
        .arg(Arg::new("stdin").long("stdin").action(ArgAction::SetTrue).help(t("đọc từ luồng nhập chuẩn và in ra, cho trình soạn thảo", "read standard input and print, for editors")))
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
pub(crate) fn run(settings: Settings, options: &FmtOptions) -> ExitCode {
    let mut found = Vec::new();
    let mut files = Files::default();
    let mut changed = Vec::new();
    let mut passed_over = 0;
    if options.stdin {
        let read = bounded::read_stdin(bounded::AUTHORED_BYTES_MAX);
        let read = read.map_err(|error| check::unreadable("stdin", &error));
        match read.and_then(|bytes| lay_out("stdin", bytes, &mut files)) {
            Ok((before, after)) if options.check => {
                if before != after {
                    changed.push("stdin".to_owned());
                }
            }
            Ok((_, after)) => print(&after),
            Err(wrong) => found.extend(wrong),
        }
    } else {
        for Named { path, by_hand } in yaml_files(&options.paths, !options.check) {
            let name = path.display().to_string();
            if by_hand && !is_yaml(&path) {
                found.push(not_ours(&name));
                continue;
            }
            match check::read(&name).and_then(|bytes| lay_out(&name, bytes, &mut files)) {
                Ok((before, _)) if !is_ours(&name, &before) => {
                    if by_hand {
                        found.push(not_ours(&name));
                    } else {
                        passed_over += 1;
                    }
                }
                Ok((before, after)) if before != after => {
                    if !options.check
                        && let Err(error) = rewrite(&path, before.as_bytes(), after.as_bytes())
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
    if !settings.json && passed_over > 0 {
        eprint(&match settings.language {
            Language::Vietnamese => format!("để nguyên {passed_over} tệp YAML không phải của thidua\n"),
            Language::English => format!("left {passed_over} YAML files alone that are not of thidua\n"),
        });
    }
    match (found.is_empty(), options.check && !changed.is_empty()) {
        (false, _) => ExitCode::Refused,
        (true, true) => ExitCode::NeedsPerson,
        (true, false) => ExitCode::Done,
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

/// A file to look at, and whether a person named it.
struct Named {
    path: PathBuf,
    by_hand: bool,
}

/// The files that are named, and the YAML files below the folders, hidden ones and build outputs passed over.
fn yaml_files(paths: &[PathBuf], sweep: bool) -> Vec<Named> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, sweep, &mut files);
        } else {
            if sweep {
                sweep_beside(path);
            }
            files.push(Named { path: path.clone(), by_hand: true });
        }
    }
    // What was named by hand stays so when a folder holds it too.
    files.sort_by(|left, right| (&left.path, !left.by_hand).cmp(&(&right.path, !right.by_hand)));
    files.dedup_by(|next, file| next.path == file.path);
    files
}

fn walk(folder: &Path, sweep: bool, files: &mut Vec<Named>) {
    if sweep {
        sweep_folder(folder);
    }
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_symlink() || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if name != "target" {
                walk(&path, sweep, files);
            }
        } else if is_yaml(&path) {
            files.push(Named { path, by_hand: false });
        }
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// The keys by which the files of this program are known: rule sets, manifests, tests, decisions.
const OURS: [&str; 5] = ["rule_set", "movement", "tests", "sheets", "decisions"];

/// Whether a text is one of the files that this program reads; any other YAML belongs to somebody else.
fn is_ours(name: &str, text: &str) -> bool {
    let Ok(document) = thidua_rulefile::Document::parse(name, text) else { return false };
    OURS.iter().any(|key| document.root().get(key).is_some())
}

fn not_ours(name: &str) -> Diagnostic {
    let message = text!(
        "`{name}` không phải là tệp YAML của thidua; tệp được để nguyên",
        "`{name}` is not a YAML file of thidua; it stays as it is"
    );
    let help = text!(
        "chỉ trình bày bộ tiêu chí, tệp khai báo, bộ thử và quyết định, trong tệp `.yaml`",
        "only rule sets, manifests, tests and decisions are laid out, in `.yaml` files"
    );
    Diagnostic::error("TD1008", Place::file(name), message).with_help(help)
}
