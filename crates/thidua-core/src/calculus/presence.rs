//! Presence (có hay không có giá trị): a value is there, or it is absent for a reason. What absence does is decided here
//! and in the walk over programs, nowhere else.

use thidua_rules::program::Reason;

const ALL: [Reason; 21] = [
    Reason::NotKnown,
    Reason::OutOfBounds,
    Reason::NoPiece,
    Reason::NoCase,
    Reason::NotMultiple,
    Reason::BelowZero,
    Reason::TooFew,
    Reason::ZeroBase,
    Reason::AllEqual,
    Reason::NobodyThere,
    Reason::NobodyAbove,
    Reason::NoDay,
    Reason::DividesByZero,
    Reason::Blank,
    Reason::Exempt,
    Reason::TurnedDown,
    Reason::NotApplicable,
    Reason::Claimed,
    Reason::Unasked,
    Reason::Outside,
    Reason::NotSubmitted,
];

/// Whether somebody said that the cell does not count: then no method works around it.
fn is_said(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Exempt
            | Reason::TurnedDown
            | Reason::NotApplicable
            | Reason::Claimed
            | Reason::Unasked
            | Reason::Outside
    )
}

fn bit(reason: Reason) -> u32 {
    1 << reason as u32
}

/// Reasons that may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Reasons(u32);

impl Reasons {
    /// These and no others.
    pub fn of(reasons: &[Reason]) -> Self {
        Self(reasons.iter().fold(0, |bits, reason| bits | bit(*reason)))
    }

    /// Those of both.
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Reason> {
        ALL.into_iter().filter(move |reason| self.0 & bit(*reason) != 0)
    }

    /// The most telling one.
    pub(crate) fn last(self) -> Option<Reason> {
        // Almost always there is none.
        if self.0 == 0 { None } else { self.iter().last() }
    }

    /// Those that somebody said.
    pub fn said(self) -> Self {
        Self(self.iter().filter(|reason| is_said(*reason)).fold(0, |bits, reason| bits | bit(reason)))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// A value, or why there is none; where only ranges are known both may be possible.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot<Q> {
    /// The value, where one is possible.
    pub value: Option<Q>,
    /// Why there may be none.
    pub absent: Reasons,
}

impl<Q> Slot<Q> {
    /// A value that is there.
    pub fn of(value: Q) -> Self {
        Self { value: Some(value), absent: Reasons::default() }
    }

    /// None, for one reason.
    pub fn absent(reason: Reason) -> Self {
        Self { value: None, absent: Reasons::of(&[reason]) }
    }

    /// Only where both are there is there a result.
    pub(crate) fn both(&self, other: &Self, join: impl FnOnce(&Q, &Q) -> Q) -> Self {
        Self {
            value: self.value.as_ref().zip(other.value.as_ref()).map(|(left, right)| join(left, right)),
            absent: self.absent.and(other.absent),
        }
    }

    /// The same of another value; what is absent stays so.
    pub fn map(&self, change: impl FnOnce(&Q) -> Q) -> Self {
        Self { value: self.value.as_ref().map(change), absent: self.absent }
    }

    /// The same, where it may be absent for one more reason.
    pub fn or(mut self, reason: Reason) -> Self {
        self.absent = self.absent.and(Reasons::of(&[reason]));
        self
    }
}
