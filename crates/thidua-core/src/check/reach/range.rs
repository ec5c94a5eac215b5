use crate::Exact;
use crate::check::interval::Interval;

/// Every number from the lowest to the highest, both included; `None` for no end.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: Option<Exact>,
    pub(crate) high: Option<Exact>,
}

impl Range {
    pub(crate) fn new(low: Exact, high: Exact) -> Self {
        Self { low: Some(low), high: Some(high) }
    }

    /// One number and no other.
    pub(crate) fn point(value: Exact) -> Self {
        Self::new(value.clone(), value)
    }

    /// The number, when there is only one.
    pub(crate) fn only(&self) -> Option<&Exact> {
        self.low.as_ref().filter(|low| self.high.as_ref() == Some(low))
    }

    /// The smallest range that holds both.
    pub(crate) fn hull(&self, other: &Self) -> Self {
        Self {
            low: self.low.clone().zip(other.low.clone()).map(|(left, right)| left.min(right)),
            high: self.high.clone().zip(other.high.clone()).map(|(left, right)| left.max(right)),
        }
    }

    /// Both ends through a function that never falls.
    pub(crate) fn rising(&self, apply: impl Fn(&Exact) -> Exact) -> Self {
        Self { low: self.low.as_ref().map(&apply), high: self.high.as_ref().map(&apply) }
    }

    /// The range with zero in it.
    pub(crate) fn or_zero(&self) -> Self {
        self.hull(&Self::point(Exact::ZERO))
    }

    pub(crate) fn negated(&self) -> Self {
        Self { low: self.high.clone().map(|high| -high), high: self.low.clone().map(|low| -low) }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            low: self.low.clone().zip(other.low.clone()).map(|(left, right)| left + right),
            high: self.high.clone().zip(other.high.clone()).map(|(left, right)| left + right),
        }
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        if let (Some(a), Some(b), Some(c), Some(d)) = (&self.low, &self.high, &other.low, &other.high) {
            let ends =
                [a.clone() * c.clone(), a.clone() * d.clone(), b.clone() * c.clone(), b.clone() * d.clone()];
            return Self { low: ends.iter().min().cloned(), high: ends.iter().max().cloned() };
        }
        match (self.only(), other.only()) {
            (Some(factor), _) => other.scaled(factor),
            (_, Some(factor)) => self.scaled(factor),
            _ => match (&self.low, &other.low) {
                (Some(a), Some(c)) if !a.is_negative() && !c.is_negative() => {
                    Self { low: Some(a.clone() * c.clone()), high: None }
                }
                _ => Self::default(),
            },
        }
    }

    fn scaled(&self, factor: &Exact) -> Self {
        if factor.is_zero() {
            return Self::point(Exact::ZERO);
        }
        let scaled = |end: &Option<Exact>| end.clone().map(|end| end * factor.clone());
        let (low, high) = (scaled(&self.low), scaled(&self.high));
        if factor.is_negative() { Self { low: high, high: low } } else { Self { low, high } }
    }

    /// The quotients, dividing by zero left out.
    pub(crate) fn over(&self, divisor: &Self) -> Self {
        self.times(&divisor.reciprocal())
    }

    fn reciprocal(&self) -> Self {
        let one_over = |end: &Exact| Exact::ONE.checked_div(end);
        match (&self.low, &self.high) {
            (Some(low), high) if !low.is_negative() => Self {
                low: Some(high.as_ref().and_then(one_over).unwrap_or(Exact::ZERO)),
                high: one_over(low),
            },
            (_, Some(high)) if *high <= Exact::ZERO => self.negated().reciprocal().negated(),
            _ => Self::default(),
        }
    }

    pub(crate) fn interval(&self) -> Interval {
        let end = |end: &Option<Exact>| end.clone().map(|end| (end, true));
        Interval { lower: end(&self.low), upper: end(&self.high) }
    }
}

/// The smallest range that holds all of them; `None` when there are none.
pub(crate) fn hull(ranges: impl IntoIterator<Item = Range>) -> Option<Range> {
    ranges.into_iter().reduce(|left, right| left.hull(&right))
}

/// The sum of all of them.
pub(crate) fn sum(ranges: impl IntoIterator<Item = Range>) -> Range {
    ranges.into_iter().fold(Range::point(Exact::ZERO), |sum, range| sum.plus(&range))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: i64, high: i64) -> Range {
        Range::new(Exact::from(low), Exact::from(high))
    }

    #[test]
    fn arithmetic_keeps_every_result() {
        assert_eq!(range(-2, 3).times(&range(-5, 4)), range(-15, 12));
        assert_eq!(range(1, 2).over(&range(2, 4)), Range::new(Exact::ratio(1, 4), Exact::ONE));
        assert_eq!(range(1, 2).over(&range(-1, 1)), Range::default());
        let from_two = Range { low: Some(Exact::from(2)), high: None };
        assert_eq!(range(4, 6).over(&from_two), Range::new(Exact::ZERO, Exact::from(3)));
        assert_eq!(from_two.times(&range(-1, -1)), Range { low: None, high: Some(Exact::from(-2)) });
        assert_eq!(range(1, 2).over(&range(0, 4)), Range { low: Some(Exact::ratio(1, 4)), high: None });
    }
}
