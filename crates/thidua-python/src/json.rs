use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use thidua::Answered;

use crate::errors::unusable;

/// The bytes of an answer, whether the request was refused, and whether a person must look.
type Answer<'py> = (Bound<'py, PyBytes>, bool, bool);

fn answer(py: Python<'_>, answered: Answered) -> Answer<'_> {
    (PyBytes::new(py, answered.json.as_bytes()), answered.refused, answered.needs_person)
}

/// Answers a request in the format `thidua-request/1`, with the bytes of `thidua evaluate`.
#[pyfunction]
pub(crate) fn evaluate_bytes<'py>(py: Python<'py>, request: &[u8]) -> Answer<'py> {
    let answered = py.detach(|| thidua::evaluate_request(request));
    answer(py, answered)
}

/// A season behind the border in JSON.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct JsonSeason(Mutex<thidua::JsonSeason>);

#[pymethods]
impl JsonSeason {
    /// Works a request through and keeps its run: the season, `None` when refused, and the answer.
    #[staticmethod]
    fn open_bytes<'py>(py: Python<'py>, request: &[u8]) -> (Option<Self>, Answer<'py>) {
        let (season, answered) = py.detach(|| thidua::JsonSeason::open(request));
        (season.map(|season| Self(Mutex::new(season))), answer(py, answered))
    }

    /// Changes cells, or asks what holds now, in the format `thidua-change/1`.
    fn change_bytes<'py>(&self, py: Python<'py>, change: &[u8]) -> PyResult<Answer<'py>> {
        let answered = py.detach(|| Ok::<_, PyErr>(self.0.lock().map_err(unusable)?.change(change)))?;
        Ok(answer(py, answered))
    }
}
