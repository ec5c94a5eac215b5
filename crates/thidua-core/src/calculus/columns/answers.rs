//! Answers of a batch: to one question, one for every row.

use std::cmp::Ordering;
use std::rc::Rc;

use thidua_rules::Comparator;
use thidua_rules::program::Reason;

use super::pair::{self, Pair};
use super::scaled::Scaled;
use super::whole::Wholes;
use super::{Batch, Numbers};
use crate::Exact;
use crate::calculus::presence::Slot;
use crate::calculus::quantity::{Answer, Quantity};

/// What the rows of a batch answer (câu trả lời của từng hàng). A row in which it is unknown is read again by itself.
#[derive(Clone, Debug)]
pub(crate) enum Answers {
    /// The same in every row, however many there are.
    Same(Told),
    Each(Rc<[Told]>),
}

/// What one row answers: of answers that must all hold the least counts, of those of which one must the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Told {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Told {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl Answers {
    /// What a row answers; `None` where it is unknown.
    pub(crate) fn get(&self, row: usize) -> Option<bool> {
        let told = match self {
            Self::Same(told) => *told,
            Self::Each(rows) => rows.get(row).copied().unwrap_or(Told::Unknown),
        };
        match told {
            Told::No => Some(false),
            Told::Unknown => None,
            Told::Yes => Some(true),
        }
    }

    fn map(self, change: impl Fn(Told) -> Told) -> Self {
        match self {
            Self::Same(told) => Self::Same(change(told)),
            Self::Each(rows) => Self::Each(rows.iter().map(|told| change(*told)).collect()),
        }
    }

    fn least(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same(told), rows) | (rows, Self::Same(told)) => rows.map(|other| told.min(other)),
            (Self::Each(one), Self::Each(other)) => {
                Self::Each(one.iter().zip(other.iter()).map(|(one, other)| *one.min(other)).collect())
            }
        }
    }
}

impl Answer for Answers {
    fn unknown() -> Self {
        Self::Same(Told::Unknown)
    }

    fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::Same(Told::Yes), Self::least)
    }

    fn not(self) -> Self {
        self.map(|told| match told {
            Told::No => Told::Yes,
            Told::Unknown => Told::Unknown,
            Told::Yes => Told::No,
        })
    }

    fn or_unknown(self) -> Self {
        Self::unknown()
    }

    fn or_holds(self) -> Self {
        Self::unknown()
    }

    fn may_hold(&self) -> bool {
        match self {
            Self::Same(told) => *told == Told::Yes,
            Self::Each(rows) => rows.contains(&Told::Yes),
        }
    }
}

/// 1 in every row that says yes, 0 in one that says no; gone where it is unknown.
pub(super) fn number(answers: &Answers) -> Slot<Batch> {
    let one_if_yes = |told: &Told| i64::from(*told == Told::Yes);
    match answers {
        Answers::Same(Told::Unknown) => Slot::absent(Reason::NotKnown),
        Answers::Same(told) => {
            Slot::of(Batch { numbers: Numbers::Same(Exact::from(one_if_yes(told))), gone: None })
        }
        Answers::Each(rows) => {
            let unknown = |told: &Told| *told == Told::Unknown;
            let gone = rows.iter().any(unknown).then(|| rows.iter().map(unknown).collect());
            Slot::of(Batch::scaled(Scaled::over_scale(rows.iter().map(one_if_yes).collect(), 1), gone))
        }
    }
}

/// How the numbers of every row stand to those of another.
pub(super) fn compared(one: &Batch, comparator: Comparator, other: &Batch) -> Answers {
    let holds = |order: Ordering| Told::from(comparator.holds(order));
    let Some(rows) = one.rows().or(other.rows()) else {
        let known = one.only().zip(other.only());
        return known.map_or(Answers::unknown(), |(one, other)| Answers::Same(holds(one.cmp(other))));
    };
    let wholes = one.to_scaled().zip(other.to_scaled());
    let wholes = wholes.and_then(|(one, other)| pair::alike(&one, &other));
    let told: Rc<[Told]> = match wholes.as_ref().map(|Pair { left, right, .. }| (left, right)) {
        Some((left, right)) => match (left.narrow(), right.narrow(), right) {
            (Some(left), Some(right), _) => {
                left.iter().zip(right).map(|(left, right)| holds(left.cmp(right))).collect()
            }
            (Some(left), None, Wholes::Same(right)) => {
                left.iter().map(|left| holds(i128::from(*left).cmp(right))).collect()
            }
            _ => (0..rows).map(|row| holds(left.get(row).cmp(&right.get(row)))).collect(),
        },
        None => (0..rows).map(|row| holds(one.get(row).cmp(&other.get(row)))).collect(),
    };
    match one.gone.is_none() && other.gone.is_none() {
        true => Answers::Each(told),
        false => {
            let gone = |row: usize| one.is_gone(row) || other.is_gone(row);
            let told = told.iter().enumerate();
            Answers::Each(told.map(|(row, told)| if gone(row) { Told::Unknown } else { *told }).collect())
        }
    }
}
