//! What can come out of a sheet at all (giá trị có thể đạt): points, totals and grades, for each kind of
//! entrants and each combination of criteria that do not apply.
//!
//! Everything here errs on one side only: what is called out of reach is out of reach. Criteria that read
//! the same input are taken to be free of each other, so what is called within reach may still not be.

mod award;
mod condition;
mod grade;
mod group;
mod leaf;
mod method;
mod range;
mod value;
mod words;
mod world;

pub(super) use award::AwardReach;
pub(super) use condition::{is_read, possible};
pub(super) use range::{Range, hull};
pub(super) use value::values;
pub(super) use words::{anywhere, comparison_witness, kind_title, range_words, without_witness};
pub(super) use world::{Proof, World, prove};

/// What one node can become.
#[derive(Clone, Debug, Default)]
pub(super) struct Reached {
    /// Its points, where it can have some.
    pub(super) points: Option<Range>,
    /// Its points as a share of its maximum.
    pub(super) share: Option<Range>,
    /// Its maximum, with points or without.
    pub(super) max: Range,
    /// It may drop out and leave its weight to the others.
    pub(super) rescaled: bool,
    /// It may drop out and take its maximum along.
    pub(super) reduced: bool,
    /// Entrants of this kind do not have it.
    pub(super) other_kind: bool,
}

/// Whether a criterion applies to the entrants looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Applies {
    Yes,
    No,
    Perhaps,
}

impl Reached {
    fn present(points: Range, max: Range) -> Self {
        Self { points: Some(points), max, ..Self::default() }
    }

    fn drops(&self) -> bool {
        self.rescaled || self.reduced
    }

    fn quotient(&self) -> Option<Range> {
        self.points.as_ref().map(|points| points.over(&self.max))
    }

    /// Lets it become what the other can become, too.
    fn also(&mut self, other: &Self) {
        if self.points.is_none() && !self.drops() {
            *self = other.clone();
            return;
        }
        if other.points.is_none() && !other.drops() {
            return;
        }
        self.share = match (&self.points, &other.points) {
            (_, None) => self.share.take(),
            (None, _) => other.share.clone(),
            _ => self.share.as_ref().zip(other.share.as_ref()).map(|(left, right)| left.hull(right)),
        };
        self.points = hull(self.points.take().into_iter().chain(other.points.clone()));
        self.max = self.max.hull(&other.max);
        self.rescaled |= other.rescaled;
        self.reduced |= other.reduced;
    }
}
