use rust_xlsxwriter::{FormatAlign, FormatBorder, Worksheet, XlsxError};
use thidua_check::{FormulaCells, FormulaSheet, detail_tables};
use thidua_core::{InputId, KindId, Num, Plan, column_letters};
use thidua_table::{LIST_MARK, LIST_ROW};

use super::calc::{CALC, live};
use super::{FormOf, choices_of, entry, page};
use crate::workbook::fit::height;
use crate::workbook::sheet::{NAME_CHARS, Names, cell_text, position, text_format};

/// Lines of a list that are ready; more may be added below.
const ROWS: u32 = 40;

/// The first line of a list, from 0: below the marks, two titles, a free line and the header.
const FIRST: u32 = 5;

/// So wide is what stands above a list, and a column that nobody made wider.
const TITLE_CHARS: u32 = 90;
const USUAL_WIDTH: u32 = 9;

/// The hidden sheet with the numbers of the lists.
const MIRROR: &str = thidua_table::MIRROR_SHEET;

/// The sheets with many values (trang kê chi tiết): a detail table each, or a list that stands alone.
pub(super) struct Lists {
    /// Name of the sheet, the inputs in its columns, and what is computed of its lines.
    tables: Vec<(String, Vec<InputId>, Vec<InputId>)>,
}

impl Lists {
    pub(super) fn of(of: &FormOf<'_>, names: &mut Names, sheet: &FormulaSheet<'_>) -> Self {
        let has = |input: &InputId| {
            of.plan.inputs().get(*input).is_some_and(|input| input.node.is_none_or(|node| sheet.has(node)))
        };
        let tables = detail_tables(of.plan).into_iter().filter(|table| table.iter().all(&has));
        let tables = tables.map(|inputs| {
            let computed = sheet.computed_of(&inputs);
            let title = computed.first().or(inputs.first()).and_then(|input| of.plan.inputs().get(*input));
            let name = names.fresh(&named(title.map(|input| input.title.as_str()).unwrap_or_default()));
            (name, inputs, computed)
        });
        Self { tables: tables.collect() }
    }

    /// The sheet on which an input is listed.
    pub(super) fn sheet_of(&self, input: InputId) -> Option<&str> {
        let found = self
            .tables
            .iter()
            .find(|(_, inputs, computed)| inputs.contains(&input) || computed.contains(&input));
        found.map(|(name, ..)| name.as_str())
    }

    /// The cells with its numbers, on the hidden sheet.
    pub(super) fn range(&self, input: InputId) -> String {
        let letters = column_letters(u32::from(input).saturating_add(1));
        format!("'{MIRROR}'!${letters}${}:${letters}${}", FIRST + 1, FIRST + ROWS)
    }

    /// The sheets that people fill in.
    pub(super) fn sheets(&self, of: &FormOf<'_>) -> Result<Vec<Worksheet>, XlsxError> {
        self.tables.iter().map(|(name, inputs, computed)| list(of, name, inputs, computed)).collect()
    }

    /// The hidden sheet, where there are lists.
    pub(super) fn mirror(
        &self,
        of: &FormOf<'_>,
        sheet: &FormulaSheet<'_>,
    ) -> Result<Option<Worksheet>, XlsxError> {
        if self.tables.is_empty() {
            return Ok(None);
        }
        let mut mirror = Worksheet::new();
        mirror.set_name(MIRROR)?.set_hidden(true).set_formula_result_default("");
        for (name, inputs, computed) in &self.tables {
            let name = name.replace('\'', "''");
            let last = column_letters(u32::try_from(inputs.len()).unwrap_or(1) + 1);
            for row in FIRST..FIRST + ROWS {
                let line = format!("'{name}'!$B${0}:${last}${0}", row + 1);
                for (column, input) in (2_u32..).zip(inputs) {
                    let letters = column_letters(column);
                    let cell = format!("'{name}'!${letters}${}", row + 1);
                    let all = format!("'{name}'!${letters}${}:${letters}${}", FIRST + 1, FIRST + ROWS);
                    let all = (row == FIRST).then_some(all);
                    let formula =
                        sheet.listed(*input, &cell, &choices_of(of.plan, *input), &line, all.as_deref());
                    // Of an empty list the first cell says what blank means.
                    let alone = computed.is_empty() && row == FIRST;
                    let blank =
                        of.plan.inputs().get(*input).and_then(|input| input.blank.as_ref()).filter(|_| alone);
                    mirror.write_formula(row, position((*input).into()), live(&formula, blank))?;
                }
                for input in computed {
                    let cells = OneRow { plan: of.plan, inputs, row, kind: of.entrant.kind };
                    let formula = sheet.per_row(*input, &cells, &line);
                    let formula = formula.unwrap_or_else(|_| format!("IF(COUNTA({line})=0,\"\",\"x\")"));
                    mirror.write_formula(row, position((*input).into()), live(&formula, None))?;
                }
            }
        }
        Ok(Some(mirror))
    }
}

/// `Kê …` with as many words of the title as the name of a sheet has room for.
fn named(title: &str) -> String {
    let mut name = "Kê".to_owned();
    for word in title.split_whitespace() {
        if name.chars().count() + 1 + word.chars().count() > NAME_CHARS {
            break;
        }
        name.push(' ');
        name.push_str(word);
    }
    name
}

/// The cells of one line of a detail table.
struct OneRow<'a> {
    plan: &'a Plan,
    inputs: &'a [InputId],
    row: u32,
    kind: Option<KindId>,
}

impl FormulaCells for OneRow<'_> {
    fn input(&self, input: InputId) -> String {
        let computed = self.plan.inputs().get(input).is_some_and(|input| input.computed);
        if self.inputs.contains(&input) || computed {
            let letters = column_letters(u32::from(input).saturating_add(1));
            return format!("'{MIRROR}'!${letters}${}", self.row + 1);
        }
        format!("'{CALC}'!$B${}", usize::from(input) + 1)
    }

    fn list(&self, input: InputId) -> String {
        self.input(input)
    }

    fn step(&self, _: Num) -> String {
        String::new()
    }

    fn helpers(&self, _: Num, _: usize) -> String {
        String::new()
    }

    fn kind(&self) -> Option<KindId> {
        self.kind
    }
}

/// One sheet: a hidden column with marks, then a column for each input.
fn list(
    of: &FormOf<'_>,
    name: &str,
    inputs: &[InputId],
    computed: &[InputId],
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    page::paper(&mut sheet, name)?;
    let last = position(inputs.len());
    sheet.set_column_hidden(0)?;
    let width = u32::try_from(120 / inputs.len().max(1)).unwrap_or(20).clamp(12, 40);
    let title = text_format().set_bold().set_font_size(13);
    let about = computed.first().or(inputs.first()).and_then(|input| of.plan.inputs().get(*input));
    let about = about.map(|input| input.title.as_str()).unwrap_or_default();
    sheet.write_string_with_format(1, 1, cell_text(about), &title)?;
    let hint = text_format().set_italic();
    sheet.write_string_with_format(2, 1, "Mỗi dòng một mục; hết dòng thì ghi tiếp ngay bên dưới.", &hint)?;
    let head = text_format()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    for row in FIRST..FIRST + ROWS {
        sheet.write_string(row, 0, LIST_ROW)?;
    }
    let mut headings = Vec::new();
    for (column, input) in (1_u16..).zip(inputs) {
        let Some(known) = of.plan.inputs().get(*input) else { continue };
        sheet.set_column_width(column, width)?;
        sheet.write_string(0, column, format!("{LIST_MARK}{}", known.name))?;
        let unit = known.unit.as_ref().map(|unit| format!("\n({unit})")).unwrap_or_default();
        let heading = cell_text(&format!("{}{unit}", known.title));
        sheet.write_string_with_format(FIRST - 1, column, &heading, &head)?;
        headings.push(heading);
        let format = entry::format(known);
        // Some room below what is ready is open too.
        for row in FIRST..FIRST + ROWS * 3 {
            sheet.write_blank(row, column, &format)?;
        }
        if let Some(rule) = entry::validation(of.plan, *input)? {
            sheet.add_data_validation(FIRST, column, FIRST + ROWS * 3 - 1, column, &rule)?;
        }
    }
    // Bold words are wider than others.
    let narrow = usize::try_from(width).unwrap_or(usize::MAX) * 8 / 10;
    sheet.set_row_height(FIRST - 1, height(headings.iter().map(|heading| (heading.as_str(), narrow))) + 3)?;
    sheet.set_row_hidden(0)?;
    sheet.set_repeat_rows(FIRST - 1, FIRST - 1)?.set_freeze_panes(FIRST, 0)?;
    // What stands above a narrow list runs on over the columns beside it.
    let taken = width.saturating_mul(u32::from(last));
    let beside = TITLE_CHARS.saturating_sub(taken).div_ceil(USUAL_WIDTH);
    let last = last.saturating_add(u16::try_from(beside).unwrap_or_default());
    sheet.set_print_area(1, 1, FIRST + ROWS - 1, last)?;
    page::protect(&mut sheet);
    Ok(sheet)
}
