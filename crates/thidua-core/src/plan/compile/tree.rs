use std::sync::Arc;

use thidua_rules::method::{InputKind, Read};
use thidua_rules::rule::{Aggregate, Criterion, DatedNumber, RuleSet, ValueKind};

use crate::calculus::Range;
use crate::plan::inputs::PlanInput;
use crate::plan::node::{Held, NodeKind, PlanNode, PlanRead, Role};
use crate::plan::resolve::{Reach, Resolver};
use crate::{Date, Exact, InputId, KindId, Located, NodeId, Number, TiSlice, TiVec};

/// Adds the criterion and its children, children first; `None` when it is not in force on the day.
pub(super) fn flatten(
    resolver: &mut Resolver<'_>,
    nodes: &mut TiVec<NodeId, PlanNode>,
    criterion: &Located<Criterion>,
    parent: &str,
    depth: usize,
    role: Role,
) -> Option<NodeId> {
    if criterion.effective.is_some_and(|dates| !dates.contains(resolver.day)) {
        return None;
    }
    let path = if parent.is_empty() {
        criterion.code.value.clone()
    } else {
        format!("{parent}/{}", criterion.code.value)
    };
    let children: Vec<NodeId> = criterion
        .children
        .iter()
        .filter_map(|child| flatten(resolver, nodes, child, &path, depth + 1, role))
        .collect();
    let span = criterion.code.span;
    let rules = resolver.rules;
    let is_group = !criterion.children.is_empty();
    let place = if is_group { rules.rounding.group } else { rules.rounding.leaf };
    let kind = if is_group {
        NodeKind::Group {
            aggregate: criterion.aggregate.unwrap_or_default(),
            present_at_least: criterion
                .present_at_least
                .as_ref()
                .map(|least| (least.share.exact().clone(), least.otherwise)),
            held: Held {
                cap: criterion.cap.as_ref().map(|cap| cap.exact().clone()),
                floor: criterion.floor.as_ref().map(|floor| floor.exact().clone()),
            },
        }
    } else {
        NodeKind::Leaf(Box::new(super::leaf::unsettled(criterion, rules)))
    };
    let mut shallow = criterion.value.clone();
    shallow.children = Vec::new();
    Some(nodes.push_and_get_key(PlanNode {
        path,
        criterion: Arc::new(shallow),
        span,
        depth,
        role,
        children,
        max: Exact::ZERO,
        min: criterion.points_min.as_ref().map_or(Exact::ZERO, |min| min.exact().clone()),
        weight: Exact::ONE,
        kinds: resolver.kinds(&criterion.kinds),
        asked: Vec::new(),
        rounding: criterion.rounding.or(place),
        kind,
    }))
}

pub(super) fn root_node(rules: &RuleSet, children: Vec<NodeId>) -> PlanNode {
    let max = rules.points_max.as_ref().map_or(Exact::ZERO, |max| max.exact().clone());
    PlanNode {
        path: String::new(),
        criterion: Arc::new(Criterion {
            title: rules.title.clone(),
            points_max: rules.points_max.clone().map(thidua_rules::rule::DatedNumber::Always),
            aggregate: Some(rules.aggregate),
            ..Criterion::default()
        }),
        span: rules.rule_set.span,
        depth: 0,
        role: Role::Sheet,
        children,
        max,
        min: Exact::ZERO,
        weight: Exact::ONE,
        kinds: None,
        asked: Vec::new(),
        rounding: None,
        kind: NodeKind::Group {
            aggregate: rules.aggregate,
            present_at_least: rules
                .present_at_least
                .as_ref()
                .map(|least| (least.share.exact().clone(), least.otherwise)),
            held: Held::default(),
        },
    }
}

/// Hands the maximum of a group that is divided on to its children, from the top down.
pub(super) fn divide(nodes: &mut TiSlice<NodeId, PlanNode>, day: Date) {
    // Parents stand behind their children.
    for position in nodes.keys().rev() {
        let Some(node) = nodes.get(position).filter(|node| node.criterion.divided.is_some()) else {
            continue;
        };
        let (whole, children) =
            (node.criterion.points_max.as_ref().and_then(|max| max.on(day)), &node.children);
        let count = Exact::from(i64::try_from(children.len()).unwrap_or(i64::MAX));
        let part = whole.and_then(|whole| whole.exact().checked_div(&count));
        let Some(part) = part.and_then(|part| Number::parse(&part.to_string()).ok()) else { continue };
        for child in children.clone() {
            let Some(child) = nodes.get_mut(child) else { continue };
            if child.criterion.points_max.is_none() {
                Arc::make_mut(&mut child.criterion).points_max = Some(DatedNumber::Always(part.clone()));
            }
        }
    }
}

/// One input for each leaf that reads its own cell.
pub(super) fn add_own_inputs(resolver: &mut Resolver<'_>, nodes: &mut TiSlice<NodeId, PlanNode>) {
    for (position, node) in nodes.iter_mut_enumerated() {
        let NodeKind::Leaf(leaf) = &mut node.kind else { continue };
        for read in node.criterion.method().reads() {
            let Read::Own(kind) = read else { continue };
            let printed = &node.criterion.code.value;
            let unique = resolver.codes.by_code(printed).len() == 1;
            let mut aliases = vec![node.criterion.title.clone()];
            if unique && *printed != node.path {
                aliases.push(printed.clone());
            }
            let (kind, choices) = match kind {
                InputKind::Points => (ValueKind::Number, Vec::new()),
                InputKind::YesNo => (ValueKind::YesNo, Vec::new()),
                InputKind::Choice(choices) => (ValueKind::Choice, choices),
            };
            let own = resolver.inputs.push(PlanInput {
                name: node.path.clone(),
                aliases,
                title: format!("{} {}", printed, node.criterion.title).trim().to_owned(),
                unit: None,
                kind,
                choices,
                min: None,
                max: None,
                places: None,
                rounded: node.rounding.and_then(|rounding| Some(rounding.step()?.normalized().scale())),
                many: false,
                computed: false,
                blank: None,
                node: Some(position),
                span: node.span,
            });
            leaf.reads.push(PlanRead::Own(own));
        }
    }
}

/// Resolves what the node reads, and its numbers for the day.
pub(super) fn settle(resolver: &mut Resolver<'_>, node: &mut PlanNode) {
    let criterion = node.criterion.clone();
    let span = node.span;
    if let Some(weight) = &criterion.weight {
        node.weight = resolver.dated(weight, "weight", span);
    }
    let when = criterion.when.as_ref().map(|when| resolver.condition(when, Reach::Inputs));
    node.asked = when.into_iter().collect();
    let declared = criterion.points_max.as_ref().map(|max| resolver.dated(max, "points_max", span));
    let NodeKind::Leaf(leaf) = &mut node.kind else {
        node.max = declared.unwrap_or_default();
        return;
    };
    super::leaf::settle(resolver, &criterion, leaf, span);
    node.max = super::leaf::lower(resolver, criterion.method(), leaf, &node.min, declared.as_ref());
    let own = match leaf.reads.first() {
        Some(PlanRead::Own(own)) => resolver.inputs.get_mut(*own),
        _ => None,
    };
    if let Some(input) = own.filter(|input| input.kind == ValueKind::Number) {
        (input.min, input.max) = (Some(node.min.clone()), Some(node.max.clone()));
    }
}

/// What the points of a settled node may be, as far as that is known before the groups are.
pub(super) fn given(node: &PlanNode) -> Range {
    match &node.kind {
        NodeKind::Leaf(leaf) if node.rounding.is_none() => {
            Range::between(Some(node.min.clone()), leaf.ceiling.clone())
        }
        NodeKind::Leaf(_) | NodeKind::Group { .. } => Range::default(),
    }
}

/// The inputs that the points are made of which a criterion reads; those stand before it.
pub(super) fn fill_through(nodes: &mut TiSlice<NodeId, PlanNode>) {
    // By node: every input that its points hang on.
    let mut under: TiVec<NodeId, Vec<InputId>> = TiVec::with_capacity(nodes.len());
    for node in nodes {
        let mut through: Vec<InputId> = Vec::new();
        let read = match &node.kind {
            NodeKind::Leaf(leaf) => &leaf.earlier,
            NodeKind::Group { .. } => &node.children,
        };
        for input in read.iter().filter_map(|earlier| under.get(*earlier)).flatten() {
            if !through.contains(input) {
                through.push(*input);
            }
        }
        if let NodeKind::Leaf(leaf) = &mut node.kind {
            leaf.through.clone_from(&through);
            through.extend(leaf.inputs.iter().copied());
        }
        under.push(through);
    }
}

/// What a group asks, every criterion within it asks too; and whoever has no group has nothing of what is in it.
pub(super) fn pass_down(nodes: &mut TiSlice<NodeId, PlanNode>) {
    // Parents stand behind their children.
    for position in nodes.keys().rev() {
        let Some(node) = nodes.get(position) else { continue };
        let (asked, kinds, children) = (node.asked.clone(), node.kinds.clone(), node.children.clone());
        for child in children {
            let Some(child) = nodes.get_mut(child) else { continue };
            child.asked = asked.iter().cloned().chain(std::mem::take(&mut child.asked)).collect();
            if let Some(kinds) = &kinds {
                let own = |kind: &&KindId| child.has_kind(Some(**kind));
                child.kinds = Some(kinds.iter().filter(own).copied().collect());
            }
        }
    }
}

/// A group that declares no maximum has the one its children make.
pub(super) fn fill_group_maxima(nodes: &mut TiSlice<NodeId, PlanNode>) {
    for position in nodes.keys() {
        let made = nodes.get(position).and_then(|node| children_max(nodes, node, None));
        let Some(node) = nodes.get_mut(position) else { continue };
        if matches!(node.kind, NodeKind::Group { .. }) && node.criterion.points_max.is_none() {
            node.max = made.unwrap_or_default();
        }
    }
}

/// The maximum the children of a group make, for one kind of entrants; `None` for leaves and means.
pub fn children_max(
    nodes: &TiSlice<NodeId, PlanNode>,
    node: &PlanNode,
    kind: Option<KindId>,
) -> Option<Exact> {
    let NodeKind::Group { aggregate, held, .. } = &node.kind else { return None };
    let mut maxima: Vec<Exact> = node
        .children
        .iter()
        .filter_map(|child| nodes.get(*child))
        .filter(|child| kind.is_none() || child.has_kind(kind))
        .map(|child| counted_max(*aggregate, child))
        .collect();
    maxima.sort_by(|left, right| right.cmp(left));
    let keep = match aggregate {
        Aggregate::Sum | Aggregate::WeightedSum => maxima.len(),
        Aggregate::Max | Aggregate::EitherOr => 1,
        Aggregate::Best(count) => usize::try_from(*count).unwrap_or(usize::MAX),
        Aggregate::WeightedMean | Aggregate::Min | Aggregate::Median | Aggregate::GeometricMean => 1,
        Aggregate::MeanPoints | Aggregate::MedianPoints | Aggregate::MinPoints => 0,
    };
    if maxima.is_empty() && aggregate.is_by_share() {
        return None;
    }
    let made = match by_points(*aggregate, &maxima) {
        Some(made) => made,
        None => maxima.into_iter().take(keep).fold(Exact::ZERO, |sum, max| sum + max),
    };
    Some(held.cap.clone().map_or_else(|| made.clone(), |cap| cap.min(made.clone())))
}

/// The mean, the one in the middle or the last of what is sorted from the highest down, where the group takes that.
fn by_points(aggregate: Aggregate, maxima: &[Exact]) -> Option<Exact> {
    let count = Exact::from(i64::try_from(maxima.len()).unwrap_or(i64::MAX));
    let middle = [maxima.len().saturating_sub(1) / 2, maxima.len() / 2];
    match aggregate {
        Aggregate::MeanPoints => maxima.iter().cloned().reduce(|sum, max| sum + max)?.checked_div(&count),
        Aggregate::MedianPoints => {
            let [one, other] = middle.map(|at| maxima.get(at).cloned());
            Some((one? + other?) * Exact::ratio(1, 2))
        }
        Aggregate::MinPoints => maxima.last().cloned(),
        _ => None,
    }
}

/// What a child adds to the maximum of its group.
fn counted_max(aggregate: Aggregate, child: &PlanNode) -> Exact {
    match aggregate {
        Aggregate::WeightedSum => child.max.clone() * child.weight.clone(),
        _ => child.max.clone(),
    }
}
