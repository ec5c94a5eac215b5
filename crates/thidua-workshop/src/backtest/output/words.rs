use std::fmt::Write;

use thidua::{AwardStatus, Exact, Language, Text, status_words, text};

use super::numbers::{money, shown, signed};
use crate::backtest::{Attribution, Backtest, Line, Shift, Standing, TestedRun};

/// A backtest for a terminal: who moves, how far, and which edit did it; `lines` rows a run, the farthest first.
#[must_use]
pub fn backtest_text(backtest: &Backtest, language: Language, lines: usize) -> String {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let mut out = String::new();
    let ((old, old_version), (new, new_version)) = (&backtest.old, &backtest.new);
    let _ = writeln!(out, "{old} ({old_version}) → {new} ({new_version})\n");
    for (number, edit) in (1..).zip(&backtest.edits) {
        let what: Vec<&str> = edit.what.iter().map(|what| what.in_language(language)).collect();
        let _ = writeln!(out, "  ({number}) {}", what.join("\n      + "));
    }
    let _ = writeln!(out, "\n{}", attribution(backtest.attribution).in_language(language));
    for run in &backtest.runs {
        one_run(&mut out, run, language, lines);
    }
    if backtest.runs.iter().all(|run| run.shifts.iter().all(|shift| !shift.moved())) {
        let _ = writeln!(out, "\n{}", t("Không đơn vị nào có thay đổi.", "Nothing changes for anybody."));
    }
    out
}

/// How differences were split, in one sentence.
pub(super) fn attribution(attribution: Attribution) -> Text {
    match attribution {
        Attribution::Exact { mixtures } => text!(
            "Phần của từng thay đổi: giá trị Shapley, tính đủ {mixtures} tổ hợp; cộng lại đúng bằng chênh lệch.",
            "Share of each change: Shapley value over all {mixtures} mixtures; the shares add up to the difference."
        ),
        Attribution::Approximate { orders } => text!(
            "Phần của từng thay đổi: XẤP XỈ giá trị Shapley theo {orders} thứ tự (quá nhiều thay đổi để tính đủ); cộng lại vẫn đúng bằng chênh lệch.",
            "Share of each change: APPROXIMATE Shapley value over {orders} orders (too many changes for all); the shares still add up to the difference."
        ),
    }
}

/// The counts a person reads first.
pub(super) fn counts(run: &TestedRun) -> Vec<(Text, usize)> {
    let count = |test: &dyn Fn(&Shift) -> bool| run.shifts.iter().filter(|shift| test(shift)).count();
    vec![
        (text!("đổi điểm", "change points"), count(&|shift| shift.old.total != shift.new.total)),
        (text!("đổi hạng", "change rank"), count(&|shift| shift.old.rank != shift.new.rank)),
        (text!("đổi xếp loại", "change grade"), count(&Shift::grade_moved)),
        (text!("được thêm khen thưởng", "gain an award"), count(&|shift| !shift.awards_moved().0.is_empty())),
        (text!("mất khen thưởng", "lose an award"), count(&|shift| !shift.awards_moved().1.is_empty())),
    ]
}

/// Those that moved, the farthest in points first, then in places, then by id.
pub(super) fn farthest(run: &TestedRun) -> Vec<&Shift> {
    let size = |number: Exact| if number.is_negative() { -number } else { number };
    let points = |shift: &Shift| {
        let pair = shift.old.total.clone().zip(shift.new.total.clone());
        pair.map(|(old, new)| size(new - old))
    };
    let places = |shift: &Shift| shift.old.rank.zip(shift.new.rank).map(|(old, new)| old.abs_diff(new));
    let weight = |shift: &Shift| {
        let (gained, lost) = shift.awards_moved();
        (gained.len() + lost.len() > 0, shift.grade_moved(), points(shift), places(shift))
    };
    let mut moved: Vec<&Shift> = run.shifts.iter().filter(|shift| shift.moved()).collect();
    moved.sort_by(|left, right| {
        weight(right).cmp(&weight(left)).then_with(|| left.entrant.cmp(&right.entrant))
    });
    moved
}

fn one_run(out: &mut String, run: &TestedRun, language: Language, lines: usize) {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let _ = writeln!(out, "\n══ {} · {} · {}", run.folder, run.run, run.title);
    let all = run.shifts.len();
    let counts: Vec<String> =
        counts(run).iter().map(|(what, count)| format!("{count} {}", what.in_language(language))).collect();
    let _ = writeln!(out, "  {} {all}: {}", t("trong", "of"), counts.join(", "));
    let (before, after) = &run.money;
    if !before.is_zero() || !after.is_zero() {
        let difference = after.clone() - before.clone();
        let sign = if difference.is_negative() { "" } else { "+" };
        let _ = writeln!(
            out,
            "  {}: {} → {} ({sign}{}) {}",
            t("tiền thưởng", "reward money"),
            money(before, language),
            money(after, language),
            money(&difference, language),
            t("đồng", "đồng"),
        );
    }
    let losing: Vec<&str> = run
        .clusters
        .iter()
        .filter(|cluster| cluster.loses_every_award())
        .map(|cluster| cluster.name.as_str())
        .collect();
    if !losing.is_empty() {
        let _ = writeln!(
            out,
            "  {}: {}",
            t("cụm không còn khen thưởng nào", "clusters that lose every award"),
            losing.join(", ")
        );
    }
    grade_matrix(out, run, language);
    let moved = farthest(run);
    for shift in moved.iter().take(lines) {
        let _ = writeln!(out, "  {}", sentence(run, shift, language));
        for part in effects(shift, language) {
            let _ = writeln!(out, "      {part}");
        }
    }
    if moved.len() > lines {
        let rest = moved.len() - lines;
        let _ = writeln!(
            out,
            "  … {}",
            match language {
                Language::Vietnamese => format!("và {rest} đơn vị nữa; `--csv` ghi đủ"),
                Language::English => format!("and {rest} more; `--csv` writes them all"),
            }
        );
    }
    if !run.near.is_empty() {
        let _ = writeln!(out, "  {}:", t("sát mức theo bản mới", "near a line under the new version"));
        for near in run.near.iter().take(lines) {
            let line = match &near.line {
                Line::Grade(title) => format!("“{title}”"),
                Line::Award(award) => format!("{} “{}”", t("chỉ tiêu", "quota of"), run.award_title(award)),
            };
            let _ = writeln!(out, "    {} {} {line}", near.entrant, signed(&near.distance, language));
        }
        if run.near.len() > lines {
            let rest = run.near.len() - lines;
            let _ = writeln!(
                out,
                "    … {}",
                match language {
                    Language::Vietnamese => format!("và {rest} trường hợp nữa"),
                    Language::English => format!("and {rest} more"),
                }
            );
        }
    }
}

fn grade_matrix(out: &mut String, run: &TestedRun, language: Language) {
    if run.grades.is_empty() || run.shifts.iter().all(|shift| !shift.grade_moved()) {
        return;
    }
    let corner = if language == Language::Vietnamese { "cũ ↓  mới →" } else { "old ↓  new →" };
    let width = run
        .grades
        .iter()
        .map(|(_, title)| title.chars().count())
        .max()
        .unwrap_or(0)
        .max(corner.chars().count());
    let pad = |words: &str| format!("{words}{}", " ".repeat(width.saturating_sub(words.chars().count())));
    let _ = writeln!(
        out,
        "  {}  {}",
        pad(corner),
        run.grades.iter().map(|(_, title)| pad(title)).collect::<Vec<_>>().join("  ")
    );
    for (row, (_, title)) in matrix(run).iter().zip(&run.grades) {
        let cells: Vec<String> =
            row.iter().map(|count| if *count == 0 { pad("·") } else { pad(&count.to_string()) }).collect();
        let _ = writeln!(out, "  {}  {}", pad(title), cells.join("  ").trim_end());
    }
}

/// How many go from each grade (rows) to each grade (columns).
pub(super) fn matrix(run: &TestedRun) -> Vec<Vec<usize>> {
    let is = |standing: &Standing, id: &str| standing.grade.as_ref().is_some_and(|(known, _)| known == id);
    let row = |old: &str| {
        let column = |(new, _): &(String, String)| {
            run.shifts.iter().filter(|shift| is(&shift.old, old) && is(&shift.new, new)).count()
        };
        run.grades.iter().map(column).collect()
    };
    run.grades.iter().map(|(old, _)| row(old)).collect()
}

/// One entrant: points, place, grade and awards before and after.
fn sentence(run: &TestedRun, shift: &Shift, language: Language) -> String {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let total = |standing: &Standing| {
        standing.total.as_ref().map_or_else(|| "—".to_owned(), |total| shown(total, language))
    };
    let rank = |standing: &Standing| standing.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string());
    let grade = |standing: &Standing| standing.grade.as_ref().map_or("—", |(_, title)| title).to_owned();
    let mut parts = vec![format!("{} → {} {}", total(&shift.old), total(&shift.new), t("điểm", "points"))];
    if shift.old.rank != shift.new.rank {
        parts.push(format!("{} {} → {}", t("hạng", "rank"), rank(&shift.old), rank(&shift.new)));
    }
    if shift.grade_moved() {
        parts.push(format!("{} → {}", grade(&shift.old), grade(&shift.new)));
    }
    parts.extend(award_moves(run, shift, language));
    let name = if shift.name == shift.entrant { String::new() } else { format!(" {}", shift.name) };
    format!("{}{name}: {}", shift.entrant, parts.join("; "))
}

/// The awards that stand elsewhere under the new version.
pub(super) fn award_moves(run: &TestedRun, shift: &Shift, language: Language) -> Vec<String> {
    let word = |status: Option<AwardStatus>| status.map_or("—", |status| status_words(status, language));
    let moves = shift.new.awards.iter().filter_map(|(award, new)| {
        let old = shift.old.awards.iter().find(|(id, _)| id == award).map(|(_, status)| *status);
        (old != Some(*new))
            .then(|| format!("{}: {} → {}", run.award_title(award), word(old), word(Some(*new))))
    });
    moves.collect()
}

/// The shares that are not zero, each with the number of its edit.
pub(super) fn parts(shares: &[Exact], language: Language) -> Vec<String> {
    let some = (1..).zip(shares).filter(|(_, share)| !share.is_zero());
    some.map(|(number, share): (usize, _)| format!("({number}) {}", signed(share, language))).collect()
}

/// What each edit did to points and place, one line each for what moved.
fn effects(shift: &Shift, language: Language) -> Vec<String> {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let measures = [
        (t("điểm", "points"), &shift.effect.points),
        (t("hạng", "rank"), &shift.effect.rank),
        (t("bậc xếp loại", "grade steps"), &shift.effect.grade),
        (t("khen thưởng", "awards"), &shift.effect.awards),
    ];
    let lines = measures.into_iter().filter_map(|(what, shares)| {
        let shares = shares.as_ref()?;
        let parts = parts(shares, language);
        let sum = shares.iter().fold(Exact::ZERO, |sum, share| sum + share.clone());
        (!parts.is_empty()).then(|| format!("{what} {}: {}", signed(&sum, language), parts.join("  ")))
    });
    lines.collect()
}
