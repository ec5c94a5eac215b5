//! The twin: a slow, obvious evaluator on big rationals, against the core on random rule sets and evaluations.
//!
//! A case is one entrant's sheet. The normal run checks 100,000 of them; `THIDUA_TWIN_CASES` asks for more,
//! `THIDUA_TWIN_SEED` starts elsewhere.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail where it stands, and tells how much it has checked"
)]

mod band_tables;
mod bounds;
mod compare;
mod dead;
mod evaluator;
mod extremes;
mod generate;
mod generate_awards;
mod random;
mod reading;
mod recommend;

use std::sync::atomic::{AtomicUsize, Ordering};

const ENTRANTS: usize = 24;

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn the_core_and_its_twin_agree_on_every_node() {
    let wanted = setting("THIDUA_TWIN_CASES", 100_000);
    let start = setting("THIDUA_TWIN_SEED", 1);
    let (next, cases) = (AtomicUsize::new(start), AtomicUsize::new(0));
    let (rule_sets, refused, points) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while cases.load(Ordering::Relaxed) < wanted {
                    let seed = u64::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap();
                    match compare::compare(&generate_awards::world_with_awards(seed, ENTRANTS)) {
                        Ok(totals) => {
                            cases.fetch_add(ENTRANTS, Ordering::Relaxed);
                            rule_sets.fetch_add(1, Ordering::Relaxed);
                            points.fetch_add(totals, Ordering::Relaxed);
                        }
                        Err(compare::Problem::RuleSet) => {
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(compare::Problem::Differs(difference)) => {
                            cases.fetch_add(usize::MAX / 2, Ordering::Relaxed);
                            panic!("seed {seed}: {difference}");
                        }
                    }
                }
            });
        }
    });
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    println!(
        "{} cases in {} rule sets agree, {} of them with a total; {} rule sets were not sound",
        count(&cases),
        count(&rule_sets),
        count(&points),
        count(&refused)
    );
    assert!(count(&points) * 4 > count(&cases), "too few entrants have a total for the test to mean much");
}
