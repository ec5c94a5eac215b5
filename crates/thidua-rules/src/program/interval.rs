use super::cover::Cover;
use crate::Exact;

/// A stretch of numbers with its ends open or closed.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Lower end and whether it is included; `None` for no end.
    pub lower: Option<(Exact, bool)>,
    /// Upper end and whether it is included; `None` for no end.
    pub upper: Option<(Exact, bool)>,
}

impl Interval {
    /// Whether the number lies inside.
    pub fn holds(&self, value: &Exact) -> bool {
        let above = |(end, included): &(Exact, bool)| value > end || (*included && value == end);
        let below = |(end, included): &(Exact, bool)| value < end || (*included && value == end);
        self.lower.as_ref().is_none_or(above) && self.upper.as_ref().is_none_or(below)
    }

    /// A number inside, if there is one.
    pub fn witness(&self) -> Option<Exact> {
        match (&self.lower, &self.upper) {
            (None, None) => Some(Exact::ZERO),
            (Some((lower, true)), None) => Some(lower.clone()),
            (Some((lower, false)), None) => Some(lower.clone() + Exact::ONE),
            (None, Some((upper, true))) => Some(upper.clone()),
            (None, Some((upper, false))) => Some(upper.clone() - Exact::ONE),
            (Some((lower, from)), Some((upper, to))) => match lower.cmp(upper) {
                std::cmp::Ordering::Less if *from => Some(lower.clone()),
                std::cmp::Ordering::Less if *to => Some(upper.clone()),
                std::cmp::Ordering::Less => Some((lower.clone() + upper.clone()) * Exact::ratio(1, 2)),
                std::cmp::Ordering::Equal => (*from && *to).then(|| lower.clone()),
                std::cmp::Ordering::Greater => None,
            },
        }
    }

    /// What both have in common.
    pub fn intersection(&self, other: &Self) -> Self {
        let tighter =
            |left: &Option<(Exact, bool)>, right: &Option<(Exact, bool)>, higher: bool| match (left, right) {
                (None, end) | (end, None) => end.clone(),
                (Some((a, a_in)), Some((b, b_in))) => Some(match (a.cmp(b), higher) {
                    (std::cmp::Ordering::Equal, _) => (a.clone(), *a_in && *b_in),
                    (std::cmp::Ordering::Greater, true) | (std::cmp::Ordering::Less, false) => {
                        (a.clone(), *a_in)
                    }
                    _ => (b.clone(), *b_in),
                }),
            };
        Self {
            lower: tighter(&self.lower, &other.lower, true),
            upper: tighter(&self.upper, &other.upper, false),
        }
    }

    /// A whole multiple of the step inside, if there is one; of zero that is zero alone.
    pub fn multiple_witness(&self, step: &Exact) -> Option<Exact> {
        let parts = |end: &Option<(Exact, bool)>| match end {
            Some((end, included)) => Some(Some((end.checked_div(step)?, *included))),
            None => Some(None),
        };
        let (Some(lower), Some(upper)) = (parts(&self.lower), parts(&self.upper)) else {
            return self.holds(&Exact::ZERO).then_some(Exact::ZERO);
        };
        Some(Self { lower, upper }.whole_witness()? * step.clone())
    }

    /// A whole number inside, if there is one.
    fn whole_witness(&self) -> Option<Exact> {
        let step = |end: &Exact, mode| end.round_to_multiple(&Exact::ONE, mode);
        let inside = |whole: &Exact| {
            let point = Some((whole.clone(), true));
            self.intersection(&Self { lower: point.clone(), upper: point }).witness().is_some()
        };
        let near = match (&self.lower, &self.upper) {
            (Some((end, _)), _) | (None, Some((end, _))) => step(end, crate::RoundingMode::Down),
            (None, None) => return Some(Exact::ZERO),
        };
        // Rounding goes towards zero, so the nearest whole number inside is at most one away.
        [near.clone() - Exact::ONE, near.clone(), near + Exact::ONE].into_iter().find(inside)
    }
}

/// The parts of `domain` that none of the intervals covers, lowest first.
pub fn gaps(domain: &Interval, intervals: &[Interval]) -> Vec<Interval> {
    let mut cover = Cover::default();
    for interval in intervals.iter().filter(|interval| interval.intersection(domain).witness().is_some()) {
        cover.take(interval);
    }
    cover.take(domain)
}

/// Whether the others together hold every value of the interval.
pub fn covered<'a>(interval: &Interval, others: impl IntoIterator<Item = &'a Interval>) -> bool {
    let others: Vec<Interval> = others.into_iter().cloned().collect();
    interval.witness().is_some() && gaps(interval, &others).is_empty()
}
