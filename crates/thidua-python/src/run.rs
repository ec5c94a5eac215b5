use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use thidua::{AwardStatus, EntrantId, Evaluated, KindId, Status, TiVec};

use crate::errors::told;
use crate::result::{EntrantResult, Source, status_name};

/// What came of a sheet.
#[pyclass(frozen, module = "thidua")]
pub(crate) struct Run(Arc<Evaluated>);

impl Run {
    pub(crate) fn new(evaluated: Evaluated) -> Self {
        Self(Arc::new(evaluated))
    }
}

/// A column of results: exact numbers and ids are text, places are whole numbers.
enum Column {
    Texts(Vec<Option<String>>),
    Places(Vec<Option<u32>>),
}

#[pymethods]
impl Run {
    /// Ids of all entrants, sorted.
    #[getter]
    fn entrants(&self) -> Vec<&str> {
        self.0.run.evaluations.entrants().iter().map(|entrant| entrant.id.as_str()).collect()
    }

    /// Warnings about values and decisions, then what came up while ranking and recommending.
    #[getter]
    fn warnings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let run = self.0.run.findings().cloned().map(Into::into);
        let all: Vec<_> = self.0.warnings.iter().cloned().chain(run).collect();
        told(py, &all)
    }

    /// Whether a person must look: missing totals, cases at rest, ties on a line.
    #[getter]
    fn needs_person(&self) -> bool {
        self.0.run.needs_a_person()
    }

    /// The result of an entrant; `None` when nobody has this id.
    fn entrant(&self, id: String) -> Option<EntrantResult> {
        self.0.entrant(&id)?;
        Some(EntrantResult::new(Source::Run(self.0.clone()), id))
    }

    /// All results by column, in the order of `entrants`: exact numbers as text (`"9.5"`, `"10/3"`, which
    /// `fractions.Fraction` reads), ids as text, places as whole numbers, `None` where there is nothing.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let columns = py.detach(|| columns(&self.0));
        let dict = PyDict::new(py);
        for (name, column) in columns {
            match column {
                Column::Texts(texts) => dict.set_item(name, texts)?,
                Column::Places(places) => dict.set_item(name, places)?,
            }
        }
        Ok(dict)
    }
}

fn columns(evaluated: &Evaluated) -> Vec<(String, Column)> {
    let run = &evaluated.run;
    let (plan, outcome, entrants) = (&run.plan, &run.outcome, run.evaluations.entrants());
    let rows = || entrants.keys();
    let kinds: TiVec<KindId, &str> = plan.rules().kinds.keys().collect();
    let texts = |text: &dyn Fn(EntrantId) -> Option<String>| Column::Texts(rows().map(text).collect());
    let named = |name: &str, column| (name.to_owned(), column);
    let mut columns = vec![
        named("entrant", texts(&|row| Some(entrants.get(row)?.id.as_str().to_owned()))),
        named("name", texts(&|row| Some(entrants.get(row)?.name.as_str().to_owned()))),
        named("kind", texts(&|row| kinds.get(entrants.get(row)?.kind?).map(|id| (*id).to_owned()))),
        named(
            "cluster",
            texts(&|row| Some(entrants.get(row)?.cluster.to_string()).filter(|name| !name.is_empty())),
        ),
        named("total", texts(&|row| Some(outcome.scorecards.total(row)?.to_string()))),
    ];
    for (position, node) in plan.nodes().iter_enumerated().filter(|(_, node)| !node.path.is_empty()) {
        let points = texts(&|row| Some(outcome.scorecards.points(position, row)?.to_string()));
        columns.push((format!("points:{}", node.path), points));
    }
    for (position, grading) in plan.rules().gradings().iter_enumerated() {
        let grade = |row| Some(grading.grades().get(outcome.grades.grade(position, row)?)?.id.clone());
        columns.push((format!("grade:{}", grading.id), texts(&grade)));
    }
    for (position, ranking) in plan.rules().rankings().iter_enumerated() {
        let places = rows().map(|row| outcome.standings.place(position, row)).collect();
        columns.push((format!("place:{}", ranking.id), Column::Places(places)));
    }
    for (position, award) in plan.rules().awards().iter_enumerated() {
        let status = |row| {
            let case = outcome.recommendations.case(position, row)?;
            let asked = case.status != Status::OtherKind;
            asked.then(|| status_name(AwardStatus::of(&case.status)))
        };
        columns.push((format!("award:{}", award.id.value), texts(&status)));
    }
    columns
}
