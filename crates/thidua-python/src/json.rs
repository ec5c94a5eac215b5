use std::sync::Mutex;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use thidua::{Answered, Cancel, Plans};

use crate::errors::unusable;
use crate::interrupt::interruptible;

/// No request of fewer bytes takes long enough to be interrupted: a thread would cost more than the work.
const LONG: usize = 1 << 16;

/// The bytes of an answer, whether the request was refused, and whether a person must look.
type Answer<'py> = (Bound<'py, PyBytes>, bool, bool);

fn answer(py: Python<'_>, answered: Answered) -> Answer<'_> {
    (PyBytes::new(py, answered.json.as_bytes()), answered.refused, answered.needs_person)
}

/// Answers a request in the format `thidua-request/1`, with the bytes of `thidua evaluate`.
#[pyfunction]
pub(crate) fn evaluate_bytes<'py>(py: Python<'py>, request: &[u8]) -> PyResult<Answer<'py>> {
    let work = |cancel: &Cancel| thidua::evaluate_until(&Plans::default(), request, cancel);
    let answered = match request.len() {
        ..LONG => py.detach(|| work(&Cancel::default())),
        LONG.. => interruptible(py, |cancel| Ok(work(cancel)))?,
    };
    Ok(answer(py, answered))
}

/// A season behind the border in JSON.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct JsonSeason(Mutex<thidua::JsonSeason>);

#[pymethods]
impl JsonSeason {
    /// Works a request through and keeps its run: the season, `None` when refused, and the answer.
    #[staticmethod]
    fn open_bytes<'py>(py: Python<'py>, request: &[u8]) -> PyResult<(Option<Self>, Answer<'py>)> {
        let (season, answered) = match request.len() {
            ..LONG => py.detach(|| thidua::JsonSeason::open(request)),
            LONG.. => interruptible(py, |cancel| Ok(thidua::JsonSeason::open_until(request, cancel)))?,
        };
        Ok((season.map(|season| Self(Mutex::new(season))), answer(py, answered)))
    }

    /// Changes cells, or asks what holds now, in the format `thidua-change/1`.
    fn change_bytes<'py>(&self, py: Python<'py>, change: &[u8]) -> PyResult<Answer<'py>> {
        let answered = py.detach(|| Ok::<_, PyErr>(self.0.lock().map_err(unusable)?.change(change)))?;
        Ok(answer(py, answered))
    }
}
