//! Workbooks of the whole movement: the numbers for the national form 0603, and the fund report.

use rust_xlsxwriter::{Workbook, XlsxError};
use thidua_core::{Language, Text, text};

use super::dated;
use super::sheet::{Names, Sheet};
use crate::Paper;
use crate::listed::listed;
use crate::run::MovementResults;
use crate::table::{Column, ColumnWords, Value};
use crate::tables::fund::{BY_AWARD, BY_FUND, RECIPIENTS, RunLists, by_award, by_fund, recipients};
use crate::tables::statistics::{self, years};

/// `bieu-0603.xlsx` where there are awards, and `bao-cao-quy.xlsx` where they carry money.
pub(super) fn movement(results: &MovementResults<'_>, language: Language) -> Result<Vec<Paper>, XlsxError> {
    let runs = results.runs.iter().filter(|run| !run.plan.rules().awards.is_empty());
    let runs: Vec<RunLists<'_, '_>> = runs.map(|run| (run, listed(run))).collect();
    let Some(day) = runs.iter().map(|(run, _)| run.plan.day()).max() else { return Ok(Vec::new()) };
    let mut papers = Vec::new();
    let mut book = dated(results.movement, day)?;
    let mut names = Names::default();
    for year in years(&runs) {
        let (of, decided) = (year.year, text!("Năm quyết định: {}", "Year of decision: {}", year.year));
        let decided = decided.in_language(language);
        let title = text!("Biểu 0603 năm {of}", "Form 0603 of {of}");
        let lines = year.by_award;
        let mut add = |title: &Text, columns, lines| -> Result<(), XlsxError> {
            let page = Page { title, columns, lines, sums: false };
            sheet(&mut book, &mut names, &page, &[results.movement, decided], language)
        };
        add(&title, statistics::BY_AWARD, lines)?;
        add(&text!("Loại đối tượng {of}", "Kinds of {of}"), statistics::BY_KIND, year.by_kind)?;
    }
    papers.push(Paper { name: "bieu-0603.xlsx".to_owned(), bytes: book.save_to_buffer()? });
    let funds = by_fund(&runs);
    if !funds.is_empty() {
        let mut book = dated(results.movement, day)?;
        let mut names = Names::default();
        for (title, columns, lines, sums) in [
            (text!("Tiền thưởng theo quỹ", "Money by fund"), BY_FUND, funds, false),
            (text!("Theo hình thức", "By award"), BY_AWARD, by_award(&runs), false),
            (text!("Người nhận", "Recipients"), RECIPIENTS, recipients(&runs), true),
        ] {
            let page = Page { title: &title, columns, lines, sums };
            sheet(&mut book, &mut names, &page, &[results.movement], language)?;
        }
        papers.push(Paper { name: "bao-cao-quy.xlsx".to_owned(), bytes: book.save_to_buffer()? });
    }
    Ok(papers)
}

/// What stands on one sheet.
struct Page<'p, 'a> {
    title: &'p Text,
    columns: &'static [ColumnWords],
    lines: Vec<Vec<Value<'a>>>,
    /// Whether the money is summed below.
    sums: bool,
}

fn sheet(
    book: &mut Workbook,
    names: &mut Names,
    page: &Page<'_, '_>,
    under: &[&str],
    language: Language,
) -> Result<(), XlsxError> {
    let title = page.title.in_language(language);
    let mut sheet =
        Sheet::new(&names.fresh(title), page.columns.iter().map(Column::new).collect(), language)?;
    let upper = title.to_uppercase();
    let titles: Vec<&str> = std::iter::once(upper.as_str()).chain(under.iter().copied()).collect();
    sheet.titles(&titles)?;
    page.lines.iter().try_for_each(|line| sheet.line(line))?;
    if page.sums {
        sheet.sum_of_money()?;
    }
    book.push_worksheet(sheet.finish()?);
    Ok(())
}
