use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use thidua::{Decimal, Exact, Language};
use thidua_report::{Column, Value, near, near_columns};

use crate::asked::{Asked, arguments};
use crate::{ExitCode, Settings, print};

pub(crate) struct NearOptions {
    asked: Asked,
    within: Exact,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    Command::new("near")
        .about(t(
            "Liệt kê ai đứng sát một mức xếp loại hoặc suất cuối của chỉ tiêu, gần nhất trước",
            "Lists who stands near a grade or the last place of an award, nearest first",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua near fixtures/dan-van-kheo-2014 --within 0,5 --run xa-2014",
            "Examples:\n  thidua near fixtures/dan-van-kheo-2014 --within 0.5 --run xa-2014",
        ))
        .arg(folder)
        .arg(
            Arg::new("within")
                .long("within")
                .value_name(t("ĐIỂM", "POINTS"))
                .default_value("0.5")
                .value_parser(points)
                .help(t("cách ngưỡng nhiều nhất bao nhiêu điểm", "how many points from the line at most")),
        )
        .arg(manifest)
        .arg(run)
}

/// Points as people type them: `0,5` or `0.5`.
fn points(text: &str) -> Result<Decimal, String> {
    let read: Result<Decimal, _> = text.replace(',', ".").parse();
    read.ok().filter(|points| !points.is_negative()).ok_or_else(|| format!("`{text}`"))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<NearOptions> {
    let within = Exact::from(*matches.get_one::<Decimal>("within")?);
    Some(NearOptions { asked: Asked::of(matches)?, within })
}

#[derive(Serialize)]
struct NearRow {
    run: String,
    id: String,
    name: String,
    line: thidua::Text,
    distance: thidua_report::Number,
    total: Option<thidua_report::Number>,
    other_total: Option<thidua_report::Number>,
}

/// Prints a list for each run that has somebody near a line.
pub(crate) fn run(settings: Settings, options: &NearOptions) -> ExitCode {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let (mut rows, mut pages) = (Vec::new(), Vec::new());
    for run in options.asked.runs(&report) {
        let results = run.results();
        let near = near(&results, &options.within);
        let places = results.places().total();
        let number = |value: &Exact| thidua_report::Number::new(value.clone(), places);
        for line in &near.lines {
            let Some(entrant) = run.evaluations.entrants().get(line.row) else { continue };
            rows.push(NearRow {
                run: run.id.clone(),
                id: entrant.id.as_str().to_owned(),
                name: entrant.name.as_str().to_owned(),
                line: line.line.clone(),
                distance: number(&line.distance),
                total: run.outcome.scorecards.total(line.row).as_ref().map(number),
                other_total: line.other_total.as_ref().map(number),
            });
        }
        let mut lines = Vec::new();
        near.rows(&results, &mut |line| lines.push(line.to_vec()));
        if !lines.is_empty() {
            let table = aligned(&near_columns(&results), &lines, settings.language);
            pages.push(format!("■ {} [{}]\n{table}", run.title, run.id));
        }
    }
    if settings.json {
        print(&thidua_json::to_json(&rows));
    } else if pages.is_empty() {
        print(settings.say("Không ai đứng sát ngưỡng nào.\n", "Nobody stands near a line.\n"));
    } else {
        print(&pages.join("\n"));
    }
    ExitCode::Done
}

/// A table in columns for the terminal: numbers to the right, words to the left.
fn aligned(columns: &[Column], lines: &[Vec<Value<'_>>], language: Language) -> String {
    let heads: Vec<String> = columns.iter().map(|column| column.heading(language).to_owned()).collect();
    let shown =
        lines.iter().map(|line| line.iter().map(|value| value.shown(language).into_owned()).collect());
    let all: Vec<Vec<String>> = std::iter::once(heads).chain(shown).collect();
    let width = |at: usize| all.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns.len()).map(|at| width(at).unwrap_or(0)).collect();
    let mut text = String::new();
    for line in &all {
        let cells = line.iter().zip(columns).zip(&widths).map(|((cell, column), width)| {
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            if column.words.shows == thidua_report::Shows::Words {
                format!("{cell}{padding}")
            } else {
                format!("{padding}{cell}")
            }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}
