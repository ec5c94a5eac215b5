//! What is missing beyond points (còn thiếu gì): grades left open or not there, entrants no criterion is left for, bases of quotas.

use thidua_core::plan::PlanBase;
use thidua_core::{
    AwardId, CellPlaces, DecisionIndex, Diagnostic, EntrantId, Evaluations, GradingId, NodeKind, NodeState,
    OpenGrade, Outcome, Plan, Text, is_assessed, text,
};
use thidua_rules::diagnostic::listed;
use thidua_rules::method::show;

/// One finding for each grade left open, each grading with a hole, each entrant without a criterion, and each base of a quota with a gap.
///
/// What keeps an entrant from having a total is said by [`thidua_core::shortfalls`].
#[must_use]
pub fn missing(
    plan: &Plan,
    evaluations: &Evaluations,
    decisions: &DecisionIndex,
    outcome: &Outcome,
) -> Vec<Diagnostic> {
    let cells = CellPlaces::of(evaluations);
    let mut findings = Vec::new();
    for grading in plan.gradings.keys() {
        let rows = evaluations.entrants().keys();
        findings.extend(rows.filter_map(|row| open_grade(plan, evaluations, outcome, &cells, grading, row)));
        findings.extend(uncovered(plan, evaluations, outcome, grading));
    }
    for row in evaluations.entrants().keys() {
        if let Some(message) = nothing_left(plan, evaluations, decisions, outcome, row) {
            let help = text!(
                "quyết định `not_applicable` cho từng tiêu chí, hoặc chấm ít nhất một tiêu chí",
                "decide `not_applicable` for each criterion, or score at least one"
            );
            findings.push(Diagnostic::warning("TD0435", cells.of_row(row), message).with_help(help));
        }
    }
    for award in plan.awards.keys() {
        findings.extend(open_base(plan, evaluations, outcome, &cells, award));
    }
    findings.extend(unequal_totals(plan, evaluations, outcome, &cells));
    findings
}

/// Printed totals that are not what was computed.
fn unequal_totals(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    cells: &CellPlaces<'_>,
) -> Vec<Diagnostic> {
    let facts = outcome.facts(plan, evaluations);
    let mut findings = Vec::new();
    for ((printed, equals), rules) in plan.controls.iter().zip(&plan.rules.controls) {
        for (row, entrant) in evaluations.entrants().iter_enumerated() {
            let (Some(stands), Some(computed)) = (facts.value(printed, row), facts.value(equals, row)) else {
                continue;
            };
            let computed = rules.rounding.map_or(computed.clone(), |rounding| rounding.apply(&computed));
            if stands == computed {
                continue;
            }
            let place = printed
                .inputs()
                .first()
                .map_or_else(|| cells.of_row(row), |input| cells.of_input(*input, row));
            let (what, by) = (rules.printed.term.value.words(), rules.equals.term.value.words());
            let (id, stands, computed) = (&entrant.id, show(&stands), show(&computed));
            let message = Text::new(
                format!("`{id}`: {} ghi {stands}, nhưng {} tính được {computed}", what.vi, by.vi),
                format!("`{id}`: {} says {stands}, but {} comes to {computed}", what.en, by.en),
            );
            let help = text!(
                "so từng ô trên phiếu với điểm đã tính (`thidua explain`), rồi sửa ô sai",
                "hold each cell against the points (`thidua explain`), and mend the one that is wrong"
            );
            findings.push(Diagnostic::warning("TD0437", place, message).with_help(help));
        }
    }
    findings
}

fn open_grade(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    cells: &CellPlaces<'_>,
    grading: GradingId,
    row: EntrantId,
) -> Option<Diagnostic> {
    let open = outcome.grades.of(grading, row)?.open()?;
    let rules = plan.rules.gradings().get(grading)?;
    let title = if rules.title.is_empty() { &rules.id } else { &rules.title };
    let id = &evaluations.entrants().get(row)?.id;
    let (possible, lacks) = (outcome.grades.possible(plan, grading, row)?, lacks(plan, open));
    let message = Text::new(
        format!("`{id}`: `{title}` {}, {}", possible.vi, lacks.vi),
        format!("`{id}`: `{title}` is {}, {}", possible.en, lacks.en),
    );
    let help = text!(
        "điền ô còn thiếu; khen thưởng tùy thuộc xếp loại này chờ đến khi đó",
        "fill in what is missing; awards that hang on this grade wait until then"
    );
    let place = open.inputs.first().map_or_else(|| cells.of_row(row), |input| cells.of_input(*input, row));
    Some(Diagnostic::warning("TD0434", place, message).with_help(help))
}

/// Values that lie between the grades: nothing is missing, and no grade is given.
fn uncovered(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    grading: GradingId,
) -> Option<Diagnostic> {
    let rules = plan.rules.gradings().get(grading)?;
    let entrants = evaluations.entrants().iter_enumerated();
    let between = entrants.filter_map(|(row, entrant)| {
        let value = outcome.grades.uncovered(plan, grading, row)?;
        Some(format!("`{}` ({})", entrant.id, show(&value)))
    });
    let between: Vec<String> = between.collect();
    let who = listed(&between);
    let title = if rules.title.is_empty() { &rules.id } else { &rules.title };
    let message = text!(
        "`{title}`: không mức nào chứa giá trị của {who}",
        "`{title}`: no grade covers the value of {who}"
    );
    let help = text!(
        "thêm một mức, hoặc viết mức kề bên bằng `below`/`above` để không còn khoảng trống",
        "add a grade, or write its neighbour with `below`/`above` so that no hole is left"
    );
    (!between.is_empty()).then(|| plan.finding(rules.span, "TD0438", message, help))
}

fn lacks(plan: &Plan, open: &OpenGrade) -> Text {
    let inputs = open.inputs.iter().filter_map(|input| plan.inputs.get(*input));
    let names: Vec<&str> = inputs.map(|input| input.title.as_str()).collect();
    if names.is_empty() {
        return text!(
            "còn tùy điểm hoặc xếp loại chưa rõ",
            "for it hangs on points or grades that are open themselves"
        );
    }
    let names = names.join("`, `");
    text!("vì thiếu `{names}`", "for `{names}` is missing")
}

/// Somebody who has no total although nothing is missing: every criterion has dropped out, and not by decision.
fn nothing_left(
    plan: &Plan,
    evaluations: &Evaluations,
    decisions: &DecisionIndex,
    outcome: &Outcome,
    row: EntrantId,
) -> Option<Text> {
    let cards = &outcome.scorecards;
    if cards.has_total(row) || !is_assessed(plan, evaluations, row) {
        return None;
    }
    let entrant = evaluations.entrants().get(row)?;
    let states: Vec<(NodeState, &str)> = plan
        .nodes
        .iter_enumerated()
        .filter(|(_, node)| matches!(node.kind, NodeKind::Leaf(_)) && node.has_kind(entrant.kind))
        .map(|(position, node)| (cards.state(position, row), node.path.as_str()))
        .collect();
    let dropped = |state: NodeState| matches!(state, NodeState::Rescaled | NodeState::Reduced);
    let all_dropped = states.iter().any(|(state, _)| dropped(*state))
        && states.iter().all(|(state, _)| dropped(*state) || *state == NodeState::OtherKind);
    let undecided =
        states.iter().any(|(state, path)| dropped(*state) && !decisions.approves(&entrant.id, path));
    let id = &entrant.id;
    (all_dropped && undecided).then(|| {
        text!(
            "`{id}` không có tổng điểm: mọi tiêu chí đều được miễn hoặc không áp dụng",
            "`{id}` has no total: it is exempt from every criterion, or none applies"
        )
    })
}

/// A base of places that lacks the values of some: what is certain, and on whom the rest hangs.
fn open_base(
    plan: &Plan,
    evaluations: &Evaluations,
    outcome: &Outcome,
    cells: &CellPlaces<'_>,
    award: AwardId,
) -> Vec<Diagnostic> {
    let quota = plan.awards.get(award).and_then(|award| award.quota.as_ref());
    let base =
        quota.and_then(|quota| quota.base.as_ref().or(quota.apportioned.as_ref().map(|(_, base)| base)));
    let (Some(PlanBase::Input(input)), Some(rules)) = (base, plan.rules.awards().get(award)) else {
        return Vec::new();
    };
    let finding = |(group, rows): (u32, &[EntrantId])| {
        let row = *rows.first()?;
        let ids: Vec<&str> = rows
            .iter()
            .take(5)
            .filter_map(|row| evaluations.entrants().get(*row))
            .map(|entrant| entrant.id.as_str())
            .collect();
        let more = if rows.len() > ids.len() { ", …" } else { "" };
        let (title, name, ids) = (&rules.title, &plan.inputs.get(*input)?.title, ids.join("`, `"));
        let so_far = match outcome.recommendations.places(award, group) {
            // A division needs every base: nobody has a place before.
            _ if quota.is_some_and(|quota| quota.apportioned.is_some()) => {
                text!("chưa phân bổ chỉ tiêu", "no places are divided yet")
            }
            places => {
                let places = places.map_or(0, |places| places.places);
                text!(
                    "{places} chỉ tiêu tính trên phần đã có, còn lại là tạm thời",
                    "{places} places are worked out on what is there, the rest is provisional"
                )
            }
        };
        let lacking = text!(
            "{title}: cơ số `{name}` thiếu của `{ids}`{more}; ",
            "{title}: the base `{name}` is missing for `{ids}`{more}; "
        );
        let message = lacking.and_then(&so_far);
        let help = text!(
            "điền ô còn thiếu; không có thì ghi 0",
            "fill in what is missing; write 0 where there is none"
        );
        Some(Diagnostic::warning("TD0436", cells.of_input(*input, row), message).with_help(help))
    };
    // What is missing in one group of a division is missing in all of them.
    let divided = quota.is_some_and(|quota| quota.apportioned.is_some());
    let groups = outcome.recommendations.open_base(award);
    groups.take(if divided { 1 } else { usize::MAX }).filter_map(finding).collect()
}
