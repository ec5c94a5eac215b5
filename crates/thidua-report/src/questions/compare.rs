use std::fmt::Write;

use serde::Serialize;
use thidua_core::rule::Aggregate;
use thidua_core::{
    EntrantId, Exact, Language, NodeId, NodeKind, PlanNode, Role, StepLine, Text, text, tie_steps,
};

use crate::number::{Digits, shown};
use crate::run::RunResults;
use crate::words::say;

/// Why one stands above another (so sánh hai đối tượng): terms that add up to the difference of the totals, exactly.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Ids of the two.
    pub entrants: [String; 2],
    /// Their names.
    pub names: [String; 2],
    /// Their totals.
    pub totals: [Option<Exact>; 2],
    /// The first total less the second; `None` when one has none.
    pub difference: Option<Exact>,
    /// What it is made of.
    pub terms: Vec<Difference>,
    /// For each ranking both take part in: its name, both places, and what it looks at.
    pub rankings: Vec<(String, [Option<u32>; 2], Vec<StepLine>)>,
}

/// One part of a difference (một phần của chênh lệch).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// What it comes from.
    pub kind: DifferenceKind,
    /// The path of the criterion or group; empty for the total.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The points of both.
    pub points: [Option<Exact>; 2],
    /// How much of the difference of the totals it is.
    pub part: Exact,
}

/// Where a part of a difference comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// The points of a criterion, or of a group whose points are not a plain sum.
    Points,
    /// What a group's points differ by beyond those of its children: rounding, a cap, criteria that drop out.
    Remainder,
    /// Bonus that counts.
    Bonus,
    /// Deductions that count.
    Deductions,
}

/// Compares two entrants of a run.
#[must_use]
pub fn compare(run: &RunResults<'_>, one: EntrantId, other: EntrantId) -> Comparison {
    let cards = &run.outcome.scorecards;
    let entrant = |row: EntrantId| run.evaluations.entrants().get(row);
    let both = [one, other];
    let totals = both.map(|row| cards.total(row));
    let difference = less(&totals);
    let mut terms = Vec::new();
    let root = run.plan.root();
    if let Some(difference) = &difference {
        if let Some(node) = run.plan.nodes().get(root) {
            sum(run, root, node, &Exact::ONE, both, &mut terms);
        }
        let adjusted = |role| run.plan.nodes().iter().any(|node| node.role == role);
        let (bonus, deductions) = (both.map(|row| cards.bonus(row)), both.map(|row| cards.deductions(row)));
        for (role, kind, points, title) in [
            (Role::Bonus, DifferenceKind::Bonus, bonus, "Điểm thưởng"),
            (Role::Deduction, DifferenceKind::Deductions, deductions, "Điểm trừ"),
        ] {
            if !adjusted(role) {
                continue;
            }
            let part = less(&points).unwrap_or_default();
            let part = if kind == DifferenceKind::Deductions { -part } else { part };
            terms.push(Difference { kind, path: String::new(), title: title.to_owned(), points, part });
        }
        let found = terms.iter().fold(Exact::ZERO, |sum, term| sum + term.part.clone());
        remainder(String::new(), String::new(), difference.clone() - found, &mut terms);
    }
    let explainable = run.explainable();
    let rankings = run.plan.rules().rankings().iter_enumerated().filter_map(|(position, ranking)| {
        let steps = tie_steps(&explainable, position, one, other);
        let places = both.map(|row| run.outcome.standings.place(position, row));
        let title = ranking.title.clone().unwrap_or_else(|| ranking.id.clone());
        (!steps.is_empty()).then_some((title, places, steps))
    });
    Comparison {
        entrants: both
            .map(|row| entrant(row).map(|entrant| entrant.id.as_str().to_owned()).unwrap_or_default()),
        names: both
            .map(|row| entrant(row).map(|entrant| entrant.name.as_str().to_owned()).unwrap_or_default()),
        totals,
        difference,
        terms,
        rankings: rankings.collect(),
    }
}

fn less([one, other]: &[Option<Exact>; 2]) -> Option<Exact> {
    Some(one.clone()? - other.clone()?)
}

/// The children of a group that adds them up, then what they leave unexplained.
fn sum(
    run: &RunResults<'_>,
    position: NodeId,
    node: &PlanNode,
    factor: &Exact,
    both: [EntrantId; 2],
    terms: &mut Vec<Difference>,
) {
    let points = |node: NodeId| both.map(|row| run.outcome.scorecards.points(node, row));
    let aggregate = match node.kind {
        NodeKind::Group { aggregate: aggregate @ (Aggregate::Sum | Aggregate::WeightedSum), .. } => {
            Some(aggregate)
        }
        _ => None,
    };
    let own = points(position);
    let part = less(&own).map(|part| part * factor.clone());
    let Some(aggregate) = aggregate else {
        return terms.push(Difference {
            kind: DifferenceKind::Points,
            path: node.path.clone(),
            title: node.criterion.title.clone(),
            // A criterion that one of them does not have is told by the remainder of its group.
            part: part.unwrap_or_default(),
            points: own,
        });
    };
    let from = terms.len();
    for child in &node.children {
        let Some(node) = run.plan.nodes().get(*child) else { continue };
        let factor = match aggregate {
            Aggregate::WeightedSum => factor.clone() * node.weight.clone(),
            _ => factor.clone(),
        };
        if points(*child).iter().any(Option::is_some) {
            sum(run, *child, node, &factor, both, terms);
        }
    }
    let told = terms.get(from..).unwrap_or_default().iter();
    let told = told.fold(Exact::ZERO, |sum, term| sum + term.part.clone());
    // The root is settled together with bonus, deductions and the last rounding.
    if position != run.plan.root()
        && let Some(part) = part
    {
        remainder(node.path.clone(), node.criterion.title.clone(), part - told, terms);
    }
}

fn remainder(path: String, title: String, part: Exact, terms: &mut Vec<Difference>) {
    if !part.is_zero() {
        terms.push(Difference { kind: DifferenceKind::Remainder, path, title, points: [None, None], part });
    }
}

impl Comparison {
    /// The comparison as a page of plain text.
    #[must_use]
    pub fn page(&self, run: &RunResults<'_>, language: Language) -> String {
        let mut page = String::new();
        let t = |vi, en| say(language, vi, en);
        let places = run.places();
        let total = |value: &Option<Exact>| {
            value.as_ref().map_or_else(
                || t("chưa có", "none yet").to_owned(),
                |value| shown(value, places.total(), language),
            )
        };
        let [(one, first), (other, second)] =
            [(&self.names[0], &self.totals[0]), (&self.names[1], &self.totals[1])];
        // Writing to a String cannot fail.
        let _ = writeln!(page, "{} — {}", t("SO SÁNH", "COMPARISON"), run.title);
        let _ = writeln!(page, "A: {one} ({}) — {}", self.entrants[0], total(first));
        let _ = writeln!(page, "B: {other} ({}) — {}", self.entrants[1], total(second));
        match &self.difference {
            None => {
                let _ = writeln!(
                    page,
                    "{}",
                    t(
                        "Chưa so được tổng điểm: có bên chưa có tổng điểm",
                        "The totals cannot be compared: one is missing"
                    )
                );
            }
            Some(difference) => {
                let _ = writeln!(page, "A − B = {}\n", signed(difference, places.total(), language));
            }
        }
        for term in self.terms.iter().filter(|term| !term.part.is_zero()) {
            let _ = writeln!(
                page,
                "  {:>10}  {}",
                signed(&term.part, None, language),
                self.words(term, run, language)
            );
        }
        let equal = self.terms.iter().filter(|term| term.part.is_zero()).count();
        if equal > 0 {
            let _ = writeln!(page, "  {:>10}  {}: {equal}", "0", t("số mục bằng nhau", "equal entries"));
        }
        for (title, [place, other], steps) in &self.rankings {
            let told = |place: &Option<u32>| {
                place.map_or_else(|| t("không xếp hạng", "not ranked").to_owned(), |place| place.to_string())
            };
            let _ = writeln!(page, "\n{title}: A {} · B {}", told(place), told(other));
            let decisive = steps.iter().position(|step| step.differs);
            for (index, step) in steps.iter().enumerate().take(decisive.map_or(usize::MAX, |last| last + 1)) {
                let [first, second] = &step.values;
                let mark = if Some(index) == decisive { "⇒" } else { "=" };
                let _ = writeln!(
                    page,
                    "  {mark} {}: A {} · B {}",
                    step.words.in_language(language),
                    first.in_language(language),
                    second.in_language(language)
                );
            }
            if decisive.is_none() {
                let _ = writeln!(page, "  {}", t("bằng nhau ở mọi bước", "equal at every step"));
            }
        }
        page
    }

    fn words(&self, term: &Difference, run: &RunResults<'_>, language: Language) -> String {
        let node = run.plan.nodes().position(|node| node.path == term.path && !term.path.is_empty());
        let places = node.and_then(|node| run.places().node(node));
        let points = |points: &Option<Exact>| {
            points.as_ref().map_or_else(|| "—".to_owned(), |points| shown(points, places, language))
        };
        let [one, other] = &term.points;
        let of =
            if term.title.is_empty() { term.path.clone() } else { format!("{} {}", term.path, term.title) };
        let words: Text = match term.kind {
            DifferenceKind::Points => Text::same(of),
            DifferenceKind::Bonus => text!("điểm thưởng", "bonus"),
            DifferenceKind::Deductions => text!("điểm trừ", "deductions"),
            DifferenceKind::Remainder if term.path.is_empty() => text!(
                "làm tròn, mức trần hoặc chia lại điểm của tổng",
                "rounding, a cap, or criteria that drop out of the total"
            ),
            DifferenceKind::Remainder => text!(
                "làm tròn, mức trần hoặc chia lại điểm của {of}",
                "rounding, a cap, or criteria that drop out of {of}"
            ),
        };
        let words = words.in_language(language);
        if term.kind == DifferenceKind::Remainder {
            return words.to_owned();
        }
        format!("{words}: A {} · B {}", points(one), points(other))
    }
}

fn signed(value: &Exact, places: Option<Digits>, language: Language) -> String {
    let text = shown(value, places, language);
    if value.is_negative() { text.replacen('-', "−", 1) } else { format!("+{text}") }
}
