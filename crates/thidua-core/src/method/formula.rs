use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::direct::first;
use super::linear::Beyond;
use super::{Given, Method, Points, Read, show};
use crate::{Exact, Formula, Text, text};

/// The author's own formula over named inputs (công thức riêng): the four operations and parentheses.
///
/// ```yaml
/// formula: { is: (điểm_2014 + điểm_2015) / 2, beyond: refuse }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormulaMethod {
    /// The formula; its result is points.
    pub is: Formula,
    /// What a result outside `points_min` and `points_max` does; `refuse` when absent.
    #[serde(default = "refuse")]
    pub beyond: Beyond,
}

fn refuse() -> Beyond {
    Beyond::Refuse
}

impl Method for FormulaMethod {
    fn reads(&self) -> Vec<Read<'_>> {
        vec![Read::Formula(&self.is)]
    }

    fn points(&self, given: Given<'_>) -> Points {
        let value = first(given);
        Ok(match self.beyond {
            Beyond::Clip => value.max(given.min.clone()).min(given.max.clone()),
            Beyond::Extend | Beyond::Refuse => value,
        })
    }

    fn explain(&self, given: Given<'_>) -> Text {
        text!("{} = {}", "{} = {}", self.is, show(&first(given)))
    }

    fn bounds(&self, max: &Exact) -> (Option<Exact>, Option<Exact>) {
        match self.beyond {
            Beyond::Extend => (None, None),
            Beyond::Clip | Beyond::Refuse => (None, Some(max.clone())),
        }
    }
}
