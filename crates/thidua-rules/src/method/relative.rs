use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Declared, Given, Method, Mistake, Read, Reference, share_of};
use crate::program::{Builder, Cases, Cut, Figure, Kind, Num, Pays, Reason};
use crate::rules::Absence;
use crate::{Condition, Exact, Formula, Number, WayId, text};

/// Points by comparison with the others of the same reference set (chấm so với đơn vị khác trong cụm).
///
/// ```yaml
/// relative: { of: kết_quả, target: chỉ_tiêu, by: leader, reference: cluster }
/// relative: { of: chỉ_số, by: range, better: lower, reference: all }
/// ```
///
/// * `leader` without a target: maximum × value / best value.
/// * `leader` with a target: below the target half the maximum × value / target; at the target half;
///   the best excess gets the maximum, other excesses half × (1 + excess / best excess).
/// * `range`: the worst value gets 0 (or `lowest_share` of the maximum), the best the maximum, on a straight line.
/// * `rank`: the best gets the maximum, each further place `step` points less, or what `table` says; equal values
///   share a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relative {
    /// The value that is compared.
    pub of: Formula,
    /// The target of each one, for `leader`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Formula>,
    /// How the comparison pays.
    pub by: RelativeKind,
    /// Which direction is better; `higher` when absent.
    #[serde(default)]
    pub better: Better,
    /// Who is compared with whom.
    pub reference: Scope,
    /// Only those who meet this belong to the reference set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub among: Option<Condition>,
    /// Points less for each further place, for `rank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Number>,
    /// Or the points of each place, the first place first; later places get none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub table: Vec<Number>,
    /// What the worst value gets, as a share of the maximum, for `range`; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_share: Option<Number>,
    /// What everybody gets when all values are equal, as a share of the maximum, for `range`; a finding when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_equal: Option<Number>,
    /// What is paid where the base of the comparison is 0, as a share of the maximum, for `leader`; a finding when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when_zero: Option<Number>,
    /// What those get who do not meet `among`; needed with `among`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<Outside>,
}

/// How a comparison pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelativeKind {
    /// By the leader's value (so với đơn vị dẫn đầu).
    Leader,
    /// Between the worst and the best value (min–max).
    Range,
    /// By place (theo thứ hạng).
    Rank,
}

/// Which direction is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better.
    #[default]
    Higher,
    /// Less is better.
    Lower,
}

/// What those get who stand outside the reference set (đơn vị ngoài tập so sánh).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// Points by the same comparison, though others do not see their value.
    Compare,
    /// Nothing: a person must say.
    Refuse,
    /// Zero points.
    Zero,
    /// All points.
    Full,
    /// The criterion drops out and the others carry its weight.
    Rescale,
    /// The criterion drops out and the maximum shrinks by its own.
    Reduce,
}

impl Outside {
    /// What takes the place of points; `None` where they are compared all the same.
    fn absence(self) -> Option<Absence> {
        match self {
            Self::Compare => None,
            Self::Refuse => Some(Absence::Refuse),
            Self::Zero => Some(Absence::Zero),
            Self::Full => Some(Absence::Full),
            Self::Rescale => Some(Absence::Rescale),
            Self::Reduce => Some(Absence::Reduce),
        }
    }
}

/// Which entrants belong together (phạm vi).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The same cluster (cụm, khối).
    Cluster,
    /// The same kind.
    Kind,
    /// Everybody in the run.
    All,
}

impl Method for Relative {
    fn reads(&self) -> Vec<Read<'_>> {
        std::iter::once(&self.of).chain(&self.target).map(Read::Formula).collect()
    }

    fn declares<'a>(&'a self, to: &mut Declared<'a>) {
        if self.by == RelativeKind::Leader {
            // Days have places and distances, but no day is a multiple of another.
            to.formulas.push(("by: leader", &self.of, Kind::Number));
        }
        to.alike.extend(self.target.iter().map(|target| (&self.of, target)));
        to.amount(Kind::Points, "step", &self.step);
        to.amount(Kind::Points, "table", &self.table);
        to.number(Kind::Share, "lowest_share", &self.lowest_share);
        to.number(Kind::Share, "when_equal", &self.when_equal);
        to.number(Kind::Share, "when_zero", &self.when_zero);
    }

    fn lower(&self, given: &Given<'_>, to: &mut Builder) -> Option<Num> {
        to.under(&["relative"]);
        let value = given.first()?;
        let points = match self.by {
            RelativeKind::Leader => {
                let best = to.peers(Figure::Best(self.better));
                let points = match given.number(1) {
                    Some(target) => self.by_target(value, target, given.max, to),
                    None => self.by_leader(value, best, given.max, to),
                };
                // Where nobody can be compared with there is nothing to pay, whatever one's own value is.
                to.given(vec![best], points)
            }
            RelativeKind::Range => self.by_range(value, given.max, to),
            RelativeKind::Rank => self.by_place(value, given.max, to),
        };
        to.under(&["relative"]);
        let full = to.way(text!("đứng đầu, đủ điểm", "the leader, full points"));
        let part = to.quiet(text!("kém người đứng đầu", "behind the leader"));
        let cases = Cases::lowest(Pays::same(), part).then(Cut::from(given.max.clone()), Pays::same(), full);
        Some(to.cases(points, cases))
    }

    fn reference(&self) -> Option<Reference<'_>> {
        Some(Reference {
            scope: self.reference,
            among: self.among.as_ref(),
            outside: self.outside.and_then(Outside::absence),
        })
    }

    fn idle_keys(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let keys = [
            ("step", self.step.is_some(), RelativeKind::Rank),
            ("table", !self.table.is_empty(), RelativeKind::Rank),
            ("lowest_share", self.lowest_share.is_some(), RelativeKind::Range),
            ("when_equal", self.when_equal.is_some(), RelativeKind::Range),
            ("when_zero", self.when_zero.is_some(), RelativeKind::Leader),
        ];
        let idle = keys.into_iter().filter(|(_, written, by)| *written && *by != self.by);
        idle.map(|(key, _, by)| match by {
            RelativeKind::Leader => (key, "chỉ đi cùng `by: leader`", "it goes with `by: leader`"),
            RelativeKind::Range => (key, "chỉ đi cùng `by: range`", "it goes with `by: range`"),
            RelativeKind::Rank => (key, "chỉ đi cùng `by: rank`", "it goes with `by: rank`"),
        })
        .collect()
    }

    fn mistakes(&self, _: &Exact) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut wrong = |code, message, help| mistakes.push(Mistake { code, span: None, message, help });
        if self.target.is_some() && (self.by != RelativeKind::Leader || self.better == Better::Lower) {
            wrong(
                "TD0237",
                text!(
                    "`target` chỉ đi cùng `by: leader` và `better: higher`",
                    "a `target` goes with `by: leader` and `better: higher` only"
                ),
                text!(
                    "bỏ `target`; nếu thấp hơn là tốt hơn, hãy nội suy giữa hai mốc",
                    "drop `target`; where lower is better draw a line between two anchors"
                ),
            );
        }
        if self.by == RelativeKind::Rank && self.step.is_some() != self.table.is_empty() {
            wrong(
                "TD0236",
                text!(
                    "`by: rank` cần đúng một trong `step` và `table`",
                    "`by: rank` needs exactly one of `step` and `table`"
                ),
                text!(
                    "viết chẳng hạn `step: 0.5` hoặc `table: [ 12, 10, 8 ]`",
                    "write for example `step: 0.5` or `table: [ 12, 10, 8 ]`"
                ),
            );
        }
        if self.among.is_some() != self.outside.is_some() {
            wrong(
                "TD0237",
                text!(
                    "`among` và `outside` phải đi cùng nhau: đơn vị ngoài tập so sánh được gì",
                    "`among` and `outside` go together: what do those outside the reference set get"
                ),
                text!(
                    "viết chẳng hạn `outside: reduce`, hoặc `outside: compare` để vẫn so với tập đó",
                    "write for example `outside: reduce`, or `outside: compare` to compare them all the same"
                ),
            );
        }
        mistakes
    }
}

impl Relative {
    /// What a base of zero pays.
    fn zero(&self, max: &Exact, to: &mut Builder) -> (Pays, Option<WayId>) {
        match &self.when_zero {
            Some(pays) => {
                to.under(&["relative", "when_zero"]);
                let way = to.way(text!("mốc so sánh bằng 0", "the base of the comparison is 0"));
                (Pays::Constant(share_of(max, pays)), way)
            }
            None => (Pays::Nothing(Reason::ZeroBase), None),
        }
    }

    /// The maximum times the value over the leader's; for lower-is-better the leader's value stands above.
    fn by_leader(&self, value: Num, best: Num, max: &Exact, to: &mut Builder) -> Num {
        let (above, below) = match self.better {
            Better::Higher => (value, best),
            Better::Lower => (best, value),
        };
        let share = to.divide(above, below);
        let points = to.cases(share, Cases::lowest(Pays::times(max.clone()), None));
        let (zero, way) = self.zero(max, to);
        let cases = Cases::lowest(Pays::Step(points), None).then(Cut::from(Exact::ZERO), zero, way).then(
            Cut::above(Exact::ZERO),
            Pays::Step(points),
            None,
        );
        to.cases(below, cases)
    }

    /// Half the maximum at the target; beyond it by the excess over that of the best one.
    fn by_target(&self, value: Num, target: Num, max: &Exact, to: &mut Builder) -> Num {
        let half = max.clone() * Exact::ratio(1, 2);
        let reached = to.divide(value, target);
        let one = to.constant(Exact::ONE);
        let excess = to.subtract(reached, one);
        let best = to.peers(Figure::BestExcess);
        let share = to.divide(excess, best);
        let line = Pays::Line { at: Exact::ZERO, points: half.clone(), slope: half.clone() };
        let beyond = to.cases(share, Cases::lowest(line, None));
        // Someone outside the reference set may exceed its leader: the maximum stays the maximum.
        let limit = to.constant(max.clone());
        let beyond = to.least(beyond, limit);
        let under = to.quiet(text!("chưa vượt chỉ tiêu", "target not exceeded"));
        let over = to.way(text!("vượt chỉ tiêu", "target exceeded"));
        let cases =
            Cases::lowest(Pays::times(half), under).then(Cut::above(Exact::ONE), Pays::Step(beyond), over);
        let points = to.cases(reached, cases);
        let (zero, way) = self.zero(max, to);
        let cases = Cases::lowest(Pays::Step(points), None).then(Cut::from(Exact::ZERO), zero, way).then(
            Cut::above(Exact::ZERO),
            Pays::Step(points),
            None,
        );
        to.cases(target, cases)
    }

    /// Between the worst and the best value on a straight line.
    fn by_range(&self, value: Num, max: &Exact, to: &mut Builder) -> Num {
        let (worst, best) = (to.peers(Figure::Worst(self.better)), to.peers(Figure::Best(self.better)));
        let run = to.subtract(best, worst);
        let along = to.subtract(value, worst);
        let share = to.divide(along, run);
        let lowest = self.lowest_share.as_ref().map_or(Exact::ZERO, |lowest| share_of(max, lowest));
        let rise = max.clone() - lowest.clone();
        let line = Pays::Line { at: Exact::ZERO, points: lowest.clone(), slope: rise };
        let cases = Cases::lowest(Pays::Constant(lowest), None)
            .then(Cut::from(Exact::ZERO), line, None)
            .then(Cut::from(Exact::ONE), Pays::Constant(max.clone()), None);
        let points = to.cases(share, cases);
        let equal = match &self.when_equal {
            Some(pays) => {
                let way = to.way(text!("mọi giá trị bằng nhau", "all values are equal"));
                (Pays::Constant(share_of(max, pays)), way)
            }
            None => (Pays::Nothing(Reason::AllEqual), None),
        };
        let cases = Cases::lowest(Pays::Step(points), None)
            .then(Cut::from(Exact::ZERO), equal.0, equal.1)
            .then(Cut::above(Exact::ZERO), Pays::Step(points), None);
        to.cases(run, cases)
    }

    /// By how many are better.
    fn by_place(&self, value: Num, max: &Exact, to: &mut Builder) -> Num {
        let ahead = to.peers(Figure::Ahead(value, self.better));
        let nothing = || Pays::Constant(Exact::ZERO);
        let Some(step) = &self.step else {
            let mut cases = Cases::lowest(nothing(), None);
            for (position, points) in self.table.iter().enumerate() {
                let at = Exact::from(i64::try_from(position).unwrap_or(i64::MAX));
                cases = cases.then(Cut::from(at), Pays::Constant(points.exact().clone()), None);
            }
            let end = Exact::from(i64::try_from(self.table.len()).unwrap_or(i64::MAX));
            return to.cases(ahead, cases.then(Cut::from(end), nothing(), None));
        };
        let line = Pays::Line { at: Exact::ZERO, points: max.clone(), slope: -step.exact().clone() };
        let mut cases = Cases::lowest(line, None);
        if let Some(end) = max.checked_div(step.exact()).filter(|end| *end > Exact::ZERO) {
            cases = cases.then(Cut::from(end), nothing(), None);
        }
        to.cases(ahead, cases)
    }
}
