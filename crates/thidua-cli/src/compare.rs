use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use thidua::{EntrantId, text};
use thidua_report::{Comparison, compare};

use crate::asked::{Asked, arguments, not_there, whom};
use crate::{ExitCode, Settings, print};

pub(crate) struct CompareOptions {
    asked: Asked,
    entrants: [String; 2],
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    let entrant = |key: &'static str, name: &'static str| {
        Arg::new(key).value_name(name).required(true).help(t("mã hoặc tên", "id or name"))
    };
    Command::new("compare")
        .about(t(
            "So hai đối tượng từng tiêu chí: các phần cộng lại đúng bằng chênh lệch",
            "Compares two entrants criterion by criterion: the parts add up to the difference",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua compare fixtures/dan-van-kheo-2014 h-lai-vung \"lap vo\" --run huyen-2014",
            "Examples:\n  thidua compare fixtures/dan-van-kheo-2014 h-lai-vung \"lap vo\" --run huyen-2014",
        ))
        .arg(folder)
        .arg(entrant("one", "A"))
        .arg(entrant("other", "B"))
        .arg(manifest)
        .arg(run)
}

pub(crate) fn options(matches: &ArgMatches) -> Option<CompareOptions> {
    let text = |key: &str| matches.get_one::<String>(key).cloned();
    Some(CompareOptions { asked: Asked::of(matches)?, entrants: [text("one")?, text("other")?] })
}

#[derive(Serialize)]
struct RunComparison {
    run: String,
    #[serde(flatten)]
    comparison: Comparison,
}

/// Prints one comparison for each run that has both.
pub(crate) fn run(settings: Settings, options: &CompareOptions) -> ExitCode {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let mut ids = Vec::new();
    for words in &options.entrants {
        let runs: Vec<_> = options.asked.runs(&report).collect();
        match whom(settings, runs.iter().copied(), words) {
            Ok(id) => ids.push(id),
            Err(exit) => return exit,
        }
    }
    let mut found: Vec<RunComparison> = Vec::new();
    let mut pages = Vec::new();
    for run in options.asked.runs(&report) {
        let rows: Option<Vec<EntrantId>> = ids.iter().map(|id| run.evaluations.position(id)).collect();
        let Some([one, other]) = rows.as_deref() else { continue };
        let results = run.results();
        let comparison = compare(&results, *one, *other);
        pages.push(comparison.page(&results, settings.language));
        found.push(RunComparison { run: run.id.clone(), comparison });
    }
    if found.is_empty() {
        let message = text!("không đợt xét nào có cả hai đối tượng", "no run has both entrants");
        let help = text!("so sánh hai đối tượng của một đợt", "compare two entrants of one run");
        return not_there(settings, message, help);
    }
    if settings.json {
        print(&thidua_json::to_json(&found));
    } else {
        print(&pages.join("\n────────\n\n"));
    }
    ExitCode::Done
}
