//! Folders in memory, worked through at once or in parts (chia phần): what engines such as Spark call in their tasks.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyTuple};
use thidua::{Diagnostic, Files, Language, Report};

use crate::errors::{rejected, told};

type Given = BTreeMap<String, PyBackedBytes>;
type Results<'py> = (BTreeMap<String, Bound<'py, PyBytes>>, Bound<'py, PyTuple>);

/// Scores the sheets of some of the evaluation files: the bytes of the part, and what a person should look at.
#[pyfunction]
#[pyo3(signature = (files, evaluations, manifest = "thidua.yaml"))]
pub(crate) fn score_part<'py>(
    py: Python<'py>,
    files: Given,
    evaluations: Vec<String>,
    manifest: &str,
) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyTuple>)> {
    let scored = py.detach(|| {
        let named: Vec<&str> = evaluations.iter().map(String::as_str).collect();
        let scored = thidua::score_part(&in_memory(&files), manifest, &named, 1)?;
        let mut bytes = Vec::new();
        // Memory takes everything.
        let _ = scored.part.write(&mut bytes);
        Ok((bytes, scored.warnings))
    });
    let (bytes, warnings) = scored.map_err(|found| refused(py, found))?;
    Ok((PyBytes::new(py, &bytes), findings(py, warnings)?))
}

/// Puts parts together: the result files by name, and what a person should look at.
#[pyfunction]
#[pyo3(signature = (files, parts, manifest = "thidua.yaml", language = "vi"))]
pub(crate) fn merge<'py>(
    py: Python<'py>,
    files: Given,
    parts: Given,
    manifest: &str,
    language: &str,
) -> PyResult<Results<'py>> {
    let made = py.detach(|| {
        let parts = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()));
        Ok(written(thidua::merge(&in_memory(&files), manifest, parts, 1)?.0, language))
    });
    given_back(py, made)
}

/// Works through a folder at once: the result files by name, and what a person should look at.
#[pyfunction]
#[pyo3(signature = (files, manifest = "thidua.yaml", language = "vi"))]
pub(crate) fn recommend<'py>(
    py: Python<'py>,
    files: Given,
    manifest: &str,
    language: &str,
) -> PyResult<Results<'py>> {
    let made = py.detach(|| Ok(written(thidua::run(&in_memory(&files), manifest)?, language)));
    given_back(py, made)
}

type Made = (Vec<thidua::ResultFile>, Vec<Diagnostic>);

fn written(report: Report, language: &str) -> Made {
    let language = if language == "en" { Language::English } else { Language::Vietnamese };
    (thidua::results(&report, language), report.warnings)
}

fn given_back<'py>(py: Python<'py>, made: Result<Made, Vec<Diagnostic>>) -> PyResult<Results<'py>> {
    let (files, warnings) = made.map_err(|found| refused(py, found))?;
    let files = files.into_iter().map(|file| (file.name, PyBytes::new(py, &file.bytes))).collect();
    Ok((files, findings(py, warnings)?))
}

fn in_memory(given: &Given) -> Files {
    let mut files = Files::default();
    for (name, bytes) in given {
        files.insert(name.as_str(), bytes.to_vec());
    }
    files
}

fn refused(py: Python<'_>, found: Vec<Diagnostic>) -> PyErr {
    rejected(py, &found.into())
}

fn findings<'py>(py: Python<'py>, found: Vec<Diagnostic>) -> PyResult<Bound<'py, PyTuple>> {
    told(py, &found.into_iter().map(Into::into).collect::<Vec<_>>())
}
