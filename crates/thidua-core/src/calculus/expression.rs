use std::fmt;
use std::rc::Rc;

use thidua_rules::program::Exponent;

use crate::{Date, Exact, InputId, NodeId, RoundingMode};

/// What a number of the arithmetic is read from (toán hạng).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// The rules, or a step that has no arithmetic of its own.
    Stated,
    /// A value of an input, by its position.
    Cell(InputId),
    /// The points of a node, by its position.
    Points(NodeId),
}

/// Printed arithmetic (phép tính in ra): numbers and the operations between them; its value is the number it stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    Number(Exact, Operand),
    /// A number that people enter as a percentage, and read as one.
    Share(Exact, Operand),
    /// A day of the calendar, by its number.
    Day(Exact, Operand),
    Sum(Rc<Expression>, Rc<Expression>),
    Difference(Rc<Expression>, Rc<Expression>),
    Product(Rc<Expression>, Rc<Expression>),
    Quotient(Rc<Expression>, Rc<Expression>),
    Rounded(Rc<Expression>, Exact, RoundingMode),
    /// A root of a power, rounded.
    Root(Rc<Expression>, Exponent, Exact, RoundingMode),
}

impl Expression {
    /// Whether it is a number and nothing else.
    pub(crate) fn is_number(&self) -> bool {
        self.number().is_some() || matches!(self, Self::Day(..))
    }

    fn number(&self) -> Option<&Exact> {
        match self {
            Self::Number(number, _) | Self::Share(number, _) => Some(number),
            _ => None,
        }
    }

    /// What it is read from, where it is one number.
    pub(super) fn operand(&self) -> Operand {
        match self {
            Self::Number(_, of) | Self::Share(_, of) | Self::Day(_, of) => *of,
            _ => Operand::Stated,
        }
    }

    /// Whether it is a day: what is added to a day or taken from one gives a day.
    pub(crate) fn is_day(&self) -> bool {
        match self {
            Self::Day(..) => true,
            Self::Sum(left, right) => left.is_day() != right.is_day(),
            Self::Difference(left, right) => left.is_day() && !right.is_day(),
            Self::Rounded(part, ..) => part.is_day(),
            _ => false,
        }
    }

    /// Whether it is a share: what is added to a share or taken from one is a share too.
    pub(crate) fn is_share(&self) -> bool {
        match self {
            Self::Share(..) => true,
            Self::Sum(left, right) | Self::Difference(left, right) => left.is_share() || right.is_share(),
            _ => false,
        }
    }

    /// Whether it is a number below one, as the steps of a share are.
    fn is_part(&self) -> bool {
        self.number().is_some_and(|number| *number < Exact::ONE && number.is_decimal())
    }

    /// The part as it reads beside a share: a number there is a share too.
    fn beside_share(&self) -> Self {
        match self {
            Self::Number(number, of) => Self::Share(number.clone(), *of),
            other => other.clone(),
        }
    }

    /// Without steps that say nothing: `+ 0`, `× 1`, `/ 1`.
    pub(super) fn tidy(self) -> Self {
        let zero = |part: &Self| part.number().is_some_and(Exact::is_zero);
        let one = |part: &Self| part.number() == Some(&Exact::ONE);
        match &self {
            Self::Sum(left, right) | Self::Difference(left, right) if zero(right) => (**left).clone(),
            Self::Sum(left, right) if zero(left) => (**right).clone(),
            Self::Product(left, right) if one(right) => (**left).clone(),
            Self::Product(left, right) if one(left) => (**right).clone(),
            // A fall reads better as a difference.
            Self::Sum(left, right) => match &**right {
                Self::Product(part, factor) if factor.number().is_some_and(Exact::is_negative) => {
                    let rise = factor.number().cloned().map(std::ops::Neg::neg).unwrap_or_default();
                    let fall =
                        Self::Product(part.clone(), Rc::new(Self::Number(rise, Operand::Stated))).tidy();
                    Self::Difference(left.clone(), Rc::new(fall))
                }
                _ => self,
            },
            _ => self,
        }
    }

    /// What is taken away where this is added; `None` where it is not below zero.
    fn fall(&self) -> Option<Self> {
        match self {
            Self::Number(number, of) if number.is_negative() => Some(Self::Number(-number.clone(), *of)),
            Self::Share(share, of) if share.is_negative() => Some(Self::Share(-share.clone(), *of)),
            _ => None,
        }
    }

    /// How tightly its parts hold together.
    fn strength(&self) -> u8 {
        match self {
            Self::Sum(..) | Self::Difference(..) => 1,
            Self::Product(..) | Self::Quotient(..) => 2,
            // A fraction that is no decimal is printed as a quotient.
            Self::Number(number, _) | Self::Share(number, _) if !number.is_decimal() => 2,
            Self::Number(number, _) | Self::Share(number, _) if number.is_negative() => 1,
            Self::Number(..) | Self::Share(..) | Self::Day(..) | Self::Rounded(..) | Self::Root(..) => 3,
        }
    }

    fn write(&self, least: u8, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrapped = self.strength() < least;
        if wrapped {
            formatter.write_str("(")?;
        }
        match self {
            Self::Number(number, _) => write_number(number, formatter)?,
            Self::Share(number, _) => write_share(number, formatter)?,
            Self::Day(day, _) => formatter.write_str(&day_words(day))?,
            Self::Sum(left, right) => match right.fall() {
                Some(fall) => added(self, left, " − ", &fall, (1, 2), formatter)?,
                None => added(self, left, " + ", right, (1, 1), formatter)?,
            },
            Self::Difference(left, right) => added(self, left, " − ", right, (1, 2), formatter)?,
            Self::Product(left, right) => joined(left, " × ", right, (2, 3), formatter)?,
            Self::Quotient(left, right) if left.is_share() && right.is_part() => {
                joined(left, " / ", &right.beside_share(), (2, 3), formatter)?;
            }
            Self::Quotient(left, right) => joined(left, " / ", right, (2, 3), formatter)?,
            Self::Rounded(part, step, mode) => {
                within_brackets(step, *mode, formatter, |formatter| part.write(0, formatter))?;
            }
            Self::Root(part, exponent, step, mode) => within_brackets(step, *mode, formatter, |formatter| {
                part.write(4, formatter)?;
                match exponent.root {
                    1 => write!(formatter, "^\u{2}{}\u{2}", exponent.raise),
                    root => write!(formatter, "^(\u{2}{}\u{2} / \u{2}{root}\u{2})", exponent.raise),
                }
            })?,
        }
        if wrapped { formatter.write_str(")") } else { Ok(()) }
    }
}

/// What is rounded stands in brackets that say how, and to what where that is not a whole number.
fn within_brackets(
    step: &Exact,
    mode: RoundingMode,
    formatter: &mut fmt::Formatter<'_>,
    write: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    let (open, close) = match mode {
        RoundingMode::Down => ("⌊", "⌋"),
        RoundingMode::Up => ("⌈", "⌉"),
        RoundingMode::HalfUp | RoundingMode::HalfEven => ("[", "]"),
    };
    formatter.write_str(open)?;
    write(formatter)?;
    formatter.write_str(close)?;
    if *step == Exact::ONE { Ok(()) } else { write!(formatter, " ({step})") }
}

/// What is added up reads in one unit.
fn added(
    whole: &Expression,
    left: &Expression,
    sign: &str,
    right: &Expression,
    least: (u8, u8),
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match whole.is_share() {
        true => joined(&left.beside_share(), sign, &right.beside_share(), least, formatter),
        false => joined(left, sign, right, least, formatter),
    }
}

fn joined(
    left: &Expression,
    sign: &str,
    right: &Expression,
    least: (u8, u8),
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    left.write(least.0, formatter)?;
    formatter.write_str(sign)?;
    right.write(least.1, formatter)
}

/// A day as offices write it; the number where the calendar ends.
pub fn day_words(day: &Exact) -> String {
    let known = day.floor_i64().filter(|_| day.is_integer()).and_then(Date::from_day_number);
    known.map_or_else(|| format!("\u{2}{day}\u{2}"), Date::to_vietnamese)
}

/// As a decimal where it is one, else as a fraction: nothing is rounded inside a calculation.
fn write_number(number: &Exact, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    match number.is_decimal() {
        true => write!(formatter, "\u{2}{number}\u{2}"),
        false => {
            let (numerator, denominator) = number.to_fraction_text();
            write!(formatter, "\u{2}{numerator}\u{2} / \u{2}{denominator}\u{2}")
        }
    }
}

/// As a percentage where that has a last digit.
fn write_share(number: &Exact, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let percent = number.clone() * Exact::from(100);
    match percent.is_decimal() {
        true => write!(formatter, "\u{2}{percent}\u{2}%"),
        false => write_number(number, formatter),
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(0, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Expression {
        Expression::Number(text.parse().unwrap(), Operand::Stated)
    }

    fn share(text: &str) -> Expression {
        Expression::Share(text.parse().unwrap(), Operand::Stated)
    }

    /// As it is printed, without the marks that keep digits together.
    fn shown(expression: &Expression) -> String {
        expression.to_string().replace('\u{2}', "")
    }

    fn sum(left: Expression, right: Expression) -> Expression {
        Expression::Sum(Rc::new(left), Rc::new(right))
    }

    fn product(left: Expression, right: Expression) -> Expression {
        Expression::Product(Rc::new(left), Rc::new(right))
    }

    #[test]
    fn what_is_added_to_a_share_reads_as_one() {
        assert_eq!(shown(&sum(share("0.8"), number("0.05"))), "80% + 5%");
        assert_eq!(shown(&sum(number("0.05"), share("0.8"))), "5% + 80%");
        assert_eq!(shown(&sum(number("0.8"), number("0.05"))), "0.8 + 0.05");
        let part = Expression::Quotient(Rc::new(sum(share("0.8"), number("-0.3"))), Rc::new(number("0.05")));
        assert_eq!(shown(&part), "(80% − 30%) / 5%");
    }

    #[test]
    fn what_is_below_zero_is_taken_away() {
        assert_eq!(shown(&sum(number("5"), number("-2"))), "5 − 2");
        assert_eq!(shown(&sum(share("0.5"), share("-0.2"))), "50% − 20%");
        assert_eq!(shown(&sum(share("0.5"), share("0.2"))), "50% + 20%");
        let fall = |by: &str| shown(&sum(number("5"), product(number("3"), number(by))).tidy());
        assert_eq!(fall("-2"), "5 − 3 × 2");
        assert_eq!(fall("2"), "5 + 3 × 2");
        assert_eq!(fall("-1"), "5 − 3");
    }

    #[test]
    fn brackets_say_to_what_is_rounded_where_that_is_no_whole_number() {
        let rounded = |step: &str, mode| {
            shown(&Expression::Rounded(Rc::new(number("7.25")), step.parse().unwrap(), mode))
        };
        assert_eq!(rounded("1", RoundingMode::Down), "⌊7.25⌋");
        assert_eq!(rounded("0.5", RoundingMode::Up), "⌈7.25⌉ (0.5)");
        assert_eq!(rounded("0.1", RoundingMode::HalfUp), "[7.25] (0.1)");
    }
}
