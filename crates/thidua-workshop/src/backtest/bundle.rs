//! Changes that only make sense together (gộp các thay đổi đi liền nhau): a new maximum and the sum it must fit.

use thidua::{RuleSet, Valid, check};

use crate::diff::Comparison;

/// The rules in which the changes of some bundles are made; `None` when they are not sound.
pub(super) fn mixture(
    comparison: &Comparison,
    bundles: &[Vec<usize>],
    made: &dyn Fn(usize) -> bool,
) -> Option<Valid<RuleSet>> {
    let chosen =
        |change: usize| bundles.iter().enumerate().any(|(at, bundle)| made(at) && bundle.contains(&change));
    let document = comparison.mixed(&chosen);
    check(document.rule_set().ok()?, document.name().clone()).ok()
}

/// Small bundles of which each can be made alone: what is not sound by itself is joined with what it cannot do without.
pub(super) fn bundles(comparison: &Comparison) -> Vec<Vec<usize>> {
    // New codes are one change: with half of them made, a code would mean two criteria.
    let (codes, others): (Vec<usize>, Vec<usize>) =
        comparison.deciding().into_iter().partition(|change| comparison.renames(*change));
    let mut bundles: Vec<Vec<usize>> = others.into_iter().map(|change| vec![change]).collect();
    bundles.extend(Some(codes).filter(|codes| !codes.is_empty()));
    bundles.sort();
    loop {
        let sound = |made: &dyn Fn(usize) -> bool| mixture(comparison, &bundles, made).is_some();
        let Some(alone) = (0..bundles.len()).find(|at| !sound(&|other| other == *at)) else { return bundles };
        // All together are sound; whatever can be taken away without harm does not belong to this one.
        let mut joined: Vec<usize> = (0..bundles.len()).collect();
        for other in (0..bundles.len()).rev().filter(|other| *other != alone) {
            if sound(&|at| at != other && joined.contains(&at)) {
                joined.retain(|at| *at != other);
            }
        }
        if joined.len() < 2 {
            return bundles;
        }
        bundles = join(&bundles, &joined);
    }
}

/// The bundles with some of them made one, in the order of their first changes.
pub(super) fn join(bundles: &[Vec<usize>], joined: &[usize]) -> Vec<Vec<usize>> {
    let mut one: Vec<usize> = joined.iter().filter_map(|at| bundles.get(*at)).flatten().copied().collect();
    one.sort_unstable();
    let others =
        bundles.iter().enumerate().filter(|(at, _)| !joined.contains(at)).map(|(_, bundle)| bundle.clone());
    let mut all: Vec<Vec<usize>> = others.chain([one]).collect();
    all.sort();
    all
}
