use thidua_core::{InputId, Plan, PlanInput, Text};
use thidua_rules::rule::ValueKind;

use super::FormulaSheet;
use crate::formula_text::operation::{
    FIRST_DAY_SERIAL, FormulaCells, LEFT_OUT, UNREADABLE, later, number_of, number_text, truth,
};

/// The inputs that make up each detail table (bảng chi tiết), and each list that stands alone, by position.
///
/// Columns of which something is computed row by row stand in one table, also when two calculations share one of them.
#[must_use]
pub fn detail_tables(plan: &Plan) -> Vec<Vec<InputId>> {
    let lists = plan.inputs.iter_enumerated().filter(|(_, input)| input.many && !input.computed);
    let mut tables: Vec<Vec<InputId>> = lists.map(|(input, _)| vec![input]).collect();
    for row in &plan.per_row {
        let (with, mut rest): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|table| table.iter().any(|input| row.columns.contains(input)));
        let mut joined = with.concat();
        joined.sort_unstable();
        if !joined.is_empty() {
            rest.push(joined);
        }
        tables = rest;
    }
    tables.sort();
    tables
}

impl FormulaSheet<'_> {
    /// The number in a cell that people fill in: a choice by its place in the list, whose titles stand in the cells
    /// `choices`; a day by its number. Nothing where the cell is blank and blank means nothing.
    #[must_use]
    pub fn input(&self, input: InputId, cell: &str, choices: &str) -> String {
        let Some(of) = self.plan.inputs.get(input) else { return "\"\"".to_owned() };
        format!("IF(ISBLANK({cell}),{},{})", blank(of), entered(of, cell, choices, "\"\""))
    }

    /// The same for a cell among many: `row` are the cells of its line, which belong together in a detail table;
    /// `all` are all its cells, where it is the first of them.
    #[must_use]
    pub fn listed(&self, input: InputId, cell: &str, choices: &str, row: &str, all: Option<&str>) -> String {
        let Some(of) = self.plan.inputs.get(input) else { return "\"\"".to_owned() };
        let detail = self.plan.per_row.iter().any(|row| row.columns.contains(&input));
        let entered = entered(of, cell, choices, &format!("\"{UNREADABLE}\""));
        if detail {
            return format!("IF(COUNTA({row})=0,\"\",IF(ISBLANK({cell}),{},{entered}))", blank(of));
        }
        let listed = format!("IF(ISBLANK({cell}),\"\",{entered})");
        match all.filter(|_| of.blank.is_some()) {
            Some(all) => format!("IF(COUNTA({all})=0,{},{listed})", blank(of)),
            None => listed,
        }
    }

    /// What is computed of one line of a detail table; `row` are the cells of the line that people fill in.
    ///
    /// # Errors
    /// Why it cannot be told from one form alone.
    pub fn per_row(&self, input: InputId, cells: &dyn FormulaCells, row: &str) -> Result<String, Text> {
        let of = self.plan.per_row.iter().find(|of| of.input == input).ok_or_else(later)?;
        let mut value = number_of(cells, &of.term)?;
        let fails = format!("\"{UNREADABLE}\"");
        value = format!("IF(ISNUMBER({value}),{},{fails})", held(of, &value));
        if let Some(when) = &of.when {
            let when = truth(cells, when)?;
            value = format!("IF({when}=0.5,{fails},IF({when}=0,\"{LEFT_OUT}\",{value}))");
        }
        Ok(format!("IF(COUNTA({row})=0,\"\",{value})"))
    }

    /// The inputs that are computed of the lines of this detail table.
    #[must_use]
    pub fn computed_of(&self, table: &[InputId]) -> Vec<InputId> {
        let of = |columns: &[InputId]| columns.iter().any(|column| table.contains(column));
        self.plan.per_row.iter().filter(|row| of(&row.columns)).map(|row| row.input).collect()
    }
}

fn held(of: &thidua_core::plan::PerRow, value: &str) -> String {
    let least = of.at_least.as_ref().map(|least| format!("MAX({},{value})", number_text(least)));
    let value = least.unwrap_or_else(|| value.to_owned());
    of.at_most.as_ref().map_or(value.clone(), |most| format!("MIN({},{value})", number_text(most)))
}

fn blank(of: &PlanInput) -> String {
    of.blank.as_ref().map_or("\"\"".to_owned(), number_text)
}

fn entered(of: &PlanInput, cell: &str, choices: &str, otherwise: &str) -> String {
    match of.kind {
        ValueKind::Number | ValueKind::Count | ValueKind::Percent => {
            format!("IF(ISNUMBER({cell}),{cell},{otherwise})")
        }
        ValueKind::YesNo => format!("IF({cell}=\"có\",1,IF({cell}=\"không\",0,{otherwise}))"),
        ValueKind::Choice => {
            let place = format!("SUMPRODUCT(EXACT({choices},{cell})*(ROW({choices})-MIN(ROW({choices}))+1))");
            format!("IF({place}=0,{otherwise},{place}-1)")
        }
        ValueKind::Date => format!("IF(ISNUMBER({cell}),INT({cell})-{FIRST_DAY_SERIAL},{otherwise})"),
    }
}
