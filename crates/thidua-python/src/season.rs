use std::sync::{Arc, Mutex};

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use thidua::{Rejected, Value};

use crate::errors::{rejected, told, unusable};
use crate::result::{EntrantResult, Source};
use crate::value::values;

/// A run that stays in memory and answers changed cells; two threads with one season wait for one another.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Season(Arc<Mutex<thidua::Season>>);

/// What a changed cell moved.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Change {
    /// How many entrants were worked out again.
    #[pyo3(get)]
    worked_out: usize,
    /// Ids of those whose total, grade, place or award is another now, sorted.
    #[pyo3(get)]
    moved: Vec<String>,
}

impl Season {
    pub(crate) fn new(season: thidua::Season) -> Self {
        Self(Arc::new(Mutex::new(season)))
    }

    fn changed(
        &self,
        stage: Option<&str>,
        (entrant, input): (&str, &str),
        values: Vec<Value>,
    ) -> PyResult<Result<thidua::Change, Rejected>> {
        let mut season = self.0.lock().map_err(unusable)?;
        Ok(match stage {
            Some(stage) => season.set_all_at(stage, entrant, input, values),
            None => season.set_all(entrant, input, values),
        })
    }
}

#[pymethods]
impl Season {
    /// Ids of all entrants, sorted.
    #[getter]
    fn entrants(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        py.detach(|| Ok(self.0.lock().map_err(unusable)?.entrants().map(str::to_owned).collect()))
    }

    /// What was said about values when they were filled in.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let warnings = py.detach(|| Ok::<_, PyErr>(self.0.lock().map_err(unusable)?.warnings().to_vec()))?;
        told(py, &warnings)
    }

    /// Puts another value in the place of a cell; a list takes the place of all values of an input.
    #[pyo3(signature = (entrant, input, value, *, stage = None))]
    fn set(
        &self,
        py: Python<'_>,
        entrant: &str,
        input: &str,
        value: &Bound<'_, PyAny>,
        stage: Option<&str>,
    ) -> PyResult<Change> {
        let values = match values(entrant, input, value)? {
            Ok(values) => values,
            Err(finding) => return Err(rejected(py, &Rejected::from(finding))),
        };
        let changed = py.detach(|| self.changed(stage, (entrant, input), values))?;
        let thidua::Change { worked_out, moved, .. } = changed.map_err(|found| rejected(py, &found))?;
        Ok(Change { worked_out, moved })
    }

    /// The result of an entrant as of now; `None` when nobody has this id.
    fn entrant(&self, py: Python<'_>, id: String) -> PyResult<Option<EntrantResult>> {
        let known = py.detach(|| Ok::<_, PyErr>(self.0.lock().map_err(unusable)?.entrant(&id).is_some()))?;
        Ok(known.then(|| EntrantResult::new(Source::Season(self.0.clone()), id)))
    }
}

#[pymethods]
impl Change {
    fn __repr__(&self) -> String {
        format!("Change(worked_out={}, moved={:?})", self.worked_out, self.moved)
    }
}
