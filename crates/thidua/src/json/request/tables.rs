use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use thidua_core::{Date, Diagnostic, Located, Spot};
use thidua_json::Scalar;
use thidua_table::{Layout, NumberStyle, RegisterLayout, Sheet, Written};

use super::cut::table_name;
use super::{ManifestOrName, Request, Work};
use crate::files::Files;
use crate::manifest::{
    EvaluationFile, Manifest, OutcomeForm, Pages, Period, RegisterFile, RunPlan, TableFiles,
};
use crate::rejected::Finding;
use crate::value::Value;

/// A row by column; texts, numbers as they are written, truth values and null.
pub(crate) type Row = BTreeMap<String, Cell>;

/// A value of a row: text, a number as it is written, true, false or null.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Cell(Scalar);

impl Cell {
    /// What it says, in memory.
    pub(crate) fn value(&self) -> Value {
        Value::from(self.0.0.as_str())
    }
}

impl JsonSchema for Cell {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A text, a number as it is written (never rounded), true, false or null; a blank cell is empty or null.",
            "type": ["string", "number", "boolean", "null"]
        })
    }
}

/// A table of values: rows, or columns of the same length; one of the two.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Values {
    /// One row for each entrant, with `entrant` and the inputs; or one for each value, with `entrant`, `criterion` and `value`.
    #[serde(default)]
    rows: Vec<Row>,
    /// The same by column.
    #[serde(default)]
    columns: BTreeMap<String, Vec<Cell>>,
    /// How the columns map to the rule set; the point is the decimal sign unless it says otherwise.
    #[serde(default)]
    layout: Option<Layout>,
}

/// The tables of a request by the names they go by in findings: what these tell of them, and not their values, which
/// are let go of once they are read.
#[derive(Debug, Default)]
pub(crate) struct InMemory {
    tables: BTreeMap<String, Told>,
}

/// The columns of a table, and whom each of its rows is about.
#[derive(Debug)]
struct Told {
    columns: Vec<String>,
    entrants: Sheet,
}

const RULES: &str = "rules";
const DECISIONS: &str = "decisions";

/// Makes files in memory of what stands in the request, and the manifest that a folder with them would have.
pub(super) fn lay_out(request: &mut Request, rules: String) -> Result<Work, Vec<Diagnostic>> {
    let cut = std::mem::take(&mut request.cut).into_iter().collect();
    let mut laid = Laid { files: Files::default(), tables: InMemory::default(), cut };
    laid.files.insert(RULES, rules);
    let entrants = request.entrants.take().map(|rows| laid.table("entrants", rows)).transpose()?;
    let register = entrants.map(|file| RegisterFile {
        file,
        sheet: None,
        header: None,
        columns: RegisterLayout::default(),
    });
    let mut evaluations = Vec::new();
    for (position, values) in std::mem::take(&mut request.values).into_iter().enumerate() {
        let point = Layout { numbers: NumberStyle::Program, ..Layout::default() };
        let layout = values.layout.clone().unwrap_or(point);
        let name = table_name(position);
        evaluations.push(EvaluationFile { file: laid.table(&name, values.into_rows()?)?, layout });
    }
    let history = laid.some_table("history", std::mem::take(&mut request.history))?.into_iter().collect();
    let base_salary = laid.some_table("base_salary", std::mem::take(&mut request.base_salary))?;
    let mut decisions = Vec::new();
    if !request.decisions.is_empty() {
        // One to a line, so that a finding's line tells which of them it is about.
        let lines: Vec<String> = request.decisions.iter().map(thidua_json::to_line).collect();
        laid.files.insert(DECISIONS, format!("{{\"decisions\":[{}]}}", lines.join(",\n")));
        decisions.push(nowhere(DECISIONS));
    }
    let period = request.period.take();
    let day = period.as_ref().map(|period| period.until).or(request.received).or(request.decision_date);
    let Some(day) = day.or_else(|| Date::from_calendar(2026, 12, 31)).filter(|_| day.is_some()) else {
        return Err(vec![super::wrong(
            thidua_core::text!("yêu cầu chưa ghi kỳ đánh giá", "the request gives no period"),
            thidua_core::text!("thêm `period` với `from` và `until`", "add `period` with `from` and `until`"),
        )]);
    };
    let run = RunPlan {
        id: "run".to_owned(),
        title: None,
        rules: nowhere(RULES),
        period: period.unwrap_or(Period { from: day, until: day }),
        received: request.received,
        decision_date: request.decision_date,
        evaluations,
        for_each: None,
        carry: Vec::new(),
        adds_to_history: false,
        pages: Pages::All,
        tables: TableFiles::Csv,
    };
    let manifest = Manifest {
        movement: String::new(),
        note: None,
        register,
        history,
        decisions,
        votes: Vec::new(),
        base_salary,
        outcome: OutcomeForm::Json,
        runs: vec![Located::nowhere(run)],
    };
    Ok(Work {
        files: laid.files,
        manifest: ManifestOrName::Manifest(Box::new(manifest)),
        tables: laid.tables,
    })
}

fn nowhere(name: &str) -> Located<String> {
    Located::nowhere(name.to_owned())
}

struct Laid {
    files: Files,
    tables: InMemory,
    /// Tables that were read already, by the names they are kept under.
    cut: BTreeMap<String, Sheet>,
}

impl Laid {
    /// The same where there are rows at all.
    fn some_table(&mut self, name: &str, rows: Vec<Row>) -> Result<Option<Located<String>>, Vec<Diagnostic>> {
        let there = !rows.is_empty() || self.cut.contains_key(&format!("{name}.json"));
        there.then(|| self.table(name, rows)).transpose()
    }

    /// Keeps a table under a name that tells readers it is JSON. Its rows are let go of: as a sheet they take a tenth.
    fn table(&mut self, name: &str, rows: Vec<Row>) -> Result<Located<String>, Vec<Diagnostic>> {
        let name = format!("{name}.json");
        let sheet = match self.cut.remove(&name) {
            Some(sheet) => sheet,
            None => thidua_json::sheet(&name, &rows, |cell| (cell.0.0.as_str(), Written::Text))?,
        };
        self.tables.tables.insert(name.clone(), Told::of(&sheet));
        self.files.insert_sheet(name.clone(), sheet);
        Ok(Located::nowhere(name))
    }
}

impl Values {
    fn into_rows(self) -> Result<Vec<Row>, Vec<Diagnostic>> {
        if self.columns.is_empty() {
            return Ok(self.rows);
        }
        let count = self.columns.values().map(Vec::len).max().unwrap_or(0);
        let uneven = self.columns.values().any(|column| column.len() != count);
        if uneven || !self.rows.is_empty() {
            return Err(vec![super::wrong(
                thidua_core::text!(
                    "các cột của `values` phải dài bằng nhau, và không đi cùng `rows`",
                    "the columns of `values` must be of one length, and not stand beside `rows`"
                ),
                thidua_core::text!("ghi null cho ô trống", "write null for a blank cell"),
            )]);
        }
        let mut rows: Vec<Row> = vec![Row::new(); count];
        for (name, column) in self.columns {
            for (row, cell) in rows.iter_mut().zip(column) {
                row.insert(name.clone(), cell);
            }
        }
        Ok(rows)
    }
}

impl Told {
    fn of(sheet: &Sheet) -> Self {
        let header = sheet.lines().next();
        let columns =
            header.into_iter().flat_map(|line| line.columns().map(move |at| line.text(at).to_owned()));
        let columns: Vec<String> = columns.collect();
        let named = ["entrant", "id"].map(|name| (1..).zip(&columns).find(|(_, column)| *column == name));
        let named: Vec<u32> = named.into_iter().flatten().map(|(at, _)| at).collect();
        let mut entrants = Sheet::new(sheet.name().clone());
        for line in sheet.lines().skip(1) {
            let about = named.iter().map(|column| line.text(*column)).find(|words| !words.is_empty());
            if let Some(about) = about
                && entrants.push_row(line.number(), [(about, Written::Text)]).is_err()
            {
                // It is a part of a sheet that was not too large.
                break;
            }
        }
        Self { columns, entrants }
    }
}

impl InMemory {
    /// A finding with the entrant and the column of its cell, where it stands in a table of the request.
    pub(crate) fn told(&self, finding: &Diagnostic) -> Finding {
        let mut told = Finding::from(finding.clone());
        let Some((table, Spot::Cell { row, column })) =
            self.tables.get(&*finding.place.file).map(|table| (table, finding.place.spot))
        else {
            return told;
        };
        told.entrant =
            table.entrants.lines().find(|line| line.number() == row).map(|line| line.text(1).to_owned());
        let column = column.checked_sub(1).and_then(|column| usize::try_from(column).ok());
        let column = column.and_then(|column| table.columns.get(column)).filter(|column| !column.is_empty());
        told.input = column.filter(|column| *column != "entrant" && *column != "id").cloned();
        told
    }
}
