use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Diagnostic, Severity, score_part};

use crate::progress::Progress;
use crate::writer::unwritable;
use crate::{ExitCode, Settings, findings, folder, print};

/// What is to be scored, and where it is written to.
pub(crate) struct ScorePartOptions {
    folder: PathBuf,
    manifest: String,
    evaluations: Vec<String>,
    out: PathBuf,
    threads: usize,
}

/// The verb and its arguments.
pub(crate) fn command(settings: Settings, folder: Arg, manifest: Arg, threads: Arg) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("score-part")
        .about(t(
            "Chấm riêng một phần (một số tệp phiếu), ở máy nào cũng được, để ghép bằng `merge`",
            "Scores a part (some of the evaluation files) by itself, on any machine, for `merge`",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua score-part nam-2026 phieu/01-ha-noi.csv --out 01.part\n  thidua score-part nam-2026 phieu/02.csv phieu/04.csv --out 02.part\n\nMọi tệp phiếu của một đơn vị phải thuộc cùng một phần.",
            "Examples:\n  thidua score-part year-2026 sheets/01-ha-noi.csv --out 01.part\n  thidua score-part year-2026 sheets/02.csv sheets/04.csv --out 02.part\n\nAll evaluation files of an entrant must be in one part.",
        ))
        .arg(folder)
        .arg(Arg::new("evaluations").value_name(t("TỆP_PHIẾU", "EVALUATIONS")).required(true).num_args(1..).help(t("tệp phiếu của phần này, như ghi trong tệp khai báo", "evaluation files of the part, as the manifest has them")))
        .arg(manifest)
        .arg(Arg::new("out").long("out").value_name("FILE").required(true).value_parser(value_parser!(PathBuf)).help(t("nơi ghi phần đã chấm", "where to write the scored part")))
        .arg(threads)
}

/// What was asked for.
pub(crate) fn options(matches: &ArgMatches, threads: usize) -> Option<ScorePartOptions> {
    Some(ScorePartOptions {
        folder: matches.get_one::<PathBuf>("folder")?.clone(),
        manifest: matches.get_one::<String>("manifest")?.clone(),
        evaluations: matches.get_many::<String>("evaluations")?.cloned().collect(),
        out: matches.get_one::<PathBuf>("out")?.clone(),
        threads,
    })
}

/// Scores the part and writes it whole or not at all.
pub(crate) fn run(settings: Settings, options: &ScorePartOptions) -> ExitCode {
    let progress = Progress::new(settings.json);
    let wanted: Vec<&str> = options.evaluations.iter().map(String::as_str).collect();
    let read =
        folder::read_for(&options.folder, &options.manifest, &progress, &|name| wanted.contains(&name));
    let scored = read.and_then(|files| {
        progress.phase(settings.say("đang chấm điểm …", "scoring …"));
        match score_part(&files, &options.manifest, &wanted, options.threads) {
            Ok(scored) => Ok((files, scored)),
            Err(found) => Err((found, files)),
        }
    });
    progress.done();
    let (files, scored) = match scored {
        Ok(scored) => scored,
        Err((found, files)) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    let mut bytes = Vec::new();
    let inputs = files.iter().map(|(name, _)| options.folder.join(name));
    let written = scored
        .part
        .write(&mut bytes)
        .and_then(|()| crate::writer::write_beside(&options.out, "part", &bytes, inputs));
    let shown = options.out.display().to_string();
    if let Err(error) = written {
        findings::show(settings, &[unwritable(&shown, &error)], &files);
        return ExitCode::Refused;
    }
    findings::show(settings, &scored.warnings, &files);
    if !settings.json {
        let sheets = scored.part.sheets();
        print(&match settings.language {
            thidua::Language::Vietnamese => format!("Đã chấm {sheets} phiếu: {shown}\n"),
            thidua::Language::English => format!("Scored {sheets} sheets: {shown}\n"),
        });
    }
    let weighty = |finding: &Diagnostic| finding.severity != Severity::Note;
    if scored.warnings.iter().any(weighty) { ExitCode::NeedsPerson } else { ExitCode::Done }
}
