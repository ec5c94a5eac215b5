use thidua_core::{Diagnostic, Place};
use thidua_table::{Merged, Sheet};

use crate::finding;

/// What a sheet is like beside its values.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) hidden_rows: Vec<u32>,
    pub(super) hidden_columns: Vec<(u32, u32)>,
    pub(super) merged: Vec<Merged>,
    formula_count: usize,
    first_formula: (u32, u32),
    /// Where formulas stand, as far as anybody looks.
    formulas: Vec<(u32, u32)>,
}

/// Merged cells beyond this many are not looked at: no table has so many.
const MERGED_MAX: usize = 100_000;

/// Formulas beyond this many are counted and not looked up: no form has so many.
const FORMULAS_MAX: usize = 20_000;

impl Layout {
    pub(super) fn formula(&mut self, at: (u32, u32)) {
        if self.formula_count == 0 {
            self.first_formula = at;
        }
        self.formula_count += 1;
        if self.formulas.len() < FORMULAS_MAX {
            self.formulas.push(at);
        }
    }

    pub(super) fn merge(&mut self, area: &str) {
        if self.merged.len() < MERGED_MAX {
            self.merged.extend(merged(area));
        }
    }

    /// Tells the sheet what was seen.
    pub(super) fn told(mut self, sheet: &mut Sheet, is_hidden: bool, links: Option<Diagnostic>) {
        if self.formula_count > 0 {
            let (row, column) = self.first_formula;
            let place = Place::cell(sheet.name().clone(), row, column);
            sheet.remark(finding::formulas(place, self.formula_count));
        }
        if let Some(links) = links {
            sheet.remark(links);
        }
        self.hidden_rows.sort_unstable();
        sheet.compute(self.formulas);
        sheet.merge(self.merged);
        sheet.hide(self.hidden_rows, self.hidden_columns, is_hidden);
    }
}

/// Row and column, from 1, of `B3`.
pub(super) fn address(written: &str) -> Option<(u32, u32)> {
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
