use thidua_rules::Comparator;
use thidua_rules::program::{Cases, Exponent, Fold, Interval, Reason};

use super::grid::Grid;
use super::presence::Slot;
use super::quantity::{Quantity, Truth, Values};
use crate::{Exact, RoundingMode};

/// Every number that is possible (khoảng giá trị): from the lowest to the highest, both included; `None` for no end.
///
/// It may hold too much and never too little.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Range {
    /// The lowest number; `None` for no end.
    pub low: Option<Exact>,
    /// The highest number; `None` for no end.
    pub high: Option<Exact>,
    /// On which numbers.
    pub grid: Grid,
    /// Each of them, when there are few.
    pub listed: Option<Vec<Exact>>,
}

/// A list longer than this is kept as its two ends.
const LISTED: usize = 12;

impl Range {
    /// From one number to another, both included.
    pub fn new(low: Exact, high: Exact) -> Self {
        Self::between(Some(low), Some(high))
    }

    /// From one end to another, where there are ends.
    pub fn between(low: Option<Exact>, high: Option<Exact>) -> Self {
        Self { low, high, grid: Grid::ANY, listed: None }
    }

    /// One number and no other.
    pub fn point(value: Exact) -> Self {
        Self { grid: Grid::of(&value), ..Self::new(value.clone(), value) }
    }

    /// These numbers and no others; `None` when there are none.
    pub fn of_list(mut values: Vec<Exact>) -> Option<Self> {
        values.sort();
        values.dedup();
        let (low, high) = (values.first()?.clone(), values.last()?.clone());
        let grid = values.iter().map(Grid::of).reduce(|one, other| one.join(&other)).unwrap_or_default();
        Some(Self {
            grid,
            listed: Some(values).filter(|values| values.len() <= LISTED),
            ..Self::new(low, high)
        })
    }

    pub(crate) fn negated(&self) -> Self {
        let listed =
            self.listed.as_ref().map(|values| values.iter().rev().map(|value| -value.clone()).collect());
        let (low, high) = (self.high.clone().map(|high| -high), self.low.clone().map(|low| -low));
        Self { low, high, grid: self.grid.clone(), listed }
    }

    /// The quotients, dividing by zero left out.
    pub fn quotients(&self, divisor: &Self) -> Self {
        self.times(&divisor.reciprocal())
    }

    fn scaled(&self, factor: &Exact) -> Self {
        if factor.is_zero() {
            return Self::point(Exact::ZERO);
        }
        let scaled = |end: &Option<Exact>| end.clone().map(|end| end * factor.clone());
        let (low, high) = (scaled(&self.low), scaled(&self.high));
        let range = if factor.is_negative() { Self::between(high, low) } else { Self::between(low, high) };
        Self { grid: self.grid.times(&Grid::of(factor)), ..range }
    }

    fn reciprocal(&self) -> Self {
        let one_over = |end: &Exact| Exact::ONE.checked_div(end);
        if let Some(one) = self.only().and_then(one_over) {
            return Self::point(one);
        }
        // What stood above the line now stands below it.
        let grid = Grid::Any(self.grid.divisors().saturating_add(1));
        match (&self.low, &self.high) {
            (Some(low), high) if !low.is_negative() => {
                let least = high.as_ref().and_then(one_over).unwrap_or(Exact::ZERO);
                Self { grid, ..Self::between(Some(least), one_over(low)) }
            }
            (_, Some(high)) if *high <= Exact::ZERO => self.negated().reciprocal().negated(),
            _ => Self { grid, ..Self::default() },
        }
    }

    /// Both ends through a function that never falls.
    fn rising(&self, apply: impl Fn(&Exact) -> Exact) -> Self {
        Self::between(self.low.as_ref().map(&apply), self.high.as_ref().map(&apply))
    }

    /// Each listed pair through a function, when there are few.
    fn pairs(&self, other: &Self, join: impl Fn(&Exact, &Exact) -> Exact) -> Option<Self> {
        let (left, right) = (self.values()?, other.values()?);
        if left.len() * right.len() > LISTED * LISTED {
            return None;
        }
        Self::of_list(
            left.iter().flat_map(|one| right.iter().map(|two| join(one, two)).collect::<Vec<_>>()).collect(),
        )
    }

    fn values(&self) -> Option<Vec<Exact>> {
        self.listed.clone().or_else(|| self.only().map(|only| vec![only.clone()]))
    }

    /// The same without its grid.
    pub fn interval(&self) -> Interval {
        let end = |end: &Option<Exact>| end.clone().map(|end| (end, true));
        Interval { lower: end(&self.low), upper: end(&self.high) }
    }

    /// Whether some value lies in the interval, none of `except` counted.
    pub fn meets(&self, interval: &Interval, except: &[Exact]) -> bool {
        if let Some(listed) = &self.listed {
            return listed.iter().any(|value| interval.holds(value) && !except.contains(value));
        }
        let mut left = interval.intersection(&self.interval());
        let Grid::Steps(step) = &self.grid else {
            let single =
                left.lower.as_ref().zip(left.upper.as_ref()).is_some_and(|(low, high)| low.0 == high.0);
            return left.witness().is_some_and(|value| !single || !except.contains(&value));
        };
        // Each value that does not count is passed over once.
        for _ in 0..=except.len() {
            let Some(value) = left.multiple_witness(step) else { return false };
            if !except.contains(&value) || left.lower.is_none() {
                return true;
            }
            left.lower = Some((value, false));
        }
        true
    }

    /// What is left of it in the interval.
    fn within(&self, interval: &Interval) -> Self {
        if let Some(listed) = &self.listed {
            let inside = listed.iter().filter(|value| interval.holds(value)).cloned().collect();
            return Self::of_list(inside).unwrap_or_default();
        }
        let left = self.interval().intersection(interval);
        // On a grid an open end is the next number of it.
        let end = |end: Option<(Exact, bool)>, lower: bool| {
            end.map(|(end, included)| match &self.grid {
                Grid::Steps(step) => next_multiple(&end, step, included, lower),
                Grid::Decimal | Grid::Any(_) => end,
            })
        };
        Self { grid: self.grid.clone(), ..Self::between(end(left.lower, true), end(left.upper, false)) }
    }
}

/// The first multiple of the step from an end on, inwards; the end itself where there is no step.
fn next_multiple(end: &Exact, step: &Exact, included: bool, lower: bool) -> Exact {
    match end.checked_div(step) {
        Some(parts) => next_whole(&parts, included, lower) * step.clone(),
        None => end.clone(),
    }
}

/// The first whole number from an end on, inwards.
fn next_whole(end: &Exact, included: bool, lower: bool) -> Exact {
    let inwards = if lower { Exact::ONE } else { -Exact::ONE };
    if end.is_integer() {
        return if included { end.clone() } else { end.clone() + inwards };
    }
    let near = end.round_to_multiple(&Exact::ONE, RoundingMode::Down);
    let outside = if lower { near < *end } else { near > *end };
    if outside { near + inwards } else { near }
}

/// The smallest range that holds all of them; `None` when there are none.
pub fn hull(ranges: impl IntoIterator<Item = Range>) -> Option<Range> {
    ranges.into_iter().reduce(|left, right| left.join(&right))
}

/// One end after the other, each missing when one of the two is.
fn ends(
    one: &Option<Exact>,
    other: &Option<Exact>,
    join: impl FnOnce(Exact, Exact) -> Exact,
) -> Option<Exact> {
    one.clone().zip(other.clone()).map(|(one, other)| join(one, other))
}

/// The end that is left when a missing one lies beyond every number.
fn nearer(
    one: &Option<Exact>,
    other: &Option<Exact>,
    join: impl FnOnce(Exact, Exact) -> Exact,
) -> Option<Exact> {
    match (one, other) {
        (Some(one), Some(other)) => Some(join(one.clone(), other.clone())),
        (one, other) => one.clone().or(other.clone()),
    }
}

impl Quantity for Range {
    const EXACT: bool = false;
    type Answer = Truth;

    fn exactly(value: &Exact) -> Self {
        Self::point(value.clone())
    }

    fn only(&self) -> Option<&Exact> {
        self.low.as_ref().filter(|low| self.high.as_ref() == Some(low))
    }

    fn join(&self, other: &Self) -> Self {
        let listed = self.values().zip(other.values()).and_then(|(mut one, other)| {
            one.extend(other);
            Self::of_list(one)?.listed
        });
        Self {
            low: ends(&self.low, &other.low, Exact::min),
            high: ends(&self.high, &other.high, Exact::max),
            grid: self.grid.join(&other.grid),
            listed,
        }
    }

    fn between(self) -> Self {
        Self::between(self.low, self.high)
    }

    fn plus(&self, other: &Self) -> Self {
        self.pairs(other, |one, two| one.clone() + two.clone()).unwrap_or_else(|| Self {
            low: ends(&self.low, &other.low, |one, two| one + two),
            high: ends(&self.high, &other.high, |one, two| one + two),
            grid: self.grid.plus(&other.grid),
            listed: None,
        })
    }

    fn minus(&self, other: &Self) -> Self {
        self.plus(&other.negated())
    }

    fn times(&self, other: &Self) -> Self {
        if let Some(listed) = self.pairs(other, |one, two| one.clone() * two.clone()) {
            return listed;
        }
        let grid = self.grid.times(&other.grid);
        if let (Some(a), Some(b), Some(c), Some(d)) = (&self.low, &self.high, &other.low, &other.high) {
            let mut ends =
                [a.clone() * c.clone(), a.clone() * d.clone(), b.clone() * c.clone(), b.clone() * d.clone()];
            ends.sort();
            let [low, _, _, high] = ends;
            return Self { grid, ..Self::new(low, high) };
        }
        match (self.only(), other.only()) {
            (Some(factor), _) => other.scaled(factor),
            (_, Some(factor)) => self.scaled(factor),
            _ => match (&self.low, &other.low) {
                (Some(a), Some(c)) if !a.is_negative() && !c.is_negative() => {
                    Self { grid, ..Self::between(Some(a.clone() * c.clone()), None) }
                }
                _ => Self { grid, ..Self::default() },
            },
        }
    }

    fn over(&self, divisor: &Self) -> Slot<Self> {
        let zero = Exact::ZERO;
        if divisor.only().is_some_and(Exact::is_zero) {
            return Slot::absent(Reason::DividesByZero);
        }
        let quotient = Slot::of(self.quotients(divisor));
        let may_be_zero = divisor.meets(&Range::point(zero).interval(), &[]);
        if may_be_zero { quotient.or(Reason::DividesByZero) } else { quotient }
    }

    fn least(&self, other: &Self) -> Self {
        self.pairs(other, |one, two| one.min(two).clone()).unwrap_or_else(|| Self {
            low: ends(&self.low, &other.low, Exact::min),
            high: nearer(&self.high, &other.high, Exact::min),
            grid: self.grid.join(&other.grid),
            listed: None,
        })
    }

    fn greatest(&self, other: &Self) -> Self {
        self.negated().least(&other.negated()).negated()
    }

    fn round(&self, step: &Exact, mode: RoundingMode) -> Self {
        let round = |value: &Exact| value.round_to_multiple(step, mode);
        match &self.listed {
            Some(listed) => Self::of_list(listed.iter().map(round).collect()).unwrap_or_default(),
            None => Self { grid: Grid::of(step), ..self.rising(round) },
        }
    }

    fn root(&self, exponent: Exponent, step: &Exact, mode: RoundingMode) -> Slot<Self> {
        let zero = Exact::ZERO;
        let root = |end: &Exact| end.root_to_multiple(exponent.raise, exponent.root, step, mode);
        if self.high.as_ref().is_some_and(Exact::is_negative) {
            return Slot::absent(Reason::BelowZero);
        }
        let low = self.low.clone().map_or(zero.clone(), |low| low.max(zero));
        let value =
            Self { grid: Grid::of(step), ..Self::between(root(&low), self.high.as_ref().and_then(root)) };
        let may_be_negative = self.low.as_ref().is_none_or(Exact::is_negative);
        if may_be_negative { Slot::of(value).or(Reason::BelowZero) } else { Slot::of(value) }
    }

    fn multiple(&self, step: &Exact) -> Slot<Self> {
        let inwards = |end: &Exact, lower: bool| {
            let parts = end.checked_div(step).unwrap_or_default();
            next_whole(&parts, true, lower) * step.clone()
        };
        let low = self.low.as_ref().map(|end| inwards(end, true));
        let high = self.high.as_ref().map(|end| inwards(end, false));
        let crossed = low.as_ref().zip(high.as_ref()).is_some_and(|(low, high)| low > high);
        let value = (!crossed).then(|| Self { grid: Grid::of(step), ..Self::between(low, high) });
        Slot { value, absent: Slot::<Self>::absent(Reason::NotMultiple).absent }
    }

    fn pieces(&self, cases: &Cases, each: &mut dyn FnMut(usize, &Self)) {
        for piece in 0..cases.pieces.len() {
            let interval = cases.interval(piece);
            if self.meets(&interval, &[]) {
                each(piece, &self.within(&interval));
            }
        }
    }

    fn line(&self, at: &Exact, points: &Exact, slope: &Exact) -> Self {
        let along = self.minus(&Self::exactly(at)).times(&Self::exactly(slope));
        Self::exactly(points).plus(&along)
    }

    fn fold(marks: &Values<Self>, fold: Fold) -> Slot<Self> {
        let (certain, possible) = (marks.certain.len(), marks.possible.len());
        let all = hull(marks.certain.iter().chain(&marks.possible).chain(&marks.more).cloned());
        let number = |count: usize| Exact::from(i64::try_from(count).unwrap_or(i64::MAX));
        match fold {
            Fold::Count => {
                let high = marks.more.is_none().then(|| number(certain + possible));
                Slot::of(Self { grid: Grid::WHOLE, ..Self::between(Some(number(certain)), high) })
            }
            Fold::Best(count) => {
                let count = count.map_or(usize::MAX, |count| usize::try_from(count).unwrap_or(usize::MAX));
                Slot::of(best(marks, count))
            }
            Fold::Mean(dropped) | Fold::Median(dropped) => {
                let (lowest, highest) = dropped.of(certain);
                let gone = lowest.saturating_add(highest);
                let sure = certain > gone;
                // No end can fall while a value rises, so that all lowest values make the lowest, as the highest the highest.
                let end = |of: fn(&Self) -> &Option<Exact>| {
                    let fixed = possible == 0 && marks.more.is_none();
                    let ends: Option<Vec<Exact>> =
                        marks.certain.iter().map(|mark| of(mark).clone()).collect();
                    let ends = ends.filter(|_| fixed)?;
                    Exact::fold(&Values { certain: ends, possible: Vec::new(), more: None }, fold).value
                };
                let (low, high) = (end(|mark| &mark.low), end(|mark| &mark.high));
                let grid = match fold {
                    // Two in the middle are halved.
                    Fold::Median(_) => Exact::from(2),
                    // How many there are is only known where none may be missing.
                    _ if possible == 0 && marks.more.is_none() => number(certain.saturating_sub(gone)),
                    _ => Exact::ZERO,
                };
                let sum = summed(marks);
                let grid = Exact::ONE.checked_div(&grid).map(|part| Grid::of(&part));
                let value = all.map(|all| Self {
                    grid: grid.map_or(Grid::ANY, |part| sum.times(&part)),
                    ..Self::between(low.or(all.low), high.or(all.high))
                });
                let slot = Slot { value, absent: super::presence::Reasons::default() };
                if sure { slot } else { slot.or(Reason::TooFew) }
            }
        }
    }

    fn compare(&self, comparator: Comparator, other: &Self) -> Truth {
        Truth {
            yes: may_hold(self, comparator, other),
            no: may_hold(self, comparator.opposite(), other),
            unknown: false,
        }
    }

    fn told(answer: &Truth) -> Slot<Self> {
        answer.number()
    }

    fn days_to(&self, other: &Self, count: &dyn Fn(&Exact, &Exact) -> Option<Exact>) -> Slot<Self> {
        let counted = |one: &Option<Exact>, two: &Option<Exact>| {
            one.as_ref().zip(two.as_ref()).and_then(|(one, two)| count(one, two))
        };
        // The earlier the one and the later the other, the more days lie between.
        let low = counted(&self.high, &other.low).unwrap_or(Exact::ZERO);
        let range = Self { grid: Grid::WHOLE, ..Self::between(Some(low), counted(&self.low, &other.high)) };
        Slot::of(range).or(Reason::NoDay)
    }
}

/// On which numbers the sum of all lies.
fn summed(marks: &Values<Range>) -> Grid {
    let grids = marks.certain.iter().chain(&marks.possible).chain(&marks.more).map(|mark| mark.grid.clone());
    grids.reduce(|one, other| one.plus(&other)).unwrap_or_else(|| Grid::of(&Exact::ZERO))
}

/// The sum of the best so many: of those that are surely there, and of those that may be.
fn best(marks: &Values<Range>, count: usize) -> Range {
    let zero = Exact::ZERO;
    let lows: Option<Vec<Exact>> = marks.certain.iter().map(|mark| mark.low.clone()).collect();
    let highs: Option<Vec<Exact>> = marks.certain.iter().map(|mark| mark.high.clone()).collect();
    let may_lows: Option<Vec<Exact>> =
        marks.possible.iter().map(|mark| mark.low.clone().map(|low| low.min(zero.clone()))).collect();
    let may_highs: Option<Vec<Exact>> =
        marks.possible.iter().map(|mark| mark.high.clone().map(|high| high.max(zero.clone()))).collect();
    let grid = summed(marks);
    // With too few that surely count, a negative one of the others may have to.
    let mut low = lows.zip(may_lows).map(|(lows, may)| {
        let extra = if marks.certain.len() >= count { Vec::new() } else { may };
        sum_of_highest(lows, count) + extra.into_iter().fold(Exact::ZERO, |sum, low| sum + low)
    });
    let mut high = highs.zip(may_highs).map(|(highs, may)| sum_of_highest([highs, may].concat(), count));
    if let Some(more) = &marks.more {
        let falls = more.low.as_ref().is_none_or(Exact::is_negative);
        low = low.filter(|_| !falls || marks.certain.len() >= count);
        let most = more.high.as_ref().filter(|_| count < usize::MAX);
        let most = most.map(|most| most.clone() * Exact::from(i64::try_from(count).unwrap_or(i64::MAX)));
        let rises = more.high.as_ref().is_none_or(|high| *high > zero);
        high = if rises { high.zip(most).map(|(high, most)| high.max(most)) } else { high };
    }
    Range { grid, ..Range::between(low, high) }
}

fn sum_of_highest(mut values: Vec<Exact>, count: usize) -> Exact {
    values.sort_by(|left, right| right.cmp(left));
    values.into_iter().take(count).fold(Exact::ZERO, |sum, value| sum + value)
}

/// Whether some value on the left stands so to some value on the right.
fn may_hold(left: &Range, comparator: Comparator, right: &Range) -> bool {
    if let (Some(one), Some(other)) = (left.values(), right.values()) {
        return one.iter().any(|one| other.iter().any(|other| comparator.holds(one.cmp(other))));
    }
    let from = |end: &Option<Exact>, included: bool| Interval {
        lower: end.clone().map(|end| (end, included)),
        upper: None,
    };
    let to = |end: &Option<Exact>, included: bool| Interval {
        lower: None,
        upper: end.clone().map(|end| (end, included)),
    };
    let meets = |interval: &Interval| left.meets(interval, &[]);
    match comparator {
        Comparator::AtLeast => meets(&from(&right.low, true)),
        Comparator::Above => meets(&from(&right.low, false)),
        Comparator::AtMost => meets(&to(&right.high, true)),
        Comparator::Below => meets(&to(&right.high, false)),
        Comparator::Equal => meets(&right.interval()),
        Comparator::NotEqual => meets(&from(&right.low, false)) || meets(&to(&right.high, false)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i64, high: i64) -> Range {
        Range::new(Exact::from(low), Exact::from(high))
    }

    #[test]
    fn arithmetic_keeps_every_result() {
        let ends = |range: Range| (range.low, range.high);
        let whole = |number: i64| Some(Exact::from(number));
        assert_eq!(ends(range(-2, 3).times(&range(-5, 4))), (whole(-15), whole(12)));
        let quotients = |one: Range, other: Range| ends(one.quotients(&other));
        assert_eq!(quotients(range(1, 2), range(2, 4)), (Some(Exact::ratio(1, 4)), whole(1)));
        assert_eq!(quotients(range(1, 2), range(-1, 1)), (None, None));
        let from_two = Range::between(whole(2), None);
        assert_eq!(quotients(range(4, 6), from_two), (whole(0), whole(3)));
        assert_eq!(quotients(range(1, 2), range(0, 4)), (Some(Exact::ratio(1, 4)), None));
    }

    #[test]
    fn few_values_stay_apart() {
        let yes_no = || Range::of_list(vec![Exact::ZERO, Exact::ONE]).unwrap_or_default();
        let two = Range::point(Exact::ONE).plus(&Range::point(Exact::ONE));
        let truth = two.plus(&yes_no()).compare(Comparator::AtLeast, &Range::point(Exact::from(2)));
        assert_eq!(truth, Truth::of(true));
        let odd = yes_no().times(&Range::point(Exact::from(2)));
        assert!(!odd.meets(&Range::point(Exact::ONE).interval(), &[]));
    }
}
