use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;
use thidua::{Diagnostic, Place, Text, check, same_results};
use thidua_rulefile::Document;

use super::boundary::{Sheets, boundary};
use super::change::{Mutant, mutants};
use super::write::Proposal;
use crate::fixture::{Bench, Case, Pool, Suite, holds, holds_with, play};
use crate::spread::spread;

/// What became of a mutant (số phận một sửa thử).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Some case no longer comes out as stated.
    Killed,
    /// `check` refuses the changed rule set.
    Refused,
    /// Proved to change no result.
    Equivalent,
    /// No test kills it.
    Survived,
}

/// How the tests of one rule set stand up to small changes of it (kết quả thử sửa thử).
#[derive(Clone, Debug, Serialize)]
pub struct MutantReport {
    /// The rule file.
    pub rules: String,
    /// Changes tried.
    pub all: usize,
    /// Killed by a fixture.
    pub killed: usize,
    /// Refused by `check`.
    pub refused: usize,
    /// Proved to change no result.
    pub equivalent: usize,
    /// Killed by nobody.
    pub survivors: Vec<Survivor>,
}

/// A change that no test kills.
#[derive(Clone, Debug, Serialize)]
pub struct Survivor {
    /// The change in words.
    pub what: Text,
    /// Where it stands in the rule file.
    pub place: Place,
    /// A test to paste that tells the two apart, when one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<Proposal>,
}

/// Tries every small change of a rule set against its suites (thử sửa thử bộ tiêu chí).
///
/// The report does not depend on the number of threads; `progress` hears how many changes are done.
///
/// # Errors
/// The rule set itself, or a suite, is not sound; or a test fails before anything is changed.
pub fn run_mutants(
    document: &Document,
    suites: &[Suite],
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<MutantReport, Vec<Diagnostic>> {
    let file = document.name().clone();
    let rules = check(document.rule_set()?, file.clone())?;
    // The unchanged rules must be sound for every case before a change can be blamed.
    let bench = Bench::new(&rules, &file, suites)?;
    let cases: Vec<&Case> =
        suites.iter().flat_map(|suite| &suite.cases).filter(|case| !case.pending).collect();
    let mutants = mutants(document);
    let sheets = Sheets { document, rules: &rules, bench: &bench, cases: &cases };
    let bound = |case: &&Case| {
        // Decisions name awards and rankings, which a change may drop.
        if !case.decisions.decisions.is_empty() {
            return None;
        }
        let (plan, names) = bench.plan(&rules, case)?;
        play(plan, names, case).ok().map(|played| played.pool)
    };
    let pools = cases.iter().map(bound).collect();
    let trial = Trial { file: &file, suites, sheets, pools };
    let fates = fates(&trial, &mutants, threads, progress);
    let count = |fate: Fate| fates.iter().flatten().filter(|(known, _)| *known == fate).count();
    let mut survivors: Vec<Survivor> = mutants
        .iter()
        .zip(&fates)
        .filter_map(|(mutant, fate)| fate.as_ref().map(|(fate, proposal)| (mutant, *fate, proposal)))
        .filter(|(_, fate, _)| *fate == Fate::Survived)
        .map(|(mutant, _, proposal)| Survivor {
            what: mutant.what.clone(),
            place: Place::text(file.clone(), mutant.span),
            fixture: proposal.clone(),
        })
        .collect();
    number(&mut survivors);
    Ok(MutantReport {
        rules: file.to_string(),
        all: fates.iter().flatten().count(),
        killed: count(Fate::Killed),
        refused: count(Fate::Refused),
        equivalent: count(Fate::Equivalent),
        survivors,
    })
}

/// Gives proposals of the same name numbers, so that each test file keeps them all.
fn number(survivors: &mut [Survivor]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for proposal in survivors.iter_mut().filter_map(|survivor| survivor.fixture.as_mut()) {
        let count = seen.entry(proposal.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            proposal.rename(&format!("{} ({count})", proposal.name));
        }
    }
}

/// What a change is tried against.
struct Trial<'a> {
    file: &'a Arc<str>,
    suites: &'a [Suite],
    sheets: Sheets<'a>,
    /// The entrants of each case, bound to the rules as they are.
    pools: Vec<Option<Pool>>,
}

/// What became of a mutant, and for a survivor the test that would notice it.
type Known = (Fate, Option<Proposal>);

/// The fate of every mutant, in order; `None` for a change that makes no rule set at all.
fn fates(
    trial: &Trial<'_>,
    mutants: &[Mutant],
    threads: usize,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Vec<Option<Known>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut fates = Vec::new();
        // Cases that killed lately kill again: neighbours in the file are tested by the same cases.
        let mut order: Vec<usize> = (0..trial.sheets.cases.len()).collect();
        loop {
            // Stretches of the file, so that one thread meets neighbours.
            let start = next.fetch_add(STRETCH, Ordering::Relaxed);
            let stretch = mutants.get(start..(start + STRETCH).min(mutants.len())).unwrap_or_default();
            if stretch.is_empty() {
                return fates;
            }
            for (position, mutant) in stretch.iter().enumerate() {
                fates.push((start + position, fate(trial, mutant, &mut order)));
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, mutants.len());
            }
        }
    };
    let mut fates: Vec<(usize, Option<Known>)> = spread(threads, mutants.len().div_ceil(STRETCH), work);
    fates.sort_unstable_by_key(|(position, _)| *position);
    fates.into_iter().map(|(_, fate)| fate).collect()
}

const STRETCH: usize = 16;

fn fate(trial: &Trial<'_>, mutant: &Mutant, order: &mut [usize]) -> Option<Known> {
    let sheets = &trial.sheets;
    let changed = sheets.document.edited(&mutant.edits).rule_set().ok()?;
    if changed == **sheets.rules {
        return Some((Fate::Equivalent, None));
    }
    let Ok(changed) = check(changed, trial.file.clone()) else { return Some((Fate::Refused, None)) };
    let Ok(bench) = Bench::new(&changed, trial.file, trial.suites) else {
        return Some((Fate::Killed, None));
    };
    // Reading the cells is most of the work; most changes leave what is read as it is.
    let alike = bench.same_shape(sheets.bench);
    let kills = |position: usize| {
        let Some(case) = sheets.cases.get(position) else { return false };
        let Some((plan, names)) = bench.plan(&changed, case) else { return true };
        match trial.pools.get(position).and_then(Option::as_ref).filter(|_| alike) {
            Some(pool) => !holds_with(plan, names, case, pool),
            None => !holds(plan, names, case),
        }
    };
    let found = order.iter().position(|case| kills(*case));
    if let Some(found) = found {
        order.get_mut(..=found)?.rotate_right(1);
        return Some((Fate::Killed, None));
    }
    if same_results(sheets.rules, &changed) {
        return Some((Fate::Equivalent, None));
    }
    Some((Fate::Survived, boundary(sheets, mutant, &changed, &bench)))
}
