use schemars::JsonSchema;
use serde::Serialize;
use thidua_core::{Calculation, CalculationOperand, Date, OperandUnit, RoundingMode};

use crate::json::number::NumberText;

/// How a number came about, as a tree: operations over what was read, down to cells and points.
///
/// Its value is the number it stands beside, exactly. What changes nothing (`+ 0`, `× 1`) is left out, and of the
/// pieces of a scale only the one that the value fell into is there.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "op", rename_all = "kebab-case")]
#[schemars(rename = "Calculation")]
pub(super) enum CalculationAnswer {
    /// A number that was read.
    Number(OperandAnswer),
    /// All of them added up.
    Sum {
        /// What is added up.
        of: Vec<CalculationAnswer>,
    },
    /// The first less the second.
    Difference {
        /// The two.
        of: [Box<CalculationAnswer>; 2],
    },
    /// The first times the second.
    Product {
        /// The two.
        of: [Box<CalculationAnswer>; 2],
    },
    /// The first divided by the second.
    Quotient {
        /// The two.
        of: [Box<CalculationAnswer>; 2],
    },
    /// Rounded to a multiple of `step`.
    Rounded {
        /// What is rounded.
        of: [Box<CalculationAnswer>; 1],
        /// The step.
        step: NumberText,
        /// Which way.
        mode: RoundingMode,
    },
    /// The `root`th root of the `raise`th power, rounded to a multiple of `step`.
    Power {
        /// What is raised.
        of: [Box<CalculationAnswer>; 1],
        /// The power.
        raise: u32,
        /// The root.
        root: u32,
        /// The step.
        step: NumberText,
        /// Which way.
        mode: RoundingMode,
    },
}

/// A number in a calculation, and what it was read from: an input, the points of a criterion, or the rules.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct OperandAnswer {
    /// The number; of a day its number in the calendar, counted from 1970-01-01.
    value: NumberText,
    /// What people read it as.
    unit: OperandUnit,
    /// The day, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    /// Name of the input whose value it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    /// Path of the criterion or group whose points it is; empty for the whole sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
}

impl From<Calculation> for CalculationAnswer {
    fn from(calculation: Calculation) -> Self {
        let one = |of: Box<Calculation>| [Box::new(Self::from(*of))];
        let two = |of: Box<[Calculation; 2]>| of.map(|part| Box::new(Self::from(part)));
        match calculation {
            Calculation::Operand(operand) => Self::Number(operand.into()),
            Calculation::Sum(of) => Self::Sum { of: of.into_iter().map(Self::from).collect() },
            Calculation::Difference(of) => Self::Difference { of: two(of) },
            Calculation::Product(of) => Self::Product { of: two(of) },
            Calculation::Quotient(of) => Self::Quotient { of: two(of) },
            Calculation::Rounded { of, step, mode } => {
                Self::Rounded { of: one(of), step: NumberText::from(&step), mode }
            }
            Calculation::Power { of, raise, root, step, mode } => {
                Self::Power { of: one(of), raise, root, step: NumberText::from(&step), mode }
            }
        }
    }
}

impl From<CalculationOperand> for OperandAnswer {
    fn from(operand: CalculationOperand) -> Self {
        let number = operand.value.floor_i64().filter(|_| operand.unit == OperandUnit::Day);
        Self {
            value: NumberText::from(&operand.value),
            unit: operand.unit,
            day: number.and_then(Date::from_day_number).map(|day| day.to_string()),
            input: operand.input,
            criterion: operand.criterion,
        }
    }
}
