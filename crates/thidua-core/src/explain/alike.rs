use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use thidua_rules::program::{Marks, Operation, PlanTerm, Program};

use super::arithmetic::{self, Told};
use super::prepared::Explainable;
use super::sheet::taken_from;
use crate::calculus::{Slot, Source};
use crate::evaluation::{CellState, Values};
use crate::facts::Facts;
use crate::plan::{Leaf, NodeKind, Plan, PlanInput, PlanNode};
use crate::score::{NodeState, References};
use crate::{EntrantId, Exact, InputId, NodeId, StageId, TiVec};

/// What criteria came to, by what their cells hold (tiêu chí có số liệu như nhau): of many pages most lines are those of
/// somebody else.
#[derive(Default)]
pub(super) struct Alike(TiVec<NodeId, Option<Known>>);

/// The points of a criterion before their rounding, and how they came about; `None` where there are none.
type Points = Option<(Exact, Told)>;

/// What decides the line of a criterion (số liệu quyết định dòng của tiêu chí): entrants that are alike in it have the same
/// line, but for the places of their cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Likeness {
    /// What the cells of a criterion say, of every stage.
    cells: Vec<CellState>,
    /// What became of the criterion or group, and of the children of a group.
    nodes: Vec<NodeState>,
    /// Numerators of one column each, files and stages by position: what stands where follows from the criterion.
    numbers: Vec<i64>,
    /// Numbers of columns that have no denominator of their own, and maxima that are not those of the plan.
    exact: Vec<Exact>,
}

impl Likeness {
    fn add(&mut self, values: &Values, row: EntrantId) {
        match values {
            Values::Scaled { numerators, .. } => {
                self.numbers.push(numerators.get(usize::from(row)).copied().unwrap_or_default());
            }
            Values::Exact(_) => self.exact.push(values.get(row.into())),
        }
    }
}

/// One criterion that is worked out from its own cells alone.
struct Known {
    /// The cells that its arithmetic reads; nothing where it reads lists too.
    cells: Option<Vec<InputId>>,
    /// What its line shows; nothing where that is more than its cells.
    shown: Option<Vec<InputId>>,
    points: RwLock<HashMap<Vec<Slot<Exact>>, Points>>,
}

/// So many different sheets of one criterion are kept in mind.
const KEPT: usize = 2048;

impl Alike {
    pub(super) fn of(plan: &Plan) -> Self {
        let known = |node: &PlanNode| {
            let NodeKind::Leaf(leaf) = &node.kind else { return None };
            let own = node.asked.is_empty() && leaf.reference.is_none();
            let read = leaf.program.as_ref().filter(|_| own).and_then(inputs_of)?;
            let is = |input: &InputId, is: fn(&PlanInput) -> bool| plan.inputs.get(*input).is_some_and(is);
            let mut shown = [leaf.inputs.as_slice(), &read].concat();
            shown.sort_unstable();
            shown.dedup();
            let shown = shown.iter().all(|input| is(input, |input| !input.computed)).then_some(shown);
            let cells = read.iter().all(|input| is(input, |input| !input.many)).then_some(read);
            Some(Known { cells, shown, points: RwLock::default() })
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
        let Some(own) = &known.cells else { return found() };
        let cells = facts.row(row);
        let key: Vec<Slot<Exact>> = own.iter().map(|input| cells.cell(*input)).collect();
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

/// More numbers than most lines hang on.
const MANY: usize = 24;

impl Explainable<'_> {
    /// What decides the line of a criterion or group; `None` where more does than its own cells or children: other
    /// criteria, other entrants, what somebody may claim.
    #[must_use]
    pub fn likeness(&self, node: NodeId, row: EntrantId) -> Option<Likeness> {
        let own = self.facts.plan.nodes.get(node)?;
        let mut likeness = Likeness {
            cells: Vec::new(),
            nodes: Vec::new(),
            numbers: Vec::with_capacity(MANY),
            exact: Vec::new(),
        };
        self.add_points(&mut likeness, node, row)?;
        match &own.kind {
            NodeKind::Leaf(_) => self.add_cells(&mut likeness, node, row)?,
            NodeKind::Group { .. } => {
                for child in &own.children {
                    self.add_points(&mut likeness, *child, row)?;
                }
            }
        }
        Some(likeness)
    }

    fn add_points(&self, likeness: &mut Likeness, node: NodeId, row: EntrantId) -> Option<()> {
        let column = self.outcome.scorecards.nodes.get(node)?;
        likeness.nodes.push(column.state(row.into()));
        likeness.add(&column.values, row);
        likeness.exact.extend(column.max(row.into()).cloned());
        Some(())
    }

    fn add_cells(&self, likeness: &mut Likeness, node: NodeId, row: EntrantId) -> Option<()> {
        let shown = self.alike.0.get(node)?.as_ref()?.shown.as_ref()?;
        likeness.cells.reserve_exact(shown.len() * self.stages.len());
        for stage in self.stages.keys() {
            for input in shown {
                let column = self.facts.evaluations.column(stage, *input)?;
                let state = column.state(row);
                if matches!(state, CellState::Claimed | CellState::NotApplicable) {
                    return None;
                }
                likeness.cells.push(state);
                let list = column.list(row);
                match column.lists {
                    Some(_) => {
                        likeness.numbers.push(i64::try_from(list.len()).ok()?);
                        likeness.exact.extend(list);
                    }
                    None => likeness.add(&column.values, row),
                }
                if stage == StageId::OFFICIAL {
                    let origin = column.origins.of(row);
                    let from = taken_from(&self.facts, *input, row, origin);
                    let from = from.and_then(|from| i64::try_from(from).ok()).unwrap_or(-1);
                    let source = if origin.row > 0 { i64::from(origin.source) } else { -1 };
                    likeness.numbers.extend([source, from]);
                }
            }
        }
        Some(())
    }
}

/// The inputs that a program reads; `None` where it reads points or others too.
fn inputs_of(program: &Program) -> Option<Vec<InputId>> {
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
        Operation::Peers(_) => false,
        // These read earlier steps alone, or a list.
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
        | Operation::Fold(..)
        | Operation::Mean(_)
        | Operation::Given(..) => true,
    });
    cells.extend(program.steps.iter().filter_map(|operation| match operation {
        Operation::Fold(Marks::List(input), _) => Some(*input),
        _ => None,
    }));
    cells.sort_unstable();
    cells.dedup();
    own.then_some(cells)
}
