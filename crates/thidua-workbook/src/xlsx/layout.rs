use quick_xml::events::{BytesStart, Event};
use thidua_core::Diagnostic;
use thidua_table::Merged;

use super::ByCell;
use crate::Limits;
use crate::archive::Archive;
use crate::part::{attribute, each, entity};

/// What a sheet is like beside its values.
#[derive(Default)]
pub(crate) struct Layout {
    pub(crate) hidden_rows: Vec<u32>,
    pub(crate) merged: Vec<Merged>,
    /// Formulas without a stored value.
    pub(crate) open_formulas: ByCell<String>,
    pub(crate) formula_count: usize,
    pub(crate) first_formula: (u32, u32),
    /// Where formulas stand, as far as anybody looks.
    pub(crate) formulas: Vec<(u32, u32)>,
}

/// Merged cells beyond this many are not looked at: no table has so many.
const MERGED_MAX: usize = 100_000;

/// Formulas beyond this many are counted and not looked up: no form has so many.
const FORMULAS_MAX: usize = 20_000;

/// The cell being walked over.
#[derive(Default)]
struct Open {
    at: (u32, u32),
    formula: Option<String>,
    has_value: bool,
    inside: Inside,
}

#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Formula,
    Value,
}

/// Walks over the part of a sheet.
pub(crate) fn read(
    name: &str,
    archive: &mut Archive<'_>,
    part: &str,
    limits: &Limits,
) -> Result<Layout, Box<Diagnostic>> {
    let mut layout = Layout::default();
    let (mut row, mut column, mut open) = (0_u32, 0_u32, Open::default());
    each(name, archive, part, |event| {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => {
                    row = attribute(&tag, "r").and_then(|r| r.parse().ok()).unwrap_or(row.saturating_add(1));
                    column = 0;
                    if is_true(&tag, "hidden") {
                        layout.hidden_rows.push(row);
                    }
                }
                "c" => {
                    let at = attribute(&tag, "r").and_then(|r| address(&r));
                    let at = at.unwrap_or((row, column.saturating_add(1)));
                    column = at.1;
                    open = Open { at, ..Open::default() };
                }
                "f" => {
                    open.inside = Inside::Formula;
                    open.formula = Some(String::new());
                }
                "v" | "is" => open.inside = Inside::Value,
                "mergeCell" if layout.merged.len() < MERGED_MAX => {
                    layout.merged.extend(attribute(&tag, "ref").and_then(|area| merged(&area)));
                }
                _ => {}
            },
            Event::Text(text) => take(&mut open, &text.xml10_content(), limits),
            Event::GeneralRef(reference) => take(&mut open, &entity(&reference), limits),
            Event::End(tag) => match tag.local_name().as_ref() {
                "f" | "v" | "is" => open.inside = Inside::Nothing,
                "c" => close(&mut layout, std::mem::take(&mut open)),
                _ => {}
            },
            _ => {}
        }
        Ok(true)
    })?;
    layout.hidden_rows.sort_unstable();
    Ok(layout)
}

fn take(open: &mut Open, text: &str, limits: &Limits) {
    match (&open.inside, &mut open.formula) {
        (Inside::Formula, Some(formula)) if formula.len() < limits.cell_bytes_max => formula.push_str(text),
        (Inside::Value, _) => open.has_value |= !text.is_empty(),
        _ => {}
    }
}

fn close(layout: &mut Layout, open: Open) {
    let Some(formula) = open.formula else { return };
    if layout.formula_count == 0 {
        layout.first_formula = open.at;
    }
    layout.formula_count += 1;
    if layout.formulas.len() < FORMULAS_MAX {
        layout.formulas.push(open.at);
    }
    // A formula that gives an empty text stores just that, with the type `str`.
    if !open.has_value {
        layout.open_formulas.insert(open.at, formula);
    }
}

fn is_true(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| value == "1" || value == "true")
}

/// Row and column, from 1, of `B3`.
fn address(written: &str) -> Option<(u32, u32)> {
    let letters = written.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = written.split_at_checked(letters)?;
    let column = letters.bytes().try_fold(0_u32, |sum, letter| {
        sum.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A' + 1))
    })?;
    Some((digits.parse().ok()?, column)).filter(|(row, column)| *row > 0 && *column > 0)
}

fn merged(area: &str) -> Option<Merged> {
    let (from, to) = area.split_once(':')?;
    let ((top, left), (bottom, right)) = (address(from)?, address(to)?);
    Some(Merged { rows: (top.min(bottom), top.max(bottom)), columns: (left.min(right), left.max(right)) })
}
