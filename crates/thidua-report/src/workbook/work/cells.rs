use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Worksheet, XlsxError,
};
use thidua_core::Language;
use thidua_table::{Matter, WorkColumn};

use super::Pending;
use crate::table::{Column, ColumnWords, Shows, Value};
use crate::words::say;
use crate::workbook::sheet::{Sheet, cell_text, position, text_format};

/// Whether a sheet has the columns of votes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Votes {
    With,
    Without,
}

/// A sheet with cells for decisions.
pub(super) fn sheet(
    name: &str,
    titles: &[&str],
    pending: &[Pending],
    votes: Votes,
    language: Language,
) -> Result<Worksheet, XlsxError> {
    let columns: Vec<WorkColumn> =
        WorkColumn::ALL.into_iter().filter(|column| stands(*column, votes)).collect();
    let shown = columns.iter().map(|column| Column::new(words_of(*column))).collect();
    let mut sheet = Sheet::new(name, shown, language)?;
    let hint = say(
        language,
        "Ghi vào các ô nền vàng, lưu lại và khai tệp này trong `decisions` của tệp khai báo. Số và ngày ghi một lần ở dòng Văn bản chung là đủ.",
        "Fill in the yellow cells, save, and name this file under `decisions` of the manifest. Number and date once on the row of the common document are enough.",
    );
    let mut all = titles.to_vec();
    all.push(hint);
    sheet.titles(&all)?;
    let mut number = 0;
    let document = document();
    if !pending.is_empty() {
        line(&mut sheet, &columns, &document, None, language)?;
    }
    for group in pending.chunk_by(|one, other| one.key() == other.key()) {
        let together = !matches!(group.first().map(|each| each.matter), Some(Matter::Tie | Matter::Places));
        if let [first, _, ..] = group
            && together
        {
            line(&mut sheet, &columns, &first.for_all(group.len()), None, language)?;
        }
        for each in group {
            number += 1;
            line(&mut sheet, &columns, each, Some(number), language)?;
        }
    }
    sheet.finish()
}

/// Number and date for every row that gives none.
fn document() -> Pending {
    Pending {
        run: String::new(),
        matter: Matter::Document,
        group: String::new(),
        who: Default::default(),
        subject: Default::default(),
        state: thidua_core::text!(
            "số và ngày dùng cho mọi dòng để trống hai ô đó",
            "number and date for every row that gives neither"
        ),
        place: String::new(),
        tied: 0,
        replaces: String::new(),
    }
}

fn stands(column: WorkColumn, votes: Votes) -> bool {
    match column {
        _ if column.is_of_votes() => votes == Votes::With,
        WorkColumn::Answer => votes == Votes::Without,
        _ => true,
    }
}

fn line(
    sheet: &mut Sheet,
    columns: &[WorkColumn],
    of: &Pending,
    number: Option<u64>,
    language: Language,
) -> Result<(), XlsxError> {
    let row = sheet.next_row();
    let values: Vec<Value<'_>> = columns.iter().map(|column| value(*column, of, number)).collect();
    sheet.line(&values)?;
    let worksheet = sheet.worksheet();
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| is_open(**column, of)) {
        let at = position(index);
        let format = open(*column);
        match *column {
            WorkColumn::Replaces if !of.replaces.is_empty() => {
                worksheet.write_string_with_format(row, at, cell_text(&of.replaces), &format)?;
            }
            _ => {
                worksheet.write_blank(row, at, &format)?;
            }
        }
        if let Some(rule) = validation(*column, of, language)? {
            worksheet.add_data_validation(row, at, row, at, &rule)?;
        }
    }
    Ok(())
}

fn value(column: WorkColumn, of: &Pending, number: Option<u64>) -> Value<'_> {
    match column {
        WorkColumn::Number => number.map_or(Value::Empty, Value::Count),
        WorkColumn::Run => Value::name(&of.run),
        WorkColumn::Matter => Value::Words(of.matter.words()),
        WorkColumn::Group => Value::name(&of.group),
        WorkColumn::Entrant if of.who.0 == thidua_table::everybody().vi => {
            Value::Words(thidua_table::everybody())
        }
        WorkColumn::Entrant => Value::name(&of.who.0),
        WorkColumn::Name => Value::name(&of.who.1),
        WorkColumn::Subject => Value::name(&of.subject.0),
        WorkColumn::Title => Value::name(&of.subject.1),
        WorkColumn::State => Value::Words(of.state.clone()),
        WorkColumn::Place => Value::name(&of.place),
        _ => Value::Empty,
    }
}

/// Whether something may be written into this cell.
fn is_open(column: WorkColumn, of: &Pending) -> bool {
    let answered_here =
        of.matter == Matter::Tie || of.matter.takes_value() || !of.matter.answers().is_empty();
    match column {
        WorkColumn::Answer => answered_here,
        _ if column.is_of_votes() => of.matter == Matter::Vote,
        WorkColumn::Reason | WorkColumn::Replaces => of.matter != Matter::Document,
        _ => column.is_open(),
    }
}

fn open(column: WorkColumn) -> Format {
    let format = text_format()
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0x00FF_F9E5))
        .set_align(FormatAlign::Top);
    match column {
        WorkColumn::Date => format.set_num_format("dd/mm/yyyy"),
        _ if column.is_of_votes() => format.set_num_format("0"),
        // `12/2` is the number of a document, and no day in December.
        _ => format.set_num_format("@").set_text_wrap(),
    }
}

fn validation(
    column: WorkColumn,
    of: &Pending,
    language: Language,
) -> Result<Option<DataValidation>, XlsxError> {
    let (rule, told) = match column {
        WorkColumn::Answer if of.matter == Matter::Tie => {
            let rule = DataValidationRule::Between(1, i32::try_from(of.tied).unwrap_or(i32::MAX));
            let numbers = (1..=of.tied.min(60)).map(|number| number.to_string()).collect::<Vec<_>>();
            // The cell holds text, so a list and no number.
            let rule = if of.tied <= 60 {
                DataValidation::new().allow_list_strings(&numbers)?
            } else {
                DataValidation::new().allow_whole_number(rule)
            };
            (
                rule,
                say(
                    language,
                    "Thứ tự do Hội đồng quyết định: 1 đứng trước.",
                    "The order the council decides: 1 first.",
                ),
            )
        }
        // Whatever may stand in the cell itself: reading it says what is wrong with it.
        WorkColumn::Answer if of.matter.takes_value() => return Ok(None),
        WorkColumn::Answer => {
            let words = of.matter.answers().iter().map(|ruled| ruled.words());
            let words: Vec<String> = words.map(|text| text.in_language(language).to_owned()).collect();
            let rule = DataValidation::new().allow_list_strings(&words)?;
            (
                rule,
                say(
                    language,
                    "Chọn trong danh sách; để trống nếu chưa quyết định.",
                    "Choose from the list; leave blank while nothing is decided.",
                ),
            )
        }
        _ if column.is_of_votes() => (
            DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            say(language, "Ghi một số nguyên không âm.", "A whole number, zero or more."),
        ),
        WorkColumn::Date => {
            let from = ExcelDateTime::from_ymd(1945, 9, 2)?;
            (
                DataValidation::new().allow_date(DataValidationRule::GreaterThanOrEqualTo(from)),
                say(
                    language,
                    "Ngày của văn bản, như 25/12/2025.",
                    "The date of the document, such as 25/12/2025.",
                ),
            )
        }
        _ => return Ok(None),
    };
    let rule = rule
        .ignore_blank(true)
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_title(say(language, "Giá trị không nhận được", "This cannot be taken"))?
        .set_error_message(told)?;
    Ok(Some(rule))
}

/// Widths and headings; the headings are those by which the list is read back.
fn words_of(of: WorkColumn) -> &'static ColumnWords {
    macro_rules! of {
        ($name:ident, $shows:ident, $width:literal) => {{
            static WORDS: ColumnWords = ColumnWords::plain(
                WorkColumn::$name.heading(Language::Vietnamese),
                WorkColumn::$name.heading(Language::English),
                Shows::$shows,
                $width,
            );
            &WORDS
        }};
    }
    match of {
        WorkColumn::Number => of!(Number, Count, 5),
        WorkColumn::Run => of!(Run, Words, 9),
        WorkColumn::Matter => of!(Matter, Words, 13),
        WorkColumn::Group => of!(Group, Words, 12),
        WorkColumn::Entrant => of!(Entrant, Words, 10),
        WorkColumn::Name => of!(Name, Words, 18),
        WorkColumn::Subject => of!(Subject, Words, 10),
        WorkColumn::Title => of!(Title, Words, 20),
        WorkColumn::State => of!(State, Words, 24),
        WorkColumn::Place => of!(Place, Words, 20),
        WorkColumn::Answer => of!(Answer, Words, 14),
        WorkColumn::Votes => of!(Votes, Count, 8),
        WorkColumn::Present => of!(Present, Count, 8),
        WorkColumn::Members => of!(Members, Count, 9),
        WorkColumn::Ballot => of!(Ballot, Count, 7),
        WorkColumn::Written => of!(Written, Count, 9),
        WorkColumn::WrittenVotes => of!(WrittenVotes, Count, 9),
        WorkColumn::Document => of!(Document, Words, 12),
        WorkColumn::Date => of!(Date, Words, 11),
        WorkColumn::Reason => of!(Reason, Words, 20),
        WorkColumn::Replaces => of!(Replaces, Words, 10),
    }
}
