use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua::{Decimal, Exact, Files, Report, has_errors, visible_lines};
use thidua_report::{Templates, impact_paper};
use thidua_workshop::{
    Backtest, BacktestOptions, backtest, backtest_csv, backtest_impact, backtest_page, backtest_text,
    processors, without_names,
};

use crate::folder::work_through;
use crate::progress::Progress;
use crate::report::{not_made, templates};
use crate::writer::{unwritable, write_beside};
use crate::{ExitCode, Settings, diff, findings, print};

/// What `thidua backtest` was asked to do.
pub(crate) struct BacktestRequest {
    old: PathBuf,
    new: PathBuf,
    folders: Vec<PathBuf>,
    manifest: String,
    options: BacktestOptions,
    public: bool,
    lines: usize,
    csv: Option<PathBuf>,
    html: Option<PathBuf>,
    docx: Option<PathBuf>,
    templates: Option<PathBuf>,
}

/// The verb and its options.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let file = |id: &'static str, help: &'static str| {
        Arg::new(id).long(id).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help)
    };
    let flag =
        |id: &'static str, help: &'static str| Arg::new(id).long(id).action(ArgAction::SetTrue).help(help);
    Command::new("backtest")
        .about(t(
            "Nếu năm trước đã dùng bản mới: ai đổi điểm, hạng, xếp loại, khen thưởng, và vì thay đổi nào",
            "Had last year used the new version: whose points, rank, grade, awards change, and which edit did it",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua backtest rules/xa.yaml drafts/xa-2015.yaml .\n  thidua backtest rules/xa.yaml drafts/xa-2015.yaml . --html chay-thu.html --csv chay-thu.csv --docx bao-cao-tac-dong.docx\n  thidua backtest cu.yaml moi.yaml nam-2013 nam-2014 --assume \"I.5=2\" --public\n\nThành tích các năm trước giữ nguyên như đã xảy ra. Chênh lệch của từng đơn vị được chia cho từng thay đổi, không phụ thuộc thứ tự,\ncộng lại đúng bằng chênh lệch (giá trị Shapley).\n\nMã thoát: 0 không ai thay đổi; 1 có người thay đổi; 2 không chạy thử được.",
            "Examples:\n  thidua backtest rules/xa.yaml drafts/xa-2015.yaml .\n  thidua backtest rules/xa.yaml drafts/xa-2015.yaml . --html backtest.html --csv backtest.csv --docx impact.docx\n  thidua backtest old.yaml new.yaml year-2013 year-2014 --assume \"I.5=2\" --public\n\nHistory stays as it happened. Each entrant's difference is split among the edits, whatever their order,\nand the shares add up to it exactly (Shapley value).\n\nExit codes: 0 nobody moves; 1 somebody does; 2 it cannot be run.",
        ))
        .args(diff::versions(settings))
        .arg(Arg::new("folders").value_name(t("THƯ_MỤC", "FOLDER")).required(true).num_args(1..).value_parser(value_parser!(PathBuf)).help(t("thư mục số liệu các năm trước, có tệp khai báo", "folders of past years, with manifests")))
        .arg(Arg::new("manifest").long("manifest").value_name("FILE").default_value("thidua.yaml").help(t("tên tệp khai báo trong thư mục", "name of the manifest in the folders")))
        .arg(Arg::new("assume").long("assume").value_name(t("TÊN=GIÁ_TRỊ", "NAME=VALUE")).action(ArgAction::Append).value_parser(assumed).help(t("giả định cho mọi đơn vị ở số liệu hay tiêu chí mà năm trước chưa hỏi", "what to assume for everybody where nobody was asked")))
        .arg(flag("scale-points", t("điểm đã chấm được quy đổi theo điểm tối đa mới", "points entered keep their share of a changed maximum")))
        .arg(Arg::new("near").long("near").value_name(t("ĐIỂM", "POINTS")).default_value("0.5").value_parser(points).help(t("cách vạch bao nhiêu điểm thì coi là sát vạch", "how many points from a line count as near it")))
        .arg(flag("public", t("bản công khai: không tên, không điểm", "public variant: no names, no points")))
        .arg(Arg::new("lines").long("lines").value_name("N").default_value("15").value_parser(value_parser!(usize)).help(t("số dòng in cho mỗi đợt xét", "lines printed for each run")))
        .arg(file("csv", t("ghi bảng đầy đủ", "write the whole table")))
        .arg(file("html", t("ghi trang có biểu đồ", "write a page with plots")))
        .arg(file("docx", t("ghi báo cáo tác động để trình", "write the report on the impact, for the council")))
        .arg(
            Arg::new("templates")
                .long("templates")
                .value_name(t("THƯ_MỤC", "FOLDER"))
                .requires("docx")
                .value_parser(value_parser!(PathBuf))
                .help(t("thư mục mẫu văn bản của cơ quan (bao-cao-tac-dong.docx)", "folder of the office's own templates (bao-cao-tac-dong.docx)")),
        )
}

fn assumed(words: &str) -> Result<(String, String), String> {
    let (name, value) = words.split_once('=').ok_or("TÊN=GIÁ_TRỊ · NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn points(words: &str) -> Result<Exact, String> {
    let number: Decimal = words.replace(',', ".").parse().map_err(|_| "0.5".to_owned())?;
    if number.is_negative() { Err("≥ 0".to_owned()) } else { Ok(Exact::from(number)) }
}

/// The options that were given.
pub(crate) fn options(matches: &ArgMatches) -> Option<BacktestRequest> {
    let path = |key: &str| matches.get_one::<PathBuf>(key).cloned();
    Some(BacktestRequest {
        old: path("old")?,
        new: path("new")?,
        folders: matches.get_many::<PathBuf>("folders")?.cloned().collect(),
        manifest: matches.get_one::<String>("manifest")?.clone(),
        options: BacktestOptions {
            assumed: matches.get_many::<(String, String)>("assume").unwrap_or_default().cloned().collect(),
            scale_points: matches.get_flag("scale-points"),
            near: matches.get_one::<Exact>("near")?.clone(),
            threads: processors(),
        },
        public: matches.get_flag("public"),
        lines: *matches.get_one::<usize>("lines")?,
        csv: path("csv"),
        html: path("html"),
        docx: path("docx"),
        templates: path("templates"),
    })
}

/// Works both versions through past years and says what differs.
pub(crate) fn run(settings: Settings, request: &BacktestRequest) -> ExitCode {
    // A template that cannot be used is told before anything is worked out.
    let templates = match templates::read(settings, request.templates.as_deref()) {
        Ok(templates) => templates,
        Err(exit) => return exit,
    };
    let mut files = Files::default();
    let (old, new) = match diff::read_both(&request.old, &request.new, &mut files) {
        Ok(both) => both,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    let mut read: Vec<PathBuf> = files.iter().map(|(name, _)| PathBuf::from(name)).collect();
    let mut folders: Vec<(String, Report)> = Vec::new();
    for folder in &request.folders {
        match work_through(settings, folder, &request.manifest, request.options.threads) {
            Ok((files, report)) => {
                read.extend(files.iter().map(|(name, _)| folder.join(name)));
                folders.push((folder.display().to_string(), report));
            }
            Err(exit) => return exit,
        }
    }
    let progress = Progress::new(settings.json);
    progress.start(0);
    let tested = backtest(&old, &new, &folders, &request.options, &|done, all| progress.share(done, all));
    progress.done();
    let tested = match tested {
        Ok(tested) => tested,
        Err(found) => {
            findings::show(settings, &found, &files);
            return if has_errors(&found) { ExitCode::Refused } else { ExitCode::NeedsPerson };
        }
    };
    findings::show(settings, &tested.warnings, &files);
    let tested = if request.public { without_names(&tested) } else { tested };
    if let Err(exit) = write(settings, request, &tested, &read, &templates) {
        return exit;
    }
    print(&if settings.json {
        thidua_json::to_json(&tested)
    } else {
        backtest_text(&tested, settings.language, request.lines)
    });
    let moved = tested.runs.iter().flat_map(|run| &run.shifts).any(|shift| shift.moved());
    if moved { ExitCode::NeedsPerson } else { ExitCode::Done }
}

/// Writes the table and the page, each whole or not at all.
fn write(
    settings: Settings,
    request: &BacktestRequest,
    tested: &Backtest,
    read: &[PathBuf],
    templates: &Templates,
) -> Result<(), ExitCode> {
    let save = |path: &Option<PathBuf>, kind: &str, bytes: &dyn Fn() -> Vec<u8>| match path {
        Some(path) => write_beside(path, kind, &bytes(), read.iter().cloned())
            .map_err(|error| not_written(settings, path, &error)),
        None => Ok(()),
    };
    save(&request.csv, "csv", &|| backtest_csv(tested, settings.language))?;
    save(&request.html, "html", &|| {
        visible_lines(&backtest_page(tested, settings.language)).into_owned().into_bytes()
    })?;
    if request.docx.is_none() {
        return Ok(());
    }
    let paper = impact_paper(&backtest_impact(tested), templates)
        .map_err(|error| not_made(settings, &error.to_string()))?;
    save(&request.docx, "docx", &|| paper.bytes.clone())
}

fn not_written(settings: Settings, path: &Path, error: &std::io::Error) -> ExitCode {
    findings::show(settings, &[unwritable(&path.display().to_string(), error)], &Files::default());
    ExitCode::Refused
}
