//! Quotas: places left over, places all taken, somebody below the line, ties on it, and limits that bind.

use std::sync::Arc;

use thidua_core::award as recommend;
use thidua_core::plan::PlanAward;
use thidua_core::{AwardId, Case, EntrantId, Plan, Status, text};
use thidua_rules::rule::{Award, OnLine, RuleSet};

use super::award::{considered, status};
use super::{Branches, Location, PoolOutcome, unless};

pub(super) fn add(
    branches: &mut Branches<'_>,
    location: &Location,
    award: AwardId,
    compiled: &PlanAward,
    rules: &Award,
) {
    let Some(quota) = &rules.quota else { return };
    let location = location.place(quota.span);
    let scope = quota.per;
    let filled = move |pool: &PoolOutcome<'_>, test: fn(usize, usize, usize) -> bool| {
        let groups = pool.facts.evaluations.group_count(scope);
        (0..u32::try_from(groups).unwrap_or(u32::MAX)).any(|group| {
            let all = &pool.outcome.recommendations;
            let Some(places) = all.places(award, group) else { return false };
            let rows: Vec<EntrantId> = pool
                .rows()
                .filter(|row| pool.facts.evaluations.group_of(*row, scope) == group)
                .filter(|row| considered(pool, award, *row))
                .collect();
            let count = |test: fn(&Status) -> bool| {
                rows.iter()
                    .filter(|row| all.case(award, **row).is_some_and(|case| test(&case.status)))
                    .count()
            };
            let taken = count(|status| matches!(status, Status::Recommended { .. }));
            let waiting = count(|status| {
                matches!(status, Status::TiedOnLine { .. } | Status::BelowLine | Status::Reserve { .. })
            });
            test(usize::try_from(places.places).unwrap_or(usize::MAX), taken, waiting)
        })
    };
    let what = text!("còn chỉ tiêu", "places left over");
    branches.pool(&location, what, None, move |pool| {
        filled(pool, |places, taken, waiting| taken < places && waiting == 0)
    });
    let what = text!("vừa đủ chỉ tiêu", "every place is taken");
    branches.pool(&location, what, None, move |pool| {
        filled(pool, |places, taken, _| places > 0 && taken == places)
    });
    let what = text!("có người ngoài chỉ tiêu", "somebody is below the line");
    let below = |status: &Status| matches!(status, Status::BelowLine | Status::Reserve { .. });
    branches.entrant(&location, what, None, status(award, below));
    on_line(branches, &location, award, rules);
    if rules.reserve > 0 {
        let what = text!("vào danh sách dự phòng", "in reserve");
        let reserve = |status: &Status| matches!(status, Status::Reserve { .. });
        branches.entrant(&location, what, None, status(award, reserve));
    }
    if quota.at_least > 0 {
        let least = quota.at_least;
        let what =
            text!("số chỉ tiêu ít nhất {least} có tác dụng", "the minimum of {least} places takes effect");
        let without = changed(branches.plan, award, |award| set_quota(award, |quota| quota.at_least = 0));
        let possible = quota.count.is_none();
        branches.pool(&location, what, unless(possible), move |pool| {
            let other = again(&without, pool);
            pool.rows().any(|row| {
                let group = pool.facts.evaluations.group_of(row, scope);
                let places =
                    |all: &thidua_core::Recommendations| all.places(award, group).map(|places| places.places);
                considered(pool, award, row) && places(&other) != places(&pool.outcome.recommendations)
            })
        });
    }
    let limits = compiled.quota.as_ref().map(|quota| quota.within.as_slice()).unwrap_or_default();
    for (index, (limit, (count, _))) in quota.within.iter().zip(limits).enumerate() {
        let shown = thidua_rules::method::show(count);
        let what = match limit.together_with.as_slice() {
            [] => text!("giới hạn chung {shown} có tác dụng", "the wider limit of {shown} binds"),
            _ => text!(
                "giới hạn {shown} tính chung các hình thức có tác dụng",
                "the joint limit of {shown} binds"
            ),
        };
        let mut without = changed(branches.plan, award, |award| {
            set_quota(award, |quota| {
                quota.within.remove(index);
            });
        });
        if let Some(quota) = without.awards.get_mut(award).and_then(|award| award.quota.as_mut()) {
            quota.within.remove(index);
        }
        branches.pool(&location, what, None, move |pool| {
            let other = again(&without, pool);
            let status = |case: Option<&Case>| case.map(|case| case.status.clone());
            pool.rows().any(|row| {
                status(other.case(award, row)) != status(pool.outcome.recommendations.case(award, row))
            })
        });
    }
}

fn on_line(branches: &mut Branches<'_>, location: &Location, award: AwardId, rules: &Award) {
    let what = match rules.tie_on_line {
        OnLine::Refer => {
            text!(
                "bằng nhau ở suất cuối của chỉ tiêu, trình Hội đồng",
                "a tie on the line, referred to the council"
            )
        }
        OnLine::Widen => text!("bằng nhau ở suất cuối của chỉ tiêu, mở rộng", "a tie on the line, widened"),
        OnLine::Narrow => text!("bằng nhau ở suất cuối của chỉ tiêu, thu hẹp", "a tie on the line, narrowed"),
    };
    if rules.tie_on_line != OnLine::Narrow {
        let tied = |status: &Status| {
            matches!(status, Status::TiedOnLine { .. } | Status::Recommended { widened: true })
        };
        branches.entrant(location, what, None, status(award, tied));
        return;
    }
    // Narrowed is what a referral would have left open.
    let referring = changed(branches.plan, award, |award| award.tie_on_line = OnLine::Refer);
    branches.pool(location, what, None, move |pool| {
        let other = again(&referring, pool);
        pool.rows().any(|row| {
            other.case(award, row).is_some_and(|case| matches!(case.status, Status::TiedOnLine { .. }))
        })
    });
}

/// The plan with one award written otherwise.
fn changed(plan: &Plan, award: AwardId, change: impl FnOnce(&mut Award)) -> Plan {
    let mut rules: RuleSet = (*plan.rules).clone();
    if let Some(award) = rules.awards.get_mut(usize::from(award)) {
        change(&mut award.value);
    }
    let mut plan = plan.clone();
    plan.rules = Arc::new(rules);
    plan
}

fn set_quota(award: &mut Award, change: impl FnOnce(&mut thidua_rules::rule::Quota)) {
    if let Some(quota) = &mut award.quota {
        change(&mut quota.value);
    }
}

/// The awards once more, by another plan.
fn again(plan: &Plan, pool: &PoolOutcome<'_>) -> thidua_core::Recommendations {
    let outcome = pool.outcome;
    recommend(
        plan,
        pool.facts.evaluations,
        &outcome.scorecards,
        &outcome.grades,
        &outcome.standings,
        pool.circumstances,
    )
}
