use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Files, Language, Place, ResultFile, Severity, skeleton, text};

use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, bounded, findings, print, system_error};

/// The starter: names below the folder, and their texts.
const STARTER: [(&str, &str); 6] = [
    ("README.md", include_str!("../templates/README.md")),
    ("thidua.yaml", include_str!("../templates/thidua.yaml")),
    ("rules/bo-tieu-chi.yaml", include_str!("../templates/rules/bo-tieu-chi.yaml")),
    ("rules/bo-tieu-chi.test.yaml", include_str!("../templates/rules/bo-tieu-chi.test.yaml")),
    ("data/danh-sach.csv", include_str!("../templates/data/danh-sach.csv")),
    ("data/phieu-cham.csv", include_str!("../templates/data/phieu-cham.csv")),
];

/// What `thidua new` was asked to do.
pub(crate) struct NewOptions {
    folder: PathBuf,
    /// A form table to begin with.
    from: Option<PathBuf>,
}

/// The rule file that is made of a table.
const RULES: &str = "bo-tieu-chi.yaml";

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("new")
        .about(t(
            "Viết sẵn một thư mục mẫu: bộ tiêu chí có ghi chú, bộ thử, tệp khai báo, phiếu chấm",
            "Writes a starter folder: a commented rule set, its tests, a manifest, evaluations",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua new thi-dua-2027\n  thidua new thi-dua-2027 --from bang-tieu-chi.xlsx",
            "Examples:\n  thidua new movement-2027\n  thidua new movement-2027 --from criteria.xlsx",
        ))
        .arg(
            Arg::new("folder")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "thư mục mới; thư mục đã có phải còn trống",
                    "the new folder; one that exists must be empty",
                )),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name(t("BẢNG", "TABLE"))
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "soạn bộ tiêu chí từ một bảng tiêu chí (.xlsx, .ods, .csv): mã, nội dung, điểm tối đa, cách chấm",
                    "begin with a table of criteria (.xlsx, .ods, .csv): code, criterion, maximum, how it is scored",
                )),
        )
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<NewOptions> {
    Some(NewOptions {
        folder: matches.get_one::<PathBuf>("folder").cloned()?,
        from: matches.get_one::<PathBuf>("from").cloned(),
    })
}

/// Writes the starter, whole or not at all.
pub(crate) fn run(settings: Settings, options: &NewOptions) -> ExitCode {
    if let Some(table) = &options.from {
        return from_table(settings, options, table);
    }
    let files: Vec<ResultFile> = STARTER
        .iter()
        .map(|(name, text)| ResultFile { name: (*name).to_owned(), bytes: text.as_bytes().to_vec() })
        .collect();
    let shown = options.folder.display();
    match write_new(&options.folder, &files) {
        Ok(()) => {
            print(&match settings.language {
                Language::Vietnamese => format!(
                    "đã viết `{shown}`; làm tiếp:\n  thidua check {shown}\n  thidua test {shown}\n  thidua recommend {shown}\n"
                ),
                Language::English => format!(
                    "wrote `{shown}`; next:\n  thidua check {shown}\n  thidua test {shown}\n  thidua recommend {shown}\n"
                ),
            });
            ExitCode::Done
        }
        Err(error) => not_written(settings, &options.folder, &error),
    }
}

/// Makes a rule file of a table, and says what a person must look at.
fn from_table(settings: Settings, options: &NewOptions, table: &Path) -> ExitCode {
    let name = table.display().to_string();
    let mut files = Files::default();
    let made = bounded::read_named(table, bounded::TABLE_BYTES_MAX)
        .map_err(|error| {
            let message = system_error::unreadable(&name, &error);
            let help = text!("kiểm tra tên tệp", "check the name of the file");
            vec![Diagnostic::error("TD0501", Place::file(name.as_str()), message).with_help(help)]
        })
        .and_then(|bytes| {
            let made = skeleton(&name, &bytes);
            files.insert(name.clone(), bytes);
            made
        });
    let made = match made {
        Ok(made) => made,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    let rules = ResultFile { name: RULES.to_owned(), bytes: made.text.into_bytes() };
    if let Err(error) = write_new(&options.folder, &[rules]) {
        return not_written(settings, &options.folder, &error);
    }
    findings::show(settings, &made.findings, &files);
    let shown = options.folder.join(RULES).display().to_string();
    print(&match settings.language {
        Language::Vietnamese => format!(
            "đã soạn `{shown}`; xem các dòng CẦN XEM, rồi làm tiếp:\n  thidua check {shown}\n  thidua form {shown}\n"
        ),
        Language::English => format!(
            "wrote `{shown}`; settle the lines marked CẦN XEM, then:\n  thidua check {shown}\n  thidua form {shown}\n"
        ),
    });
    let weighty = |finding: &Diagnostic| finding.severity != Severity::Note;
    if made.findings.iter().any(weighty) { ExitCode::NeedsPerson } else { ExitCode::Done }
}
