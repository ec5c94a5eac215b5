use std::collections::{BTreeMap, BTreeSet};

use super::interval::Interval;
use crate::Exact;

/// An edge between numbers: an interval reaches from one edge to another, and open and closed ends are alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    /// Below every number.
    Lowest,
    /// Just below the number, or (`true`) just above it.
    At(Exact, bool),
    /// Above every number.
    Highest,
}

/// The two edges of an interval.
pub fn edges(interval: &Interval) -> (Edge, Edge) {
    let (lower, upper) = (&interval.lower, &interval.upper);
    (
        lower.as_ref().map_or(Edge::Lowest, |(end, included)| Edge::At(end.clone(), !included)),
        upper.as_ref().map_or(Edge::Highest, |(end, included)| Edge::At(end.clone(), *included)),
    )
}

/// All numbers that some intervals hold, so that each further interval costs no more than what it adds.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// From each lower edge to the upper one; parts neither meet nor touch.
    parts: BTreeMap<Edge, Edge>,
}

impl Cover {
    /// Takes the numbers of an interval; returns the parts that were free until now, lowest first.
    pub fn take(&mut self, interval: &Interval) -> Vec<Interval> {
        let (mut from, mut until) = edges(interval);
        let mut free = Vec::new();
        if from >= until {
            return free;
        }
        let mut at = from.clone();
        let before = self.parts.range(..&from).next_back().map(|(start, end)| (start.clone(), end.clone()));
        if let Some((start, end)) = before.filter(|(_, end)| *end >= from) {
            self.parts.remove(&start);
            at = end.clone();
            (from, until) = (start, until.max(end));
        }
        while let Some((start, end)) = self.parts.range(&from..=&until).next() {
            let (start, end) = (start.clone(), end.clone());
            self.parts.remove(&start);
            free.extend(between(&at, &start));
            at = at.max(end.clone());
            until = until.max(end);
        }
        free.extend(between(&at, &until));
        self.parts.insert(from, until);
        free
    }
}

fn between(from: &Edge, until: &Edge) -> Option<Interval> {
    let end = |cut: &Edge, lower: bool| match cut {
        Edge::At(number, above) => Some((number.clone(), *above != lower)),
        Edge::Lowest | Edge::Highest => None,
    };
    (from < until).then(|| Interval { lower: end(from, true), upper: end(until, false) })
}

/// The pairs of intervals that have numbers in common, each as (later, earlier) by position, in this order.
pub fn meetings<'a>(intervals: impl Iterator<Item = &'a Interval>) -> BTreeSet<(usize, usize)> {
    let mut ordered: Vec<(Edge, Edge, usize)> = Vec::new();
    for (position, interval) in intervals.enumerate() {
        let (from, until) = edges(interval);
        if from < until {
            ordered.push((from, until, position));
        }
    }
    ordered.sort();
    let mut meetings = BTreeSet::new();
    // Those that are open where the next one begins, the first to end in front.
    let mut open: BTreeSet<(Edge, usize)> = BTreeSet::new();
    for (from, until, position) in ordered {
        while open.first().is_some_and(|(end, _)| *end <= from) {
            open.pop_first();
        }
        meetings.extend(open.iter().map(|(_, other)| (position.max(*other), position.min(*other))));
        open.insert((until, position));
    }
    meetings
}
