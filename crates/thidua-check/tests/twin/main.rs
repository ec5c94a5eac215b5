//! The twin: a slow, obvious evaluator on big rationals, against the core on random rule sets and evaluations.
//!
//! A case is one entrant with a total, and its awards. The normal run checks 100,000 of them; `THIDUA_TWIN_CASES` asks for more,
//! `THIDUA_TWIN_SEED` starts elsewhere, `THIDUA_TWIN_ENTRANTS` makes rule sets of more than 32 entrants: fewer of them, and
//! longer columns.
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

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

const ENTRANTS: usize = 32;

/// How many cases are told to be done at a time.
const TOLD: usize = 1_000_000;

fn setting(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A panic on the way tells of which seed it speaks, whichever side it comes from.
struct NamedInPanic(u64);

impl Drop for NamedInPanic {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {} was being compared", self.0);
        }
    }
}

#[test]
fn the_core_and_its_twin_agree_on_every_node() {
    let wanted = setting("THIDUA_TWIN_CASES", 100_000);
    let start = setting("THIDUA_TWIN_SEED", 1);
    let entrants = setting("THIDUA_TWIN_ENTRANTS", ENTRANTS);
    let next = AtomicUsize::new(start);
    // Only entrants with a total count: somebody of whom nothing can be told agrees all too easily.
    let (scored, different) = (AtomicUsize::new(0), AtomicBool::new(false));
    let compared = Mutex::new((compare::Compared::default(), 0, 0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while scored.load(Ordering::Relaxed) < wanted && !different.load(Ordering::Relaxed) {
                    let seed = u64::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap();
                    assert!(seed < u64::try_from(start + wanted).unwrap(), "too few entrants have a total");
                    let _named = NamedInPanic(seed);
                    match compare::compare(&generate_awards::world_with_awards(seed, entrants)) {
                        Ok(one) => {
                            let before = scored.fetch_add(one.scored, Ordering::Relaxed);
                            if before / TOLD < (before + one.scored) / TOLD {
                                println!("{} scored cases agree", before + one.scored);
                            }
                            let mut all = compared.lock().unwrap();
                            all.0.add(&one);
                            all.1 += 1;
                        }
                        Err(compare::Problem::RuleSet) => compared.lock().unwrap().2 += 1,
                        Err(compare::Problem::Differs(difference)) => {
                            different.store(true, Ordering::Relaxed);
                            panic!("seed {seed}: {difference}");
                        }
                    }
                }
            });
        }
    });
    let (compared, rule_sets, refused) = compared.into_inner().unwrap();
    println!(
        "{} scored cases of {} entrants in {rule_sets} rule sets agree, {refused} rule sets were not sound; met: {:?}",
        compared.scored,
        rule_sets * entrants,
        compared.met
    );
    assert!(refused * 3 < rule_sets, "too many rule sets are not sound: {refused}");
    for what in [
        "Recommended",
        "Refused",
        "Held",
        "Superseded",
        "TiedOnLine",
        "Reserve",
        "BelowLine",
        "OtherKind",
        "money",
        "decided",
        "places divided",
        "places between equal groups",
        "places that cannot be divided",
        "wider limit that binds",
    ] {
        let met = compared.met.get(what).copied().unwrap_or_default();
        assert!(met * 2_000 > compared.scored, "too few cases of `{what}`: {met}");
    }
}
