use std::sync::Arc;

use thidua_rules::program::{PlanCondition, PlanTerm, Program};
use thidua_rules::rule::{Absence, Aggregate, Criterion, MissingPolicy, Scope};

use crate::calculus::{Policy, Range};
use crate::{Exact, InputId, KindId, NodeId, Rounding};

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
    /// Children in written order.
    pub children: Vec<NodeId>,
    /// Maximum points.
    pub max: Exact,
    /// Lowest points.
    pub min: Exact,
    /// Weight within the parent's weighted mean.
    pub weight: Exact,
    /// The kinds that have it; `None` for all.
    pub kinds: Option<Vec<KindId>>,
    /// What an entrant must meet to have it: what it asks itself and what the groups around it ask.
    #[doc(hidden)]
    pub asked: Vec<PlanCondition>,
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
    Leaf(Box<Leaf>),
    /// Made of its children.
    Group {
        /// How.
        aggregate: Aggregate,
        /// The share of children that must have points, and what follows otherwise.
        present_at_least: Option<(Exact, Absence)>,
        /// Between what its points are held.
        held: Held,
    },
}

/// Between what the points of a group are held (mức trần, mức sàn của nhóm).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Held {
    /// At most so many.
    pub cap: Option<Exact>,
    /// At least so many.
    pub floor: Option<Exact>,
}

/// What a leaf needs for scoring.
#[derive(Clone, Debug)]
pub struct Leaf {
    #[doc(hidden)]
    pub reads: Vec<PlanRead>,
    /// Every input it reads, each once, in reading order.
    #[doc(hidden)]
    pub inputs: Vec<InputId>,
    /// The criteria and groups whose points it reads, each once.
    #[doc(hidden)]
    pub earlier: Vec<NodeId>,
    /// The inputs that those are made of.
    #[doc(hidden)]
    pub through: Vec<InputId>,
    #[doc(hidden)]
    pub missing: MissingPolicy,
    #[doc(hidden)]
    pub only_if: Option<PlanCondition>,
    #[doc(hidden)]
    pub reference: Option<PlanReference>,
    /// How its points come about; `None` when the method is declared wrongly.
    #[doc(hidden)]
    pub program: Option<Program>,
    /// What takes the place of points that are not there.
    #[doc(hidden)]
    pub policy: Policy,
    /// What the method pays for any value of its inputs' kinds.
    #[doc(hidden)]
    pub paid: Range,
    /// The highest points it may give; `None` for no end.
    pub(crate) ceiling: Option<Exact>,
}

/// Who is compared with whom.
#[derive(Clone, Debug)]
pub struct PlanReference {
    pub scope: Scope,
    /// Who belongs to the set; all when there is no condition.
    pub among: Option<PlanCondition>,
    /// Whether those outside are not compared.
    pub outside: bool,
}

/// One value or list a leaf reads.
#[derive(Clone, Debug)]
pub enum PlanRead {
    /// The criterion's own cell.
    Own(InputId),
    /// A calculation.
    Term(PlanTerm),
    /// An input with many values.
    List(InputId),
    /// A condition.
    Condition(PlanCondition),
}

impl PlanRead {
    /// The inputs it reads.
    pub(crate) fn inputs(&self) -> Vec<InputId> {
        match self {
            Self::Own(input) | Self::List(input) => vec![*input],
            Self::Term(term) => term.inputs(),
            Self::Condition(condition) => condition.inputs(),
        }
    }

    /// The criteria and groups whose points it reads.
    pub(crate) fn nodes(&self) -> Vec<NodeId> {
        match self {
            Self::Own(_) | Self::List(_) => Vec::new(),
            Self::Term(term) => term.nodes(),
            Self::Condition(condition) => condition.nodes(),
        }
    }
}

impl PlanNode {
    /// The highest points it may give (điểm cao nhất có thể cho): its maximum, or more where more is declared; `None`
    /// for no end.
    #[must_use]
    pub fn ceiling(&self) -> Option<&Exact> {
        match &self.kind {
            NodeKind::Leaf(leaf) => leaf.ceiling.as_ref(),
            NodeKind::Group { .. } => Some(&self.max),
        }
    }

    /// Whether entrants of this kind have the criterion.
    #[must_use]
    pub fn has_kind(&self, kind: Option<KindId>) -> bool {
        match (&self.kinds, kind) {
            (None, _) => true,
            (Some(kinds), Some(kind)) => kinds.contains(&kind),
            (Some(_), None) => false,
        }
    }
}
