use thidua_core::calculus::{self, Grid, Outcome, Range, Reasons, Slot, Source, Values, hull};
use thidua_core::{Comparator, Exact, InputId, KindId, Leaf, NodeId, Plan, PlanInput, PlanNode, TiSlice};
use thidua_rules::expression::{Every, Pool};
use thidua_rules::program::{Figure, PlanTerm, Reason};

use super::world::World;

/// What a calculation can give in this world; `None` when it can only be missing.
pub(in crate::check) fn values(plan: &Plan, world: &World, term: &PlanTerm) -> Option<Range> {
    calculus::value(&Within { plan, world }, term).value
}

/// Everybody of one world.
struct Within<'a> {
    plan: &'a Plan,
    world: &'a World,
}

/// Everybody of a kind, reading one leaf.
pub(super) struct LeafReader<'a> {
    plan: &'a Plan,
    kind: Option<KindId>,
    /// What the nodes before it become.
    nodes: &'a TiSlice<NodeId, Outcome<Range>>,
    /// Why its cells may hold no value.
    absent: Reasons,
    /// Whether some of them may be blank and mean nothing by that.
    blank: bool,
}

impl<'a> LeafReader<'a> {
    /// `perhaps` says whether the criterion may not apply.
    pub(super) fn of(
        plan: &'a Plan,
        kind: Option<KindId>,
        nodes: &'a TiSlice<NodeId, Outcome<Range>>,
        (node, leaf): (&PlanNode, &Leaf),
        perhaps: bool,
    ) -> Self {
        let mut reasons = vec![Reason::NotSubmitted, Reason::Exempt];
        if node.criterion.not_applicable.is_some() {
            reasons.push(Reason::TurnedDown);
            reasons.extend(perhaps.then_some([Reason::Claimed, Reason::NotApplicable]).into_iter().flatten());
        }
        reasons.extend(leaf.reference.iter().filter(|reference| reference.outside).map(|_| Reason::Outside));
        Self { plan, kind, nodes, absent: Reasons::of(&reasons), blank: true }
    }

    fn absent(&self, input: InputId) -> Reasons {
        let filled = self.plan.inputs.get(input).is_some_and(|input| input.blank.is_some());
        if self.blank && !filled { self.absent.and(Reasons::of(&[Reason::Blank])) } else { self.absent }
    }
}

fn possible(plan: &Plan, input: InputId) -> Range {
    plan.inputs.get(input).map(PlanInput::possible).unwrap_or_default()
}

fn many(plan: &Plan, input: InputId) -> Option<Values<Range>> {
    plan.inputs.get(input).map(|input| input.values(input.possible()))
}

impl Source for LeafReader<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        Slot { value: Some(possible(self.plan, input)), absent: self.absent(input) }
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        Slot { value: many(self.plan, input), absent: self.absent(input) }
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        earlier(self.nodes, self.kind, term)
    }

    fn each(&self, _: Every) -> Vec<(Slot<Range>, bool)> {
        Vec::new()
    }

    fn peers(&self, figure: Figure, _: Option<&Range>) -> Slot<Range> {
        peers(figure)
    }
}

/// What the nodes before a criterion become, where it reads their points; and the kind of the entrant.
pub(super) fn earlier(
    nodes: &TiSlice<NodeId, Outcome<Range>>,
    kind: Option<KindId>,
    term: &PlanTerm,
) -> Slot<Range> {
    let of = |node: NodeId, found: &dyn Fn(&Outcome<Range>) -> Slot<Range>| match nodes.get(node) {
        Some(node) if node.points.is_some() => {
            let slot = found(node);
            if node.drops() || node.missing { slot.or(Reason::NotKnown) } else { slot }
        }
        _ => Slot::absent(Reason::NotKnown),
    };
    match (term, kind) {
        (PlanTerm::Points(node), _) => {
            of(*node, &|node| Slot { value: node.points.clone(), absent: Reasons::default() })
        }
        (PlanTerm::Share(node), _) => of(*node, &Outcome::quotient),
        (PlanTerm::Kind, Some(kind)) => {
            Slot::of(Range::point(Exact::from(i64::try_from(usize::from(kind)).unwrap_or(i64::MAX))))
        }
        (PlanTerm::Submission(..), _) => Slot::of(either()),
        _ => Slot::absent(Reason::NotKnown),
    }
}

/// Yes or no.
fn either() -> Range {
    Range::of_list(vec![Exact::ZERO, Exact::ONE]).unwrap_or_default()
}

/// What a reference set may give, whoever is in it.
pub(super) fn peers(figure: Figure) -> Slot<Range> {
    let range = match figure {
        Figure::Ahead(..) => Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::ZERO), None) },
        Figure::BestExcess => Range::between(Some(Exact::ZERO), None),
        Figure::Best(_) | Figure::Worst(_) => Range::default(),
    };
    Slot::of(range).or(Reason::NobodyThere)
}

impl Source for Within<'_> {
    type Q = Range;

    fn cell(&self, input: InputId) -> Slot<Range> {
        // Of somebody who is known only what is missing may be anything.
        let known = self.world.entered.as_ref().and_then(|entered| entered.cell(input));
        match known.filter(|slot| slot.absent.is_empty()) {
            Some(slot) => slot.clone(),
            None => Slot::of(possible(self.plan, input)),
        }
    }

    fn list(&self, input: InputId) -> Slot<Values<Range>> {
        let known = self.world.entered.as_ref().and_then(|entered| entered.list(input));
        if let Some(slot) = known.filter(|slot| slot.absent.is_empty()) {
            return slot.clone();
        }
        many(self.plan, input).map_or(Slot::absent(Reason::NotKnown), Slot::of)
    }

    fn found(&self, term: &PlanTerm) -> Slot<Range> {
        found(self.plan, self.world, term).map_or(Slot::absent(Reason::NotKnown), Slot::of)
    }

    fn each(&self, every: Every) -> Vec<(Slot<Range>, bool)> {
        all_of(self.plan, self.world, every)
            .map(|group| {
                let surely = !group.drops() && group.max.low.as_ref().is_some_and(|low| *low > Exact::ZERO);
                (Slot::of(share(group)), !surely)
            })
            .collect()
    }

    fn peers(&self, _: Figure, _: Option<&Range>) -> Slot<Range> {
        Slot::absent(Reason::NobodyThere)
    }
}

fn found(plan: &Plan, world: &World, term: &PlanTerm) -> Option<Range> {
    let whole = |number: usize| Exact::from(i64::try_from(number).unwrap_or(i64::MAX));
    match term {
        PlanTerm::Points(node) => world.nodes.get(*node)?.points.clone(),
        PlanTerm::Share(node) => world.nodes.get(*node).filter(|node| node.points.is_some()).map(share),
        PlanTerm::Total => world.ranked.clone(),
        PlanTerm::Percent => percent(plan, world),
        PlanTerm::Every(all) => every(plan, world, *all, Comparator::AtLeast),
        PlanTerm::Grade(grading) => {
            let reached = world.grades.get(*grading)?;
            let numbers = reached.iter().enumerate().filter(|(_, reached)| **reached);
            Range::of_list(numbers.map(|(position, _)| whole(reached.len() - position)).collect())
        }
        PlanTerm::GradeValue(grading) => {
            let reached = world.grades.get(*grading)?.iter();
            let grades = plan.rules.gradings().get(*grading)?.grades.iter();
            let values = grades.zip(reached).filter(|(_, reached)| **reached);
            let values = values.filter_map(|(grade, _)| Some(grade.value.value.as_ref()?.exact().clone()));
            Range::of_list(values.collect())
        }
        PlanTerm::Pool(Pool::Mean, _) => Some(Range::default()),
        PlanTerm::Rank(_) | PlanTerm::Pool(Pool::Ranked, _) => {
            Some(Range { grid: Grid::WHOLE, ..Range::between(Some(Exact::ONE), None) })
        }
        PlanTerm::Bonus => Some(world.bonus.clone()),
        PlanTerm::Deductions => Some(world.deductions.clone()),
        PlanTerm::Kind => Some(Range::point(whole(world.kind?.into()))),
        PlanTerm::Submission(..) => Some(either()),
        // What is entered or calculated is not found by an earlier step.
        PlanTerm::Constant(_)
        | PlanTerm::Day(_)
        | PlanTerm::Elapsed(..)
        | PlanTerm::Input(_)
        | PlanTerm::Reduced(..)
        | PlanTerm::Negate(_)
        | PlanTerm::Binary(..) => None,
    }
}

pub(super) fn share(node: &Outcome<Range>) -> Range {
    node.quotient().value.unwrap_or_default()
}

fn percent(plan: &Plan, world: &World) -> Option<Range> {
    let ranked = world.ranked.as_ref()?;
    let root = world.nodes.get(plan.root)?;
    // The share of the sheet knows which points go with which maximum, where nothing is added to them.
    let bare = plan.rules.rounding.total.is_none()
        && plan.rules.adjustments.as_ref().is_none_or(|adjustments| adjustments.outside_total);
    if bare { Some(share(root)) } else { Some(ranked.quotients(&root.max)) }
}

/// Those that can earn points.
fn all_of<'a>(plan: &'a Plan, world: &'a World, every: Every) -> impl Iterator<Item = &'a Outcome<Range>> {
    plan.every(every).filter_map(|node| world.nodes.get(node)).filter(|group| {
        group.points.is_some() && group.max.high.as_ref().is_none_or(|high| *high > Exact::ZERO)
    })
}

/// The share that decides whether every one stands so: the lowest of them or the highest.
pub(super) fn every(plan: &Plan, world: &World, every: Every, comparator: Comparator) -> Option<Range> {
    let whole = hull(all_of(plan, world, every).map(share))?;
    let sure = all_of(plan, world, every)
        .filter(|group| !group.drops() && group.max.low.as_ref().is_some_and(|low| *low > Exact::ZERO))
        .map(share);
    Some(match comparator {
        // The lowest of them is no higher than any that is surely among them.
        Comparator::AtLeast | Comparator::Above => {
            let held = sure.filter_map(|share| share.high).min();
            Range::between(whole.low, held.or(whole.high))
        }
        Comparator::AtMost | Comparator::Below => {
            let held = sure.filter_map(|share| share.low).max();
            Range::between(held.or(whole.low), whole.high)
        }
        Comparator::Equal | Comparator::NotEqual => Range::default(),
    })
}
