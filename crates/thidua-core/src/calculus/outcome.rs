//! What a criterion or group becomes (kết quả của một nút): points, or what takes their place; and the policies for
//! values that are not there.

use thidua_rules::program::Reason;
use thidua_rules::rule::Absence;

use super::presence::Slot;
use super::quantity::{Quantity, Truth};
use crate::plan::Held;
use crate::{Exact, Rounding};

/// Points and maximum, or what takes the place of points. One exact entrant has exactly one of them.
#[derive(Clone, Debug)]
pub struct Outcome<Q> {
    /// The points; `None` where there are none.
    pub points: Option<Q>,
    /// The points as a share of the maximum, where more is known than the quotient says.
    pub(crate) share: Option<Q>,
    /// Its maximum, with points or without.
    pub max: Q,
    /// It may drop out and leave its weight to the others.
    pub(crate) rescaled: bool,
    /// It may drop out and take its maximum along.
    pub(crate) reduced: bool,
    /// It may be missing: nobody can go on without it.
    pub missing: bool,
    /// Entrants of this kind do not have it.
    pub(crate) other_kind: bool,
}

impl<Q: Quantity> Outcome<Q> {
    fn nothing(max: Q) -> Self {
        Self {
            points: None,
            share: None,
            max,
            rescaled: false,
            reduced: false,
            missing: false,
            other_kind: false,
        }
    }

    pub(crate) fn present(points: Q, max: Q) -> Self {
        Self { points: Some(points), ..Self::nothing(max) }
    }

    /// Nothing is there and something should be, out of so much.
    pub fn missing(max: Q) -> Self {
        Self { missing: true, ..Self::nothing(max) }
    }

    /// It does not exist for entrants of this kind.
    pub fn other_kind() -> Self {
        Self { other_kind: true, ..Self::nothing(Q::exactly(&Exact::ZERO)) }
    }

    /// What stands in the place of points.
    pub fn in_place(then: Absence, max: Q) -> Self {
        match then {
            Absence::Refuse => Self::missing(max),
            Absence::Zero => Self::present(Q::exactly(&Exact::ZERO), max),
            Absence::Full => Self::present(max.clone(), max),
            Absence::Rescale => Self { rescaled: true, ..Self::nothing(max) },
            Absence::Reduce => Self { reduced: true, ..Self::nothing(max) },
        }
    }

    /// Whether it may drop out.
    pub fn drops(&self) -> bool {
        self.rescaled || self.reduced
    }

    /// It has points whatever happens, unless it is missing.
    pub(crate) fn always(&self) -> bool {
        self.points.is_some() && !self.drops()
    }

    /// Only one of having points, being rescaled and being reduced is possible.
    pub(crate) fn settled(&self) -> bool {
        [self.points.is_some(), self.rescaled, self.reduced].iter().filter(|way| **way).count() == 1
    }

    /// The points as a share of the maximum; absent where that is zero.
    pub fn quotient(&self) -> Slot<Q> {
        match (&self.points, &self.share) {
            (Some(_), Some(share)) => Slot::of(share.clone()),
            (Some(points), None) => points.over(&self.max),
            (None, _) => Slot::absent(Reason::NotKnown),
        }
    }

    /// The same, or what the other may become.
    pub fn or(self, other: Self) -> Self {
        if self.points.is_none() && !self.drops() {
            return Self { missing: self.missing || other.missing, ..other };
        }
        if other.points.is_none() && !other.drops() {
            return Self { missing: self.missing || other.missing, ..self };
        }
        let joined = |one: Option<Q>, other: Option<Q>| match (one, other) {
            (Some(one), Some(other)) => Some(one.join(&other)),
            (one, other) => one.or(other),
        };
        let share = match (&self.points, &other.points) {
            (_, None) => self.share,
            (None, _) => other.share,
            _ => self.share.as_ref().zip(other.share.as_ref()).map(|(one, other)| one.join(other)),
        };
        Self {
            share,
            points: joined(self.points, other.points),
            max: self.max.join(&other.max),
            rescaled: self.rescaled || other.rescaled,
            reduced: self.reduced || other.reduced,
            missing: self.missing || other.missing,
            other_kind: false,
        }
    }

    /// The same, held between the cap and the floor of its group.
    pub(crate) fn held(mut self, held: &Held) -> Self {
        if let Some(cap) = &held.cap {
            let cap = Q::exactly(cap);
            self.points = self.points.map(|points| points.least(&cap));
            (self.max, self.share) = (self.max.least(&cap), None);
        }
        if let Some(floor) = &held.floor {
            self.points = self.points.map(|points| points.greatest(&Q::exactly(floor)));
            self.share = None;
        }
        self
    }

    pub(crate) fn rounded(self, rounding: Option<&Rounding>) -> Self {
        let Some((rounding, step)) = rounding.and_then(|each| Some((each, each.step()?))) else {
            return self;
        };
        let points = self.points.map(|points| points.round(&Exact::from(step), rounding.mode));
        Self { points, share: None, ..self }
    }
}

/// What each reason for having no value leads to (xử lý khi không có giá trị).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The row is there and the cell is empty.
    pub blank: Absence,
    /// Nothing was sent.
    pub not_submitted: Absence,
    /// The entrant is exempt.
    pub exempt: Absence,
    /// Claimed, where the entrant may claim it.
    pub claimed: Absence,
    /// The claim was approved.
    pub approved: Absence,
    /// The claim was turned down.
    pub turned_down: Absence,
    /// Outside the reference set.
    pub outside: Absence,
}

impl Policy {
    /// What follows; `allowed` says whether the entrant may call the criterion not applicable at all.
    pub(crate) fn then(&self, reason: Reason, allowed: bool) -> Absence {
        match reason {
            Reason::Blank => self.blank,
            Reason::NotSubmitted => self.not_submitted,
            Reason::Exempt => self.exempt,
            Reason::TurnedDown => self.turned_down,
            Reason::Outside => self.outside,
            // What does not exist takes its maximum along.
            Reason::Unasked => Absence::Reduce,
            // No office can approve what the rule set does not let anybody claim.
            Reason::Claimed | Reason::NotApplicable if !allowed => Absence::Refuse,
            Reason::Claimed => self.claimed,
            Reason::NotApplicable => self.approved,
            Reason::NotKnown
            | Reason::OutOfBounds
            | Reason::NoPiece
            | Reason::NoCase
            | Reason::NotMultiple
            | Reason::BelowZero
            | Reason::TooFew
            | Reason::ZeroBase
            | Reason::AllEqual
            | Reason::NobodyThere
            | Reason::NobodyAbove
            | Reason::NoDay
            | Reason::DividesByZero => Absence::Refuse,
        }
    }

    /// What a criterion becomes when its program gave this.
    pub fn settle<Q: Quantity>(&self, slot: Slot<Q>, max: &Exact, allowed: impl Fn() -> Truth) -> Outcome<Q> {
        let max = Q::exactly(max);
        let mut outcome = match slot.value {
            // The usual way out: nothing else is possible.
            Some(points) if slot.absent.is_empty() => return Outcome::present(points, max),
            Some(points) => Some(Outcome::present(points, max.clone())),
            None => None,
        };
        // Of several reasons the most telling one speaks; where only ranges are known each may be that one.
        let last = slot.absent.last().filter(|_| Q::EXACT);
        for reason in slot.absent.iter().filter(|reason| last.is_none_or(|last| last == *reason)) {
            let asks = matches!(reason, Reason::Claimed | Reason::NotApplicable);
            let allowed = if asks { allowed() } else { Truth::of(true) };
            let may = [(true, allowed.yes), (false, allowed.no || allowed.unknown)];
            for (allowed, _) in may.into_iter().filter(|(_, possible)| *possible) {
                let next = Outcome::in_place(self.then(reason, allowed), max.clone());
                outcome = Some(outcome.map_or_else(|| next.clone(), |so_far| so_far.or(next.clone())));
            }
        }
        outcome.unwrap_or_else(|| Outcome::missing(max))
    }
}
