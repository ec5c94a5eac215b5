//! What anybody's values may be, as far as the rule set itself says: for proofs that something is never the case.

use thidua_rules::expression::{Every, Pool};
use thidua_rules::program::{Figure, PlanTerm, Reason};

use super::{NodeKind, Plan, PlanInput};
use crate::calculus::{Grid, Range, Slot, Source, Values, value};
use crate::{Exact, InputId, NodeId, TiSlice};

/// Any entrant at all.
#[derive(Clone, Copy)]
pub struct Anyone<'a> {
    plan: &'a Plan,
    /// Inputs of which nobody has a value.
    silent: &'a TiSlice<InputId, bool>,
}

impl<'a> Anyone<'a> {
    /// Whoever may come.
    pub fn of(plan: &'a Plan) -> Self {
        Self { plan, silent: Default::default() }
    }

    /// Anybody of those who are known to have no value of some inputs.
    pub(crate) fn without(plan: &'a Plan, silent: &'a TiSlice<InputId, bool>) -> Self {
        Self { plan, silent }
    }
}

impl Anyone<'_> {
    /// The values a calculation can have.
    pub fn range(&self, term: &PlanTerm) -> Range {
        value(self, term).value.unwrap_or_default()
    }

    fn possible(&self, input: InputId) -> Range {
        self.plan.inputs.get(input).map(PlanInput::possible).unwrap_or_default()
    }

    /// Points of a leaf keep to its bounds; rounding is to a grid that may lie beyond them.
    fn points(&self, node: NodeId) -> Range {
        match self.plan.nodes.get(node).map(|node| (node, &node.kind)) {
            Some((node, NodeKind::Leaf(leaf))) if node.rounding.is_none() => {
                Range::between(Some(node.min.clone()), leaf.ceiling.clone())
            }
            _ => Range::default(),
        }
    }
}

/// Whole numbers from one end to the other.
fn whole(low: i64, high: Option<usize>) -> Range {
    let high = high.and_then(|high| i64::try_from(high).ok()).map(Exact::from);
    Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::from(low)), high) }
}

impl Source for Anyone<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        match self.silent.get(input) {
            Some(true) => Slot::absent(Reason::Blank),
            _ => Slot::of(self.possible(input)).or(Reason::Blank),
        }
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        let one = self.possible(input);
        Slot::of(Values { certain: vec![one.clone()], possible: Vec::new(), more: Some(one) })
            .or(Reason::Blank)
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        Slot::of(match term {
            PlanTerm::Points(node) => self.points(*node),
            PlanTerm::Grade(grading) => {
                whole(1, self.plan.gradings.get(*grading).map(|grading| grading.grades.len()))
            }
            PlanTerm::Rank(_) | PlanTerm::Pool(Pool::Ranked, _) => whole(1, None),
            PlanTerm::Kind => whole(0, self.plan.rules.kinds.len().checked_sub(1)),
            PlanTerm::Submission(..) => whole(0, Some(1)),
            _ => Range::default(),
        })
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        vec![(Slot::of(Range::default()), true)]
    }

    fn peers(&self, figure: Figure, _: Option<&Range>) -> Slot<Range> {
        let range = match figure {
            Figure::Ahead(..) => whole(0, None),
            Figure::BestExcess => Range::between(Some(Exact::ZERO), None),
            Figure::Best(_) | Figure::Worst(_) => Range::default(),
        };
        Slot::of(range).or(Reason::NobodyThere)
    }
}
