use super::award::{AwardReach, settle};
use super::grade::grades;
use super::group::group;
use super::leaf::leaf;
use super::range::{Range, sum};
use super::{Applies, Reached};
use crate::Exact;
use crate::plan::{NodeKind, Plan, Role};
use crate::rules::{Absence, Adjustments, ItemGroup, RankOn};

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
    pub(in crate::check) kind: Option<usize>,
    /// The leaves that do not apply.
    pub(in crate::check) without: Vec<usize>,
    /// It stands for every combination that has no world of its own.
    pub(in crate::check) any: bool,
    pub(in crate::check) nodes: Vec<Reached>,
    pub(in crate::check) bonus: Range,
    pub(in crate::check) deductions: Range,
    /// The total as published and as ranked; `None` when there cannot be one.
    pub(in crate::check) total: Option<Range>,
    pub(in crate::check) ranked: Option<Range>,
    /// For each grading the grades that can be given.
    pub(in crate::check) grades: Vec<Vec<bool>>,
    /// For each award whether it can be recommended.
    pub(in crate::check) awards: Vec<AwardReach>,
}

/// Works out every kind with every combination, as far as the budget goes.
pub(in crate::check) fn prove(plan: &Plan) -> Proof<'_> {
    let mut proof = Proof { plan, worlds: Vec::new(), complete: true };
    let kinds: Vec<Option<usize>> = match plan.rules.kinds.iter().count() {
        0 => vec![None],
        count => (0..count).map(Some).collect(),
    };
    let room = BUDGET / plan.nodes.len().max(1) / kinds.len();
    for kind in kinds {
        let (combinations, all) = combinations(plan, &optional(plan, kind), room);
        proof.worlds.extend(combinations.into_iter().map(|without| world(plan, kind, without, false)));
        if !all {
            proof.complete = false;
            proof.worlds.push(world(plan, kind, Vec::new(), true));
        }
    }
    settle(plan, &mut proof.worlds);
    proof
}

/// The leaves of the sheet that the rules let someone of this kind leave out, and go on without.
fn optional(plan: &Plan, kind: Option<usize>) -> Vec<usize> {
    let order = plan.reading_order();
    let counts = |position: &usize| {
        plan.nodes.get(*position).is_some_and(|node| {
            let rule = node.criterion.not_applicable.as_ref();
            node.role == Role::Sheet
                && matches!(node.kind, NodeKind::Leaf(_))
                && node.has_kind(kind)
                && rule.is_some_and(|rule| rule.then != Absence::Refuse)
        })
    };
    order.into_iter().filter(counts).collect()
}

/// Every set of them, small ones first; or none, each one and all of them when there is no room for more.
fn combinations(plan: &Plan, optional: &[usize], room: usize) -> (Vec<Vec<usize>>, bool) {
    let mut sets = vec![Vec::new()];
    let count = u32::try_from(optional.len()).unwrap_or(u32::MAX);
    let all = 1_usize.checked_shl(count).filter(|_| count < usize::BITS - 1).is_some_and(|sets| sets <= room);
    let mut start = 0;
    while all && start < sets.len() {
        let next = sets.len();
        let mut longer = Vec::new();
        for set in sets.iter().skip(start) {
            let last = set.last().and_then(|last| optional.iter().position(|leaf| leaf == last));
            let rest = optional.iter().skip(last.map_or(0, |last| last + 1));
            longer.extend(rest.map(|leaf| set.iter().copied().chain([*leaf]).collect::<Vec<_>>()));
        }
        sets.extend(longer);
        start = next;
    }
    if !all {
        sets.extend(optional.iter().take(room).map(|leaf| vec![*leaf]));
        for group in plan.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Group { .. })) {
            let inside = |leaf: &&usize| {
                let path = plan.nodes.get(**leaf).map(|leaf| leaf.path.as_str()).unwrap_or_default();
                group.path.is_empty()
                    || path.strip_prefix(&group.path).is_some_and(|rest| rest.starts_with('/'))
            };
            let set: Vec<usize> = optional.iter().filter(inside).copied().collect();
            if set.len() > 1 && !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    (sets, all)
}

fn world(plan: &Plan, kind: Option<usize>, without: Vec<usize>, any: bool) -> World {
    let mut nodes: Vec<Reached> = Vec::with_capacity(plan.nodes.len());
    for (position, node) in plan.nodes.iter().enumerate() {
        let reached = if !node.has_kind(kind) {
            Reached { other_kind: true, ..Reached::default() }
        } else {
            match &node.kind {
                NodeKind::Leaf(each) => {
                    let applies = match () {
                        () if without.contains(&position) => Applies::No,
                        () if any || node.role != Role::Sheet => Applies::Perhaps,
                        () => Applies::Yes,
                    };
                    leaf(plan, node, each, applies)
                }
                NodeKind::Group { aggregate, present_at_least } => {
                    let children = node.children.iter();
                    let children =
                        children.filter_map(|child| Some((plan.nodes.get(*child)?, nodes.get(*child)?)));
                    group(node, *aggregate, present_at_least.as_ref(), children)
                }
            }
        };
        nodes.push(reached);
    }
    let rules = plan.rules.adjustments.as_ref();
    let bonus = items(&nodes, &plan.bonus, rules.and_then(|rules| rules.bonus.as_ref()));
    let deductions = items(&nodes, &plan.deductions, rules.and_then(|rules| rules.deductions.as_ref()));
    let sheet = nodes.get(plan.root).cloned().unwrap_or_default();
    let exact = bonus.as_ref().zip(deductions.as_ref()).and_then(|(bonus, deductions)| {
        let points = sheet.points.clone()?;
        Some(match rules.filter(|rules| !rules.outside_total) {
            Some(rules) => total(rules, &points, &sheet.max, bonus, deductions),
            None => points,
        })
    });
    let total = exact.as_ref().map(|exact| match &plan.rules.rounding.total {
        Some(rounding) => exact.rising(|end| rounding.apply(end)),
        None => exact.clone(),
    });
    let ranked = if plan.rules.rounding.rank_on == RankOn::Exact { exact } else { total.clone() };
    let nothing = || Range::point(Exact::ZERO);
    let (bonus, deductions) = (bonus.unwrap_or_else(nothing), deductions.unwrap_or_else(nothing));
    let mut world = World {
        kind,
        without,
        any,
        nodes,
        bonus,
        deductions,
        total,
        ranked,
        grades: Vec::new(),
        awards: Vec::new(),
    };
    for grading in 0..plan.gradings.len() {
        let reached = grades(plan, &world, grading);
        world.grades.push(reached);
    }
    world
}

/// What the items add up to; `None` when one of them can only be missing.
fn items(nodes: &[Reached], items: &[usize], group: Option<&ItemGroup>) -> Option<Range> {
    let reached = || items.iter().filter_map(|item| nodes.get(*item)).filter(|item| !item.other_kind);
    if reached().any(|item| item.points.is_none() && !item.drops()) {
        return None;
    }
    let all = sum(reached().filter_map(|item| {
        let points = item.points.as_ref()?;
        Some(if item.drops() { points.or_zero() } else { points.clone() })
    }));
    let Some(cap) = group.and_then(|group| group.cap.as_ref()) else { return Some(all) };
    let capped = |end: Exact| end.min(cap.exact().clone());
    Some(Range { low: all.low.map(capped), high: Some(all.high.map_or_else(|| cap.exact().clone(), capped)) })
}

/// The total with bonus and deductions: more of either end never turns the order of two totals around.
fn total(rules: &Adjustments, points: &Range, max: &Range, bonus: &Range, deductions: &Range) -> Range {
    let end = |points: &Option<Exact>,
               max: &Option<Exact>,
               bonus: &Option<Exact>,
               deducted: &Option<Exact>,
               low: bool| {
        let points = points.clone()?;
        let whole = bonus.clone().zip(deducted.clone());
        let mut total = whole.map(|(bonus, deducted)| points.clone() + bonus - deducted);
        // Where the sum has no end of its own, what it is held to is the end.
        if let Some(max) = max.as_ref().filter(|_| !rules.may_exceed_max) {
            let most = max.clone().max(points.clone());
            total = match total {
                Some(total) => Some(total.min(most)),
                None => Some(most).filter(|_| !low),
            };
        }
        if !rules.may_fall_below_zero {
            let least = points.min(Exact::ZERO);
            total = match total {
                Some(total) => Some(total.max(least)),
                None => Some(least).filter(|_| low),
            };
        }
        total
    };
    Range {
        low: end(&points.low, &max.low, &bonus.low, &deductions.high, true),
        high: end(&points.high, &max.high, &bonus.high, &deductions.low, false),
    }
}
