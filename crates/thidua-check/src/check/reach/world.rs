use std::collections::BTreeMap;

use thidua_core::calculus::{
    self, Group, Outcome, Quantity, Range, Slot, Source, Trace, Truth, combine, run,
};
use thidua_core::{
    AwardId, Exact, GradeId, GradingId, KindId, Leaf, NodeId, NodeKind, Plan, PlanNode, Role, TiSlice, TiVec,
};
use thidua_rules::program::{PlanCondition, Reason};
use thidua_rules::rule::{Absence, ItemGroup, RankOn};

use super::award::{AwardReach, settle};
use super::condition::possible;
use super::grade::grades;
use super::own::Entered;
use super::value::LeafReader;

/// So many nodes are worked out for one plan; with more combinations than that some are taken together.
const BUDGET: usize = 60_000;

/// Everything that can come out, world by world.
pub(in crate::check) struct Proof<'a> {
    pub(in crate::check) plan: &'a Plan,
    /// For each kind: all criteria apply, then one does not, then two …
    pub(in crate::check) worlds: Vec<World>,
    /// Whether every combination has a world of its own.
    pub(in crate::check) complete: bool,
}

/// What can come out for entrants of one kind to whom certain criteria do not apply.
pub(in crate::check) struct World {
    pub(in crate::check) kind: Option<KindId>,
    /// The leaves that do not apply.
    pub(in crate::check) without: Vec<NodeId>,
    /// It stands for every combination that has no world of its own.
    pub(in crate::check) any: bool,
    pub(in crate::check) nodes: TiVec<NodeId, Outcome<Range>>,
    pub(in crate::check) bonus: Range,
    pub(in crate::check) deductions: Range,
    /// The total as published and as ranked; `None` when there cannot be one.
    pub(in crate::check) total: Option<Range>,
    pub(in crate::check) ranked: Option<Range>,
    /// For each grading the grades that can be given.
    pub(in crate::check) grades: TiVec<GradingId, TiVec<GradeId, bool>>,
    /// For each award whether it can be recommended.
    pub(in crate::check) awards: TiVec<AwardId, AwardReach>,
    /// What one entrant has entered, where the world is that of one.
    pub(super) entered: Option<Entered>,
}

impl World {
    /// Whether entrants come to something in it: to a total, or, where nothing of theirs is scored, to a place by other values.
    pub(in crate::check) fn counts(&self, plan: &Plan) -> bool {
        self.ranked.is_some() || !plan.scores(self.kind)
    }
}

/// Works out every kind with every combination, as far as the budget goes.
pub(in crate::check) fn prove(plan: &Plan) -> Proof<'_> {
    let mut proof = Proof { plan, worlds: Vec::new(), complete: true };
    let kinds: Vec<Option<KindId>> = match plan.rules.kinds.iter().count() {
        0 => vec![None],
        count => (0..count).map(|kind| Some(kind.into())).collect(),
    };
    let room = BUDGET / plan.nodes.len().max(1) / kinds.len();
    for kind in kinds {
        let (combinations, all) = combinations(plan, &optional(plan, kind), room);
        let worlds = combinations.into_iter().map(|without| world(plan, kind, without, false));
        proof.worlds.extend(worlds.filter(|world| world.without.is_empty() || can_be(plan, world)));
        if !all {
            proof.complete = false;
            proof.worlds.push(world(plan, kind, Vec::new(), true));
        }
    }
    settle(plan, &mut proof.worlds);
    proof
}

/// The leaves of the sheet that someone of this kind may be without: those that the rules let go, and those that ask
/// for something; what asks the same goes together.
fn optional(plan: &Plan, kind: Option<KindId>) -> Vec<Vec<NodeId>> {
    let mut optional: Vec<Vec<NodeId>> = Vec::new();
    let mut asking: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for position in plan.reading_order() {
        let Some(node) = plan.nodes.get(position) else { continue };
        let rule = node.criterion.not_applicable.as_ref();
        let let_go = rule.is_some_and(|rule| rule.then != Absence::Refuse);
        let leaf = node.role == Role::Sheet && matches!(node.kind, NodeKind::Leaf(_)) && node.has_kind(kind);
        if !leaf || (!let_go && node.asked.is_empty()) {
            continue;
        }
        let asked: Vec<String> = node.asked.iter().map(|asked| PlanCondition::words(asked).carry()).collect();
        // Whoever may be let go goes alone.
        let together = if let_go { None } else { asking.get(&asked).and_then(|at| optional.get_mut(*at)) };
        match together {
            Some(leaves) => leaves.push(position),
            None => {
                if !let_go {
                    asking.insert(asked, optional.len());
                }
                optional.push(vec![position]);
            }
        }
    }
    optional
}

/// Whether somebody may be without just these: their conditions fail, and those of all the others hold.
fn can_be(plan: &Plan, world: &World) -> bool {
    let mut facts: Vec<(thidua_core::Text, PlanCondition)> = Vec::new();
    for (position, node) in plan.nodes.iter_enumerated() {
        let leaf = matches!(node.kind, NodeKind::Leaf(_)) && node.role == Role::Sheet;
        if !leaf || !node.has_kind(world.kind) || node.asked.is_empty() {
            continue;
        }
        let whole = PlanCondition::All(node.asked.clone());
        let gone = world.without.contains(&position);
        // Whoever may be let go may be without it and meet the condition.
        if gone && node.criterion.not_applicable.is_some() {
            continue;
        }
        let fact = if gone { PlanCondition::Not(Box::new(whole)) } else { whole };
        let words = fact.words();
        if facts.iter().all(|(known, _)| *known != words) {
            facts.push((words, fact));
        }
    }
    let all = PlanCondition::All(facts.into_iter().map(|(_, fact)| fact).collect());
    possible(plan, world, &all, true)
}

/// Every set of them, small ones first; or none, each one and all of them when there is no room for more.
fn combinations(plan: &Plan, optional: &[Vec<NodeId>], room: usize) -> (Vec<Vec<NodeId>>, bool) {
    let mut sets = vec![Vec::new()];
    let count = u32::try_from(optional.len()).unwrap_or(u32::MAX);
    let all = 1_usize.checked_shl(count).filter(|_| count < usize::BITS - 1).is_some_and(|sets| sets <= room);
    let mut start = 0;
    while all && start < sets.len() {
        let next = sets.len();
        let mut longer = Vec::new();
        for set in sets.iter().skip(start) {
            let last = set.last().and_then(|last| optional.iter().position(|leaves| leaves.contains(last)));
            let rest = optional.iter().skip(last.map_or(0, |last| last + 1));
            longer.extend(rest.map(|leaves| set.iter().chain(leaves).copied().collect::<Vec<_>>()));
        }
        sets.extend(longer);
        start = next;
    }
    if !all {
        sets.extend(optional.iter().take(room).cloned());
        // The sheet itself comes last and says most, so it is looked at first.
        let groups = plan.nodes.iter().rev().filter(|node| matches!(node.kind, NodeKind::Group { .. }));
        for group in groups.take(room) {
            let inside = |leaf: &&NodeId| {
                let path = plan.nodes.get(**leaf).map(|leaf| leaf.path.as_str()).unwrap_or_default();
                group.path.is_empty()
                    || path.strip_prefix(&group.path).is_some_and(|rest| rest.starts_with('/'))
            };
            let set: Vec<NodeId> = optional.iter().flatten().filter(inside).copied().collect();
            if set.len() > 1 && !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    (sets, all)
}

fn world(plan: &Plan, kind: Option<KindId>, without: Vec<NodeId>, any: bool) -> World {
    let mut left_out: TiVec<NodeId, bool> = vec![false; plan.nodes.len()].into();
    for leaf in &without {
        left_out.get_mut(*leaf).into_iter().for_each(|left_out| *left_out = true);
    }
    let nodes = outcomes(
        plan,
        kind,
        |_| None,
        |nodes, position, node, each| match left_out.get(position) {
            // The only thing that is left of a criterion that does not apply is what follows from that.
            Some(true) => {
                let max = || Range::point(node.max.clone());
                let let_go = node.criterion.not_applicable.as_ref().map(|_| each.policy.approved);
                let unasked = (!node.asked.is_empty()).then_some(Absence::Reduce);
                let ways = let_go.into_iter().chain(unasked).map(|then| Outcome::in_place(then, max()));
                ways.reduce(Outcome::or).unwrap_or_else(|| Outcome::missing(max()))
            }
            _ => leaf(plan, kind, nodes, (node, each), any || node.role != Role::Sheet),
        },
    );
    World { without, any, ..world_of(plan, kind, None, nodes) }
}

/// What every node becomes when the leaves become this; each leaf is shown those before it, and what is known already
/// is not worked out again.
pub(super) fn outcomes(
    plan: &Plan,
    kind: Option<KindId>,
    known: impl Fn(NodeId) -> Option<Outcome<Range>>,
    leaf: impl Fn(&TiSlice<NodeId, Outcome<Range>>, NodeId, &PlanNode, &Leaf) -> Outcome<Range>,
) -> TiVec<NodeId, Outcome<Range>> {
    let mut nodes: TiVec<NodeId, Outcome<Range>> = TiVec::with_capacity(plan.nodes.len());
    for (position, node) in plan.nodes.iter_enumerated() {
        if let Some(known) = known(position) {
            nodes.push(known);
            continue;
        }
        let outcome = match &node.kind {
            _ if !node.has_kind(kind) => Outcome::other_kind(),
            NodeKind::Leaf(each) => leaf(&nodes, position, node, each),
            NodeKind::Group { .. } => {
                let children = node.children.iter();
                let children =
                    children.filter_map(|child| Some((nodes.get(*child)?, &plan.nodes.get(*child)?.weight)));
                combine(&Group::of(node, node.rounding.as_ref()), children)
            }
        };
        nodes.push(outcome);
    }
    nodes
}

/// What can come out when the nodes become this: total and grades.
pub(super) fn world_of(
    plan: &Plan,
    kind: Option<KindId>,
    entered: Option<Entered>,
    nodes: TiVec<NodeId, Outcome<Range>>,
) -> World {
    let rules = plan.rules.adjustments.as_ref();
    let bonus = items(&nodes, &plan.bonus, rules.and_then(|rules| rules.bonus.as_ref()));
    let deductions = items(&nodes, &plan.deductions, rules.and_then(|rules| rules.deductions.as_ref()));
    let sheet = nodes.get(plan.root).cloned().unwrap_or_else(Outcome::other_kind);
    let counted = rules.filter(|rules| !rules.outside_total);
    let exact = sheet.points.clone().and_then(|points| match counted {
        Some(rules) => {
            Some(calculus::total(rules, &points, &sheet.max, bonus.as_ref()?, deductions.as_ref()?))
        }
        None => Some(points),
    });
    let total = exact.as_ref().map(|exact| {
        match plan.rules.rounding.total.and_then(|each| Some((each, each.step()?))) {
            Some((rounding, step)) => exact.round(&Exact::from(step), rounding.mode),
            None => exact.clone(),
        }
    });
    let ranked = if plan.rules.rounding.rank_on == RankOn::Exact { exact } else { total.clone() };
    let nothing = || Range::point(Exact::ZERO);
    let (bonus, deductions) = (bonus.unwrap_or_else(nothing), deductions.unwrap_or_else(nothing));
    let mut world = World {
        kind,
        without: Vec::new(),
        any: false,
        nodes,
        bonus,
        deductions,
        total,
        ranked,
        grades: TiVec::new(),
        awards: TiVec::new(),
        entered,
    };
    for grading in plan.gradings.keys() {
        let reached = grades(plan, &world, grading);
        world.grades.push(reached);
    }
    world
}

/// What a leaf becomes; `perhaps` says whether it may not apply.
fn leaf(
    plan: &Plan,
    kind: Option<KindId>,
    nodes: &TiSlice<NodeId, Outcome<Range>>,
    (node, leaf): (&PlanNode, &Leaf),
    perhaps: bool,
) -> Outcome<Range> {
    let reader = LeafReader::of(plan, kind, nodes, (node, leaf), perhaps);
    leaf_outcome(&reader, node, leaf, perhaps && !node.asked.is_empty())
}

/// What a leaf becomes for whom a source speaks of; `unasked` says whether they may be without it.
pub(super) fn leaf_outcome(
    source: &impl Source<Q = Range>,
    node: &PlanNode,
    leaf: &Leaf,
    unasked: bool,
) -> Outcome<Range> {
    let Some(program) = &leaf.program else { return Outcome::missing(Range::point(node.max.clone())) };
    let slot = run(source, program, &mut Trace::new());
    let rounded = match node.rounding.and_then(|each| Some((each, each.step()?))) {
        Some((rounding, step)) => slot.map(|points| points.round(&Exact::from(step), rounding.mode)),
        None => slot,
    };
    let outside = leaf.reference.as_ref().is_some_and(|reference| reference.outside);
    let rounded = if outside { rounded.or(Reason::Outside) } else { rounded };
    let rounded = if unasked { rounded.or(Reason::Unasked) } else { rounded };
    leaf.policy.settle(rounded, &node.max, || Truth { yes: true, no: true, unknown: false })
}

/// What the items add up to; `None` when one of them can only be missing.
fn items(
    nodes: &TiSlice<NodeId, Outcome<Range>>,
    items: &[NodeId],
    group: Option<&ItemGroup>,
) -> Option<Range> {
    let all: Slot<Range> = calculus::items(items.iter().filter_map(|item| nodes.get(*item)), group);
    all.value
}
