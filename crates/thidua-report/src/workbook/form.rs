//! Scoring forms (phiếu chấm điểm): a workbook for one entrant, with drop-downs, limits, and formulas that show provisional points.

mod calc;
mod entry;
mod lines;
mod lists;
mod page;

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use thidua_check::FormulaSheet;
use thidua_core::{Date, Entrant, InputId, Plan};
use thidua_table::{FormIdentity, IDENTITY_SHEET};

use super::WorkbookError;
use super::sheet::{Names, cell_text};
use calc::Calc;
use lines::Lines;
use lists::Lists;

/// A form that is to be made (phiếu cần lập).
#[derive(Clone, Copy, Debug)]
pub struct FormOf<'a> {
    /// The rules of the day.
    pub plan: &'a Plan,
    /// Whom it is for; where `blank` is set, only the kind counts.
    pub entrant: &'a Entrant,
    /// Whether whoever fills it in writes the name.
    pub blank: bool,
    /// The stage it is filled in at, by id.
    pub stage: &'a str,
    /// The sha256 of the rule file.
    pub sha256: &'a str,
}

/// The sheet that people fill in.
pub(super) const MAIN: &str = "Phiếu chấm";

/// Makes a form (lập phiếu chấm điểm): the same rules and entrant give the same bytes.
///
/// # Errors
/// When it would not fit the format.
pub fn form(of: FormOf<'_>) -> Result<Vec<u8>, WorkbookError> {
    let rules = of.plan.rules();
    let mut book = super::dated(&rules.title, of.plan.day())?;
    let sheet = FormulaSheet::new(of.plan, of.entrant.clone());
    let lines = Lines::of(&of, &sheet);
    let mut names = Names::default();
    names.fresh(MAIN);
    let lists = Lists::of(&of, &mut names, &sheet);
    let mut calc = Calc::new(of.plan, of.entrant.kind, &lists, &lines);
    let main = page::write(&of, &sheet, &lines, &lists, &mut calc)?;
    book.push_worksheet(main);
    for list in lists.sheets(&of)? {
        book.push_worksheet(list);
    }
    for hidden in calc.sheets(&of, &sheet, &lines, &lists)? {
        book.push_worksheet(hidden);
    }
    book.push_worksheet(choices(of.plan)?);
    book.push_worksheet(identity(&of, &lines)?);
    name_cells(&mut book, &lines)?;
    Ok(book.save_to_buffer()?)
}

/// The titles of all choices, a column for each input that has some.
pub(super) const CHOICES: &str = thidua_table::CHOICES_SHEET;

fn choices(plan: &Plan) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(CHOICES)?.set_hidden(true);
    for (input, of) in plan.inputs().iter_enumerated() {
        for (row, (_, title)) in (0_u32..).zip(&of.choices) {
            sheet.write_string(row, super::sheet::position(input.into()), cell_text(title))?;
        }
    }
    Ok(sheet)
}

/// Where the titles of the choices of an input stand.
pub(super) fn choices_of(plan: &Plan, input: InputId) -> String {
    let count = plan.inputs().get(input).map_or(0, |of| of.choices.len()).max(1);
    let letters = thidua_core::column_letters(u32::from(input).saturating_add(1));
    format!("'{CHOICES}'!${letters}$1:${letters}${count}")
}

/// What the form is, where nobody changes it by accident.
fn identity(of: &FormOf<'_>, lines: &Lines) -> Result<Worksheet, XlsxError> {
    let rules = of.plan.rules();
    let identity = FormIdentity {
        rule_set: rules.rule_set.value.clone(),
        version: rules.version.clone(),
        sha256: of.sha256.to_owned(),
        entrant: if of.blank { String::new() } else { of.entrant.id.as_str().to_owned() },
        stage: of.stage.to_owned(),
    };
    let mut sheet = Worksheet::new();
    sheet.set_name(IDENTITY_SHEET)?.set_very_hidden(true);
    let mut row = 0;
    for (key, value) in identity.pairs() {
        sheet.write_string(row, 0, key)?;
        sheet.write_string(row, 1, cell_text(value))?;
        row += 1;
    }
    for (name, input) in lines.named() {
        let title = of.plan.inputs().get(input).map(|input| input.name.as_str()).unwrap_or_default();
        sheet.write_string(row, 0, name)?;
        sheet.write_string(row, 1, cell_text(title))?;
        row += 1;
    }
    Ok(sheet)
}

/// A name for every cell that is filled in, which follows the cell wherever it is moved.
fn name_cells(book: &mut Workbook, lines: &Lines) -> Result<(), XlsxError> {
    let cells: BTreeMap<String, String> =
        lines.named().filter_map(|(name, input)| Some((name, lines.cell(input)?))).collect();
    for (name, cell) in cells {
        book.define_name(name, &format!("={cell}"))?;
    }
    Ok(())
}

/// Serial numbers of days are counted from 1900 by spreadsheets; a form takes days from then on.
pub(super) fn first_day() -> Option<Date> {
    Date::from_calendar(1900, 3, 1)
}
