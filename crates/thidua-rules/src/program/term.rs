use crate::expression::{
    Comparator, Comparison, Condition, Elapsed, Every, Operator, Pool, Reduction, Submission,
};
use crate::{Exact, GradingId, InputId, NodeId, RankingId, StageId, Text};

/// A calculation with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanTerm {
    /// A number of the rules.
    Constant(Exact),
    /// A day of the calendar, by its number.
    Day(Exact),
    /// An input.
    Input(InputId),
    /// An input with many values made one.
    Reduced(Reduction, InputId),
    /// The points of a node.
    Points(NodeId),
    /// The points of a node as a share of its maximum.
    Share(NodeId),
    /// The total.
    Total,
    /// The total as a share of the maximum.
    Percent,
    /// Every criterion, or every group: a comparison holds where it holds for each.
    Every(Every),
    /// The position of the grade in a grading.
    Grade(GradingId),
    /// The value that the grade in a grading stands for.
    GradeValue(GradingId),
    /// The place in a ranking.
    Rank(RankingId),
    /// A figure of those who are ranked with the entrant, of a ranking.
    Pool(Pool, RankingId),
    /// The bonus points.
    Bonus,
    /// The points taken away.
    Deductions,
    /// The position of the kind of the entrant.
    Kind,
    /// Whether anything came at a stage,
    Submission(Submission, StageId),
    /// The same below zero.
    Negate(Box<PlanTerm>),
    /// One of the four operations.
    Binary(Operator, Box<PlanTerm>, Box<PlanTerm>),
    /// Whole months or years from one day to another.
    Elapsed(Elapsed, Box<PlanTerm>, Box<PlanTerm>),
}

/// A condition with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum PlanCondition {
    /// All of them hold.
    All(Vec<PlanCondition>),
    /// One of them holds.
    Any(Vec<PlanCondition>),
    /// It does not hold.
    Not(Box<PlanCondition>),
    /// The comparison holds.
    Compare(Box<PlanComparison>),
}

/// A comparison with every name resolved, and its text for explanations.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanComparison {
    /// What is compared.
    pub left: PlanTerm,
    /// How.
    pub comparator: Comparator,
    /// With what.
    pub right: PlanTerm,
    /// As it was written.
    pub written: Comparison,
}

impl PlanTerm {
    /// What it reads, in reading order: everything in it that is no calculation itself.
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Negate(inner) => inner.leaves(),
            Self::Binary(_, left, right) | Self::Elapsed(_, left, right) => {
                [left.leaves(), right.leaves()].concat()
            }
            leaf => vec![leaf],
        }
    }

    /// Every input it reads.
    pub fn inputs(&self) -> Vec<InputId> {
        let inputs = self.leaves().into_iter().filter_map(|leaf| match leaf {
            Self::Input(input) | Self::Reduced(_, input) => Some(*input),
            _ => None,
        });
        inputs.collect()
    }

    /// Whether it reads points or what comes of them.
    fn reads_results(&self) -> bool {
        self.leaves().into_iter().any(|leaf| match leaf {
            Self::Points(_)
            | Self::Share(_)
            | Self::Total
            | Self::Percent
            | Self::Every(_)
            | Self::Grade(_)
            | Self::GradeValue(_)
            | Self::Rank(_)
            | Self::Pool(..)
            | Self::Bonus
            | Self::Deductions => true,
            Self::Constant(_)
            | Self::Day(_)
            | Self::Input(_)
            | Self::Reduced(..)
            | Self::Kind
            | Self::Submission(..) => false,
            // No leaf.
            Self::Negate(_) | Self::Binary(..) | Self::Elapsed(..) => false,
        })
    }

    /// Every criterion or group whose points it reads.
    pub fn nodes(&self) -> Vec<NodeId> {
        let nodes = self.leaves().into_iter().filter_map(|leaf| match leaf {
            Self::Points(node) | Self::Share(node) => Some(*node),
            _ => None,
        });
        nodes.collect()
    }
}

impl PlanCondition {
    /// Every comparison in reading order.
    pub fn comparisons(&self) -> Vec<&PlanComparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Not(part) => part.comparisons(),
            Self::Compare(comparison) => vec![comparison],
        }
    }

    /// Every input it reads.
    pub fn inputs(&self) -> Vec<InputId> {
        let sides = self.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
        sides.flat_map(PlanTerm::inputs).collect()
    }

    /// Every criterion or group whose points it reads.
    pub fn nodes(&self) -> Vec<NodeId> {
        let sides = self.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
        sides.flat_map(PlanTerm::nodes).collect()
    }

    /// Whether it reads points or what comes of them.
    pub fn reads_results(&self) -> bool {
        self.comparisons().into_iter().any(|each| each.left.reads_results() || each.right.reads_results())
    }

    /// The condition as people read it.
    pub fn words(&self) -> Text {
        self.written().words()
    }

    fn written(&self) -> Condition {
        let all = |parts: &[Self]| parts.iter().map(Self::written).collect();
        match self {
            Self::All(parts) => Condition::All(all(parts)),
            Self::Any(parts) => Condition::Any(all(parts)),
            Self::Not(part) => Condition::Not(Box::new(part.written())),
            Self::Compare(comparison) => Condition::Compare(Box::new(comparison.written.clone())),
        }
    }
}
