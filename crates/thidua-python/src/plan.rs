use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDate, PyDict};
use thidua::{RuleSet, Valid};

use crate::errors::rejected;
use crate::sheet::Sheet;

/// A rule set that was read and checked.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Rules(Valid<RuleSet>);

/// A rule set compiled for a day: keep it, it scores anybody, from any thread.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Plan {
    pub(crate) plan: Arc<thidua::Plan>,
}

/// Reads and checks a rule set; `name` is what findings call it.
#[pyfunction]
#[pyo3(signature = (text, name = "rules.yaml"))]
pub(crate) fn read_rules(py: Python<'_>, text: &str, name: &str) -> PyResult<Rules> {
    let read = py.detach(|| thidua::read_rules(name, text));
    read.map(Rules).map_err(|found| rejected(py, &found))
}

#[pymethods]
impl Rules {
    /// Id of the rule set.
    #[getter]
    fn id(&self) -> &str {
        &self.0.rule_set.value
    }

    /// Its version.
    #[getter]
    fn version(&self) -> &str {
        &self.0.version
    }

    /// The name people read.
    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    /// The plan for a day: `datetime.date`, `"2026-12-31"` or `"31/12/2026"`.
    fn plan(&self, py: Python<'_>, day: &Bound<'_, PyAny>) -> PyResult<Plan> {
        let words = if day.is_instance_of::<PyDate>() {
            day.call_method0("isoformat")?.extract::<String>()?
        } else {
            day.extract::<String>()?
        };
        let plan = py.detach(|| thidua::plan(&self.0, thidua::day(&words)?));
        plan.map(|plan| Plan { plan }).map_err(|found| rejected(py, &found))
    }
}

#[pymethods]
impl Plan {
    /// The day whose values it uses, `2026-12-31`.
    #[getter]
    fn day(&self) -> String {
        self.plan.day().to_string()
    }

    /// Names of the inputs that a sheet takes, criteria that are entered by hand among them.
    #[getter]
    fn inputs(&self) -> Vec<&str> {
        self.plan.inputs().iter().map(|input| input.name.as_str()).collect()
    }

    /// An empty sheet for these entrants: ids, `thidua.Entrant`s or dicts; what stands beside the values is given by name.
    #[pyo3(signature = (entrants, **beside))]
    fn sheet(
        &self,
        py: Python<'_>,
        entrants: &Bound<'_, PyAny>,
        beside: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Sheet> {
        let written = py.import("thidua._sheet")?.call_method("written", (entrants,), beside)?;
        Sheet::read(py, &self.plan, written.cast::<PyBytes>()?.as_bytes())
    }
}
