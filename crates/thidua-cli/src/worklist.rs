//! The work list (danh sách việc cần xử lý): every decision that the runs wait for, to be filled in and read back.

use std::io::Error;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Files, Language, Report, ResultSink};
use thidua_report::work_list;

use crate::asked::{Asked, arguments};
use crate::writer::{free, unwritable, write_file_whole};
use crate::{ExitCode, Settings, findings, print};

/// The name of its file among the results.
const NAME: &str = "viec-can-xu-ly.xlsx";

pub(crate) struct WorkListOptions {
    asked: Asked,
    out: PathBuf,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, _] = arguments(settings);
    Command::new("worklist")
        .about(t(
            "Lập danh sách việc cần quyết định, có ô để ghi quyết định; ghi xong thì khai trong decisions để chấm lại",
            "Makes the list of decisions to take, with cells for them; filled in, it is named under decisions and read back",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua worklist nam-2026 --out viec-can-xu-ly.xlsx\n\nGhi vào các ô nền vàng, thêm vào tệp khai báo `decisions: [ viec-can-xu-ly.xlsx ]` rồi chạy lại thidua recommend.",
            "Examples:\n  thidua worklist year-2026 --out work-list.xlsx\n\nFill in the yellow cells, add `decisions: [ work-list.xlsx ]` to the manifest, and run thidua recommend again.",
        ))
        .arg(folder)
        .arg(manifest)
        .arg(
            Arg::new("out")
                .long("out")
                .value_name("FILE")
                .default_value(NAME)
                .value_parser(value_parser!(PathBuf))
                .help(t("tệp mới để ghi; tệp đã có thì không ghi đè", "a new file to write; one that is there is never overwritten")),
        )
}

pub(crate) fn options(matches: &ArgMatches) -> Option<WorkListOptions> {
    Some(WorkListOptions { asked: Asked::all(matches)?, out: matches.get_one::<PathBuf>("out")?.clone() })
}

/// Works through the folder and writes the list alone.
pub(crate) fn run(settings: Settings, options: &WorkListOptions) -> ExitCode {
    let shown = options.out.display();
    let refused = |error: Error| {
        findings::show(settings, &[unwritable(&shown.to_string(), &error)], &Files::default());
        ExitCode::Refused
    };
    // A list that was filled in is worth more than a new one: asked before the work, and once more after it.
    if let Err(error) = free(&options.out) {
        return refused(error);
    }
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let written = made(&report, settings.language)
        .and_then(|bytes| free(&options.out).and_then(|()| write_file_whole(&options.out, &bytes)));
    if let Err(error) = written {
        return refused(error);
    }
    print(&match settings.language {
        Language::Vietnamese => format!("đã lập danh sách việc: {shown}\n"),
        Language::English => format!("made the work list: {shown}\n"),
    });
    if report.runs.iter().any(thidua::Run::needs_a_person) { ExitCode::NeedsPerson } else { ExitCode::Done }
}

/// Writes the list beside the other results.
pub(crate) fn add(report: &Report, language: Language, sink: &mut dyn ResultSink) -> std::io::Result<()> {
    let bytes = made(report, language)?;
    sink.begin(NAME)?;
    sink.write_all(&bytes)
}

fn made(report: &Report, language: Language) -> std::io::Result<Vec<u8>> {
    work_list(&report.results(), &report.warnings, language).map_err(|error| Error::other(error.to_string()))
}
