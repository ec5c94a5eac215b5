use rust_xlsxwriter::{Chart, ChartType, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use thidua_core::{EntrantId, GradingId, Language};

use super::sheet::{Names, position, text_format};
use crate::run::RunResults;
use crate::words::{grade_words, say};

/// How many of each cluster have each grade, as a table and a chart beside it.
pub(super) fn grades(
    book: &mut Workbook,
    names: &mut Names,
    run: &RunResults<'_>,
    language: Language,
) -> Result<(), XlsxError> {
    let Some(grading) = run.plan.rules().gradings.first() else { return Ok(()) };
    let mut titles: Vec<&str> = grading.grades.iter().map(|grade| grade.title.as_str()).collect();
    titles.dedup();
    let name = names.fresh(say(language, "Xếp loại", "Grades"));
    let mut sheet = Worksheet::new();
    sheet.set_name(&name)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 1);
    let head = text_format()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_text_wrap();
    let cell = text_format().set_border(FormatBorder::Thin);
    sheet.set_column_width(0, 34)?;
    sheet.write_string_with_format(0, 0, say(language, "Cụm", "Cluster"), &head)?;
    let open = say(language, "Chưa xếp loại", "No grade yet");
    let heads = titles.iter().copied().chain([open]);
    for (index, title) in heads.enumerate() {
        sheet.write_string_with_format(0, position(index + 1), title, &head)?;
    }
    let entrants = run.evaluations.entrants();
    let cluster = |row: EntrantId| entrants.get(row).map_or("", |entrant| &*entrant.cluster);
    let mut line: u32 = 1;
    for rows in run.rows().chunk_by(|one, other| cluster(*one) == cluster(*other)) {
        let name = rows.first().map_or("", |row| cluster(*row));
        let name = if name.is_empty() { say(language, "Tất cả", "All") } else { name };
        sheet.write_string_with_format(line, 0, name, &cell)?;
        let mut counts = vec![0_u32; titles.len() + 1];
        for row in rows {
            let words = grade_words(run, GradingId::FIRST, *row);
            let at = words.and_then(|words| titles.iter().position(|title| *title == words));
            if let Some(count) = counts.get_mut(at.unwrap_or(titles.len())) {
                *count += 1;
            }
        }
        for (index, count) in counts.into_iter().enumerate() {
            sheet.write_number_with_format(line, position(index + 1), count, &cell)?;
        }
        line += 1;
    }
    let mut chart = Chart::new(ChartType::ColumnStacked);
    for column in 1..=position(titles.len() + 1) {
        let series = chart.add_series();
        series.set_name((name.as_str(), 0, column));
        series.set_categories((name.as_str(), 1, 0, line - 1, 0));
        series.set_values((name.as_str(), 1, column, line - 1, column));
    }
    // Given as text, a title such as `A!B1` would be taken for a range; so it stands in a cell above the chart.
    sheet.write_string_with_format(line + 1, 0, run.title, &text_format().set_bold())?;
    chart.title().set_name((name.as_str(), line + 1, 0));
    chart.set_width(900).set_height(420);
    sheet.insert_chart(line + 2, 0, &chart)?;
    book.push_worksheet(sheet);
    Ok(())
}
