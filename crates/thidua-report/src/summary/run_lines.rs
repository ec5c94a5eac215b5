use std::collections::BTreeMap;

use thidua_core::{AwardId, EntrantId, Exact, GradingId, Language, is_assessed};

use super::counts::Counts;
use super::fit::{LINE_CHARS, cut, cut_to, listed, wrapped};
use crate::number::grouped;
use crate::run::RunResults;
use crate::tables::recommendations::rows_of;
use crate::words::{grade_words, say};

/// Everything the summary could say of a run; how much of it is said depends on the room.
pub(super) struct RunLines {
    heading: String,
    /// How many have each grade.
    grades: Option<String>,
    /// How many are recommended for each award.
    recommended: Option<String>,
    /// Who they are, an award a line.
    names: Vec<String>,
    waits: Option<String>,
    money: Option<String>,
    /// Grades of every cluster.
    clusters: Vec<String>,
}

impl RunLines {
    pub(super) fn of(run: &RunResults<'_>, counts: &Counts, language: Language) -> Self {
        Self {
            heading: heading(run, counts, language),
            grades: grades(run, language),
            recommended: recommended(run, language),
            names: names(run, language),
            waits: waits(counts, language),
            money: money(run, language),
            clusters: clusters(run, language),
        }
    }

    /// So many lines say all of it.
    pub(super) fn wanted(&self) -> usize {
        self.with_names() + self.clusters.len()
    }

    fn with_names(&self) -> usize {
        let single = [&self.grades, &self.waits, &self.money].into_iter().flatten().count();
        1 + single + self.names.len()
    }

    /// What fits: names before bare numbers, clusters last.
    pub(super) fn within(&self, lines: usize, language: Language) -> Vec<String> {
        if lines < self.with_names() {
            let shorter = [&self.recommended, &self.waits, &self.money, &self.grades];
            let shorter = shorter.into_iter().flatten().take(lines.saturating_sub(1));
            return std::iter::once(&self.heading).chain(shorter).cloned().collect();
        }
        let mut told = vec![self.heading.clone()];
        told.extend(self.grades.clone());
        let room = lines - self.with_names();
        let mut clusters: Vec<String> = self.clusters.iter().take(room).cloned().collect();
        if clusters.len() < self.clusters.len()
            && let Some(last) = clusters.last_mut()
        {
            last.push_str(say(language, " … (còn trong standings.csv)", " … (more in standings.csv)"));
        }
        told.append(&mut clusters);
        told.extend(self.names.iter().chain(&self.waits).chain(&self.money).cloned());
        told
    }
}

/// The numbers always stand; a long title is cut.
fn heading(run: &RunResults<'_>, counts: &Counts, language: Language) -> String {
    let totals = counts.scored - counts.without_total - counts.not_assessed;
    let (id, entrants) = (run.id, counts.entrants);
    let mut words = match language {
        Language::Vietnamese => format!(" [{id}]: {entrants} đối tượng"),
        Language::English => format!(" [{id}]: entrants {entrants}"),
    };
    // Whoever is ranked by other values is owed no total.
    if counts.scored > 0 {
        words.push_str(&match language {
            Language::Vietnamese => format!(", {totals} có tổng điểm"),
            Language::English => format!(", with a total {totals}"),
        });
    }
    if counts.not_assessed > 0 {
        let words_of = say(language, "không thuộc diện đánh giá", "not assessed");
        words.push_str(&format!(", {words_of} {}", counts.not_assessed));
    }
    if counts.all() > 0 {
        let things = say(language, "việc cần xử lý", "to look at");
        words.push_str(&format!(" · {things}: {}", counts.all()));
    }
    let room = LINE_CHARS.saturating_sub(words.chars().count() + 2);
    format!("■ {}{words}", cut_to(run.title, room))
}

/// How many of these entrants have each grade, best first; those without one last.
fn tally(run: &RunResults<'_>, rows: impl Iterator<Item = EntrantId>) -> Vec<(String, usize)> {
    let Some(grading) = run.plan.rules().gradings.first() else { return Vec::new() };
    let mut counts: Vec<(String, usize)> =
        grading.grades.iter().map(|grade| (grade.title.clone(), 0)).collect();
    let mut without = 0;
    for row in rows {
        let words = grade_words(run, GradingId::FIRST, row);
        let own = words.as_ref().and_then(|words| counts.iter_mut().find(|(title, _)| title == words));
        match own {
            Some((_, count)) => *count += 1,
            None if is_assessed(run.plan, run.evaluations, row) => without += 1,
            None => {}
        }
    }
    counts.push(("?".to_owned(), without));
    counts.retain(|(_, count)| *count > 0);
    counts
}

fn tally_words(counts: &[(String, usize)], separator: &str) -> String {
    counts.iter().map(|(title, count)| format!("{title} {count}")).collect::<Vec<_>>().join(separator)
}

fn grades(run: &RunResults<'_>, language: Language) -> Option<String> {
    let grading = run.plan.rules().gradings.first()?;
    let title =
        if grading.title.is_empty() { say(language, "Xếp loại", "Grades") } else { &grading.title };
    let counts = tally(run, run.rows().iter().copied());
    let of = |row: &EntrantId| run.outcome.grades.of(GradingId::FIRST, *row);
    let given =
        run.rows().iter().filter(|row| of(row).is_some_and(|graded| graded.given().is_some())).count();
    let by_people = match given {
        0 => String::new(),
        _ => format!(" ({given} {})", say(language, "do người quyết định", "given by a person")),
    };
    (!counts.is_empty())
        .then(|| format!("  {}", cut(&format!("{title}: {}{by_people}", tally_words(&counts, " · ")))))
}

fn clusters(run: &RunResults<'_>, language: Language) -> Vec<String> {
    let entrants = run.evaluations.entrants();
    let cluster = |row: EntrantId| entrants.get(row).map_or("", |entrant| &*entrant.cluster);
    if run.plan.rules().gradings.is_empty() || run.evaluations.clusters().len() < 2 {
        return Vec::new();
    }
    let parts = run.rows().chunk_by(|one, other| cluster(*one) == cluster(*other)).map(|rows| {
        let name = rows.first().map_or("", |row| cluster(*row));
        format!("{name}: {}", tally_words(&tally(run, rows.iter().copied()), ", "))
    });
    wrapped(say(language, "  Theo cụm: ", "  By cluster: "), parts, " | ")
}

/// Those who are to get an award as things stand, by rank.
fn recommended_rows(run: &RunResults<'_>, award: AwardId) -> Vec<EntrantId> {
    let mut rows = rows_of(run, award);
    rows.retain(|row| run.outcome.recommendations.holds(award, *row) == Some(true));
    rows
}

fn recommended(run: &RunResults<'_>, language: Language) -> Option<String> {
    let awards = run.plan.rules().awards().iter_enumerated();
    let parts =
        awards.map(|(position, award)| format!("{} {}", award.title, recommended_rows(run, position).len()));
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| {
        listed(say(language, "  Đề nghị: ", "  Recommended: "), parts, " · ", |left| {
            format!(" … +{left}")
        })
    })
}

fn names(run: &RunResults<'_>, language: Language) -> Vec<String> {
    let entrants = run.evaluations.entrants();
    let awards = run.plan.rules().awards().iter_enumerated();
    awards
        .map(|(position, award)| {
            let rows = recommended_rows(run, position);
            let head = format!("  {}: {}", award.title, rows.len());
            let head = if rows.is_empty() { head } else { format!("{head} — ") };
            let name = |row: EntrantId| {
                let name = entrants.get(row).map_or("", |entrant| entrant.name.as_str());
                let open = run.outcome.recommendations.is_provisional(position, row);
                format!("{name}{}", if open { " (~)" } else { "" })
            };
            listed(&head, rows.into_iter().map(name), "; ", |left| match language {
                Language::Vietnamese => format!(" … và {left} nữa"),
                Language::English => format!(" … and {left} more"),
            })
        })
        .collect()
}

fn waits(counts: &Counts, language: Language) -> Option<String> {
    let mut parts: Vec<String> = counts
        .waits
        .iter()
        .map(|(each, count)| format!("{}: {count}", each.words().in_language(language)))
        .collect();
    let mut add = |count: usize, vi, en| {
        if count > 0 {
            parts.push(format!("{}: {count}", say(language, vi, en)));
        }
    };
    add(counts.held, "Hội đồng để lại xem xét", "held by the council");
    add(counts.tied, "bằng nhau ở suất cuối của chỉ tiêu", "tied on the line");
    add(counts.without_total, "chưa có tổng điểm", "totals missing");
    add(counts.gaps, "chênh lệch chưa giải trình", "gaps without a reason");
    add(counts.findings, "việc khác trong findings.csv", "others in findings.csv");
    let head = say(language, "  Việc cần xử lý: ", "  To look at: ");
    (!parts.is_empty()).then(|| listed(head, parts, " · ", |left| format!(" … +{left}")))
}

fn money(run: &RunResults<'_>, language: Language) -> Option<String> {
    let rules = run.plan.rules();
    let mut spent: BTreeMap<&str, Exact> = BTreeMap::new();
    for (position, award) in rules.awards().iter_enumerated() {
        let Some(money) = &award.money else { continue };
        let payer = money.payer.as_ref().map_or("", |payer| payer.value.as_str());
        let sum = spent.entry(payer).or_default();
        for row in run.evaluations.entrants().keys() {
            let case = run.outcome.recommendations.case(position, row);
            if let Some(amount) = case.and_then(|case| case.money()) {
                *sum += amount;
            }
        }
    }
    let parts: Vec<String> = spent
        .iter()
        .map(|(payer, sum)| {
            let budget = rules.budgets.iter().find(|budget| budget.payer.value == *payer);
            let amount = budget.and_then(|budget| budget.available(run.plan.day()));
            let name = if payer.is_empty() { String::new() } else { format!("{payer} ") };
            let Some(amount) = amount else {
                return format!("{name}{} đồng", grouped(sum, language));
            };
            let words = format!("{name}{} / {} đồng", grouped(sum, language), grouped(&amount, language));
            if *sum > amount {
                let over = grouped(&(sum.clone() - amount), language);
                format!("{words} ({} {over})", say(language, "vượt", "over by"))
            } else {
                words
            }
        })
        .collect();
    let head = say(language, "  Tiền thưởng: ", "  Money: ");
    (!parts.is_empty()).then(|| listed(head, parts, " · ", |left| format!(" … +{left}")))
}
