//! Workbooks for the council (bảng tính trình Hội đồng): the tables on paper, A4 landscape, by cluster and by award.

mod annex;
mod chart;
mod fit;
mod form;
mod list;
mod movement;
mod sheet;
mod work;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use thidua_core::{Date, EntrantId, Exact, Language, text};

use crate::Paper;
use crate::questions::near;
use crate::run::{MovementResults, RunResults};
use crate::table::{Table, Value};
use crate::tables::near::near_columns;
use crate::tables::overview::{award_columns, award_one, columns, one};
use crate::tables::recommendations::rows_of;
use crate::tables::standings::rows_by_rank;
use crate::words::say;
use sheet::{Names, Sheet};

pub use annex::annex_workbook;
pub use form::{FormOf, form};
pub use list::{ListSheet, list_workbook};
pub use work::{FileToChoose, work_list, work_list_of_files};

/// A workbook that could not be written: what its writer says.
#[derive(Debug)]
pub struct WorkbookError(XlsxError);

impl std::fmt::Display for WorkbookError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for WorkbookError {}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

/// Two workbooks for each run: `bang-tong-hop.xlsx` by cluster, and `danh-sach-de-nghi.xlsx` by award with
/// refusals, quotas, gaps and those near a line; and for all runs together `bieu-0603.xlsx` and `bao-cao-quy.xlsx`.
///
/// # Errors
/// When a workbook would not fit the format: more rows than a sheet holds.
pub fn workbooks(results: &MovementResults<'_>, language: Language) -> Result<Vec<Paper>, WorkbookError> {
    let mut papers = movement::movement(results, language)?;
    for run in &results.runs {
        let overview = overview(results, run, language)?;
        let lists = lists(results, run, language)?;
        for (name, mut book) in [("bang-tong-hop.xlsx", overview), ("danh-sach-de-nghi.xlsx", lists)] {
            papers.push(Paper { name: format!("{}/{name}", run.id), bytes: book.save_to_buffer()? });
        }
    }
    Ok(papers)
}

/// Those who stand within half a point of a line are on the sheet.
fn near_within() -> Exact {
    Exact::ratio(1, 2)
}

/// A workbook that carries the day of the rules instead of the clock.
fn book(run: &RunResults<'_>) -> Result<Workbook, XlsxError> {
    dated(run.title, run.plan.day())
}

fn dated(title: &str, day: Date) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let written = day.to_string();
    let mut parts = written.split('-').map(|part| part.parse::<u16>().unwrap_or(1));
    let (year, month, date) = (parts.next(), parts.next(), parts.next());
    let created = ExcelDateTime::from_ymd(
        year.unwrap_or(1900).clamp(1900, 9999),
        u8::try_from(month.unwrap_or(1)).unwrap_or(1),
        u8::try_from(date.unwrap_or(1)).unwrap_or(1),
    )?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    Ok(book)
}

/// One sheet a cluster, then the grades of all clusters with their chart.
fn overview(
    results: &MovementResults<'_>,
    run: &RunResults<'_>,
    language: Language,
) -> Result<Workbook, XlsxError> {
    let mut book = book(run)?;
    let mut names = Names::default();
    let entrants = run.evaluations.entrants();
    let cluster = |row: EntrantId| entrants.get(row).map_or("", |entrant| &*entrant.cluster);
    let rows = rows_by_rank(run);
    let title = say(language, "BẢNG TỔNG HỢP KẾT QUẢ", "OVERVIEW OF RESULTS");
    for rows in rows.chunk_by(|one, other| cluster(*one) == cluster(*other)) {
        let name = rows.first().map_or("", |row| cluster(*row));
        let name = if name.is_empty() { say(language, "Tất cả", "All") } else { name };
        let mut sheet = Sheet::new(&names.fresh(name), columns(run), language)?;
        sheet.titles(&[results.movement, title, run.title, name])?;
        for (index, row) in rows.iter().enumerate() {
            sheet.line(&one(run, index, *row))?;
        }
        book.push_worksheet(sheet.finish()?);
    }
    chart::grades(&mut book, &mut names, run, language)?;
    Ok(book)
}

/// One sheet an award, then refusals, quotas, gaps, those near a line and the work list.
fn lists(
    results: &MovementResults<'_>,
    run: &RunResults<'_>,
    language: Language,
) -> Result<Workbook, XlsxError> {
    let mut book = book(run)?;
    let mut names = Names::default();
    let title = say(language, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", "LIST OF RECOMMENDATIONS");
    for (position, award) in run.plan.rules().awards().iter_enumerated() {
        let holds = |row: &EntrantId| run.outcome.recommendations.holds(position, *row) == Some(true);
        let listed = rows_of(run, position).into_iter().filter(holds);
        let (open, final_rows): (Vec<EntrantId>, Vec<EntrantId>) =
            listed.partition(|row| run.outcome.recommendations.is_provisional(position, *row));
        let mut sheet = Sheet::new(&names.fresh(&award.title), award_columns(run), language)?;
        sheet.titles(&[results.movement, title, &award.title, run.title])?;
        for (index, row) in final_rows.iter().enumerate() {
            sheet.line(&award_one(run, position, index, *row))?;
        }
        sheet.sum_of_money()?;
        if !open.is_empty() {
            sheet.heading(say(
                language,
                "Còn tạm thời, chưa đưa vào danh sách trình (tùy thuộc trường hợp để ngỏ)",
                "Still provisional, not on the list (depending on open cases)",
            ))?;
            for (index, row) in open.iter().enumerate() {
                sheet.line(&award_one(run, position, index, *row))?;
            }
        }
        book.push_worksheet(sheet.finish()?);
    }
    for table in [Table::Refusals, Table::Quotas, Table::Gaps, Table::Findings] {
        let mut lines: Vec<Vec<Value<'_>>> = Vec::new();
        table.rows(run, &mut |line| lines.push(line.to_vec()));
        let title = table.title();
        let title = title.in_language(language);
        let mut sheet = Sheet::new(&names.fresh(title), table.columns(run), language)?;
        sheet.titles(&[results.movement, &title.to_uppercase(), run.title])?;
        lines.iter().try_for_each(|line| sheet.line(line))?;
        book.push_worksheet(sheet.finish()?);
    }
    let title = text!("Sát mức", "Near a line");
    let title = title.in_language(language);
    let mut sheet = Sheet::new(&names.fresh(title), near_columns(run), language)?;
    sheet.titles(&[results.movement, &title.to_uppercase(), run.title])?;
    let mut lines: Vec<Vec<Value<'_>>> = Vec::new();
    near(run, &near_within()).rows(run, &mut |line| lines.push(line.to_vec()));
    lines.iter().try_for_each(|line| sheet.line(line))?;
    book.push_worksheet(sheet.finish()?);
    Ok(book)
}
