//! Explanations (phiếu giải trình): recomputed on demand from the artefacts, so that they cannot disagree with them.

mod alike;
mod arithmetic;
mod awards;
mod calculation;
mod condition;
mod distance;
mod gap;
mod prepared;
mod sheet;
mod tie;

use serde::Serialize;

pub use alike::Likeness;
pub use awards::{AwardLine, CheckLine, DecidedLine, open_checks, requirement_checks};
pub use calculation::{Calculation, CalculationOperand, OperandUnit};
pub use condition::{ConditionParts, JudgedCondition};
pub use gap::{Gap, gaps};
pub use prepared::Explainable;
pub use sheet::{CellLine, SheetLine, StagePoints};
pub use tie::{StepLine, tie_steps};

use crate::award::Circumstances;
use crate::evaluation::{Decision, Evaluations};
use crate::facts::Facts;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::{EntrantId, Exact, GradeId, GradingId, Text, text};
use thidua_rules::method::show;
use thidua_rules::rule::{RuleSet, TieStep};

/// All that led to one entrant's result (phiếu giải trình), for a person or a program.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Id of the entrant.
    pub entrant: String,
    /// Its name.
    pub name: String,
    /// Title of its kind.
    pub kind: Option<String>,
    /// Its cluster.
    pub cluster: String,
    /// The rule set: title and version.
    pub rules: String,
    /// Every criterion and group, in reading order.
    pub sheet: Vec<SheetLine>,
    /// Bonus that counts.
    pub bonus: Option<Exact>,
    /// Deductions that count, above zero.
    pub deductions: Option<Exact>,
    /// The total before its last rounding, when that changed it.
    pub exact_total: Option<Exact>,
    /// The total.
    pub total: Option<Exact>,
    /// How the total came about.
    pub total_arithmetic: Text,
    /// The same as a tree, before the last rounding; `None` where there is no total.
    #[serde(skip)]
    pub total_calculation: Option<Calculation>,
    /// The maximum that holds for this entrant.
    pub points_max: Exact,
    /// Grades.
    pub grades: Vec<GradeLine>,
    /// Ranks.
    pub ranks: Vec<RankLine>,
    /// Awards.
    pub awards: Vec<AwardLine>,
    /// The documents that clauses refer to by their key.
    pub documents: Vec<DocumentLine>,
}

/// A document and the key that clauses use for it.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentLine {
    /// The key.
    pub key: String,
    /// Its name, number and year.
    pub document: String,
}

/// The grade of one grading.
#[derive(Clone, Debug, Serialize)]
pub struct GradeLine {
    /// The grading.
    pub grading: String,
    /// The value that was classified.
    pub value: Option<Exact>,
    /// Id of the grade.
    pub grade: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Between which grades it is open, while something is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Text>,
    /// By which decision a person gave it, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<Decision>,
    /// Who gave it, what keeps it, what lowered it.
    pub reasons: Vec<Text>,
    /// What is missing for the next better grade.
    pub next: Option<Text>,
}

/// The rank of one ranking.
#[derive(Clone, Debug, Serialize)]
pub struct RankLine {
    /// The ranking.
    pub ranking: String,
    /// The place, from 1.
    pub place: Option<u32>,
    /// How many are ranked in the same scope.
    pub of: u32,
    /// How many share the place.
    pub sharing: u32,
    /// The tie-break step that decided against the neighbour above, in words.
    pub decided_by: Option<Text>,
}

/// Explains one entrant's result (giải trình kết quả của một đơn vị).
///
/// To explain many, make an [`Explainable`] once and ask [`explain_row`] for each.
#[must_use]
pub fn explain(
    plan: &Plan,
    evaluations: &Evaluations,
    circumstances: &Circumstances<'_>,
    outcome: &Outcome,
    row: EntrantId,
) -> Option<Explanation> {
    explain_row(&Explainable::new(plan, evaluations, circumstances, outcome), row)
}

/// Explains the result of one entrant of a prepared run (giải trình kết quả của một đơn vị trong đợt xét).
#[must_use]
pub fn explain_row(run: &Explainable<'_>, row: EntrantId) -> Option<Explanation> {
    let result = explain_result(run, row)?;
    let sheet = run.nodes_of(row).filter_map(|node| run.line(node, row)).collect();
    let (total_arithmetic, total_calculation) = arithmetic::whole(&run.facts, &run.outcome.scorecards, row);
    Some(Explanation { sheet, total_arithmetic, total_calculation, ..result })
}

/// The same without how the points came about (không kèm cách tính điểm): for those who go through the lines of the sheet
/// one by one, by [`Explainable::nodes_of`] and [`Explainable::line`].
#[must_use]
pub fn explain_result(run: &Explainable<'_>, row: EntrantId) -> Option<Explanation> {
    let (facts, outcome, plan) = (&run.facts, run.outcome, run.facts.plan);
    let entrant = facts.evaluations.entrants().get(row)?;
    let total = outcome.scorecards.total(row);
    let exact = outcome.scorecards.exact_total(row);
    Some(Explanation {
        entrant: entrant.id.as_str().to_owned(),
        name: entrant.name.as_str().to_owned(),
        kind: entrant
            .kind
            .and_then(|kind| plan.rules.kinds.iter().nth(kind.into()))
            .map(|(_, kind)| kind.title.clone()),
        cluster: entrant.cluster.to_string(),
        rules: format!("{} ({} {})", plan.rules.title, plan.rules.rule_set.value, plan.rules.version),
        sheet: Vec::new(),
        bonus: (!plan.bonus.is_empty()).then(|| outcome.scorecards.bonus(row)).flatten(),
        deductions: (!plan.deductions.is_empty()).then(|| outcome.scorecards.deductions(row)).flatten(),
        exact_total: exact.filter(|exact| total.as_ref() != Some(exact)),
        total_arithmetic: Text::default(),
        total_calculation: None,
        points_max: outcome.scorecards.max(plan, plan.root, row),
        total,
        grades: grades(facts, row),
        ranks: ranks(run, row),
        awards: awards::lines(run, row),
        documents: documents(&plan.rules),
    })
}

fn documents(rules: &RuleSet) -> Vec<DocumentLine> {
    rules
        .legal_basis
        .iter()
        .map(|(key, basis)| {
            let parts = [Some(&basis.document), basis.number.as_ref(), basis.issued.as_ref()];
            let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
            DocumentLine { key: key.value.clone(), document: parts.join(", ") }
        })
        .collect()
}

fn grades(facts: &Facts<'_>, row: EntrantId) -> Vec<GradeLine> {
    let mut lines = Vec::new();
    for (position, grading) in facts.plan.rules.gradings().iter_enumerated() {
        let Some(graded) = facts.grades.and_then(|grades| grades.of(position, row)) else { continue };
        let grade = graded.grade.and_then(|grade| grading.grades().get(grade));
        // What a person gave, no value changes.
        let own = graded.grade.filter(|_| graded.given().is_none());
        let better = own.and_then(GradeId::better).and_then(|grade| grading.grades().get(grade));
        let next = better.and_then(|better| distance::to_grade(better, facts.plan.day, &graded.value()?));
        lines.push(GradeLine {
            grading: if grading.title.is_empty() { grading.id.clone() } else { grading.title.clone() },
            value: graded.value(),
            grade: grade.map(|grade| grade.id.clone()),
            title: grade.map(|grade| grade.title.clone()),
            open: facts.grades.and_then(|grades| grades.possible(facts.plan, position, row)),
            given: graded.given().map(|given| given.decision.clone()),
            reasons: reasons(facts, position, row),
            next,
        });
    }
    lines
}

/// What a tie-break step looks at.
fn step_words(step: &TieStep) -> Text {
    match (&step.label, &step.of, &step.most_of) {
        (Some(label), ..) => Text::same(label.clone()),
        (None, Some(formula), _) => formula.term.words(),
        (None, None, Some(input)) => Text::same(input.replace('_', " ")),
        (None, None, None) => text!("Hội đồng", "the council"),
    }
}

/// What lowered the grade; or that none covers the value.
fn reasons(facts: &Facts<'_>, grading: GradingId, row: EntrantId) -> Vec<Text> {
    let Some((grades, scorecards)) = facts.grades.zip(facts.scorecards) else { return Vec::new() };
    let mut reasons = grades.reasons(facts.plan, facts.evaluations, scorecards, grading, row);
    reasons.extend(grades.uncovered(facts.plan, grading, row).map(|value| {
        let value = show(&value);
        text!("không mức nào chứa {value}", "no grade covers {value}")
    }));
    reasons
}

fn ranks(run: &Explainable<'_>, row: EntrantId) -> Vec<RankLine> {
    let facts = &run.facts;
    let mut lines = Vec::new();
    for (position, ranking) in facts.plan.rules.rankings().iter_enumerated() {
        let Some(ranked) = facts.standings.and_then(|standings| standings.ranking(position)) else {
            continue;
        };
        let step = usize::try_from(ranked.decided_by(row))
            .ok()
            .and_then(|step| ranking.tie_break.get(step.checked_sub(1)?));
        lines.push(RankLine {
            ranking: ranking.title.clone().unwrap_or_else(|| ranking.id.clone()),
            place: facts.standings.and_then(|standings| standings.place(position, row)),
            of: run.ranked_in(position, ranked.groups.get(row)),
            sharing: ranked.sharing(row),
            decided_by: step.map(|step| step_words(step)),
        });
    }
    lines
}
