use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDate, PyDateTime, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};
use thidua::{Date, Exact, Finding, Unfit, Value};

use crate::number;

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A `Decimal` with more digits than this before or behind its point is left as it is written: it is refused anyway.
const DIGITS_MAX: i64 = 64;

/// The values that something in Python stands for: one, or those of a list.
pub(crate) fn values(
    entrant: &str,
    input: &str,
    said: &Bound<'_, PyAny>,
) -> PyResult<Result<Vec<Value>, Box<Finding>>> {
    let many: Vec<Bound<'_, PyAny>> = if let Ok(list) = said.cast::<PyList>() {
        list.iter().collect()
    } else if let Ok(tuple) = said.cast::<PyTuple>() {
        tuple.iter().collect()
    } else {
        vec![said.clone()]
    };
    let mut values = Vec::with_capacity(many.len());
    for each in &many {
        match value(each)? {
            Ok(value) => values.push(value),
            Err(unfit) => {
                return Ok(Err(Box::new(unfit.finding(entrant, input, &shown(each)?))));
            }
        }
    }
    Ok(Ok(values))
}

/// How Python writes the thing, as far as a person reads it; its type where Python will not write it.
fn shown(said: &Bound<'_, PyAny>) -> PyResult<String> {
    const LETTERS_MAX: usize = 60;
    let words = match said.repr() {
        Ok(words) => words.to_string_lossy().into_owned(),
        Err(_) => said.get_type().name()?.to_string_lossy().into_owned(),
    };
    if words.chars().count() <= LETTERS_MAX {
        return Ok(words);
    }
    Ok(words.chars().take(LETTERS_MAX).chain(['…']).collect())
}

fn value(said: &Bound<'_, PyAny>) -> PyResult<Result<Value, Unfit>> {
    let py = said.py();
    if said.is_none() {
        return Ok(Ok(Value::Blank));
    }
    if let Ok(yes) = said.cast::<PyBool>() {
        return Ok(Ok(Value::YesNo(yes.is_true())));
    }
    if said.is_instance_of::<PyFloat>() {
        return Ok(Err(Unfit::Float));
    }
    if let Ok(words) = said.cast::<PyString>() {
        // A text with half a letter in it (a lone surrogate) is no text.
        return Ok(words.to_cow().map(|words| Value::Text(words.into_owned())).map_err(|_| Unfit::NotSingle));
    }
    if said.is_instance_of::<PyInt>() {
        return Ok(whole(said));
    }
    if said.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
        return decimal(said);
    }
    if said.is_instance(number::class(py)?)? {
        let exact = said.str()?.to_string_lossy().parse::<Exact>().ok();
        return Ok(exact.and_then(|exact| exact.to_decimal()).map(Value::Number).ok_or(Unfit::NotSingle));
    }
    if said.is_instance_of::<PyDateTime>() {
        return Ok(Err(Unfit::NotSingle));
    }
    if said.is_instance_of::<PyDate>() {
        let words: String = said.call_method0("isoformat")?.extract()?;
        return Ok(thidua::day(&words).map(|day: Date| Value::Day(day)).map_err(|_| Unfit::NotSingle));
    }
    // Whole numbers of other libraries, such as numpy's.
    match said.call_method0("__index__") {
        Ok(number) if number.is_instance_of::<PyInt>() => Ok(whole(&number)),
        _ => Ok(Err(Unfit::NotSingle)),
    }
}

/// A whole number, however long; one with more digits than Python itself likes to write is none.
fn whole(said: &Bound<'_, PyAny>) -> Result<Value, Unfit> {
    let Ok(words) = said.call_method0("__int__").and_then(|number| number.str()) else {
        return Err(Unfit::NotSingle);
    };
    let words = words.to_string_lossy();
    Ok(words.parse().map_or_else(|_| Value::Text(words.to_string()), Value::Number))
}

fn decimal(said: &Bound<'_, PyAny>) -> PyResult<Result<Value, Unfit>> {
    if !said.call_method0("is_finite")?.extract::<bool>()? {
        return Ok(Err(Unfit::NotSingle));
    }
    let highest: i64 = said.call_method0("adjusted")?.extract()?;
    let lowest: Option<i64> = said.call_method0("as_tuple")?.getattr("exponent")?.extract().ok();
    let fits = |digits: i64| digits.abs() <= DIGITS_MAX;
    let written = if fits(highest) && lowest.is_some_and(fits) {
        said.call_method1("__format__", ("f",))?.str()?
    } else {
        said.str()?
    };
    let words = written.to_string_lossy();
    Ok(Ok(words.parse().map_or_else(|_| Value::Text(words.to_string()), Value::Number)))
}
