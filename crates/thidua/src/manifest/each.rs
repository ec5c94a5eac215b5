//! One run for each value of a column (mỗi giá trị một đợt xét): a table of four quarters is four runs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thidua_core::Located;

use super::{Manifest, Period, RunPlan};

/// The values of a column of which each has a run of its own (mỗi giá trị của cột là một đợt xét).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForEach {
    /// The header of the column.
    pub column: String,
    /// The values, in the order of their runs; rows with others are read by none, which is told.
    pub values: Vec<EachValue>,
}

/// One of the values (một giá trị).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EachValue {
    /// What stands in the column.
    pub value: String,
    /// The period of its run; that of all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
}

impl Manifest {
    /// The same with a run for each value where a run says so (mở các đợt xét theo giá trị): its id is that of the run and the
    /// value, and whatever carries over from the run carries over from all of them.
    #[must_use]
    pub fn each_written_out(mut self) -> Self {
        let runs = std::mem::take(&mut self.runs);
        let mut names: Vec<(String, Vec<String>)> = Vec::new();
        for mut run in runs {
            for carry in &mut run.value.carry {
                let from = std::mem::take(&mut carry.value.from);
                let each = |id: String| match names.iter().find(|(known, _)| *known == id) {
                    Some((_, own)) => own.clone(),
                    None => vec![id],
                };
                carry.value.from = from.into_iter().flat_map(each).collect();
            }
            let Some(each) = run.value.for_each.take() else {
                self.runs.push(run);
                continue;
            };
            let own: Vec<Located<RunPlan>> =
                each.values.iter().map(|value| one(&run, &each.column, value)).collect();
            names.push((run.id.clone(), own.iter().map(|run| run.id.clone()).collect()));
            self.runs.extend(own);
        }
        self
    }
}

fn one(run: &Located<RunPlan>, column: &str, value: &EachValue) -> Located<RunPlan> {
    let mut own = run.clone();
    own.value.id = format!("{}-{}", run.id, thidua_table::fold(&value.value));
    own.value.title = run.title.as_ref().map(|title| format!("{title} - {column} {}", value.value));
    if let Some(period) = &value.period {
        own.value.period = period.clone();
    }
    for evaluation in &mut own.value.evaluations {
        evaluation.layout.only_where.insert(column.to_owned(), value.value.clone());
    }
    own
}
