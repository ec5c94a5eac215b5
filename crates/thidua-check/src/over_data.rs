//! What looks odd over everybody at once (bất thường trên toàn bộ dữ liệu): a rule or a column that nobody can have meant so.

use std::collections::BTreeSet;

use thidua_core::plan::PlanRead;
use thidua_core::{
    Comparator, Diagnostic, EntrantId, Evaluations, Exact, GradingId, NodeId, NodeKind, Outcome, Plan, Role,
    Severity, Text, text,
};

/// With fewer entrants nothing is odd yet.
const ENTRANTS_LEAST: usize = 10;
/// That a dozen districts all report in time is no wonder.
const IN_FULL_LEAST: usize = 20;

/// Nearly everybody: nine of ten.
fn nearly_all(count: usize, of: usize) -> bool {
    of >= ENTRANTS_LEAST && count.saturating_mul(10) >= of.saturating_mul(9)
}

/// Ratios above 100 % for nearly everybody, knock-outs that meet nearly everybody, criteria that all get in full.
#[must_use]
pub fn over_data(plan: &Plan, evaluations: &Evaluations, outcome: &Outcome) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for position in plan.nodes.keys() {
        findings.extend(above_one(plan, evaluations, outcome, position));
        findings.extend(in_full(plan, outcome, position));
    }
    for grading in plan.gradings.keys() {
        findings.extend(knocked_out(plan, evaluations, outcome, grading));
    }
    findings
}

/// A ratio that is a part of a whole and comes to more than the whole.
fn above_one(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    position: NodeId,
) -> Option<Diagnostic> {
    let node = plan.nodes.get(position)?;
    let NodeKind::Leaf(leaf) = &node.kind else { return None };
    let proportion = node.criterion.method().proportion()?;
    // Where more than the whole is rewarded, more than the whole is meant.
    if proportion.beyond || proportion.cap > Exact::ONE {
        return None;
    }
    let mut terms = leaf.reads.iter().filter_map(|read| match read {
        PlanRead::Term(term) => Some(term),
        _ => None,
    });
    let (above, below) = (terms.next()?, terms.next()?);
    let facts = outcome.facts(plan, evaluations);
    let shares = evaluations
        .entrants()
        .keys()
        .filter(|row| node.has_kind(evaluations.kind_of(*row)))
        .filter_map(|row| facts.value(above, row)?.checked_div(&facts.value(below, row)?));
    // Once a tenth of everybody has a proper share, nearly all cannot be above it.
    let within_most = evaluations.entrants().len() / 10;
    let (mut count, mut within) = (0, 0);
    for share in shares {
        match share > Exact::ONE {
            true => count += 1,
            false => within += 1,
        }
        if within > within_most {
            return None;
        }
    }
    let of = count + within;
    if !nearly_all(count, of) {
        return None;
    }
    let path = &node.path;
    let message = text!(
        "`{path}`: tỷ lệ vượt 100% ở {count} trong {of} đối tượng",
        "`{path}`: the ratio is above 100% for {count} of {of} entrants"
    );
    let places =
        text!("xem lại hai cột có bị đổi chỗ không; ", "see whether the two columns changed places; ");
    let help = places.and_then(&proportion.exceed);
    Some(plan.finding(node.span, "TD0813", message, help))
}

/// A criterion that separates nobody.
fn in_full(plan: &Plan, outcome: &Outcome, position: NodeId) -> Option<Diagnostic> {
    let node = plan.nodes.get(position)?;
    if node.role != Role::Sheet || !matches!(node.kind, NodeKind::Leaf(_)) || node.max <= Exact::ZERO {
        return None;
    }
    let cards = &outcome.scorecards;
    let mut count = 0;
    for points in cards.entrants().filter_map(|row| cards.points(position, row)) {
        if points != node.max {
            return None;
        }
        count += 1;
    }
    if count < IN_FULL_LEAST {
        return None;
    }
    let path = &node.path;
    let message = text!(
        "`{path}`: cả {count} đối tượng có điểm đều đạt điểm tối đa",
        "`{path}`: all {count} entrants with points have the maximum"
    );
    let help = text!(
        "không cần sửa nếu đúng là như vậy; nếu không, xem lại số liệu hoặc thang điểm",
        "nothing to mend if that is so; else look at the data or at the scale"
    );
    let finding = plan.finding(node.span, "TD0815", message, help);
    Some(Diagnostic { severity: Severity::Note, ..finding })
}

/// A knock-out that meets nearly everybody who is classified: most likely its comparison is turned round.
fn knocked_out(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    grading: GradingId,
) -> Vec<Diagnostic> {
    let (Some(compiled), Some(rules)) = (plan.gradings.get(grading), plan.rules.gradings().get(grading))
    else {
        return Vec::new();
    };
    let facts = outcome.facts(plan, evaluations);
    let graded: Vec<EntrantId> =
        evaluations.entrants().keys().filter(|row| outcome.grades.grade(grading, *row).is_some()).collect();
    let knock_outs = compiled.grades.iter().zip(&rules.grades);
    let found = knock_outs.filter_map(|((_, knock_out), grade)| {
        let condition = knock_out.as_ref()?;
        let met = graded.iter().filter(|row| facts.verdict(condition, **row) == Some(true)).count();
        if !nearly_all(met, graded.len()) {
            return None;
        }
        let turned: BTreeSet<&str> = condition
            .comparisons()
            .into_iter()
            .filter(|each| !matches!(each.comparator, Comparator::Equal | Comparator::NotEqual))
            .map(|each| each.comparator.sign())
            .collect();
        let turned = turned.into_iter().collect::<Vec<_>>().join("`, `");
        let (title, of, words) = (&grade.title, graded.len(), condition.words());
        let message = Text::new(
            format!("điều kiện hạ xuống “{title}” đúng với {met} trong {of} đối tượng: {}", words.vi),
            format!("the knock-out to “{title}” holds for {met} of {of} entrants: {}", words.en),
        );
        let help = match turned.is_empty() {
            true => text!("xem lại điều kiện và số liệu", "look at the condition and at the data"),
            false => text!(
                "xem lại chiều so sánh (`{turned}`) và số liệu",
                "look at the direction of the comparison (`{turned}`) and at the data"
            ),
        };
        Some(plan.finding(grade.span, "TD0814", message, help))
    });
    found.collect()
}
