mod signed;
pub(crate) mod templates;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{Language, MovementResults, ResultFile};
use thidua_report::{
    Paper, SignedList, Templates, council_page, documents, public_page, unit_papers, workbooks,
};

use crate::asked::{Asked, arguments};
use crate::progress::Progress;
use crate::writer::{not_written, write_new};
use crate::{ExitCode, Settings, eprint, print};

/// What is wanted of the papers.
pub(crate) enum ReportRequest {
    /// The papers of a folder.
    Papers(ReportOptions),
    /// The built-in templates, for an office to edit.
    WriteTemplates(PathBuf),
}

pub(crate) struct ReportOptions {
    asked: Asked,
    out: PathBuf,
    templates: Option<PathBuf>,
    signed: Option<PathBuf>,
    units: bool,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    Command::new("report")
        .about(t(
            "Lập hồ sơ trình Hội đồng: trang ket-qua.html, bảng tổng hợp, danh sách đề nghị, tờ trình, dự thảo quyết định, biên bản, phiếu bầu, không đủ điều kiện, chỉ tiêu, sát mức; cho từng đơn vị: phiếu giải trình, thông báo không đủ điều kiện, danh mục cần bổ sung",
            "Makes the papers for the council: the page ket-qua.html, overviews, lists of recommendations, ballots, refusals, quotas, those near a line; for each unit its explanation, its refusals and what it still has to send",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua report fixtures/dan-van-kheo-2014 --out ho-so-2014\n  thidua report --write-templates mau-van-ban\n  thidua report fixtures/dan-van-kheo-2014 --templates mau-van-ban --out ho-so-2014",
            "Examples:\n  thidua report fixtures/dan-van-kheo-2014 --out papers-2014\n  thidua report --write-templates templates\n  thidua report fixtures/dan-van-kheo-2014 --templates templates --out papers-2014",
        ))
        .arg(folder.required(false).required_unless_present("write-templates"))
        .arg(
            Arg::new("templates")
                .long("templates")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "thư mục mẫu văn bản của cơ quan, sửa bằng Word; mẫu nào không có thì dùng mẫu gốc",
                    "folder of the office's own templates, edited in Word; built-in ones where it has none",
                )),
        )
        .arg(
            Arg::new("signed")
                .long("signed")
                .value_name(t("KẾT_QUẢ", "RESULTS"))
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "thư mục kết quả của danh sách đã ký: thêm tờ trình đính chính, bổ sung, chỉ gồm phần khác; danh sách đã ký giữ nguyên",
                    "results folder of the list that was signed: adds a correction with nothing but the differences; the signed list stays",
                )),
        )
        .arg(
            Arg::new("without-units")
                .long("without-units")
                .action(ArgAction::SetTrue)
                .help(t(
                    "không lập văn bản riêng cho từng đơn vị, cá nhân",
                    "without the papers of single units and persons",
                )),
        )
        .arg(
            Arg::new("write-templates")
                .long("write-templates")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .conflicts_with_all(["folder", "out", "templates", "signed"])
                .value_parser(value_parser!(PathBuf))
                .help(t(
                    "viết bộ mẫu gốc và danh sách các trường vào một thư mục mới",
                    "write the built-in templates and the list of their fields into a new folder",
                )),
        )
        .arg(
            Arg::new("out")
                .long("out")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .required_unless_present("write-templates")
                .value_parser(value_parser!(PathBuf))
                .help(t("thư mục mới hoặc còn trống để ghi hồ sơ", "a new or empty folder for the papers")),
        )
        .arg(manifest)
        .arg(run)
}

pub(crate) fn options(matches: &ArgMatches) -> Option<ReportRequest> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    if let Some(folder) = path("write-templates") {
        return Some(ReportRequest::WriteTemplates(folder));
    }
    let (out, templates, signed) = (path("out")?, path("templates"), path("signed"));
    let (asked, units) = (Asked::of(matches)?, !matches.get_flag("without-units"));
    Some(ReportRequest::Papers(ReportOptions { asked, out, templates, signed, units }))
}

/// Does what is asked for.
pub(crate) fn run(settings: Settings, request: &ReportRequest) -> ExitCode {
    match request {
        ReportRequest::Papers(options) => written(settings, options),
        ReportRequest::WriteTemplates(folder) => templates::write(settings, folder),
    }
}

/// Writes the papers, whole or not at all.
fn written(settings: Settings, options: &ReportOptions) -> ExitCode {
    // A template that cannot be used is told before anything is worked out.
    let templates = match templates::read(settings, options.templates.as_deref()) {
        Ok(templates) => templates,
        Err(exit) => return exit,
    };
    let signed = match options.signed.as_ref().map(|folder| signed::read(settings, folder)).transpose() {
        Ok(signed) => signed,
        Err(exit) => return exit,
    };
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let progress = Progress::new(settings.json);
    progress.phase(settings.say("đang lập hồ sơ …", "making the papers …"));
    let mut results = report.results();
    results.runs.retain(|run| options.asked.wants(run.id));
    let papers = papers(&results, &templates, signed.as_ref(), options.units, settings.language);
    let written = papers.map(|papers| {
        let files: Vec<ResultFile> =
            papers.into_iter().map(|paper| ResultFile { name: paper.name, bytes: paper.bytes }).collect();
        write_new(&options.out, &files).map(|()| files)
    });
    progress.done();
    let files = match written {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => return not_written(settings, &options.out, &error),
        Err(error) => return not_made(settings, &error),
    };
    told(settings, options, &files);
    signed.iter().for_each(|signed| signed::told(settings, &results, signed));
    ExitCode::Done
}

pub(crate) fn not_made(settings: Settings, error: &str) -> ExitCode {
    eprint(&match settings.language {
        Language::Vietnamese => format!("lỗi: không lập được hồ sơ: {error}\n"),
        Language::English => format!("error: cannot make the papers: {error}\n"),
    });
    ExitCode::Refused
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
fn papers(
    results: &MovementResults<'_>,
    templates: &Templates,
    signed: Option<&SignedList>,
    units: bool,
    language: Language,
) -> Result<Vec<Paper>, String> {
    let pages = [council_page(results, language), public_page(results, language)];
    let pages: Result<Vec<Paper>, _> = pages.into_iter().collect();
    let mut papers = pages.map_err(|error| error.to_string())?;
    papers.extend(workbooks(results, language).map_err(|error| error.to_string())?);
    papers.extend(documents(results, templates, signed).map_err(|error| error.to_string())?);
    if units {
        papers.extend(unit_papers(results, templates).map_err(|error| error.to_string())?);
    }
    Ok(papers)
}
