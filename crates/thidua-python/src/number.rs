use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use thidua::Exact;

static FRACTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// `fractions.Fraction`, the exact number of Python's own library.
pub(crate) fn class(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    FRACTION.import(py, "fractions", "Fraction")
}

/// The number as a fraction.
pub(crate) fn fraction<'py>(py: Python<'py>, number: &Exact) -> PyResult<Bound<'py, PyAny>> {
    class(py)?.call1((number.to_string(),))
}

/// The number as a fraction, or `None`.
pub(crate) fn maybe(py: Python<'_>, number: Option<Exact>) -> PyResult<Option<Bound<'_, PyAny>>> {
    number.map(|number| fraction(py, &number)).transpose()
}
