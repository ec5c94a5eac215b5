//! Awards: each outcome, each requirement both ways, each hold, each award that goes before, and money.

use thidua_core::plan::{PlanAward, PlanRequirement};
use thidua_core::{AwardId, EntrantId, Status, Text, Verdict, checks, text};
use thidua_rules::rule::{Award, Otherwise};

use super::{Branches, Location, PoolOutcome, condition, quota};

pub(super) fn add(branches: &mut Branches<'_>) {
    let plan = branches.plan;
    for ((award, compiled), rules) in plan.awards.iter_enumerated().zip(&plan.rules.awards) {
        let location = Location { at: rules.id.value.clone(), span: rules.id.span, under: &[] };
        outcomes(branches, &location, award, compiled, rules);
        requirements(branches, &location, award, compiled, rules);
        for (hold, rule) in compiled.hold_when.iter().zip(&rules.hold_when) {
            let name = named("chờ xem xét khi", "held while", rule.label.as_ref());
            condition::add(branches, &location, &name, hold, move |pool, row| considered(pool, award, row));
        }
        quota::add(branches, &location, award, compiled, rules);
        for before in &compiled.excluded_by {
            let (before, title) =
                (*before, plan.rules.awards().get(*before).map(|award| award.title.clone()));
            let title = title.unwrap_or_default();
            let what = text!("đã đề nghị “{title}”", "gives way to “{title}”");
            branches.entrant(
                &location,
                what,
                None,
                status(award, move |status| *status == Status::Superseded { by: before }),
            );
        }
        if rules.money.is_some() {
            let what = text!("có tiền thưởng", "money is paid");
            branches.entrant(&location.under(&["money"]), what, None, move |pool, row| {
                let case = pool.outcome.recommendations.case(award, row);
                case.is_some_and(|case| case.money().is_some())
            });
        }
    }
}

/// Whether the entrant is of the kind the award is for.
pub(super) fn considered(pool: &PoolOutcome<'_>, award: AwardId, row: EntrantId) -> bool {
    let case = pool.outcome.recommendations.case(award, row);
    case.is_some_and(|case| case.status != Status::OtherKind)
}

pub(super) fn status(
    award: AwardId,
    test: impl Fn(&Status) -> bool + Send + Sync + 'static,
) -> impl Fn(&PoolOutcome<'_>, EntrantId) -> bool + Send + Sync + 'static {
    move |pool, row| pool.outcome.recommendations.case(award, row).is_some_and(|case| test(&case.status))
}

fn named(vi: &str, en: &str, label: Option<&String>) -> Text {
    match label {
        Some(label) => Text::new(format!("{vi} “{label}”"), format!("{en} “{label}”")),
        None => Text::new(vi, en),
    }
}

fn outcomes(
    branches: &mut Branches<'_>,
    location: &Location,
    award: AwardId,
    compiled: &PlanAward,
    rules: &Award,
) {
    let recommended = |status: &Status| matches!(status, Status::Recommended { .. });
    branches.entrant(location, text!("được đề nghị", "recommended"), None, status(award, recommended));
    if rules.requires.iter().any(|requirement| requirement.otherwise == Otherwise::Refuse) {
        let refused = |status: &Status| *status == Status::Refused;
        branches.entrant(location, text!("không đủ điều kiện", "refused"), None, status(award, refused));
    }
    let held = |status: &Status| *status == Status::Held;
    let holds = !rules.hold_when.is_empty()
        || rules.requires.iter().any(|rule| rule.otherwise == Otherwise::Hold || rule.votes.is_some());
    if holds {
        branches.entrant(location, text!("chờ xem xét", "held"), None, status(award, held));
    }
    if compiled.kinds.is_some() {
        let other = |status: &Status| *status == Status::OtherKind;
        branches.entrant(
            &location.under(&["kinds"]),
            text!("không dành cho loại này", "for other kinds only"),
            None,
            status(award, other),
        );
    }
}

fn requirements(
    branches: &mut Branches<'_>,
    location: &Location,
    award: AwardId,
    compiled: &PlanAward,
    rules: &Award,
) {
    for (index, (requirement, rule)) in compiled.requires.iter().zip(&rules.requires).enumerate() {
        let location = location.place(rule.span);
        let name = named("điều kiện", "requirement", rule.label.as_ref());
        if let PlanRequirement::When(condition) = requirement {
            condition::add(branches, &location, &name, condition, move |pool, row| {
                considered(pool, award, row)
            });
            continue;
        }
        let mut verdicts =
            vec![(Verdict::Met, text!("đạt", "met")), (Verdict::Failed, text!("không đạt", "not met"))];
        if matches!(requirement, PlanRequirement::Votes) {
            verdicts.push((Verdict::Unknown, text!("chưa có kết quả bỏ phiếu", "no vote yet")));
        }
        for (verdict, word) in verdicts {
            let what =
                Text { vi: format!("{}: {}", name.vi, word.vi), en: format!("{}: {}", name.en, word.en) };
            branches.entrant(&location, what, None, move |pool, row| {
                let all = &pool.outcome.recommendations;
                considered(pool, award, row)
                    && checks(&pool.facts, pool.circumstances, all, award, row)
                        .get(index)
                        .is_some_and(|check| check.verdict == verdict)
            });
        }
    }
}
