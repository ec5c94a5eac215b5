use crate::Exact;

/// A stretch of numbers with its ends open or closed.
#[derive(Clone, Debug)]
pub(super) struct Interval {
    /// Lower end and whether it is included; `None` for no end.
    pub(super) lower: Option<(Exact, bool)>,
    /// Upper end and whether it is included; `None` for no end.
    pub(super) upper: Option<(Exact, bool)>,
}

impl Interval {
    /// A number inside, if there is one.
    pub(super) fn witness(&self) -> Option<Exact> {
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
    pub(super) fn intersection(&self, other: &Self) -> Self {
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

    /// The interval as people write it.
    pub(super) fn show(&self) -> String {
        let lower = match &self.lower {
            Some((end, true)) => format!("[{end}"),
            Some((end, false)) => format!("({end}"),
            None => "(−∞".to_owned(),
        };
        let upper = match &self.upper {
            Some((end, true)) => format!("{end}]"),
            Some((end, false)) => format!("{end})"),
            None => "+∞)".to_owned(),
        };
        format!("{lower}; {upper}")
    }
}

/// The parts of `domain` that none of the intervals covers.
pub(super) fn gaps(domain: &Interval, intervals: &[Interval]) -> Vec<Interval> {
    let mut left = vec![domain.clone()];
    for interval in intervals {
        left = left.iter().flat_map(|part| without(part, interval)).collect();
    }
    left.sort_by_key(|a| a.witness());
    left
}

fn without(part: &Interval, hole: &Interval) -> Vec<Interval> {
    let below = hole.lower.as_ref().map(|(end, included)| Interval {
        lower: part.lower.clone(),
        upper: Interval { lower: None, upper: Some((end.clone(), !included)) }.intersection(part).upper,
    });
    let above = hole.upper.as_ref().map(|(end, included)| Interval {
        lower: Interval { lower: Some((end.clone(), !included)), upper: None }.intersection(part).lower,
        upper: part.upper.clone(),
    });
    [below, above].into_iter().flatten().filter(|rest| rest.witness().is_some()).collect()
}
