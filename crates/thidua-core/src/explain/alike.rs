use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use thidua_rules::program::{Marks, Operation, PlanTerm, Program};

use super::arithmetic::{self, Told};
use crate::calculus::{Slot, Source};
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, Plan, PlanNode};
use crate::score::References;
use crate::{EntrantId, Exact, InputId, NodeId, TiVec};

/// What criteria came to, by what their cells hold (tiêu chí có số liệu như nhau): of many pages most lines are those of
/// somebody else.
#[derive(Default)]
pub(super) struct Alike(TiVec<NodeId, Option<Known>>);

/// The points of a criterion before their rounding, and how they came about; `None` where there are none.
type Points = Option<(Exact, Told)>;

/// One criterion that is worked out from its own cells alone.
struct Known {
    cells: Vec<InputId>,
    points: RwLock<HashMap<Vec<Slot<Exact>>, Points>>,
}

/// So many different sheets of one criterion are kept in mind.
const KEPT: usize = 2048;

impl Alike {
    pub(super) fn of(plan: &Plan) -> Self {
        let known = |node: &PlanNode| {
            let NodeKind::Leaf(leaf) = &node.kind else { return None };
            let own = node.asked.is_empty() && leaf.reference.is_none();
            let cells = leaf.program.as_ref().filter(|_| own).and_then(cells)?;
            Some(Known { cells, points: RwLock::default() })
        };
        Self(plan.nodes.iter().map(known).collect())
    }

    /// See [`arithmetic::leaf`], which is asked once for sheets that are alike.
    pub(super) fn leaf(
        &self,
        facts: &Facts<'_>,
        references: &References,
        position: NodeId,
        leaf: &Leaf,
        row: EntrantId,
    ) -> Points {
        let found = || arithmetic::leaf(facts, references, position, leaf, row);
        let Some(Some(known)) = self.0.get(position) else { return found() };
        let cells = facts.row(row);
        let key: Vec<Slot<Exact>> = known.cells.iter().map(|input| cells.cell(*input)).collect();
        if let Some(points) = known.points.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return points.clone();
        }
        let points = found();
        let mut kept = known.points.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.insert(key, points.clone());
        }
        points
    }
}

/// The cells that a program reads; `None` where it reads lists, points or others too.
fn cells(program: &Program) -> Option<Vec<InputId>> {
    let mut cells = Vec::new();
    let mut take = |term: &PlanTerm| {
        term.leaves().into_iter().all(|leaf| match leaf {
            PlanTerm::Constant(_) | PlanTerm::Day(_) => true,
            PlanTerm::Input(input) => {
                cells.push(*input);
                true
            }
            _ => false,
        })
    };
    let own = program.steps.iter().all(|operation| match operation {
        Operation::Term(term) => take(term),
        Operation::Holds(condition) => {
            condition.comparisons().into_iter().all(|each| take(&each.left) && take(&each.right))
        }
        Operation::Fold(Marks::List(_), _) | Operation::Peers(_) => false,
        // These read earlier steps alone.
        Operation::Constant(_)
        | Operation::Add(..)
        | Operation::Subtract(..)
        | Operation::Multiply(..)
        | Operation::Divide(..)
        | Operation::Least(..)
        | Operation::Greatest(..)
        | Operation::Cases(..)
        | Operation::Round(..)
        | Operation::Root(..)
        | Operation::Multiple(..)
        | Operation::Days(..)
        | Operation::Fold(Marks::Steps(_), _)
        | Operation::Mean(_)
        | Operation::Given(..) => true,
    });
    cells.sort_unstable();
    cells.dedup();
    own.then_some(cells)
}
