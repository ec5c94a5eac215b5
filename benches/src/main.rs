//! How long scoring takes, in one run on the same data: the engine beside the barest loops that could do the sum.
//!
//! `cargo run --profile dist -p thidua-benches`; the first argument is the number of entrants, 100,000 when absent;
//! `face` measures only what an embedder waits for, `write`, `json` and `typed` the JSON border (README.md), `grow` only
//! how the whole program grows, `bounds` only how the time grows with everything that can be large, `sheet` only the sum
//! beside its peers, `rules` only the scoring by every rule set (`rules xa` that of one), `card` only a scorecard by bands
//! beside its peers, `files` only the way from a file to recommendations beside its peers, `intake` only the reading of forms.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "a program for the terminal that may fail where it stands"
)]

mod author;
mod bare;
mod border;
mod bounds;
mod card;
mod face;
mod files;
#[path = "../../crates/thidua/tests/forms/fill.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "shared with the tests of forms, which look at more"
)]
mod fill;
mod full;
mod grow;
mod intake;
mod nation;
mod peers;
mod plot;
mod random;
mod sheet;

use std::time::{Duration, Instant};

/// The shortest of several rounds, and what the last one returned.
fn best<T>(rounds: usize, work: impl FnMut() -> T) -> (Duration, T) {
    let start = Instant::now();
    best_by(rounds, || start.elapsed(), work)
}

/// The same by any clock.
fn best_by<T>(rounds: usize, clock: impl Fn() -> Duration, mut work: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let start = clock();
        let result = std::hint::black_box(work());
        (clock() - start, result)
    };
    let (mut shortest, mut result) = once();
    for _ in 1..rounds {
        let (time, again) = once();
        shortest = shortest.min(time);
        result = again;
    }
    (shortest, result)
}

/// That of the command line, so that what is measured is what people run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if files::child(&words) {
        return;
    }
    if words.iter().any(|word| word == "files") {
        let size = words.iter().find_map(|word| word.parse().ok());
        return files::measure(&size.map_or(vec![1_000, 10_000, 100_000, 1_000_000], |size| vec![size]));
    }
    if std::env::args().any(|word| word == "nation") {
        let people = std::env::args().find_map(|word| word.parse().ok());
        return nation::measure(&people.map_or(vec![23_000, 230_000, 2_300_000], |people| vec![people]));
    }
    if std::env::args().any(|word| word == "grow") {
        return grow::measure(&[1_000, 10_000, 100_000]);
    }
    if std::env::args().any(|word| word == "face") {
        return face::measure(100_000);
    }
    if std::env::args().any(|word| word == "one") {
        return face::one_person();
    }
    if ["json", "typed", "write"].iter().any(|border| words.iter().any(|word| word == border)) {
        let entrants = words.iter().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
        return border::measure(&words, entrants);
    }
    if std::env::args().any(|word| word == "author") {
        return author::measure();
    }
    if std::env::args().any(|word| word == "intake") {
        return intake::measure();
    }
    if std::env::args().any(|word| word == "bounds") {
        return bounds::measure();
    }
    let entrants = std::env::args().filter_map(|word| word.parse().ok()).next().unwrap_or(100_000);
    if std::env::args().any(|word| word == "rules") {
        return full::measure(entrants, &words);
    }
    if std::env::args().any(|word| word == "card") {
        return card::measure(entrants);
    }
    sheet::measure(entrants);
    if std::env::args().any(|word| word == "sheet") {
        return;
    }
    card::measure(entrants);
    full::measure(entrants, &words);
    face::measure(entrants);
    author::measure();
    intake::measure();
    grow::measure(&[1_000, 10_000]);
    files::measure(&[10_000, 100_000]);
    bounds::measure();
}
