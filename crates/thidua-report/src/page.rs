use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{PoisonError, RwLock};

use thidua_core::{
    EntrantId, Exact, Explainable, Explanation, Language, Likeness, NodeId, RankLine, SheetLine, TiVec,
    explain_result,
};

use crate::number::{Digits, explained as number, grouped, shown};
use crate::run::RunResults;
use crate::words::{decided_words, given_mark, say};

/// One page that explains one entrant's result (phiếu giải trình), in plain text.
///
/// With `cells` every value carries its cell; without, only its file, so that the page does not
/// change when the rows of a file are put in another order.
#[must_use]
pub fn page(run: &RunResults<'_>, row: EntrantId, language: Language, cells: bool) -> String {
    RunPages::new(run, language, cells).page(row)
}

/// The pages of a run (các phiếu giải trình của một đợt xét), as [`page`] makes them: what they share is found once, on
/// however many threads they are made.
pub struct RunPages<'r> {
    run: &'r RunResults<'r>,
    explainable: Explainable<'r>,
    language: Language,
    cells: bool,
    /// Lines of criteria that stand on other pages too.
    known: TiVec<NodeId, RwLock<HashMap<Likeness, String>>>,
}

/// Room for a page of some forty criteria.
const PAGE_BYTES: usize = 16 << 10;

/// So many lines of one criterion are kept.
const KEPT: usize = 2048;

impl<'r> RunPages<'r> {
    /// The pages of a run in one language; see [`page`] for `cells`.
    #[must_use]
    pub fn new(run: &'r RunResults<'r>, language: Language, cells: bool) -> Self {
        let known = run.plan.nodes().iter().map(|_| RwLock::default()).collect();
        Self { run, explainable: run.explainable(), language, cells, known }
    }

    /// The page of one entrant; empty where there is none.
    #[must_use]
    pub fn page(&self, row: EntrantId) -> String {
        let explanation = explain_result(&self.explainable, row);
        explanation.map(|explanation| self.render(&explanation, row)).unwrap_or_default()
    }

    /// The lines of one criterion or group: those of another page where they are the same.
    fn node(&self, page: &mut String, node: NodeId, row: EntrantId) {
        // Where a line names cells, it is nobody else's.
        let likeness = if self.cells { None } else { self.explainable.likeness(node, row) };
        let known = likeness.zip(self.known.get(node));
        if let Some((likeness, known)) = &known
            && let Some(lines) = known.read().unwrap_or_else(PoisonError::into_inner).get(likeness)
        {
            return page.push_str(lines);
        }
        let Some(line) = self.explainable.line(node, row) else { return };
        let start = page.len();
        sheet_line(page, &line, self.run.places().node(node), self.language, self.cells);
        if let Some((likeness, known)) = known {
            let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() < KEPT {
                known.insert(likeness, page.get(start..).unwrap_or_default().to_owned());
            }
        }
    }

    fn render(&self, explanation: &Explanation, row: EntrantId) -> String {
        let (run, language) = (self.run, self.language);
        // What grows is copied on the way.
        let mut page = String::with_capacity(PAGE_BYTES);
        let t = |vi, en| say(language, vi, en);
        let missing = t("chưa có", "none yet");
        let total_places = run.places().total();
        let total = |value: &Option<Exact>| {
            value.as_ref().map_or_else(|| missing.to_owned(), |value| shown(value, total_places, language))
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "{} — {} ({})",
            t("PHIẾU GIẢI TRÌNH", "EXPLANATION"),
            explanation.name,
            explanation.entrant
        );
        let kind = explanation.kind.as_deref().unwrap_or("—");
        let _ = writeln!(
            page,
            "{}: {kind} · {}: {} · {}",
            t("Loại", "Kind"),
            t("Cụm", "Cluster"),
            if explanation.cluster.is_empty() { "—" } else { &explanation.cluster },
            run.title
        );
        let _ = writeln!(page, "{}: {}", t("Bộ tiêu chí", "Rule set"), explanation.rules);
        let _ = writeln!(page, "\n{}", t("1. ĐIỂM TỪNG TIÊU CHÍ", "1. POINTS BY CRITERION"));
        for node in self.explainable.nodes_of(row) {
            self.node(&mut page, node, row);
        }
        let _ = writeln!(page, "\n{}", t("2. TỔNG ĐIỂM", "2. TOTAL"));
        if let Some(bonus) = &explanation.bonus {
            let _ = writeln!(
                page,
                "   {}: +{}",
                t("Điểm thưởng được tính", "Bonus that counts"),
                number(bonus, language)
            );
        }
        if let Some(deductions) = &explanation.deductions {
            let _ = writeln!(page, "   {}: −{}", t("Điểm trừ", "Deductions"), number(deductions, language));
        }
        if let Some(exact) = &explanation.exact_total {
            let _ = writeln!(
                page,
                "   {}: {}",
                t("Trước khi làm tròn", "Before rounding"),
                number(exact, language)
            );
        }
        let _ = writeln!(
            page,
            "   {}: {} / {}",
            t("Tổng điểm", "Total"),
            total(&explanation.total),
            number(&explanation.points_max, language)
        );
        if !explanation.grades.is_empty() || !explanation.ranks.is_empty() {
            let _ = writeln!(page, "\n{}", t("3. XẾP LOẠI, XẾP HẠNG", "3. GRADE AND RANK"));
        }
        for grade in &explanation.grades {
            let none = if grade.value.is_some() {
                t("không xếp được mức nào", "no grade")
            } else {
                missing
            };
            let mark = grade.given.as_ref().map(|_| given_mark()).unwrap_or_default();
            let _ = writeln!(
                page,
                "   {}: {}{} ({})",
                grade.grading,
                grade
                    .open
                    .as_ref()
                    .map_or(grade.title.as_deref().unwrap_or(none), |open| open.in_language(language)),
                mark.in_language(language),
                grade.value.as_ref().map_or_else(|| missing.to_owned(), |value| number(value, language))
            );
            for note in grade.reasons.iter().chain(&grade.next) {
                let _ = writeln!(page, "     · {}", note.in_language(language));
            }
        }
        for rank in &explanation.ranks {
            rank_line(&mut page, rank, language);
        }
        if !explanation.awards.is_empty() {
            let _ = writeln!(page, "\n{}", t("4. KHEN THƯỞNG", "4. AWARDS"));
        }
        for award in &explanation.awards {
            let _ = writeln!(
                page,
                "   {}{}: {}",
                award.title,
                basis(award.basis.as_ref()),
                award.words.in_language(language)
            );
            if award.depends_on_count > 0 {
                let more = if award.depends_on_count > award.depends_on.len() { ", …" } else { "" };
                let _ = writeln!(
                    page,
                    "     ~ {} {}: {}{more}",
                    t("tạm thời, còn tùy thuộc", "provisional, depends on"),
                    award.depends_on_count,
                    award.depends_on.join(", ")
                );
            }
            for check in &award.requirements {
                let mark = match check.verdict {
                    "met" => "✓",
                    "failed" => "✗",
                    _ => "?",
                };
                let _ = write!(
                    page,
                    "     {mark} {} — {}",
                    check.label.in_language(language),
                    check.found.in_language(language)
                );
                if let Some(change) = &check.change {
                    let _ = write!(page, "; {}", change.in_language(language));
                }
                let _ = writeln!(page, "{}", basis(check.basis.as_ref()));
            }
            if let Some(quota) = &award.quota {
                let _ = writeln!(page, "     {}: {}", t("Chỉ tiêu", "Quota"), quota.in_language(language));
            }
            for option in &award.options {
                let _ = writeln!(page, "     ⇒ {}", option.in_language(language));
            }
            if let Some(money) = &award.money {
                let _ = writeln!(
                    page,
                    "     {}: {} {}",
                    t("Tiền thưởng", "Reward"),
                    grouped(money, language),
                    t("đồng", "đồng")
                );
            }
            if let Some(decided) = &award.decided {
                let decision = &decided.decision;
                let reason = decision.reason.as_deref().unwrap_or("—");
                let words = decided_words(decided.outcome, language);
                let (number, date) = (&decision.number, decision.date.to_vietnamese());
                let _ = writeln!(page, "     ⚖ {words}: {number} {date} ({reason})");
            }
        }
        if !explanation.documents.is_empty() {
            let _ = writeln!(page, "\n{}", t("5. CĂN CỨ", "5. LEGAL BASIS"));
        }
        for document in &explanation.documents {
            let _ = writeln!(page, "   [{}] {}", document.key, document.document);
        }
        page
    }
}

fn basis(basis: Option<&String>) -> String {
    basis.map(|basis| format!(" [{basis}]")).unwrap_or_default()
}

fn sheet_line(page: &mut String, line: &SheetLine, places: Option<Digits>, language: Language, cells: bool) {
    let indent = "  ".repeat(line.depth);
    let points =
        line.points.as_ref().map_or_else(|| "—".to_owned(), |points| shown(points, places, language));
    let _ = writeln!(
        page,
        " {indent}{} {}: {points} / {}{}",
        line.code,
        line.title,
        number(&line.points_max, language),
        basis(line.basis.as_ref())
    );
    let arithmetic = line.arithmetic.in_language(language);
    let mut notes = vec![arithmetic.to_owned()];
    if let (Some(before), Some(points)) = (&line.before_rounding, &line.points) {
        notes.push(format!(
            "{} {} → {}",
            say(language, "làm tròn", "rounded"),
            number(before, language),
            shown(points, places, language)
        ));
    }
    for stage in &line.stages {
        if let Some(points) = &stage.points {
            notes.push(format!("{}: {}", stage.stage, shown(points, places, language)));
        }
    }
    notes.retain(|note| !note.is_empty());
    if !notes.is_empty() {
        let _ = writeln!(page, " {indent}   = {}", notes.join("; "));
    }
    for cell in &line.cells {
        let place = match (&cell.place, &cell.file) {
            (Some(place), _) if cells => format!(" [{place}]"),
            (_, Some(file)) => format!(" [{file}]"),
            _ => String::new(),
        };
        let _ = writeln!(page, " {indent}   · {}: {}{place}", cell.title, cell.value.in_language(language));
    }
}

fn rank_line(page: &mut String, rank: &RankLine, language: Language) {
    let t = |vi, en| say(language, vi, en);
    let Some(place) = rank.place else {
        let _ = writeln!(page, "   {}: {}", rank.ranking, t("không xếp hạng", "not ranked"));
        return;
    };
    let _ = write!(page, "   {}: {} {place}/{}", rank.ranking, t("hạng", "place"), rank.of);
    if rank.sharing > 1 {
        let _ = write!(page, ", {} {}", t("đồng hạng", "shared by"), rank.sharing);
    }
    if let Some(step) = &rank.decided_by {
        let _ = write!(page, ", {} “{}”", t("phân định bằng", "decided by"), step.in_language(language));
    }
    let _ = writeln!(page);
}
