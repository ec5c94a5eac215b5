//! Mixtures of two versions (bản trộn): every one that is needed, worked through every run, and what follows for each entrant.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use thidua::{Exact, TransferRules};

use super::bundle::{bundles, join, mixture};
use super::entrant::{Effect, Measures, Standing};
use super::population::{Population, play};
use super::run::Attribution;
use super::share;
use crate::diff::Comparison;
use crate::spread::in_stretches;

/// Up to so many edits every mixture is computed: 1024 of them.
const EXACT_EDITS: usize = 10;
/// Beyond that, orders are drawn until about so many mixtures are computed.
const MIXTURES: usize = 1024;

/// Everything that mixtures are made of.
pub(super) struct Mixer<'a> {
    pub(super) comparison: &'a Comparison,
    pub(super) runs: &'a [Population<'a>],
    pub(super) reading: &'a TransferRules,
    pub(super) threads: usize,
    pub(super) progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// The measures of every entrant of every run in one mixture.
type Mixed = Vec<Vec<Measures>>;
/// A set of bundles that are made.
type Set = Vec<bool>;

impl Mixer<'_> {
    /// The bundles, how the split was made, and the effect on every entrant of every run.
    pub(super) fn shares(&self) -> (Vec<Vec<usize>>, Attribution, Vec<Vec<Effect>>) {
        let mut bundles = bundles(self.comparison);
        loop {
            let count = bundles.len();
            let exact = count <= EXACT_EDITS;
            let orders =
                if exact { Vec::new() } else { share::orders(count, (MIXTURES / count).max(4) & !1) };
            let sets = if exact { all_sets(count) } else { sets_on_the_way(count, &orders) };
            match self.mix(&bundles, &sets) {
                Ok(mixed) => {
                    let attribution = if exact {
                        Attribution::Exact { mixtures: sets.len() }
                    } else {
                        Attribution::Approximate { orders: orders.len() }
                    };
                    return (bundles, attribution, effects(count, &sets, &mixed, &orders));
                }
                // Sound apart and not together: these edits are one.
                Err(unsound) => {
                    let joined: Vec<usize> =
                        (0..count).filter(|at| unsound.get(*at) == Some(&true)).collect();
                    bundles = join(&bundles, &joined);
                }
            }
        }
    }

    /// Computes every mixture; the smallest one that is not sound, when there is one.
    fn mix(&self, bundles: &[Vec<usize>], sets: &[Set]) -> Result<BTreeMap<Set, Mixed>, Set> {
        let done = AtomicUsize::new(0);
        let mixed = in_stretches(self.threads, sets, 1, |set| {
            let mixed = self.one(bundles, set);
            (self.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, sets.len());
            (set.clone(), mixed)
        });
        let size = |set: &Set| set.iter().filter(|made| **made).count();
        let unsound = mixed.iter().filter(|(_, mixed)| mixed.is_none()).map(|(set, _)| set);
        match unsound.min_by_key(|set| (size(set), std::cmp::Reverse((*set).clone()))) {
            // Both ends are sound; what lies between and is not names at least two bundles.
            Some(set) if size(set) > 1 => Err(set.clone()),
            _ => Ok(mixed.into_iter().filter_map(|(set, mixed)| Some((set, mixed?))).collect()),
        }
    }

    fn one(&self, bundles: &[Vec<usize>], set: &Set) -> Option<Mixed> {
        let rules = mixture(self.comparison, bundles, &|at| set.get(at) == Some(&true))?;
        let name = rules.rule_set.value.clone();
        let made = bundles.iter().zip(set).filter(|(_, made)| **made).flat_map(|(bundle, _)| bundle);
        let renamed = made.into_iter().any(|change| self.comparison.renames(*change));
        let mut reading = self.reading.clone();
        reading.renamed.retain(|_, _| renamed);
        let measures = |population: &Population<'_>| {
            let played = play(&rules, &name, *population, &reading).ok()?;
            let rows = played.evaluations.entrants().keys();
            Some(rows.map(|row| Standing::of(&played, row).measures()).collect())
        };
        self.runs.iter().map(measures).collect()
    }
}

fn all_sets(count: usize) -> Vec<Set> {
    (0..1_usize << count).map(|bits| (0..count).map(|at| bits & (1 << at) != 0).collect()).collect()
}

/// Every set that some order passes through.
fn sets_on_the_way(count: usize, orders: &[Vec<usize>]) -> Vec<Set> {
    let mut sets: Vec<Set> = orders.iter().flat_map(|order| way(count, order)).collect();
    sets.sort();
    sets.dedup();
    sets
}

/// The sets an order passes through, from none to all.
fn way(count: usize, order: &[usize]) -> Vec<Set> {
    let mut set = vec![false; count];
    let mut sets = vec![set.clone()];
    for change in order {
        if let Some(made) = set.get_mut(*change) {
            *made = true;
        }
        sets.push(set.clone());
    }
    sets
}

/// Splits the difference of every entrant of every run.
fn effects(
    count: usize,
    sets: &[Set],
    mixed: &BTreeMap<Set, Mixed>,
    orders: &[Vec<usize>],
) -> Vec<Vec<Effect>> {
    let first = mixed.values().next();
    let rows: Vec<usize> = first.map(|runs| runs.iter().map(Vec::len).collect()).unwrap_or_default();
    let ways: Vec<Vec<Set>> = orders.iter().map(|order| way(count, order)).collect();
    let split = |run: usize, row: usize, measure: fn(&Measures) -> Option<&Exact>| {
        let value = |set: &Set| mixed.get(set)?.get(run)?.get(row).and_then(measure);
        if orders.is_empty() {
            let values: Vec<Option<&Exact>> = sets.iter().map(value).collect();
            return share::over_all_sets(count, &values);
        }
        let steps: Vec<Vec<Option<&Exact>>> =
            ways.iter().map(|sets| sets.iter().map(value).collect()).collect();
        share::over_orders(count, orders, &steps)
    };
    let effect = |run: usize, row: usize| Effect {
        points: split(run, row, |measures| measures.points.as_ref()),
        rank: split(run, row, |measures| measures.rank.as_ref()),
        grade: split(run, row, |measures| measures.grade.as_ref()),
        awards: split(run, row, |measures| measures.awards.as_ref()),
    };
    rows.iter().enumerate().map(|(run, rows)| (0..*rows).map(|row| effect(run, row)).collect()).collect()
}
