//! Cases (bảng bậc): the pieces into which cuts divide a value. Bands, levels, ladders, anchors, floors, ceilings, yes
//! and no, lateness: all of them are this one operation.

use super::{Cover, Edge, Interval, Num, Reason, edges};
use crate::{Exact, Span, Text, WayId};

/// What a value pays, piece by piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cases {
    /// In ascending order; there is one piece more than there are cuts.
    pub cuts: Vec<Cut>,
    /// What is paid between the cuts, lowest first.
    pub pieces: Vec<Piece>,
}

/// A point between two pieces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut {
    /// The point itself.
    pub at: Exact,
    /// Whether the point itself belongs to the upper piece (`0`) or to the lower one (`1`).
    pub side: Side,
}

/// To which piece the point of a cut belongs; in the order in which such cuts stand at one point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// To the piece above it.
    Upper,
    /// To the piece below it.
    Lower,
}

/// One piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What is paid.
    pub pays: Pays,
    /// The way that is gone with it, by position among the ways of the program.
    pub way: Option<WayId>,
}

/// What a piece pays.
#[derive(Clone, Debug, PartialEq)]
pub enum Pays {
    /// So much.
    Constant(Exact),
    /// `points + (value − at) × slope`.
    Line {
        /// Where the line is known.
        at: Exact,
        /// What is paid there.
        points: Exact,
        /// How much more for each one more.
        slope: Exact,
    },
    /// What another step gives.
    Step(Num),
    /// There is no value here.
    Nothing(Reason),
}

/// A way a criterion can go (nhánh): what it is called and where it is written.
#[derive(Clone, Debug)]
pub struct Way {
    /// What it is called.
    pub what: Text,
    /// Its own place; that of the criterion when it has none.
    pub span: Option<Span>,
    /// The keys from the criterion on.
    pub under: &'static [&'static str],
    /// Whether a page says it beside the arithmetic.
    pub told: bool,
    /// Whether the rule wrote its ends as percentages: what is measured is then shown as one.
    pub in_percent: bool,
}

impl Pays {
    /// The value itself.
    pub fn same() -> Self {
        Self::Line { at: Exact::ZERO, points: Exact::ZERO, slope: Exact::ONE }
    }

    /// What is paid for a value, where that rests on nothing else.
    pub fn at(&self, value: &Exact) -> Option<Exact> {
        match self {
            Self::Constant(points) => Some(points.clone()),
            Self::Line { at, points, slope } => {
                Some(points.clone() + (value.clone() - at.clone()) * slope.clone())
            }
            Self::Step(_) | Self::Nothing(_) => None,
        }
    }

    /// So many times the value.
    pub fn times(slope: Exact) -> Self {
        Self::Line { at: Exact::ZERO, points: Exact::ZERO, slope }
    }
}

impl Cut {
    /// `value < at` below the cut, `value >= at` above it.
    pub fn from(at: Exact) -> Self {
        Self { at, side: Side::Upper }
    }

    /// `value <= at` below the cut, `value > at` above it.
    pub fn above(at: Exact) -> Self {
        Self { at, side: Side::Lower }
    }

    /// Whether the value lies above the cut.
    pub fn is_below(&self, value: &Exact) -> bool {
        match self.side {
            Side::Upper => *value >= self.at,
            Side::Lower => *value > self.at,
        }
    }
}

impl Cases {
    /// The lowest piece; more follow with [`Cases::then`].
    pub fn lowest(pays: Pays, way: Option<WayId>) -> Self {
        Self { cuts: Vec::new(), pieces: vec![Piece { pays, way }] }
    }

    /// The next piece, from a cut on; cuts must ascend.
    pub fn then(mut self, cut: Cut, pays: Pays, way: Option<WayId>) -> Self {
        self.cuts.push(cut);
        self.pieces.push(Piece { pays, way });
        self
    }

    /// From pieces that overlap, the first counting: where none holds the value there is none.
    pub fn first_of(rows: Vec<(Interval, Pays, Option<WayId>)>) -> Self {
        let mut cover = Cover::default();
        let mut parts: Vec<((Edge, Edge), &Pays, Option<WayId>)> = Vec::with_capacity(rows.len());
        for (interval, pays, way) in &rows {
            parts.extend(cover.take(interval).iter().map(|part| (edges(part), pays, *way)));
        }
        parts.sort_by(|one, other| one.0.cmp(&other.0));
        let nothing = || Pays::Nothing(Reason::NoPiece);
        let mut cases = Self { cuts: Vec::new(), pieces: Vec::new() };
        let mut at = Edge::Lowest;
        for ((from, until), pays, way) in parts {
            if at < from {
                cases.push(&at, nothing(), None);
            }
            cases.push(&from, pays.clone(), way);
            at = until;
        }
        if at < Edge::Highest {
            cases.push(&at, nothing(), None);
        }
        cases
    }

    fn push(&mut self, from: &Edge, pays: Pays, way: Option<WayId>) {
        if let Edge::At(at, above) = from {
            let side = if *above { Side::Lower } else { Side::Upper };
            self.cuts.push(Cut { at: at.clone(), side });
        }
        self.pieces.push(Piece { pays, way });
    }

    /// The piece that holds the value.
    pub fn piece_of(&self, value: &Exact) -> usize {
        self.cuts.partition_point(|cut| cut.is_below(value))
    }

    /// The values of a piece.
    pub fn interval(&self, piece: usize) -> Interval {
        let lower = piece.checked_sub(1).and_then(|at| self.cuts.get(at));
        let upper = self.cuts.get(piece);
        Interval {
            lower: lower.map(|cut| (cut.at.clone(), cut.side == Side::Upper)),
            upper: upper.map(|cut| (cut.at.clone(), cut.side == Side::Lower)),
        }
    }
}
