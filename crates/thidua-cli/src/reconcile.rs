use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use serde::Serialize;
use thidua::{Decimal, Diagnostic, Exact, Files, Place, PublishedLayout, read_published, text};
use thidua_report::{Reconciliation, Tolerance, reconcile};

use crate::asked::{Asked, arguments};
use crate::{ExitCode, Settings, bounded, eprint, findings, folder, print, system_error};

pub(crate) struct ReconcileOptions {
    asked: Asked,
    list: PathBuf,
    layout: PublishedLayout,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    let pair = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).action(ArgAction::Append).value_parser(named).help(help)
    };
    Command::new("reconcile")
        .about(t(
            "Đối chiếu kết quả với một danh sách đã công bố (CSV hoặc bảng tính): ai thiếu, số nào lệch, ai bị chuyển mức, phép cộng nào sai, và vì sao",
            "Holds the results against a published list (CSV or workbook): who is missing, which numbers and grades differ, which sums are wrong, and why",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua reconcile nam-2026 cong-bo.xlsx --run xa-2026\n  thidua reconcile nam-2026 cong-bo.csv --column \"Điểm công bố=total\" --column \"Loại=xep-loai\"\n  thidua reconcile nam-2026 cong-bo.csv --within \"Tổng điểm=0,05\" --cut \"Điểm II=1\"\n\nCột được nhận ra theo tên tiêu chí, cách xếp loại, xếp hạng, hình thức và các tên thường dùng (Tổng điểm, Xếp loại, Hạng …).\n--column nói thêm cột nào là gì; --within cho phép lệch bấy nhiêu; --cut cắt bỏ phần thập phân như danh sách đã cắt.",
            "Examples:\n  thidua reconcile year-2026 published.xlsx --run xa-2026\n  thidua reconcile year-2026 published.csv --column \"Published points=total\" --column \"Class=xep-loai\"\n  thidua reconcile year-2026 published.csv --within \"total=0.05\" --cut \"II=1\"\n\nColumns are known by the names of criteria, gradings, rankings, awards, and by the usual ones (total, grade, rank …).\n--column says which is what; --within allows so much difference; --cut cuts off decimals as the list did.",
        ))
        .arg(folder)
        .arg(Arg::new("list").value_name(t("DANH_SÁCH", "LIST")).required(true).value_parser(value_parser!(PathBuf)).help(t("danh sách đã công bố (.xlsx, .ods, .csv, .json)", "the published list (.xlsx, .ods, .csv, .json)")))
        .arg(manifest)
        .arg(run)
        .arg(Arg::new("sheet").long("sheet").value_name(t("TRANG", "SHEET")).help(t("trang tính có danh sách", "the sheet with the list")))
        .arg(Arg::new("entrant").long("entrant").value_name(t("CỘT", "COLUMN")).help(t("cột ghi mã hoặc tên đối tượng", "the column with ids or names")))
        .arg(pair("column", t("CỘT=NỘI_DUNG", "COLUMN=WHAT"), t("cột này là nội dung nào: total, bonus, deductions, mã tiêu chí, mã cách xếp loại, xếp hạng, hình thức", "what the column tells: total, bonus, deductions, a criterion, a grading, ranking or award")))
        .arg(pair("within", t("CỘT=ĐIỂM", "COLUMN=POINTS"), t("sai số cho phép của cột", "how far the numbers of a column may differ")))
        .arg(pair("cut", t("CỘT=SỐ_CHỮ_SỐ", "COLUMN=PLACES"), t("danh sách đã cắt bỏ phần thập phân sau bấy nhiêu chữ số", "the list cut off the decimals after so many places")))
}

/// `NAME=VALUE`, the name being whatever stands before the last sign.
fn named(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.rsplit_once('=').ok_or_else(|| format!("`{text}`"))?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() || value.is_empty() {
        return Err(format!("`{text}`"));
    }
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<ReconcileOptions> {
    let pairs = |key: &str| {
        matches.get_many::<(String, String)>(key).unwrap_or_default().cloned().collect::<Vec<_>>()
    };
    let mut tolerances = Vec::new();
    for (name, value) in pairs("within") {
        let points: Option<Decimal> = value.replace(',', ".").parse().ok();
        let points = points.filter(|points| !points.is_negative())?;
        tolerances.push((name, Tolerance::Within(Exact::from(points))));
    }
    for (name, value) in pairs("cut") {
        tolerances.push((name, Tolerance::Cut(value.parse().ok().filter(|places| *places <= 12)?)));
    }
    let text = |key: &str| matches.get_one::<String>(key).cloned();
    let layout = PublishedLayout {
        sheet: text("sheet"),
        entrant: text("entrant"),
        columns: pairs("column"),
        tolerances,
    };
    Some(ReconcileOptions {
        asked: Asked::of(matches)?,
        list: matches.get_one::<PathBuf>("list")?.clone(),
        layout,
    })
}

#[derive(Serialize)]
struct Reconciled {
    run: String,
    #[serde(flatten)]
    found: Reconciliation,
    /// What was said about single cells of the list.
    diagnostics: Vec<Diagnostic>,
}

/// Prints what agrees and what does not.
pub(crate) fn run(settings: Settings, options: &ReconcileOptions) -> ExitCode {
    let shown = options.list.display().to_string();
    let name = options.list.file_name().map_or(shown.clone(), |name| name.to_string_lossy().into_owned());
    let bytes = match bounded::read_named(&options.list, folder::bytes_max(&name)) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = system_error::unreadable(&shown, &error);
            let finding = Diagnostic::error("TD0501", Place::file(shown), message)
                .with_help(text!("kiểm tra tên tệp", "check the name of the file"));
            findings::show(settings, &[finding], &Files::default());
            return ExitCode::Refused;
        }
    };
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let runs: Vec<_> = options.asked.runs(&report).collect();
    let [run] = runs.as_slice() else {
        let known = report.runs.iter().map(|run| run.id.as_str()).collect::<Vec<_>>().join(", ");
        eprint(&format!(
            "{}: {known}\n",
            settings.say(
                "lỗi: danh sách thuộc một đợt xét; ghi --run với một trong các đợt",
                "error: a list is about one run; give --run with one of"
            )
        ));
        return ExitCode::Usage;
    };
    let mut files = Files::default();
    files.insert(name.as_str(), bytes.clone());
    let read = read_published(run, report.register.as_ref(), (&name, &bytes), &options.layout);
    let (list, notes) = match read {
        Ok(read) => read,
        Err(found) => {
            findings::show(settings, &found, &files);
            return ExitCode::Refused;
        }
    };
    let results = run.results();
    let found = reconcile(&results, &list);
    let agrees = found.agrees() && notes.iter().all(|note| note.severity < thidua::Severity::Warning);
    if settings.json {
        print(&thidua_json::to_json(&Reconciled { run: run.id.clone(), found, diagnostics: notes }));
    } else {
        findings::show(settings, &notes, &files);
        print(&found.page(&results, settings.language));
    }
    if agrees { ExitCode::Done } else { ExitCode::NeedsPerson }
}
