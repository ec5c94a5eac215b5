use std::sync::Arc;

use super::term::{PlanCondition, PlanTerm};
use crate::method::{Method, Scope};
use crate::rules::{Absence, Aggregate, Criterion, MissingPolicy};
use crate::{Exact, Rounding};

/// One criterion or group of the compiled plan (nút của cây tiêu chí).
#[derive(Clone, Debug)]
pub struct PlanNode {
    /// Codes from the top, joined by `/`.
    pub path: String,
    /// The criterion as written; the root has an empty one.
    pub criterion: Arc<Criterion>,
    /// Where the criterion is written.
    pub span: crate::Span,
    /// Depth below the root.
    pub depth: usize,
    /// Part of the sheet, bonus or deduction.
    pub role: Role,
    /// Children by position, in written order.
    pub children: Vec<usize>,
    /// Maximum points.
    pub max: Exact,
    /// Lowest points.
    pub min: Exact,
    /// Highest points a method may give: the maximum, or more where over-achievement counts.
    pub ceiling: Exact,
    /// Weight within the parent's weighted mean.
    pub weight: Exact,
    /// Positions of the kinds that have it; `None` for all.
    pub kinds: Option<Vec<usize>>,
    /// Rounding of its points.
    pub rounding: Option<Rounding>,
    /// Leaf or group.
    pub kind: NodeKind,
}

/// Which part of the sheet a node belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The tree of criteria.
    Sheet,
    /// A bonus item.
    Bonus,
    /// A deduction item.
    Deduction,
}

/// Leaf or group.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Scored from inputs.
    Leaf(Leaf),
    /// Made of its children.
    Group {
        /// How.
        aggregate: Aggregate,
        /// The share of children that must have points, and what follows otherwise.
        present_at_least: Option<(Exact, Absence)>,
    },
}

/// What a leaf needs for scoring.
#[derive(Clone)]
pub struct Leaf {
    pub(crate) method: Arc<dyn Method>,
    pub(crate) reads: Vec<PlanRead>,
    pub(crate) missing: MissingPolicy,
    pub(crate) only_if: Option<PlanCondition>,
    /// Reference set of relative methods, and who belongs to it.
    pub(crate) scope: Option<(Scope, Option<PlanCondition>)>,
}

impl std::fmt::Debug for Leaf {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Leaf").field("method", &self.method).field("reads", &self.reads).finish()
    }
}

/// One value or list a leaf reads.
#[derive(Clone, Debug)]
pub(crate) enum PlanRead {
    /// The criterion's own cell.
    Own(usize),
    /// A calculation.
    Term(PlanTerm),
    /// An input with many values.
    List(usize),
}

impl PlanNode {
    /// Whether entrants of this kind have the criterion.
    #[must_use]
    pub fn has_kind(&self, kind: Option<usize>) -> bool {
        match (&self.kinds, kind) {
            (None, _) => true,
            (Some(kinds), Some(kind)) => kinds.contains(&kind),
            (Some(_), None) => false,
        }
    }
}
