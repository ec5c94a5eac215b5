use clap::{ArgMatches, Command};
use serde::Serialize;
use thidua_report::{Stats, stats};

use crate::asked::{Asked, arguments};
use crate::{ExitCode, Settings, print};

pub(crate) struct StatsOptions {
    asked: Asked,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("stats")
        .about(t(
            "Thống kê từng tiêu chí: trung bình, độ lệch, phần trong phương sai của tổng, bao nhiêu đạt tối đa hoặc bằng 0",
            "Figures for each criterion: mean, spread, share of the variance of the total, how many at full or zero",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua stats fixtures/dan-van-kheo-2014 --run xa-2014",
            "Examples:\n  thidua stats fixtures/dan-van-kheo-2014 --run xa-2014",
        ))
        .args(arguments(settings))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<StatsOptions> {
    Some(StatsOptions { asked: Asked::of(matches)? })
}

#[derive(Serialize)]
struct RunStats {
    run: String,
    #[serde(flatten)]
    stats: Stats,
}

/// Prints the figures of each run.
pub(crate) fn run(settings: Settings, options: &StatsOptions) -> ExitCode {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let (mut all, mut pages) = (Vec::new(), Vec::new());
    for run in options.asked.runs(&report) {
        let results = run.results();
        let stats = stats(&results);
        pages.push(stats.page(&results, settings.language));
        all.push(RunStats { run: run.id.clone(), stats });
    }
    if settings.json {
        print(&thidua_json::to_json(&all));
    } else {
        print(&pages.join("\n────────\n\n"));
    }
    ExitCode::Done
}
