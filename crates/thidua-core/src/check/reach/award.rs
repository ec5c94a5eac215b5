use super::condition::possible;
use super::world::World;
use crate::plan::{Plan, PlanBase, PlanCondition, PlanRequirement};

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

/// For each award in order whether it can be recommended to these entrants.
pub(in crate::check) fn awards(plan: &Plan, world: &World) -> Vec<AwardReach> {
    let mut reached: Vec<AwardReach> = Vec::with_capacity(plan.awards.len());
    for position in 0..plan.awards.len() {
        let next = award(plan, world, position, &reached);
        reached.push(next);
    }
    reached
}

fn award(plan: &Plan, world: &World, position: usize, earlier: &[AwardReach]) -> AwardReach {
    let (Some(award), Some(rules)) = (plan.awards.get(position), plan.rules.awards.get(position)) else {
        return AwardReach::OtherKind;
    };
    let kind = world.kind.and_then(|kind| plan.rules.kinds.iter().nth(kind)).map(|(_, kind)| kind.entrant);
    let named = award.kinds.as_ref().is_none_or(|kinds| world.kind.is_some_and(|kind| kinds.contains(&kind)));
    if !named || kind.is_some_and(|entrant| entrant != rules.entrants) {
        return AwardReach::OtherKind;
    }
    if world.ranked.is_none() {
        return AwardReach::NoTotal;
    }
    let open = |other: &usize| earlier.get(*other) == Some(&AwardReach::Open);
    let mut asked = Vec::new();
    for (index, requirement) in award.requires.iter().enumerate() {
        let met = match requirement {
            PlanRequirement::When(condition) => {
                asked.push(condition.clone());
                possible(plan, world, condition, true)
            }
            PlanRequirement::Holds(others) => others.iter().any(open),
            PlanRequirement::History | PlanRequirement::Votes => true,
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
    let least = rules.quota.as_ref().map_or(0, |quota| quota.at_least);
    match award.quota.as_ref().and_then(|quota| quota.base.as_ref()) {
        Some(PlanBase::Recommended(other)) if least == 0 && !open(other) => AwardReach::Quota,
        _ => AwardReach::Open,
    }
}
