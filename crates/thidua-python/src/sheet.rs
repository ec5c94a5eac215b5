use std::sync::{Arc, Mutex};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Deserialize;
use thidua::{
    BaseSalary, Date, Decimal, DecisionText, Decisions, EntrantText, Finding, History, HistoryRecord,
    Located, Period, Rejected, Value,
};
use thidua_rulefile::Limits;

use crate::errors::{rejected, unusable};
use crate::interrupt::interruptible;
use crate::run::Run;
use crate::season::Season;
use crate::value::values;

/// Fewer entrants are worked out before anybody could interrupt: a thread would cost more than the work.
const LONG: usize = 500;

/// Values in memory, filled in by name and judged like the cells of a table.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Sheet(Mutex<thidua::Sheet>);

/// What stands beside the values of a sheet.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Beside {
    entrants: Vec<EntrantText>,
    #[serde(default)]
    run_id: Option<String>,
    #[serde(default)]
    period: Option<Period>,
    #[serde(default)]
    history: Vec<Earlier>,
    #[serde(default)]
    decisions: Vec<Located<DecisionText>>,
    #[serde(default)]
    base_salary: Vec<Salary>,
    #[serde(default)]
    decision_date: Option<Date>,
}

/// A result of an earlier year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Earlier {
    entrant: String,
    year: i32,
    result: String,
    #[serde(default)]
    decision: String,
    #[serde(default)]
    used_for: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Salary {
    effective_from: Date,
    amount: Decimal,
}

impl Beside {
    fn into_sheet(self, plan: &Arc<thidua::Plan>) -> Result<thidua::Sheet, Rejected> {
        let mut history = History::default();
        for Earlier { entrant, year, result, decision, used_for } in self.history {
            history.add(&entrant, HistoryRecord { year, result, decision, used_for });
        }
        let mut sheet = thidua::Sheet::new(plan, self.entrants)?
            .with_history(history)
            .with_decisions(Decisions { decisions: self.decisions });
        if let Some(id) = self.run_id {
            sheet = sheet.with_run_id(id);
        }
        if let Some(period) = self.period {
            sheet = sheet.with_period(period);
        }
        if let Some(day) = self.decision_date {
            let mut salary = BaseSalary::default();
            self.base_salary.iter().for_each(|each| salary.add(each.effective_from, each.amount));
            sheet = sheet.with_base_salary(salary, day);
        }
        Ok(sheet)
    }
}

impl Sheet {
    pub(crate) fn read(py: Python<'_>, plan: &Arc<thidua::Plan>, written: &[u8]) -> PyResult<Self> {
        let limits = Limits { bytes: 1 << 28, depth: 12, nodes: 50_000_000 };
        let sheet = py.detach(|| {
            let beside: Beside = thidua_rulefile::read_bytes_with("(sheet)", written, &limits)?;
            beside.into_sheet(plan)
        });
        sheet.map(|sheet| Self(Mutex::new(sheet))).map_err(|found| rejected(py, &found))
    }

    /// Puts values into the sheet, and tells all that is wrong with them.
    fn put(&self, py: Python<'_>, stage: Option<&str>, said: Vec<Said>) -> PyResult<()> {
        let found = py.detach(|| {
            let mut sheet = self.0.lock().map_err(unusable)?;
            let mut findings = Vec::new();
            for said in said {
                match said {
                    Said::Refused(finding) => findings.push(*finding),
                    Said::Value(entrant, input, value) => {
                        let put = match stage {
                            Some(stage) => sheet.set_at(stage, &entrant, &input, value),
                            None => sheet.set(&entrant, &input, value),
                        };
                        findings.extend(put.err().iter().flat_map(Rejected::findings).cloned());
                    }
                }
            }
            Ok::<_, PyErr>(findings)
        })?;
        if found.is_empty() { Ok(()) } else { Err(rejected(py, &Rejected::from(found))) }
    }

    /// A copy to work out: what was filled in stays, so that a refused sheet can be mended.
    fn copied(&self) -> PyResult<thidua::Sheet> {
        self.0.lock().map(|sheet| sheet.clone()).map_err(unusable)
    }
}

/// A value on its way, or why it is none.
enum Said {
    Value(String, String, Value),
    Refused(Box<Finding>),
}

fn say(said: &mut Vec<Said>, entrant: &str, input: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    match values(entrant, input, value)? {
        Ok(values) => {
            said.extend(
                values.into_iter().map(|value| Said::Value(entrant.to_owned(), input.to_owned(), value)),
            );
        }
        Err(finding) => said.push(Said::Refused(finding)),
    }
    Ok(())
}

#[pymethods]
impl Sheet {
    /// Puts a value in its place; a list gives the many values of an input.
    #[pyo3(signature = (entrant, input, value, *, stage = None))]
    fn set(
        &self,
        py: Python<'_>,
        entrant: &str,
        input: &str,
        value: &Bound<'_, PyAny>,
        stage: Option<&str>,
    ) -> PyResult<()> {
        let mut said = Vec::new();
        say(&mut said, entrant, input, value)?;
        self.put(py, stage, said)
    }

    /// Fills a column at once: a dict by entrant, or pairs of entrant and value. What is right is kept.
    #[pyo3(signature = (input, values, *, stage = None))]
    fn column(
        &self,
        py: Python<'_>,
        input: &str,
        values: &Bound<'_, PyAny>,
        stage: Option<&str>,
    ) -> PyResult<()> {
        let pairs = match values.cast::<PyDict>() {
            Ok(dict) => dict.items().into_any(),
            Err(_) => values.clone(),
        };
        let mut said = Vec::new();
        for pair in pairs.try_iter()? {
            let (entrant, value): (String, Bound<'_, PyAny>) = pair?.extract()?;
            say(&mut said, &entrant, input, &value)?;
        }
        self.put(py, stage, said)
    }

    /// Fills the row of an entrant: a dict by input. What is right is kept.
    #[pyo3(signature = (entrant, values, *, stage = None))]
    fn row(
        &self,
        py: Python<'_>,
        entrant: &str,
        values: &Bound<'_, PyDict>,
        stage: Option<&str>,
    ) -> PyResult<()> {
        let mut said = Vec::new();
        for (input, value) in values.iter() {
            say(&mut said, entrant, &input.extract::<String>()?, &value)?;
        }
        self.put(py, stage, said)
    }

    /// Works everything out: points, grades, places and awards. The sheet stays as it is.
    fn evaluate(&self, py: Python<'_>) -> PyResult<Run> {
        let sheet = py.detach(|| self.copied())?;
        let run = match sheet.entrant_count() > LONG {
            false => py.detach(|| sheet.evaluate()),
            true => interruptible(py, |cancel| Ok(sheet.evaluate_until(cancel)))?,
        };
        run.map(Run::new).map_err(|found| rejected(py, &found))
    }

    /// Works everything out and keeps it, ready for changed cells. The sheet stays as it is.
    fn season(&self, py: Python<'_>) -> PyResult<Season> {
        let sheet = py.detach(|| self.copied())?;
        let season = match sheet.entrant_count() > LONG {
            false => py.detach(|| sheet.season()),
            true => interruptible(py, |cancel| Ok(sheet.season_until(cancel)))?,
        };
        season.map(Season::new).map_err(|found| rejected(py, &found))
    }
}
