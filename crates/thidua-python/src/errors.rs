use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyTuple, PyType};
use thidua::{Finding, Rejected, Severity, Spot, Text};

static REJECTED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static FINDING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static TEXT: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// The exception `thidua.Rejected` with its findings.
pub(crate) fn rejected(py: Python<'_>, rejected: &Rejected) -> PyErr {
    raised(py, rejected).unwrap_or_else(|error| error)
}

fn raised(py: Python<'_>, rejected: &Rejected) -> PyResult<PyErr> {
    let class = REJECTED.import(py, "thidua._findings", "Rejected")?;
    Ok(PyErr::from_value(class.call1((told(py, rejected.findings())?,))?))
}

/// Findings as Python sees them.
pub(crate) fn told<'py>(py: Python<'py>, findings: &[Finding]) -> PyResult<Bound<'py, PyTuple>> {
    let class = FINDING.import(py, "thidua._findings", "Finding")?;
    let told: Vec<Bound<'py, PyAny>> =
        findings.iter().map(|finding| one(py, class, finding)).collect::<PyResult<_>>()?;
    PyTuple::new(py, told)
}

fn one<'py>(py: Python<'py>, class: &Bound<'py, PyType>, finding: &Finding) -> PyResult<Bound<'py, PyAny>> {
    let diagnostic = &finding.diagnostic;
    let (line, column) = match diagnostic.place.spot {
        Spot::Whole => (None, None),
        Spot::Text(span) => (Some(span.line), Some(span.column)),
        Spot::Cell { row, column } => (Some(row), Some(column)),
    };
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let help = diagnostic.help.as_ref().map(|help| words(py, help)).transpose()?;
    class.call1((
        diagnostic.code,
        severity,
        diagnostic.place.to_string(),
        line,
        column,
        finding.entrant.as_deref(),
        finding.input.as_deref(),
        words(py, &diagnostic.message)?,
        help,
    ))
}

/// A sentence in both languages.
pub(crate) fn words<'py>(py: Python<'py>, text: &Text) -> PyResult<Bound<'py, PyAny>> {
    TEXT.import(py, "thidua._findings", "Text")?.call1((&text.vi, &text.en))
}

/// What stays of a lock that a fault of the engine was under.
pub(crate) fn unusable<T>(_: T) -> PyErr {
    PyRuntimeError::new_err(
        "một lỗi chương trình đã bỏ dở việc ở đây; hãy lập lại từ đầu\n\
         a fault of the engine left this half done; make it anew",
    )
}
