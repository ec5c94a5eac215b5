use std::collections::BTreeMap;
use std::fmt::Write;

use thidua::{Exact, Language, status_words};

use super::chart;
use super::numbers::{money, shown, signed};
use super::words::{attribution, counts, farthest, matrix};
use crate::backtest::{Backtest, Line, Shift, TestedRun};
use crate::escape::escape;

/// A backtest as one HTML page with its plots (trang kết quả chạy thử): rank flow, grade matrix, shares of the edits.
#[must_use]
pub fn backtest_page(backtest: &Backtest, language: Language) -> String {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let title = t("Chạy thử bộ tiêu chí", "Backtest of a rule set");
    let lang = t("vi", "en");
    let mut html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    let ((old, old_version), (new, new_version)) = (&backtest.old, &backtest.new);
    let _ = writeln!(
        html,
        "<p class=\"versions\"><b>{}</b> ({}) → <b>{}</b> ({})</p>\n<ol class=\"edits\">",
        escape(old),
        escape(old_version),
        escape(new),
        escape(new_version)
    );
    for (number, edit) in backtest.edits.iter().enumerate() {
        let what: Vec<String> = edit.what.iter().map(|what| escape(what.in_language(language))).collect();
        let _ =
            writeln!(html, "<li><span class=\"dot edit{}\"></span>{}</li>", number % 8, what.join("<br>+ "));
    }
    let _ = writeln!(
        html,
        "</ol>\n<p class=\"note\">{}</p>",
        escape(attribution(backtest.attribution).in_language(language))
    );
    for run in &backtest.runs {
        one_run(&mut html, run, language);
    }
    html.push_str("</body>\n</html>\n");
    html
}

fn one_run(html: &mut String, run: &TestedRun, language: Language) {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let _ = writeln!(
        html,
        "<section>\n<h2>{} <small>{}</small></h2>\n<ul class=\"counts\">",
        escape(&run.title),
        escape(&run.run)
    );
    let all = run.shifts.len();
    let _ = writeln!(html, "<li><b>{all}</b> {}</li>", t("đơn vị", "entrants"));
    for (what, count) in counts(run) {
        let _ = writeln!(html, "<li><b>{count}</b> {}</li>", escape(what.in_language(language)));
    }
    let losing = run.clusters.iter().filter(|cluster| cluster.loses_every_award()).count();
    let _ = writeln!(
        html,
        "<li><b>{losing}</b> {}</li>",
        t("cụm không còn khen thưởng nào", "clusters lose every award")
    );
    if !run.money.0.is_zero() || !run.money.1.is_zero() {
        let _ = writeln!(
            html,
            "<li><b>{} → {}</b> đồng</li>",
            money(&run.money.0, language),
            money(&run.money.1, language)
        );
    }
    html.push_str("</ul>\n");
    grade_matrix(html, run, language);
    moves(html, run, language);
    flows(html, run, language);
    nearby(html, run, language);
    html.push_str("</section>\n");
}

fn grade_matrix(html: &mut String, run: &TestedRun, language: Language) {
    if run.grades.is_empty() {
        return;
    }
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let _ = write!(
        html,
        "<h3>{}</h3>\n<table class=\"matrix\"><tr><th>{}</th>",
        t("Xếp loại theo bản cũ và bản mới", "Grades: from where to where"),
        t("cũ ↓ · mới →", "old ↓ · new →")
    );
    for (_, title) in &run.grades {
        let _ = write!(html, "<th>{}</th>", escape(title));
    }
    html.push_str("</tr>\n");
    let rows = matrix(run);
    let most = rows.iter().flatten().copied().max().unwrap_or(1).max(1);
    for (row, ((_, title), counts)) in run.grades.iter().zip(&rows).enumerate() {
        let _ = write!(html, "<tr><th>{}</th>", escape(title));
        for (column, count) in counts.iter().enumerate() {
            // Five shades are as many as an eye tells apart.
            let shade = if *count == 0 { 0 } else { 1 + count * 4 / most };
            let class = if row == column {
                "stay"
            } else if column > row {
                "fall"
            } else {
                "rise"
            };
            let words = if *count == 0 { String::new() } else { count.to_string() };
            let _ = write!(html, "<td class=\"{class} shade{shade}\">{words}</td>");
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</table>\n");
}

/// More rows than this belong into the table file.
const MOVES: usize = 60;

fn moves(html: &mut String, run: &TestedRun, language: Language) {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let moved = farthest(run);
    if moved.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", t("Không đơn vị nào có thay đổi.", "Nobody moves."));
        return;
    }
    let size = |share: &Exact| if share.is_negative() { -share.clone() } else { share.clone() };
    let shares = |shift: &Shift| shift.effect.points.clone().unwrap_or_default();
    let most =
        moved.iter().flat_map(|shift| shares(shift)).map(|share| size(&share)).max().unwrap_or(Exact::ONE);
    let with_points = run.shifts.iter().any(|shift| shift.old.total.is_some());
    let _ = writeln!(
        html,
        "<h3>{} ({})</h3>\n<table class=\"moves\"><tr><th>{}</th>{}<th>{}</th><th>{}</th><th>{}</th><th>{}</th><th>{}</th></tr>",
        t("Các đơn vị có thay đổi", "Who moves"),
        moved.len(),
        t("Đơn vị", "Entrant"),
        if with_points { format!("<th>{}</th>", t("Điểm", "Points")) } else { String::new() },
        t("Phần của từng thay đổi (điểm)", "Share of each edit (points)"),
        t("Hạng", "Rank"),
        t("Phần của từng thay đổi (hạng)", "Share of each edit (rank)"),
        t("Xếp loại", "Grade"),
        t("Khen thưởng", "Awards"),
    );
    for shift in moved.iter().take(MOVES) {
        move_row(html, run, shift, &most, with_points, language);
    }
    html.push_str("</table>\n");
    if moved.len() > MOVES {
        let rest = moved.len() - MOVES;
        let _ = writeln!(
            html,
            "<p class=\"note\">+ {rest} {}</p>",
            t("đơn vị nữa trong bảng CSV", "more in the CSV table")
        );
    }
}

fn move_row(
    html: &mut String,
    run: &TestedRun,
    shift: &Shift,
    most: &Exact,
    with_points: bool,
    language: Language,
) {
    let arrow = |old: Option<String>, new: Option<String>| {
        let (old, new) = (old.unwrap_or_else(|| "—".to_owned()), new.unwrap_or_else(|| "—".to_owned()));
        if old == new { escape(&new) } else { format!("{} → <b>{}</b>", escape(&old), escape(&new)) }
    };
    let total = |total: &Option<Exact>| total.as_ref().map(|total| shown(total, language));
    let parts = |shares: &Option<Vec<Exact>>| {
        let parts = shares.iter().flatten().enumerate().filter(|(_, share)| !share.is_zero());
        parts
            .map(|(number, share)| {
                format!("<span class=\"dot edit{}\"></span>{}", number % 8, signed(share, language))
            })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let points = shift.effect.points.clone().unwrap_or_default();
    let grade = |grade: &Option<(String, String)>| grade.as_ref().map(|(_, title)| title.clone());
    let awards: Vec<String> = shift
        .new
        .awards
        .iter()
        .filter_map(|(award, new)| {
            let old = shift.old.awards.iter().find(|(id, _)| id == award).map(|(_, status)| *status);
            let word = |status| Some(status_words(status, language).to_owned());
            (old != Some(*new)).then(|| {
                format!("{}: {}", escape(run.award_title(award)), arrow(old.and_then(word), word(*new)))
            })
        })
        .collect();
    let points_cell = if with_points {
        format!("<td class=\"split\">{}</td>", arrow(total(&shift.old.total), total(&shift.new.total)))
    } else {
        String::new()
    };
    let _ = writeln!(
        html,
        "<tr><td title=\"{}\">{}<small>{}</small></td>{points_cell}<td class=\"split\">{} {}</td><td>{}</td><td class=\"split\">{}</td><td>{} <span class=\"split\">{}</span></td><td>{}</td></tr>",
        escape(&shift.entrant),
        escape(&shift.name),
        escape(&shift.cluster),
        chart::shares(&points, most),
        parts(&shift.effect.points),
        arrow(shift.old.rank.map(|rank| rank.to_string()), shift.new.rank.map(|rank| rank.to_string())),
        parts(&shift.effect.rank),
        arrow(grade(&shift.old.grade), grade(&shift.new.grade)),
        parts(&shift.effect.grade),
        awards.join("<br>"),
    );
}

/// A plot of more lines than this cannot be read.
const LINES: usize = 40;

fn flows(html: &mut String, run: &TestedRun, language: Language) {
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let mut clusters: BTreeMap<&str, Vec<&Shift>> = BTreeMap::new();
    for shift in &run.shifts {
        clusters.entry(&shift.cluster).or_default().push(shift);
    }
    clusters.retain(|_, shifts| shifts.iter().any(|shift| shift.old.rank != shift.new.rank));
    if clusters.is_empty() {
        return;
    }
    let _ = writeln!(
        html,
        "<h3>{}</h3>\n<div class=\"flows\">",
        t("Chuyển hạng trong từng cụm", "Rank flow of each cluster")
    );
    for (cluster, mut shifts) in clusters {
        if shifts.len() > LINES {
            shifts.retain(|shift| shift.old.rank != shift.new.rank);
            shifts.sort_by_key(|shift| shift.old.rank.unwrap_or(u32::MAX));
            shifts.truncate(LINES);
        }
        let svg = chart::rank_flow(&shifts, t("bản cũ", "old"), t("bản mới", "new"));
        let _ = writeln!(html, "<figure><figcaption>{}</figcaption>{svg}</figure>", escape(cluster));
    }
    html.push_str("</div>\n");
}

fn nearby(html: &mut String, run: &TestedRun, language: Language) {
    if run.near.is_empty() {
        return;
    }
    let t = |vi: &'static str, en: &'static str| if language == Language::Vietnamese { vi } else { en };
    let _ = writeln!(
        html,
        "<details><summary>{} ({})</summary>\n<table><tr><th>{}</th><th>{}</th><th>{}</th></tr>",
        t("Sát mức theo bản mới", "Near a line under the new version"),
        run.near.len(),
        t("Đơn vị", "Entrant"),
        t("Mức", "Line"),
        t("Cách mức", "Distance")
    );
    for near in &run.near {
        let name =
            run.shifts.iter().find(|shift| shift.entrant == near.entrant).map_or("", |shift| &shift.name);
        let line = match &near.line {
            Line::Grade(title) => title.clone(),
            Line::Award(award) => format!("{} “{}”", t("chỉ tiêu", "quota of"), run.award_title(award)),
        };
        let _ = writeln!(
            html,
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            escape(name),
            escape(&line),
            signed(&near.distance, language)
        );
    }
    html.push_str("</table></details>\n");
}

const STYLE: &str = include_str!("page.css");
