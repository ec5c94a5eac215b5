use crate::expression::{Comparator, Comparison, Condition, Elapsed, Every, Operator, Reduction, Submission};
use crate::plan::PlanInput;
use crate::rules::ValueKind;
use crate::{Exact, Text};

/// A calculation with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PlanTerm {
    Constant(Exact),
    /// A day of the calendar, by its number.
    Day(Exact),
    Input(usize),
    Reduced(Reduction, usize),
    Points(usize),
    Share(usize),
    Total,
    Percent,
    Every(Every),
    Grade(usize),
    GradeValue(usize),
    Rank(usize),
    Bonus,
    Deductions,
    Kind,
    /// Whether anything came at a stage, by its position.
    Submission(Submission, usize),
    Negate(Box<PlanTerm>),
    Binary(Operator, Box<PlanTerm>, Box<PlanTerm>),
    /// Whole months or years from one day to another.
    Elapsed(Elapsed, Box<PlanTerm>, Box<PlanTerm>),
}

/// A condition with every name resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PlanCondition {
    All(Vec<PlanCondition>),
    Any(Vec<PlanCondition>),
    Not(Box<PlanCondition>),
    Compare(Box<PlanComparison>),
}

/// A comparison with every name resolved, and its text for explanations.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PlanComparison {
    pub(crate) left: PlanTerm,
    pub(crate) comparator: Comparator,
    pub(crate) right: PlanTerm,
    pub(crate) written: Comparison,
}

impl PlanTerm {
    /// What it reads, in reading order: everything in it that is no calculation itself.
    pub(crate) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Negate(inner) => inner.leaves(),
            Self::Binary(_, left, right) | Self::Elapsed(_, left, right) => {
                [left.leaves(), right.leaves()].concat()
            }
            leaf => vec![leaf],
        }
    }

    /// Every input it reads.
    pub(crate) fn inputs(&self) -> Vec<usize> {
        let inputs = self.leaves().into_iter().filter_map(|leaf| match leaf {
            Self::Input(input) | Self::Reduced(_, input) => Some(*input),
            _ => None,
        });
        inputs.collect()
    }

    /// Whether its value is a day.
    pub(crate) fn is_day(&self, inputs: &[PlanInput]) -> bool {
        let dated = |input: &usize| inputs.get(*input).is_some_and(|input| input.kind == ValueKind::Date);
        match self {
            Self::Day(_) => true,
            Self::Input(input) | Self::Reduced(Reduction::Highest | Reduction::Lowest, input) => dated(input),
            Self::Binary(Operator::Add, left, right) => left.is_day(inputs) != right.is_day(inputs),
            Self::Binary(Operator::Subtract, left, right) => left.is_day(inputs) && !right.is_day(inputs),
            _ => false,
        }
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
    pub(crate) fn nodes(&self) -> Vec<usize> {
        let nodes = self.leaves().into_iter().filter_map(|leaf| match leaf {
            Self::Points(node) | Self::Share(node) => Some(*node),
            _ => None,
        });
        nodes.collect()
    }
}

impl PlanCondition {
    /// Every comparison in reading order.
    pub(crate) fn comparisons(&self) -> Vec<&PlanComparison> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::comparisons).collect(),
            Self::Not(part) => part.comparisons(),
            Self::Compare(comparison) => vec![comparison],
        }
    }

    /// Every input it reads.
    pub(crate) fn inputs(&self) -> Vec<usize> {
        let sides = self.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
        sides.flat_map(PlanTerm::inputs).collect()
    }

    /// Every criterion or group whose points it reads.
    pub(crate) fn nodes(&self) -> Vec<usize> {
        let sides = self.comparisons().into_iter().flat_map(|each| [&each.left, &each.right]);
        sides.flat_map(PlanTerm::nodes).collect()
    }

    /// Whether it reads points or what comes of them.
    pub(crate) fn reads_results(&self) -> bool {
        self.comparisons().into_iter().any(|each| each.left.reads_results() || each.right.reads_results())
    }

    /// The condition as people read it.
    pub(crate) fn words(&self) -> Text {
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
