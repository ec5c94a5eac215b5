use std::collections::BTreeMap;
use std::fmt::Write;

use thidua_core::{AwardStatus, Language, WaitsFor};

use crate::outcome_file::{case_words, decided_words, gap_words, grade_words};
use crate::page::{number, say};
use crate::run::{Report, Run};

/// The summary a person reads first (tóm tắt): each cluster with rank, name, points, grade and awards; then what is open.
///
/// Long clusters are cut to their first `lines` rows; everything is in the result tables.
#[must_use]
pub fn summary(report: &Report, language: Language, lines: usize) -> String {
    let mut text = String::new();
    let _ = write!(text, "{}", report.manifest.movement);
    let without = |run: &Run| {
        (0..run.evaluations.entrants().len())
            .filter(|row| run.outcome.scorecards.total(*row).is_none())
            .count()
    };
    let missing: usize = report.runs.iter().map(without).sum();
    if missing > 0 {
        let all: usize = report.runs.iter().map(|run| run.evaluations.entrants().len()).sum();
        let words = say(language, "chưa có tổng điểm", "totals are missing");
        let _ = write!(text, " · {words}: {missing}/{all}");
    }
    let _ = writeln!(text);
    if let Some(note) = &report.manifest.note {
        let _ = writeln!(text, "({})", note.trim());
    }
    for run in &report.runs {
        one_run(&mut text, run, language, lines);
    }
    text
}

/// More clusters than this are shown with half as many rows each.
const MANY_CLUSTERS: usize = 6;

fn one_run(text: &mut String, run: &Run, language: Language, lines: usize) {
    let t = |vi, en| say(language, vi, en);
    let rules = run.plan.rules();
    let _ = writeln!(text, "\n══ {} · {} ({} {})", run.id, run.title, rules.rule_set.value, rules.version);
    let clusters = ranked_rows(run);
    // Where there are many clusters the first places are what a screen can show.
    let lines = if clusters.len() > MANY_CLUSTERS { lines.div_ceil(2) } else { lines };
    for (cluster, rows) in clusters {
        let name = if cluster.is_empty() { t("Tất cả", "All") } else { &cluster };
        let _ = writeln!(text, "\n  {name} ({})", rows.len());
        let width = rows
            .iter()
            .take(lines)
            .filter_map(|row| run.evaluations.entrants().get(*row))
            .map(|entrant| entrant.name.chars().count())
            .max()
            .unwrap_or(0);
        for row in rows.iter().take(lines) {
            let Some(entrant) = run.evaluations.entrants().get(*row) else { continue };
            let place = run.outcome.standings.place(0, *row);
            let shared = run.outcome.standings.ranking(0).is_some_and(|ranked| ranked.sharing(*row) > 1);
            let place = place
                .map_or_else(|| "–".to_owned(), |place| format!("{place}{}", if shared { "=" } else { "" }));
            let total = run
                .outcome
                .scorecards
                .total(*row)
                .map_or_else(|| "—".to_owned(), |total| number(&total, language));
            let grade = grade_words(run, 0, *row).unwrap_or_else(|| "—".to_owned());
            let padding = " ".repeat(width.saturating_sub(entrant.name.chars().count()));
            let _ = writeln!(
                text,
                "  {place:>5}  {}{padding}  {total:>8}  {grade}{}",
                entrant.name,
                awards(run, *row, language)
            );
        }
        if rows.len() > lines {
            let _ = writeln!(
                text,
                "         … {} {}",
                rows.len() - lines,
                t("đơn vị khác trong standings.csv", "more in standings.csv")
            );
        }
    }
    open_points(text, run, language);
}

/// Entrants by cluster, ranked first, then those without a rank.
fn ranked_rows(run: &Run) -> BTreeMap<String, Vec<usize>> {
    let mut clusters: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (row, entrant) in run.evaluations.entrants().iter().enumerate() {
        clusters.entry(entrant.cluster.clone()).or_default().push(row);
    }
    for rows in clusters.values_mut() {
        rows.sort_by_key(|row| (run.outcome.standings.place(0, *row).unwrap_or(u32::MAX), *row));
    }
    clusters
}

fn awards(run: &Run, row: usize, language: Language) -> String {
    let mut words = String::new();
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        let Some(case) = run.outcome.recommendations.case(position, row) else { continue };
        let status = AwardStatus::of(&case.status);
        let mark = match status {
            AwardStatus::Recommended => "★",
            AwardStatus::TiedOnLine => "≈",
            AwardStatus::Held => "⏸",
            AwardStatus::Reserve => "▽",
            _ if case.decided.is_some() => "·",
            _ => continue,
        };
        let _ = write!(words, "  {mark} {}", award.title);
        if let Some((outcome, _)) = &case.decided {
            let _ = write!(words, " ⚖ {}", decided_words(*outcome, language));
        }
        if status != AwardStatus::Recommended {
            let _ = write!(words, " ({})", case_words(run, position, row, language));
        } else if run.outcome.recommendations.is_provisional(position, row) {
            let _ = write!(words, " ({})", say(language, "tạm thời", "provisional"));
        }
    }
    words
}

fn open_points(text: &mut String, run: &Run, language: Language) {
    let t = |vi, en| say(language, vi, en);
    let rules = run.plan.rules();
    let entrants = run.evaluations.entrants();
    for (position, award) in rules.awards.iter().enumerate() {
        let with = |wanted: AwardStatus| -> Vec<usize> {
            (0..entrants.len())
                .filter(|row| {
                    run.outcome
                        .recommendations
                        .case(position, *row)
                        .is_some_and(|case| AwardStatus::of(&case.status) == wanted)
                })
                .collect()
        };
        let (recommended, refused) = (with(AwardStatus::Recommended).len(), with(AwardStatus::Refused).len());
        let (held, tied) = (with(AwardStatus::Held), with(AwardStatus::TiedOnLine));
        let provisional = (0..entrants.len())
            .filter(|row| run.outcome.recommendations.is_provisional(position, *row))
            .count();
        let _ = writeln!(
            text,
            "\n  {}: {} {recommended}, {} {refused}, {} {}, {} {}",
            award.title,
            t("đề nghị", "recommended"),
            t("không đủ điều kiện", "refused"),
            t("tạm dừng", "on hold"),
            held.len(),
            t("bằng điểm tại ranh giới", "tied on the line"),
            tied.len()
        );
        let mut waits: BTreeMap<WaitsFor, usize> = BTreeMap::new();
        let cases = held.iter().filter_map(|row| run.outcome.recommendations.case(position, *row));
        cases.flat_map(|case| &case.waits_for).for_each(|each| *waits.entry(*each).or_default() += 1);
        let waits: Vec<String> = waits
            .into_iter()
            .map(|(each, count)| format!("{} {count}", each.words().in_language(language)))
            .collect();
        if !waits.is_empty() {
            let _ = writeln!(text, "     ⏸ {}", waits.join(", "));
        }
        if provisional > 0 {
            let words =
                t("tạm thời, còn tùy thuộc các trường hợp để ngỏ", "provisional, depending on open cases");
            let _ = writeln!(text, "     ~ {words}: {provisional}");
        }
        for (rows, mark) in [(&tied, "≈"), (&held, "⏸")] {
            for row in rows.iter().take(5) {
                let name = entrants
                    .get(*row)
                    .map(|entrant| format!("{} ({})", entrant.name, entrant.id))
                    .unwrap_or_default();
                let _ = writeln!(text, "     {mark} {name}");
            }
            if rows.len() > 5 {
                let _ = writeln!(text, "     {mark} … {}", rows.len() - 5);
            }
        }
    }
    let open: Vec<String> = run
        .shortfalls
        .iter()
        .map(|short| {
            let name = entrants.get(short.entrant).map(|entrant| entrant.name.clone()).unwrap_or_default();
            let code = run.plan.nodes().get(short.node).map(|node| node.path.clone()).unwrap_or_default();
            format!("{name} · {code}: {}", short.reason.in_language(language))
        })
        .chain(run.gaps.iter().map(|gap| gap_words(gap).in_language(language).to_owned()))
        .chain(run.findings().map(|finding| finding.message.in_language(language).to_owned()))
        .collect();
    if !open.is_empty() {
        let _ = writeln!(text, "\n  {} ({}):", t("Cần người xem lại", "For a person to look at"), open.len());
        for line in open.iter().take(12) {
            let _ = writeln!(text, "     ! {line}");
        }
        if open.len() > 12 {
            let _ = writeln!(
                text,
                "     … {} {}",
                open.len() - 12,
                t("mục khác trong findings.csv", "more in findings.csv")
            );
        }
    }
}
