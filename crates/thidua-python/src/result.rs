use std::sync::{Arc, Mutex};

use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde::Serialize;
use thidua::{AwardStatus, Check, Evaluated, Exact, Verdict};

use crate::errors::{unusable, words};
use crate::number;

/// Where a result stands: in a run that is done, or in a season as of now.
#[derive(Clone)]
pub(crate) enum Source {
    Run(Arc<Evaluated>),
    Season(Arc<Mutex<thidua::Season>>),
}

/// What came of one entrant, asked by ids; in a season, as it stands when it is asked.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct EntrantResult {
    source: Source,
    id: String,
}

/// Where one entrant stands with one award.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct AwardResult {
    source: Source,
    entrant: String,
    award: String,
}

impl Source {
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        id: &str,
        ask: impl FnOnce(&thidua::EntrantResult<'_>) -> Option<T> + Send,
    ) -> PyResult<Option<T>> {
        py.detach(|| match self {
            Self::Run(run) => Ok(run.entrant(id).as_ref().and_then(ask)),
            Self::Season(season) => {
                let season = season.lock().map_err(unusable)?;
                Ok(season.entrant(id).as_ref().and_then(ask))
            }
        })
    }
}

impl EntrantResult {
    pub(crate) fn new(source: Source, id: String) -> Self {
        Self { source, id }
    }
}

#[pymethods]
impl EntrantResult {
    /// The id.
    #[getter]
    fn id(&self) -> &str {
        &self.id
    }

    /// The name people read.
    #[getter]
    fn name(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.source.ask(py, &self.id, |result| Some(result.name().to_owned()))
    }

    /// The total; `None` while something is missing.
    #[getter]
    fn total<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let total: Option<Exact> = self.source.ask(py, &self.id, |result| result.total())?;
        number::maybe(py, total)
    }

    /// The points of a criterion or group by path, or by code where no other has it.
    fn points<'py>(&self, py: Python<'py>, criterion: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let points = self.source.ask(py, &self.id, |result| result.points(criterion))?;
        number::maybe(py, points)
    }

    /// The id of the grade of a grading; `None` also while it is open.
    fn grade(&self, py: Python<'_>, grading: &str) -> PyResult<Option<String>> {
        self.source.ask(py, &self.id, |result| result.grade(grading).map(str::to_owned))
    }

    /// The place in a ranking, from 1.
    fn place(&self, py: Python<'_>, ranking: &str) -> PyResult<Option<u32>> {
        self.source.ask(py, &self.id, |result| result.place(ranking))
    }

    /// Where the entrant stands with an award; `None` when there is no such award.
    fn award(&self, py: Python<'_>, award: &str) -> PyResult<Option<AwardResult>> {
        let known = self.source.ask(py, &self.id, |result| result.award(award).map(|_| ()))?;
        Ok(known.map(|()| AwardResult {
            source: self.source.clone(),
            entrant: self.id.clone(),
            award: award.to_owned(),
        }))
    }

    /// All that led to the result, with its arithmetic, as plain dicts and lists; exact numbers are text.
    fn explanation<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let written =
            self.source.ask(py, &self.id, |result| serde_json::to_string(&result.explanation()?).ok())?;
        let json = py.import("json")?;
        written.map(|written| json.call_method1("loads", (written,))).transpose()
    }

    fn __repr__(&self) -> String {
        format!("<thidua.EntrantResult {:?}>", self.id)
    }
}

#[pymethods]
impl AwardResult {
    /// Where the entrant stands: `recommended`, `refused`, `held`, `tied-on-line`, `reserve`, `below-line`,
    /// `superseded` or `other-kind`.
    #[getter]
    fn status(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.ask(py, |award| Some(status_name(award.status())))
    }

    /// Whether it is recommended, whatever the council decides.
    #[getter]
    fn is_recommended(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.ask(py, |award| Some(award.is_recommended()))?.unwrap_or(false))
    }

    /// Whether cases at rest or missing values may yet change it.
    #[getter]
    fn is_provisional(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.ask(py, |award| Some(award.is_provisional()))?.unwrap_or(false))
    }

    /// Money in đồng, when recommended.
    #[getter]
    fn money<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let money = self.ask(py, |award| award.money().cloned())?;
        number::maybe(py, money)
    }

    /// Every requirement: `verdict`, `requirement`, `found`, `change` and `basis`.
    fn checks<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let checks = self.ask(py, |award| Some(award.checks()))?.unwrap_or_default();
        checks.iter().map(|check| told(py, check)).collect()
    }

    fn __repr__(&self) -> String {
        format!("<thidua.AwardResult {:?} {:?}>", self.entrant, self.award)
    }
}

impl AwardResult {
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&thidua::AwardResult<'_>) -> Option<T> + Send,
    ) -> PyResult<Option<T>> {
        self.source.ask(py, &self.entrant, |result| ask(&result.award(&self.award)?))
    }
}

fn told<'py>(py: Python<'py>, check: &Check) -> PyResult<Bound<'py, PyDict>> {
    let verdict = match check.verdict {
        Verdict::Met => "met",
        Verdict::Failed => "failed",
        Verdict::Unknown => "unknown",
    };
    let change = check.change.as_ref().map(|change| words(py, change)).transpose()?;
    let dict = PyDict::new(py);
    dict.set_item("verdict", verdict)?;
    dict.set_item("requirement", words(py, &check.label)?)?;
    dict.set_item("found", words(py, &check.found)?)?;
    dict.set_item("change", change)?;
    dict.set_item("basis", check.basis.as_deref())?;
    Ok(dict)
}

/// The name of a status, as it is written in JSON.
pub(crate) fn status_name(status: AwardStatus) -> String {
    fn name(status: &impl Serialize) -> Option<String> {
        serde_json::to_value(status).ok()?.as_str().map(str::to_owned)
    }
    name(&status).unwrap_or_default()
}
