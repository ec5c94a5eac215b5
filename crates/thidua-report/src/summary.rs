//! The summary (tóm tắt): what a person reads first, on one screen.

mod counts;
mod fit;
mod run_lines;

use thidua_core::{Language, one_of_many};

use crate::run::MovementResults;
use crate::words::say;
use counts::Counts;
use fit::{allot, cut};
use run_lines::RunLines;

/// The summary never has more lines (số dòng nhiều nhất của tóm tắt): a screen, with two lines left for what follows it.
pub const SUMMARY_LINES: usize = 38;

/// A run is not worth mentioning with fewer lines: how many there are, and what for.
const LEAST_OF_A_RUN: usize = 2;

/// The summary a person reads first (tóm tắt): what is provisional, grades, who is recommended for what,
/// what waits for a person, and the money. It fits a screen; everything is in the tables.
#[must_use]
pub fn summary(results: &MovementResults<'_>, language: Language) -> String {
    let counts: Vec<Counts> = results.runs.iter().map(Counts::of).collect();
    let mut lines = head(results, &counts, language);
    let all: Vec<RunLines> =
        results.runs.iter().zip(&counts).map(|(run, counts)| RunLines::of(run, counts, language)).collect();
    let left = SUMMARY_LINES.saturating_sub(lines.len());
    let wanted: Vec<usize> = all.iter().map(RunLines::wanted).collect();
    let told = if wanted.len() * LEAST_OF_A_RUN <= left { all.len() } else { (left - 1) / LEAST_OF_A_RUN };
    let spare = usize::from(told < all.len());
    let given = allot(wanted.get(..told).unwrap_or_default(), LEAST_OF_A_RUN, left - spare);
    for (run, lines_given) in all.iter().zip(given) {
        lines.extend(run.within(lines_given, language));
    }
    if told < all.len() {
        let more = all.len() - told;
        lines.push(match language {
            Language::Vietnamese => format!("… và {more} đợt xét khác trong thư mục kết quả"),
            Language::English => one_of_many(&format!("… and {more} more runs in the results folder")),
        });
    }
    lines.join("\n") + "\n"
}

/// The movement, its note, and what is provisional.
fn head(results: &MovementResults<'_>, counts: &[Counts], language: Language) -> Vec<String> {
    let mut lines = vec![cut(results.movement.trim())];
    let note = results.note.map(str::trim).filter(|note| !note.is_empty());
    lines.extend(note.map(|note| cut(&format!("({note})"))));
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (scored, missing) = (sum(|each| each.scored), sum(|each| each.without_total));
    let (open, provisional) = (sum(Counts::open_cases), sum(|each| each.provisional));
    let mut parts = Vec::new();
    if missing > 0 {
        let words = say(language, "chưa có tổng điểm", "totals missing");
        parts.push(format!("{words}: {missing}/{scored}"));
    }
    if open > 0 {
        parts.push(format!("{}: {open}", say(language, "trường hợp để ngỏ", "open cases")));
    }
    if provisional > 0 {
        let words = say(language, "kết quả còn tùy thuộc các trường hợp đó", "results that hang on them");
        parts.push(format!("{words}: {provisional}"));
    }
    if !parts.is_empty() {
        let head = say(language, "KẾT QUẢ TẠM THỜI", "PROVISIONAL");
        lines.push(format!("{head} · {}", parts.join(" · ")));
    }
    lines
}
