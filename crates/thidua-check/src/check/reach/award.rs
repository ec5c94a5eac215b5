use thidua_core::plan::{PlanBase, PlanRequirement};
use thidua_core::{AwardId, GradeId, Plan};
use thidua_rules::program::PlanCondition;

use super::condition::possible;
use super::own::OwnAward;
use super::world::World;

/// Whether an award can be recommended in a world, or why it never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum AwardReach {
    Open,
    /// It is for others.
    OtherKind,
    /// There can be no total, so nothing can be told.
    NoTotal,
    /// This requirement can never be met.
    Requirement(usize),
    /// The requirements exclude each other.
    Together,
    /// This condition holds every case.
    Held(usize),
    /// The quota is a share of nothing.
    Quota,
}

/// Works out for every world which awards can be recommended, one award after the other.
pub(super) fn settle(plan: &Plan, worlds: &mut [World]) {
    for position in plan.awards.keys() {
        for world in &mut *worlds {
            let next = award(plan, world, position);
            world.awards.push(next);
        }
        // Places may be a share of what others get: only when nobody at all gets it, there are none.
        if without_places(plan, worlds, position) {
            for reach in worlds.iter_mut().filter_map(|world| world.awards.get_mut(position)) {
                if *reach == AwardReach::Open {
                    *reach = AwardReach::Quota;
                }
            }
        }
    }
}

/// The same for one entrant; what the others get is not looked at, so no quota is called empty.
pub(super) fn own_awards(plan: &Plan, world: &mut World, awards: usize) {
    for position in plan.awards.keys().take(awards) {
        let next = award(plan, world, position);
        world.awards.push(next);
    }
}

impl From<AwardReach> for OwnAward {
    fn from(reach: AwardReach) -> Self {
        match reach {
            AwardReach::Open | AwardReach::Quota => Self::Open,
            AwardReach::OtherKind => Self::OtherKind,
            AwardReach::NoTotal => Self::NoTotal,
            AwardReach::Requirement(index) => Self::Requirement(index),
            AwardReach::Together => Self::Together,
            AwardReach::Held(index) => Self::Held(index),
        }
    }
}

fn without_places(plan: &Plan, worlds: &[World], position: AwardId) -> bool {
    let least =
        plan.rules.awards().get(position).and_then(|award| award.quota.as_ref()).map(|quota| quota.at_least);
    let base = plan.awards.get(position).and_then(|award| award.quota.as_ref()?.base.as_ref());
    let given = |world: &World, grade: &GradeId| {
        world.grades.first().and_then(|grades| grades.get(*grade)) == Some(&true)
    };
    match base.filter(|_| least == Some(0)) {
        Some(PlanBase::Recommended(other)) => {
            !worlds.iter().any(|world| world.awards.get(*other) == Some(&AwardReach::Open))
        }
        Some(PlanBase::Graded(grades)) => {
            !worlds.iter().any(|world| grades.iter().any(|grade| given(world, grade)))
        }
        _ => false,
    }
}

fn award(plan: &Plan, world: &World, position: AwardId) -> AwardReach {
    let (Some(award), Some(rules)) = (plan.awards.get(position), plan.rules.awards().get(position)) else {
        return AwardReach::OtherKind;
    };
    let kind =
        world.kind.and_then(|kind| plan.rules.kinds.iter().nth(kind.into())).map(|(_, kind)| kind.entrant);
    let named = award.kinds.as_ref().is_none_or(|kinds| world.kind.is_some_and(|kind| kinds.contains(&kind)));
    if !named || kind.is_some_and(|entrant| entrant != rules.entrants) {
        return AwardReach::OtherKind;
    }
    // Somebody who is known may be recommended by other values while the total is missing.
    if world.entered.is_none() && !world.counts(plan) {
        return AwardReach::NoTotal;
    }
    let mut asked = Vec::new();
    for (index, requirement) in award.requires.iter().enumerate() {
        let met = match requirement {
            PlanRequirement::When(condition) => {
                asked.push(condition.clone());
                possible(plan, world, condition, true)
            }
            _ => can_be_met(plan, world, requirement),
        };
        if !met {
            return AwardReach::Requirement(index);
        }
    }
    if !possible(plan, world, &PlanCondition::All(asked), true) {
        return AwardReach::Together;
    }
    if let Some(held) = award.hold_when.iter().position(|condition| !possible(plan, world, condition, false))
    {
        return AwardReach::Held(held);
    }
    AwardReach::Open
}

/// Whether somebody may meet it: of several ways one, each part by itself.
fn can_be_met(plan: &Plan, world: &World, requirement: &PlanRequirement) -> bool {
    let open = |other: &AwardId| world.awards.get(*other) == Some(&AwardReach::Open);
    match requirement {
        PlanRequirement::When(condition) => possible(plan, world, condition, true),
        PlanRequirement::Holds(others) => others.iter().any(open),
        PlanRequirement::History | PlanRequirement::Votes => true,
        PlanRequirement::Any(ways) => {
            ways.iter().any(|way| way.iter().all(|part| can_be_met(plan, world, part)))
        }
    }
}
