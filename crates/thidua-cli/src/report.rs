use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};
use thidua::{Language, MovementResults, ResultFile};
use thidua_report::{Paper, council_page, documents, unit_papers, workbooks};

use crate::asked::{Asked, arguments};
use crate::progress::Progress;
use crate::writer::{not_written, write_new};
use crate::{Ending, Settings, eprint, print};

pub(crate) struct ReportOptions {
    asked: Asked,
    out: PathBuf,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    Command::new("report")
        .about(t(
            "Lập hồ sơ trình Hội đồng: trang ket-qua.html, bảng tổng hợp, danh sách đề nghị, tờ trình, dự thảo quyết định, biên bản, không đủ điều kiện, chỉ tiêu, sát mức; cho từng đơn vị: phiếu giải trình, thông báo không đủ điều kiện, danh mục cần bổ sung",
            "Makes the papers for the council: the page ket-qua.html, overviews, lists of recommendations, refusals, quotas, those near a line; for each unit its explanation, its refusals and what it still has to send",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua report fixtures/dan-van-kheo-2014 --out ho-so-2014",
            "Examples:\n  thidua report fixtures/dan-van-kheo-2014 --out papers-2014",
        ))
        .arg(folder)
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(t("thư mục mới hoặc còn trống để ghi hồ sơ", "a new or empty folder for the papers")),
        )
        .arg(manifest)
        .arg(run)
}

pub(crate) fn options(matches: &ArgMatches) -> Option<ReportOptions> {
    let out = matches.get_one::<PathBuf>("out")?.clone();
    Some(ReportOptions { asked: Asked::of(matches)?, out })
}

/// Writes the papers, whole or not at all.
pub(crate) fn run(settings: Settings, options: &ReportOptions) -> Ending {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(ending) => return ending,
    };
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang lập hồ sơ …", "making the papers …"));
    let mut results = report.results();
    results.runs.retain(|run| options.asked.wants(run.id));
    let papers = papers(&results, settings.language);
    let written = papers.map(|papers| {
        let files: Vec<ResultFile> =
            papers.into_iter().map(|paper| ResultFile { name: paper.name, bytes: paper.bytes }).collect();
        write_new(&options.out, &files).map(|()| files)
    });
    progress.done();
    let files = match written {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => return not_written(settings, &options.out, &error),
        Err(error) => {
            eprint(&match settings.language {
                Language::Vietnamese => format!("lỗi: không lập được hồ sơ: {error}\n"),
                Language::English => format!("error: cannot make the papers: {error}\n"),
            });
            return Ending::Refused;
        }
    };
    told(settings, options, &files);
    Ending::Done
}

/// The papers of the council by name; those of single units by folder, with their number.
fn told(settings: Settings, options: &ReportOptions, files: &[ResultFile]) {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for file in files {
        match file.name.rsplit_once('/') {
            Some((folder, _)) if folder.contains('/') => *folders.entry(folder).or_default() += 1,
            _ => print(&format!("{}\n", options.out.join(&file.name).display())),
        }
    }
    for (folder, count) in folders {
        let word = settings.say("tệp", if count == 1 { "file" } else { "files" });
        print(&format!("{}  ({count} {word})\n", options.out.join(folder).display()));
    }
}

/// Every paper, or what its writer says.
fn papers(results: &MovementResults<'_>, language: Language) -> Result<Vec<Paper>, String> {
    let mut papers = vec![council_page(results, language).map_err(|error| error.to_string())?];
    papers.extend(workbooks(results, language).map_err(|error| error.to_string())?);
    papers.extend(documents(results).map_err(|error| error.to_string())?);
    papers.extend(unit_papers(results).map_err(|error| error.to_string())?);
    Ok(papers)
}
