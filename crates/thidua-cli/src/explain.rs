use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use thidua::{Explanation, Run, page, text};
use thidua_report::criterion_page;

use crate::asked::{Asked, arguments, meant, not_there, whom};
use crate::{ExitCode, Settings, print};

pub(crate) struct ExplainOptions {
    asked: Asked,
    about: About,
}

enum About {
    Entrant(String),
    Criterion(String),
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    Command::new("explain")
        .about(t(
            "In một trang giải trình cho một đơn vị hay cá nhân, hoặc cho một tiêu chí",
            "Prints one page that explains one entrant's result, or one criterion",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua explain fixtures/dan-van-kheo-2014 h-lai-vung --run huyen-2014\n  thidua explain fixtures/dan-van-kheo-2014 \"hong ngu\" --run huyen-2014\n  thidua explain fixtures/dan-van-kheo-2014 --criterion II.1 --run so-2014",
            "Examples:\n  thidua explain fixtures/dan-van-kheo-2014 h-lai-vung --run huyen-2014\n  thidua explain fixtures/dan-van-kheo-2014 \"hong ngu\" --run huyen-2014\n  thidua explain fixtures/dan-van-kheo-2014 --criterion II.1 --run so-2014",
        ))
        .arg(folder)
        .arg(
            Arg::new("entrant")
                .value_name(t("MÃ", "ENTRANT"))
                .required_unless_present("criterion")
                .help(t("mã hoặc tên đơn vị, có dấu hay không dấu", "id or name of the entrant, with or without accents")),
        )
        .arg(manifest)
        .arg(run)
        .arg(
            Arg::new("criterion")
                .long("criterion")
                .value_name(t("MÃ", "CODE"))
                .conflicts_with("entrant")
                .help(t("giải trình tiêu chí này cho mọi đối tượng", "explains this criterion for everybody")),
        )
}

pub(crate) fn options(matches: &ArgMatches) -> Option<ExplainOptions> {
    let text = |key: &str| matches.get_one::<String>(key).cloned();
    let about = match text("criterion") {
        Some(code) => About::Criterion(code),
        None => About::Entrant(text("entrant")?),
    };
    Some(ExplainOptions { asked: Asked::of(matches)?, about })
}

/// Prints one page for each run the entrant is in, or that has the criterion.
pub(crate) fn run(settings: Settings, options: &ExplainOptions) -> ExitCode {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let runs: Vec<&Run> = options.asked.runs(&report).collect();
    match &options.about {
        About::Entrant(words) => entrant(settings, &runs, words),
        About::Criterion(code) => criterion(settings, &runs, code),
    }
}

fn entrant(settings: Settings, runs: &[&Run], words: &str) -> ExitCode {
    let id = match whom(settings, runs.iter().copied(), words) {
        Ok(id) => id,
        Err(exit) => return exit,
    };
    let rows = runs.iter().filter_map(|run| Some((*run, run.evaluations.position(&id)?)));
    if settings.json {
        let explanations: Vec<RunExplanation> = rows
            .filter_map(|(run, row)| {
                let explanation =
                    thidua::explain(&run.plan, &run.evaluations, &run.circumstances(), &run.outcome, row)?;
                Some(RunExplanation { run: run.id.clone(), explanation })
            })
            .collect();
        print(&thidua_json::to_json(&explanations));
    } else {
        let pages: Vec<String> = rows.map(|(run, row)| page(run, row, settings.language, true)).collect();
        print(&pages.join("\n────────\n\n"));
    }
    ExitCode::Done
}

#[derive(Serialize)]
struct RunExplanation {
    run: String,
    explanation: Explanation,
}

fn criterion(settings: Settings, runs: &[&Run], code: &str) -> ExitCode {
    let found = runs.iter().filter_map(|run| {
        let page = criterion_page(&run.results(), code, settings.language)?;
        Some(RunCriterion { run: run.id.clone(), page })
    });
    let found: Vec<RunCriterion> = found.collect();
    if found.is_empty() {
        let paths = runs.iter().flat_map(|run| run.plan.nodes()).map(|node| node.path.as_str());
        let near = thidua::nearest(code, paths.filter(|path| !path.is_empty()));
        let message = text!(
            "không đợt xét nào có riêng một tiêu chí `{code}`",
            "no run has just one criterion `{code}`"
        );
        let help = text!("ghi đường dẫn như trong bộ tiêu chí", "give its path as in the rule set");
        return not_there(settings, message, meant(near, help));
    }
    if settings.json {
        print(&thidua_json::to_json(&found));
    } else {
        let pages: Vec<&str> = found.iter().map(|each| each.page.as_str()).collect();
        print(&pages.join("\n────────\n\n"));
    }
    ExitCode::Done
}

#[derive(Serialize)]
struct RunCriterion {
    run: String,
    page: String,
}
