use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Language, ResultFile};

use crate::writer::{not_written, write_new};
use crate::{Ending, Settings, print};

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
}

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("new")
        .about(t(
            "Viết sẵn một thư mục mẫu: bộ tiêu chí có ghi chú, bộ thử, tệp khai báo, phiếu chấm",
            "Writes a starter folder: a commented rule set, its tests, a manifest, evaluations",
        ))
        .after_help(t("Ví dụ:\n  thidua new thi-dua-2027", "Examples:\n  thidua new movement-2027"))
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
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<NewOptions> {
    Some(NewOptions { folder: matches.get_one::<PathBuf>("folder").cloned()? })
}

/// Writes the starter, whole or not at all.
pub(crate) fn run(settings: Settings, options: &NewOptions) -> Ending {
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
            Ending::Done
        }
        Err(error) => not_written(settings, &options.folder, &error),
    }
}
