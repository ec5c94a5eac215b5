use rust_xlsxwriter::{Formula, Worksheet, XlsxError};
use thidua_check::{FormulaCells, FormulaSheet};
use thidua_core::{Exact, InputId, KindId, NodeId, Num, Plan};

use super::lines::Lines;
use super::lists::Lists;
use super::{FormOf, choices_of};
use crate::number::plain;

/// The hidden sheet with the numbers of the inputs and the steps of every criterion.
pub(super) const CALC: &str = thidua_table::STEPS_SHEET;

/// A cell of the hidden sheet that is still to be written.
struct Step {
    row: u32,
    formula: String,
    helpers: Vec<String>,
    blank: Option<Exact>,
}

/// The hidden sheet while it is written: inputs first, then the steps of one criterion after another.
pub(super) struct Calc<'l> {
    kind: Option<KindId>,
    lists: &'l Lists,
    lines: &'l Lines,
    /// The first row of the criterion that is printed.
    from: u32,
    next: u32,
    steps: Vec<Step>,
}

impl<'l> Calc<'l> {
    pub(super) fn new(plan: &Plan, kind: Option<KindId>, lists: &'l Lists, lines: &'l Lines) -> Self {
        let next = u32::try_from(plan.inputs().len()).unwrap_or(u32::MAX / 2);
        Self { kind, lists, lines, from: next, next, steps: Vec::new() }
    }

    /// Keeps the steps of a criterion that was printed.
    pub(super) fn keep(&mut self, leaf: thidua_check::LeafFormulas) -> String {
        for step in leaf.steps {
            let (formula, helpers, blank) = (step.formula, step.helpers, step.blank);
            self.steps.push(Step { row: self.next, formula, helpers, blank });
            self.next += 1;
        }
        self.from = self.next;
        leaf.points
    }

    /// The cells beside the next row, for a formula that stands elsewhere.
    pub(super) fn beside(&self, count: usize) -> String {
        helpers(self.next, count)
    }

    /// Keeps what stands in those cells.
    pub(super) fn keep_beside(&mut self, helpers: Vec<String>) {
        if !helpers.is_empty() {
            self.steps.push(Step { row: self.next, formula: "\"\"".to_owned(), helpers, blank: None });
            self.next += 1;
            self.from = self.next;
        }
    }

    /// The hidden sheets: this one, and that of the lists.
    pub(super) fn sheets(
        self,
        of: &FormOf<'_>,
        sheet: &FormulaSheet<'_>,
        lines: &Lines,
        lists: &Lists,
    ) -> Result<Vec<Worksheet>, XlsxError> {
        let mut calc = Worksheet::new();
        calc.set_name(CALC)?.set_hidden(true).set_formula_result_default("");
        for (input, known) in of.plan.inputs().iter_enumerated().filter(|(_, known)| !known.many) {
            let row = u32::from(input);
            calc.write_string(row, 0, super::cell_text(&known.name))?;
            if let Some(cell) = lines.cell(input) {
                let formula = sheet.input(input, &cell, &choices_of(of.plan, input));
                calc.write_formula(row, 1, live(&formula, known.blank.as_ref()))?;
            }
        }
        for step in self.steps {
            calc.write_formula(step.row, 1, live(&step.formula, step.blank.as_ref()))?;
            for (column, helper) in (2_u16..).zip(&step.helpers) {
                calc.write_formula(step.row, column, live(helper, None))?;
            }
        }
        let mirror = lists.mirror(of, sheet)?;
        Ok(std::iter::once(calc).chain(mirror).collect())
    }
}

impl FormulaCells for Calc<'_> {
    fn input(&self, input: InputId) -> String {
        format!("'{CALC}'!$B${}", usize::from(input) + 1)
    }

    fn list(&self, input: InputId) -> String {
        self.lists.range(input)
    }

    fn step(&self, step: Num) -> String {
        format!("'{CALC}'!$B${}", usize::try_from(self.from).unwrap_or_default() + usize::from(step) + 1)
    }

    fn helpers(&self, step: Num, count: usize) -> String {
        helpers(self.from + u32::from(step), count)
    }

    fn points(&self, node: NodeId) -> Option<String> {
        self.lines.known_points(node)
    }

    fn kind(&self) -> Option<KindId> {
        self.kind
    }
}

fn helpers(row: u32, count: usize) -> String {
    let last = thidua_core::column_letters(u32::try_from(count).unwrap_or(1).max(1) + 2);
    format!("'{CALC}'!$C${0}:${last}${0}", row + 1)
}

/// A formula with what it gives on the blank form: nothing where that is no number.
pub(super) fn live(formula: &str, blank: Option<&Exact>) -> Formula {
    let result = blank.map(|blank| plain(blank, None)).unwrap_or_default();
    Formula::new(format!("={formula}")).set_result(result)
}
