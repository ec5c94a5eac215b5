use crate::calculus::{Expression, Operand};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::{Exact, RoundingMode};

/// How a number came about (phép tính dạng cây): operations over what was read, down to cells and points.
///
/// Its value is the number it stands beside, exactly. What changes nothing (`+ 0`, `× 1`) is left out, and of the
/// pieces of a scale only the one that the value fell into is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Calculation {
    /// A number that was read.
    Operand(CalculationOperand),
    /// All of them added up.
    Sum(Vec<Calculation>),
    /// The first less the second.
    Difference(Box<[Calculation; 2]>),
    /// The first times the second.
    Product(Box<[Calculation; 2]>),
    /// The first divided by the second.
    Quotient(Box<[Calculation; 2]>),
    /// Rounded to a multiple of the step.
    Rounded {
        /// What is rounded.
        of: Box<Calculation>,
        /// The step.
        step: Exact,
        /// Which way.
        mode: RoundingMode,
    },
    /// The root of a power, rounded to a multiple of the step.
    Power {
        /// What is raised.
        of: Box<Calculation>,
        /// The power.
        raise: u32,
        /// The root.
        root: u32,
        /// The step.
        step: Exact,
        /// Which way.
        mode: RoundingMode,
    },
}

/// A number in a calculation (toán hạng), what it is read as, and what from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CalculationOperand {
    /// The number; of a day its number in the calendar.
    pub value: Exact,
    /// What people read it as.
    pub unit: OperandUnit,
    /// The input whose value it is, by name.
    pub input: Option<String>,
    /// The criterion or group whose points it is, by path.
    pub criterion: Option<String>,
}

/// What people read a number as (đơn vị của toán hạng).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OperandUnit {
    /// A number.
    Number,
    /// A share: 0.5 is 50%.
    Share,
    /// A day of the calendar.
    Day,
}

impl Calculation {
    /// The tree of what was traced, where trees are asked for.
    pub(super) fn wanted(facts: &Facts<'_>, from: &Expression) -> Option<Self> {
        facts.as_trees.then(|| Self::of(facts.plan, from))
    }

    fn of(plan: &Plan, from: &Expression) -> Self {
        let of = |part: &Expression| Self::of(plan, part);
        let both = |left: &Expression, right: &Expression| Box::new([of(left), of(right)]);
        match from {
            Expression::Number(value, read) => operand(plan, value, OperandUnit::Number, *read),
            Expression::Share(value, read) => operand(plan, value, OperandUnit::Share, *read),
            Expression::Day(value, read) => operand(plan, value, OperandUnit::Day, *read),
            Expression::Sum(..) => Self::Sum(addends(from).into_iter().map(of).collect()),
            Expression::Difference(left, right) => Self::Difference(both(left, right)),
            Expression::Product(left, right) => Self::Product(both(left, right)),
            Expression::Quotient(left, right) => Self::Quotient(both(left, right)),
            Expression::Rounded(part, step, mode) => {
                Self::Rounded { of: Box::new(of(part)), step: step.clone(), mode: *mode }
            }
            Expression::Root(part, exponent, step, mode) => Self::Power {
                of: Box::new(of(part)),
                raise: exponent.raise,
                root: exponent.root,
                step: step.clone(),
                mode: *mode,
            },
        }
    }
}

/// What a sum adds up, in order: sums lean to the left, however many there are.
fn addends(sum: &Expression) -> Vec<&Expression> {
    let (mut parts, mut at) = (Vec::new(), sum);
    while let Expression::Sum(left, right) = at {
        parts.push(&**right);
        at = left;
    }
    parts.push(at);
    parts.reverse();
    parts
}

fn operand(plan: &Plan, value: &Exact, unit: OperandUnit, read: Operand) -> Calculation {
    let (mut input, mut criterion) = (None, None);
    match read {
        Operand::Stated => {}
        Operand::Cell(position) => input = plan.inputs.get(position).map(|input| input.name.clone()),
        // The whole sheet has no path.
        Operand::Points(node) => criterion = plan.nodes.get(node).map(|node| node.path.clone()),
    }
    Calculation::Operand(CalculationOperand { value: value.clone(), unit, input, criterion })
}
