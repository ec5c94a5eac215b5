//! The criteria as the annex of a decision (phụ lục bộ tiêu chí): a workbook and a document.

use std::path::PathBuf;

use clap::{ArgMatches, Command};
use thidua::{Diagnostic, Files, Language, Place, ResultFile, text};
use thidua_report::{annex_document, annex_workbook};

use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, findings, of_day, print};

pub(crate) struct PrintOptions {
    rules: PathBuf,
    out: PathBuf,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("print")
        .about(t(
            "In bộ tiêu chí thành phụ lục kèm quyết định: bảng tính và văn bản Word",
            "Prints the criteria as the annex of a decision: a workbook and a Word document",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua print bo-tieu-chi.yaml --out phu-luc\n\nBảng tính in ra đọc ngược lại được: thidua new bo-moi --from phu-luc/phu-luc.xlsx",
            "Examples:\n  thidua print rules.yaml --out annex\n\nThe workbook can be read back: thidua new new-rules --from annex/phu-luc.xlsx",
        ))
        .arg(of_day::rules_argument(settings))
        .arg(of_day::out_argument(settings, "phu-luc"))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<PrintOptions> {
    let path = |key: &str| matches.get_one::<PathBuf>(key).cloned();
    Some(PrintOptions { rules: path("rules")?, out: path("out")? })
}

/// Prints both, whole or not at all.
pub(crate) fn run(settings: Settings, options: &PrintOptions) -> ExitCode {
    let mut files = Files::default();
    let papers = of_day::rules(&options.rules, &mut files).and_then(|rules| {
        let made = annex_workbook(&rules.plan).map_err(|error| error.to_string()).and_then(|workbook| {
            let document = annex_document(&rules.plan).map_err(|error| error.to_string())?;
            Ok([("phu-luc.xlsx", workbook), ("phu-luc.docx", document)])
        });
        made.map_err(|why| vec![too_large(&options.rules, &why)])
    });
    let papers = match papers {
        Ok(papers) => papers.map(|(name, bytes)| ResultFile { name: name.to_owned(), bytes }),
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    if let Err(error) = write_new(&options.out, &papers) {
        return not_written(settings, &options.out, &error);
    }
    let shown = options.out.display();
    print(&match settings.language {
        Language::Vietnamese => format!("đã in phụ lục vào `{shown}`: phu-luc.xlsx, phu-luc.docx\n"),
        Language::English => format!("printed the annex into `{shown}`: phu-luc.xlsx, phu-luc.docx\n"),
    });
    ExitCode::Done
}

fn too_large(rules: &std::path::Path, why: &str) -> Diagnostic {
    let message = text!("không in được phụ lục: {why}", "the annex cannot be printed: {why}");
    Diagnostic::error("TD0486", Place::file(rules.display().to_string()), message).with_help(text!(
        "bảng tính chỉ chứa được 1.048.576 dòng và ô 32.767 chữ: rút ngắn tên tiêu chí",
        "a workbook holds 1,048,576 rows and cells of 32,767 letters: shorten the titles"
    ))
}
