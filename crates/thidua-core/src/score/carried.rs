//! Points on their way to another process (điểm của một phần), and points of several parts as one.

use serde::{Deserialize, Serialize};

use super::{NodeColumn, NodeState, Scorecards};
use crate::evaluation::{Numbers, Runs, other_columns};
use crate::plan::Plan;
use crate::{Exact, Text};

/// The points of some of the entrants, to be written and read back (điểm của một phần): exact, a column for each criterion
/// and group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedPoints {
    rows: usize,
    nodes: Vec<CarriedNode>,
    exact: CarriedNode,
    total: CarriedNode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bonus: Option<CarriedNode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deductions: Option<CarriedNode>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CarriedNode {
    values: Numbers,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    states: Option<Runs<NodeState>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maxima: Option<Runs<Exact>>,
}

impl CarriedPoints {
    /// Takes along what was scored.
    #[must_use]
    pub fn of(scorecards: &Scorecards) -> Self {
        Self {
            rows: scorecards.rows,
            nodes: scorecards.nodes.iter().map(CarriedNode::of).collect(),
            exact: CarriedNode::of(&scorecards.exact),
            total: CarriedNode::of(&scorecards.total),
            bonus: scorecards.bonus.as_ref().map(CarriedNode::of),
            deductions: scorecards.deductions.as_ref().map(CarriedNode::of),
        }
    }

    /// What was scored, for the plan it was scored by.
    ///
    /// # Errors
    /// What does not fit the plan, or contradicts itself, in words.
    pub fn restore(self, plan: &Plan) -> Result<Scorecards, Text> {
        let rows = self.rows;
        if self.nodes.len() != plan.nodes.len()
            || self.bonus.is_some() == plan.bonus.is_empty()
            || self.deductions.is_some() == plan.deductions.is_empty()
        {
            return Err(other_columns());
        }
        Ok(Scorecards {
            nodes: self.nodes.into_iter().map(|node| node.restored(rows)).collect::<Result<_, _>>()?,
            exact: self.exact.restored(rows)?,
            total: self.total.restored(rows)?,
            bonus: self.bonus.map(|bonus| bonus.restored(rows)).transpose()?,
            deductions: self.deductions.map(|deductions| deductions.restored(rows)).transpose()?,
            rows,
            rank_on: plan.rules.rounding.rank_on,
            maxima: super::maxima(plan),
            root: plan.root,
        })
    }
}

impl CarriedNode {
    fn of(column: &NodeColumn) -> Self {
        Self {
            values: Numbers::of(&column.values),
            states: column.states.as_ref().map(|states| Runs::of(states.iter().copied())),
            maxima: column.maxima.as_ref().map(|maxima| Runs::of(maxima.iter().cloned())),
        }
    }

    fn restored(self, rows: usize) -> Result<NodeColumn, Text> {
        let states = self.states.map(|states| states.restored(rows)).transpose()?;
        let maxima = self.maxima.map(|maxima| maxima.restored(rows)).transpose()?;
        Ok(NodeColumn {
            values: self.values.restored(rows)?,
            states: states.map(Into::into),
            maxima: maxima.map(Into::into),
        })
    }
}
