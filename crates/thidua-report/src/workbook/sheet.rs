use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Formula, Worksheet, XlsxError};
use thidua_core::{Exact, Language, visible_lines};

use super::fit::{height, widths};
use crate::number::plain;
use crate::table::{Column, Shows, Value};
use crate::words::say;

/// The font that every office has.
pub(super) const FONT: &str = "Times New Roman";

/// Excel keeps so many digits of a number.
const DIGITS_MOST: usize = 15;

/// A cell holds 32,767 characters; what is longer is cut and marked.
const CELL_CHARS: usize = 32_000;

/// Names of the sheets of one workbook: short, allowed and all different.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

/// Excel allows so many characters in the name of a sheet.
pub(super) const NAME_CHARS: usize = 31;

impl Names {
    /// A name that no other sheet has.
    pub(super) fn fresh(&mut self, wanted: &str) -> String {
        let allowed = |letter: char| {
            !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !letter.is_control()
        };
        let clean: String = wanted.chars().map(|letter| if allowed(letter) { letter } else { ' ' }).collect();
        let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
        let clean = clean.trim_matches('\'');
        let clean = if clean.is_empty() { "-" } else { clean };
        for number in 1_usize.. {
            let mark = if number == 1 { String::new() } else { format!(" ({number})") };
            let room = NAME_CHARS - mark.chars().count();
            // Excel counts in UTF-16, and all letters of Vietnamese are one unit each.
            let mut name: String = clean.chars().take(room).collect();
            while name.encode_utf16().count() > room {
                name.pop();
            }
            let name = format!("{}{mark}", name.trim_end_matches(['\'', ' ']));
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
        }
        clean.to_owned()
    }
}

/// One sheet while it is written: titles, a head that is repeated on every page, lines.
pub(super) struct Sheet {
    sheet: Worksheet,
    columns: Vec<Column>,
    widths: Vec<usize>,
    language: Language,
    row: u32,
    /// The first line below the head.
    from: u32,
    money: Option<(u16, Exact)>,
}

impl Sheet {
    pub(super) fn new(name: &str, columns: Vec<Column>, language: Language) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet
            .set_name(name)?
            .set_landscape()
            .set_paper_size(9)
            // One page wide, as many as it takes long. Left 3 cm for binding, the others 2 and 1.5.
            .set_print_fit_to_pages(1, 0)
            .set_margins(1.18, 0.6, 0.79, 0.79, 0.3, 0.3)
            .set_footer(format!("&C&\"{FONT}\"&10{} &P/&N", say(language, "Trang", "Page")));
        let widths = widths(&columns, language);
        for (index, width) in widths.iter().enumerate() {
            sheet.set_column_width(position(index), u32::try_from(*width).unwrap_or(u32::MAX))?;
        }
        let money = columns.iter().position(|column| column.words.shows == Shows::Money);
        let money = money.map(|index| (position(index), Exact::ZERO));
        Ok(Self { sheet, columns, widths, language, row: 0, from: 0, money })
    }

    /// Centred lines above the table, then its head.
    pub(super) fn titles(&mut self, titles: &[&str]) -> Result<(), XlsxError> {
        let last = position(self.columns.len().saturating_sub(1));
        for (index, title) in titles.iter().filter(|title| !title.trim().is_empty()).enumerate() {
            let format = text_format().set_align(FormatAlign::Center);
            let format = if index < 2 { format.set_bold().set_font_size(13) } else { format.set_italic() };
            let title = cell_text(title);
            if last > 0 {
                self.sheet.merge_range(self.row, 0, self.row, last, &title, &format)?;
            } else {
                self.sheet.write_string_with_format(self.row, 0, title, &format)?;
            }
            self.row += 1;
        }
        self.row += 1;
        let head = text_format()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin);
        for (index, column) in self.columns.iter().enumerate() {
            let heading = cell_text(column.heading(self.language));
            self.sheet.write_string_with_format(self.row, position(index), heading, &head)?;
        }
        let heads = self.columns.iter().map(|column| column.heading(self.language));
        self.sheet.set_row_height(self.row, height(heads.zip(self.widths.iter().copied())))?;
        self.sheet.set_repeat_rows(self.row, self.row)?;
        self.sheet.set_freeze_panes(self.row + 1, 0)?;
        self.row += 1;
        self.from = self.row;
        Ok(())
    }

    /// One line; a number that Excel would round is written as text.
    pub(super) fn line(&mut self, line: &[Value<'_>]) -> Result<(), XlsxError> {
        for (index, value) in line.iter().enumerate() {
            let column = position(index);
            let format = cell_format(value);
            if let (Some((at, sum)), Value::Money(money)) = (&mut self.money, value)
                && *at == column
            {
                *sum += money;
            }
            match number(value) {
                Some(number) => self.sheet.write_number_with_format(self.row, column, number, &format)?,
                None => {
                    let text = cell_text(&value.shown(self.language));
                    self.sheet.write_string_with_format(self.row, column, text, &format)?
                }
            };
        }
        let texts: Vec<_> = line.iter().map(|value| value.shown(self.language)).collect();
        let texts = texts.iter().map(|text| &**text).zip(self.widths.iter().copied());
        self.sheet.set_row_height(self.row, height(texts))?;
        self.row += 1;
        Ok(())
    }

    /// The row that the next line will stand in, from 0.
    pub(super) fn next_row(&self) -> u32 {
        self.row
    }

    /// The sheet itself, for what a line cannot say: cells to fill in, drop-downs.
    pub(super) fn worksheet(&mut self) -> &mut Worksheet {
        &mut self.sheet
    }

    /// The sum of the money so far, as a live formula.
    pub(super) fn sum_of_money(&mut self) -> Result<(), XlsxError> {
        let Some((column, sum)) = self.money.clone().filter(|(_, sum)| !sum.is_zero()) else { return Ok(()) };
        let letters = thidua_core::column_letters(u32::from(column) + 1);
        let formula = Formula::new(format!("=SUM({letters}{}:{letters}{})", self.from + 1, self.row));
        let formula = formula.set_result(plain(&sum, None));
        let format = cell_format(&Value::Money(sum)).set_bold();
        let label = text_format().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Right);
        let words = say(self.language, "Cộng", "Sum");
        if column > 1 {
            self.sheet.merge_range(self.row, 0, self.row, column - 1, words, &label)?;
        } else if column == 1 {
            self.sheet.write_string_with_format(self.row, 0, words, &label)?;
        }
        self.sheet.write_formula_with_format(self.row, column, formula, &format)?;
        self.row += 1;
        Ok(())
    }

    /// A line of words across the table.
    pub(super) fn heading(&mut self, words: &str) -> Result<(), XlsxError> {
        let last = position(self.columns.len().saturating_sub(1));
        let format = text_format().set_bold().set_italic();
        self.row += 1;
        if last > 0 {
            self.sheet.merge_range(self.row, 0, self.row, last, words, &format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// The sheet with its print area.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        let last = position(self.columns.len().saturating_sub(1));
        if self.row == self.from {
            let words = say(self.language, "Không có", "None");
            self.sheet.write_string_with_format(self.row, 0, words, &text_format().set_italic())?;
            self.row += 1;
        }
        self.sheet.set_print_area(0, 0, self.row.saturating_sub(1), last)?;
        Ok(self.sheet)
    }
}

pub(super) fn position(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

pub(super) fn text_format() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

fn cell_format(value: &Value<'_>) -> Format {
    let format = text_format().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    match value {
        Value::Points(_, Some(digits)) if digits.places() > 0 => {
            let places = usize::try_from(digits.places()).unwrap_or(0).min(18);
            format.set_num_format(format!("0.{}", "0".repeat(places)))
        }
        Value::Points(_, Some(_)) => format.set_num_format("0"),
        Value::Points(_, None) => format,
        Value::Count(_) => format.set_num_format("0").set_align(FormatAlign::Center),
        Value::Money(_) => format.set_num_format("#,##0.######"),
        Value::Empty | Value::Name(_) | Value::Words(_) | Value::Phrase(..) => format.set_text_wrap(),
    }
}

/// The number of a cell, when Excel keeps every digit of what is shown.
fn number(value: &Value<'_>) -> Option<f64> {
    let text = value.number()?;
    let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits.trim_start_matches('0').len() > DIGITS_MOST {
        return None;
    }
    text.parse().ok()
}

/// Text for a cell: never a formula, for it is written as a string; with hidden letters written out, as XML has no other place for them.
pub(super) fn cell_text(words: &str) -> String {
    let clean = visible_lines(words).replace('\r', "");
    if clean.chars().count() <= CELL_CHARS {
        return clean;
    }
    clean.chars().take(CELL_CHARS).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_allowed_short_and_different() {
        let mut names = Names::default();
        let long = "Giấy khen của Giám đốc sở, Chủ tịch UBND cấp xã";
        assert_eq!(names.fresh("Cụm 1/2: [a]"), "Cụm 1 2 a");
        let first = names.fresh(long);
        let second = names.fresh(long);
        assert!(
            first != second && first.chars().count() <= 31 && second.chars().count() <= 31,
            "{first} {second}"
        );
        assert_eq!(names.fresh("'"), "-");
        assert_eq!(names.fresh("cụm 1 2 A"), "cụm 1 2 A (2)");
    }

    #[test]
    fn numbers_beyond_fifteen_digits_stay_text() {
        let of = |numerator: i128, denominator| {
            number(&Value::Points(Exact::ratio(numerator, denominator).into(), None))
        };
        assert_eq!(of(667, 10), Some(66.7));
        assert_eq!(of(1_234_567_890_123_456, 1), None);
    }
}
